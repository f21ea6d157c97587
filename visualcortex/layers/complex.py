"""Complex cells: simple cells of one orientation, whatever their phase and position; end-stopped cells beside them.

References:
    Hubel & Wiesel (1962), J. Physiol. 160, 106-154, Text-fig. 20.   Hubel & Wiesel (1965), J. Neurophysiol. 28,
    229-289. Adelson & Bergen (1985), J. Opt. Soc. Am. A 2, 284-299 (energy).
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (MAX).
"""

import jax
import jax.numpy as jnp
from flax import nnx

from visualcortex.canonical import exponent_of, pool, rectify
from visualcortex.vocabulary import whole


class ComplexCells(nnx.Module):
    """Pool simple cells over phase and over staggered positions: (mean Sᵖ)^(1/p).

    Args:
        subunits: number of positions.
        spacing: their distance across the receptive field, in degrees.
        pooling: p, or its name: "SUM" (1), "energy" (2) or "MAX" (∞).

    Raises:
        ValueError: if there is no subunit, or no such pooling.
    """

    def __init__(self, *, subunits: int = 5, spacing: float = 0.125, pooling: float | str = "energy") -> None:
        self.subunits = whole("subunits", subunits)
        self.spacing = jnp.asarray(spacing, jnp.float32)
        self.pooling = jnp.asarray(exponent_of(pooling, "norm"), jnp.float32)

    @property
    def offsets(self) -> jax.Array:
        """Places (offset, 2) of the subunits across and along the receptive field, in degrees."""
        across = self.spacing * (jnp.arange(self.subunits) - (self.subunits - 1) / 2)
        return jnp.stack([across, jnp.zeros_like(across)], axis=-1)

    def __call__(self, simple: jax.Array) -> jax.Array:
        """Responses (preferred_orientation, …) to simple cells (offset, preferred_orientation, preferred_phase, …)."""
        return pool(simple, (0, 2), exponent=self.pooling, family="norm")


class EndStopped(nnx.Module):
    """Cells that a line excites unless it is too long: the ends of their receptive field inhibit them.

    Args:
        distance: from the centre of the receptive field to that of each end zone, in degrees.
        inhibition: weight of the mean of both end zones; 0 makes an ordinary complex cell, from 1 on long lines are
            ignored.
    """

    def __init__(self, *, distance: float = 0.9, inhibition: float = 1.0) -> None:
        self.distance = jnp.asarray(distance, jnp.float32)
        self.inhibition = jnp.asarray(inhibition, jnp.float32)

    @property
    def offsets(self) -> jax.Array:
        """Places (offset, 2) of the two end zones across and along the receptive field, in degrees."""
        return self.distance * jnp.array([[0.0, -1.0], [0.0, 1.0]])

    def __call__(self, centre: jax.Array, ends: jax.Array) -> jax.Array:
        """Responses to complex cells at the centre (…) and in the end zones (offset, …)."""
        return rectify(centre - self.inhibition * ends.mean(0))
