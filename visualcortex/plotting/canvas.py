"""An empty figure in the style of the package, for a page that lays out its own panels."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from visualcortex.plotting.style import COLUMN


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
