import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.spikes import poisson, psth, spike_times

TIME = np.arange(0, 0.5, 0.01)


@pytest.fixture
def rates():
    return xr.DataArray(
        [[40.0] * 50, [5.0] * 25 + [80.0] * 25], coords={"cell": [3, 7], "time": TIME}, dims=("cell", "time")
    )


def test_mean_and_variance_are_rate_times_bin_width():
    counts = poisson(xr.DataArray([2.0, 30.0], dims="cell"), trials=20000, seed=1, duration=0.5)
    np.testing.assert_allclose(counts.mean("trial"), [1, 15], rtol=0.03)
    np.testing.assert_allclose(counts.var("trial"), [1, 15], rtol=0.05)


def test_where_time_is_a_dimension_its_spacing_is_the_bin(rates):
    counts = poisson(rates, trials=400, seed=1)
    assert counts.dims == ("trial", "cell", "time")
    assert counts.attrs["bin_width"] == pytest.approx(0.01)
    np.testing.assert_allclose(counts.sum("time").mean("trial"), [20, 21.25], rtol=0.03)


def test_the_same_seed_gives_the_same_bits_and_another_others(rates):
    first, again, other = (poisson(rates, trials=5, seed=seed) for seed in (4, 4, 5))
    xr.testing.assert_identical(first, again)
    assert (first != other).any()
    assert first.attrs["seed"] == 4
    xr.testing.assert_equal(first, poisson(rates, trials=9, seed=4).isel(trial=slice(5)))


def test_rates_that_are_none_are_refused(rates):
    for wrong in (rates - 50, rates.where(rates > 10)):
        with pytest.raises(ValueError, match="none negative and none missing"):
            poisson(wrong, trials=1, seed=0)


def test_the_bin_width_is_given_once(rates):
    with pytest.raises(ValueError, match="duration"):
        poisson(rates, trials=1, seed=0, duration=1.0)
    with pytest.raises(ValueError, match="duration"):
        poisson(rates.isel(time=0), trials=1, seed=0)


def test_a_raster_holds_every_spike_in_its_bin(rates):
    counts = poisson(rates, trials=6, seed=2)
    times = spike_times(counts, seed=3)
    assert times.dims == ("trial", "cell", "spike")
    for trial in range(6):
        for cell in (3, 7):
            train = times.sel(trial=trial, cell=cell).dropna("spike").values
            assert (np.diff(train) >= 0).all()
            binned = np.histogram(train, np.append(TIME, 0.5))[0]
            np.testing.assert_array_equal(binned, counts.sel(trial=trial, cell=cell))
    xr.testing.assert_identical(times, spike_times(counts, seed=3))


def test_a_silent_raster_is_empty(rates):
    assert spike_times(poisson(rates * 0, trials=2, seed=0), seed=0).shape == (2, 2, 0)


def test_the_histogram_recovers_the_rate(rates):
    found = psth(poisson(rates, trials=800, seed=2), bin_width=0.05)
    assert found.dims == ("cell", "time")
    np.testing.assert_allclose(found.time, np.arange(0, 0.5, 0.05), atol=1e-9)
    np.testing.assert_allclose(found.sel(cell=7), [5] * 5 + [80] * 5, rtol=0.15)
    assert found.attrs["units"] == "spikes/s"


def test_counts_are_kept_and_an_incomplete_bin_is_left_out(rates):
    counts = poisson(rates, trials=2, seed=2)
    found = psth(counts, bin_width=0.2)
    assert found.sizes["time"] == 2
    assert (found.sum() * 0.2).item() == pytest.approx(counts.mean("trial").isel(time=slice(40)).sum().item())


@pytest.mark.parametrize("width", [0.015, 0.001, 2.0])
def test_bins_are_whole_multiples(rates, width):
    with pytest.raises(ValueError, match="multiple"):
        psth(poisson(rates, trials=2, seed=2), bin_width=width)
