"""The gradient is steep where textures meet, and no steeper than elsewhere where they do not."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.texture_gradient import boundary, texture_gradient

STEP = 0.1
PLACES = STEP * (np.arange(80) - 39.5)
AWAY = {"within": 0.2, "beyond": 1.5, "margin": 1.0}


def maps(values):
    """Maps (…, channel, rf_y, rf_x); y falls with the row."""
    values = np.asarray(values, float)
    dims = ("seed", "channel", "rf_y", "rf_x")[-values.ndim :]
    return xr.DataArray(values, {"rf_y": -PLACES, "rf_x": PLACES}, dims, "response", {"units": "1"})


def noise(seeds, channels=3, seed=0):
    return maps(np.random.default_rng(seed).random((seeds, channels, 80, 80)))


def test_a_ramp_has_its_slope_per_degree():
    across, down = np.meshgrid(PLACES, -PLACES)
    found = texture_gradient(maps([3 * across + 4 * down, across]), 0.3, units="channel")
    assert found.dims == ("rf_y", "rf_x") and found.attrs["units"] == "1/deg"
    np.testing.assert_allclose(found[20:60, 20:60], 5, rtol=1e-3)


def test_a_step_has_the_gradient_of_a_gaussian():
    found = texture_gradient(maps([np.where(PLACES > 0, 2.0, 0.0) * np.ones((80, 1))]), 0.4, units="channel")
    expected = 2 * np.exp(-(PLACES**2) / (2 * 0.4**2)) / np.sqrt(2 * np.pi) / 0.4
    np.testing.assert_allclose(found[40], expected, atol=5e-3 * expected.max())


def test_the_steepest_unit_counts_at_every_place():
    r = noise(1).isel(seed=0)
    each = [texture_gradient(r.isel(channel=[i]), 0.3, units="channel") for i in range(3)]
    np.testing.assert_allclose(texture_gradient(r, 0.3, units="channel"), np.max(each, 0))


def test_turning_the_display_turns_the_gradient():
    r = noise(2)
    turned = r.copy(data=np.rot90(r.values, axes=(-2, -1)))
    found = texture_gradient(turned, 0.3, units="channel")
    np.testing.assert_allclose(found, np.rot90(texture_gradient(r, 0.3, units="channel").values, axes=(-2, -1)))


def test_a_boundary_is_found_where_it_is():
    r = noise(5)
    r[:, 1] += 0.8 * (r.rf_x > 0.7)
    found = boundary(texture_gradient(r, 0.4, units="channel"), at=0.7, **AWAY)
    assert (abs(found.place - 0.7) <= 0.1).all() and (found.strength > found.highest).all()
    np.testing.assert_allclose(found.excess, found.strength - found.elsewhere)
    assert found.strength.dims == ("seed",) and found.profile.attrs["units"] == "1/deg"
    assert abs(found.profile.rf_x).max() <= 2.95 + 1e-9 and found.place.attrs["units"] == "deg"


def test_the_profile_is_the_mean_along_the_boundary_less_the_margins():
    gradient = noise(1, 1).isel(seed=0, channel=0)
    found = boundary(gradient, at=0, **AWAY)
    np.testing.assert_allclose(found.profile, gradient.values[10:70, 10:70].mean(0))
    profile, places = found.profile.values, found.profile.rf_x.values
    np.testing.assert_allclose(found.strength, profile[abs(places) < 0.2].mean())
    np.testing.assert_allclose(found.elsewhere, profile[abs(places) > 1.5].mean())
    np.testing.assert_allclose(found.highest, profile[abs(places) > 1.5].max())


def test_without_a_boundary_the_excess_is_zero_on_average_where_a_maximum_would_not_be():
    found = boundary(texture_gradient(noise(120), 0.2, units="channel"), **AWAY)
    chance = float(found.excess.std() / np.sqrt(120))
    assert abs(found.excess.mean()) < 3 * chance
    largest = found.profile.where(abs(found.profile.rf_x) < 0.5).max("rf_x")
    assert (largest - found.elsewhere).mean() > 6 * chance


def test_a_boundary_may_run_across():
    r = noise(1).isel(seed=0)
    r[0] += 2 * (r.rf_y > 0)
    found = boundary(texture_gradient(r, 0.3, units="channel"), dim="rf_y", along="rf_x", **AWAY)
    assert found.profile.dims == ("rf_y",) and abs(found.place) < 0.1


def test_what_is_not_there_is_refused():
    r = noise(1)
    with pytest.raises(ValueError, match="no dimension 'unit'"):
        texture_gradient(r, 0.3, units="unit")
    with pytest.raises(ValueError, match="sd must be positive"):
        texture_gradient(r, 0, units="channel")
    with pytest.raises(ValueError, match="evenly spaced"):
        texture_gradient(r.isel(rf_x=[0, 1, 3]), 0.3, units="channel")
    with pytest.raises(ValueError, match="0 positions within"):
        boundary(r[0, 0], within=0.01, beyond=1, margin=1)
    with pytest.raises(ValueError, match="and 0 beyond"):
        boundary(r[0, 0], within=0.2, beyond=3.5, margin=1)
