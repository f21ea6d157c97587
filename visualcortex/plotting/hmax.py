"""HMAX as one drawing, after Fig. 2 of Riesenhuber & Poggio (1999): its layers, what they answer and what they see.

From below: the image, filters, S1, C1, S2 and C2, view-tuned cells. A block of four maps is a band of scales; all sizes
are to scale. Nothing is written that is not counted in the dataset.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (Fig. 2).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex.plotting import hierarchy
from visualcortex.plotting.hierarchy import Frame, Point
from visualcortex.plotting.line_names import apart
from visualcortex.plotting.style import colour

SHADES = {"s1": colour("simple"), "c1": colour("complex"), "s2": colour("simple"), "c2": colour("complex")}
NAMES = {
    "s1": "simple cells (S1)",
    "c1": "complex cells (C1)",
    "s2": "composite feature\ncells (S2)",
    "c2": "complex composite\ncells (C2)",
}

# in inches: the sheet, the blocks of the bands, the lower ends of the rows
HEIGHT, LEFT, PITCH, SIDE, GAP = 9.35, 1.83, 1.265, 1.13, 0.04
BOTTOM = {"filters": 1.92, "s1": 2.6, "c1": 4.22, "s2": 5.81, "c2": 7.56, "views": 8.5}
TALL = {"s1": SIDE, "c1": SIDE, "s2": SIDE, "c2": 0.55, "views": 0.62}
CARD = 0.03  # from one scale to the next
FIELD_SCALE = 0.285  # in/deg, of the filters

FAINT: dict[str, Any] = {"color": "0.72", "linewidth": 0.6}
DARK: dict[str, Any] = {"color": "0.15", "linewidth": 0.9, "zorder": 1.2}
DOT: dict[str, Any] = {"color": SHADES["c2"], "marker": "o", "markersize": 3.6, "markeredgecolor": "white", "zorder": 7}
SMALL: dict[str, Any] = {"fontsize": 5.8, "color": "0.3", "ha": "center", "va": "top"}


def drawn(data: xr.Dataset, *, reach: float = 1.15) -> tuple[Figure, Axes]:
    """The whole drawing.

    Args:
        data: what a clip evokes, (band, …) or one array for every band: ``picture`` (unit, y, x), ``filter``
            (variant, band, preferred_orientation, y, x), ``s1`` (band, preferred_orientation, y, x), ``c1_1`` …
            (preferred_orientation, y, x), ``s2_1`` … (combination, y, x), ``c2`` (feature), ``view_tuned`` (shown,
            tuned), ``afferent`` (unit, feature), the ``response`` of each layer (layer, end), and what
            `visualcortex.protocols.hierarchy` tells of the wiring.
        reach: half of the side of the part of the visual field that is drawn, in degrees.

    Returns:
        The figure, with room at the lower left, and the Axes of the sheet, in inches.
    """
    drawing, axes = hierarchy.sheet(HEIGHT)
    _image(axes, data, reach)
    _filters(axes, data)
    for kind in ("s1", "c1", "s2"):
        _maps(axes, data, kind, reach)
    _windows(axes, data, reach)
    _lines(axes, data)
    _views(axes, data, _features(axes, data))
    _words(axes, data)
    return drawing, axes


def _frames(kind: str, band: int, reach: float) -> list[Frame]:
    """The four maps of a band: of each orientation, or of each feature."""
    side = (SIDE - GAP) / 2
    left, bottom = LEFT + band * PITCH, BOTTOM[kind]
    return [Frame(left + x, bottom + y, side, reach) for y in (side + GAP, 0.0) for x in (0.0, side + GAP)]


def _along(band: int, height: float, count: int) -> list[Point]:
    """Places side by side in the column of a band."""
    across = LEFT + band * PITCH + SIDE * (np.arange(count) + 0.5) / count
    return [(x, height) for x in across.tolist()]


def _above(kind: str, band: int, count: int) -> list[Point]:
    """Where lines from the maps of a band begin."""
    return _along(band, BOTTOM[kind] + SIDE, count)


def _below(kind: str, band: int) -> Point:
    """Where lines to the maps of a band end."""
    return _along(band, BOTTOM[kind] - 0.13, 1)[0]


def _image(axes: Axes, data: xr.Dataset, reach: float) -> None:
    """What is seen, with the largest S1 receptive field of every band."""
    frame, bands = Frame(3.5, 0.22, 1.4, reach), data.sizes["band"]
    hierarchy.field_map(axes, frame, data.picture[0], cmap="gray", vmin=-1, vmax=1)
    for band in range(bands):
        x, y, side = (float(v[band]) for v in (data.window_x, data.window_y, data.field.sel(layer="s1")))
        hierarchy.window(axes, frame, x, y, side, edgecolor="#56B4E9")
        end = _along(band, BOTTOM["filters"] - 0.03, 1)[0]
        start = frame.left + frame.side * (band + 0.5) / bands, frame.bottom + frame.side
        hierarchy.links(axes, [start], end, "sum")
        hierarchy.arrow_head(axes, end)
    left, low = frame.left + 0.08, frame.bottom + 0.08
    right = left + frame.length(0.5)
    axes.plot([left, right], [low, low], color="white", linewidth=1.5, solid_capstyle="butt", zorder=4)
    axes.text(right + 0.04, low, "0.5 deg", color="white", fontsize=6, va="center_baseline", zorder=4)
    samples, width = data.sizes["picture_x"], data.attrs["field"]
    words = f"{samples} × {samples} samples, {width:g} deg; the middle {2 * reach:g} deg is shown"
    axes.text(frame.middle[0], frame.bottom - 0.05, words, **SMALL)


def _filters(axes: Axes, data: xr.Dataset) -> None:
    """Below the maps the filters they are made with, those of the other variant in rows; all to one scale."""
    used, middle, right = data.attrs["variant"], BOTTOM["filters"] + 0.14, 5.55 + 0.31 * np.arange(4)
    (other,) = set(data.variant.values) - {used}
    for band, height in enumerate((1.32, 1.14, 0.91, 0.6)):
        here = data.filter.isel(band=band)
        _kernels(axes, here.sel(variant=used), _along(band, middle, 4))
        _kernels(axes, here.sel(variant=other), [(x, height) for x in right.tolist()])
    look: dict[str, Any] = {"fontsize": 7, "color": SHADES["s1"], "va": "center"}
    axes.text(0.12, middle, f"filters of “{used}”", **look)
    axes.text(float(right.mean()), 0.36, f"filters of “{other}”", ha="center", **look)


def _kernels(axes: Axes, kernels: xr.DataArray, places: Sequence[Point]) -> None:
    """The filters of all orientations at one scale."""
    for kernel, (x, y) in zip(kernels, places, strict=True):
        bare = kernel.dropna("filter_y", how="all").dropna("filter_x", how="all")
        degrees = bare.sizes["filter_x"] * float(bare.filter_x[1] - bare.filter_x[0])
        side, limit = FIELD_SCALE * degrees, float(abs(bare).max())
        frame = Frame(x - side / 2, y - side / 2, side, degrees / 2)
        hierarchy.field_map(axes, frame, bare, cmap="RdBu_r", vmin=-limit, vmax=limit)


def _maps(axes: Axes, data: xr.Dataset, kind: str, reach: float) -> None:
    """The four maps of every band, with what their cells prefer, in front of those of the other scales."""
    (low, high), shades = data.response.sel(layer=kind).values, hierarchy.shades(SHADES[kind])
    prefers = data.feature_orientation.values if kind == "s2" else data.preferred_orientation.values[:, None]
    for band in range(data.sizes["band"]):
        if kind == "s1":
            front = Frame(LEFT + band * PITCH, BOTTOM[kind], SIDE, reach)
            hierarchy.cards(axes, front, int(data.scales[band]) - 1, offset=CARD)
        maps = data.s1.isel(band=band) if kind == "s1" else data[f"{kind}_{band + 1}"]
        for frame, one, bars in zip(_frames(kind, band, reach), maps, prefers, strict=True):
            hierarchy.field_map(axes, frame, one, cmap=shades, vmin=low, vmax=high)
            radius = 0.07 if len(bars) == 1 else 0.095
            corner = frame.left + radius + 0.02, frame.bottom + frame.side - radius - 0.02
            hierarchy.cell(axes, corner, bars, radius=radius, colour=SHADES[kind])
        places, field = (data[name].sel(layer=kind)[band].item() for name in ("places", "field"))
        words = f"{places} × {places}, field {field:.2f} deg"
        axes.text(_below(kind, band)[0], BOTTOM[kind] - 0.03, words, **SMALL)


def _windows(axes: Axes, data: xr.Dataset, reach: float) -> None:
    """What the C1 unit of the largest response reads in S1, one S2 unit in C1; which units of S2 C2 passes on."""
    orientations, samples = list(data.preferred_orientation.values), data.attrs["resolution"]
    for band in range(data.sizes["band"]):
        frame = _frames("s1", band, reach)[orientations.index(data.window_orientation[band])]
        x, y, side = (float(data[name][band]) for name in ("window_x", "window_y", "window"))
        hierarchy.window(axes, frame, x, y, side / samples, edgecolor=SHADES["c1"])
    for number, band in enumerate(data.passed_band.values - 1):
        x, y = (float(data[name][number]) for name in ("feature_x", "feature_y"))
        axes.plot(*_frames("s2", band, reach)[number].place(x, y), **DOT)
    for orientation in data.feature_orientation[-1].values:  # the last feature combines all orientations
        frame = _frames("c1", band, reach)[orientations.index(orientation)]
        hierarchy.window(axes, frame, x, y, 2 * float(data.step[band]) / samples, edgecolor=SHADES["s2"])


def _lines(axes: Axes, data: xr.Dataset) -> None:
    """Sums from filters to S1 and from C1 to S2, MAX from S1 to C1: dark from the scale that it passes on."""
    for band in range(data.sizes["band"]):
        scales = int(data.scales[band])
        sums = {"s1": _along(band, BOTTOM["filters"] + 0.3, 4), "s2": _above("c1", band, 4)}
        for kind, starts in sums.items():
            hierarchy.links(axes, starts, _below(kind, band), "sum")
        for scale, (x, y) in enumerate(_above("s1", band, scales)):
            look = DARK if scale == data.passed_scale[band] else FAINT
            hierarchy.links(axes, [(x, y + CARD * (scales - 1 - scale))], _below("c1", band), "max", **look)
        for kind in ("s1", "c1", "s2"):
            hierarchy.arrow_head(axes, _below(kind, band))


def _features(axes: Axes, data: xr.Dataset) -> list[Point]:
    """C2 as columns, dark where they feed the first view-tuned cell, and MAX from S2 to some; where columns end."""
    combined, width = data.different_orientations.values, (data.sizes["band"] - 1) * PITCH + SIDE
    order, shades = np.argsort(combined, kind="stable"), np.where(data.afferent[0], SHADES["c2"], "#F3C9AB")
    frame = LEFT, BOTTOM["c2"], width, TALL["c2"]
    ends = hierarchy.columns(axes, frame, data.c2.values[order], color=shades[order])
    for number in data.combination.values:
        across = [x for (x, _), one in zip(ends, combined[order], strict=True) if one == number]
        if across[-1] - across[0] > 1:
            words = f"{len(across)} features of {number} orientations"
            back = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
            axes.text(float(np.mean(across)), BOTTOM["c2"] - 0.03, words, bbox=back, **SMALL)
    ends = [ends[place] for place in np.argsort(order)]
    _passed_to_features(axes, data, [ends[feature][0] for feature in data.feature_number.values])
    return ends


def _passed_to_features(axes: Axes, data: xr.Dataset, columns: Sequence[float]) -> None:
    """Cells below the columns of some features, with MAX from S2: dark from the band that it passes on."""
    low, radius = BOTTOM["c2"] - 0.3, 0.11
    for number, (column, x) in enumerate(zip(columns, apart(np.add(columns, 0.12), 0.3).tolist(), strict=True)):
        hierarchy.cell(axes, (x, low), data.feature_orientation[number].values, radius=radius, colour=SHADES["c2"])
        axes.plot([column, x], [BOTTOM["c2"] - 0.01, low], color=SHADES["c2"], linewidth=0.8)
        for band in range(data.sizes["band"]):
            look = DARK if band + 1 == data.passed_band[number] else FAINT
            start = _above("s2", band, len(columns))[number]
            hierarchy.links(axes, [start], (x, low - radius), "max", **look)


def _views(axes: Axes, data: xr.Dataset, ends: Sequence[Point]) -> None:
    """View-tuned cells, as the views they are tuned to, with their responses and lines from what feeds them."""
    count, side = data.sizes["unit"], TALL["views"]
    step = ((data.sizes["band"] - 1) * PITCH + SIDE - side) / max(count - 1, 1)
    for unit in range(count):
        frame = Frame(LEFT + unit * step, BOTTOM["views"], side, 0.95)
        hierarchy.field_map(axes, frame, data.picture[unit], round=True, cmap="gray", vmin=-1, vmax=1)
        fed = [end for end, feeds in zip(ends, data.afferent[unit].values, strict=True) if feeds]
        look: dict = {"color": "0.25", "linewidth": 0.45} if unit == 0 else {"color": "0.85", "linewidth": 0.25}
        hierarchy.links(axes, fed, (frame.middle[0], frame.bottom), "sum", **look, zorder=1 if unit == 0 else 0)
        response = f"{float(data.view_tuned[0, unit]):.2f}"
        axes.text(frame.middle[0], frame.bottom + side + 0.03, response, ha="center", fontsize=7)


def _words(axes: Axes, data: xr.Dataset) -> None:
    """The names of the layers and how many units they have."""
    orientations, bands, features = (data.sizes[name] for name in ("preferred_orientation", "band", "feature"))
    shown, fed = data.sizes["combination"], int(data.afferent[0].sum())
    windows, scales = (", ".join(map(str, data[name].values)) for name in ("window", "scales"))
    words = {
        "s1": f"{data.scales.values.sum()} scales × {orientations} orientations;\nthe largest of each band in front",
        "c1": f"{bands} bands × {orientations} orientations;\nMAX over squares of {windows}\nsamples, {scales} scales",
        "s2": f"{bands} bands × {features} features\nof 2 × 2 neighbours in C1;\n{shown} features are shown",
        "c2": f"{features} features;\nMAX over all places and bands",
    }
    for kind, text in words.items():
        count, (least, largest) = int(data.units.sel(layer=kind)), data.response.sel(layer=kind).values
        full = f"{text}\n{count:,} units\nresponses {least:.2f} to {largest:.2f}"
        _heading(axes, BOTTOM[kind] + TALL[kind], NAMES[kind], full, SHADES[kind])
    tuned = f"{data.sizes['tuned']} cells, each fed by {fed} features;\nnumbers: responses to this clip"
    _heading(axes, BOTTOM["views"] + TALL["views"], "view-tuned cells", tuned, "black")
    _legend(axes)


def _legend(axes: Axes) -> None:
    """What lines, squares and dots mean."""
    meaning = {
        1.76: "weighted sum, template",
        1.64: "MAX; dark from what it passes on",
        1.52: "what one unit above reads, to scale",
        1.4: "unit that C2 passes on",
    }
    for height, text in meaning.items():
        axes.text(0.52, height, text, va="center", fontsize=6.5)
    sums, maxima, squares, dot = meaning
    hierarchy.links(axes, [(0.12, sums)], (0.45, sums), "sum", color="black")
    hierarchy.links(axes, [(0.12, maxima)], (0.45, maxima), "max", color="black")
    look: dict = {"marker": "s", "facecolor": "none", "edgecolor": [SHADES["s1"], SHADES["c1"]]}
    axes.scatter([0.23, 0.34], [squares, squares], 14, **look)
    axes.plot(0.285, dot, **DOT)


def _heading(axes: Axes, top: float, name: str, words: str, shade: str) -> None:
    """The name of a layer, and words below it."""
    axes.text(0.12, top, name, va="top", fontsize=8.5, color=shade, weight="bold", linespacing=1.05)
    lower = top - 0.15 * (1 + name.count("\n")) - 0.1
    for number, line in enumerate(words.split("\n")):
        axes.text(0.12, lower - 0.115 * number, line, va="baseline", fontsize=6.5, color="0.2")
