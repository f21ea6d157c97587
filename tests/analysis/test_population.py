import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.population import bootstrap, histogram, quantiles, summary


@pytest.fixture
def values():
    draws = np.random.default_rng(0).normal(10, 2, (3, 200))
    draws[1, :20] = np.nan
    draws[2] = np.nan
    return xr.DataArray(draws, coords={"site": ["a", "b", "c"]}, dims=("site", "cell"), name="half_bandwidth")


def test_every_value_is_in_a_bin_or_counted_apart(values):
    counts = histogram(values, "cell", [8, 9, 10, 12])
    assert counts.dims == ("site", "half_bandwidth_bin")
    assert counts.half_bandwidth_bin.values.tolist() == [8.5, 9.5, 11]
    assert counts.half_bandwidth_low.values.tolist() == [8, 9, 10]
    assert counts.missing.values.tolist() == [0, 20, 200]
    np.testing.assert_array_equal(counts.sum("half_bandwidth_bin") + counts.missing + counts.outside, 200)
    np.testing.assert_array_equal(counts[0], np.histogram(values[0], [8, 9, 10, 12])[0])


def test_proportions_sum_to_one_over_the_range(values):
    found = histogram(values, "cell", 7, proportion=True).sum("half_bandwidth_bin", skipna=False)
    np.testing.assert_allclose(found, [1, 1, np.nan])
    assert histogram(values, ["cell", "site"], 7).sum() == 380


def test_edges_must_ascend(values):
    with pytest.raises(ValueError):
        histogram(values, "cell", [1, 0])
    with pytest.raises(ValueError, match="give their edges"):
        histogram(values.sel(site="c"), "cell", 5)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    draws = np.random.default_rng(1).normal(5, 1, (200, 60))
    bounds = bootstrap(xr.DataArray(draws, dims=("experiment", "cell")), xr.DataArray.mean, "cell", samples=300)
    low, high = bounds.sel(bound="low"), bounds.sel(bound="high")
    assert 0.88 < ((low < 5) & (high > 5)).mean() < 0.99
    np.testing.assert_allclose((high - low).mean(), 2 * 1.96 / np.sqrt(60), rtol=0.1)


def test_a_higher_level_is_wider_and_the_seed_decides(values):
    narrow, wide, again, other = (
        bootstrap(values, xr.DataArray.median, "cell", samples=200, level=level, seed=seed)
        for level, seed in ((0.5, 0), (0.95, 0), (0.95, 0), (0.95, 1))
    )
    assert (wide.sel(bound="high") >= narrow.sel(bound="high"))[:2].all()
    xr.testing.assert_identical(wide, again)
    assert (wide != other)[:2].any()
    assert wide.sel(site="c").isnull().all()
    assert (wide.attrs["seed"], wide.attrs["level"], wide.attrs["samples"]) == (0, 0.95, 200)


def test_pairs_are_drawn_together():
    x = xr.DataArray(np.random.default_rng(0).normal(size=80), dims="cell")
    pair = xr.Dataset({"x": x, "y": 2 * x})
    bounds = bootstrap(pair, lambda data, dim: xr.corr(data.x, data.y, dim), "cell", samples=50)
    np.testing.assert_allclose(bounds, 1)


def test_what_cannot_be_drawn_is_refused(values):
    with pytest.raises(ValueError, match="no dimension 'unit'"):
        bootstrap(values, xr.DataArray.mean, "unit")
    with pytest.raises(ValueError, match="level"):
        bootstrap(values, xr.DataArray.mean, "cell", level=95)


def test_the_summary_skips_and_counts_missing_values(values):
    found = summary(values, "cell")
    present = values[1, 20:].values
    row = found.sel(site="b")
    expected = [present.mean(), np.median(present), *np.percentile(present, [25, 75]), 180, 20]
    names = ["mean", "median", "lower_quartile", "upper_quartile", "number", "missing"]
    np.testing.assert_allclose([row[name] for name in names], expected)
    assert found["mean"].attrs["units"] == "deg"
    assert found.sel(site="c")["mean"].isnull() and found.sel(site="c")["number"] == 0


def test_quantiles_are_those_of_what_is_there(values):
    found = quantiles(values, "cell", [0.1, 0.9])
    assert found.dims == ("site", "quantile")
    np.testing.assert_allclose(found[1], np.quantile(values[1, 20:], [0.1, 0.9]))
    assert found[2].isnull().all()
