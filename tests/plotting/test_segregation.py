"""Displays as in print, bands and intervals."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from visualcortex.plotting.segregation import banded, displayed, intervals

VALUES = xr.DataArray([0.001, 1.0, 4.0], {"size": [0.5, 1.0, 2.0]}, attrs={"long_name": "distance", "units": "1"})
SITES = VALUES.rename(size="site").assign_coords(site=["energy", "C1", "conv1"])


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def test_ink_is_black_on_white(axes):
    displayed(axes, xr.DataArray([[0.0, 0.3], [0.3, 0.6]], dims=("y", "x")), 0.3)
    (shown,) = axes.images
    white, black, *_, black_too = shown.to_rgba(shown.get_array())[..., 0].ravel()
    assert white == 1 and black == black_too == 0


def test_a_curve_lies_in_its_band_and_stays_above_the_floor(axes):
    banded(axes, VALUES, 0.5 * VALUES, 2 * VALUES, floor=0.01, color="red")
    (line,), (band,) = axes.get_lines(), axes.collections
    np.testing.assert_allclose(line.get_ydata(), [0.01, 1.0, 4.0])
    reach = band.get_paths()[0].get_extents()
    assert (reach.ymin, reach.ymax) == (0.01, 8.0)
    assert axes.get_xlabel() == "size" and axes.get_ylabel() == "distance"


@pytest.mark.parametrize("filled", [True, False])
def test_sites_stand_below_one_another_with_their_intervals(axes, filled):
    intervals(axes, SITES, SITES - 1, SITES + 1, ["red", "green", "blue"], filled=filled)
    reach, dot = axes.get_lines()[-2:]
    assert reach.get_xdata().tolist() == [3.0, 5.0] and dot.get_xdata().tolist() == [4.0]
    assert (dot.get_markerfacecolor() == "blue") == filled
    assert [text.get_text() for text in axes.get_yticklabels()] == ["energy", "C1", "conv1"]
    low, high = axes.get_ylim()
    assert low > high
