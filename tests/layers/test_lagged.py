import jax.numpy as jnp
import numpy as np

from visualcortex.layers.lagged import Lagged, Memory

LAGS = tuple((np.arange(36) * 0.02).tolist())


def transfer(lagged: Lagged, frequency: float) -> np.ndarray:
    wave = np.exp(-2j * np.pi * frequency * np.asarray(lagged.lags))
    return np.asarray(lagged.filters()) @ wave


def test_both_views_have_gain_one_at_the_chosen_frequency():
    for frequency in (2.0, 4.0, 6.0):
        np.testing.assert_allclose(
            np.abs(transfer(Lagged(LAGS, temporal_frequency=frequency), frequency)), 1, rtol=1e-4
        )


def test_the_slow_view_is_a_quarter_cycle_late():
    fast, slow = transfer(Lagged(LAGS), 4.0)
    assert abs(np.rad2deg(np.angle(fast / slow)) - 90) < 3


def test_views_are_sums_over_the_past():
    lagged = Lagged(LAGS[:5])
    images = jnp.asarray(np.random.default_rng(0).normal(size=(3, 4, 5)), jnp.float32)
    expected = sum(np.asarray(lagged.filters())[:, k, None, None] * images[..., k] for k in range(5))
    np.testing.assert_allclose(lagged(images), expected, rtol=1e-4, atol=1e-4)


def test_memory_keeps_the_newest_image_first_and_forgets_the_oldest():
    memory = Memory((2, 2), 3)
    past = memory.blank()
    for value in (1.0, 2.0, 3.0, 4.0):
        past = memory(past, jnp.full((2, 2), value))
    np.testing.assert_array_equal(past[0, 0], [4, 3, 2])
