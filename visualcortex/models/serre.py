"""HMAX for photographs: Gabor filters in eight bands, and composite features learned from natural images.

The alternation is that of `visualcortex.models.hmax`: simple cells (s1) are pooled over two sizes and over places into
complex cells (c1), patches of these are compared with prototypes (s2), and the comparisons pooled over all places and
bands (c2).

As in the paper's public code, though recalled and not printed, a simple cell's response is divided by the root of the
image's energy in its square, and prototypes are cut at random places from the second band of complex cells. Unlike that
code, units whose square reaches beyond the image or the map are silent or absent, and the filters fill their squares.

References:
    Serre, Wolf, Bileschi, Riesenhuber & Poggio (2007), IEEE Trans. Pattern Anal. Mach. Intell. 29, 411-426.
"""

from collections.abc import Sequence
from types import MappingProxyType

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.typing import ArrayLike

from visualcortex.canonical import exponent_of
from visualcortex.data.pictures import natural_patches
from visualcortex.field import VisualField
from visualcortex.layers.bands import Band
from visualcortex.layers.prototypes import Prototypes
from visualcortex.layers.spectral import SpectralFilters, gabors
from visualcortex.models.model import Axes, Model
from visualcortex.papers import serre2007 as paper
from visualcortex.vocabulary import whole

BANDS = tuple(
    Band((2 * i, 2 * i + 1), *square)
    for i, square in enumerate(zip(paper.C1_WINDOWS.value, paper.C1_STEPS.value, strict=True))
)
LEARNED = 1  # the band, from 0, whose complex cells are learned from
IMAGES = 32  # natural patches that prototypes are learned from by default
WIDTH = 1.0  # σ of S2; the paper gives none, public code (Mutch & Lowe 2008) this one, recalled


