"""Scenes and shares of what is recognised."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from visualcortex.plotting import figure
from visualcortex.plotting.recognition import afferents, averages, from_sum_to_max, scenes
from visualcortex.vocabulary import attributes


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture
def axes():
    _, (axes,) = figure()
    return axes


def test_scenes_have_their_names_above():
    images = xr.DataArray(np.linspace(-1, 1, 24).reshape(3, 2, 4), {"scene": ["a", "b", "c"]}, ("scene", "y", "x"))
    _, grid = figure(columns=3)
    scenes(grid, images)
    for panel, name in zip(grid, "abc", strict=True):
        assert panel.get_title(loc="center") == name
        np.testing.assert_array_equal(panel.images[0].get_array(), images.sel(scene=name))
        assert panel.images[0].get_clim() == (-1, 1)


@pytest.mark.parametrize("at", [None, [0, 1]])
def test_means_lie_in_a_band_of_two_standard_errors(axes, at):
    values = xr.DataArray([[0.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]], {"tiles": [1, 4]}, ("tiles", "clip"))
    averages(axes, values.assign_attrs(attributes("recognised")), "tiles", at=at, color="red")
    (line,), (band,) = axes.get_lines(), axes.collections
    np.testing.assert_array_equal(line.get_xydata(), np.transpose([at or [1, 4], [0.5, 1.0]]))
    reach = band.get_paths()[0].get_extents()
    assert (reach.ymin, reach.ymax) == pytest.approx((0.5 - 2 / 3**0.5 / 2, 0.5 + 2 / 3**0.5 / 2))


def test_sum_and_max_are_the_ends_of_the_axis(axes):
    places = from_sum_to_max(axes, [0.0, 1.0, 10.0, 100.0, np.inf])
    np.testing.assert_allclose(places, [1 / 3, 1, 10, 100, 300])
    names = [text.get_text() for text in axes.get_xticklabels()]
    assert names[0] == "SUM\n0" and names[-1] == "MAX\n∞" and names[1:-1] == ["1", "3", "10", "30", "100"]


def test_afferents_are_ordered_by_the_training_view(axes):
    features = xr.DataArray(
        [[0.1, 0.9, 0.5], [3.0, 1.0, 2.0]], {"shown": ["training view", "both"]}, ("shown", "feature")
    )
    afferents(
        axes, features.assign_attrs(long_name="response", units="1"), 2, {"training view": {}, "both": {"color": "red"}}
    )
    training, both = axes.get_lines()
    np.testing.assert_array_equal(training.get_xydata(), [[1, 0.9], [2, 0.5]])
    np.testing.assert_array_equal(both.get_ydata(), [1.0, 2.0])
    assert both.get_label() == "both" and both.get_color() == "red"
