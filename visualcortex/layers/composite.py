"""Composite features: units that answer a combination of complex cells, and the best of them over all places.

A composite unit is a Gaussian of the responses of a few complex cells about one centre. Its logarithm is a sum over
these cells, so a unit of 2 × 2 cells is a sum of two pairs: MAX over places is a product of matrices of pairs with
sum and maximum in the places of product and sum, SUM an ordinary one, and the 256 maps need not be stored.

References:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (S2, C2).
"""

import functools
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax import lax

from visualcortex.canonical import HIGHEST, pool, pooling_case

Bands = Sequence[jax.Array]  # of each band the complex cells (preferred_orientation, y, x)


LogPairs = list[tuple[jax.Array, jax.Array]]  # of each band the logarithms of upper and lower pairs (pair, place)


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
        """Responses (feature, y, x) of every band.

        Args:
            bands: complex cells.
        """
        found = []
        for cells, distance, (upper, lower) in zip(bands, self.distances, self._pairs(bands), strict=True):
            y, x = (places - distance for places in cells.shape[1:])
            found.append(jnp.exp(upper[:, None] + lower[None]).reshape(-1, y, x))
        return found

    def pooled(self, bands: Bands, exponent: jax.Array) -> jax.Array:
        """Responses (feature,) pooled over all places of all bands.

        Args:
            bands: complex cells.
            exponent: p of the soft-max: 0 SUM, infinity MAX.
        """
        ways = [lambda bands, p, way=way: way(self._pairs(bands), p) for way in (_sum, _soft, _max)]
        pooled = lax.switch(pooling_case(exponent), ways, bands, exponent)
        return jnp.where(exponent >= 0, pooled, jnp.nan).reshape(-1)

    def _pairs(self, bands: Bands) -> LogPairs:
        pairs = []
        for cells, distance in zip(bands, self.distances, strict=True):
            log = -(((cells - self.centre) / self.width) ** 2) / 2
            pair = log[:, None, :, :-distance] + log[None, :, :, distance:]
            pair = pair.reshape(-1, *pair.shape[2:])
            pairs.append((pair[:, :-distance].reshape(len(pair), -1), pair[:, distance:].reshape(len(pair), -1)))
        return pairs


def _max(bands: LogPairs, p: jax.Array) -> jax.Array:
    best = [(upper.T[:, :, None] + lower.T[:, None]).max(0) for upper, lower in bands]  # places first: XLA vectorises
    unknown = [jnp.isnan(upper).any(-1)[:, None] | jnp.isnan(lower).any(-1) for upper, lower in bands]
    found = jnp.exp(functools.reduce(jnp.maximum, best))
    return jnp.where(functools.reduce(jnp.logical_or, unknown), jnp.nan, found)  # XLA's maximum on the CPU loses NaN


def _sum(bands: LogPairs, p: jax.Array) -> jax.Array:
    totals = [jnp.matmul(jnp.exp(upper), jnp.exp(lower).T, precision=HIGHEST) for upper, lower in bands]
    return functools.reduce(jnp.add, totals) / sum(upper.shape[1] for upper, _ in bands)


def _soft(bands: LogPairs, p: jax.Array) -> jax.Array:
    """One upper pair after another: the maps of all features at once would not fit into a processor's cache."""

    def with_every_lower(upper: list[jax.Array]) -> jax.Array:
        units = [jnp.exp(pair + lower) for pair, (_, lower) in zip(upper, bands, strict=True)]
        return pool(jnp.concatenate(units, -1), exponent=p)

    return lax.map(with_every_lower, [upper for upper, _ in bands])


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
        """Responses (feature, y, x) of every band.

        Args:
            bands: complex cells.
        """
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
