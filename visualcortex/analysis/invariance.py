"""Invariance: over what range a unit recognises what it is tuned to, turned, resized, moved or beside something else.

Only distractors tell: a unit recognises a view where it responds more than to any of them. That a curve is broad says
nothing [1].

[1] Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.
"""

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import circle, named, require, units_of
from visualcortex.vocabulary import attributes

TURN = 360.0
"""Degrees of rotation in depth after which a view returns."""


def interval(response: xr.DataArray, dim: str, reference: float, threshold: xr.DataArray | float) -> xr.Dataset:
    """The contiguous range about a reference in which the response exceeds a threshold.

    Args:
        response: dimensions ``dim`` and any others.
        dim: what is varied: rotation, size or position; for a range in octaves `octaves` comes before.
        reference: the training view, one of the coordinates of ``dim``.
        threshold: such as the response to the best of the distractors, of every unit; broadcasts to the response.

    Returns:
        ``lower`` and ``upper`` end, interpolated linearly where the response crosses the threshold, and ``extent``, the
        distance between them, in the units of ``dim``: 0 where the reference itself does not exceed the threshold, NaN
        where either is missing. ``censored``: whether the response still exceeds it at the last sample measured to a
        side, which then is the end.

    Raises:
        ValueError: if the dimension is missing, the reference is none of its coordinates, or the units of the two
            differ.

    >>> r = xr.DataArray([0.0, 0.4, 1.0, 0.8], coords={"rotation": [-20, -10, 0, 10]}, dims="rotation")
    >>> found = interval(r, "rotation", 0, 0.2)
    >>> found.lower.item(), found.upper.item(), found.extent.item(), found.censored.item()
    (-15.0, 10.0, 25.0, True)
    """
    require(response, dim)
    margin = _margin(response, threshold).sortby(dim)
    place = margin[dim].values.astype(float)
    same = np.isclose(place, reference)
    if not same.any():
        raise ValueError(f"{dim!r} holds {place}, not the reference {reference}")
    lower, upper, censored = xr.apply_ufunc(
        _ends,
        margin,
        input_core_dims=[[dim]],
        output_core_dims=[[], [], []],
        kwargs={"place": place, "start": int(same.argmax())},
    )
    ends = {"lower": lower, "upper": upper, "extent": upper - lower}
    found = {name: named(end, name, response, units_of(response[dim])) for name, end in ends.items()}
    return xr.Dataset(found | {"censored": named(censored, "censored", response)})


def octaves(response: xr.DataArray, dim: str, reference: float) -> xr.DataArray:
    """The response along the logarithm of a size: octaves above a reference.

    Args:
        response: dimensions ``dim`` and any others.
        dim: size or spatial frequency; positive.
        reference: the size that is 0 octaves, in the units of ``dim``.

    Raises:
        ValueError: if the dimension is missing, or a size or the reference is not positive.

    >>> r = xr.DataArray([0.2, 1.0, 0.6], coords={"size": [1.0, 2.0, 8.0]}, dims="size")
    >>> octaves(r, "size", 2.0)["size"].values
    array([-1.,  0.,  2.])
    """
    require(response, dim)
    sizes = response[dim].values.astype(float)
    if not (reference > 0 and (sizes > 0).all()):
        raise ValueError(f"{dim!r} must be positive to be measured in octaves; it is {sizes}, against {reference}")
    meaning = attributes(dim) | response[dim].attrs
    long_name = f"{meaning['long_name']}, relative to {reference:g} {meaning['units']}"
    return response.assign_coords(
        {dim: (dim, np.log2(sizes / reference), {"long_name": long_name, "units": "octaves"})}
    )


