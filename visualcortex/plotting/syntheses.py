"""Pictures in rows and columns."""

from collections.abc import Mapping

import numpy as np
import xarray as xr
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
