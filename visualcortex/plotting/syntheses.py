"""Pictures in rows and columns, and intervals of several kinds at several sites."""

from collections.abc import Mapping

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.typing import ColorType


def gallery(grid: np.ndarray, images: xr.DataArray, shades: Mapping[str, ColorType]) -> None:
    """Pictures in rows and columns, named at the left and above.

    Args:
        grid: where to draw, an Axes for each (row, column).
        images: (row, column, y, x), contrasts from -1 to 1; one that is missing stays blank.
        shades: colours of the names of columns, where these have one.
    """
    rows, columns = images.dims[:2]
    for line, pictures in zip(grid, images, strict=True):
        for axes, picture in zip(line, pictures, strict=True):
            axes.imshow(picture, cmap="gray", vmin=-1, vmax=1, interpolation="antialiased")
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
        line[0].set_ylabel(str(pictures[rows].item()))
    for axes, name in zip(grid[0], images[columns].values, strict=True):
        axes.set_title(str(name), fontsize=7, loc="center", pad=3, color=shades.get(str(name), "black"))


def intervals(
    axes: Axes,
    values: xr.DataArray,
    lower: xr.DataArray,
    upper: xr.DataArray,
    shades: Mapping[str, ColorType],
    *,
    linear: float,
) -> None:
    """For every row a group of dots with their intervals, on an axis that is logarithmic but for its middle.

    Args:
        axes: where to draw.
        values: (row, hue).
        lower: lower ends.
        upper: upper ends.
        shades: a colour for each value of ``hue``, in the order in which they stand.
        linear: the axis is linear from minus to plus this.
    """
    rows, hue = values.dims
    middles = np.arange(values.sizes[rows])
    for place, (name, shade) in enumerate(shades.items()):
        down = middles + 0.8 * ((place + 0.5) / len(shades) - 0.5)
        axes.hlines(down, lower.sel({hue: name}), upper.sel({hue: name}), color=shade, linewidth=1.0)
        axes.plot(values.sel({hue: name}), down, "o", color=shade, markersize=2.8, label=name)
    axes.set_xscale("symlog", linthresh=linear)
    axes.set(yticks=middles, yticklabels=[str(name) for name in values[rows].values], ylim=(len(middles) - 0.5, -0.5))
