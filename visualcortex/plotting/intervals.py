"""Values and their intervals: curves in bands, and rows of dots, one for each site or several in a group."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType


def banded(
    axes: Axes, values: xr.DataArray, lower: xr.DataArray, upper: xr.DataArray, *, floor: float = -np.inf, **style: Any
) -> None:
    """A curve in the band of its interval, on an axis that may be logarithmic.

    Args:
        axes: where to draw.
        values: along one dimension, the horizontal axis.
        lower: lower end of the interval.
        upper: upper end.
        floor: what is below is drawn there.
        style: passed on to `Axes.plot`.
    """
    (dim,) = values.dims
    curve, low, high = (np.maximum(part, floor) for part in (values, lower, upper))
    (line,) = axes.plot(values[dim], curve, **style)
    axes.fill_between(values[dim], low, high, color=line.get_color(), alpha=0.2, linewidth=0)


def rows(
    axes: Axes,
    values: xr.DataArray,
    lower: xr.DataArray,
    upper: xr.DataArray,
    shades: ColorType | Sequence[ColorType],
    *,
    filled: bool = True,
    down: float = 0.0,
    size: float = 5.0,
) -> None:
    """A row for each value, from the top and named at the left: a dot, and its interval.

    Args:
        axes: where to draw.
        values: along one dimension, whose coordinate has the names.
        lower: lower end of the interval.
        upper: upper end.
        shades: a colour, or one for each.
        filled: whether the dots are; open ones lie behind.
        down: by how much of a row dots lie below its middle.
        size: of the dots, in points.
    """
    (dim,) = values.dims
    middles, depth = np.arange(len(values)), 2 + filled
    axes.hlines(middles + down, lower, upper, color=shades, linewidth=1.2 if size > 3 else 1.0, zorder=depth)
    faces = shades if filled else "white"
    axes.scatter(values, middles + down, s=size**2, facecolors=faces, edgecolors=shades, zorder=depth)
    names = [str(name) for name in values[dim].values]
    axes.set(yticks=middles, yticklabels=names, ylim=(len(names) - 0.5, -0.5))


def groups(
    axes: Axes, values: xr.DataArray, lower: xr.DataArray, upper: xr.DataArray, shades: Mapping[str, ColorType]
) -> None:
    """For every row a group of dots below one another, with their intervals.

    Args:
        axes: where to draw.
        values: (row, hue).
        lower: lower end of the interval.
        upper: upper end.
        shades: a colour for each value of ``hue``, in the order in which they stand.
    """
    _, hue = values.dims
    for place, (name, shade) in enumerate(shades.items()):
        one, low, high = (part.sel({hue: name}) for part in (values, lower, upper))
        rows(axes, one, low, high, shade, down=0.8 * ((place + 0.5) / len(shades) - 0.5), size=2.8)
