"""Modulation: how a response follows the phase of a grating. F1/F0 > 1 is a simple cell, < 1 a complex cell [1].

F0 is the mean, F1 = 2 |FFT_1| / N, over N >= 16 phases of one cycle. A half-wave rectified sinusoid has F1/F0 = pi / 2.

[1] Skottun et al. (1991), Vision Res. 31, 1079-1086.
"""

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import circle, named, units_of


def mean_rate(response: xr.DataArray, dim: str = "phase", period: float = 360.0) -> xr.DataArray:
    """F0: the mean response over one cycle.

    Args:
        response: dimensions ``dim`` and any others.
        dim: phase, in degrees, or time, in s.
        period: of the cycle, in the units of ``dim``.

    Returns:
        In the units of the response; NaN where a value is missing.

    Raises:
        ValueError: if the samples do not divide the period evenly.
    """
    mean = circle(response, dim, period).mean(dim, skipna=False)
    return named(mean, "mean_rate", response, units_of(response))


def first_harmonic(response: xr.DataArray, dim: str = "phase", period: float = 360.0) -> xr.DataArray:
    """F1: the amplitude of the response at the frequency of the cycle, 2 |FFT_1| / N.

    Args:
        response: dimensions ``dim`` and any others.
        dim: phase, in degrees, or time, in s.
        period: of the cycle, in the units of ``dim``.

    Returns:
        In the units of the response; NaN where a value is missing.

    Raises:
        ValueError: if the samples do not divide the period evenly.

    >>> phase = np.arange(0, 360, 22.5)
    >>> r = xr.DataArray(10 + 3 * np.cos(np.deg2rad(phase)), coords={"phase": phase}, dims="phase")
    >>> round(first_harmonic(r).item(), 6)
    3.0
    """
    around = circle(response, dim, period)
    turn = np.exp(-2j * np.pi * around[dim].astype(float) / period)
    amplitude = 2 * abs((around * turn).mean(dim, skipna=False))
    return named(amplitude, "first_harmonic", response, units_of(response))


def modulation_ratio(
    response: xr.DataArray, dim: str = "phase", baseline: float | xr.DataArray = 0.0, period: float = 360.0
) -> xr.DataArray:
    """F1/F0: above 1 for simple, below 1 for complex cells.

    Args:
        response: dimensions ``dim`` and any others.
        dim: phase, in degrees, or time, in s.
        baseline: response to the blank screen, subtracted from F0.
        period: of the cycle, in the units of ``dim``.

    Returns:
        NaN where F0 does not exceed the baseline.

    Raises:
        ValueError: if the samples do not divide the period evenly.

    >>> phase = np.arange(0, 360, 5)
    >>> r = xr.DataArray(np.maximum(np.cos(np.deg2rad(phase)), 0), coords={"phase": phase}, dims="phase")
    >>> round(modulation_ratio(r).item(), 2)
    1.57
    """
    driven = mean_rate(response, dim, period) - baseline
    ratio = first_harmonic(response, dim, period) / driven.where(driven > 0)
    return named(ratio, "modulation_ratio", response)


def is_simple(ratio: xr.DataArray) -> xr.DataArray:
    """Whether F1/F0 makes a cell simple; the mean over cells is the share of simple ones.

    Args:
        ratio: F1/F0, of any dimensions.

    Returns:
        1 where it is above 1, else 0; NaN where there is none.

    >>> is_simple(xr.DataArray([1.5, 0.3, np.nan], dims="cell")).values
    array([ 1.,  0., nan])
    """
    return named(xr.where(ratio.notnull(), ratio > 1, np.nan), "simple", ratio)
