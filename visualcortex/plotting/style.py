"""The style of every figure: sizes, colours of sites, labels made from the attributes of arrays."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import xarray as xr
from matplotlib.figure import Figure

PUBLISHED = "#000000"  # what a paper shows
COLUMN = 3.5  # width in inches of one column of a journal

_COLOURS = {
    "simple": "#0072B2",
    "complex": "#D55E00",
    "end-stopped": "#009E73",
    "normalised": "#CC79A7",
    "direction": "#56B4E9",
    "untrained": "#B0A58F",
    "AlexNet": "#E69F00",
    "VGG": "#8B5A00",
    "HMAX": "#0072B2",
    "pixels": "#4D4D4D",
    "V1": "#0072B2",
    "LGN": "#7F7F7F",
}


@contextmanager
def styled() -> Iterator[None]:
    """The style of the package, within a ``with`` or, as a decorator, within a function.

    Panels take their style when they are made, so the whole of ``plot`` is decorated.
    """
    with plt.style.context(str(files("visualcortex.plotting") / "visualcortex.mplstyle")):
        yield


def canvas(height: float, *, width: float = 2 * COLUMN) -> Figure:
    """A figure without panels; `Figure.subfigures` and `Figure.subplot_mosaic` divide it.

    Args:
        height: in inches.
        width: in inches.
    """
    return plt.figure(figsize=(width, height), layout="constrained")


def figure(
    rows: int = 1, columns: int = 1, *, height: float = 2.6, width: float = 2 * COLUMN, **options: Any
) -> tuple[Figure, np.ndarray]:
    """A figure in the style of the package, with an array (row, column) of Axes; one row gives (column,).

    Args:
        rows: rows of panels.
        columns: panels in a row.
        height: of one row, in inches.
        width: of the figure, in inches.
        options: passed on to `matplotlib.figure.Figure.subplots`.
    """
    with styled():
        drawing = canvas(rows * height, width=width)
        axes = drawing.subplots(rows, columns, squeeze=False, **options)
    return drawing, axes[0] if rows == 1 else axes


def colour(site: str) -> str:
    """The colour of a recording site, the same in every figure.

    >>> colour("simple cell") == colour("simple cell, row of LGN cells")
    True
    """
    return next((value for name, value in _COLOURS.items() if name.lower() in site.lower()), "#000000")


def colours(sites: Sequence[str]) -> dict[str, Any]:
    """A colour for every site; sites that would share one are told apart by lightness.

    Args:
        sites: names of recording sites.
    """
    families: dict[str, list[str]] = {}
    for site in sites:
        families.setdefault(colour(site), []).append(site)
    return {
        site: _lighter(base, i, len(members)) for base, members in families.items() for i, site in enumerate(members)
    }


def label(array: xr.DataArray) -> str:
    """A label for an axis: long name and units of an array.

    >>> label(xr.DataArray([0.0], name="orientation", attrs={"long_name": "orientation", "units": "deg"}))
    'orientation (deg)'
    """
    name, units = array.attrs.get("long_name", str(array.name)), array.attrs.get("units", "1")
    return name if units in ("1", "") else f"{name} ({units})"


def _lighter(base: str, place: int, count: int) -> tuple[float, ...]:
    """A shade between a colour (the first of several) and near white."""
    from matplotlib.colors import to_rgb

    share = 0.65 * place / max(count, 4) if count > 1 else 0.0
    return tuple((1 - share) * channel + share for channel in to_rgb(base))
