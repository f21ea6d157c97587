import numpy as np
import pytest
import xarray as xr
from scipy.special import iv

from visualcortex.analysis import tuning

FINE = np.arange(0, 180, 1.0)


def tuned(values, dim="orientation", period=180):
    values = np.asarray(values, float)
    angles = np.linspace(0, period, values.shape[-1], endpoint=False)
    return xr.DataArray(values, coords={dim: angles}, dims=("cell", dim)[-values.ndim :], name="response")


@pytest.mark.parametrize("kappa", [0.5, 2.0, 8.0])
def test_a_von_mises_curve_has_the_circular_variance_of_its_bessel_functions(kappa):
    curve = tuned(np.exp(kappa * np.cos(np.deg2rad(2 * (FINE - 70)))))
    np.testing.assert_allclose(tuning.circular_variance(curve), 1 - iv(1, kappa) / iv(0, kappa), rtol=1e-9)


def test_circular_variance_runs_from_one_orientation_to_all():
    assert tuning.circular_variance(tuned([0, 5, 0, 0])) == pytest.approx(0)
    assert tuning.circular_variance(tuned([5, 5, 5, 5])) == pytest.approx(1)


def test_scale_and_rotation_leave_every_index_as_it_is():
    curve = tuned(np.random.default_rng(0).random(12))
    moved = curve.copy(data=7 * np.roll(curve, 5))
    for index in (tuning.circular_variance, tuning.orientation_selectivity):
        assert index(moved).item() == pytest.approx(index(curve).item())


def test_direction_has_a_period_of_its_own():
    opposite = tuned([4, 0, 4, 0], "direction", 360)
    assert tuning.circular_variance(opposite, "direction", 360) == pytest.approx(1)
    assert tuning.circular_variance(tuning.fold(opposite)) == pytest.approx(0)


def test_the_orthogonal_orientation_is_at_ninety_degrees():
    assert tuning.orientation_selectivity(tuned([1, 2, 9, 3, 3, 3])) == pytest.approx((9 - 3) / (9 + 3))
    assert tuning.orientation_selectivity(tuned([1, 9, 1, 3, 5])) == pytest.approx((9 - 4) / (9 + 4))  # between 3 and 5


def test_the_opposite_direction_is_at_one_hundred_and_eighty_degrees():
    assert tuning.direction_selectivity(tuned([8, 1, 2, 5], "direction", 360)) == pytest.approx(6 / 10)
    assert tuning.direction_selectivity(tuned([8, 0, 0, 0], "direction", 360)) == 1


@pytest.mark.parametrize("index", [tuning.circular_variance, tuning.orientation_selectivity])
def test_units_pass_through_and_silent_ones_have_no_index(index):
    found = index(tuned([[1, 2, 3, 2], [0, 0, 0, 0], [1, np.nan, 3, 2], [1, -1, 3, 2]]))
    assert found.dims == ("cell",)
    assert found.isnull().values.tolist() == [False, True, True, True]
    assert found.name == index.__name__


def test_folding_takes_the_mean_of_opposite_directions():
    folded = tuning.fold(tuned([[1, 2, 3, 4, 5, 6, 7, 8]], "direction", 360))
    assert folded.dims == ("cell", "orientation")
    assert folded.orientation.values.tolist() == [0, 45, 90, 135]
    assert folded.values.tolist() == [[5, 6, 3, 4]]  # orientation 0 drifts in directions 90 and 270


def test_a_grating_drifts_at_right_angles_to_its_bars():
    direction = np.arange(0, 360, 15.0)
    response = tuned(np.exp(4 * np.cos(np.deg2rad(direction - 120))), "direction", 360)
    assert tuning.preferred(tuning.fold(response), "orientation") == 30


def test_folding_needs_opposite_directions():
    with pytest.raises(ValueError, match="even number"):
        tuning.fold(tuned([1, 2, 3], "direction", 360))


def test_a_missing_dimension_is_named():
    with pytest.raises(ValueError, match="no dimension 'orientation'; the array has direction"):
        tuning.circular_variance(tuned([1, 2, 3, 4], "direction", 360))
