"""Distributions: published histograms, ours in the same bins, the valley between two modes, how far two lie apart."""

from collections.abc import Iterable, Sequence

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import named, require
from visualcortex.analysis.population import histogram
from visualcortex.vocabulary import attributes


def published(counts: Sequence[float], edges: Sequence[float], name: str) -> xr.DataArray:
    """A published histogram, labelled as `population.histogram` labels ours.

    Args:
        counts: in each bin.
        edges: of the bins, ascending; one more than counts.
        name: of the quantity, in the vocabulary.

    Returns:
        Dimension ``<name>_bin``, its coordinate the centres, with the edges in ``<name>_low`` and ``<name>_high``.

    Raises:
        ValueError: if numbers of counts and edges do not go together.

    >>> published([3, 1], [0, 0.5, 1], "circular_variance").circular_variance_bin.values
    array([0.25, 0.75])
    """
    low, high = np.asarray(edges, float)[:-1], np.asarray(edges, float)[1:]
    places = {f"{name}_bin": (low + high) / 2, f"{name}_low": low, f"{name}_high": high}
    coordinates = {place: (f"{name}_bin", values, attributes(name)) for place, values in places.items()}
    meaning = {"long_name": "number", "units": "cells"}
    return xr.DataArray(np.asarray(counts), coordinates, f"{name}_bin", "number", meaning)


def alike(values: xr.DataArray, reference: xr.DataArray, dim: str | Iterable[str] = "unit") -> xr.DataArray:
    """A histogram in the bins of another.

    Args:
        values: dimensions ``dim`` and any others.
        reference: the other, as `published` or `population.histogram` returns it.
        dim: the dimension or dimensions to count over.

    >>> values = xr.DataArray([0.2, 0.7, 0.8], dims="unit", name="circular_variance")
    >>> alike(values, published([3, 1], [0, 0.5, 1], "circular_variance")).values
    array([1, 2])
    """
    low, high = (reference[f"{values.name}_{side}"].values for side in ("low", "high"))
    return histogram(values, dim, [*low, high[-1]])


def valley(counts: xr.DataArray, dim: str, between: tuple[float, float]) -> xr.DataArray:
    """How full the bins between two modes are: their mean count, relative to the lower of the peaks on either side.

    Args:
        counts: dimensions ``dim`` and any others.
        dim: the bins, their centres as coordinate.
        between: where the valley lies: the edges of its bins, in the units of ``dim``.

    Returns:
        0 for two modes with nothing between, 1 or more for none; infinite where a side is empty.

    Raises:
        ValueError: if there is no such dimension, or no bin below, within or above.

    >>> counts = published([4, 8, 1, 1, 5, 2], range(7), "circular_variance")
    >>> valley(counts, "circular_variance_bin", (2, 4)).item()
    0.2
    """
    require(counts, dim)
    low, high = (counts[dim] > edge for edge in between)
    if not ((~low).any() and (low & ~high).any() and high.any()):
        raise ValueError(f"no bins below, within or above {between}; their centres are {counts[dim].values}")
    peaks = xr.concat([counts.where(side).max(dim) for side in (~low, high)], "side")
    lower_peak = peaks.min("side")
    depth = counts.where(low & ~high).mean(dim) / lower_peak.where(lower_peak > 0)
    return named(depth.where(lower_peak > 0, np.inf), "valley", counts, "1")


def kolmogorov_smirnov(counts: xr.DataArray, reference: xr.DataArray, dim: str) -> xr.Dataset:
    """How far two histograms of the same bins lie apart, and how far they do by chance.

    Args:
        counts: dimensions ``dim`` and any others.
        reference: likewise.
        dim: the bins.

    Returns:
        ``distance``, the largest difference of cumulative shares at the edges of the bins; ``limit``, which it exceeds
        in at most 5 % of pairs of samples from one population: 1.36 √(1/n + 1/m) (Smirnov 1948, Ann. Math. Stat. 19,
        279-281; for large samples).

    Raises:
        ValueError: if the bins differ.

    >>> one, other = (published(counts, [0, 0.5, 1], "circular_variance") for counts in ([30, 10], [20, 20]))
    >>> found = kolmogorov_smirnov(one, other, "circular_variance_bin")
    >>> found.distance.item(), round(found.limit.item(), 3)
    (0.25, 0.304)
    """
    require(counts, dim)
    xr.align(counts, reference, join="exact")
    shares, others = (given.cumsum(dim) / given.sum(dim) for given in (counts, reference))
    distance, limit = abs(shares - others).max(dim), 1.36 * (1 / counts.sum(dim) + 1 / reference.sum(dim)) ** 0.5
    return xr.Dataset({"distance": named(distance, "distance", counts), "limit": named(limit, "limit", counts)})
