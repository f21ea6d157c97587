"""Divisive normalisation: every cell is divided by the energy of all orientations, at its own place and around it.

References:
    Heeger (1992), Vis. Neurosci. 9, 181-197.   Cavanaugh, Bair & Movshon (2002), J. Neurophysiol. 88, 2530-2546 (surround).
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from visualcortex.canonical import rectify
from visualcortex.layers.lattice import Lattice


class DivisiveNormalization(nnx.Module):
    """R = ⌊drive⌋₊² / (σ² + E + w·E_surround), Heeger (1992), eq. 7, with a surround.

    Args:
        lattice: where the cells are.
        semi_saturation: σ, the contrast at which a grating drives cells to half their maximum.
        surround_weight: w, weight of the energy around the receptive field.
        surround_size: standard deviation of that surround, in degrees.
    """

    def __init__(
        self,
        lattice: Lattice,
        *,
        semi_saturation: float = 0.065,
        surround_weight: float = 0.5,
        surround_size: float = 1.0,
    ) -> None:
        self.lattice = lattice
        self.semi_saturation = jnp.asarray(semi_saturation, jnp.float32)
        self.surround_weight = jnp.asarray(surround_weight, jnp.float32)
        self.surround_size = jnp.asarray(surround_size, jnp.float32)

    def __call__(self, drive: jax.Array, energy: jax.Array) -> jax.Array:
        """Responses (preferred_orientation, preferred_phase, rf_y, rf_x), 0 … 1.

        Args:
            drive: linear drive of the cells (preferred_orientation, preferred_phase, rf_y, rf_x).
            energy: squared contrast at every place (rf_y, rf_x), summed over orientations.
        """
        divisor = self.semi_saturation**2 + energy + self.surround_weight * self._surround(energy)
        return rectify(drive, 0.0, 2.0) / divisor

    def _surround(self, energy: jax.Array) -> jax.Array:
        rows, columns = (self._weights(np.asarray(positions)) for positions in self.lattice.axes.values())
        return rows @ energy @ columns.T

    def _weights(self, positions: np.ndarray) -> jax.Array:
        """(to, from): a Gaussian of distance, each row of sum 1."""
        distance = positions[:, None] - positions[None, :]
        return jax.nn.softmax(-((distance / self.surround_size) ** 2) / 2, axis=1)
