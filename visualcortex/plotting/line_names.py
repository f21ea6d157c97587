"""The names of curves beside their ends, which read faster than a legend."""

import numpy as np
from matplotlib.axes import Axes


def name_ends(axes: Axes, *, least: float = 0.075, size: float = 6.5) -> None:
    """Write each curve's name to the right of its last point, in its colour, moved up or down until none overlap.

    Args:
        axes: where the curves are drawn, with its limits set; curves without a label are passed over.
        least: distance of two names, as a fraction of the height of the Axes.
        size: of the letters, in points.
    """
    lines = [line for line in axes.get_lines() if not str(line.get_label()).startswith("_")]
    ends = np.array([np.asarray(line.get_xydata())[-1] for line in lines])
    height = (axes.transData + axes.transAxes.inverted()).transform(ends)[:, 1]
    for line, place in zip(lines, apart(height, least), strict=True):
        style: dict = {"color": line.get_color(), "fontsize": size, "va": "center", "linespacing": 0.95}
        axes.text(1.02, place, str(line.get_label()), transform=axes.transAxes, **style)


def apart(places: np.ndarray, least: float) -> np.ndarray:
    """Numbers near those given, in the same order, each at least so far from the next.

    Args:
        places: any numbers.
        least: distance of neighbours.

    >>> apart(np.array([0.5, 0.0, 0.5]), 0.2).round(2).tolist()
    [0.4, 0.0, 0.6]
    """
    order = np.argsort(places, kind="stable")
    groups: list[list[float]] = []  # of places that touch: each is spread about its mean
    for place in places[order]:
        groups.append([place])
        while len(groups) > 1 and _top(groups[-2], least) + least > _bottom(groups[-1], least):
            groups[-2:] = [groups[-2] + groups[-1]]
    spread = [_bottom(group, least) + least * i for group in groups for i in range(len(group))]
    result = np.empty(len(places))
    result[order] = spread
    return result


def _bottom(group: list[float], least: float) -> float:
    return float(np.mean(group)) - least * (len(group) - 1) / 2


def _top(group: list[float], least: float) -> float:
    return float(np.mean(group)) + least * (len(group) - 1) / 2
