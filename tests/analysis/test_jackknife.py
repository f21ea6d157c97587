import numpy as np
import pytest
import xarray as xr
from scipy.stats import bootstrap, ttest_1samp

from visualcortex.analysis.jackknife import interval, ratio


def left_out(values, statistic):
    return xr.DataArray([statistic(np.delete(values, i)) for i in range(len(values))], dims="display")


def test_of_a_mean_it_is_students_interval():
    values = np.random.default_rng(0).normal(3, 2, 15)
    mean = xr.DataArray(values.mean(), name="response", attrs={"units": "spikes/s", "long_name": "rate"})
    found = interval(mean, left_out(values, np.mean), "display", confidence=0.9)
    expected = ttest_1samp(values, 0).confidence_interval(0.9)
    np.testing.assert_allclose([found.lower, found.upper], expected)
    assert found.lower.attrs == {"units": "spikes/s", "long_name": "rate, lower end of the interval"}


def test_of_a_curved_measure_it_is_near_the_bootstrap():
    values = np.random.default_rng(1).gamma(4, size=60)
    found = interval(xr.DataArray(np.log(values.mean())), left_out(values, lambda v: np.log(v.mean())), "display")
    other = bootstrap((values,), lambda v, axis: np.log(v.mean(axis)), n_resamples=2000, rng=0)
    assert found.standard_error.item() == pytest.approx(other.standard_error, rel=0.08)


def test_a_missing_value_leaves_no_interval():
    values = xr.DataArray([[1.0, 2, 3], [1, np.nan, 3]], dims=("site", "display"))
    found = interval(values.mean("display"), values, "display")
    assert found.lower.isnull().values.tolist() == [False, True]


def test_a_ratio_of_means_is_that_of_samples_left_out_together():
    random = np.random.default_rng(2)
    one, other = (xr.DataArray(random.normal(mean, 1, 20), dims="display") for mean in (2.0, 5.0))
    found = ratio(one, other, "display")
    others = [np.delete(one.values, i).mean() / np.delete(other.values, i).mean() for i in range(20)]
    expected = interval(one.mean() / other.mean(), xr.DataArray(others, dims="display"), "display")
    np.testing.assert_allclose(
        [found.ratio, found.lower, found.upper], [one.mean() / other.mean(), expected.lower, expected.upper]
    )
    same = ratio(other, other, "display")
    assert same.ratio == 1 and same.standard_error == pytest.approx(0, abs=1e-12)


def test_a_ratio_to_what_may_be_0_is_none():
    other = xr.DataArray([[1.0, -1.0, 0.5], [1.0, 1.1, 0.9]], dims=("site", "display"))
    found = ratio(xr.ones_like(other), other, "display")
    assert all(found[name].isnull().values.tolist() == [True, False] for name in ("ratio", "lower", "upper"))


def test_what_is_not_there_is_refused():
    values = xr.DataArray([1.0, 2, 3], dims="display")
    with pytest.raises(ValueError, match="no dimension 'trial'; there is display"):
        interval(values.mean(), values, "trial")
    with pytest.raises(ValueError, match="no dimension 'trial'; there is display"):
        ratio(values, values, "trial")
    with pytest.raises(ValueError, match="between 0 and 1"):
        interval(values.mean(), values, "display", confidence=1)
