"""Populations: histograms one over the other, and medians with their quartiles; what was published in black."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType

from visualcortex.plotting.style import PUBLISHED, label


def outline(axes: Axes, counts: xr.DataArray, **style: Any) -> None:
    """A histogram, as the share of a population in each bin.

    Args:
        axes: where to draw.
        counts: as `analysis.population.histogram` gives them: dimension ``<name>_bin``, the edges beside it.
        style: passed on to `Axes.stairs`.
    """
    (dim,) = counts.dims
    low, high = (counts[f"{str(dim).removesuffix('_bin')}_{side}"].values for side in ("low", "high"))
    axes.stairs(100 * counts.values / counts.values.sum(), [*low, high[-1]], **{"linewidth": 1.2, **style})
    axes.set(xlabel=label(counts[dim]), ylabel="share of the population (%)")
    axes.set_ylim(0, auto=None)


def published_outline(axes: Axes, counts: xr.DataArray) -> None:
    """A published histogram, behind the others.

    Args:
        axes: where to draw.
        counts: as those of `outline`.
    """
    outline(axes, counts, color="0.93", fill=True, zorder=0)
    outline(axes, counts, color=PUBLISHED, linewidth=1.8)


def published_quartiles(axes: Axes, median: float, quartiles: Sequence[float]) -> None:
    """All that was published of a histogram, above those that are drawn: its median and quartiles.

    Args:
        axes: where to draw, after all else.
        median: of the published population.
        quartiles: the lower and the upper one.
    """
    height = 1.08 * axes.get_ylim()[1]
    axes.plot(quartiles, [height, height], color=PUBLISHED)
    axes.plot(median, height, "o", color=PUBLISHED)
    axes.text(quartiles[1], height, "  median, quartiles", fontsize=6, va="center")
    axes.set_ylim(0, 1.1 * height)


def side_by_side(
    axes: Axes,
    found: xr.Dataset,
    shades: Mapping[str, ColorType],
    *,
    places: str = "layer",
    hue: str = "model",
    member: str = "twin",
    hollow: Sequence[str] = (),
) -> None:
    """Medians of populations, their quartiles as thin lines, and the intervals of the medians as thick ones.

    Args:
        axes: where to draw.
        found: as `analysis.tables.summarised` gives it, for every place and hue; what is missing is not drawn.
        shades: a colour for each hue, from left to right.
        places: the dimension of the horizontal axis.
        hue: the dimension that tells apart what stands side by side.
        member: that of the parts of a population, whose medians are small dots beside its own.
        hollow: hues whose mark is left open.
    """
    for place, at in enumerate(found[places].values):
        here = [name for name in shades if found.value.sel({places: at, hue: name}).notnull()]
        for name, aside in zip(here, 0.3 * (np.arange(len(here)) - (len(here) - 1) / 2), strict=True):
            one = found.sel({places: at, hue: name}).transpose(..., member)
            _middle_half(axes, place + aside, one, color=shades[name], hollow=name in hollow)
    axes.set_xticks(range(found.sizes[places]), [str(name) for name in found[places].values])
    axes.set(xlim=(-0.5, found.sizes[places] - 0.5), ylabel=label(found.value))


def _middle_half(axes: Axes, place: float, one: xr.Dataset, *, color: ColorType, hollow: bool) -> None:
    for ends, width in (("quartiles", 0.9), ("interval", 3.0)):
        if ends in one:
            low, high = one[ends].values
            axes.vlines(place, low, high, colors=color, linewidth=width)
    face, edge = ("white", 0.9) if hollow else (color, 0)
    axes.plot(place, one.value, "o", color=color, markersize=4, markerfacecolor=face, markeredgewidth=edge)
    axes.plot(np.full(one.members.size, place + 0.2), one.members, ".", color=color, markersize=2.5)


def published_band(axes: Axes, median: float, quartiles: Sequence[float] | None = None) -> None:
    """What was published of a population: its median as a line, its quartiles as a band.

    Args:
        axes: where to draw.
        median: of the published population.
        quartiles: the lower and the upper one, if published.
    """
    if quartiles is not None:
        axes.axhspan(*quartiles, color=PUBLISHED, alpha=0.09, linewidth=0, zorder=0)
    axes.axhline(median, color=PUBLISHED, linewidth=0.9, zorder=0)
