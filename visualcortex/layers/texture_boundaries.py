"""From channels to boundaries: strong responses silence weak ones around them, and a wide gradient finds what differs.

References:
    Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932.
"""

import math
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax import lax

from visualcortex.canonical import HIGHEST
from visualcortex.layers.lattice import Lattice


class Competition(nnx.Module):
    """PIR_i = max over S_i of ⌊R_i − T⌋₊ / (1 − α), with T = α · the largest R_j of any channel j within I_j.

    R are the positive parts of responses and of their negatives. S_i and I_j are squares that reach one scale σ of the
    channel to each side. With one α for all pairs of channels, T is one map.

    Args:
        lattice: where the units are. Where it is coarser than the squares, there are samples that no unit sees.
        scales: σ of the channels in degrees, from the smallest on; as many channels of each.
        inhibition: α.

    Raises:
        ValueError: if the inhibition is not at least 0 and below 1.
    """

    def __init__(self, lattice: Lattice, *, scales: Sequence[float], inhibition: float) -> None:
        if not 0 <= inhibition < 1:
            raise ValueError(f"inhibition is a number from 0 to below 1, not {inhibition!r}")
        self.lattice, self.every = lattice, Lattice(lattice.field, 1 / lattice.field.resolution, lattice.field.shape)
        self.reaches = tuple(scale * lattice.field.resolution for scale in scales)
        self.inhibition = jnp.asarray(inhibition, jnp.float32)

    def __call__(self, drive: jax.Array) -> jax.Array:
        """Responses after inhibition (channel, rf_y, rf_x): those of one sign, then those of the other.

        Args:
            drive: linear responses (channel, y, x), all of one scale together.
        """
        scales = drive.reshape(len(self.reaches), -1, *self.lattice.field.shape)
        most = self.inhibition * self.strongest(scales)
        pairs = zip(scales, self.reaches, strict=True)
        left = [largest_near(jnp.stack([one - most, -one - most]), self.lattice, reach) for one, reach in pairs]
        return jnp.maximum(jnp.stack(left, 1), 0).reshape(-1, *self.lattice.shape) / (1 - self.inhibition)

    def strongest(self, drive: jax.Array) -> jax.Array:
        """The largest response (y, x) of any channel that is near enough.

        Args:
            drive: linear responses (scale, channel, y, x).
        """
        pairs = zip(jnp.abs(drive).max(1), self.reaches, strict=True)
        return jnp.stack([largest_near(most, self.every, reach) for most, reach in pairs]).max(0)


class Gradient(nnx.Module):
    """The steepest slope |∇(G ∗ PIR_i)| of any channel i under a Gaussian window G.

    Beyond the border nothing is known: means are those of the part of the window that lies inside, of weight 1 always.
    Even responses hence have no slope anywhere. Within two standard deviations of the border slopes are those of fewer
    units, and of channels that see the end of the texture.

    Args:
        lattice: where the units are.
        size: standard deviation of the window in degrees.

    Raises:
        ValueError: if the window is not above 0.
    """

    def __init__(self, lattice: Lattice, *, size: float) -> None:
        if not 0 < size < math.inf:
            raise ValueError(f"the window of the gradient has a positive size, not {size!r}")
        self.lattice = lattice
        self.size = jnp.asarray(size, jnp.float32)

    def __call__(self, responses: jax.Array) -> jax.Array:
        """Slopes (rf_y, rf_x), per degree.

        Args:
            responses: (channel, rf_y, rf_x).
        """
        places = self.lattice.axes
        (means_y, slopes_y), (means_x, slopes_x) = (
            windows(places[axis], np.asarray(places[axis]), self.size) for axis in ("rf_y", "rf_x")
        )
        upward, rightward = weighted(responses, slopes_y, means_x), weighted(responses, means_y, slopes_x)
        return jnp.sqrt((upward**2 + rightward**2).max(0))


def windows(places: Sequence[float], samples: np.ndarray, size: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Gaussian windows along a line, as weights of its samples (place, sample): for the mean, and for its slope.

    Args:
        places: centres of the windows in degrees.
        samples: where the samples are, in degrees.
        size: standard deviation in degrees.
    """
    distance = samples[None, :].astype(np.float32) - np.asarray(places, np.float32)[:, None]
    means = jax.nn.softmax(-((distance / size) ** 2) / 2, axis=1)
    return means, means * (distance - (means * distance).sum(1, keepdims=True)) / size**2


def weighted(maps: jax.Array, down: jax.Array, across: jax.Array) -> jax.Array:
    """Weighted sums (…, place_y, place_x) over windows that are products of two lines.

    Args:
        maps: (…, y, x).
        down: weights (place_y, y).
        across: weights (place_x, x).
    """
    return jnp.einsum("iy,...yx,jx->...ij", down, maps, across, precision=HIGHEST)


def largest_near(maps: jax.Array, lattice: Lattice, reach: float) -> jax.Array:
    """The largest value within a square around each unit of a lattice, of what of it lies inside the field.

    Args:
        maps: (…, y, x), at every sample of the field.
        lattice: of the units.
        reach: half the side of the square in samples.

    Returns:
        (…, rf_y, rf_x).
    """
    for axis, samples, units in zip((-2, -1), lattice.field.shape, lattice.shape, strict=True):
        span = (units - 1) * lattice.stride
        first = (samples - 1 - span) / 2
        low, high = math.ceil(first - reach - 1e-6), math.floor(first + reach + 1e-6)
        padding, size, step = [(0, 0, 0)] * maps.ndim, [1] * maps.ndim, [1] * maps.ndim
        padding[axis], size[axis], step[axis] = (-low, high + span - samples + 1, 0), high - low + 1, lattice.stride
        nothing = np.asarray(-np.inf, maps.dtype)  # of numpy: only of a constant has a MAX a gradient
        maps = lax.reduce_window(lax.pad(maps, nothing, padding), nothing, lax.max, size, step, "VALID")
    return maps
