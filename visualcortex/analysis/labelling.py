"""What every analysis asks of an array, and what it writes on its result."""

from collections.abc import Iterable

import numpy as np
import xarray as xr

from visualcortex.vocabulary import attributes

ROUNDING = 1e-6
"""Below this fraction of the maximum, a negative rate is taken for a rounding error of float32."""


def as_tuple(dim: str | Iterable[str]) -> tuple[str, ...]:
    """The names of dimensions as a tuple.

    Args:
        dim: one name, or several.
    """
    return (dim,) if isinstance(dim, str) else tuple(dim)


def require(response: xr.DataArray, *dims: str) -> None:
    """Insist on dimensions and their coordinates.

    Args:
        response: any array.
        dims: the dimensions that it must have.

    Raises:
        ValueError: if a dimension, or its coordinate, is missing.
    """
    for dim in dims:
        if dim not in response.dims:
            raise ValueError(f"no dimension {dim!r}; the array has {', '.join(map(str, response.dims)) or 'none'}")
        if dim not in response.coords:
            raise ValueError(
                f"dimension {dim!r} has no coordinate; coordinates: {', '.join(map(str, response.coords))}"
            )


def named(result: xr.DataArray, name: str, like: xr.DataArray, units: str | None = None) -> xr.DataArray:
    """A result with its name, long name and units; what was held while measuring stays in its attributes.

    Args:
        result: the numbers.
        name: a name of the vocabulary, or any other.
        like: the array it was measured on.
        units: units that differ from the vocabulary's.
    """
    labelled = result.rename(name)
    labelled.attrs = {**like.attrs, **attributes(name, units)}
    return labelled


def units_of(array: xr.DataArray) -> str:
    """Units of an array: its own, or those its name has in the vocabulary."""
    return array.attrs.get("units", attributes(str(array.name))["units"])


def even_step(array: xr.DataArray, dim: str) -> float:
    """Distance between neighbouring coordinates, in the units of ``dim``.

    Args:
        array: any array.
        dim: a dimension with a coordinate.

    Raises:
        ValueError: if there is one sample only or the samples are not evenly spaced.

    >>> even_step(xr.DataArray([5, 6, 7], coords={"time": [0.0, 0.1, 0.2]}, dims="time"), "time")
    0.1
    """
    require(array, dim)
    steps = np.abs(np.diff(array[dim].values.astype(float)))
    if not steps.size or not np.allclose(steps, steps.mean(), rtol=1e-3) or steps.mean() == 0:
        raise ValueError(f"{dim!r} must hold two or more evenly spaced samples")
    return float(np.round(steps.mean(), 9))


def circle(response: xr.DataArray, dim: str, period: float) -> xr.DataArray:
    """The response in float64, ordered once around a circle.

    Args:
        response: any array.
        dim: the dimension that goes around.
        period: once around, in the units of ``dim``.

    Raises:
        ValueError: if the samples do not divide the period evenly (0 and 180 deg of orientation are one sample).
    """
    require(response, dim)
    place = response[dim].values.astype(float) % period
    order = np.argsort(place)
    gaps = np.diff(place[order], append=place[order[:1]] + period)
    if not np.allclose(gaps, period / place.size, rtol=1e-3):
        raise ValueError(f"{dim!r} must divide {period:g} evenly, each sample once; it is {response[dim].values}")
    return response.isel({dim: order}).astype(float)


def ahead(around: xr.DataArray, dim: str, shift: float, period: float) -> xr.DataArray:
    """The response at ``dim`` + ``shift``, for each ``dim``, interpolated linearly between samples.

    Args:
        around: a response ordered by ``circle``.
        dim: the circular dimension.
        shift: in the units of ``dim``.
        period: of the circle.
    """
    whole, part = divmod(round(shift * around.sizes[dim] / period, 6), 1)
    near, far = (around.roll({dim: -int(whole) - more}, roll_coords=False) for more in (0, 1))
    return near if part == 0 else (1 - part) * near + part * far


def rates(response: xr.DataArray, dim: str) -> xr.DataArray:
    """The response where it can be a firing rate along ``dim``; elsewhere NaN.

    A curve that is zero throughout, holds a missing value, or falls below zero (by more than rounding) is none.
    """
    lowest, highest = response.min(dim, skipna=False), response.max(dim, skipna=False)
    return response.clip(min=0).where((lowest >= -ROUNDING * highest) & (highest > 0))
