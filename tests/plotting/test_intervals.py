"""Curves lie in their bands; dots lie in their rows, within their intervals and apart from each other."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgba

from visualcortex.plotting.intervals import banded, groups, rows

VALUES = xr.DataArray([0.001, 1.0, 4.0], {"size": [0.5, 1.0, 2.0]})
SITES = VALUES.rename(size="site").assign_coords(site=["energy", "C1", "conv1"])
SHADES = {"noise": "C0", "model": "C1"}


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def test_a_curve_lies_in_its_band_and_stays_above_the_floor(axes):
    banded(axes, VALUES, 0.5 * VALUES, 2 * VALUES, floor=0.01, color="red")
    (line,), (band,) = axes.get_lines(), axes.collections
    np.testing.assert_allclose(line.get_ydata(), [0.01, 1.0, 4.0])
    reach = band.get_paths()[0].get_extents()
    assert (reach.ymin, reach.ymax) == (0.01, 8.0) and (reach.xmin, reach.xmax) == (0.5, 2.0)


def test_without_a_floor_a_curve_may_fall_below_0(axes):
    banded(axes, VALUES - 3, VALUES - 4, VALUES - 2)
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), VALUES - 3)
    assert axes.collections[0].get_paths()[0].get_extents().ymin == pytest.approx(-3.999)


@pytest.mark.parametrize("filled", [True, False])
def test_rows_stand_below_one_another_with_their_intervals(axes, filled):
    rows(axes, SITES, SITES - 1, SITES + 1, ["red", "green", "blue"], filled=filled)
    reach, dots = axes.collections
    assert [line[:, 0].tolist() for line in reach.get_segments()] == [[-0.999, 1.001], [0, 2], [3, 5]]
    np.testing.assert_allclose(dots.get_offsets(), np.stack([SITES, range(3)], 1))
    assert (tuple(dots.get_facecolors()[-1]) == to_rgba("blue")) == filled
    assert tuple(dots.get_edgecolors()[-1]) == to_rgba("blue")
    assert [text.get_text() for text in axes.get_yticklabels()] == ["energy", "C1", "conv1"] and axes.yaxis_inverted()


def test_dots_of_a_group_are_apart(axes):
    values = xr.DataArray([[0.0, 10.0], [1.0, -0.2]], {"site": ["V1", "IT"], "rendering": list(SHADES)})
    groups(axes, values, values - 0.1, values + 0.3, SHADES)
    heights = []
    for lines, dots, (name, shade) in zip(axes.collections[::2], axes.collections[1::2], SHADES.items(), strict=True):
        one, places = values.sel(rendering=name).values, dots.get_offsets()
        np.testing.assert_allclose(places[:, 0], one)
        np.testing.assert_allclose(np.array(lines.get_segments())[..., 0], np.stack([one - 0.1, one + 0.3], 1))
        assert tuple(dots.get_facecolors()[0]) == to_rgba(shade) and abs(places[:, 1] - [0, 1]).max() < 0.5
        heights.append(places[:, 1])
    assert (heights[0] < heights[1]).all() and axes.get_ylim() == (1.5, -0.5)
