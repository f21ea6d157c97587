"""Simple cells as a bank of oriented filters of several sizes, each a sum of a few separable terms.

A derivative of a Gaussian at any orientation is a weighted sum of a few products of a column and a row (it is
steerable), so that all orientations share them and an image meets each as two products with banded matrices.

References:
    Freeman & Adelson (1991), IEEE Trans. Pattern Anal. Mach. Intell. 13, 891-906 (steerable filters).
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (S1).
"""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from visualcortex.canonical import HIGHEST, banded
from visualcortex.field import VisualField

GROUP, BLOCK = 6, 32  # sizes that are matched together; samples of an image
FLOOR = 1e-3  # least energy of an image that divides a response, of that of a white image: keeps rounding errors small


class Filters(NamedTuple):
    """Filters of one size: that of orientation i is Σ mixing[i, t] · column t ⊗ row t, of unit energy.

    Args:
        columns: (term, y), from the top down, an odd number of samples.
        rows: (term, x), as many.
        mixing: (preferred_orientation, term).
    """

    columns: np.ndarray
    rows: np.ndarray
    mixing: np.ndarray

    @property
    def kernels(self) -> np.ndarray:
        """The filters themselves, (preferred_orientation, y, x)."""
        return np.einsum("ot,ty,tx->oyx", self.mixing, self.columns, self.rows)


def first_derivatives(size: int, sd: float, orientations: Sequence[float]) -> Filters:
    """First derivatives of a round Gaussian across each orientation: an edge's receptive field.

    Args:
        size: samples a side, odd.
        sd: standard deviation of the Gaussian in samples.
        orientations: of the edges, in degrees.
    """
    x, bell, theta = *_samples(size, sd), np.deg2rad(orientations)
    mixing = np.stack([np.cos(theta), -np.sin(theta)], -1)
    return of_unit_energy(Filters(np.stack([-x * bell, bell]), np.stack([bell, x * bell]), mixing))


def second_derivatives(size: int, sd: float, orientations: Sequence[float]) -> Filters:
    """Second derivatives of a round Gaussian across each orientation, of zero sum: a bar's receptive field.

    Args:
        size: samples a side, odd.
        sd: standard deviation of the Gaussian in samples.
        orientations: of the bars, in degrees.
    """
    x, bell, theta = *_samples(size, sd), np.deg2rad(orientations)
    curved = (x**2 / sd**2 - 1) * bell
    columns = np.stack([curved, bell, -x * bell / sd**2])
    rows = np.stack([bell, curved, x * bell])
    mixing = np.stack([np.cos(theta) ** 2, np.sin(theta) ** 2, -2 * np.sin(theta) * np.cos(theta)], -1)
    return of_unit_energy(of_zero_sum(Filters(columns, rows, mixing)))


def of_zero_sum(filters: Filters) -> Filters:
    """The filters less their means, by one more term that is even over the square.

    Args:
        filters: of one size.
    """
    size = filters.columns.shape[1]
    even = np.ones((1, size))
    means = filters.mixing @ (filters.columns.sum(1) * filters.rows.sum(1)) / size**2
    return Filters(
        np.concatenate([filters.columns, even]),
        np.concatenate([filters.rows, even]),
        np.concatenate([filters.mixing, -means[:, None]], 1),
    )


def of_unit_energy(filters: Filters) -> Filters:
    """The filters, each over the root of the sum of its squares.

    Args:
        filters: of one size.
    """
    energy = (filters.kernels**2).sum((1, 2))
    return filters._replace(mixing=filters.mixing / np.sqrt(energy)[:, None])


def _samples(size: int, sd: float) -> tuple[np.ndarray, np.ndarray]:
    x = np.arange(size) - (size - 1) / 2
    return x, np.exp(-(x**2) / (2 * sd**2))


