"""Populations: histograms side by side, and medians with their quartiles."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from visualcortex.plotting.style import PUBLISHED


def outline(axes: Axes, counts: Any, edges: Sequence[float], **style: Any) -> None:
    """A histogram, as the share of a population in each bin.

    Args:
        axes: where to draw.
        counts: in each bin.
        edges: of the bins.
        style: passed on to `Axes.stairs`.
    """
    counts = np.asarray(counts, float)
    axes.stairs(100 * counts / counts.sum(), edges, **{"linewidth": 1.2, **style})
    axes.set_ylim(0, auto=None)
    axes.set_ylabel("share of the population (%)")


def middle_half(
    axes: Axes,
    place: float,
    median: float,
    quartiles: Sequence[float] | np.ndarray | None = None,
    *,
    interval: Sequence[float] | np.ndarray | None = None,
    **style: Any,
) -> None:
    """A median, the quartiles as a thin line, and the interval of the median as a thick one.

    Args:
        axes: where to draw.
        place: on the horizontal axis.
        median: of a population.
        quartiles: the lower and the upper one, if they are to be drawn.
        interval: of the median, low and high.
        style: passed on to `Axes.plot`, as of the median.
    """
    shade = style.get("color", PUBLISHED)
    for ends, width in ((quartiles, 0.9), (interval, 3.0)):
        if ends is not None:
            axes.vlines(place, ends[0], ends[1], colors=shade, linewidth=width)
    axes.plot(place, median, **{"marker": "o", "linestyle": "none", "markersize": 4, "markeredgewidth": 0, **style})


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
