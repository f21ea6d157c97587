"""Recognition: scenes in a row, the share that is recognised as a curve with its error, and the way from SUM to MAX."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from visualcortex.plotting.invariance import standard_error
from visualcortex.plotting.style import label


def scenes(grid: Iterable[Axes], images: xr.DataArray) -> None:
    """Pictures side by side, each with its name above.

    Args:
        grid: where to draw, one Axes for each.
        images: (scene, y, x), contrasts from -1 to 1.
    """
    for axes, image in zip(grid, images, strict=True):
        axes.imshow(image, cmap="gray", vmin=-1, vmax=1)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        axes.set_title(str(image.scene.item()), fontsize=7, loc="center", pad=3, linespacing=1.1)


def averages(axes: Axes, values: xr.DataArray, dim: str, *, at: ArrayLike | None = None, **style: Any) -> None:
    """The mean over clips along a dimension, in a band of two standard errors to either side.

    Args:
        axes: where to draw.
        values: (dim, clip).
        dim: the horizontal axis.
        at: where its coordinates lie on it; by default at their values.
        style: passed on to `Axes.plot`.
    """
    along = values[dim].values if at is None else np.asarray(at)
    mean = values.mean("clip")
    error = 2 * standard_error(values.transpose(dim, "clip"))
    (line,) = axes.plot(along, mean, **style)
    axes.fill_between(along, mean - error, mean + error, color=line.get_color(), alpha=0.15, linewidth=0)
    axes.set(xlabel=label(values[dim]), ylabel=label(values))


def from_sum_to_max(axes: Axes, exponents: Sequence[float]) -> np.ndarray:
    """Make the horizontal axis one of exponents, logarithmic between SUM at the left end and MAX at the right.

    Args:
        axes: whose axis it is.
        exponents: from 0 (SUM) to infinity (MAX), rising.

    Returns:
        The places of the exponents.
    """
    finite = [value for value in exponents if 0 < value < np.inf]
    places = np.clip(np.asarray(exponents, float), finite[0] / 3, finite[-1] * 3)
    inner = [tick for tick in (1.0, 3.0, 10.0, 30.0, 100.0) if finite[0] <= tick <= finite[-1]]
    axes.set_xscale("log")
    axes.set_xticks([places[0], *inner, places[-1]], ["SUM\n0", *(f"{tick:g}" for tick in inner), "MAX\n∞"])
    axes.minorticks_off()
    return places


def afferents(axes: Axes, features: xr.DataArray, count: int, shown: Mapping[str, Mapping[str, Any]]) -> None:
    """What the afferents of a unit respond, from the one most excited by its training view on.

    Args:
        axes: where to draw.
        features: responses (shown, feature), to the "training view" among others.
        count: of the unit's afferents.
        shown: a style for each curve, passed on to `Axes.plot`.
    """
    order = np.argsort(-features.sel(shown="training view").values, kind="stable")[:count]
    for name, style in shown.items():
        values = features.sel(shown=name)[{"feature": order}]
        axes.plot(np.arange(1, count + 1), values, label=name, **{"linewidth": 1.2, **style})
    axes.set(xlabel="afferent of one unit", ylabel=label(features))
