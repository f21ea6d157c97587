"""Units of several sites, one line a site."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from visualcortex.plotting.strips import units

SITES = ["simple cell", "AlexNet conv1", "silent layer"]


@pytest.fixture
def axes():
    drawing, axes = plt.subplots()
    yield axes
    plt.close(drawing)


@pytest.fixture
def values():
    found = np.full((3, 5), np.nan)
    found[0, 0], found[1, :4] = 0.5, (0.1, 0.2, 0.3, 0.9)
    described = {"long_name": "circular variance", "units": "1"}
    return xr.DataArray(found, {"site": SITES}, ("site", "channel"), attrs=described)


def test_first_site_is_at_the_top_and_all_have_their_names(axes, values):
    units(axes, values)
    assert [text.get_text() for text in axes.get_yticklabels()] == SITES
    assert axes.transData.transform((0, 0))[1] > axes.transData.transform((0, 2))[1]
    assert axes.get_xlabel() == "circular variance"


def test_a_single_cell_is_one_mark_and_a_layer_shows_every_unit_quartiles_and_median(axes, values):
    units(axes, values)
    cell, layer, quartiles, median = (line.get_xdata() for line in axes.lines)
    assert cell.tolist() == [0.5]
    assert layer.tolist() == [0.1, 0.2, 0.3, 0.9]
    assert quartiles == pytest.approx([0.175, 0.45]) and median == pytest.approx(0.25)


def test_units_stay_on_their_line_and_lie_there_again(axes, values):
    units(axes, values)
    units(axes, values)
    first, again = axes.lines[1].get_ydata(), axes.lines[5].get_ydata()
    assert (np.abs(first - 1) < 0.5).all() and first.tolist() == again.tolist()
