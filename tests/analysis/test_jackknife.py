import numpy as np
import pytest
import xarray as xr
from scipy.stats import bootstrap, ttest_1samp

from visualcortex.analysis.jackknife import interval


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


def test_what_is_not_there_is_refused():
    values = xr.DataArray([1.0, 2, 3], dims="display")
    with pytest.raises(ValueError, match="no dimension 'trial'; there is display"):
        interval(values.mean(), values, "trial")
    with pytest.raises(ValueError, match="between 0 and 1"):
        interval(values.mean(), values, "display", confidence=1)
