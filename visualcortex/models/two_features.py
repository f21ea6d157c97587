"""A unit of two features: simple cells tuned to either side of one place of a shape, pooled over all positions.

It is HMAX cut down to what tells MAX from SUM. A simple cell of either kind compares the patch of the image before it
with its template, both taken at unit length, by a Gaussian; it is silent to black. One complex cell of each kind pools
them over the image. The unit on top answers as far as both complex cells answer as they did to the preferred shape,
whatever the pooling: it was wired to prefer that shape.

The paper states neither the patches, nor how sharply simple cells are tuned, nor the unit's width. Here patches are
squares, their middles at the height of the place, and the two overlap by half, as neighbouring fields of HMAX do. Their
side and the two widths are those of a coarse grid (8 to 24 samples in steps of 4; 0.3 to 0.8 in steps of 0.1; 0.1 to
0.4 in steps of 0.05) that come closest to the published responses of the model.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025, Fig. 3.
"""

import math
from types import MappingProxyType
from typing import Any

import jax
import jax.numpy as jnp

from visualcortex.canonical import exponent_of, match, pool
from visualcortex.field import VisualField
from visualcortex.models.model import Axes, Model
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.stimuli.silhouettes import SHAPES, silhouette

PREFERRED = SHAPES.index("ellipse on stem")
TRANSITION = -0.234375, -0.125  # deg: where the ellipse of the preferred silhouette ends on the middle of its stem
SIDES = "left", "right"
SIZE, S1_WIDTH, TUNING_WIDTH = 0.5, 0.5, 0.25  # the first in deg: the best fit to the published bars

_DARKEST = 1e-3  # share of full luminance, squared, below which a patch counts as black


class TwoFeatures(Model):
    """Two kinds of simple cells, two complex cells and a unit: layers s1, c1 and view_tuned.

    It sees luminance from 0 (contrast −1, black) to 1 (contrast 1, white). Parameters: ``c1_pooling``, the exponent p
    of the soft-max of complex cells, from 0 (SUM) to infinity (MAX); ``s1_width``, σ of exp(−|p − t|²/2σ²), p and t the
    patch and the template at unit length; ``tuning_width``, that of the unit, in parts of the complex cells' response
    to the preferred shape.

    Args:
        field: the window that images cover; by default the frame of the published shapes.
        preferred: the image (y, x) of the shape that the unit prefers; by default the published one, at its size.
        x: horizontal position of the place where templates are taken, in degrees.
        y: vertical position in degrees.
        size: side of a patch in degrees.
        c1_pooling: "MAX", "SUM" or an exponent.
        s1_width: of the tuning of simple cells.
        tuning_width: of the tuning of the unit.

    Raises:
        ValueError: if an exponent is negative, a width not above 0, the preferred image does not fit the field, or a
            template does not lie within it or is black.

    >>> unit = TwoFeatures()
    >>> round(float(unit(silhouette(unit.field, shape=PREFERRED))["view_tuned"][0]), 6)
    1.0
    """

    units = "a.u."
    parameters = MappingProxyType({"c1_pooling": "c1_pooling", "s1_width": "s1_width", "tuning_width": "tuning_width"})

    def __init__(
        self,
        field: VisualField = VisualField(paper.SILHOUETTE_SIZE.value / paper.RESOLUTION.value, paper.RESOLUTION.value),
        *,
        preferred: Any = None,
        x: float = TRANSITION[0],
        y: float = TRANSITION[1],
        size: float = SIZE,
        c1_pooling: float | str = "MAX",
        s1_width: float = S1_WIDTH,
        tuning_width: float = TUNING_WIDTH,
    ) -> None:
        if not (s1_width > 0 and tuning_width > 0):
            raise ValueError(f"widths of tuning must be above 0, not {s1_width} and {tuning_width}")
        self.field = field
        self.preferred = self.view(silhouette(field, shape=PREFERRED) if preferred is None else preferred)
        self.templates = _templates(field, self.preferred, x, y, size)
        self.c1_pooling = jnp.asarray(exponent_of(c1_pooling), jnp.float32)
        self.s1_width = jnp.asarray(s1_width, jnp.float32)
        self.tuning_width = jnp.asarray(tuning_width, jnp.float32)

    @property
    def axes(self) -> Axes:
        """The side of the transition that cells are tuned to; the middle of each patch, in degrees; one unit."""
        across, (_, *patch) = {"side": SIDES}, self.templates.shape
        lines = (("rf_y", self.field.y, patch[0]), ("rf_x", self.field.x, patch[1]))
        places = {axis: tuple(((line[: len(line) - n + 1] + line[n - 1 :]) / 2).tolist()) for axis, line, n in lines}
        return {"s1": across | places, "c1": across, "view_tuned": {"unit": (0,)}}

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of the simple cells, the complex cells and the unit to an image (y, x)."""
        simple = self._simple(self.view(image))
        complex_cells, wired = self._pooled(simple), self._pooled(self._simple(self.preferred))
        apart = jnp.square(complex_cells / wired - 1).sum()
        unit = jnp.exp(-apart / (2 * self.tuning_width**2))
        return {"s1": simple, "c1": complex_cells, "view_tuned": unit[None]}

    def _simple(self, image: jax.Array) -> jax.Array:
        """Gaussians of |p − t|² = 2(1 − p·t), less what black gives (p·t = 0), so that a match gives 1."""
        luminance, (_, rows, columns) = (1 + image) / 2, self.templates.shape
        power = match(luminance**2, jnp.ones((1, rows, columns)), algorithm="direct")
        length = jnp.sqrt(jnp.maximum(power, _DARKEST * rows * columns))
        likeness = match(luminance, self.templates) / length
        black = jnp.exp(-1 / self.s1_width**2)
        return jnp.maximum(jnp.exp((likeness - 1) / self.s1_width**2) - black, 0) / (1 - black)

    def _pooled(self, simple: jax.Array) -> jax.Array:
        return pool(simple, (1, 2), exponent=self.c1_pooling)


def _templates(field: VisualField, image: jax.Array, x: float, y: float, size: float) -> jax.Array:
    """The two patches (side, y, x) of an image at a place, at unit length."""
    side, (rows, columns) = round(size * field.resolution), field.shape
    across, down = (field.width / 2 + x) * field.resolution, (field.height / 2 - y) * field.resolution
    top, left = math.floor(down - side / 2 + 0.5), math.floor(across - 0.75 * side + 0.5)
    right = round(2 * across) - left - side  # the mirror image of the left one
    if side < 1 or min(top, left) < 0 or top + side > rows or right + side > columns:
        raise ValueError(f"patches of {size} deg at ({x}, {y}) do not lie within the field")
    patches = (1 + jnp.stack([image[top : top + side, start : start + side] for start in (left, right)])) / 2
    length = jnp.sqrt(jnp.square(patches).sum((1, 2), keepdims=True))
    if not bool((length > 0).all()):
        raise ValueError(f"there is nothing but black at ({x}, {y})")
    return patches / length
