"""Tuning curves laid over each other: every unit's response against the distance from what it prefers."""

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import circle


def about(
    response: xr.DataArray,
    preferred: xr.DataArray | float,
    dim: str = "orientation",
    *,
    to: str = "tilt",
    period: float = 180.0,
) -> xr.DataArray:
    """Tuning curves about their preferred stimulus.

    Args:
        response: dimensions ``dim`` (evenly around the period) and any others.
        preferred: of every unit, in degrees (the nearest sample is taken); NaN for a unit that prefers none.
        dim: orientation or direction, in degrees.
        to: name of the new dimension, ``dim`` less the preferred one.
        period: degrees after which the stimulus repeats.

    Returns:
        Dimension ``to``, ascending from minus half the period, in place of ``dim``; NaN for a unit that prefers none.

    Raises:
        ValueError: if the samples do not divide the period evenly.

    >>> r = xr.DataArray([1.0, 2.0, 9.0, 3.0], coords={"orientation": [0, 45, 90, 135]}, dims="orientation")
    >>> about(r, 90.0).tilt.values, about(r, 90.0).values
    (array([-90., -45.,   0.,  45.]), array([1., 2., 9., 3.]))
    """
    around = circle(response, dim, period)
    count = around.sizes[dim]
    prefers = xr.DataArray(preferred).reset_coords(drop=True)
    steps = xr.DataArray(np.arange(count) - count // 2, dims=to)
    first = float(around[dim][0]) % period
    place = np.rint((prefers.fillna(0) - first) * count / period).astype(int) + steps
    aligned = around.isel({dim: place % count}).drop_vars(dim).where(prefers.notnull())
    meaning = {"long_name": f"{to} from the optimum", "units": "deg"}
    order = [to if name == dim else name for name in response.dims]
    aligned = aligned.assign_coords({to: (to, steps.values * period / count, meaning)}).transpose(*order, ...)
    return aligned.rename(response.name).assign_attrs(response.attrs)
