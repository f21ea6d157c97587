"""Panels whose categories are pictures: bars over them, tables under them, and the course of a reduction."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from matplotlib.typing import ColorType

from visualcortex.plotting.style import PUBLISHED, label


def thumbnails(axes: Axes, images: xr.DataArray, *, side: float = 0.8, above: bool = False) -> None:
    """A picture at each place 0, 1, … of the horizontal axis, instead of a tick.

    Args:
        axes: whose axis it is; its limits are set before.
        images: (stimulus, y, x), contrasts from -1 to 1.
        side: of a picture, where neighbours are 1 apart.
        above: put them above the axes, not below.
    """
    left, right = axes.get_xlim()
    width = side / (right - left)
    bottom = 1 + _GAP if above else -_GAP - _TALL  # much taller than wide: the picture, a square, lies at the near end
    for place, image in enumerate(images.transpose("stimulus", ...).values):
        picture = axes.inset_axes(((place - side / 2 - left) / (right - left), bottom, width, _TALL))
        picture.imshow(image, cmap="gray", vmin=-1, vmax=1)
        picture.set(xticks=[], yticks=[], anchor="S" if above else "N")
        picture.spines[:].set_visible(False)
    axes.set_xticks([])


def grouped_bars(
    axes: Axes,
    values: xr.DataArray,
    hue: str,
    shades: Mapping[str, ColorType],
    *,
    published: xr.DataArray | None = None,
    name: str = "published",
) -> None:
    """For each stimulus a group of bars, one for each value of ``hue``; white bars are outlined.

    Args:
        axes: where to draw.
        values: (hue, stimulus); a missing one leaves a gap.
        hue: what tells the bars of a group apart.
        shades: a colour for each value of it, in the order in which they stand.
        published: like `values`, for all or some of them: marks across the bars.
        name: of these marks, for a legend.
    """
    width, middles = 0.8 / len(shades), np.arange(values.sizes["stimulus"])
    for place, (one, shade) in enumerate(shades.items()):
        across = middles + (place - (len(shades) - 1) / 2) * width
        style: dict[str, Any] = {"edgecolor": PUBLISHED, "linewidth": 0.8} if shade == "white" else {}
        axes.bar(across, values.sel({hue: one}), width=0.92 * width, color=shade, label=one, **style)
        if published is not None and one in published[hue].values:
            axes.plot(across, published.sel({hue: one}), label=name, **_MARKS)
            name = "_"  # once in a legend
    axes.set(xlim=(-0.6, len(middles) - 0.4), ylabel=label(values))


def table(axes: Axes, values: xr.DataArray, **style: Any) -> None:
    """Numbers from 0 to 1 on a grey as dark as they are large, rows named at the left.

    Args:
        axes: where to draw; its frame is taken away.
        values: (row, column).
        style: passed on to `Axes.imshow`.
    """
    rows, columns = values.shape
    axes.imshow(values, **{"cmap": "Greys", "vmin": 0, "vmax": 1.4, "aspect": "auto", **style})
    for (row, column), value in np.ndenumerate(values.values):
        axes.text(column, row, short(value) if np.isfinite(value) else "–", **_CENTRED)
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(rows), [str(name) for name in values[values.dims[0]].values])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def courses(axes: Axes, share: xr.DataArray, tried: xr.DataArray, kept: xr.DataArray, shade: ColorType) -> None:
    """One row for every unit: boxes around the stimuli it was shown, filled and joined where they were kept.

    The last one kept is bold; what other stimuli would have given is grey.

    Args:
        axes: where to draw; its frame is taken away.
        share: responses (unit, stimulus) relative to the first, written into the boxes.
        tried: the steps at which stimuli were tried, NaN where they were not.
        kept: the steps at which they were kept, likewise.
        shade: of the boxes that were kept.
    """
    rows, columns = share.shape
    for row, (numbers, tries, keeps) in enumerate(zip(share.values, tried.values, kept.values, strict=True)):
        passed = [int(i) for i in np.argsort(keeps)[: np.isfinite(keeps).sum()]]
        axes.plot(passed, [row] * len(passed), color=shade, linewidth=1.5, zorder=1)
        for column in np.flatnonzero(np.isfinite(numbers)).tolist():
            shown, held = np.isfinite(tries[column]), np.isfinite(keeps[column])
            if shown:
                fill = shade if held else "white"
                axes.add_patch(_box(column, row, facecolor=fill, edgecolor=shade if held else "0.6"))
            ink = "white" if held else "black" if shown else "0.7"
            style = {"fontweight": "bold" if column in passed[-1:] else "normal", "color": ink, **_CENTRED}
            behind = {} if shown else {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.0}}
            axes.text(column, row, short(numbers[column]), **style, **behind)
    axes.set(xlim=(-0.6, columns - 0.4), ylim=(rows - 0.4, -0.6), xticks=[])
    axes.set_yticks(range(rows), [str(name) for name in share[share.dims[0]].values])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def short(value: float) -> str:
    """A number with two decimals below 1 and one above, no zero before the point.

    Args:
        value: the number.

    >>> short(0.129), short(1.0), short(0.0), short(2.43)
    ('.13', '1', '0', '2.4')
    """
    if abs(value) >= 9.995:
        return f"{value:.0f}"
    text = f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"
    return text.removesuffix(".00").removesuffix(".0").replace("0.", ".") if float(text) else "0"


def _box(column: int, row: int, **style: Any) -> FancyBboxPatch:
    style = {"boxstyle": "round,pad=0,rounding_size=0.12", "linewidth": 0.8, "zorder": 2, **style}
    return FancyBboxPatch((column - 0.36, row - 0.3), 0.72, 0.6, **style)


_GAP, _TALL = 0.03, 3.0  # heights of the axes
_MARKS: dict[str, Any] = {
    **{"marker": "_", "linestyle": "none", "color": PUBLISHED, "markersize": 9, "markeredgewidth": 1.6},
    **{"clip_on": False, "zorder": 4},
}
_CENTRED: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 6.5, "zorder": 3}
