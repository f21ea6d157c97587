"""Bandwidth: how wide a tuning curve is.

Orientation: half the width between the crossings of 0.707 of the peak, of the curve smoothed by a Hanning window [1].
Spatial frequency: full width at half height, in octaves [2].

[1] Ringach, Shapley & Hawken (2002), J. Neurosci. 22, 5639-5651.
[2] De Valois, Albrecht & Thorell (1982), Vision Res. 22, 545-559.
"""

import numpy as np
import xarray as xr
from scipy.optimize import least_squares

from visualcortex.analysis.labelling import circle, named, require, units_of


def smooth(response: xr.DataArray, dim: str, half_width: float = 13.5, period: float = 180.0) -> xr.DataArray:
    """Smooth a circular tuning curve by a Hanning window of unit sum.

    Args:
        response: dimensions ``dim`` (evenly around the period) and any others.
        dim: the circular dimension, in degrees.
        half_width: half width of the window at half its height, in degrees; it is zero from twice that on.
        period: degrees after which the stimulus repeats.

    Returns:
        Dimensions and coordinates as given, ``dim`` ascending around the circle.

    Raises:
        ValueError: if the samples do not divide the period evenly or the half width is not positive.
    """
    if not half_width > 0:
        raise ValueError(f"half_width must be positive, not {half_width}")
    around = circle(response, dim, period)
    place = np.sort(response[dim].values.astype(float) % period)
    distance = np.abs((place[:, None] - place + period / 2) % period - period / 2)
    window = np.where(distance < 2 * half_width, 1 + np.cos(np.pi * distance / (2 * half_width)), 0)
    weights = xr.DataArray(window / window.sum(0), dims=("_", dim))
    smoothed = xr.dot(around.drop_vars(dim), weights, dim=dim).rename({"_": dim}).assign_coords({dim: around[dim]})
    return smoothed.transpose(*response.dims).rename(response.name).assign_attrs(response.attrs)


def half_bandwidth(
    response: xr.DataArray, dim: str = "orientation", level: float = 0.707, period: float | None = 180.0
) -> xr.DataArray:
    """Half the full width of a tuning curve at a level of its peak, by linear interpolation.

    Args:
        response: dimensions ``dim`` and any others; smoothed before, if at all.
        dim: orientation or direction, in degrees.
        level: fraction of the peak, between 0 and 1.
        period: degrees after which the stimulus repeats; None for samples that do not go around the circle.

    Returns:
        In degrees. NaN where the curve does not fall to the level on both sides of its peak: count these cells.

    Raises:
        ValueError: if the samples do not divide the period evenly, or the level is out of range.

    >>> r = xr.DataArray([0.0, 1.0, 2.0, 1.0], coords={"orientation": [0, 45, 90, 135]}, dims="orientation")
    >>> half_bandwidth(r, level=0.5).item()
    45.0
    """
    require(response, dim)
    curve = response.astype(float).sortby(dim) if period is None else circle(response, dim, period)
    place = curve[dim].values.astype(float)
    low, high = _crossings(curve, dim, place if period is None else np.sort(place % period), level, period)
    return named((high - low) / 2, "half_bandwidth", response)


def octave_bandwidth(response: xr.DataArray, dim: str = "spatial_frequency", level: float = 0.5) -> xr.DataArray:
    """Full width of a tuning curve at a level of its peak, in octaves, interpolated along the logarithm of ``dim``.

    Args:
        response: dimensions ``dim`` and any others.
        dim: spatial (or temporal) frequency; positive.
        level: fraction of the peak, between 0 and 1.

    Returns:
        In octaves. NaN where the curve does not fall to the level on both sides: low-pass, high-pass and silent cells.

    Raises:
        ValueError: if a frequency is not positive, or the level is out of range.

    >>> f = [0.5, 1.0, 2.0, 4.0, 8.0]
    >>> r = xr.DataArray([0.0, 0.5, 1.0, 0.5, 0.0], coords={"spatial_frequency": f}, dims="spatial_frequency")
    >>> octave_bandwidth(r).item()
    2.0
    """
    require(response, dim)
    curve = response.astype(float).sortby(dim)
    if not (curve[dim] > 0).all():
        raise ValueError(f"{dim!r} must be positive to be measured in octaves; it is {response[dim].values}")
    low, high = _crossings(curve, dim, np.log2(curve[dim].values.astype(float)), level, None)
    return named(high - low, "octave_bandwidth", response)


