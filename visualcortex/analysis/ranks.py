"""Rank correlation of few samples: whether two measures order them alike, and how often they would by chance."""

from itertools import permutations, product

import numpy as np
import xarray as xr
from scipy.stats import rankdata

from visualcortex.analysis.labelling import named, require

FEWEST, MOST = 3, 9
"""Numbers of samples of which every order can be tried."""


def rank_correlation(a: xr.DataArray, b: xr.DataArray, dim: str) -> xr.Dataset:
    """Spearman's rank correlation, and its exact probability by chance: over all orders of the samples.

    Args:
        a: one measure; dimension ``dim`` and any others.
        b: the other, of the same samples.
        dim: the samples, three to nine.

    Returns:
        ``rank_correlation``; ``p``, the share of orders whose correlation is as large or larger, whatever its sign, and
        ``p_one_sided``, with its sign. NaN where a value is missing or a measure is the same for all samples.

    Raises:
        ValueError: if the samples of the two differ, or are too few or too many.

    >>> ours, theirs = (xr.DataArray(v, {"pair": list("abcd")}) for v in ([1, 2, 3, 4], [5, 7, 6, 9]))
    >>> found = rank_correlation(ours, theirs, "pair")
    >>> round(found.rank_correlation.item(), 3), round(found.p.item(), 3), round(found.p_one_sided.item(), 3)
    (0.8, 0.333, 0.167)
    """
    for measure in (a, b):
        require(measure, dim)
    a, b = xr.align(a, b, join="exact")
    if not FEWEST <= a.sizes[dim] <= MOST:
        raise ValueError(f"{a.sizes[dim]} samples along {dim!r}: exact probabilities are for {FEWEST} to {MOST}")
    found = xr.apply_ufunc(
        _exact,
        a.astype(float),
        b.astype(float),
        input_core_dims=[[dim], [dim]],
        output_core_dims=[[], [], []],
        vectorize=True,
        kwargs={"orders": np.array(list(permutations(range(a.sizes[dim]))))},
    )
    names = ("rank_correlation", "p", "p_one_sided")
    return xr.Dataset({name: named(values, name, a, "1") for name, values in zip(names, found, strict=True)})


def advantage(a: xr.DataArray, b: xr.DataArray, target: xr.DataArray, dim: str) -> xr.Dataset:
    """By how much better one measure orders samples as a target does than another, and how often it would by chance.

    Were the measures alike, their ranks could be exchanged at any sample: all ways to do so are tried.

    Args:
        a: one measure; dimension ``dim`` and any others.
        b: the other, of the same samples.
        target: what both are compared with, of the same samples.
        dim: the samples, three to nine.

    Returns:
        ``difference``, a's rank correlation less b's, and ``p_one_sided``, the share of exchanges with one as large or
        larger. NaN where a value is missing or a measure is the same for all samples.

    Raises:
        ValueError: if samples differ, or are too few or too many.
    """
    for measure in (a, b, target):
        require(measure, dim)
    measures = xr.align(a, b, target, join="exact")
    if not FEWEST <= target.sizes[dim] <= MOST:
        raise ValueError(f"{target.sizes[dim]} samples along {dim!r}: exact probabilities are for {FEWEST} to {MOST}")
    exchanged = np.array(list(product([False, True], repeat=target.sizes[dim])))
    found = xr.apply_ufunc(
        _advantage,
        *(measure.astype(float) for measure in measures),
        input_core_dims=[[dim]] * 3,
        output_core_dims=[[], []],
        vectorize=True,
        kwargs={"exchanged": exchanged},
    )
    names = ("difference", "p_one_sided")
    return xr.Dataset({name: named(values, name, a, "1") for name, values in zip(names, found, strict=True)})


def least_significant(samples: int, level: float = 0.05) -> float:
    """The smallest rank correlation that is rarer than a level by chance, with its sign, if no two samples are equal.

    Args:
        samples: their number, three to nine.
        level: of the one-sided probability.

    Returns:
        NaN if even the same order is not rare enough.

    >>> round(least_significant(7), 3)
    0.714
    """
    if not FEWEST <= samples <= MOST:
        raise ValueError(f"{samples} samples: exact probabilities are for {FEWEST} to {MOST}")
    ranks = standard_ranks(np.arange(samples))
    chance = np.round(standard_ranks(np.array(list(permutations(range(samples))))) @ ranks, 9)
    values, counts = np.unique(chance, return_counts=True)
    rare = counts[::-1].cumsum()[::-1] / counts.sum() < level
    return float(values[rare].min()) if rare.any() else np.nan


def spearman(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Spearman's rank correlation along the last axis; NaN where a value is missing or all are equal.

    Args:
        a: one measure (…, sample).
        b: the other (…, sample).
    """
    return (standard_ranks(a) * standard_ranks(b)).sum(-1)


def standard_ranks(values: np.ndarray) -> np.ndarray:
    """Ranks along the last axis, less their mean and divided by their length; NaN where no order is defined.

    Args:
        values: (…, sample); equal ones share their mean rank.
    """
    ranks = rankdata(values, axis=-1, nan_policy="propagate")
    ranks = ranks - ranks.mean(-1, keepdims=True)
    power = (ranks**2).sum(-1, keepdims=True)
    return ranks / np.sqrt(np.where(power > 0, power, np.nan))


def _exact(a: np.ndarray, b: np.ndarray, orders: np.ndarray) -> tuple[float, float, float]:
    one, other = standard_ranks(a), standard_ranks(b)
    found = float(one @ other)
    if np.isnan(found):
        return np.nan, np.nan, np.nan
    chance, rounding = other[orders] @ one, 1e-9
    return found, float((abs(chance) >= abs(found) - rounding).mean()), float((chance >= found - rounding).mean())


def _advantage(a: np.ndarray, b: np.ndarray, target: np.ndarray, exchanged: np.ndarray) -> tuple[float, float]:
    one, other = standard_ranks(a), standard_ranks(b)
    found = float(spearman(one, target) - spearman(other, target))
    if np.isnan(found):
        return np.nan, np.nan
    chance = spearman(np.where(exchanged, other, one), target) - spearman(np.where(exchanged, one, other), target)
    return found, float((chance >= found - 1e-9).mean())
