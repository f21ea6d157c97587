"""Divisive normalisation: every cell is divided by the contrast energy at its own place and around it.

Heeger's cells are half-squared and divided by the summed energy of cells of all orientations and of all spatial
frequencies. By Parseval's theorem that sum is the local energy of the image itself, less what uniform light gives, to
which no such cell responds. It is computed so: no bank of cells is needed, and none limits the frequencies that divide.

References:
    Heeger (1992), Vis. Neurosci. 9, 181-197.
    Cavanaugh, Bair & Movshon (2002), J. Neurophysiol. 88, 2530-2546 (surround).
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from visualcortex.canonical import HIGHEST, normalize
from visualcortex.layers.lattice import Lattice


class DivisiveNormalization(nnx.Module):
    """R = ⌊drive⌋₊² / (σ² + (E + w·E_surround) / (1 + w)), Heeger (1992), with a surround.

    E is the squared contrast of a grating that has the variance of the image under a Gaussian window: c² for a grating
    of contrast c, of any orientation and of any frequency of which the window holds a cycle or so. A grating that fills
    the field hence gives c² / (σ² + c²), whatever w; a patch that leaves some of these windows grey gives more.

    Args:
        lattice: where the cells are.
        semi_saturation: σ, the contrast at which a grating that fills the field drives cells to half their maximum.
        pool_size: standard deviation of the window of E, in degrees: wider than a receptive field, for cells of
            neighbouring places are in the pool.
        surround_weight: w, weight of the energy around, relative to that of the pool.
        surround_size: standard deviation of the window of E_surround, in degrees.
    """

    def __init__(
        self,
        lattice: Lattice,
        *,
        semi_saturation: float = 0.065,
        pool_size: float = 0.3,
        surround_weight: float = 0.5,
        surround_size: float = 1.0,
    ) -> None:
        self.lattice = lattice
        self.semi_saturation = jnp.asarray(semi_saturation, jnp.float32)
        self.pool_size = jnp.asarray(pool_size, jnp.float32)
        self.surround_weight = jnp.asarray(surround_weight, jnp.float32)
        self.surround_size = jnp.asarray(surround_size, jnp.float32)

    def __call__(self, drive: jax.Array, image: jax.Array) -> jax.Array:
        """Responses (preferred_orientation, preferred_phase, rf_y, rf_x); to a grating that fills the field, 0 … 1.

        Args:
            drive: linear drive of the cells (preferred_orientation, preferred_phase, rf_y, rf_x).
            image: luminance contrast (y, x).
        """
        pool, surround = self.energy(image, self.pool_size), self.energy(image, self.surround_size)
        energy = (pool + self.surround_weight * surround) / (1 + self.surround_weight)
        return normalize(drive, jnp.sqrt(jnp.maximum(energy, 1e-12)), self.semi_saturation, 2.0)

    def energy(self, image: jax.Array, size: jax.Array | float) -> jax.Array:
        """Squared contrast (rf_y, rf_x) under a Gaussian window at every place: twice the variance of the image.

        Args:
            image: luminance contrast (y, x).
            size: standard deviation of the window, in degrees.
        """
        field, places = self.lattice.field, self.lattice.axes
        down = _window(places["rf_y"], field.y, size)
        across = _window(places["rf_x"], field.x, size)
        mean, power = (
            jnp.einsum("iy,yx,jx->ij", down, values, across, precision=HIGHEST) for values in (image, image**2)
        )
        return 2 * jnp.maximum(power - mean**2, 0.0)


def _window(places: tuple[float, ...], samples: np.ndarray, size: jax.Array | float) -> jax.Array:
    """(place, sample): a Gaussian of their distance, each row of sum 1."""
    distance = np.asarray(places, np.float32)[:, None] - samples[None, :]
    return jax.nn.softmax(-((distance / size) ** 2) / 2, axis=1)
