"""Receptive fields from responses: ON and OFF zones, reverse correlation, centre and extent.

A map has dimensions (y, x) in degrees and any others. In a simple cell ON and OFF zones lie apart, in a complex cell
they coincide [1]. Several indices are in use [2]: ``overlap`` is intersection over union; ``separation`` is of the kind
that divides the distance of the zones by their size. Neither is to be compared with a published number as it stands.

[1] Hubel & Wiesel (1962), J. Physiol. 160, 106-154.   [2] Mata & Ringach (2005), J. Neurophysiol. 93, 919-928.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import even_step, named, require, units_of

PLANE = ("y", "x")


def on_off_maps(
    response: xr.DataArray, dim: str = "contrast", baseline: float | xr.DataArray = 0.0
) -> tuple[xr.DataArray, xr.DataArray]:
    """Maps of the responses to light and to dark spots.

    Args:
        response: to spots; dimensions ``dim``, the positions of the spot, and any others.
        dim: contrast of the spot: positive for light, negative for dark.
        baseline: response without a spot, subtracted.

    Returns:
        The ON and the OFF map: the excitation (never negative), mean over the contrasts of either sign.

    Raises:
        ValueError: if light or dark spots are missing.
    """
    require(response, dim)
    signs = np.sign(response[dim].values)
    if not {-1, 1} <= set(signs):
        raise ValueError(f"{dim!r} must hold positive and negative contrasts; it is {response[dim].values}")
    driven = (response - baseline).clip(min=0)
    on, off = (driven.isel({dim: np.flatnonzero(signs == sign)}).mean(dim) for sign in (1, -1))
    units = units_of(response)
    return named(on, "on", response, units), named(off, "off", response, units)


def overlap(on: xr.DataArray, off: xr.DataArray, dims: Sequence[str] = PLANE, level: float = 0.0) -> xr.DataArray:
    """How far ON and OFF zones coincide: 0 where they lie apart, 1 where they coincide.

    Intersection over union of graded zones, sum min(on, off) / sum max(on, off) (the index of Jaccard and Ruzicka).
    Each zone is scaled to unit sum, so that a weak zone counts as much as a strong one.

    Args:
        on: map of excitation by light, not negative. Not the positive half of a spike-triggered average, which never
            overlaps its negative half.
        off: map of excitation by dark, likewise.
        dims: the dimensions of the map.
        level: what lies below this fraction of a map's peak counts as outside its zone.

    Returns:
        NaN for a unit that lacks either zone.
    """
    zones = [_zone(zone, dims, level) for zone in (on, off)]
    first, second = xr.align(*(zone / zone.sum(dims).where(zone.sum(dims) > 0) for zone in zones), join="exact")
    apart = abs(first - second).sum(dims, skipna=False) / 2
    return named((1 - apart) / (1 + apart), "overlap", on, "1")


def separation(on: xr.DataArray, off: xr.DataArray, dims: Sequence[str] = PLANE) -> xr.DataArray:
    """Distance of the centres of ON and OFF zones in units of their mean extent; NaN for a unit that lacks either.

    Args:
        on: map of excitation by light, not negative.
        off: map of excitation by dark.
        dims: the dimensions of the map.
    """
    apart = centre_of_mass(on, dims) - centre_of_mass(off, dims)
    size = (extent(on, dims=dims) + extent(off, dims=dims)) / 2
    squared = xr.concat([apart[name] ** 2 for name in dims], "_").sum("_", skipna=False)
    return named(squared**0.5 / size, "separation", on, "1")


def spike_triggered_average(response: xr.DataArray, stimuli: xr.DataArray, dim: str = "frame") -> xr.DataArray:
    """Reverse correlation: the mean of the stimuli, each weighted by the response to it, sum r s / sum r.

    Args:
        response: spike counts or rates; dimensions ``dim`` and any others.
        stimuli: what was shown; dimensions ``dim`` and its own, (y, x).
        dim: the frames, the same and in the same order in both.

    Returns:
        In the units of the stimuli; NaN for a unit that did not respond.

    Raises:
        ValueError: if the frames of the two differ.
    """
    response, stimuli = _paired(response, stimuli, dim)
    average = xr.dot(response, stimuli, dim=dim) / _total(response, dim)
    return named(average, "spike_triggered_average", response, units_of(stimuli))


def spike_triggered_covariance(
    response: xr.DataArray, stimuli: xr.DataArray, dim: str = "frame", dims: Sequence[str] = PLANE
) -> xr.DataArray:
    """Covariance of the stimuli about their spike-triggered average, each weighted by the response to it.

    Its leading eigenvectors are the filters of a complex cell, to which reverse correlation is blind.

    Args:
        response: spike counts or rates; dimensions ``dim`` and any others.
        stimuli: what was shown; dimensions ``dim`` and ``dims``.
        dim: the frames.
        dims: the dimensions of a stimulus.

    Returns:
        Dimensions ``dims`` and again ``dims`` with ``_2`` appended; NaN for a unit that did not respond.
    """
    response, stimuli = _paired(response, stimuli, dim)
    again = {name: f"{name}_2" for name in dims}
    products = xr.dot(response, stimuli, stimuli.rename(again), dim=dim, optimize=True) / _total(response, dim)
    average = xr.dot(response, stimuli, dim=dim) / _total(response, dim)
    return named(products - average * average.rename(again), "spike_triggered_covariance", response, "1")


def map_correlation(a: xr.DataArray, b: xr.DataArray, dims: Sequence[str] = PLANE) -> xr.DataArray:
    """Pearson's correlation of two maps; NaN where either is uniform.

    Args:
        a: dimensions ``dims`` and any others.
        b: likewise, at the same places.
        dims: the dimensions of the map.

    Raises:
        ValueError: if the places of the two differ.
    """
    require(a, *dims)
    a, b = xr.align(a.astype(float), b.astype(float), join="exact")
    a, b = a - a.mean(dims, skipna=False), b - b.mean(dims, skipna=False)
    power = (a**2).sum(dims, skipna=False) * (b**2).sum(dims, skipna=False)
    return named((a * b).sum(dims, skipna=False) / power.where(power > 0) ** 0.5, "map_correlation", a, "1")


def centre_of_mass(profile: xr.DataArray, dims: Sequence[str] = PLANE) -> xr.Dataset:
    """Centre of the positive part of a map, one coordinate for each of its dimensions; NaN for a map without one.

    Args:
        profile: dimensions ``dims`` and any others.
        dims: the dimensions of the map.
    """
    require(profile, *dims)
    mass = profile.astype(float).clip(min=0)
    total = mass.sum(dims).where(mass.sum(dims) > 0)
    return xr.Dataset(
        {name: named((mass * profile[name].astype(float)).sum(dims) / total, name, profile) for name in dims}
    )


def extent(profile: xr.DataArray, level: float = 0.5, dims: Sequence[str] = PLANE) -> xr.DataArray:
    """Diameter of the disc whose area is that where a map exceeds a level of its peak.

    Args:
        profile: dimensions ``dims`` (evenly spaced, in degrees) and any others. Of a map with ON and OFF zones, give
            the magnitude.
        level: fraction of the peak.
        dims: the two dimensions of the map.

    Returns:
        In degrees; NaN for a map without a positive value.

    Raises:
        ValueError: if the places are not evenly spaced, or the map has not two dimensions.
    """
    if len(dims) != 2:
        raise ValueError(f"the extent of a map is measured along two dimensions, not {tuple(dims)}")
    pixel = even_step(profile, dims[0]) * even_step(profile, dims[1])
    top = profile.max(dims)
    area = pixel * (profile >= level * top).sum(dims).where(top > 0)
    return named(2 * (area / np.pi) ** 0.5, "extent", profile, units_of(profile[dims[0]]))


def _zone(profile: xr.DataArray, dims: Sequence[str], level: float) -> xr.DataArray:
    require(profile, *dims)
    return profile.astype(float).where(profile >= level * profile.max(dims), 0).clip(min=0)


def _paired(response: xr.DataArray, stimuli: xr.DataArray, dim: str) -> tuple[xr.DataArray, xr.DataArray]:
    for array in (response, stimuli):
        if dim not in array.dims:
            raise ValueError(f"no dimension {dim!r}; the array has {', '.join(map(str, array.dims))}")
    return xr.align(response.astype(float), stimuli.astype(float), join="exact")


def _total(response: xr.DataArray, dim: str) -> xr.DataArray:
    total = response.sum(dim, skipna=False)
    return total.where(total > 0)
