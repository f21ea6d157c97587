"""Composite features by prototypes: units that answer a patch of complex cells as far as it is like one seen before.

A unit is a Gaussian of the distance between the complex cells of a square, of all orientations, and its prototype:
exp(−‖X − P‖² / 2σ²α). As ‖X − P‖²/2 = ‖P‖²/2 − (X·P − ‖X‖²/2), and the energy of the complex cells is but one map more
beside them, all units of a map are one convolution, and MAX over places is taken of it, before the Gaussian.

References:
    Serre et al. (2007), IEEE Trans. Pattern Anal. Mach. Intell. 29, 411-426 (S2, C2).
    Mutch & Lowe (2008), Int. J. Comput. Vis. 80, 45-57 (α, which makes patches of different sizes comparable).
"""

from collections.abc import Iterator, Sequence

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax import lax

from visualcortex.canonical import largest, match

Bands = Sequence[jax.Array]  # of each band the complex cells (preferred_orientation, y, x)

UNIT = 4  # complex cells a side of the patches for which α is 1


class Prototypes(nnx.Module):
    """Units of n × n neighbouring complex cells of all orientations, each compared with its prototype.

    They are at all places where a whole patch of complex cells is. Features are numbered in the order of the
    prototypes.

    Args:
        patches: for each size the prototypes (feature, preferred_orientation, y, x), which are learned.
        width: standard deviation σ of the Gaussian, in units of a complex cell's response, for patches of 4 × 4 cells.
        growth: for n × n cells the standard deviation is (n/4)^growth times as much: 0 as Serre et al. print it, 1 (α =
            (n/4)²) as Mutch & Lowe have it.

    Raises:
        ValueError: if there are no prototypes.
    """

    def __init__(self, patches: Sequence[np.ndarray | jax.Array], *, width: float, growth: float = 1.0) -> None:
        if not len(patches):
            raise ValueError("prototypes are of one size at least, of none here")
        self.patches = nnx.List([nnx.Param(jnp.asarray(one, jnp.float32)) for one in patches])
        self.width = jnp.asarray(width, jnp.float32)
        self.growth = jnp.asarray(growth, jnp.float32)

    @property
    def features(self) -> int:
        """How many features there are."""
        return sum(len(one) for one in self.patches)

    def maps(self, cells: jax.Array) -> list[jax.Array]:
        """Responses (feature, y, x) for each size of prototypes that fits into a map.

        Args:
            cells: complex cells (preferred_orientation, y, x).
        """
        found = [(patches, units) for patches, maps in self._matched([cells]) for units in maps]
        return [jnp.moveaxis(self._units(patches, likeness), -1, 0) for patches, likeness in found]

    def pooled(self, bands: Bands, exponent: jax.Array) -> jax.Array:
        """Responses (feature,) pooled over all places of all bands.

        Args:
            bands: complex cells; the patches of every size fit into one of them.
            exponent: p of the soft-max: 0 SUM, infinity MAX.
        """
        pooled = lax.cond(jnp.isinf(exponent), self._best, self._soft, bands, exponent)
        return jnp.where(exponent >= 0, pooled, jnp.nan)

    def _best(self, bands: Bands, p: jax.Array) -> jax.Array:
        best = [(patches, [largest(m, (0, 1)) for m in maps]) for patches, maps in self._matched(bands)]
        return jnp.concatenate([self._units(patches, largest(jnp.stack(maps), (0,))) for patches, maps in best])

    def _soft(self, bands: Bands, p: jax.Array) -> jax.Array:
        return jnp.concatenate([_pooled([self._units(one, m) for m in maps], p) for one, maps in self._matched(bands)])

    def _matched(self, bands: Bands) -> Iterator[tuple[jax.Array, list[jax.Array]]]:
        """The prototypes of each size, and X·P − ‖X‖²/2 (y, x, feature) for the bands into which they fit."""
        seen = [jnp.moveaxis(jnp.concatenate([cells, (cells**2).sum(0)[None]]), 0, -1) for cells in bands]
        for one in self.patches:
            patches = one[...]
            count, _, *square = patches.shape
            kernels = jnp.moveaxis(jnp.concatenate([patches, jnp.full((count, 1, *square), -0.5)], 1), 1, -1)
            fitting = [cells for cells in seen if min(cells.shape[:2]) >= max(square)]
            yield patches, [jnp.moveaxis(match(cells, kernels, algorithm="direct"), 0, -1) for cells in fitting]

    def _units(self, patches: jax.Array, likeness: jax.Array) -> jax.Array:
        """Responses (…, feature) of units whose X·P − ‖X‖²/2 is known."""
        half_distance = jnp.maximum((patches**2).sum((1, 2, 3)) / 2 - likeness, 0.0)
        return jnp.exp(-half_distance / (self.width * (patches.shape[-1] / UNIT) ** self.growth) ** 2)


def _pooled(maps: Sequence[jax.Array], p: jax.Array) -> jax.Array:
    """Sums of exp(ps) and s·exp(ps), each relative to its own map's largest s, so that no map waits for the others."""
    best = jnp.stack([units.max((0, 1)) for units in maps])
    weights = [jnp.exp(p * (units - most)) for units, most in zip(maps, best, strict=True)]
    weighted = [(weight * units).sum((0, 1)) for weight, units in zip(weights, maps, strict=True)]
    scales = jnp.exp(p * (best - best.max(0)))
    return (jnp.stack(weighted) * scales).sum(0) / (jnp.stack([w.sum((0, 1)) for w in weights]) * scales).sum(0)
