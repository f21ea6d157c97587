"""Preference: which stimulus drives a unit best, and what it answers to that one."""

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import as_tuple, require
from visualcortex.analysis.modulation import first_harmonic, mean_rate
from visualcortex.vocabulary import attributes


@overload
def preferred(response: xr.DataArray, dim: str) -> xr.DataArray: ...
@overload
def preferred(response: xr.DataArray, dim: list[str] | tuple[str, ...]) -> xr.Dataset: ...
def preferred(response: xr.DataArray, dim: str | list[str] | tuple[str, ...]) -> xr.DataArray | xr.Dataset:
    """The stimulus to which the response is largest (of equals, the first).

    Args:
        response: dimensions ``dim`` and any others.
        dim: one dimension, or several whose joint maximum is sought.

    Returns:
        The coordinate of the maximum, ``preferred_<dim>``; for several dimensions a Dataset of coordinates, one
        variable named after each. NaN where the response is the same to every stimulus: such a unit prefers none.

    Raises:
        ValueError: if the response lacks a dimension or its coordinate.

    >>> r = xr.DataArray([1.0, 4.0, 2.0], coords={"orientation": [0, 60, 120]}, dims="orientation")
    >>> preferred(r, "orientation").item()
    60.0
    """
    dims = list(as_tuple(dim))
    require(response, *dims)
    several = any(response.sizes[name] > 1 for name in dims)
    prefers = (response.max(dims) > response.min(dims)) if several else response.notnull().all(dims)
    found = {}
    for name, place in place_of_maximum(response, dims).items():
        chosen = place.copy(data=response[name].values[place.values]).where(prefers)
        meaning = attributes(name, response[name].attrs.get("units"))
        chosen.attrs = response.attrs | meaning | {"long_name": f"preferred {meaning['long_name']}"}
        found[name] = chosen.rename(f"preferred_{name}")
    return found[dim] if isinstance(dim, str) else xr.Dataset(found)


def at(response: xr.DataArray, **coordinates: Any) -> xr.DataArray:
    """Each unit's response to its own stimulus.

    Args:
        response: dimensions those named, and any others.
        coordinates: for each stimulus dimension one value, or an array of them over units, as from ``preferred``.

    Returns:
        The response without the named dimensions; NaN where a coordinate is NaN.

    Raises:
        ValueError: if a value is not among the coordinates of the response, or the units of the two differ.

    >>> r = xr.DataArray([[1.0, 4.0], [3.0, 2.0]], coords={"orientation": [0, 90]}, dims=("cell", "orientation"))
    >>> at(r, orientation=preferred(r, "orientation")).values
    array([4., 3.])
    """
    require(response, *coordinates)
    wanted = {name: _bare(xr.DataArray(value)) for name, value in coordinates.items()}
    xr.align(response, *wanted.values(), join="exact", exclude=set(coordinates))
    chosen = response.isel({name: _place_of_value(response, name, value) for name, value in wanted.items()})
    for value in wanted.values():
        chosen = chosen.where(value.notnull())
    return chosen.drop_vars(list(coordinates))


def at_preferred(response: xr.DataArray, dim: str | Sequence[str]) -> xr.DataArray:
    """Each unit's response to the stimulus it prefers: the maximum over ``dim``, jointly.

    Every other dimension counts as a unit. To keep a dimension (phase), find the preferred stimulus of what is left
    without it: ``at(response, **preferred(mean_rate(response), ["orientation", "spatial_frequency"]))``.

    Args:
        response: dimensions ``dim`` and any others.
        dim: the dimension or dimensions to choose along; the result lacks them.

    Raises:
        ValueError: if the response lacks a dimension or its coordinate.
    """
    dims = list(as_tuple(dim))
    require(response, *dims)
    return response.isel(place_of_maximum(response, dims)).drop_vars(dims)


def preferred_grating(
    response: xr.DataArray, dim: Sequence[str] = ("orientation", "spatial_frequency"), phase: str = "phase"
) -> xr.Dataset:
    """The grating that drives a unit best, by its mean rate or by its first harmonic: maximum of max(F0, F1).

    Args:
        response: dimensions ``dim``, ``phase`` and any others.
        dim: the dimensions searched.
        phase: spatial phase of the grating, evenly around 360 deg.

    Returns:
        One variable for each dimension searched.
    """
    mean, modulated = mean_rate(response, phase), first_harmonic(response, phase)
    return preferred(mean.where(mean >= modulated, modulated), tuple(dim))


def place_of_maximum(response: xr.DataArray, dims: list[str]) -> dict[str, xr.DataArray]:
    """Where along each dimension the joint maximum lies, of equals the first; missing values are passed over.

    Args:
        response: any array.
        dims: the dimensions searched.
    """
    places = response.astype(float).fillna(-np.inf).argmax(dims)
    return {name: places[name] for name in dims}


def _place_of_value(response: xr.DataArray, name: str, value: xr.DataArray) -> xr.DataArray:
    samples = response[name].values
    match = np.isclose(samples, value.values[..., None], rtol=1e-5)
    if not (match.any(-1) | value.isnull().values).all():
        raise ValueError(f"{name!r} holds {samples}, not all of {np.unique(value.values)}")
    return value.copy(data=match.argmax(-1))


def _bare(array: xr.DataArray) -> xr.DataArray:
    """The array with the coordinates of its dimensions only."""
    return array.drop_vars([name for name in array.coords if name not in array.dims]).rename(None)
