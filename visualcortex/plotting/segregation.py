"""Textures as in print, and curves in bands of their intervals."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType

from visualcortex.plotting.style import label


def displayed(axes: Axes, image: xr.DataArray, strongest: float) -> None:
    """A display as in print: what is light on grey is drawn dark on white.

    Args:
        axes: where to draw.
        image: contrasts (y, x), none below 0.
        strongest: contrast that is black.
    """
    axes.imshow(image, cmap="gray_r", vmin=0, vmax=strongest, interpolation="antialiased")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def banded(
    axes: Axes, values: xr.DataArray, lower: xr.DataArray, upper: xr.DataArray, *, floor: float, **style: Any
) -> None:
    """A curve in the band of its interval, on an axis that may be logarithmic.

    Args:
        axes: where to draw.
        values: along one dimension.
        lower: lower end of the interval.
        upper: upper end.
        floor: what is below is drawn there.
        style: passed on to `Axes.plot`.
    """
    (dim,) = values.dims
    curve, low, high = (np.maximum(part, floor) for part in (values, lower, upper))
    (line,) = axes.plot(values[dim], curve, **style)
    axes.fill_between(values[dim], low, high, color=line.get_color(), alpha=0.2, linewidth=0)
    axes.set(xlabel=label(values[dim]), ylabel=label(values))


def intervals(
    axes: Axes,
    values: xr.DataArray,
    lower: xr.DataArray,
    upper: xr.DataArray,
    shades: Sequence[ColorType],
    *,
    filled: bool = True,
) -> None:
    """One line for each site, from the top: its value as a dot, and its interval.

    Args:
        axes: where to draw.
        values: (site,).
        lower: lower end of the interval.
        upper: upper end.
        shades: a colour for each.
        filled: whether the dots are; open ones lie behind.
    """
    names = [str(name) for name in values.site.values]
    for place, shade in enumerate(shades):
        ends = [float(end[place]) for end in (lower, upper)]
        face = shade if filled else "white"
        axes.plot(ends, [place, place], color=shade, linewidth=1.2, zorder=2 + filled)
        axes.plot(float(values[place]), place, "o", color=shade, markerfacecolor=face, zorder=2 + filled)
    axes.set(yticks=range(len(names)), yticklabels=names, ylim=(len(names) - 0.5, -0.5))
