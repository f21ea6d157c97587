"""The visual field: a window of degrees of visual angle, sampled on a grid.

x runs to the right and y runs up, both zero at the centre of gaze. Row 0 of an image is the top row, so that an image
is also a picture: its y coordinates descend.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class VisualField:
    """A rectangular window of the visual field.

    Args:
        extent: width and height in degrees of visual angle; one number for a square.
        resolution: samples per degree.

    Raises:
        ValueError: if an extent or the resolution is not a positive, finite number, or the window holds no sample.

    >>> field = VisualField(extent=(8, 4), resolution=16)
    >>> field.shape
    (64, 128)
    >>> field.nyquist
    8.0
    """

    extent: float | tuple[float, float] = 4.0
    resolution: float = 16.0

    def __post_init__(self) -> None:
        extent: Any = self.extent if np.ndim(self.extent) else (self.extent, self.extent)
        if len(extent) != 2:
            raise ValueError(f"extent is one number or (width, height) in degrees, not {self.extent!r}")
        for name, value in (("width", extent[0]), ("height", extent[1]), ("resolution", self.resolution)):
            if not (isinstance(value, int | float | np.number) and math.isfinite(value) and value > 0):
                raise ValueError(f"the {name} of a visual field must be positive and finite, not {value!r}")
        object.__setattr__(self, "extent", (float(extent[0]), float(extent[1])))
        object.__setattr__(self, "resolution", float(self.resolution))
        if 0 in self.shape:
            raise ValueError(f"a field of {extent} deg at {self.resolution} samples/deg holds no sample")

    @property
    def width(self) -> float:
        """Width in degrees."""
        return self.extent[0]  # type: ignore[index]

    @property
    def height(self) -> float:
        """Height in degrees."""
        return self.extent[1]  # type: ignore[index]

    @property
    def shape(self) -> tuple[int, int]:
        """Samples (y, x)."""
        return round(self.height * self.resolution), round(self.width * self.resolution)

    @property
    def nyquist(self) -> float:
        """The highest spatial frequency the samples can carry, in cycles/deg."""
        return self.resolution / 2

    @property
    def x(self) -> np.ndarray:
        """Horizontal positions of the columns (x,), in degrees, to the right."""
        return self._positions(self.shape[1])

    @property
    def y(self) -> np.ndarray:
        """Vertical positions of the rows (y,), in degrees, from the top down."""
        return -self._positions(self.shape[0])

    def mesh(self) -> tuple[np.ndarray, np.ndarray]:
        """Positions x (1, x) and y (y, 1) in degrees: they broadcast to (y, x)."""
        return self.x[None, :], self.y[:, None]

    def _positions(self, samples: int) -> np.ndarray:
        return ((np.arange(samples) - (samples - 1) / 2) / self.resolution).astype(np.float32)
