"""Layers: what is drawn is the means, their errors, and the spread over networks."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from visualcortex.plotting.layers import path, profile

LAYERS = ["conv1", "conv2", "conv3"]
VALUES = xr.DataArray(
    [[1.0, 3.0, 5.0], [2.0, 2.0, np.nan], [4.0, np.nan, np.nan]],
    {"layer": LAYERS},
    ("layer", "clip"),
    attrs={"long_name": "range of size", "units": "octaves"},
)
OTHER = (10 * VALUES).assign_attrs(long_name="range of translation", units="deg")
STYLE = {"color": "C0", "marker": "o"}


@pytest.fixture
def axes():
    drawing, axes = plt.subplots()
    yield axes
    plt.close(drawing)


def test_a_profile_goes_through_the_means_with_their_errors(axes):
    profile(axes, VALUES.transpose("clip", "layer"), **STYLE)
    (line, *_) = axes.get_lines()
    assert line.get_xdata().tolist() == [1, 2, 3] and line.get_ydata().tolist() == [3, 2, 4]
    bars = axes.containers[0][2][-1].get_segments()
    np.testing.assert_allclose([bar[:, 1] for bar in bars[:2]], [[3 - 2 / 3**0.5, 3 + 2 / 3**0.5], [2, 2]])
    assert axes.get_ylabel() == "range of size (octaves)"


def test_a_profile_of_several_networks_has_a_band_from_the_least_to_the_largest_mean(axes):
    twins = xr.concat([VALUES, VALUES + 2, VALUES + 1], "twin")
    profile(axes, twins, networks="twin", color="C0", linestyle="--")
    assert axes.get_lines()[0].get_ydata().tolist() == [4, 3, 5]
    (band,) = axes.collections
    y = band.get_paths()[0].vertices[:, 1]
    assert (y.min(), y.max()) == (2, 6) and not axes.containers


def test_a_path_joins_the_layers_in_their_order_and_numbers_them(axes):
    path(axes, OTHER, VALUES, **STYLE)
    (line,) = axes.get_lines()[:1]
    np.testing.assert_array_equal(line.get_xydata(), [[30, 3], [20, 2], [40, 4]])
    assert [(text.get_text(), text.xy) for text in axes.texts] == [("1", (30, 3)), ("2", (20, 2)), ("3", (40, 4))]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("range of translation (deg)", "range of size (octaves)")


def test_a_layer_without_units_has_no_number(axes):
    path(axes, OTHER.where(OTHER.layer != "conv2"), VALUES, **STYLE)
    assert [text.get_text() for text in axes.texts] == ["1", "3"]


def test_numbers_are_legible_and_can_be_left_out(axes):
    path(axes, OTHER, VALUES, color="black", marker="o")
    path(axes, OTHER, VALUES, color="black", marker="o", markerfacecolor="white")
    assert [text.get_color() for text in axes.texts] == ["white"] * 3 + ["black"] * 3
    path(axes, OTHER, VALUES, numbered=False, **STYLE)
    assert len(axes.texts) == 6
