"""ON and OFF zones of receptive fields: as crosses and triangles, as Hubel & Wiesel (1959) drew them, and in colour."""

from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb

ON, OFF, BOTH = "#B2182B", "#2166AC", "#330D48"  # the last one is darker than either: told apart without colour


def crosses_and_triangles(
    axes: Axes, on: xr.DataArray, off: xr.DataArray, *, least: float = 0.05, size: float = 4.0, **style: Any
) -> None:
    """A cross wherever light excites, a triangle wherever dark does; their areas are as the responses.

    Args:
        axes: where to draw.
        on: map (y, x) of excitation by light, not negative, evenly spaced.
        off: map of excitation by dark.
        least: the smallest fraction of the larger peak that is drawn.
        size: of the largest symbol, in points.
        style: passed on to `Axes.scatter`.
    """
    frame(axes, on)
    peak = float(max(on.max(), off.max())) or 1.0
    for zone, marker, colour in ((on, "x", ON), (off, "^", OFF)):
        y, x = np.meshgrid(zone[zone.dims[0]], zone[zone.dims[1]], indexing="ij")
        share = (zone / peak).values
        shown = share >= least
        look = {"facecolor": colour} if marker == "x" else {"facecolor": "none", "edgecolor": colour}
        axes.scatter(x[shown], y[shown], s=size**2 * share[shown], marker=marker, **{"linewidth": 0.7, **look, **style})


def frame(axes: Axes, profile: xr.DataArray) -> None:
    """Make an Axes a picture of the visual field: as large as a map, to scale, without ticks.

    Args:
        axes: where to draw.
        profile: map (y, x), evenly spaced.
    """
    (top, bottom), (left, right) = ((float(c[0]), float(c[-1])) for c in (profile[dim] for dim in profile.dims))
    half = abs(right - left) / (2 * profile.shape[1] - 2)
    axes.set(xlim=(left - half, right + half), ylim=(bottom - half, top + half), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color="0.6", linewidth=0.5)


def mixed(on: xr.DataArray, off: xr.DataArray, dims: tuple[str, str] = ("y", "x"), exponent: float = 0.5) -> np.ndarray:
    """Colours of two maps in one picture: white where neither is, the colour of each, a dark one where both are.

    Args:
        on: maps of excitation by light, not negative; dimensions ``dims``, last, and any others.
        off: maps of excitation by dark.
        dims: the dimensions of a map.
        exponent: of the fraction of the peak; below 1 it brings out weak responses.

    Returns:
        Red, green and blue in a further dimension, 0 to 1; each map scaled by the larger of its peaks.
    """
    peak = xr.where(on.max(dims) > off.max(dims), on.max(dims), off.max(dims))
    a, b = (
        (zone / peak.where(peak > 0, 1.0)).transpose(..., *dims).values[..., None] ** exponent for zone in (on, off)
    )
    white, light, dark, both = (np.array(to_rgb(colour)) for colour in ("white", ON, OFF, BOTH))
    return (1 - a) * (1 - b) * white + a * (1 - b) * light + (1 - a) * b * dark + a * b * both


def mosaic(axes: Axes, pictures: np.ndarray, columns: int, *, gap: int = 1) -> None:
    """Many pictures of one size in rows, the first at the top left.

    Args:
        axes: where to draw; it loses its frame.
        pictures: colours (picture, y, x, 3).
        columns: pictures in a row.
        gap: samples between neighbours, light grey.
    """
    count, height, width, _ = pictures.shape
    rows = -(-count // columns)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap, 3), 0.85)
    for number, picture in enumerate(pictures):
        top, left = (number // columns) * (height + gap), (number % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = picture
    axes.imshow(sheet)
    axes.set_axis_off()


def signed(axes: Axes, profile: xr.DataArray, *, ends: tuple[str, str] = (OFF, ON), **style: Any) -> None:
    """A map with negative and positive values, white at zero.

    Args:
        axes: where to draw.
        profile: map (y, x), evenly spaced.
        ends: colours of the most negative and the most positive value there can be.
        style: passed on to `Axes.imshow`.
    """
    frame(axes, profile)
    limit = float(abs(profile).max()) or 1.0
    edges = (*axes.get_xlim(), *axes.get_ylim())
    shades = LinearSegmentedColormap.from_list("signed", (ends[0], "white", ends[1]))
    axes.imshow(profile, extent=edges, **{"cmap": shades, "vmin": -limit, "vmax": limit, **style})
