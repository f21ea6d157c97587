"""Displays as samples: many random displays of each kind of texture, and what varies between those of one kind.

Noise here is that of displays: the variance of a unit's response between those of one kind, pooled over all kinds.
Display number i of every kind may share its layout with the others; they are left out together.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import as_tuple, require
from visualcortex.vocabulary import attributes, unknown

LEAST = 4
"""Displays of each kind without which a jackknife says nothing."""
NOISELESS = 1e-5
"""Below this fraction of a unit's largest response, variation is taken for a rounding error of float32 sums."""
UNIT = "_unit"

Pairs = Sequence[tuple[str, str]]


def samples(responses: xr.DataArray, dim: str, displays: str, units: str | Sequence[str]) -> xr.DataArray:
    """Responses in float64, all units along one dimension; a unit with a missing value is silent.

    Args:
        responses: dimensions ``dim``, ``displays``, ``units`` and any others.
        dim: the kinds of display.
        displays: the displays of each kind.
        units: the dimension or dimensions of units.

    Returns:
        Dimensions (…, ``dim``, ``displays``, ``_unit``).

    Raises:
        ValueError: if a dimension, or the names of the kinds, are missing, or displays are too few.
    """
    require(responses, dim)
    for name in (displays, *as_tuple(units)):
        if name not in responses.dims:
            raise unknown("dimension", name, map(str, responses.dims), "the array")
    if responses.sizes[displays] < LEAST:
        raise ValueError(f"{responses.sizes[displays]} displays along {displays!r} are too few: {LEAST} or more")
    rows = responses.astype(float).stack({UNIT: as_tuple(units)}, create_index=False)
    return rows.where(rows.notnull().all([dim, displays]), 0.0).transpose(..., dim, displays, UNIT)


def numbers(kinds: xr.DataArray, pairs: Pairs) -> list[tuple[int, int]]:
    """The places of two kinds of display among all.

    Args:
        kinds: the names of all kinds.
        pairs: the names of two kinds each.

    Raises:
        ValueError: if there is no such kind, no pair, or one twice.
    """
    if not len(pairs) or len({tuple(pair) for pair in pairs}) < len(pairs):
        raise ValueError(f"name one or more pairs, each once, not {pairs!r}")
    names = [str(name) for name in kinds.values]
    for name in (name for pair in pairs for name in pair):
        if name not in names:
            raise unknown(str(kinds.name), name, names)
    return [(names.index(one), names.index(other)) for one, other in pairs]


def label(pair: tuple[str, str]) -> str:
    """The name of a pair.

    Args:
        pair: the names of two kinds.

    >>> label(("T", "L"))
    'T / L'
    """
    return " / ".join(pair)


def labelled(values: xr.DataArray, pairs: Pairs) -> xr.DataArray:
    """The names of pairs written along dimension ``pair``.

    Args:
        values: dimension ``pair`` and any others.
        pairs: the names of two kinds each.
    """
    return values.assign_coords(pair=("pair", [label(pair) for pair in pairs], attributes("pair")))


def noise(shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Variance between displays of one kind, pooled over kinds: of all displays, and without each in turn.

    Args:
        shown: responses (…, kind, display, unit).

    Returns:
        (…, unit) and (…, display, unit); 0 for a unit whose responses vary by rounding only.
    """
    kinds, count = shown.shape[-3:-1]
    scatter = ((shown - shown.mean(-2, keepdims=True)) ** 2).sum(-3)
    total = scatter.sum(-2)
    without = total[..., None, :] - count / (count - 1) * scatter
    least = (NOISELESS * abs(shown).max((-3, -2))) ** 2
    whole, without = total / (kinds * (count - 1)), without / (kinds * (count - 2))
    return np.where(whole > least, whole, 0), np.where(without > least[..., None, :], without, 0)


def inverse(values: np.ndarray) -> np.ndarray:
    """One divided by each value, 0 where that is 0.

    Args:
        values: not negative.
    """
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)
