"""Pairs of textures: displays with what a model makes of them, predictions against people, and rank correlations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType

from visualcortex.plotting.strips import scattered
from visualcortex.plotting.style import label

WORD = np.array([0.2, 0.09])
"""About how large a name is, in shares of the ranges of both axes."""
SIDES = {(5, 0): ("left", (0.13, 0.0)), (-5, 0): ("right", (-0.13, 0.0))}
SIDES |= {(0, 8): ("center", (0.0, 0.085)), (0, -8): ("center", (0.0, -0.085))}
"""Where a name may stand: points from the dot, how it is aligned, and its middle in shares of the ranges."""
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


def against(
    axes: Axes, x: xr.DataArray, y: xr.DataArray, error: xr.DataArray | None = None, *, named: bool = True, **style: Any
) -> None:
    """Two numbers of every pair against each other, as dots with its name.

    Args:
        axes: where to draw.
        x: (pair,); pairs without a value are left out.
        y: (pair,).
        error: half the width of the interval of y, (pair,).
        named: whether names stand beside the dots, on the first side that is free of names and dots, those drawn before
            too; where none is, there is no name.
        style: passed on to `Axes.errorbar`.
    """
    x = x.dropna("pair").sortby("pair").sortby(x.dropna("pair"))
    y = y.sel(pair=x.pair)
    bars = None if error is None else error.sel(pair=x.pair)
    axes.errorbar(x, y, bars, **{"fmt": "o", "elinewidth": 0.8, **style})
    dots = np.concatenate([drawn.lines[0].get_xydata() for drawn in axes.containers if hasattr(drawn, "lines")])
    for pair, dot, shift in zip(x.pair.values, np.stack([x, y], 1), _free(dots, len(x)), strict=True):
        if named and shift:
            look: dict[str, Any] = {"fontsize": 6.5, "ha": SIDES[shift][0], "va": "center"}
            axes.annotate(short(str(pair)), dot, shift, textcoords="offset points", **look)
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


def _free(dots: np.ndarray, count: int) -> Iterator[tuple[int, int] | None]:
    """For the last of several dots (dot, axis), the first side that is free."""
    size = np.ptp(dots, axis=0)
    dots, names = dots / np.where(size > 0, size, 1), np.empty((0, 2))
    for dot in dots[-count:]:
        middles = {shift: dot + middle for shift, (_, middle) in SIDES.items()}
        free = (
            shift
            for shift, middle in middles.items()
            if (abs(dots - middle) > WORD / 2).any(1).all() and (abs(names - middle) >= WORD).any(1).all()
        )
        shift = next(free, None)
        if shift:
            names = np.vstack([names, middles[shift]])
        yield shift
