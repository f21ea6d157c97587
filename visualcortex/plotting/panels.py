"""Panels: each draws one labelled array on one Axes; labels and units come from the array."""

from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from visualcortex.plotting.style import PUBLISHED, colours, label


def curves(
    axes: Axes, response: xr.DataArray, dim: str, *, hue: str = "site", normalise: bool = False, **style: Any
) -> None:
    """One curve for every value of ``hue``.

    Args:
        axes: where to draw.
        response: (hue, dim), or (dim,) for a single curve.
        dim: the horizontal axis.
        hue: the dimension that tells curves apart; sites have colours of their own.
        normalise: divide every curve by its maximum.
        style: passed on to `Axes.plot`.
    """
    if hue not in response.dims:
        response = response.expand_dims({hue: [""]})
    names = [str(name) for name in response[hue].values]
    shades: dict = colours(names) if hue == "site" else {}
    for name, value in zip(names, response.transpose(hue, dim), strict=True):
        shown = value / value.max() if normalise else value
        own = {"color": shades[name]} if name in shades else {}
        axes.plot(response[dim], shown, label=name or None, **{**own, **style})
    axes.set_xlabel(label(response[dim]))
    axes.set_ylabel("response / maximum" if normalise else label(response))
    if len(names) > 1:
        axes.legend()


def points(axes: Axes, published: Any, *, name: str = "published", **style: Any) -> None:
    """Published points, black on every figure.

    Args:
        axes: where to draw.
        published: pairs (x, y).
        name: for the legend.
        style: passed on to `Axes.plot`.
    """
    x, y = np.asarray(published, float).T
    axes.plot(
        x, y, **{"color": PUBLISHED, "marker": "o", "linestyle": "none", "label": name, "markersize": 3.5, **style}
    )


def image(axes: Axes, picture: xr.DataArray, *, cmap: str = "gray", symmetric: bool = True, **style: Any) -> AxesImage:
    """A map over the visual field, y upwards.

    Args:
        axes: where to draw.
        picture: (y, x), or any two dimensions with evenly spaced coordinates, the vertical one first.
        cmap: colours.
        symmetric: put zero in the middle of the colours.
        style: passed on to `Axes.imshow`.
    """
    rows, columns = (picture[dim] for dim in picture.dims)
    limit = float(np.abs(picture).max()) or 1.0
    range_ = {"vmin": -limit, "vmax": limit} if symmetric else {}
    extent = (*_edges(columns.values), *_edges(rows.values))
    values = picture.values if rows[0] > rows[-1] else picture.values[::-1]
    drawn = axes.imshow(values, cmap=cmap, extent=extent, **{**range_, **style})
    axes.set_xlabel(label(columns))
    axes.set_ylabel(label(rows))
    return drawn


def histogram(axes: Axes, counts: xr.DataArray, dim: str, **style: Any) -> None:
    """Counts in bins, as bars that touch.

    Args:
        axes: where to draw.
        counts: (dim,), with bin centres as coordinate.
        dim: the dimension of bins.
        style: passed on to `Axes.bar`.
    """
    centres = counts[dim].values
    axes.bar(centres, counts, width=float(np.diff(centres).mean()), **{"edgecolor": "white", "linewidth": 0.5, **style})
    axes.set_xlabel(label(counts[dim]))
    axes.set_ylabel(label(counts))


def _edges(centres: np.ndarray) -> tuple[float, float]:
    half = abs(float(centres[1] - centres[0])) / 2 if len(centres) > 1 else 0.5
    return float(centres.min()) - half, float(centres.max()) + half
