"""Schematics: receptive fields, cells and the lines between them, drawn at places in degrees.

A page passes places that its model computed, so that the drawing is of the model and not beside it. Plus and minus mark
the places where light excites and inhibits; a field without a sign is grey.
"""

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Circle, Rectangle, RegularPolygon
from matplotlib.transforms import Affine2D
from numpy.typing import ArrayLike

LINE = "0.25"
SHADES = {"+": "#B2182B", "−": "#2166AC", "": LINE}

Sign = Literal["+", "−", ""]
Kind = Literal["round", "pyramid"]


def blank(axes: Axes, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Turn an Axes into a sheet of paper: no frame, and a degree is as long across as up.

    Args:
        axes: where to draw.
        x: left and right end, in degrees.
        y: lower and upper end, in degrees.
    """
    axes.set(xlim=x, ylim=y, aspect="equal")
    axes.set_axis_off()


def round_field(axes: Axes, x: float, y: float, *, radius: float, sign: Sign = "+", **style: Any) -> Circle:
    """The centre of a round receptive field: a circle with its sign in the middle.

    Args:
        axes: where to draw.
        x: horizontal position in degrees.
        y: vertical position in degrees.
        radius: of the centre, in degrees.
        sign: what light does there.
        style: passed on to `Circle`.
    """
    circle = Circle((x, y), radius, **{**_look(sign), **style})
    axes.add_patch(circle)
    signs(axes, [x], [y], sign)
    return circle


def long_field(
    axes: Axes, x: float, y: float, *, orientation: float, width: float, length: float, sign: Sign = "+", **style: Any
) -> Rectangle:
    """One zone of an oriented receptive field: a rectangle with its sign in the middle.

    Args:
        axes: where to draw.
        x: horizontal position in degrees.
        y: vertical position in degrees.
        orientation: of its long axis, in degrees counter-clockwise from horizontal.
        width: across, in degrees.
        length: along, in degrees.
        sign: what light does there.
        style: passed on to `Rectangle`.
    """
    turned = Affine2D().rotate_deg(orientation).translate(x, y) + axes.transData
    zone = Rectangle((-length / 2, -width / 2), length, width, transform=turned, **{**_look(sign), **style})
    axes.add_patch(zone)
    signs(axes, [x], [y], sign)
    return zone


def signs(axes: Axes, x: Iterable[float], y: Iterable[float], sign: Sign, *, size: float = 8) -> None:
    """A sign at each of several places.

    Args:
        axes: where to draw.
        x: horizontal positions in degrees.
        y: vertical positions in degrees.
        sign: which.
        size: in points.
    """
    for across, up in zip(x, y, strict=True):
        axes.text(across, up, sign, color=SHADES[sign], fontsize=size, ha="center", va="center", clip_on=True)


def cell(
    axes: Axes, x: float, y: float, *, radius: float, colour: str, kind: Kind = "round", name: str = ""
) -> Circle | RegularPolygon:
    """A cell body, with its name below.

    Args:
        axes: where to draw.
        x: horizontal position in degrees.
        y: vertical position in degrees.
        radius: in degrees.
        colour: of the body.
        kind: "round" as in the geniculate, or a "pyramid" of the cortex.
        name: what is written below.
    """
    look: dict[str, Any] = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.6, "zorder": 3}
    body = Circle((x, y), radius, **look) if kind == "round" else RegularPolygon((x, y), 3, radius=1.3 * radius, **look)
    axes.add_patch(body)
    if name:
        axes.text(x, y - 1.6 * radius, name, ha="center", va="top", fontsize=7, linespacing=1.1)
    return body


def converge(
    axes: Axes, sources: ArrayLike, target: tuple[float, float], *, gap: float = 0.0, sign: Sign = "+", **style: Any
) -> None:
    """Lines from several cells that end on one, in a dot where they excite and in a bar where they inhibit.

    Args:
        axes: where to draw.
        sources: places (source, 2) of the first cells, in degrees.
        target: place of the second, in degrees.
        gap: how far from the middle of the second cell the lines end, in degrees.
        sign: what they do there.
        style: passed on to `Axes.plot`.
    """
    end = np.asarray(target, float)
    for start in np.atleast_2d(np.asarray(sources, float)):
        away = start - end
        stop = end + gap * away / max(float(np.hypot(*away)), gap, 1e-9)
        look = {"color": LINE, "linewidth": 0.7, "zorder": 2, **style}
        axes.plot(*zip(start, stop, strict=True), **look)
        angle = float(np.degrees(np.arctan2(away[1], away[0])))
        marker: Any = (2, 2, angle) if sign == "−" else "o"
        axes.plot(*stop, **look, linestyle="none", marker=marker, markersize=5 if sign == "−" else 2.5)


def scale_bar(axes: Axes, x: float, y: float, length: float, *, units: str = "deg") -> None:
    """A horizontal line of known length with its length below.

    Args:
        axes: where to draw.
        x: its left end, in degrees.
        y: its height, in degrees.
        length: in degrees.
        units: what is written after the number.
    """
    axes.plot([x, x + length], [y, y], color="black", linewidth=1.5, solid_capstyle="butt")
    place, below = (x + length / 2, y), (0, -3)
    axes.annotate(f"{length:g} {units}", place, below, textcoords="offset points", ha="center", va="top", fontsize=7)


def _look(sign: Sign) -> dict[str, Any]:
    return {"edgecolor": SHADES[sign], "facecolor": to_rgba(SHADES[sign], 0.1), "linewidth": 0.8}
