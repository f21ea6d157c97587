"""Size tuning: how large a stimulus drives a unit best, and how much a larger one suppresses it.

Cavanaugh, Bair & Movshon (2002), J. Neurophysiol. 88, 2530-2546.
"""

import xarray as xr

from visualcortex.analysis.labelling import named, require, units_of

REACHED = 0.95
"""Fraction of the maximum that the preferred size reaches (Cavanaugh et al. 2002)."""


def preferred_size(response: xr.DataArray, dim: str = "diameter") -> xr.DataArray:
    """The smallest size whose response reaches 95 % of the maximum.

    Args:
        response: dimensions ``dim`` and any others.
        dim: diameter, length or width, in degrees.

    Returns:
        One of the sizes shown; NaN for a silent unit.

    >>> r = xr.DataArray([2.0, 9.6, 10.0, 7.0], coords={"diameter": [0.5, 1, 2, 4]}, dims="diameter")
    >>> preferred_size(r).item(), round(suppression_index(r).item(), 2)
    (1.0, 0.3)
    """
    require(response, dim)
    top = response.max(dim)
    reached = response >= REACHED * top.where(top > 0)
    size = response[dim].astype(float).where(reached).min(dim)
    return named(size, f"preferred_{dim}", response, units_of(response[dim]))


def suppression_index(response: xr.DataArray, dim: str = "diameter") -> xr.DataArray:
    """Suppression by the surround or the ends, 1 - R(largest) / R(peak): 0 for none, 1 for complete.

    Args:
        response: dimensions ``dim`` and any others; a baseline is subtracted before, if at all.
        dim: diameter or length, in degrees.

    Returns:
        Above 1 where the largest size drives the response below zero; NaN for a silent unit.
    """
    require(response, dim)
    top = response.max(dim)
    largest = response.sortby(dim).isel({dim: -1}, drop=True)
    return named(1 - largest / top.where(top > 0), "suppression_index", response)
