"""Composite features: units that answer a combination of complex cells, and the best of them over all places.

A composite unit is a Gaussian of the responses of a few complex cells about one centre. Its logarithm is a sum over
these cells, so a unit of 2 × 2 cells is a sum of two pairs: MAX over places is a product of matrices of pairs with
sum and maximum in the places of product and sum, SUM an ordinary one, and the 256 maps need not be stored.

References:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (S2, C2).
"""

from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax import lax

from visualcortex.canonical import HIGHEST, pool, pooling_case

Bands = Sequence[jax.Array]  # of each band the complex cells (preferred_orientation, y, x)


class Conjunctions(nnx.Module):
    """Units of 2 × 2 neighbouring complex cells of any orientation: n⁴ features.

    Feature number ((a·n + b)·n + c)·n + d has orientation a at the upper left, b at the upper right, c at the lower
    left and d at the lower right.

    Args:
        width: standard deviation of the Gaussian, in units of a complex cell's response.
        centre: the response of each complex cell that it prefers.
        distances: of each band, places from a cell to its neighbour.
    """

    def __init__(self, *, width: float, centre: float, distances: Sequence[int]) -> None:
        self.width = jnp.asarray(width, jnp.float32)
        self.centre = jnp.asarray(centre, jnp.float32)
        self.distances = tuple(distances)

    def features(self, orientations: int) -> int:
        """How many features there are.

        Args:
            orientations: of the complex cells.
        """
        return orientations**4

    def places(self, band: int, cells: tuple[float, ...]) -> tuple[float, ...]:
        """Centres of the units along a line.

        Args:
            band: which.
            cells: centres of the complex cells along it.
        """
        distance = self.distances[band]
        return tuple(((np.array(cells[distance:]) + cells[:-distance]) / 2).tolist())

    def maps(self, bands: Bands) -> list[jax.Array]:
        """Responses (feature, y, x) of every band."""
        found = []
        for cells, distance in zip(bands, self.distances, strict=True):
            upper, lower = self._pairs(cells, distance)
            units = jnp.exp(upper[:, None] + lower[None])
            found.append(units.reshape(-1, *units.shape[2:]))
        return found

    def pooled(self, bands: Bands, exponent: jax.Array) -> jax.Array:
        """Responses (feature,) pooled over all places of all bands.

        Args:
            bands: complex cells.
            exponent: p of the soft-max: 0 SUM, infinity MAX.
        """
        found = [self._pairs(cells, distance) for cells, distance in zip(bands, self.distances, strict=True)]
        upper, lower = (jnp.concatenate([pair[i].reshape(len(pair[i]), -1) for pair in found], 1) for i in (0, 1))
        return lax.switch(pooling_case(exponent), [_sum, _soft, _max], upper, lower, exponent).reshape(-1)

    def _pairs(self, cells: jax.Array, distance: int) -> tuple[jax.Array, jax.Array]:
        """Logarithms (pair, y, x) of the upper and of the lower pairs of cells."""
        log = -(((cells - self.centre) / self.width) ** 2) / 2
        pairs = log[:, None, :, :-distance] + log[None, :, :, distance:]
        pairs = pairs.reshape(-1, *pairs.shape[2:])
        return pairs[:, :-distance], pairs[:, distance:]


def _max(upper: jax.Array, lower: jax.Array, p: jax.Array) -> jax.Array:
    return jnp.exp((upper[:, None] + lower[None]).max(-1))


def _sum(upper: jax.Array, lower: jax.Array, p: jax.Array) -> jax.Array:
    return jnp.matmul(jnp.exp(upper), jnp.exp(lower).T, precision=HIGHEST) / upper.shape[1]


def _soft(upper: jax.Array, lower: jax.Array, p: jax.Array) -> jax.Array:
    units = jnp.exp(upper[:, None] + lower[None])
    weights = jnp.exp(p * (units - _max(upper, lower, p)[..., None]))
    return (weights * units).sum(-1) / weights.sum(-1)


class Pairs(nnx.Module):
    """Units of two complex cells of different orientation at one place; the complex cells themselves are passed on.

    Args:
        width: standard deviation of the Gaussian, in units of a complex cell's response.
        centre: the response of each complex cell that it prefers.
    """

    def __init__(self, *, width: float, centre: float) -> None:
        self.width = jnp.asarray(width, jnp.float32)
        self.centre = jnp.asarray(centre, jnp.float32)

    def features(self, orientations: int) -> int:
        """How many features there are: pairs, then orientations.

        Args:
            orientations: of the complex cells.
        """
        return orientations * (orientations - 1) // 2 + orientations

    def places(self, band: int, cells: tuple[float, ...]) -> tuple[float, ...]:
        """Centres of the units along a line: those of the complex cells.

        Args:
            band: which.
            cells: centres of the complex cells along it.
        """
        return cells

    def maps(self, bands: Bands) -> list[jax.Array]:
        """Responses (feature, y, x) of every band."""
        return [jnp.concatenate([self._units(cells), cells]) for cells in bands]

    def pooled(self, bands: Bands, exponent: jax.Array) -> jax.Array:
        """Responses (feature,) pooled over all places of all bands.

        Args:
            bands: complex cells.
            exponent: p of the soft-max: 0 SUM, infinity MAX.
        """
        every = [units.reshape(len(units), -1) for units in self.maps(bands)]
        return pool(jnp.concatenate(every, 1), exponent=exponent)

    def _units(self, cells: jax.Array) -> jax.Array:
        log = -(((cells - self.centre) / self.width) ** 2) / 2
        one, other = np.triu_indices(len(cells), 1)
        return jnp.exp(log[one] + log[other])
