"""The cortical image: what the visual field looks like on striate cortex, in mm, and what the cortex keeps of it.

Both hemispheres lie side by side in one array, laid out as in ``visualcortex.retinotopy``: the right half of the visual
field to the right of the fovea, the upper half above. Samples that stand for no place of the field are 0, the contrast
of grey, and False in ``mask``.

A cortical sample covers more of the field the farther from the fovea it lies. Where it covers more than one sample of
the image, the image is blurred by a Gaussian to match (interpolated between copies blurred for 2, 4, 8, ... samples),
so that fine detail fades into grey and does not turn into moiré.

Schwartz (1980), Vision Res. 20, 645-669; Horton & Hoyt (1991), Arch. Ophthalmol. 109, 816-824.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax.scipy.ndimage import map_coordinates
from jax.typing import ArrayLike

from visualcortex import retinotopy
from visualcortex.field import VisualField


class Retinotopic(nnx.Module):
    """A sheet of striate cortex on which a window of the visual field is mapped.

    The sheet's size in mm is fixed by the numbers of the constructor; if ``k`` or ``a`` are changed later, what no
    longer fits on the sheet is cut off.

    Args:
        field: the window of the visual field.
        resolution: samples per mm of cortex.
        k: mm of cortex for each factor e of eccentricity (Horton & Hoyt 1991).
        a: eccentricity in degrees below which the map is nearly linear (Horton & Hoyt 1991).
        b: eccentricity in degrees above which the periphery is compressed; infinite, by default, for a monopole.

    Attributes:
        k: explorable leaf, float32.
        a: explorable leaf, float32.
        b: explorable leaf, float32.

    Raises:
        ValueError: if the resolution, k or a is not positive and finite, or b is not larger than a.

    >>> layer = Retinotopic(VisualField(extent=20.0, resolution=8), resolution=2.0)
    >>> {name: (len(places), places[0]) for name, places in layer.axes.items()}
    {'cortex_y': (105, 26.0), 'cortex_x': (207, -51.5)}
    """

    def __init__(
        self,
        field: VisualField,
        *,
        resolution: float = 4.0,
        k: float = retinotopy.K,
        a: float = retinotopy.A,
        b: float = math.inf,
    ) -> None:
        for name, value in (("resolution", resolution), ("k", k), ("a", a)):
            if not (math.isfinite(value) and value > 0):
                raise ValueError(f"{name} must be positive and finite, not {value!r}")
        if not b > a:
            raise ValueError(f"b must be larger than a, {a!r} deg, not {b!r}")
        self.field = field
        self.resolution = float(resolution)
        self.k, self.a, self.b = (jnp.asarray(value, jnp.float32) for value in (k, a, b))
        border = _border(field)
        reach_x, reach_y = (float(place.max()) for place in self._map(*border))
        self._reach = math.ceil(reach_y * resolution), math.ceil(reach_x * resolution)
        self._levels = 1 + math.ceil(math.log2(max(float(self._coverage(*border).max()), 1)))

    @property
    def axes(self) -> dict[str, tuple[float, ...]]:
        """Positions on the cortex in mm: cortex_y from the top down, cortex_x from left to right."""
        rows, columns = (np.arange(-reach, reach + 1) / self.resolution for reach in self._reach)
        return {"cortex_y": tuple(rows[::-1].tolist()), "cortex_x": tuple(columns.tolist())}

    @property
    def mask(self) -> jax.Array:
        """Whether a sample stands for a place of the field (cortex_y, cortex_x)."""
        cortex_x, cortex_y = self._mesh()
        x, y = retinotopy.inverse_dipole(cortex_x, cortex_y, k=self.k, a=self.a, b=self.b)
        seen = (jnp.abs(x) <= self.field.width / 2) & (jnp.abs(y) <= self.field.height / 2)
        return seen & retinotopy.on_cortex(cortex_x, cortex_y, k=self.k, a=self.a, b=self.b)

    @property
    def positions(self) -> tuple[jax.Array, jax.Array]:
        """The places x and y in degrees for which the samples stand, each (cortex_y, cortex_x); 0 outside the mask."""
        cortex_x, cortex_y = (jnp.where(self.mask, place, 0) for place in self._mesh())
        return retinotopy.inverse_dipole(cortex_x, cortex_y, k=self.k, a=self.a, b=self.b)

    def __call__(self, image: jax.Array) -> jax.Array:
        """The cortical image.

        Args:
            image: (y, x), sampled on the field.

        Returns:
            cortical image (cortex_y, cortex_x), 0 outside the mask.
        """
        x, y = self.positions
        level = jnp.log2(jnp.maximum(self._coverage(x, y), 1))
        row, column = (jnp.subtract(self.field.y[0], y), jnp.subtract(x, self.field.x[0]))
        places = [level, row * self.field.resolution, column * self.field.resolution]
        return jnp.where(self.mask, map_coordinates(self._blurred(image), places, order=1, mode="nearest"), 0)

    def inverse(self, cortical: jax.Array) -> jax.Array:
        """The image that the cortex keeps: every sample of the field read where it lies on the cortex.

        Near the border of V1 only samples inside the mask count. A corner of the field that lies between them is 0.

        Args:
            cortical: (cortex_y, cortex_x).

        Returns:
            image (y, x).
        """
        cortex_x, cortex_y = self._map(*self.field.mesh())
        places = [self._reach[0] - cortex_y * self.resolution, self._reach[1] + cortex_x * self.resolution]
        total, weight = (map_coordinates(part, places, order=1) for part in (cortical * self.mask, 1.0 * self.mask))
        return total / jnp.where(weight > 0, weight, 1)

    def _mesh(self) -> tuple[jax.Array, jax.Array]:
        cortex_y, cortex_x = (jnp.asarray(places, jnp.float32) for places in self.axes.values())
        return tuple(jnp.meshgrid(cortex_x, cortex_y))  # type: ignore[return-value]

    def _map(self, x: ArrayLike, y: ArrayLike) -> tuple[jax.Array, jax.Array]:
        return retinotopy.dipole(x, y, k=self.k, a=self.a, b=self.b)

    def _coverage(self, x: ArrayLike, y: ArrayLike) -> jax.Array:
        """Samples of the image that one cortical sample covers, along each side."""
        magnification = retinotopy.magnification_at(x, y, k=self.k, a=self.a, b=self.b)
        return self.field.resolution / (self.resolution * magnification)

    def _blurred(self, image: jax.Array) -> jax.Array:
        """The image blurred for coverages of 1, 2, 4, ... samples (level, y, x); the first is the image itself."""
        coverage = 2.0 ** np.arange(self._levels)
        sd = np.maximum(np.sqrt(coverage**2 - 1) / 2, 1e-3)
        rows, columns = (_blur(samples, sd) for samples in self.field.shape)
        return jnp.einsum("lij,jk,lmk->lim", rows, image, columns, precision="highest")


def _border(field: VisualField) -> tuple[np.ndarray, np.ndarray]:
    """Places x and y in degrees along the border of the upper right quarter of a field.

    The map is analytic: its reach in mm is largest, and its magnification least, on the border.
    """
    along = np.linspace(0, 1, 65)
    x = np.concatenate([0 * along, along, along**0]) * field.width / 2
    y = np.concatenate([along, along**0, along]) * field.height / 2
    return x, y


def _blur(samples: int, sd: np.ndarray) -> jax.Array:
    """Matrices (level, sample, sample) that blur by Gaussians of these standard deviations, in samples, edges kept."""
    distance = jnp.subtract.outer(jnp.arange(samples), jnp.arange(samples))
    weight = jnp.exp(-((distance / jnp.asarray(sd, jnp.float32)[:, None, None]) ** 2) / 2)
    return weight / weight.sum(-1, keepdims=True)