def pseudo_mirror(
    response: xr.DataArray,
    dim: str,
    reference: float,
    threshold: xr.DataArray | float,
    *,
    tolerance: float = 30.0,
) -> xr.DataArray:
    """Whether a unit is tuned to the view half a turn away too: has a peak there that exceeds a threshold.

    A peak is a sample larger than the one before it and not smaller than the one after. From behind, a wire is the
    mirror image of itself: hence the name [1].

    Args:
        response: dimensions ``dim`` (evenly around 360 deg) and any others.
        dim: rotation in depth, in degrees.
        reference: the training view, in degrees.
        threshold: such as the response to the best of the distractors, of every unit.
        tolerance: how far from half a turn the peak may lie, in degrees.

    Returns:
        1 or 0, NaN where a response there, or the threshold, is missing. The mean over units is the share of them.

    Raises:
        ValueError: if the samples do not divide the circle evenly, none lies within the tolerance, or the units of the
            two differ.
    """
    around = circle(response, dim, TURN)
    behind = abs((around[dim].astype(float) - reference) % TURN - TURN / 2) <= tolerance
    if not behind.any():
        raise ValueError(f"no sample of {dim!r} lies within {tolerance} of {reference + TURN / 2}")
    margin = _margin(around, threshold)
    before, after = (margin.roll({dim: step}, roll_coords=False) for step in (1, -1))
    peak = (margin > 0) & (margin > before) & (margin >= after)
    known = (margin + before + after).notnull() | ~behind
    return named((peak & behind).any(dim).where(known.all(dim)), "pseudo_mirror", response)


def recognised(both: xr.DataArray, alone: xr.DataArray) -> xr.DataArray:
    """Whether a unit recognises its own stimulus beside another: responds more to both than to the other alone [1].

    Args:
        both: responses to the unit's own stimulus and another, together.
        alone: responses to the other by itself.

    Returns:
        1 or 0, NaN where a response is missing. The mean is the share of cases.

    Raises:
        ValueError: if the units or stimuli of the two differ.

    >>> recognised(*(xr.DataArray(r, dims="clip") for r in ([0.9, 0.4, 0.2], [0.3, 0.5, np.nan]))).values
    array([ 1.,  0., nan])
    """
    margin = _margin(both, alone)
    return named((margin > 0).where(margin.notnull()), "recognised", both)


def above_all(response: xr.DataArray, distractors: xr.DataArray, dim: str = "distractor") -> xr.DataArray:
    """Whether a response exceeds that to every distractor: stricter than `recognised`.

    Args:
        response: of any dimensions.
        distractors: responses to the distractors, of the same units; missing ones are passed over.
        dim: the distractors.

    Returns:
        1 or 0, NaN where the response, or every distractor, is missing. The mean is the share of cases.

    Raises:
        ValueError: if there is no such dimension, or the units of the two differ.
    """
    margin = _margin(response, distractors.max(dim))
    return named((margin > 0).where(margin.notnull()), "above_all", response)


def _margin(response: xr.DataArray, threshold: xr.DataArray | float) -> xr.DataArray:
    """By how much a response exceeds its threshold, in float64."""
    limit = xr.DataArray(threshold).reset_coords(drop=True)
    response, limit = xr.align(response, limit, join="exact", copy=False)
    return response.astype(float) - limit


def _ends(margin: np.ndarray, place: np.ndarray, start: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both ends of the range above zero about a start, and whether one of them is only the last sample."""
    lower, open_below = _end(margin[..., start::-1], place[start::-1])
    upper, open_above = _end(margin[..., start:], place[start:])
    missing = np.isnan(margin[..., start])
    lower, upper = (np.where(missing, np.nan, end) for end in (lower, upper))
    return lower, upper, (open_below | open_above) & ~missing


def _end(margin: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the margin (..., place) falls to zero, from its first place on, and whether that was not seen."""
    fallen = ~(margin > 0)  # or was not measured
    first = np.where(fallen.any(-1), fallen.argmax(-1), place.size)
    last, next_ = np.maximum(first - 1, 0), np.minimum(first, place.size - 1)
    above, below = (np.take_along_axis(margin, i[..., None], -1)[..., 0] for i in (last, next_))
    seen = (first < place.size) & ~np.isnan(below)
    drop = np.where(seen & (first > 0), above - below, np.inf)
    return place[last] + above / drop * (place[next_] - place[last]), ~seen
