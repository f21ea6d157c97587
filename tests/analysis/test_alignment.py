"""Curves laid over each other have their peaks at zero and keep their shapes."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis import tuning
from visualcortex.analysis.alignment import about

ORIENTATION = np.arange(0, 180, 7.5)


@pytest.fixture
def curves():
    """Gaussian tuning of four units that prefer different orientations, equal in all else."""
    place = xr.DataArray(ORIENTATION, dims="orientation", coords={"orientation": ORIENTATION}, name="response")
    prefers = xr.DataArray([0.0, 30.0, 97.5, 172.5], dims="cell")
    curve = tuning.gaussian(place, 10.0, prefers, 15.0, 2.0).rename("response")
    return curve.assign_attrs(units="spikes/s"), prefers


def test_all_units_have_one_curve(curves):
    response, prefers = curves
    aligned = about(response, prefers)
    assert set(aligned.dims) == {"tilt", "cell"} and aligned.attrs == response.attrs
    np.testing.assert_allclose(aligned, aligned.isel(cell=[0] * 4), atol=1e-12)
    assert (tuning.preferred(aligned, "tilt") == 0).all()


def test_nothing_is_lost(curves):
    response, prefers = curves
    aligned = about(response, prefers)
    np.testing.assert_allclose(np.sort(aligned, axis=0), np.sort(response, axis=0))
    np.testing.assert_allclose(aligned.tilt, ORIENTATION - 90)


def test_samples_may_start_anywhere_in_any_order(curves):
    response, prefers = curves
    shifted = response.assign_coords(orientation=ORIENTATION + 3.0)
    for given in (shifted, shifted[::-1], shifted.roll(orientation=5, roll_coords=True)):
        np.testing.assert_allclose(about(given, prefers + 3.0), about(response, prefers))


def test_direction_goes_around_the_whole_circle():
    direction = np.arange(0, 360, 30)
    response = xr.DataArray(direction.astype(float), {"direction": direction}, "direction")
    aligned = about(response, 300.0, "direction", period=360.0)
    assert aligned.sel(tilt=-180).item() == 120 and aligned.sel(tilt=[0, 30, 60]).values.tolist() == [300, 330, 0]


def test_a_unit_without_preference_has_no_curve(curves):
    response, prefers = curves
    aligned = about(response, prefers.where(prefers > 0))
    assert aligned.isel(cell=0).isnull().all() and aligned.isel(cell=1).notnull().all()


def test_uneven_samples_are_refused(curves):
    response, prefers = curves
    with pytest.raises(ValueError, match="evenly"):
        about(response[1:], prefers)
