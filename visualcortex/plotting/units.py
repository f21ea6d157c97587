"""Every unit of every site on one line each, so that a cell and a layer of a network stand side by side."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from visualcortex.plotting.style import colours, label


def units(axes: Axes, values: xr.DataArray, dim: str = "channel") -> None:
    """One line for each site: a diamond for a single cell, else all units, their quartiles and their median.

    Args:
        axes: where to draw.
        values: (site, dim); missing values are left out.
        dim: the units of a site.
    """
    names = [str(name) for name in values.site.values]
    shades, random = colours(names), np.random.default_rng(0)
    for place, name in enumerate(names):
        found = values.sel(site=name).dropna(dim).values
        if len(found) == 1:
            axes.plot(found, [place], "D", color=shades[name], clip_on=False, zorder=3)
        elif len(found):
            scattered = place + random.uniform(-0.28, 0.28, len(found))
            axes.plot(found, scattered, ".", color=shades[name], markersize=1.8, alpha=0.6)
            low, middle, high = np.quantile(found, (0.25, 0.5, 0.75))
            axes.plot([low, high], [place, place], color="black", linewidth=1)
            axes.plot(middle, place, "o", color="black", markersize=3.5)
    axes.set(yticks=range(len(names)), yticklabels=names, ylim=(len(names) - 0.5, -0.5), xlabel=label(values))
