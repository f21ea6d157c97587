import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis import tuning

PHASES = np.arange(0, 360, 22.5)


def over_phase(values, phases=PHASES):
    return xr.DataArray(values, coords={"phase": phases}, dims=("cell", "phase")[-np.ndim(values) :])


def test_a_half_wave_rectified_sinusoid_has_a_ratio_of_half_pi():
    phases = np.arange(0, 360, 1.0)
    wave = over_phase(np.maximum(np.sin(np.deg2rad(phases - 33)), 0), phases)
    assert tuning.modulation_ratio(wave).item() == pytest.approx(np.pi / 2, rel=1e-4)


def test_the_first_harmonic_is_the_amplitude_of_the_sinusoid():
    wave = 10 + 3 * np.cos(np.deg2rad(PHASES - 50)) + 5 * np.cos(2 * np.deg2rad(PHASES))
    assert tuning.mean_rate(over_phase(wave)).item() == pytest.approx(10)
    assert tuning.first_harmonic(over_phase(wave)).item() == pytest.approx(3)
    assert tuning.first_harmonic(over_phase(wave)).item() == pytest.approx(2 * abs(np.fft.fft(wave)[1]) / 16)


def test_the_baseline_is_subtracted_from_the_mean_only():
    wave = over_phase(10 + 3 * np.cos(np.deg2rad(PHASES)))
    assert tuning.modulation_ratio(wave, baseline=4.0).item() == pytest.approx(3 / 6)


def test_a_response_not_above_the_baseline_has_no_ratio():
    cells = over_phase(np.stack([0 * PHASES, 0 * PHASES + 2, 0 * PHASES + 3, np.where(PHASES > 0, 1, np.nan)]))
    ratio = tuning.modulation_ratio(cells, baseline=xr.DataArray([0.0, 2.0, 2.0, 0.0], dims="cell"))
    assert ratio.isnull().values.tolist() == [True, True, False, True]


def test_the_units_of_the_response_are_kept():
    wave = over_phase(PHASES).assign_attrs(units="a.u.")
    assert tuning.first_harmonic(wave).attrs["units"] == tuning.mean_rate(wave).attrs["units"] == "a.u."


def test_both_ends_of_the_cycle_are_refused():
    with pytest.raises(ValueError, match="evenly"):
        tuning.modulation_ratio(over_phase(np.ones(5), np.linspace(0, 360, 5)))


def test_time_is_a_cycle_too():
    time = np.arange(0, 0.25, 0.01)
    wave = xr.DataArray(5 + 2 * np.sin(2 * np.pi * 4 * time), coords={"time": time}, dims="time")
    assert tuning.first_harmonic(wave, "time", period=0.25).item() == pytest.approx(2)


def test_a_simple_cell_has_a_ratio_above_one():
    ratio = xr.DataArray([1.57, 1.0, 0.2, np.nan], dims="cell")
    np.testing.assert_array_equal(tuning.is_simple(ratio), [1, 0, 0, np.nan])
    assert tuning.is_simple(ratio).mean() == pytest.approx(1 / 3)
