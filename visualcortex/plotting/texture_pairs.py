"""Pairs of textures: displays with what a model makes of them, predictions against people, and rank correlations."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType

from visualcortex.plotting.strips import scattered
from visualcortex.plotting.style import label

GLYPHS = {"X": "×", "square": "□", "triangle": "△", "arrow": "→", "mirror R": "Я"}


def short(pair: str) -> str:
    """The name of a pair in signs.

    Args:
        pair: two micropatterns, as "triangle / arrow".

    >>> short("triangle / arrow"), short("T / L")
    ('△ →', 'T L')
    """
    return " ".join(GLYPHS.get(name, name) for name in pair.split(" / "))


def displays(above: Sequence[Axes], below: Sequence[Axes], images: xr.DataArray, maps: xr.DataArray) -> None:
    """Displays in a row and, beneath them, maps of the same places, all in one range of colours from 0.

    Args:
        above: where to draw the displays, one Axes for each.
        below: where to draw the maps.
        images: (example, y, x), contrasts from -1 to 1.
        maps: (example, rf_y, rf_x); the range ends at the largest value in the middle half of the columns.
    """
    highest = float(maps.where(abs(maps.rf_x) < float(maps.rf_x.max()) / 2).max())
    for axes, image in zip(above, images, strict=True):
        axes.imshow(image, cmap="gray", vmin=-1, vmax=1, interpolation="antialiased")
        axes.set_title(short(str(image.example.item())), loc="center")
    for axes, one in zip(below, maps, strict=True):
        axes.imshow(one, cmap="magma", vmin=0, vmax=highest, interpolation="bilinear")
    for axes in (*above, *below):
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(False)


def banded(axes: Axes, mean: xr.DataArray, half: xr.DataArray, dim: str, **style: Any) -> None:
    """A curve in its interval.

    Args:
        axes: where to draw.
        mean: (dim,).
        half: half the width of the interval, (dim,).
        dim: the horizontal axis.
        style: passed on to `Axes.plot`.
    """
    (line,) = axes.plot(mean[dim], mean, **style)
    axes.fill_between(mean[dim], mean - half, mean + half, color=line.get_color(), alpha=0.2, linewidth=0)


def against(
    axes: Axes, x: xr.DataArray, y: xr.DataArray, error: xr.DataArray | None = None, *, named: bool = True, **style: Any
) -> None:
    """Two numbers of every pair against each other, as dots with its name.

    Args:
        axes: where to draw.
        x: (pair,); pairs without a value are left out.
        y: (pair,).
        error: half the width of the interval of y, (pair,).
        named: whether names stand beside the dots: left of it where another follows closely on its right.
        style: passed on to `Axes.errorbar`.
    """
    x = x.dropna("pair").sortby("pair").sortby(x.dropna("pair"))
    y = y.sel(pair=x.pair)
    bars = None if error is None else error.sel(pair=x.pair)
    axes.errorbar(x, y, bars, **{"fmt": "o", "elinewidth": 0.8, **style})
    close = np.diff(x, append=np.inf) < 0.06 * float(x.max() - x.min())
    for pair, place, height, left in zip(x.pair.values, x.values, y.values, close, strict=True):
        if named:
            shift, side = ((-4, 1), "right") if left else ((4, 1), "left")
            axes.annotate(short(str(pair)), (place, height), shift, textcoords="offset points", fontsize=6.5, ha=side)
    axes.set(xlabel=label(x), ylabel=label(y))


def correlations(
    axes: Axes,
    rows: Mapping[str, xr.DataArray],
    shades: Mapping[str, ColorType],
    *,
    dim: str,
    rare: float,
    ticks: Mapping[str, xr.DataArray] | None = None,
) -> None:
    """Rank correlations, one row for each predictor: dots of the first condition are filled, of others open.

    Args:
        axes: where to draw.
        rows: for each name (dim,), or (dim, samples) for a cloud of samples with a line at their median; missing ones
            are left out.
        shades: a colour for each name.
        dim: the conditions.
        rare: the least correlation that is rare by chance; from it on the ground is grey.
        ticks: other correlations of some of the names, (dim,), as upright ticks.
    """
    ticks = ticks or {}
    axes.axvspan(rare, 1.05, color="0.93", linewidth=0, zorder=0)
    for place, (name, row) in enumerate(rows.items()):
        for i, values in enumerate(row.transpose(dim, ...).values.reshape(row.sizes[dim], -1)):
            height = place + 0.44 * ((i + 0.5) / row.sizes[dim] - 0.5)
            cloud = len(values) > 1
            look: dict[str, Any] = {"markersize": 2, "markeredgewidth": 0.5} if cloud else {"markersize": 5}
            look |= {"color": shades[name], "markerfacecolor": "none" if i else shades[name], "clip_on": False}
            axes.plot(values, height + 0.12 * scattered(len(values)) * cloud, "o", **look)
            if name in ticks:
                axes.plot(ticks[name].values[i], height, "|", color=shades[name], markersize=6)
            if cloud:
                axes.vlines(np.nanmedian(values), height - 0.2, height + 0.2, color="black", linewidth=1.2, zorder=3)
    axes.set(yticks=range(len(rows)), yticklabels=list(rows), ylim=(len(rows) - 0.5, -0.5), xlim=(None, 1.05))
    axes.set_xlabel(label(next(iter(rows.values()))))
