"""Tuning: which stimulus a unit prefers, and how much it prefers it.

OSI = (P - O) / (P + O), O at +90 deg; DSI = (P - N) / (P + N), N at +180 deg; circular variance
CV = 1 - |sum r exp(2 i theta)| / sum r [1]. The baseline is never subtracted here: subtract it before, if at all.
These indices are defined for rates: a curve that is zero throughout, is negative somewhere or has a missing value gets
NaN. ``circular_variance`` and the indices need samples that divide the circle evenly.

[1] Ringach, Shapley & Hawken (2002), J. Neurosci. 22, 5639-5651.
"""

import numpy as np
import xarray as xr

from visualcortex.analysis.bandwidth import fit_gaussian, gaussian, half_bandwidth, octave_bandwidth, smooth
from visualcortex.analysis.labelling import ahead, circle, named, rates
from visualcortex.analysis.modulation import first_harmonic, is_simple, mean_rate, modulation_ratio
from visualcortex.analysis.preference import at, at_preferred, place_of_maximum, preferred, preferred_grating
from visualcortex.vocabulary import attributes

__all__ = [
    "at",
    "at_preferred",
    "circular_variance",
    "direction_selectivity",
    "first_harmonic",
    "fit_gaussian",
    "fold",
    "gaussian",
    "half_bandwidth",
    "is_simple",
    "mean_rate",
    "modulation_ratio",
    "octave_bandwidth",
    "orientation_selectivity",
    "preferred",
    "preferred_grating",
    "smooth",
]


def circular_variance(response: xr.DataArray, dim: str = "orientation", period: float = 180.0) -> xr.DataArray:
    """Circular variance: 0 for a unit that answers one orientation only, 1 for one that answers all alike.

    Args:
        response: rates, dimensions ``dim`` and any others; the baseline not subtracted.
        dim: the circular dimension, in degrees.
        period: degrees after which the stimulus repeats: 180 for orientation, 360 for direction.

    Returns:
        1 - |sum r exp(2 pi i dim / period)| / sum r; NaN where that is undefined.

    Raises:
        ValueError: if the samples do not divide the period evenly.

    >>> angles = [0, 45, 90, 135]
    >>> round(circular_variance(xr.DataArray([3.0, 1, 0, 1], {"orientation": angles}, "orientation")).item(), 3)
    0.4
    """
    around = rates(circle(response, dim, period), dim)
    turn = np.exp(2j * np.pi * around[dim].astype(float) / period)
    resultant = abs((around * turn).sum(dim, skipna=False))
    return named(1 - resultant / around.sum(dim, skipna=False), "circular_variance", response)


def orientation_selectivity(response: xr.DataArray, dim: str = "orientation") -> xr.DataArray:
    """Orientation selectivity index (P - O) / (P + O): the preferred orientation against the orthogonal one.

    Args:
        response: rates, dimensions ``dim`` (evenly around 180 deg) and any others.
        dim: orientation, in degrees. O lies at +90 deg, interpolated where no sample does.

    Returns:
        0 to 1; NaN for a silent unit.
    """
    return named(_index(response, dim, 90.0, 180.0), "orientation_selectivity", response)


def direction_selectivity(response: xr.DataArray, dim: str = "direction") -> xr.DataArray:
    """Direction selectivity index (P - N) / (P + N): the preferred direction against the opposite one.

    Args:
        response: rates, dimensions ``dim`` (evenly around 360 deg) and any others.
        dim: direction of motion, in degrees. N lies at +180 deg, interpolated where no sample does.

    Returns:
        0 to 1; NaN for a silent unit.
    """
    return named(_index(response, dim, 180.0, 360.0), "direction_selectivity", response)


def fold(response: xr.DataArray, dim: str = "direction", to: str = "orientation") -> xr.DataArray:
    """Tuning for orientation from tuning for direction: the mean over opposite directions.

    A grating of orientation theta drifts in direction theta + 90 deg or theta - 90 deg.

    Args:
        response: dimensions ``dim`` (an even number of directions around 360 deg) and any others.
        dim: direction of motion, in degrees.
        to: name of the new dimension, 0 to 180 deg, ascending.

    Raises:
        ValueError: if opposite directions were not both shown, or the response already has a dimension ``to``.
    """
    around = circle(response, dim, 360.0)
    half, odd = divmod(around.sizes[dim], 2)
    if odd or to in response.dims:
        raise ValueError(f"{dim!r} needs an even number of directions (it has {2 * half + odd}) and {to!r} must be new")
    both = ((around + ahead(around, dim, 180.0, 360.0)) / 2).isel({dim: slice(half)})
    orientation = np.round((both[dim].values.astype(float) - 90) % 180, 9) % 180
    folded = both.drop_vars(dim).rename({dim: to}).assign_coords({to: (to, orientation, attributes(to))}).sortby(to)
    folded = folded.transpose(*[to if name == dim else name for name in response.dims])
    return folded.rename(response.name).assign_attrs(response.attrs)


def _index(response: xr.DataArray, dim: str, shift: float, period: float) -> xr.DataArray:
    around = rates(circle(response, dim, period), dim)
    place = place_of_maximum(around, [dim])
    best = around.isel(place).drop_vars(dim)
    other = ahead(around, dim, shift, period).isel(place).drop_vars(dim)
    return (best - other) / (best + other)
