"""A hierarchy of maps and cells as one drawing: every picture at its place in inches, with the lines between layers.

A solid line is a weighted sum or the match of a template, a dashed one a MAX, as Riesenhuber & Poggio (1999) drew them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Circle, Patch, Rectangle
from matplotlib.typing import ColorType

from visualcortex.plotting.style import canvas

Kind = Literal["sum", "max"]
Point = tuple[float, float]

DASHES = {"sum": "-", "max": (0, (3.5, 1.8))}


class Frame(NamedTuple):
    """A square window on the visual field, laid on a sheet.

    Args:
        left: its left end on the sheet, in inches.
        bottom: its lower end, in inches.
        side: in inches.
        reach: from its middle, which is the centre of gaze, to its ends, in degrees.
    """

    left: float
    bottom: float
    side: float
    reach: float

    @property
    def middle(self) -> Point:
        """Where on the sheet its middle lies."""
        return self.left + self.side / 2, self.bottom + self.side / 2

    def place(self, x: float, y: float) -> Point:
        """Where on the sheet a place of the visual field lies.

        Args:
            x: horizontal position in degrees.
            y: vertical position in degrees.

        >>> Frame(left=1.0, bottom=2.0, side=0.5, reach=2.0).place(2.0, 0.0)
        (1.5, 2.25)
        """
        return self.middle[0] + self.length(x), self.middle[1] + self.length(y)

    def length(self, degrees: float) -> float:
        """How long a distance in the visual field is on the sheet.

        Args:
            degrees: the distance.
        """
        return degrees * self.side / (2 * self.reach)


def sheet(height: float) -> tuple[Figure, Axes]:
    """An empty figure, and an Axes over all of it whose coordinates are inches from the lower left.

    Args:
        height: in inches.
    """
    drawing = canvas(height)
    drawing.set_layout_engine("none")
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, drawing.get_figwidth()), ylim=(0, height), autoscale_on=False)
    axes.set_axis_off()
    return drawing, axes


def inset(drawing: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Ordinary Axes on a sheet.

    Args:
        drawing: the figure.
        left: the left end of its plotting area, in inches.
        bottom: its lower end, in inches.
        width: of the area, in inches.
        height: of the area, in inches.
    """
    whole = np.array([*drawing.get_size_inches()] * 2)
    return drawing.add_axes(tuple(np.array([left, bottom, width, height]) / whole))


def shades(colour: ColorType) -> LinearSegmentedColormap:
    """Colours from white to a colour, and on to a darker one.

    Args:
        colour: that of the cells.
    """
    dark = tuple(0.35 * channel for channel in to_rgb(colour))
    return LinearSegmentedColormap.from_list("responses", [(0.0, "white"), (0.65, colour), (1.0, dark)])


def field_map(axes: Axes, frame: Frame, values: xr.DataArray, *, round: bool = False, **style: Any) -> AxesImage:
    """A map over the visual field in a frame: each unit a square about its place, cut off at the frame.

    Args:
        axes: the sheet.
        frame: where, and which part of the visual field.
        values: (y, x), with evenly spaced places in degrees, the rows from the top down.
        round: whether the frame is a circle.
        style: passed on to `Axes.imshow`.
    """
    down, right = (values[dim].values for dim in values.dims)
    half_down, half_right = ((places.max() - places.min()) / (2 * len(places) - 2) for places in (down, right))
    left, bottom = frame.place(right[0] - half_right, down[-1] - half_down)
    end, top = frame.place(right[-1] + half_right, down[0] + half_down)
    drawn = axes.imshow(values.values, extent=(left, end, bottom, top), aspect="auto", **{"zorder": 2, **style})
    border = _border(frame, round=round)
    border.set(fill=False, edgecolor="0.55", linewidth=0.5, zorder=3)
    axes.add_patch(border)
    drawn.set_clip_path(border)
    return drawn


def cards(axes: Axes, frame: Frame, behind: int, *, offset: float = 0.03, **style: Any) -> list[Point]:
    """Empty frames that peep out to the upper right behind one, for maps of the same kind that are not drawn.

    Args:
        axes: the sheet.
        frame: the frame in front.
        behind: how many there are behind it.
        offset: from one to the next, in inches.
        style: passed on to `Rectangle`.

    Returns:
        The middles of the upper ends of all, that in front first.
    """
    look = {"facecolor": "white", "edgecolor": "0.55", "linewidth": 0.5, **style}
    for number in range(behind, 0, -1):
        corner = (frame.left + number * offset, frame.bottom + number * offset)
        axes.add_patch(Rectangle(corner, frame.side, frame.side, zorder=1.5 - 0.01 * number, **look))
    return [(frame.middle[0] + n * offset, frame.bottom + frame.side + n * offset) for n in range(behind + 1)]


