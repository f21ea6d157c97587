"""View-tuned units: Gaussians of the distance between the features of what is shown and those of one training view.

A feature that is NaN in the training view is one that the unit does not have, as where sites of different numbers of
features are compared.

Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.
"""

import math
from collections.abc import Iterable

import numpy as np
import xarray as xr
from scipy.optimize import brentq

from visualcortex.analysis.labelling import as_tuple, named
from visualcortex.papers import riesenhuber1999
from visualcortex.vocabulary import unknown, whole


def view_tuned(
    features: xr.DataArray,
    training: xr.DataArray,
    dim: str | Iterable[str] = "feature",
    *,
    afferents: int | None = None,
    width: xr.DataArray | float = 1.0,
) -> xr.DataArray:
    """The responses of units tuned to training views, exp(-Σ(f - c)² / 2 width²).

    Args:
        features: of what is shown, dimensions ``dim`` and any others.
        training: c, of the training views, likewise: one unit for each view. A dimension that both have is the same
            (the unit of clip i sees clip i); of all others every pair is formed (each unit sees every distractor).
        dim: the features, along one dimension or several.
        afferents: how many features feed a unit: those that its own training view excites most (of equals, the first).
            None: all.
        width: standard deviation; one number, or one for each of some units.

    Returns:
        0 to 1, dimensions of ``features`` and then of ``training`` without ``dim``; NaN where a feature is missing, or
        the unit has none.

    Raises:
        ValueError: if an array lacks a dimension, the two do not fit, there are fewer features than afferents, or a
            width is not positive.

    >>> c = xr.DataArray([1.0, 0.0, 0.9], dims="feature")
    >>> view_tuned(c + [0, 2, 0], c, afferents=2).item(), round(view_tuned(c + [0, 2, 0], c).item(), 3)
    (1.0, 0.135)
    """
    if (xr.DataArray(width) <= 0).any():
        raise ValueError(f"width must be positive, not {width}")
    squared = distance(features, training, dim, afferents=afferents)
    return named(xr.apply_ufunc(np.exp, -squared / (2 * width**2)), "response", features, "a.u.")


def distance(
    features: xr.DataArray,
    training: xr.DataArray,
    dim: str | Iterable[str] = "feature",
    *,
    afferents: int | None = None,
) -> xr.DataArray:
    """The squared distance Σ(f - c)² to training views: it alone decides what a unit responds to more.

    Args:
        features: as of `view_tuned`.
        training: as of `view_tuned`.
        dim: the features, along one dimension or several.
        afferents: how many features feed a unit; None: all.

    Returns:
        Dimensions of ``features`` and then of ``training``, without ``dim``.

    Raises:
        ValueError: if an array lacks a dimension, the two do not fit, or there are fewer features than afferents.
    """
    dims = list(as_tuple(dim))
    for array in (features, training):
        for name in dims:
            if name not in array.dims:
                raise unknown("dimension", name, map(str, array.dims), "the array")
    shown, learnt = xr.align(features, training.reset_coords(drop=True), join="exact", copy=False)
    chosen = _chosen(learnt, dims, afferents)
    missing = xr.dot(shown.isnull(), chosen, dim=dims)
    shown, centre = shown.fillna(0).astype(float), learnt.astype(float).where(chosen, 0)
    # Σ(f - c)² multiplied out, which in float64 is precise: no array over every stimulus, unit and feature
    power, product = xr.dot(shown**2, chosen.astype(float), dim=dims), xr.dot(shown, centre, dim=dims)
    squared = (power - 2 * product + (centre**2).sum(dims)).clip(min=0).where(~missing & chosen.any(dims))
    order = dict.fromkeys(name for name in (*features.dims, *training.dims) if name not in dims)
    return named(squared.transpose(*order), "squared_distance", features)


def calibrated_width(
    distances: xr.DataArray,
    dim: str = "distractor",
    *,
    units: str | Iterable[str] = "clip",
    response: float = riesenhuber1999.BEST_DISTRACTOR.value,
) -> xr.DataArray:
    """The width at which units respond to the best of their distractors by a given amount, on average.

    The paper does not state its width. Whichever it is, a response exceeds that to a distractor where its distance is
    less: the width sets how high a curve stands, not which views exceed the distractors. Only where a range ends
    between two samples moves a little, as that is interpolated; ``interval(-distance, ...)`` knows no width.

    Args:
        distances: squared, as from `distance`; dimensions ``dim``, ``units`` and any others.
        dim: the distractors.
        units: the dimension or dimensions to average over; one width for all of them.
        response: the mean response to the best distractor, between 0 and 1; by default that of the published unit.

    Returns:
        ``tuning_width``, without ``dim`` and ``units``; NaN where none will do: nothing is known, or too many units
        take a distractor for their training view.

    Raises:
        ValueError: if a dimension is missing, or the response out of range.

    >>> squared = xr.DataArray([[2.0, 8.0]], dims=("clip", "distractor"))
    >>> round(calibrated_width(squared, response=np.exp(-1)).item(), 6)
    1.0
    """
    if not 0 < response < 1:
        raise ValueError(f"response lies between 0 and 1, not {response}")
    over = list(as_tuple(units))
    for name in (dim, *over):
        if name not in distances.dims:
            raise unknown("dimension", name, map(str, distances.dims), "the array")
    nearest = distances.astype(float).min(dim).stack(_units=over, create_index=False)
    width = xr.apply_ufunc(_width, nearest, input_core_dims=[["_units"]], vectorize=True, kwargs={"response": response})
    return named(width, "tuning_width", distances)


def _chosen(learnt: xr.DataArray, dims: list[str], afferents: int | None) -> xr.DataArray:
    """Whether a feature feeds a unit."""
    if afferents is None:
        return learnt.notnull()
    features = math.prod(learnt.sizes[name] for name in dims)
    if whole("afferents", afferents) > features:
        raise ValueError(f"there are {features} features, too few for {afferents} afferents")
    rank = xr.apply_ufunc(
        _rank, learnt, input_core_dims=[dims], output_core_dims=[dims], kwargs={"dimensions": len(dims)}
    )
    return learnt.notnull() & (rank < afferents)


def _rank(excitation: np.ndarray, dimensions: int) -> np.ndarray:
    """How many features excite more, or as much and come before; missing ones come last."""
    flat = excitation.reshape(*excitation.shape[:-dimensions], -1)
    return np.argsort(np.argsort(-flat, axis=-1, kind="stable"), axis=-1).reshape(excitation.shape)


def _width(nearest: np.ndarray, response: float) -> float:
    apart, alike = nearest[nearest > 0], (nearest == 0).sum()
    share = response - alike * (1 - response) / max(apart.size, 1)  # what those apart have to respond, on average
    if not apart.size or share <= 0:
        return np.nan

    def excess(width: float) -> float:
        return np.exp(-apart / (2 * width**2)).mean() - share

    least, most = np.sqrt(np.array([apart.min(), apart.max()]) / (-2 * np.log(share)))  # were all like that one
    return float(brentq(excess, 0.99 * least, 1.01 * most, xtol=1e-9 * least))
