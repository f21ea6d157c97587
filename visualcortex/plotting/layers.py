"""The layers of a network: a number from layer to layer, and two numbers of every layer against each other."""

from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from visualcortex.plotting.invariance import standard_error
from visualcortex.plotting.style import label


def profile(
    axes: Axes,
    values: xr.DataArray,
    dim: str = "layer",
    *,
    units: str = "clip",
    networks: str | None = None,
    **style: Any,
) -> None:
    """A number from layer to layer, the first layer at 1.

    Args:
        axes: where to draw.
        values: (dim, units), or (dim, units, networks); missing units are left out.
        dim: the layers.
        units: the line is at their mean; bars are its standard error.
        networks: such as those of several seeds: the line is at the mean of their means, and instead of bars a band
            goes from the least of these to the largest.
        style: passed on to `Axes.errorbar`.
    """
    place, means = np.arange(1, values.sizes[dim] + 1), values.mean(units)
    if networks is None:
        axes.errorbar(place, means.transpose(dim), standard_error(values, units), elinewidth=0.8, **style)
    else:
        axes.plot(place, means.mean(networks), **style)
        axes.fill_between(
            place, means.min(networks), means.max(networks), color=style.get("color"), alpha=0.25, linewidth=0
        )
    axes.set_ylabel(label(values))


def path(
    axes: Axes,
    x: xr.DataArray,
    y: xr.DataArray,
    dim: str = "layer",
    *,
    units: str = "clip",
    numbered: bool = True,
    **style: Any,
) -> None:
    """Two numbers of every layer against each other, joined from the first layer to the last.

    Args:
        axes: where to draw.
        x: (dim, units); missing units are left out. The points are at the means, thin crosses their standard errors.
        y: likewise.
        dim: the layers.
        units: such as clips.
        numbered: whether a layer's number, from 1, stands in its point.
        style: passed on to `Axes.plot`.
    """
    (right, wide), (up, high) = ((v.mean(units), standard_error(v, units)) for v in (x, y))
    (line,) = axes.plot(right, up, **style)
    axes.errorbar(right, up, high, wide, fmt="none", ecolor=line.get_color(), elinewidth=0.6, alpha=0.5)
    ink = "black" if np.dot(to_rgb(line.get_markerfacecolor()), (0.299, 0.587, 0.114)) > 0.5 else "white"
    for number, place in enumerate(zip(right.values, up.values, strict=True), 1):
        if numbered and np.isfinite(place).all():
            axes.annotate(str(number), place, fontsize=5, color=ink, ha="center", va="center_baseline", zorder=5)
    axes.set(xlabel=label(x), ylabel=label(y))
