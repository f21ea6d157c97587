"""Invariance: tuning beside the best of the distractors, and mean ranges beside those published."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType

from visualcortex.plotting.panels import image
from visualcortex.plotting.style import PUBLISHED, label


def above_distractors(axes: Axes, response: xr.DataArray, dim: str, best: xr.DataArray | float, **style: Any) -> None:
    """A tuning curve and, as a dashed line, the response to the best distractor: what lies above it is recognised.

    Args:
        axes: where to draw.
        response: (dim,).
        dim: what is varied.
        best: the response to the best distractor.
        style: of the curve, passed on to `Axes.plot`.
    """
    (line,) = axes.plot(response[dim], response, **{"marker": "o", "markersize": 2.5, "linewidth": 1.2, **style})
    axes.axhline(float(best), color=line.get_color(), linestyle="--", linewidth=0.9)
    axes.set(xlabel=label(response[dim]), ylabel=label(response), ylim=(0, 1.05))


def distractors(axes: Axes, response: xr.DataArray, dim: str = "distractor", **style: Any) -> None:
    """The response to every distractor in the order shown, to the right of a tuning curve, and the best one's.

    Args:
        axes: where to draw.
        response: (dim,).
        dim: the distractors.
        style: passed on to `Axes.plot`.
    """
    count = response.sizes[dim]
    (line,) = axes.plot(
        np.arange(1, count + 1), response, **{"marker": ".", "linestyle": "none", "markersize": 3, **style}
    )
    axes.axhline(float(response.max()), color=line.get_color(), linestyle="--", linewidth=0.9)
    axes.set(xticks=(1, count), xlabel=f"{dim}s", xlim=(1 - 0.1 * count, 1.1 * count), ylim=(0, 1.05))
    axes.tick_params(labelleft=False)


def places(axes: Axes, response: xr.DataArray, best: xr.DataArray | float, **style: Any) -> None:
    """Responses over the field, black 0 and white 1, and an outline where they are those to the best distractor.

    Args:
        axes: where to draw.
        response: (y, x).
        best: the response to the best distractor.
        style: of the outline, passed on to `Axes.contour`.
    """
    image(axes, response, symmetric=False, vmin=0, vmax=1)
    across, up = response["x"], response["y"]
    axes.contour(across, up, response.transpose("y", "x"), levels=[float(best)], **{"linewidths": 1, **style})
    axes.set(xlabel="x (deg)", ylabel="y (deg)")


def ranges(
    axes: Axes,
    values: xr.DataArray,
    shades: Mapping[str, ColorType],
    *,
    rows: str = "model",
    hue: str = "pooling",
    over: str = "clip",
    published: Mapping[str, float] | None = None,
) -> None:
    """Means of populations, one below the other, and what was published of a row as a black bar across it.

    The mark is at the mean; a thick line reaches two standard errors to either side, a thin one from the lower to the
    upper quartile.

    Args:
        axes: where to draw.
        values: (rows, hue, over); a population without any is left out.
        shades: a colour for each hue, from top to bottom.
        rows: the dimension of the vertical axis.
        hue: the dimension that tells apart what stands in one row.
        over: the members of a population.
        published: the published mean of some rows.
    """
    names = [str(name) for name in values[rows].values]
    apart = 0.7 / len(shades)
    for row, name in enumerate(names):
        for place, (kind, shade) in enumerate(shades.items()):
            one = values.sel({rows: name, hue: kind}).dropna(over)
            if one.size:
                _population(axes, row + apart * (place - (len(shades) - 1) / 2), one.values, shade)
        if published and name in published:
            axes.plot([published[name]] * 2, [row - 0.45, row + 0.45], color=PUBLISHED, linewidth=2, zorder=1)
    axes.set_yticks(range(len(names)), names)
    axes.set(ylim=(len(names) - 0.5, -0.5), xlabel=label(values))
    axes.tick_params(axis="y", length=0)
    axes.hlines(np.arange(len(names) - 1) + 0.5, 0, 1, transform=axes.get_yaxis_transform(), color="0.9", linewidth=0.6)


def standard_error(values: xr.DataArray, over: str = "clip") -> xr.DataArray:
    """The standard error of a mean, from the spread of what it is the mean of.

    Args:
        values: dimension ``over`` and any others; missing ones do not count.
        over: the members of a population.
    """
    return values.std(over, ddof=1) / np.sqrt(values.count(over))


def _population(axes: Axes, height: float, values: np.ndarray, shade: ColorType) -> None:
    mean, error = values.mean(), values.std(ddof=1) / np.sqrt(values.size) if values.size > 1 else 0.0
    low, high = np.quantile(values, (0.25, 0.75))
    axes.hlines(height, low, high, colors=[shade], linewidth=0.8, zorder=2)
    axes.hlines(height, mean - 2 * error, mean + 2 * error, colors=[shade], linewidth=2.6, zorder=3)
    axes.plot(mean, height, "o", color=shade, markersize=3.6, zorder=4)
