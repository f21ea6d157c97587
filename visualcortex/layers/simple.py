"""Simple cells: the linear drive of receptive fields with one orientation and one spatial phase.

Two forms with the same axes. `GaborCells` see the image through a Gabor function; `AfferentCells` are wired as Hubel &
Wiesel drew them, a row of LGN cells whose centres lie along one line.

References:
    Hubel & Wiesel (1962), J. Physiol. 160, 106-154, Text-fig. 19.   Marcelja (1980), J. Opt. Soc. Am. 70, 1297-1300.
    Jones & Palmer (1987), J. Neurophysiol. 58, 1233-1258.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax.scipy.ndimage import map_coordinates
from jax.typing import ArrayLike

from visualcortex.canonical import match
from visualcortex.filters import across_along, sinusoid
from visualcortex.layers.lattice import Lattice
from visualcortex.vocabulary import whole

Offsets = ArrayLike | None


class GaborCells(nnx.Module):
    """Receptive fields after Gabor, balanced so that uniform light drives none of them.

    A full-field grating of contrast 1 and of a cell's own orientation, frequency and phase drives it by about 1.

    Args:
        lattice: where the cells are.
        orientations: preferred orientations, in degrees.
        phases: preferred spatial phases, in degrees: 0 is a light bar in the centre, 180 a dark one, ±90 edges.
        spatial_frequency: preferred, in cycles/deg.
        width: standard deviation of the window across the bars, in degrees.
        length: standard deviation along them, in degrees.

    Raises:
        ValueError: if the samples cannot carry the preferred frequency.
    """

    def __init__(
        self,
        lattice: Lattice,
        *,
        orientations: tuple[float, ...],
        phases: tuple[float, ...] = (0.0, 90.0, 180.0, 270.0),
        spatial_frequency: float = 2.0,
        width: float = 0.2,
        length: float = 0.2,
    ) -> None:
        if spatial_frequency > lattice.field.nyquist:
            raise ValueError(
                f"cells that prefer {spatial_frequency:g} cycles/deg need {2 * spatial_frequency:g} samples/deg or "
                f"more, the field has {lattice.field.resolution:g}"
            )
        self.lattice, self.orientations, self.phases = lattice, orientations, phases
        self.spatial_frequency = jnp.asarray(spatial_frequency, jnp.float32)
        self.width = jnp.asarray(width, jnp.float32)
        self.length = jnp.asarray(length, jnp.float32)

    @property
    def axes(self) -> dict[str, tuple]:
        """Preferred orientation and phase, and position, in degrees."""
        return {"preferred_orientation": self.orientations, "preferred_phase": self.phases, **self.lattice.axes}

    def __call__(self, image: jax.Array, offsets: Offsets = None) -> jax.Array:
        """Drive (offset, preferred_orientation, preferred_phase, rf_y, rf_x) by an image (y, x).

        Args:
            image: luminance contrast.
            offsets: places (offset, 2) of receptive fields across and along their own axis, in degrees from the cell's;
                by default one, its own.
        """
        even, odd = self.quadrature(image, offsets)
        phase = jnp.deg2rad(jnp.asarray(self.phases, jnp.float32))[:, None, None]
        return jnp.cos(phase) * even[:, :, None] + jnp.sin(phase) * odd[:, :, None]

    def quadrature(self, image: jax.Array, offsets: Offsets = None) -> jax.Array:
        """Drive (2, offset, preferred_orientation, rf_y, rf_x) of even and odd fields, whose sums make any phase.

        Args:
            image: luminance contrast (y, x).
            offsets: as for a call.
        """
        x, y, padding = self.lattice.window()
        offsets = _places(offsets)
        u, v = across_along(x, y, jnp.asarray(self.orientations, jnp.float32)[:, None, None])
        u, v = (along_axis - offsets[:, i, None, None, None] for i, along_axis in enumerate((u, v)))
        window = jnp.exp(-((u / self.width) ** 2 + (v / self.length) ** 2) / 2)
        bank = jnp.stack([self._balanced(u, window, phase) for phase in (0.0, 90.0)])
        drive = match(image, bank.reshape(-1, *bank.shape[-2:]), stride=self.lattice.stride, padding=padding)
        return drive.reshape(*bank.shape[:-2], *self.lattice.shape)

    def _balanced(self, u: jax.Array, window: jax.Array, phase: float) -> jax.Array:
        """Gabors (…, y, x) that uniform light does not drive, and a grating of their own drives by 1."""
        area = window.sum((-2, -1), keepdims=True)
        profile = window * sinusoid(u, spatial_frequency=self.spatial_frequency, phase=phase)
        return 2 * (profile - window * profile.sum((-2, -1), keepdims=True) / area) / area


def _places(offsets: Offsets) -> jax.Array:
    return jnp.zeros((1, 2)) if offsets is None else jnp.asarray(offsets, jnp.float32)


class AfferentCells(nnx.Module):
    """A row of LGN cells makes a simple cell (Hubel & Wiesel 1962, Text-fig. 19).

    The drive is the mean response of the cells of the row: ON cells for phase 0, OFF cells for phase 180. Nothing in
    the row is oriented but its line.

    Args:
        lattice: where the cells are.
        orientations: preferred orientations, in degrees.
        afferents: number of LGN cells in the row.
        spacing: distance of their receptive-field centres, in degrees.

    Raises:
        ValueError: if there is no afferent.
    """

    def __init__(
        self, lattice: Lattice, *, orientations: tuple[float, ...], afferents: int = 7, spacing: float = 0.15
    ) -> None:
        self.lattice, self.orientations = lattice, orientations
        self.afferents = whole("afferents", afferents)
        self.spacing = jnp.asarray(spacing, jnp.float32)

    @property
    def axes(self) -> dict[str, tuple]:
        """Preferred orientation and phase, and position, in degrees."""
        return {"preferred_orientation": self.orientations, "preferred_phase": (0.0, 180.0), **self.lattice.axes}

    def positions(self, offsets: Offsets = None) -> tuple[jax.Array, jax.Array]:
        """Centres x, y of the afferents (offset, preferred_orientation, afferent), in degrees from the cell's.

        Args:
            offsets: as for a call.
        """
        across, along = jnp.moveaxis(_places(offsets), -1, 0)[..., None, None]
        theta = jnp.deg2rad(jnp.asarray(self.orientations, jnp.float32))[:, None]
        along = along + self.spacing * (jnp.arange(self.afferents) - (self.afferents - 1) / 2)
        return (
            along * jnp.cos(theta) - across * jnp.sin(theta),
            along * jnp.sin(theta) + across * jnp.cos(theta),
        )

    def __call__(self, lgn: jax.Array, offsets: Offsets = None) -> jax.Array:
        """Drive (offset, preferred_orientation, preferred_phase, rf_y, rf_x) by LGN responses (polarity, y, x).

        Args:
            lgn: responses of ON and OFF cells at every sample of the field.
            offsets: places (offset, 2) of rows across and along their own axis, in degrees from the cell's; by default
                one.
        """
        field, cells = self.lattice.field, self.lattice.axes
        x, y = (p[..., None, None] for p in self.positions(offsets))
        column = (x + np.asarray(cells["rf_x"])) * field.resolution + (field.shape[1] - 1) / 2
        row = (field.shape[0] - 1) / 2 - (y + np.asarray(cells["rf_y"])[:, None]) * field.resolution
        row, column = jnp.broadcast_arrays(row, column)
        sampled = jax.vmap(lambda cells: map_coordinates(cells, [row, column], order=1, mode="constant"))(lgn)
        return jnp.moveaxis(sampled.mean(3), 0, 2)
