import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.distributions import published
from visualcortex.analysis.tables import joined, labelled, summarised
from visualcortex.plotting.populations import (
    outline,
    published_band,
    published_outline,
    published_quartiles,
    side_by_side,
)

SHADES = {"cells": "red", "network": "green", "twins": "blue"}


@pytest.fixture
def axes():
    drawing, axes = plt.subplots()
    yield axes
    plt.close(drawing)


@pytest.fixture
def found():
    """Cells in one layer; a network of one and of several twins in another."""
    places = [("cells", "v1", 0), ("network", "conv1", 0), ("twins", "conv1", 0), ("twins", "conv1", 1)]
    tables = []
    for shift, (model, layer, twin) in enumerate(places):
        width = xr.DataArray(np.arange(9.0) + 10 * shift, dims="unit", attrs={"long_name": "width", "units": "deg"})
        tables.append(labelled(xr.Dataset({"width": width}), {"model": model, "layer": layer, "twin": twin}))
    return summarised(joined(tables).width).sel(layer=["v1", "conv1"])


def counts(values):
    return published(values, np.arange(len(values) + 1), "half_bandwidth")


def test_an_outline_sums_to_all_of_the_population(axes):
    outline(axes, counts([1, 3, 4]), color="black")
    (drawn,) = axes.patches
    np.testing.assert_allclose(drawn.get_data().values, [12.5, 37.5, 50.0])
    np.testing.assert_allclose(drawn.get_data().edges, [0, 1, 2, 3])
    assert axes.get_xlabel() == "half-bandwidth (deg)"
    assert axes.get_ylim()[0] == 0 and axes.get_ylim()[1] > 50


def test_a_higher_population_is_not_cut_off(axes):
    outline(axes, counts([1, 1, 1, 1]))
    outline(axes, counts([9, 1, 0, 0]))
    assert axes.get_ylim()[1] > 90


def test_what_was_published_lies_behind_in_black(axes):
    outline(axes, counts([1, 1]), color="red")
    published_outline(axes, counts([1, 3]))
    ours, area, line = axes.patches
    assert area.get_zorder() < ours.get_zorder() and area.get_fill()
    assert line.get_edgecolor() == (0, 0, 0, 1) and not line.get_fill()


def test_published_quartiles_stand_above_all_that_is_drawn(axes):
    outline(axes, counts([1, 3, 4]))
    published_quartiles(axes, 1.2, (0.5, 2.5))
    quartiles, median = axes.lines
    assert quartiles.get_xdata().tolist() == [0.5, 2.5] and median.get_xdata().tolist() == [1.2]
    assert 50 < median.get_ydata()[0] < axes.get_ylim()[1]


def test_populations_stand_side_by_side_in_their_layer(axes, found):
    side_by_side(axes, found, SHADES)
    marks = {line.get_color(): line.get_xydata().tolist() for line in axes.lines if line.get_marker() == "o"}
    assert marks["red"] == [[0.0, 4.0]]
    assert np.allclose(marks["green"], [[0.85, 14.0]]) and np.allclose(marks["blue"], [[1.15, 29.0]])
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["v1", "conv1"]
    assert axes.get_ylabel() == "width (deg)"


def test_quartiles_and_interval_are_drawn_where_they_are(axes, found):
    side_by_side(axes, found, {"cells": "red"})
    ends = [lines.get_segments()[0][:, 1].tolist() for lines in axes.collections]
    assert ends == [[2.0, 6.0], found.interval.sel(model="cells", layer="v1").values.tolist()]


def test_parts_of_a_population_are_dots_beside_it(axes, found):
    side_by_side(axes, found, {"twins": "blue"})
    mark, members = axes.lines
    assert members.get_ydata().tolist() == [24.0, 34.0]
    assert (members.get_xdata() > mark.get_xdata()).all()


def test_what_is_not_known_is_not_drawn(axes, found):
    side_by_side(axes, found.drop_vars("quartiles"), {"cells": "red"}, hollow=["cells"])
    assert len(axes.collections) == 1 and axes.lines[0].get_markerfacecolor() == "white"
    published_band(axes, 0.4)
    assert not axes.patches
