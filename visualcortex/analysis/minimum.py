"""Where a curve is least."""

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import named, require, units_of


def place_of_minimum(values: xr.DataArray, dim: str) -> xr.DataArray:
    """Where a curve is least: the vertex of the parabola through its lowest point and the two beside it.

    Where the lowest point is the first or the last it is that one, and the minimum may lie beyond it.

    Args:
        values: dimension ``dim`` and any others; three points or more.
        dim: the horizontal axis, rising.

    Returns:
        All dimensions but ``dim``, in units of its coordinate; NaN where a value is.

    Raises:
        ValueError: if the dimension is missing, or has fewer than three points or some that do not rise.

    >>> curve = xr.DataArray([4.0, 1.0, 0.0, 9.0], {"size": [0.0, 1.0, 2.0, 5.0]})
    >>> place_of_minimum(curve, "size").item()
    2.0
    """
    require(values, dim)
    at = values[dim].values.astype(float)
    if len(at) < 3 or not (np.diff(at) > 0).all():
        raise ValueError(f"{dim!r} needs three points or more that rise, not {values[dim].values}")
    place = xr.apply_ufunc(_vertex, values.astype(float), input_core_dims=[[dim]], kwargs={"at": at})
    return named(place, "place", values, units_of(values[dim])).assign_attrs(long_name=f"{dim} where it is least")


def _vertex(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    lowest = np.where(np.isnan(values), np.inf, values).argmin(-1)
    middle = np.clip(lowest, 1, len(at) - 2)
    before, here, after = (np.take_along_axis(values, (middle + i)[..., None], -1)[..., 0] for i in (-1, 0, 1))
    left, right = at[middle] - at[middle - 1], at[middle + 1] - at[middle]
    rise, fall = left * (after - here), right * (before - here)
    bend = rise + fall
    shift = np.divide(right * fall - left * rise, 2 * bend, out=np.zeros_like(bend), where=bend > 0)
    place = np.where(middle == lowest, at[middle] + shift, at[lowest])
    return np.where(np.isnan(values).any(-1), np.nan, place)
