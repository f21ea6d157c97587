"""Every unit of a population as a dot: populations side by side (strips), or one line each (units)."""

from collections.abc import Mapping

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType

from visualcortex.plotting.style import colours, label


def strips(
    axes: Axes,
    values: xr.DataArray,
    dim: str = "channel",
    *,
    along: str = "site",
    shades: Mapping[str, ColorType] | None = None,
    spread: float = 0.32,
) -> None:
    """A column of dots for every value of ``along``, with a line at the median; a single unit is one large dot.

    Args:
        axes: where to draw.
        values: (along, dim); missing ones are left out.
        dim: the units.
        along: what stands side by side, named below.
        shades: a colour for each; those of the sites by default.
        spread: half the width of a column; neighbours are 1 apart.
    """
    names = [str(name) for name in values[along].values]
    shades = colours(names) if shades is None else shades
    for place, (name, column) in enumerate(zip(names, values.transpose(along, dim).values, strict=True)):
        units = column[np.isfinite(column)]
        across, size = place + spread * scattered(len(units)), 1.8 if len(units) > 1 else 5.0
        axes.plot(across, units, "o", color=shades[name], markersize=size, markeredgewidth=0)
        if len(units) > 1:
            axes.hlines(np.median(units), place - 0.4, place + 0.4, color="black", linewidth=1.5, zorder=3)
    axes.set_xticks(range(len(names)), names, rotation=35, ha="right", rotation_mode="anchor")
    axes.set_xlim(-0.6, len(names) - 0.4)
    axes.set_ylabel(label(values))


def units(axes: Axes, values: xr.DataArray, dim: str = "channel") -> None:
    """One line for each site: a diamond for a single cell, else all units, their number, quartiles and median.

    Args:
        axes: where to draw.
        values: (site, dim); missing values are left out.
        dim: the units of a site.
    """
    names = [str(name) for name in values.site.values]
    shades = colours(names)
    for place, name in enumerate(names):
        found = values.sel(site=name).dropna(dim).values
        if len(found) == 1:
            axes.plot(found, [place], "D", color=shades[name], clip_on=False, zorder=3)
        elif len(found):
            axes.plot(found, place + 0.28 * scattered(len(found)), ".", color=shades[name], markersize=1.8, alpha=0.6)
            low, middle, high = np.quantile(found, (0.25, 0.5, 0.75))
            axes.plot([low, high], [place, place], color="black", linewidth=1)
            axes.plot(middle, place, "o", color="black", markersize=3.5)
            beside = axes.get_yaxis_transform()
            axes.text(1.02, place, str(len(found)), transform=beside, fontsize=5, color="0.4", va="center")
    axes.set(yticks=range(len(names)), yticklabels=names, ylim=(len(names) - 0.5, -0.5), xlabel=label(values))


def scattered(count: int) -> np.ndarray:
    """Numbers from -1 to 1 without order or clumps, the same every time: multiples of the golden ratio.

    Args:
        count: how many; the first is 0.

    >>> scattered(1).tolist()
    [0.0]
    """
    return 2 * ((np.arange(count) * (5**0.5 - 1) / 2 + 0.5) % 1) - 1
