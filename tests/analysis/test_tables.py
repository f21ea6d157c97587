import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis import population
from visualcortex.analysis.tables import joined, labelled, pick, summarised


@pytest.fixture
def table():
    """Six cells of one layer; two layers of a network and of its two twins, of four and eight units."""
    draw = np.random.default_rng(0).normal
    cells = xr.Dataset({"width": ("unit", draw(20, 2, 6))}, {"unit": np.arange(6)})
    found = [labelled(cells, {"model": "cells", "layer": "v1", "twin": 0})]
    for model, twin in (("network", 0), ("untrained", 0), ("untrained", 1)):
        units = xr.Dataset({"width": ("unit", draw(30, 2, 12)), "cut": ("unit", np.full(12, 0.5))})
        found.append(labelled(units, {"model": model, "layer": ["conv1"] * 4 + ["conv2"] * 8, "twin": twin}))
    return joined(found)


def test_every_unit_is_there_once_and_bears_its_labels(table):
    assert table.unit.values.tolist() == list(range(6 + 3 * 12))
    assert pick(table, model="cells").sizes["unit"] == 6
    assert pick(table, model="untrained", layer="conv2").twin.values.tolist() == [0] * 8 + [1] * 8
    assert table.layer.attrs["long_name"] == "layer"


def test_what_was_not_measured_is_missing(table):
    assert pick(table, model="cells").cut.isnull().all() and (pick(table, model="network").cut == 0.5).all()


def test_a_label_replaces_what_was_held(table):
    held = xr.Dataset({"width": ("unit", [1.0, 2.0])}, {"scale": 0.5})
    assert labelled(held, {"scale": 1.0}).scale.values.tolist() == [1.0, 1.0]


def test_unknown_labels_and_empty_choices_are_refused(table):
    with pytest.raises(ValueError, match=r"no label 'modle'.*did you mean 'model'"):
        pick(table, modle="cells")
    with pytest.raises(ValueError, match="no unit is labelled"):
        pick(table, model="cells", layer="conv1")


def test_a_summary_is_that_of_each_population(table):
    found = summarised(table.width)
    assert found.value.dims == ("model", "layer")
    for model, layer in (("cells", "v1"), ("network", "conv2"), ("untrained", "conv1")):
        values, one = pick(table, model=model, layer=layer).width, found.sel(model=model, layer=layer)
        assert one.value.item() == values.median().item()
        np.testing.assert_array_equal(one.quartiles, np.quantile(values, [0.25, 0.75]))
    assert found.value.sel(model="cells", layer="conv1").isnull()


def test_one_population_has_an_interval_and_several_have_members(table):
    found = summarised(table.width, xr.DataArray.mean)
    alone, twins = found.sel(model="network", layer="conv1"), found.sel(model="untrained", layer="conv1")
    values = pick(table, model="network", layer="conv1").width
    np.testing.assert_array_equal(alone.interval, population.bootstrap(values, xr.DataArray.mean, "unit"))
    assert alone.members.isnull().all() and twins.interval.isnull().all()
    expected = [pick(table, model="untrained", layer="conv1", twin=twin).width.mean() for twin in (0, 1)]
    np.testing.assert_array_equal(twins.members, expected)


def test_a_population_without_a_value_has_none(table):
    assert all(values.isnull().all() for values in summarised(table.cut).sel(model="cells").values())
