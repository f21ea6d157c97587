import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.contrast import fit_naka_rushton, naka_rushton, saturation_ratio

CONTRASTS = np.array([0, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.0])


def response(values, contrasts=CONTRASTS):
    return xr.DataArray(values, coords={"contrast": contrasts}, dims=("cell", "contrast")[-np.ndim(values) :])


def test_half_the_maximum_lies_at_the_semi_saturation():
    assert naka_rushton(0.3, 40.0, 2.7, 0.3) == pytest.approx(20)
    assert naka_rushton(0.0, 40.0, 2.7, 0.3, baseline=5.0) == 5


@pytest.mark.parametrize("exponent", [1.0, 2.2, 5.0])
@pytest.mark.parametrize("semi_saturation", [0.07, 0.4])
def test_the_parameters_are_recovered(exponent, semi_saturation):
    fit = fit_naka_rushton(response([naka_rushton(CONTRASTS, 35.0, exponent, semi_saturation)]))
    found = [fit[name].item() for name in ("maximum", "exponent", "semi_saturation", "baseline")]
    np.testing.assert_allclose(found, [35, exponent, semi_saturation, 0], rtol=1e-3)


def test_a_baseline_is_held_or_fitted():
    curve = response(naka_rushton(CONTRASTS, 35.0, 2.0, 0.2, baseline=6.0))
    for baseline in (6.0, None):
        fit = fit_naka_rushton(curve, baseline=baseline)
        np.testing.assert_allclose([fit.baseline, fit.maximum, fit.semi_saturation], [6, 35, 0.2], rtol=1e-3)


def test_noise_moves_the_fit_but_little():
    noise = np.random.default_rng(0).normal(0, 0.5, (20, CONTRASTS.size))
    fit = fit_naka_rushton(response(naka_rushton(CONTRASTS, 35.0, 2.0, 0.2) + noise))
    assert fit.semi_saturation.dims == ("cell",)
    np.testing.assert_allclose(fit.semi_saturation, 0.2, rtol=0.15)


def test_percent_serve_as_well():
    fit = fit_naka_rushton(response(naka_rushton(CONTRASTS, 35.0, 2.0, 0.2), 100 * CONTRASTS))
    assert fit.semi_saturation.item() == pytest.approx(20, rel=1e-3)


def test_no_fit_where_none_is_possible():
    flat, falling, few = 0 * CONTRASTS, 1 - CONTRASTS, np.where(CONTRASTS < 0.03, CONTRASTS, np.nan)
    linear, squared = CONTRASTS, CONTRASTS**2
    for baseline in (0.0, None):
        fit = fit_naka_rushton(response(np.stack([flat, flat + 3, falling, few, linear, squared])), baseline=baseline)
        assert all(fit[name].isnull().all() for name in fit)


def test_the_points_of_albrecht_and_hamilton_give_the_known_fit():
    contrast = np.array([1.52, 1.83, 2.44, 3.05, 3.95, 5.0, 6.73, 8.62, 11.46, 18.8, 32.4, 56.6]) / 100
    percent = [2.8, 6.1, 11.6, 17.7, 25.2, 36.4, 52.7, 66.2, 78.0, 91.9, 98.9, 100]
    fit = fit_naka_rushton(response(percent, contrast))
    assert fit.exponent.item() == pytest.approx(2.16, abs=0.01)
    assert fit.semi_saturation.item() == pytest.approx(0.065, abs=0.001)


def test_a_missing_response_is_left_out():
    curve = naka_rushton(CONTRASTS, 35.0, 2.0, 0.2)
    curve[3] = np.nan
    assert fit_naka_rushton(response(curve)).maximum.item() == pytest.approx(35, rel=1e-3)


def test_negative_contrasts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        fit_naka_rushton(response([1.0, 2.0, 3.0], [-1, 0, 1]))


def test_saturation_runs_from_linear_to_saturated():
    curves = np.stack([CONTRASTS, np.minimum(CONTRASTS, 0.1), 0 * CONTRASTS])
    found = saturation_ratio(response(curves))
    np.testing.assert_allclose(found[:2], [0.5, 1])
    assert found[2].isnull()


def test_saturation_needs_half_and_full_contrast():
    with pytest.raises(ValueError, match="reach"):
        saturation_ratio(response([1.0, 2.0], [0.1, 0.8]))
