"""Populations: histograms one over the other, and medians with their quartiles; what was published in black."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

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
    beside = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 6}
    axes.annotate("median, quartiles", (quartiles[1], height), **beside)
    axes.set_ylim(0, 1.1 * height)


def middle_half(
    axes: Axes,
    place: float,
    median: float,
    quartiles: Sequence[float] | np.ndarray | None = None,
    *,
    interval: Sequence[float] | np.ndarray | None = None,
    members: Sequence[float] | np.ndarray = (),
    hollow: bool = False,
    color: Any = PUBLISHED,
) -> None:
    """A median, the quartiles as a thin line, and the interval of the median as a thick one.

    Args:
        axes: where to draw.
        place: on the horizontal axis.
        median: of a population, or what else stands for it.
        quartiles: the lower and the upper one, if they are to be drawn.
        interval: of the median, low and high.
        members: medians of the parts of the population, as small dots beside it.
        hollow: leave the mark of the median open.
        color: of all.
    """
    for ends, width in ((quartiles, 0.9), (interval, 3.0)):
        if ends is not None:
            axes.vlines(place, ends[0], ends[1], colors=color, linewidth=width)
    face, edge = ("white", 0.9) if hollow else (color, 0)
    axes.plot(place, median, "o", color=color, markersize=4, markerfacecolor=face, markeredgewidth=edge)
    axes.plot(np.full(len(members), place + 0.2), members, ".", color=color, markersize=2.5)


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
