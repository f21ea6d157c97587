import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis import tuning

FINE = np.arange(0, 180, 1.0)


def tuned(values, angles=FINE, dim="orientation"):
    values = np.asarray(values, float)
    return xr.DataArray(values, coords={dim: angles}, dims=("cell", dim)[-values.ndim :], name="response")


def bell(centre, width, angles=FINE):
    return np.exp(-(((angles - centre + 90) % 180 - 90) ** 2) / (2 * width**2))


@pytest.mark.parametrize("centre", [0, 90, 177])
def test_a_gaussian_has_the_half_width_of_its_standard_deviation(centre):
    expected = 12 * np.sqrt(2 * np.log(1 / 0.707))
    assert tuning.half_bandwidth(tuned(bell(centre, 12))).item() == pytest.approx(expected, abs=0.02)


def test_a_line_needs_no_circle():
    angles = np.arange(-45, 46, 1.0)
    half = tuning.half_bandwidth(tuned(bell(5, 12, angles), angles), level=0.5, period=None)
    assert half.item() == pytest.approx(12 * np.sqrt(2 * np.log(2)), abs=0.02)


def test_a_curve_that_does_not_fall_far_enough_has_no_bandwidth():
    found = tuning.half_bandwidth(tuned([1 + bell(90, 12), 3 + bell(90, 12), 0 * FINE, np.nan * FINE]))
    assert found.isnull().values.tolist() == [False, True, True, True]


def test_both_sides_must_fall():
    frequency = [0.5, 1, 2, 4, 8]
    curves = tuned([[0, 1, 2, 1, 0], [2, 2, 2, 1, 0], [0, 0, 1, 2, 1.5]], frequency, "spatial_frequency")
    found = tuning.octave_bandwidth(curves)
    assert found.values[0] == 2
    assert found.isnull().values.tolist() == [False, True, True]


def test_the_crossing_next_to_the_peak_counts():
    second_peak = bell(40, 8) + 0.9 * bell(120, 8)
    single = tuning.half_bandwidth(tuned(bell(40, 8)))
    np.testing.assert_allclose(tuning.half_bandwidth(tuned(second_peak)), single, rtol=1e-3)


def test_octaves_are_interpolated_along_the_logarithm():
    frequency = 2.0 ** np.arange(-3, 4, 0.25)
    curve = tuned(np.exp(-(np.log2(frequency) ** 2) / (2 * 0.6**2)), frequency, "spatial_frequency")
    assert tuning.octave_bandwidth(curve).item() == pytest.approx(2 * 0.6 * np.sqrt(2 * np.log(2)), abs=0.02)
    with pytest.raises(ValueError, match="positive"):
        tuning.octave_bandwidth(tuned([1, 2, 1], [0, 1, 2], "spatial_frequency"))


@pytest.mark.parametrize("level", [0, 1, 70.7])
def test_a_level_is_a_fraction(level):
    with pytest.raises(ValueError, match="fraction"):
        tuning.half_bandwidth(tuned(bell(90, 12)), level=level)


def test_smoothing_keeps_the_mean_and_spreads_an_impulse_over_the_window():
    impulse = tuned((FINE == 2).astype(float))
    window = tuning.smooth(impulse, "orientation")
    assert window.mean().item() == pytest.approx(1 / 180)
    at = window.interp(orientation=[2, 15.5]).values
    assert at[1] / at[0] == pytest.approx(0.5, abs=5e-3)
    assert (window.sel(orientation=[156, 28]) > 0).all()  # 26 deg to either side, around the circle
    assert (window.sel(orientation=[155, 29]) == 0).all()


def test_smoothing_leaves_a_constant_and_widens_a_peak():
    np.testing.assert_allclose(tuning.smooth(tuned(0 * FINE + 3), "orientation"), 3)
    peak = tuned(np.stack([bell(90, 8)] * 2))
    smoothed = tuning.smooth(peak, "orientation")
    assert smoothed.dims == peak.dims
    assert (tuning.half_bandwidth(smoothed) > tuning.half_bandwidth(peak)).all()


@pytest.mark.parametrize(("centre", "width"), [(30, 10), (175, 20), (0, 35)])
def test_a_gaussian_is_recovered(centre, width):
    angles = np.arange(0, 180, 7.5)
    fit = tuning.fit_gaussian(tuned([2 + 30 * bell(centre, width, angles)], angles))
    np.testing.assert_allclose(fit.amplitude, 30, rtol=1e-4)
    np.testing.assert_allclose((fit.centre - centre + 90) % 180 - 90, 0, atol=1e-3)
    np.testing.assert_allclose(fit.width, width, rtol=1e-4)
    np.testing.assert_allclose(fit.baseline, 2, rtol=1e-3)
    assert fit.width.attrs["units"] == "deg"


def test_a_gaussian_is_recovered_from_noise_on_a_line():
    angles = np.arange(-45, 46, 3.0)
    noisy = 50 * bell(0, 14.7, angles) + np.random.default_rng(0).normal(0, 2, angles.size)
    fit = tuning.fit_gaussian(tuned(noisy, angles), period=None)
    assert fit.width.item() == pytest.approx(14.7, rel=0.1)
    assert abs(fit.centre.item()) < 2


def test_no_fit_without_a_curve():
    angles = np.arange(0, 180, 30.0)
    missing = np.where(angles < 60, 1.0, np.nan)
    fit = tuning.fit_gaussian(tuned([0 * angles, missing], angles))
    assert all(fit[name].isnull().all() for name in fit)
