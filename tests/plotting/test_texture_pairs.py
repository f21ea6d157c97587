"""Panels of pairs of textures show the numbers they are given."""

import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_hex

from visualcortex.plotting import figure, texture_pairs

PAIRS = ["+ / O", "T / L", "+ / X"]


@pytest.fixture
def panels():
    return figure(columns=4)[1]


def numbers(values):
    return xr.DataArray(values, {"pair": PAIRS}, name="excess", attrs={"long_name": "excess", "units": "a.u."})


def test_maps_share_one_range_of_the_values_in_their_middle(panels):
    maps = np.ones((2, 4, 8))
    maps[0, 1, 4], maps[1, 2, 0] = 3.0, 9.0
    shown = xr.DataArray(maps, {"example": PAIRS[:2], "rf_y": range(4), "rf_x": np.arange(8) - 3.5})
    images = xr.DataArray(np.zeros((2, 4, 8)), {"example": PAIRS[:2]}, ("example", "y", "x"))
    texture_pairs.displays(panels[:2], panels[2:], images, shown)
    assert [axes.images[0].get_clim() for axes in panels] == [(-1, 1)] * 2 + [(0, 3)] * 2
    assert [axes.get_title(loc="center") for axes in panels[:2]] == ["+ O", "T L"]


def test_dots_stand_where_both_numbers_are_known_with_their_names(panels):
    axes = panels[0]
    texture_pairs.against(axes, numbers([100.0, 30.0, np.nan]), numbers([2.0, 1.0, 0.5]), numbers([0.1, 0.2, 0.3]))
    dots = axes.containers[0].lines[0]
    np.testing.assert_allclose(dots.get_xydata(), [[30, 1], [100, 2]])
    assert [text.get_text() for text in axes.texts] == ["T L", "+ O"]
    assert axes.get_xlabel() == axes.get_ylabel() == "excess (a.u.)"


def sides(axes):
    return {text.get_text(): text.get_horizontalalignment() for text in axes.texts}


def test_names_stand_where_neither_dots_nor_names_are(panels):
    texture_pairs.against(panels[0], numbers([100.0, 30.5, 30.0]), numbers([1.0, 2.0, 3.0]))
    assert sides(panels[0]) == {"+ ×": "left", "T L": "left", "+ O": "left"}
    texture_pairs.against(panels[1], numbers([100.0, 37.0, 30.0]), numbers([1.0, 0.0, 0.0]))
    assert sides(panels[1]) == {"+ ×": "right", "T L": "left", "+ O": "left"}
    texture_pairs.against(panels[2], numbers([100.0, 37.0, 30.0]), numbers([1.0, 1.0, 1.0]), named=False)
    assert not panels[2].texts
    texture_pairs.against(panels[2], numbers([100.0, 30.0, 25.0]), numbers([0.0, 1.0, 0.0]))
    assert sides(panels[2])["T L"] == "right"


def test_in_a_crowd_a_name_is_left_out(panels):
    places = [(-0.13, 0), (0.13, 0), (0, 0.085), (0, -0.085), (0, 0), (0.5, 0.5), (-0.5, -0.5)]
    x, y = (xr.DataArray(list(one), {"pair": [f"{i} / {i}" for i in range(7)]}) for one in zip(*places, strict=True))
    texture_pairs.against(panels[0], x, y)
    assert "4 4" not in sides(panels[0]) and "5 5" in sides(panels[0])


def test_conditions_are_filled_and_open_and_samples_have_a_median(panels):
    rows = {
        "one": xr.DataArray([0.5, np.nan], dims="ink", name="rank_correlation"),
        "cloud": xr.DataArray([[0.1, 0.2, 0.9], [0.3, 0.4, 0.5]], dims=("ink", "set")),
    }
    texture_pairs.correlations(panels[0], rows, {"one": "#000000", "cloud": "#0072B2"}, dim="ink", rare=0.7)
    first, second, *clouds = panels[0].lines
    assert to_hex(first.get_markerfacecolor()) == "#000000" and second.get_markerfacecolor() == "none"
    assert first.get_ydata()[0] < second.get_ydata()[0]
    assert [line.get_xdata().tolist() for line in clouds] == [[0.1, 0.2, 0.9], [0.3, 0.4, 0.5]]
    medians = [bar.get_segments()[0][0, 0] for bar in panels[0].collections]
    assert medians == pytest.approx([0.2, 0.4])
    assert [tick.get_text() for tick in panels[0].get_yticklabels()] == ["one", "cloud"]
    further = {"one": xr.DataArray([0.3, 0.6], dims="ink")}
    texture_pairs.correlations(panels[1], rows, {"one": "k", "cloud": "k"}, dim="ink", rare=0.7, ticks=further)
    assert [float(line.get_xdata()[0]) for line in panels[1].lines if line.get_marker() == "|"] == [0.3, 0.6]