class OrientedFilters(nnx.Module):
    """|filter · image| at every sample, for filters of several sizes and orientations.

    Units whose receptive field reaches beyond the image are silent: else the border would be the strongest edge.

    Args:
        field: the window that images cover.
        filters: one entry for each size, with as many terms each.
        normalized: divide each response by the root of the image's energy in the square of the filter.

    Raises:
        ValueError: if the largest filter does not fit into the field.
    """

    def __init__(self, field: VisualField, filters: Sequence[Filters], *, normalized: bool = False) -> None:
        self.sizes = tuple(one.columns.shape[1] for one in filters)
        if max(self.sizes) > min(field.shape):
            raise ValueError(f"filters of {max(self.sizes)} samples do not fit into a field of {field.shape} samples")
        self.field, self.normalized = field, normalized
        groups = [filters[i : i + GROUP] for i in range(0, len(filters), GROUP)]
        columns, rows = ([[getattr(one, line) for one in group] for group in groups] for line in ("columns", "rows"))
        boxes = [np.ones((1, size)) for size in self.sizes]
        self.separable = nnx.List([_Products(*lines, field.shape) for lines in zip(columns, rows, strict=True)])
        self.energies = _Products(boxes, boxes, field.shape) if normalized else None
        self.mixing = jnp.asarray(np.stack([one.mixing for one in filters]), jnp.float32)

    def terms(self, intensity: jax.Array) -> dict[str, list[jax.Array]]:
        """For each size the filters' separable terms at every sample (term, y, x), and the image's energy (1, y, x).

        Args:
            intensity: (y, x), black 0, white 1.
        """
        found = {"terms": [terms for group in self.separable for terms in group(intensity)]}
        if self.energies is not None:
            found["energy"] = list(self.energies(intensity**2))
        return found

    def responses(self, found: dict[str, list[jax.Array]], sizes: Sequence[int]) -> list[jax.Array]:
        """Responses (preferred_orientation, y, x) of the filters of some sizes.

        Args:
            found: what `terms` found.
            sizes: their places in the list of filters.
        """
        return [self._oriented(found, i) for i in sizes]

    def __call__(self, intensity: jax.Array) -> jax.Array:
        """Responses (size, preferred_orientation, y, x) to an intensity (y, x)."""
        return jnp.stack(self.responses(self.terms(intensity), range(len(self.sizes))))

    def _oriented(self, found: dict[str, list[jax.Array]], i: int) -> jax.Array:
        weights, terms = self.mixing[i], found["terms"][i]
        drive = jnp.abs(sum(weights[:, t, None, None] * terms[t] for t in range(len(terms))))
        if not self.normalized:
            return drive
        return drive / jnp.sqrt(jnp.maximum(found["energy"][i], FLOOR * self.sizes[i] ** 2))


class _Products(nnx.Module):
    """Products of columns and rows with an image, for a few filters: two banded matrices each, block by block.

    Beyond the reach of a block a band is zero; and what is small stays in a processor's cache.

    Args:
        columns: of each filter (term, y).
        rows: of each filter (term, x).
        shape: of the image.
    """

    def __init__(self, columns: Sequence[np.ndarray], rows: Sequence[np.ndarray], shape: tuple[int, int]) -> None:
        self.reach = max(one.shape[-1] for one in columns) // 2
        down, across = (_matrices(lines, side) for lines, side in zip((columns, rows), shape, strict=True))
        down_blocks = [down[..., out, seen] for out, seen in _blocks(shape[0], self.reach)]
        across_blocks = [across[..., out, seen].swapaxes(-1, -2) for out, seen in _blocks(shape[1], self.reach)]
        self.down, self.across = (nnx.List(map(jnp.asarray, blocks)) for blocks in (down_blocks, across_blocks))

    def __call__(self, image: jax.Array) -> jax.Array:
        """(filter, term, y, x)."""
        down_blocks, across_blocks = (_blocks(side, self.reach) for side in image.shape)
        lines = [
            jnp.einsum("stij,jl->stil", down, image[seen], precision=HIGHEST)
            for down, (_, seen) in zip(self.down, down_blocks, strict=True)
        ]
        whole = jnp.concatenate(lines, 2)
        found = [
            jnp.einsum("stil,stlm->stim", whole[..., seen], across, precision=HIGHEST)
            for across, (_, seen) in zip(self.across, across_blocks, strict=True)
        ]
        return jnp.concatenate(found, 3)


def _blocks(side: int, reach: int) -> tuple[tuple[slice, slice], ...]:
    """Pieces of a line, and for each the samples within reach of it."""
    starts = range(0, side, BLOCK)
    return tuple((slice(i, i + BLOCK), slice(max(0, i - reach), i + BLOCK + reach)) for i in starts)


def _matrices(taps: Sequence[np.ndarray], samples: int) -> np.ndarray:
    return np.stack([banded(each, samples, whole=True) for each in taps]).astype(np.float32)
