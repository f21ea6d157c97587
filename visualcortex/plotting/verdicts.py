"""Verdicts: how far apart two textures are to many models, one row each, and what people say."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.typing import ColorType

LIMITS = (-0.28, 9.0)
LINEAR = 0.3  # below it the axis is linear, above logarithmic
MARGIN = 0.15  # of the yardstick: what is less is not seen
TICKS = (0.0, 1.0)
FILLS = {"seen": 1.0, "undecided": 0.45, "not seen": 0.0}  # share of the colour in a dot


def display(axes: Axes, image: xr.DataArray) -> None:
    """A display as in print: what is light on grey is drawn dark on white.

    Args:
        axes: where to draw.
        image: contrasts (y, x), none below 0.
    """
    axes.imshow(image, cmap="gray_r", vmin=0, vmax=float(image.max()), interpolation="antialiased")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def rows(axes: Axes, found: xr.Dataset, places: Sequence[float], shades: Mapping[str, ColorType]) -> None:
    """One dot with its interval for every site: filled if the pair is seen, empty if not, pale if undecided.

    Args:
        axes: where to draw.
        found: ``relative_distance``, ``relative_lower`` and ``relative_upper`` end and ``verdict``, each (site,), as
            `visualcortex.protocols.segregation.told_apart` returns them.
        places: of the rows, from the top down.
        shades: a colour for every site.
    """
    for place, site in zip(places, found.site.values, strict=True):
        one, shade = found.sel(site=site), shades[str(site)]
        ends = np.clip([one.relative_lower, one.relative_upper], *LIMITS)
        axes.plot(ends, [place, place], color=shade, linewidth=1.0, zorder=2)
        dot(axes, float(one.relative_distance), place, shade, str(one.verdict.item()))


def dot(axes: Axes, value: float, place: float, shade: ColorType, verdict: str) -> None:
    """One verdict.

    Args:
        axes: where to draw.
        value: relative distance.
        place: of the row.
        shade: its colour.
        verdict: "seen", "not seen" or "undecided".
    """
    look: dict[str, Any] = {
        "markerfacecolor": _mixed(shade, FILLS[verdict]),
        "markeredgecolor": shade,
        "markeredgewidth": 0.8,
    }
    axes.plot(np.clip(value, *LIMITS), place, "o", markersize=3.6, zorder=3, **look)


def ranges(axes: Axes, values: xr.DataArray, places: Sequence[float] | np.ndarray, shade: ColorType, dim: str) -> None:
    """A diamond at the mean of several, such as networks of different seeds, on a line from the least to the most.

    Args:
        axes: where to draw.
        values: (row, dim).
        places: of the rows.
        shade: the colour.
        dim: what is averaged over.
    """
    low, mean, high = (np.clip(getattr(values, name)(dim), *LIMITS) for name in ("min", "mean", "max"))
    axes.hlines(places, low, high, color=shade, linewidth=1.0, zorder=2)
    axes.plot(mean, places, "D", color=shade, markersize=3.2, zorder=3)


def ground(axes: Axes, people: str) -> None:
    """The axis of relative distances: grey where a model agrees with people, lines at the margin of "not seen".

    Args:
        axes: whose axis it is.
        people: "seen", "not seen", or anything else where there is nothing to agree with.
    """
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=0.8)
    axes.set_xlim(*LIMITS)
    axes.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes.minorticks_off()
    agreed = {"seen": (MARGIN, LIMITS[1]), "not seen": (-MARGIN, MARGIN)}.get(people)
    if agreed:
        axes.axvspan(*agreed, color="0.92", linewidth=0, zorder=0)
    for end in (-MARGIN, MARGIN):
        axes.axvline(end, color="0.6", linewidth=0.5, linestyle=(0, (2, 2)), zorder=1)


def courses(axes: Axes, found: xr.Dataset, along: Sequence[float] | np.ndarray, **style: Any) -> None:
    """Relative distances from site to site, such as layer to layer, with their intervals, over grey for "not seen".

    Args:
        axes: where to draw.
        found: as for `rows`.
        along: where on the horizontal axis the sites stand.
        style: passed on to `Axes.errorbar`.
    """
    axes.axhspan(-MARGIN, MARGIN, color="0.92", linewidth=0, zorder=0)
    ends = np.stack([found.relative_lower, found.relative_upper])
    errors = abs(ends - found.relative_distance.values)
    axes.errorbar(along, found.relative_distance, errors, **{"fmt": "o-", "elinewidth": 0.8, **style})
    axes.set_ylabel("relative distance")


def _mixed(shade: ColorType, share: float) -> tuple[float, ...]:
    """A colour between white and itself."""
    return tuple(1 - share * (1 - channel) for channel in to_rgb(shade))
