"""Contrast response: how a response grows with contrast, and whether it saturates.

R(c) = R_max c^n / (c^n + c50^n) + baseline [1, 2].

[1] Naka & Rushton (1966), J. Physiol. 185, 536-555.   [2] Albrecht & Hamilton (1982), J. Neurophysiol. 48, 217-237.
"""

import numpy as np
import xarray as xr
from scipy.optimize import least_squares

from visualcortex.analysis.labelling import named, require, units_of

PARAMETERS = ("maximum", "exponent", "semi_saturation", "baseline")


def naka_rushton(
    contrast: xr.DataArray | np.ndarray | float,
    maximum: xr.DataArray | float,
    exponent: xr.DataArray | float,
    semi_saturation: xr.DataArray | float,
    baseline: xr.DataArray | float = 0.0,
) -> xr.DataArray | np.ndarray | float:
    """The contrast response of Naka and Rushton.

    Args:
        contrast: 0 to 1.
        maximum: response at saturation, above the baseline.
        exponent: steepness n.
        semi_saturation: contrast of half the maximum, c50, positive.
        baseline: response at contrast 0.

    >>> naka_rushton(0.2, maximum=40.0, exponent=2.0, semi_saturation=0.2, baseline=1.0)
    21.0
    """
    power = contrast**exponent
    return baseline + maximum * power / (power + semi_saturation**exponent)


def fit_naka_rushton(response: xr.DataArray, dim: str = "contrast", baseline: float | None = 0.0) -> xr.Dataset:
    """Fit ``naka_rushton`` to each contrast response, by least squares.

    Args:
        response: dimensions ``dim`` and any others. Missing values are left out of the fit.
        dim: contrast, 0 to 1.
        baseline: the response at contrast 0, held; None fits it too.

    Returns:
        ``maximum``, ``exponent`` (0.1 to 20), ``semi_saturation``, ``baseline``. All NaN where no fit is possible:
        fewer samples than parameters, a flat or falling response, or one whose half maximum lies beyond the
        contrasts shown: most often it does not saturate, and c50 would mean nothing (see ``saturation_ratio``).

    Raises:
        ValueError: if a contrast is negative.
    """
    require(response, dim)
    if (response[dim] < 0).any():
        raise ValueError(f"contrasts must not be negative; {dim!r} is {response[dim].values}")
    fitted = xr.apply_ufunc(
        _fit_naka_rushton,
        response.astype(float),
        response[dim].astype(float),
        input_core_dims=[[dim], [dim]],
        output_core_dims=[["_"]],
        vectorize=True,
        kwargs={"held": baseline},
    )
    strength = units_of(response)
    units = dict(zip(PARAMETERS, (strength, "1", units_of(response[dim]), strength), strict=True))
    return xr.Dataset({name: named(fitted[..., i], name, response, units[name]) for i, name in enumerate(PARAMETERS)})


def saturation_ratio(response: xr.DataArray, dim: str = "contrast") -> xr.DataArray:
    """Saturation, R(50 %) / R(100 %): 1 for a saturated unit, 1/2 for one that is linear in contrast.

    Args:
        response: dimensions ``dim`` and any others.
        dim: contrast; it reaches from 0.5 or below to 1. R(50 %) is interpolated linearly where no sample lies there.

    Returns:
        NaN where R(100 %) is not positive.

    Raises:
        ValueError: if the contrasts do not reach from 50 to 100 %.

    >>> saturation_ratio(xr.DataArray([0.0, 3.0, 6.0], coords={"contrast": [0, 0.5, 1]}, dims="contrast")).item()
    0.5
    """
    require(response, dim)
    ascending = response.astype(float).sortby(dim)
    contrast = ascending[dim].values.astype(float)
    if contrast[0] > 0.5 or not np.isclose(contrast[-1], 1):
        raise ValueError(f"{dim!r} must reach from 0.5 or below to 1; it is {contrast}")
    above = max(int(np.searchsorted(contrast, 0.5)), 1)
    part = (0.5 - contrast[above - 1]) / (contrast[above] - contrast[above - 1])
    low, high, full = (ascending.isel({dim: i}, drop=True) for i in (above - 1, above, -1))
    half = high if part == 1 else low if part == 0 else (1 - part) * low + part * high
    return named(half / full.where(full > 0), "saturation_ratio", response)


def _fit_naka_rushton(curve: np.ndarray, contrast: np.ndarray, held: float | None) -> np.ndarray:
    known = np.isfinite(curve)
    curve, contrast = curve[known], contrast[known]
    if curve.size < (4 if held is None else 3) or not contrast.max() > 0 or np.ptp(curve) == 0:
        return np.full(4, np.nan)
    scale, floor, top = np.ptp(curve), curve.min() if held is None else held, contrast.max()

    def unpack(p: np.ndarray) -> tuple[float, ...]:
        return p[0], np.exp(p[1]), top * np.exp(p[2]), p[3] if held is None else held / scale

    def error(p: np.ndarray) -> np.ndarray:
        return naka_rushton(contrast, *unpack(p)) - curve / scale

    lower, upper = [0.0, np.log(0.1), np.log(1e-3), -np.inf], [np.inf, np.log(20), np.log(100), np.inf]
    rise = np.abs(curve - floor - (curve.max() - floor) / 2)
    c50 = np.log(np.clip(contrast[rise.argmin()] / top, 0.002, 1))
    free = 4 if held is None else 3
    starts = ([1.0, np.log(n), c50, floor / scale][:free] for n in (1.5, 4.0))
    fits = [least_squares(error, start, bounds=(lower[:free], upper[:free])) for start in starts]
    best = min(fits, key=lambda fit: fit.cost)
    maximum, exponent, semi_saturation, baseline = unpack(best.x)
    if not best.success or not contrast[contrast > 0].min() <= semi_saturation <= top or maximum < 1e-3:
        return np.full(4, np.nan)
    return np.array([maximum * scale, exponent, semi_saturation, baseline * scale])
