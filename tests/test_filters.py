"""Receptive-field profiles: their frame, their volumes, their symmetries."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex import filters
from visualcortex.field import VisualField
from visualcortex.stimuli import grating

FIELD = VisualField(extent=(8, 6), resolution=16)
X, Y = FIELD.mesh()

PROFILES = {
    "gaussian": lambda angle: filters.gaussian(X, Y, sd=0.5),
    "gabor": lambda angle: filters.gabor(
        X, Y, orientation=angle, spatial_frequency=1.0, phase=40.0, width=0.4, length=0.7
    ),
    "difference of gaussians": lambda angle: filters.difference_of_gaussians(X, Y, centre=0.2, surround=0.6),
    "edge detector": lambda angle: filters.gaussian_derivative(
        X, Y, orientation=angle, sd=0.3, order=1, elongation=2.0
    ),
    "bar detector": lambda angle: filters.gaussian_derivative(X, Y, orientation=angle, sd=0.3, order=2, elongation=2.0),
}


def integral(profile):
    return float(np.asarray(profile, np.float64).sum()) / FIELD.resolution**2


@pytest.mark.parametrize("orientation", [0.0, 30.0, 90.0, 135.0, 250.0])
def test_u_runs_in_the_direction_of_drift_and_v_along_the_bars(orientation):
    along = np.deg2rad(orientation)
    drift = along + np.pi / 2
    u, v = filters.across_along(np.cos(drift), np.sin(drift), orientation)
    np.testing.assert_allclose([u, v], [1, 0], atol=1e-6)
    u, v = filters.across_along(np.cos(along), np.sin(along), orientation)
    np.testing.assert_allclose([u, v], [0, 1], atol=1e-6)


def test_a_gabor_is_its_formula():
    angle, cycles, phase, width, length = 30.0, 1.5, 40.0, 0.3, 0.6
    theta, x, y = np.deg2rad(angle), X.astype(float), Y.astype(float)
    u, v = y * np.cos(theta) - x * np.sin(theta), x * np.cos(theta) + y * np.sin(theta)
    expected = np.exp(-(u**2) / (2 * width**2) - v**2 / (2 * length**2))
    expected *= np.cos(2 * np.pi * cycles * u - np.deg2rad(phase))
    found = filters.gabor(X, Y, orientation=angle, spatial_frequency=cycles, phase=phase, width=width, length=length)
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("phase", [0.0, 60.0, 90.0, 180.0, 300.0])
@pytest.mark.parametrize("orientation", [0.0, 35.0, 120.0])
def test_a_gabor_answers_best_the_grating_of_its_own_phase_and_orientation(orientation, phase):
    gabor = filters.gabor(X, Y, orientation=orientation, spatial_frequency=1.0, phase=phase, width=0.5, length=0.5)
    phases, angles = jnp.arange(0, 360, 30.0), jnp.arange(0, 180, 5.0)
    by_phase = jax.vmap(lambda p: jnp.vdot(gabor, grating(FIELD, orientation=orientation, phase=p)))(phases)
    by_angle = jax.vmap(lambda a: jnp.vdot(gabor, grating(FIELD, orientation=a, phase=phase)))(angles)
    assert phases[by_phase.argmax()] == phase
    assert angles[by_angle.argmax()] == orientation


@pytest.mark.parametrize("phase", [0.0, 45.0, 90.0])
def test_the_integral_of_a_gabor_is_as_documented(phase):
    width, length, cycles = 0.3, 0.6, 0.5
    gabor = filters.gabor(X, Y, orientation=20.0, spatial_frequency=cycles, phase=phase, width=width, length=length)
    expected = 2 * np.pi * width * length * np.exp(-2 * (np.pi * cycles * width) ** 2) * np.cos(np.deg2rad(phase))
    assert integral(gabor) == pytest.approx(expected, abs=1e-5)


def test_a_gaussian_has_unit_volume_and_its_standard_deviation():
    bell = np.asarray(filters.gaussian(X, Y, sd=0.5))
    assert integral(bell) == pytest.approx(1, abs=1e-5)
    assert np.sqrt(integral(bell * X**2)) == pytest.approx(0.5, abs=1e-4)


@pytest.mark.parametrize("weight", [0.0, 0.8, 1.0])
def test_a_difference_of_gaussians_integrates_to_one_minus_its_weight(weight):
    profile = filters.difference_of_gaussians(X, Y, centre=0.2, surround=0.6, weight=weight)
    assert integral(profile) == pytest.approx(1 - weight, abs=1e-5)


@pytest.mark.parametrize("order, sign", [(1, -1), (2, 1)])
@pytest.mark.parametrize("orientation", [0.0, 35.0, 90.0])
def test_each_order_is_the_slope_of_the_order_below_and_blind_to_grey(order, sign, orientation):
    kwargs = {"orientation": orientation, "sd": 0.4, "elongation": 1.5}
    found = filters.gaussian_derivative(X, Y, order=order, **kwargs)
    assert integral(found) == pytest.approx(0, abs=1e-5)
    step, drift = 0.02, np.deg2rad(orientation + 90)
    dx, dy = step * np.cos(drift), step * np.sin(drift)
    after = filters.gaussian_derivative(X + dx, Y + dy, order=order - 1, **kwargs)
    before = filters.gaussian_derivative(X - dx, Y - dy, order=order - 1, **kwargs)
    np.testing.assert_allclose(found, sign * 0.4 * (after - before) / (2 * step), atol=2e-3)


def test_an_edge_detector_prefers_light_on_the_side_of_drift():
    profile = filters.gaussian_derivative(X, Y, orientation=0.0, sd=0.4, order=1)
    assert integral(jnp.where(Y > 0, profile, 0)) > 0.1


def test_an_unknown_order_is_refused():
    with pytest.raises(ValueError, match="0, 1 or 2, not 3"):
        filters.gaussian_derivative(0.0, 0.0, orientation=0.0, sd=1.0, order=3)


@pytest.mark.parametrize("name", PROFILES)
def test_profiles_are_float32_images_and_agree_with_their_jit(name):
    profile = PROFILES[name]
    assert profile(30.0).shape == FIELD.shape
    assert profile(30.0).dtype == jnp.float32
    np.testing.assert_allclose(jax.jit(profile)(30.0), profile(30.0), atol=1e-5)


def test_parameters_broadcast_against_positions():
    angles = jnp.asarray([0.0, 45.0, 90.0])[:, None, None]
    bank = filters.gabor(X[None], Y[None], orientation=angles, spatial_frequency=1.0, phase=0.0, width=0.4, length=0.7)
    single = filters.gabor(X, Y, orientation=45.0, spatial_frequency=1.0, phase=0.0, width=0.4, length=0.7)
    assert bank.shape == (3, *FIELD.shape)
    np.testing.assert_allclose(bank[1], single, atol=1e-6)
