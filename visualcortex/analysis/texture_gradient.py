"""The texture gradient: how steeply the responses to a display change where one texture borders on another.

[1] Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from scipy.ndimage import gaussian_filter

from visualcortex.analysis.labelling import as_tuple, even_step, named, require, units_of
from visualcortex.vocabulary import unknown

SPACE = ("rf_y", "rf_x")


def texture_gradient(
    maps: xr.DataArray, sd: float, *, units: str | Sequence[str], space: tuple[str, str] = SPACE
) -> xr.DataArray:
    """The steepest gradient of any unit's map after a wide Gaussian: max |∇(G ∗ map)| [1].

    Args:
        maps: responses; dimensions ``units``, ``space`` and any others.
        sd: standard deviation of the Gaussian, in degrees.
        units: the dimension or dimensions of units, of which the largest gradient is taken at every place.
        space: vertical and horizontal position, in degrees and evenly spaced; beyond the edge the map goes on as there.

    Returns:
        All dimensions but ``units``, in units of the response per degree.

    Raises:
        ValueError: if a dimension is missing, positions are not evenly spaced, or the Gaussian has no width.
    """
    for name in as_tuple(units):
        if name not in maps.dims:
            raise unknown("dimension", name, map(str, maps.dims), "the array")
    if not sd > 0:
        raise ValueError(f"sd must be positive, not {sd}")
    steps = [even_step(maps, name) for name in space]
    steepness = xr.apply_ufunc(
        _steepness,
        maps.astype(float),
        input_core_dims=[space],
        output_core_dims=[space],
        kwargs=dict(sd=sd, steps=steps),
    )
    return named(steepness.max(as_tuple(units)), "texture_gradient", maps, f"{units_of(maps)}/deg")


def boundary(
    gradient: xr.DataArray,
    *,
    at: float = 0.0,
    within: float,
    beyond: float,
    margin: float,
    dim: str = "rf_x",
    along: str = "rf_y",
) -> xr.Dataset:
    """How far the gradient at a boundary stands out from that elsewhere.

    The largest value near a boundary is above the mean elsewhere even where there is no boundary. So means are compared
    with means: for a texture that is alike everywhere, ``excess`` is expected to be 0.

    Args:
        gradient: dimensions ``dim``, ``along`` and any others.
        at: where the boundary is, in degrees.
        within: distance from the boundary up to which the gradient is that of the boundary, in degrees.
        beyond: distance from it, in degrees, from which on the gradient is that of elsewhere: where the Gaussian no
            longer reaches it.
        margin: what is left out along all four edges, in degrees; the Gaussian of what goes on beyond them differs.
        dim: position across the boundary.
        along: position along it.

    Returns:
        ``profile`` (dimension ``dim``, less the margins), the mean ``along``; of it ``strength``, its mean at the
        boundary, ``elsewhere``, its mean beyond, ``excess``, the one less the other, ``highest``, its maximum beyond,
        and ``place``, where it is largest of all, in degrees.

    Raises:
        ValueError: if a dimension is missing, or no position is left at the boundary or beyond.
    """
    require(gradient, dim, along)
    profile = gradient.isel({name: _inside(gradient[name], margin) for name in (dim, along)}).mean(along)
    distance = abs(profile[dim].astype(float) - at)
    near, far = (mask.values for mask in (distance <= within, distance >= beyond))
    if not (near.any() and far.any()):
        places = f"{dim!r} has {int(near.sum())} positions within {within:g} and {int(far.sum())} beyond {beyond:g} deg"
        raise ValueError(f"{places} of {at:g}: both must be there")
    strength, others = profile.isel({dim: near}).mean(dim), profile.isel({dim: far})
    elsewhere = others.mean(dim)
    found = {
        "profile": profile,
        "strength": strength,
        "elsewhere": elsewhere,
        "excess": strength - elsewhere,
        "highest": others.max(dim),
    }
    result = {name: named(values, name, gradient, units_of(gradient)) for name, values in found.items()}
    return xr.Dataset(result | {"place": named(profile.idxmax(dim), "place", gradient, units_of(gradient[dim]))})


def _steepness(maps: np.ndarray, sd: float, steps: Sequence[float]) -> np.ndarray:
    """Length of the gradient per degree, over the last two axes."""
    widths = [sd / step for step in steps]
    slopes = [
        gaussian_filter(maps, widths, order=order, mode="nearest", axes=(-2, -1)) / step
        for order, step in zip(((1, 0), (0, 1)), steps, strict=True)
    ]
    return np.hypot(*slopes)


def _inside(places: xr.DataArray, margin: float) -> np.ndarray:
    values = places.values.astype(float)
    return (values >= values.min() + margin) & (values <= values.max() - margin)
