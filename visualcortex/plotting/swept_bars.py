"""A bar swept over a receptive field, and the spikes it calls forth, as Hubel & Wiesel drew them."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle


def icon(
    axes: Axes, orientation: float, *, field_orientation: float, field_size: float, width: float, length: float
) -> None:
    """A bar on a dashed square receptive field, with the double arrow of its sweep.

    Args:
        axes: where to draw; its frame is taken away.
        orientation: of the bar, in degrees.
        field_orientation: of the sides of the receptive field, in degrees.
        field_size: its side, in degrees of visual angle.
        width: of the bar, likewise.
        length: of the bar.
    """
    square = _rectangle(field_size, field_size, field_orientation)
    bar = _rectangle(length, width, orientation)
    square.set(fill=False, edgecolor="0.45", linestyle=(0, (3, 2)), linewidth=0.9)
    bar.set(facecolor="black", edgecolor="none", zorder=3)
    across = np.deg2rad(orientation + 90)
    x, y = 0.55 * length * np.cos(across), 0.55 * length * np.sin(across)
    style: dict[str, Any] = {"arrowstyle": "<|-|>", "mutation_scale": 6, "color": "0.25", "linewidth": 0.8}
    arrow = FancyArrowPatch((-x, -y), (x, y), shrinkA=0, shrinkB=0, **style)
    for patch in (square, arrow, bar):
        axes.add_patch(patch)
    half = 0.6 * max(length, 2**0.5 * field_size)
    axes.set(xlim=(-half, half), ylim=(-half, half), aspect="equal")
    axes.axis("off")


def spike_records(axes: Axes, times: np.ndarray, duration: float, **style: Any) -> None:
    """The first record as a spike trace on a baseline; below it all others as rows of ticks.

    Args:
        axes: where to draw; only its time axis is kept.
        times: spike times in s (trial, spike), missing ones NaN.
        duration: of a record, in s.
        style: of the ticks of the further records, passed on to `Axes.eventplot`.
    """
    first, *others = [row[np.isfinite(row)] for row in np.asarray(times, float)]
    axes.hlines(0, 0, duration, color="black", linewidth=1.0)
    axes.vlines(first, -1, 1, color="black", linewidth=0.7)
    rows = [-1.6 - 0.5 * i for i in range(len(others))]
    if others:
        axes.eventplot(others, lineoffsets=rows, **{"linelengths": 0.38, "linewidths": 0.6, "colors": "0.4", **style})
    axes.set(xlim=(0, duration), ylim=(min(rows, default=-1.0) - 0.4, 1.15), yticks=[], xlabel="time (s)")
    axes.spines["left"].set_visible(False)


def _rectangle(length: float, width: float, orientation: float) -> Rectangle:
    """A rectangle about the origin."""
    return Rectangle((-length / 2, -width / 2), length, width, angle=orientation, rotation_point="center")
