"""Similarity of representations: which stimuli a population tells apart, and whether another does likewise.

[1] Kriegeskorte, Mur & Bandettini (2008), Front. Syst. Neurosci. 2:4.
[2] Kornblith, Norouzi, Lee & Hinton (2019), Proc. ICML 97, 3519-3529.
[3] Song, Smola, Gretton, Bedo & Borgwardt (2012), J. Mach. Learn. Res. 13, 1393-1434.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import as_tuple, named, require
from visualcortex.analysis.ranks import spearman
from visualcortex.vocabulary import unknown


def dissimilarity(responses: xr.DataArray, dim: str, units: str | Sequence[str]) -> xr.DataArray:
    """Representational dissimilarity matrix: 1 - Pearson's correlation of the patterns of two stimuli [1].

    Args:
        responses: dimensions ``dim``, ``units`` and any others.
        dim: the stimuli.
        units: the dimension or dimensions of a pattern.

    Returns:
        Dimensions ``dim`` and ``<dim>_2``, 0 on the diagonal; NaN for a stimulus that all units answer alike, or with a
        missing value: it has no pattern.

    Raises:
        ValueError: if a dimension or its coordinate is missing.
    """
    require(responses, dim)
    pattern = list(as_tuple(units))
    centred = responses.astype(float) - responses.astype(float).mean(pattern, skipna=False)
    power = (centred**2).sum(pattern, skipna=False)
    unit = centred / power.where(power > 1e-24 * (responses.astype(float) ** 2).sum(pattern)) ** 0.5
    distance = 1 - xr.dot(unit, unit.rename({dim: f"{dim}_2"}), dim=pattern)
    same = xr.DataArray(np.eye(responses.sizes[dim], dtype=bool), dims=(dim, f"{dim}_2"))
    matrix = distance.where(~same | distance.isnull(), 0).clip(0, 2)
    return named(matrix.transpose(..., dim, f"{dim}_2"), "dissimilarity", responses)


def compare_dissimilarity(a: xr.DataArray, b: xr.DataArray, dim: str) -> xr.DataArray:
    """Spearman's rank correlation of two dissimilarity matrices, over all pairs of different stimuli [1].

    Args:
        a: dimensions ``dim``, ``<dim>_2`` and any others.
        b: likewise, of the same stimuli.
        dim: the stimuli.

    Returns:
        NaN where a matrix holds NaN (leave such stimuli out first) or all its pairs are equal.

    Raises:
        ValueError: if the stimuli of the two differ.
    """
    for matrix in (a, b):
        require(matrix, dim, f"{dim}_2")
    a, b = xr.align(a, b, join="exact")
    core = [dim, f"{dim}_2"]
    agreement = xr.apply_ufunc(_of_pairs, a, b, input_core_dims=[core, core])
    return named(agreement, "rank_correlation", a, "1")


def cka(
    a: xr.DataArray, b: xr.DataArray, dim: str, *, units: str | Sequence[str] | None = None, debiased: bool = False
) -> xr.DataArray:
    """Linear centred kernel alignment of two populations: 1 if one is the other, rotated and scaled [2].

    Args:
        a: responses; dimensions ``dim`` and those of its units.
        b: responses to the same stimuli; its units may be others.
        dim: the stimuli.
        units: dimensions of units, in ``a`` or in ``b``; all others pass through. None: all but ``dim`` are units.
        debiased: whether the estimate is free of the bias of few stimuli and many units [3]; it needs four stimuli or
            more and may fall below 0.

    Returns:
        NaN where a population answers all stimuli alike.

    Raises:
        ValueError: if the stimuli of the two differ, or are too few.
    """
    require(a, dim)
    require(b, dim)
    if a.sizes[dim] < (4 if debiased else 2):
        raise ValueError(f"{a.sizes[dim]} stimuli along {dim!r} are too few")
    for name in as_tuple(units or ()):
        if name not in {*a.dims, *b.dims}:
            raise unknown("dimension of units", name, map(str, {*a.dims, *b.dims} - {dim}))
    first, second = (_kernel(population, dim, units) for population in (a, b))
    first, second = xr.align(first, second, join="exact")
    product = _unbiased if debiased else _biased
    cross, own, other = product(first, second, dim), product(first, first, dim), product(second, second, dim)
    norm = own * other
    return named(cross / norm.where((own > 0) & (other > 0)) ** 0.5, "cka", a, "1")


def _of_pairs(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    pairs = np.triu_indices(a.shape[-1], 1)
    return spearman(a[..., pairs[0], pairs[1]], b[..., pairs[0], pairs[1]])


def _kernel(population: xr.DataArray, dim: str, units: str | Sequence[str] | None) -> xr.DataArray:
    """Products of the centred responses to two stimuli, summed over units (dim, dim_2)."""
    others = [str(name) for name in population.dims if name != dim]
    summed = [name for name in others if units is None or name in as_tuple(units)]
    centred = population.astype(float) - population.astype(float).mean(dim, skipna=False)
    return xr.dot(centred, centred.rename({dim: f"{dim}_2"}), dim=summed)


def _biased(a: xr.DataArray, b: xr.DataArray, dim: str) -> xr.DataArray:
    return (a * b).sum([dim, f"{dim}_2"], skipna=False)


def _unbiased(a: xr.DataArray, b: xr.DataArray, dim: str) -> xr.DataArray:
    """The unbiased Hilbert-Schmidt independence criterion, times n (n - 3): equation 5 of Song et al. (2012)."""
    pair, n = [dim, f"{dim}_2"], a.sizes[dim]
    off = xr.DataArray(1.0 - np.eye(n), dims=pair)
    a, b = a * off, b * off
    rows = (a.sum(pair[1]) * b.sum(pair[1])).sum(dim)
    return (a * b).sum(pair) + a.sum(pair) * b.sum(pair) / ((n - 1) * (n - 2)) - 2 / (n - 2) * rows
