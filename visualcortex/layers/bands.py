"""Complex cells of HMAX: simple cells of neighbouring sizes, pooled over windows of places.

References:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (C1).
"""

from typing import Any, NamedTuple

import jax
import numpy as np

from visualcortex.canonical import pool_windows, window_centres
from visualcortex.field import VisualField
from visualcortex.layers.oriented import OrientedFilters
from visualcortex.layers.spectral import SpectralFilters


class Band(NamedTuple):
    """Complex cells that pool some sizes of simple cells, over windows of `window` places a side, `step` apart."""

    sizes: tuple[int, ...]
    window: int
    step: int

    def pooled(self, simple: OrientedFilters | SpectralFilters, found: Any, exponent: jax.Array) -> jax.Array:
        """Responses (preferred_orientation, y, x).

        Args:
            simple: the simple cells.
            found: what their ``terms`` found in an image.
            exponent: p of the soft-max: 0 SUM, infinity MAX.
        """
        return pool_windows(
            lambda found: simple.responses(found, self.sizes),
            found,
            window=self.window,
            stride=self.step,
            exponent=exponent,
        )

    def places(self, field: VisualField) -> dict[str, tuple[float, ...]]:
        """Centres of the receptive fields, in degrees.

        Args:
            field: the window that images cover.
        """
        lines = {"rf_y": field.y, "rf_x": field.x}
        return {
            axis: tuple(np.interp(window_centres(len(line), self.window, self.step), range(len(line)), line).tolist())
            for axis, line in lines.items()
        }
