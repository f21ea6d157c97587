import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.canonical import normalize, rectify


def test_rectified_drive_is_zero_below_threshold_and_a_power_above():
    drive = jnp.linspace(-2, 2, 41)
    expected = np.where(drive > 0.5, (np.asarray(drive) - 0.5).clip(0) ** 1.7, 0)
    np.testing.assert_allclose(rectify(drive, 0.5, 1.7), expected, rtol=1e-5)


def test_rectification_has_finite_gradients_at_and_below_threshold():
    gradient = jax.grad(lambda x, n: rectify(x, 0.5, n), argnums=(0, 1))
    for x in (0.0, 0.5, 1.0):
        assert np.isfinite(gradient(x, 0.5)).all()


def test_what_is_not_a_number_is_not_rectified_away():
    assert np.isnan(rectify(jnp.array([jnp.nan, 1.0]), jnp.array([0.0, jnp.nan]))).all()


def test_normalisation_is_half_its_maximum_at_the_semi_saturation():
    assert float(normalize(jnp.array(0.2), jnp.array(0.2), 0.2, 2.0)) == pytest.approx(0.5)


def test_normalisation_saturates():
    strong = normalize(jnp.array([10.0, 100.0]), jnp.array([10.0, 100.0]), 0.2, 2.0)
    np.testing.assert_allclose(strong, 1, rtol=1e-3)


def test_silence_under_no_semi_saturation_stays_silence():
    assert float(normalize(jnp.array(0.0), jnp.array(0.0), 0.0, 2.0)) == 0.0