def window(axes: Axes, frame: Frame, x: float, y: float, side: float, **style: Any) -> Rectangle:
    """A square of the visual field, such as a receptive field or the window of a pool, to scale.

    Args:
        axes: the sheet.
        frame: on which it lies.
        x: horizontal position of its middle, in degrees.
        y: vertical position, in degrees.
        side: in degrees.
        style: passed on to `Rectangle`.
    """
    corner, length = frame.place(x - side / 2, y - side / 2), frame.length(side)
    square = Rectangle(corner, length, length, **{"fill": False, "linewidth": 0.8, "zorder": 7, **style})
    axes.add_patch(square)
    return square


def cell(axes: Axes, at: Point, orientations: Sequence[float], *, radius: float, colour: ColorType) -> Circle:
    """A cell as a circle with what it prefers: one bar, or four in a square, from the upper left to the lower right.

    Args:
        axes: the sheet.
        at: its middle, in inches.
        orientations: of the bars, in degrees.
        radius: in inches.
        colour: of circle and bars.

    Raises:
        ValueError: if there are neither one nor four bars.
    """
    if len(orientations) not in (1, 4):
        raise ValueError(f"a cell is drawn with one bar or with four, not {len(orientations)}")
    body = Circle(at, radius, facecolor="white", edgecolor=colour, linewidth=0.7, zorder=5)
    axes.add_patch(body)
    single = len(orientations) == 1
    aside, half = (0.0, 0.62 * radius) if single else (0.38 * radius, 0.3 * radius)
    corners = [(-1, 1), (1, 1), (-1, -1), (1, -1)]
    for (right, up), angle in zip(corners, np.deg2rad(orientations), strict=False):
        x, y = at[0] + aside * right, at[1] + aside * up
        dx, dy = half * np.cos(angle), half * np.sin(angle)
        look: dict[str, Any] = {
            "color": colour,
            "linewidth": 1.3 if single else 1.0,
            "solid_capstyle": "butt",
            "zorder": 6,
        }
        axes.plot([x - dx, x + dx], [y - dy, y + dy], **look)
    return body


def links(axes: Axes, starts: Iterable[Point], end: Point, kind: Kind, **style: Any) -> None:
    """Lines from several places to one, in the manner of what is done there.

    Args:
        axes: the sheet.
        starts: in inches.
        end: in inches.
        kind: "sum" for a weighted sum or a template, "max" for MAX.
        style: passed on to `Axes.plot`.
    """
    for start in starts:
        look = {"color": "0.3", "linewidth": 0.7, "linestyle": DASHES[kind], "zorder": 1, **style}
        axes.plot(*zip(start, end, strict=True), **look)


def arrow_head(axes: Axes, at: Point, **style: Any) -> None:
    """The head of an arrow that points up.

    Args:
        axes: the sheet.
        at: its tip, in inches.
        style: passed on to `Axes.plot`.
    """
    look: dict[str, Any] = {
        "color": "0.3",
        "marker": (3, 0, 0),
        "markersize": 4,
        "markeredgewidth": 0,
        "zorder": 4,
        **style,
    }
    axes.plot(at[0], at[1] - 0.02, **look)


def columns(axes: Axes, frame: tuple[float, float, float, float], values: np.ndarray, **style: Any) -> list[Point]:
    """A column for each of many numbers, side by side.

    Args:
        axes: the sheet.
        frame: left, bottom, width and height in inches; the height is that of a value of 1.
        values: the numbers, not negative.
        style: passed on to `Axes.bar`.

    Returns:
        The upper ends of the columns.
    """
    left, bottom, width, height = frame
    pitch = width / len(values)
    middles = left + pitch * (np.arange(len(values)) + 0.5)
    axes.bar(middles, height * values, bottom=bottom, width=0.72 * pitch, **{"linewidth": 0, "zorder": 3, **style})
    return list(zip(middles.tolist(), (bottom + height * values).tolist(), strict=True))


def _border(frame: Frame, *, round: bool) -> Patch:
    if round:
        return Circle(frame.middle, frame.side / 2)
    return Rectangle((frame.left, frame.bottom), frame.side, frame.side)
