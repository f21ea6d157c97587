"""Lagged input: the image now and the image a while ago, as two filters in time, and the memory they need.

References:
    Saul & Humphrey (1990), J. Neurophysiol. 64, 206-224 (lagged cells of the LGN).
    Adelson & Bergen (1985), J. Opt. Soc. Am. A 2, 284-299, eq. 10 (the filters).
"""

import math

import jax
import jax.numpy as jnp
from flax import nnx

ORDERS = (3, 5)  # of the fast and the slow filter, Adelson & Bergen (1985)
RATE = 6.3  # k over temporal frequency: puts about 90° between the filters


class Lagged(nnx.Module):
    """A fast and a slow view of the last images; at one temporal frequency the slow one is 90° late.

    f(t) = (kt)ⁿ e^(−kt) [1/n! − (kt)²/(n+2)!], with n = 3 (fast) and n = 5 (slow), each scaled to gain 1 at that
    frequency. Lower ones pass better still: both filters are low-pass.

    Args:
        lags: how long before now each image was seen, in s.
        temporal_frequency: where the slow view is a quarter of a cycle late, in Hz.
    """

    def __init__(self, lags: tuple[float, ...], *, temporal_frequency: float = 4.0) -> None:
        self.lags = lags
        self.temporal_frequency = jnp.asarray(temporal_frequency, jnp.float32)

    @property
    def axes(self) -> dict[str, tuple]:
        """The two views."""
        return {"view": ("fast", "slow")}

    def __call__(self, images: jax.Array) -> jax.Array:
        """The views (view, y, x) of images (y, x, lag)."""
        return jnp.einsum("yxl,vl->vyx", images, self.filters(), precision=jax.lax.Precision.HIGHEST)

    def filters(self) -> jax.Array:
        """Weights (view, lag) of the past."""
        lags = jnp.asarray(self.lags, jnp.float32)
        rate = RATE * self.temporal_frequency
        shapes = jnp.stack([_biphasic(rate * lags, n) for n in ORDERS])
        turns = self.temporal_frequency * lags
        wave = jnp.stack([jnp.cos(2 * jnp.pi * turns), jnp.sin(2 * jnp.pi * turns)])
        gain = jnp.linalg.norm(shapes @ wave.T, axis=1, keepdims=True)
        return shapes / gain


def _biphasic(t: jax.Array, n: int) -> jax.Array:
    return t**n * jnp.exp(-t) * (1 / math.factorial(n) - t**2 / math.factorial(n + 2))


class Memory(nnx.Module):
    """The last images, newest first: what a model with lags remembers of a movie.

    Args:
        shape: samples (y, x) of an image.
        length: how many images are kept.
    """

    def __init__(self, shape: tuple[int, int], length: int) -> None:
        self.shape, self.length = shape, length

    @property
    def axes(self) -> dict[str, tuple]:
        """Position in samples, and how many images ago."""
        return {"y": tuple(range(self.shape[0])), "x": tuple(range(self.shape[1])), "lag": tuple(range(self.length))}

    def blank(self) -> jax.Array:
        """A memory (y, x, lag) of grey."""
        return jnp.zeros((*self.shape, self.length))

    def __call__(self, past: jax.Array, image: jax.Array) -> jax.Array:
        """The memory (y, x, lag) after one more image (y, x)."""
        return jnp.concatenate([image[..., None], past[..., :-1]], axis=-1)