class Serre(Model):
    """HMAX of 2007: layers s1, c1_1 … c1_n (n bands) and c2.

    It sees luminance from 0 (contrast −1, black) to 1 (contrast 1, white); responses are in arbitrary units. That 32
    samples are a degree is a convention. Features of c2 are numbered in the order of their sizes: at first all those of
    4 × 4 complex cells.

    A composite cell is a Gaussian of σ = `s2_width`·(n/4)^`s2_growth` for patches of n × n cells. The paper prints one
    σ for all and no value: `s2_growth` 0. By default it is 1, as in public code (Mutch & Lowe 2008): else the many
    cells of large patches add up to distances at which every response is next to nothing.

    Prototypes are learned once, when the model is built, from complex cells that pool as it is told then: to compare
    MAX with SUM, build two.

    Args:
        field: the window that images cover.
        bands: how many of the eight bands, from the smallest filters on.
        count: prototypes of each size.
        patch_sizes: complex cells a side of the prototypes.
        images: contrasts (image, y, x) to learn from, of the field's shape; by default patches of natural photographs,
            others than those of `visualcortex.stimuli.natural_pictures`.
        c1_pooling: "MAX", "SUM" or the exponent of the soft-max, 0 to infinity.
        c2_pooling: the same, of c2.
        seed: of the choice of natural patches, and of the places where prototypes are cut out.

    Raises:
        ValueError: if a number is impossible, images do not fit the field, or a filter or a patch does not fit into it.

    >>> small = Serre(VisualField(2.0, 32.0), bands=2, count=3, patch_sizes=(4, 8), images=np.eye(64)[None])
    >>> small.axes["c2"]["feature"]
    (0, 1, 2, 3, 4, 5)
    """

    units = "a.u."
    parameters = MappingProxyType(
        {
            "c1_pooling": "c1_pooling",
            "c2_pooling": "c2_pooling",
            "s2_width": "composite.width",
            "s2_growth": "composite.growth",
        }
    )

    def __init__(
        self,
        field: VisualField = VisualField(8.0, 32.0),
        *,
        bands: int = len(BANDS),
        count: int = paper.PATCHES.value,
        patch_sizes: Sequence[int] = paper.PATCH_SIZES.value,
        images: ArrayLike | None = None,
        c1_pooling: float | str = "MAX",
        c2_pooling: float | str = "MAX",
        seed: int = 0,
    ) -> None:
        whole("count", count)
        if not np.ndim(patch_sizes) or not len(patch_sizes) or (images is not None and not len(np.asarray(images))):
            raise ValueError("prototypes are of one size at least, in a list, and from one image at least")
        for size in patch_sizes:
            whole("patch size", size)
        if whole("bands", bands, least=LEARNED + 1) > len(BANDS):
            raise ValueError(f"there are {len(BANDS)} bands, not {bands}")
        self.field, self.bands = field, BANDS[:bands]
        self.simple = SpectralFilters(field, _filters(2 * bands), normalized=True)
        self.c1_pooling = jnp.asarray(exponent_of(c1_pooling), jnp.float32)
        self.c2_pooling = jnp.asarray(exponent_of(c2_pooling), jnp.float32)
        shown = natural_patches(IMAGES, field.shape, (seed, 1)) if images is None else np.asarray(images)
        cells = np.asarray(lax.map(self._learned, jnp.stack([self.view(image) for image in shown])))
        self.composite = Prototypes([cut(cells, size, count, seed) for size in patch_sizes], width=WIDTH)

    @property
    def axes(self) -> Axes:
        """Standard deviation of the filters, preferred orientation and receptive-field centre, in degrees; features."""
        oriented = {"preferred_orientation": tuple(paper.ORIENTATIONS.value)}
        scales = tuple(sd / self.field.resolution for sd in paper.S1_WIDTHS.value[: 2 * len(self.bands)])
        every = {"rf_y": tuple(self.field.y.tolist()), "rf_x": tuple(self.field.x.tolist())}
        layers: Axes = {"s1": {"rf_scale": scales, **oriented, **every}}
        layers |= {f"c1_{i}": {**oriented, **band.places(self.field)} for i, band in enumerate(self.bands, 1)}
        return layers | {"c2": {"feature": tuple(range(self.composite.features))}}

    @property
    def footprint(self) -> int:
        """How many numbers one image becomes, about: all responses, and their spectra."""
        return 2 * super().footprint

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer to an image (y, x)."""
        found = self.simple.terms((1 + self.view(image)) / 2)
        complex_cells = [band.pooled(self.simple, found, self.c1_pooling) for band in self.bands]
        layers = {"s1": jnp.stack(self.simple.responses(found, range(len(self.simple.sizes))))}
        layers |= {f"c1_{i}": cells for i, cells in enumerate(complex_cells, 1)}
        return layers | {"c2": self.composite.pooled(complex_cells, self.c2_pooling)}

    def _learned(self, image: jax.Array) -> jax.Array:
        return BANDS[LEARNED].pooled(self.simple, self.simple.terms((1 + image) / 2), self.c1_pooling)


def cut(cells: np.ndarray, size: int, count: int, seed: int) -> np.ndarray:
    """Patches of complex cells from random places of random images.

    The first patches do not depend on how many follow.

    Args:
        cells: responses (image, preferred_orientation, y, x).
        size: cells a side of a patch.
        count: how many.
        seed: of the places.

    Returns:
        (feature, preferred_orientation, y, x).

    Raises:
        ValueError: if the patches do not fit into the maps.
    """
    images, _, rows, columns = cells.shape
    if not 1 <= size <= min(rows, columns):
        raise ValueError(
            f"patches of {size} complex cells a side do not fit into {rows} × {columns}: enlarge the field"
        )
    random = np.random.default_rng((seed, size))
    places = random.integers((images, rows - size + 1, columns - size + 1), size=(count, 3))
    return np.stack([cells[i, :, y : y + size, x : x + size] for i, y, x in places])


def _filters(count: int) -> list[np.ndarray]:
    shapes = list(zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, paper.S1_WAVELENGTHS.value, strict=True))
    return [gabors(*shape, paper.ASPECT.value, paper.ORIENTATIONS.value) for shape in shapes[:count]]