def gaussian(
    orientation: xr.DataArray | np.ndarray | float,
    amplitude: xr.DataArray | float,
    centre: xr.DataArray | float,
    width: xr.DataArray | float,
    baseline: xr.DataArray | float = 0.0,
    period: float | None = 180.0,
) -> xr.DataArray | np.ndarray | float:
    """Gaussian tuning: baseline + amplitude exp(-d^2 / 2 width^2), d the distance to the centre around the circle.

    Args:
        orientation: in degrees.
        amplitude: above the baseline.
        centre: in degrees.
        width: standard deviation, in degrees.
        baseline: response far from the centre.
        period: degrees after which the stimulus repeats; None for a line instead of a circle.
    """
    distance = orientation - centre
    if period is not None:
        distance = (distance + period / 2) % period - period / 2
    return baseline + amplitude * np.exp(-(distance**2) / (2 * width**2))


def fit_gaussian(response: xr.DataArray, dim: str = "orientation", period: float | None = 180.0) -> xr.Dataset:
    """Fit a Gaussian to each tuning curve, by least squares.

    Args:
        response: dimensions ``dim`` and any others. Missing values are left out of the fit.
        dim: orientation or direction, in degrees.
        period: degrees after which the stimulus repeats; None for a line instead of a circle.

    Returns:
        ``amplitude`` (above the baseline), ``centre`` (within one period of the first sample), ``width`` (standard
        deviation) and ``baseline``. All NaN for a flat curve, fewer than five samples, or a fit that does not converge.
    """
    require(response, dim)
    fitted = xr.apply_ufunc(
        _fit_gaussian,
        response.astype(float),
        response[dim].astype(float),
        input_core_dims=[[dim], [dim]],
        output_core_dims=[["_"]],
        vectorize=True,
        kwargs={"period": period},
    )
    angle, strength = units_of(response[dim]), units_of(response)
    units = {"amplitude": strength, "centre": angle, "width": angle, "baseline": strength}
    return xr.Dataset(
        {name: named(fitted[..., i], name, response, unit) for i, (name, unit) in enumerate(units.items())}
    )


def _fit_gaussian(curve: np.ndarray, place: np.ndarray, period: float | None) -> np.ndarray:
    known = np.isfinite(curve)
    curve, x = curve[known], place[known]
    if curve.size < 5 or np.ptp(curve) == 0:
        return np.full(4, np.nan)
    low, height, span = curve.min(), np.ptp(curve), period or np.ptp(x)
    y = (curve - low) / height
    width = np.clip(y.mean() * span / np.sqrt(2 * np.pi), span / 100, span / 2)
    bounds = ([0, -np.inf, span / 1000, -np.inf], [np.inf, np.inf, span, np.inf])
    fit = least_squares(
        lambda p: gaussian(x, p[0], p[1], p[2], p[3], period) - y, (1, x[y.argmax()], width, 0), bounds=bounds
    )
    amplitude, centre, sigma, baseline = fit.x if fit.success else np.full(4, np.nan)
    if period is not None:
        centre = place[0] + (centre - place[0]) % period
    return np.array([amplitude * height, centre, sigma, low + baseline * height])


def _crossings(
    curve: xr.DataArray, dim: str, place: np.ndarray, level: float, period: float | None
) -> tuple[xr.DataArray, xr.DataArray]:
    """Where a curve has first fallen to the level, left and right of its peak; NaN where it never does."""
    if not 0 < level < 1:
        raise ValueError(f"level is a fraction of the peak between 0 and 1, not {level}")
    return xr.apply_ufunc(
        _fall_both_sides,
        curve,
        input_core_dims=[[dim]],
        output_core_dims=[[], []],
        kwargs={"place": place, "level": level, "period": period},
    )


def _fall_both_sides(
    curve: np.ndarray, place: np.ndarray, level: float, period: float | None
) -> tuple[np.ndarray, np.ndarray]:
    peak = curve.argmax(-1)
    top = curve.max(-1)
    target = np.where(top > 0, level * top, np.nan)
    if period is not None:
        peak = peak + place.size
        curve = np.concatenate([curve] * 3, -1)
        place = np.concatenate([place - period, place, place + period])
    left = _first_fall(curve[..., ::-1], -place[::-1], place.size - 1 - peak, target)
    return -left, _first_fall(curve, place, peak, target)


def _first_fall(curve: np.ndarray, place: np.ndarray, peak: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Where the curve (..., place) first falls to the target (...) beyond its peak (...)."""
    fallen = (curve <= target[..., None]) & (np.arange(place.size) > peak[..., None])
    after = fallen.argmax(-1)
    above, below = (np.take_along_axis(curve, (after - i)[..., None], -1)[..., 0] for i in (1, 0))
    drop = np.where(fallen.any(-1), above - below, np.nan)
    return place[after] - (target - below) / drop * (place[after] - place[after - 1])
