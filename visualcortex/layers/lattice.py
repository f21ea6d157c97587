"""The places of a layer's units: a lattice over the visual field."""

import math
from dataclasses import dataclass

import numpy as np

from visualcortex.field import VisualField


@dataclass(frozen=True)
class Lattice:
    """A regular lattice of receptive-field centres, symmetric about the centre of gaze.

    Args:
        field: the window that images cover.
        spacing: distance of neighbours in degrees, rounded to whole samples.
        shape: units (y, x); by default one.

    Raises:
        ValueError: if the lattice is larger than the field, or empty.
    """

    field: VisualField
    spacing: float = 1.0
    shape: tuple[int, int] = (1, 1)

    def __post_init__(self) -> None:
        if min(self.shape) < 1 or not 0 < self.spacing < math.inf:
            raise ValueError(
                f"a lattice needs a positive spacing and at least one unit, not {self.spacing}, {self.shape}"
            )
        if any((units - 1) * self.stride >= n for units, n in zip(self.shape, self.field.shape, strict=True)):
            raise ValueError(
                f"{self.shape} units {self.spacing} deg apart do not fit into a field of {self.field.extent} deg"
            )

    @property
    def stride(self) -> int:
        """Samples from one unit to the next."""
        return max(1, round(self.spacing * self.field.resolution))

    @property
    def axes(self) -> dict[str, tuple[float, ...]]:
        """Receptive-field centres rf_y (top down) and rf_x, in degrees."""
        y, x = (np.arange(n) - (n - 1) / 2 for n in self.shape)
        step = self.stride / self.field.resolution
        return {"rf_y": tuple((-y * step).tolist()), "rf_x": tuple((x * step).tolist())}

    def window(self) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
        """The samples that a unit sees, as many as the field has, for `visualcortex.canonical.match`.

        Returns:
            x (1, x) and y (y, 1) of the samples relative to the unit, in degrees, and the padding of the image in y
            and x: a unit in the middle sees the field, another as much around itself, grey beyond the border.
        """
        spans = [(units - 1) * self.stride for units in self.shape]
        sizes = [samples + span % 2 for samples, span in zip(self.field.shape, spans, strict=True)]
        padding = [(span + 1) // 2 for span in spans]
        y, x = (((np.arange(n) - (n - 1) / 2) / self.field.resolution).astype(np.float32) for n in sizes)
        return x[None, :], -y[:, None], (padding[0], padding[1])


def covering(field: VisualField, spacing: float, margin: float = 0.0) -> Lattice:
    """The largest lattice with a unit at the centre of gaze whose units keep a margin to the border of the field.

    >>> covering(VisualField(extent=(6, 4), resolution=16), spacing=0.5, margin=1.0).shape
    (5, 9)
    """
    stride = Lattice(field, spacing).stride
    step = stride / field.resolution
    reach = [math.floor((side / 2 - margin) / step + 1e-6) for side in (field.height, field.width)]
    fits = [(samples - 1) // (2 * stride) for samples in field.shape]
    rows, columns = (2 * max(0, min(pair)) + 1 for pair in zip(reach, fits, strict=True))
    return Lattice(field, spacing, (rows, columns))
