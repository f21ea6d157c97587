"""HMAX: simple and complex cells in alternation up to features that tolerate a change of size and place.

Simple cells (s1) of several sizes are pooled over neighbouring places and sizes into complex cells (c1), these are
combined into composite features (s2), and these pooled over all places and sizes (c2). Both poolings are one soft-max,
from SUM to MAX.

Two versions of 1999 must not be mixed: A has one band of all sizes and features of two orientations at one place, B has
four bands and features of 2 × 2 neighbouring cells. Either exists as printed ("text": first derivatives of Gaussians,
so that responses grow with contrast) and as released by its authors ("code": second derivatives, each response over the
root of the image's energy in the filter, or of an even grey's of luminance 0.03 where there is less: so responses do
not depend on the contrast of what is on black, unless it is very dim).

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.
"""

import math
from types import MappingProxyType
from typing import Literal

import jax
import jax.numpy as jnp

from visualcortex.canonical import exponent_of
from visualcortex.field import VisualField
from visualcortex.layers.bands import Band
from visualcortex.layers.composite import Conjunctions, Pairs
from visualcortex.layers.oriented import Filters, OrientedFilters, first_derivatives, second_derivatives
from visualcortex.models.model import Axes, Model
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.vocabulary import unknown

Variant = Literal["text", "code"]
Version = Literal["A", "B"]
Sampling = Literal["published", "dense"]

FILTERS = {"text": first_derivatives, "code": second_derivatives}


class Hmax(Model):
    """HMAX of 1999: layers s1, c1_1 … c1_n and s2_1 … s2_n (n bands), and c2.

    It sees luminance from 0 (contrast −1, black) to 1 (contrast 1, white); responses are in arbitrary units. Version A
    has one band; its s2_1 holds six pairs, then the four complex cells, which are passed on to c2 as they are. Filter
    sizes of "text" are not printed: they are those of "code". Nor is the step of version A: its windows overlap by
    half, as in B.

    Args:
        field: the window that images cover; in the paper 160 samples a side were 5 degrees.
        variant: "text" or "code".
        version: "A" (10 features) or "B" (256).
        sampling: of c1: "published", or "dense", at every sample, which makes c2 indifferent to whole shifts of what
            stays away from the border, before an even ground.
        c1_pooling: "MAX", "SUM" or the exponent of the soft-max, 0 to infinity.
        c2_pooling: the same, of c2.

    Raises:
        ValueError: if a name is unknown, an exponent negative, or the field smaller than 29 samples a side.

    >>> Hmax(VisualField(2.0, 32.0)).axes["c2"]["feature"][-1]
    255
    """

    units = "a.u."
    parameters = MappingProxyType(
        {
            "c1_pooling": "c1_pooling",
            "c2_pooling": "c2_pooling",
            "s2_width": "composite.width",
            "s2_centre": "composite.centre",
        }
    )

    def __init__(
        self,
        field: VisualField = VisualField(paper.RETINA.value, paper.RESOLUTION.value),
        *,
        variant: Variant = "text",
        version: Version = "B",
        sampling: Sampling = "published",
        c1_pooling: float | str = "MAX",
        c2_pooling: float | str = "MAX",
    ) -> None:
        for kind, given, names in (
            ("variant", variant, FILTERS),
            ("version", version, BANDS),
            ("sampling", sampling, ("published", "dense")),
        ):
            if given not in names:
                raise unknown(kind, str(given), names)
        bands = BANDS[version]
        steps = [band.step if sampling == "dense" else 1 for band in bands]
        self.field, self.dense = field, sampling == "dense"
        self.bands = tuple(band._replace(step=1) for band in bands) if self.dense else bands
        self.simple = OrientedFilters(field, _filters(variant), normalized=variant == "code")
        self.c1_pooling = jnp.asarray(exponent_of(c1_pooling), jnp.float32)
        self.c2_pooling = jnp.asarray(exponent_of(c2_pooling), jnp.float32)
        tuning = {"width": paper.S2_WIDTH.value, "centre": paper.S2_CENTRE.value}
        self.composite: Pairs | Conjunctions = (
            Pairs(**tuning) if version == "A" else Conjunctions(**tuning, distances=steps)
        )

    @property
    def axes(self) -> Axes:
        """Standard deviation of the filters, preferred orientation and receptive-field centre, in degrees; features."""
        oriented = {"preferred_orientation": tuple(paper.ORIENTATIONS.value)}
        features = {"feature": tuple(range(self.composite.features(len(paper.ORIENTATIONS.value))))}
        scales = tuple(sd / self.field.resolution for sd in paper.S1_WIDTHS.value)
        every = {"rf_y": tuple(self.field.y.tolist()), "rf_x": tuple(self.field.x.tolist())}
        layers: Axes = {"s1": {"rf_scale": scales, **oriented, **every}}
        for i, band in enumerate(self.bands):
            cells = band.places(self.field)
            units = {axis: self.composite.places(i, line) for axis, line in cells.items()}
            layers |= {f"c1_{i + 1}": {**oriented, **cells}, f"s2_{i + 1}": {**features, **units}}
        return layers | {"c2": features}

    @property
    def footprint(self) -> int:
        """How many numbers one image becomes, about: the terms of simple cells, after one product and after both."""
        sizes, orientations, terms = self.simple.mixing.shape
        maps = sizes * (2 * (terms + self.simple.normalized) + orientations)
        return max(super().footprint, math.prod(self.field.shape) * maps)

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer to an image (y, x)."""
        found = self.simple.terms((1 + self.view(image)) / 2)
        complex_cells = [band.pooled(self.simple, found, self.c1_pooling) for band in self.bands]
        layers = {"s1": jnp.stack(self.simple.responses(found, range(len(self.simple.sizes))))}
        layers |= {f"c1_{i}": cells for i, cells in enumerate(complex_cells, 1)}
        layers |= {f"s2_{i}": units for i, units in enumerate(self.composite.maps(complex_cells), 1)}
        return layers | {"c2": self.composite.pooled(complex_cells, self.c2_pooling)}


def _filters(variant: Variant) -> list[Filters]:
    shapes = zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, strict=True)
    return [FILTERS[variant](size, sd, paper.ORIENTATIONS.value) for size, sd in shapes]


def _bands() -> tuple[Band, ...]:
    counts, sizes, start = [len(widths) for widths in paper.C1_BANDS.value], [], 0
    for count in counts:
        sizes.append(tuple(range(start, start + count)))
        start += count
    return tuple(map(Band, sizes, paper.C1_WINDOWS.value, paper.C1_STEPS.value))


BANDS = {
    "A": (Band(tuple(range(len(paper.S1_WIDTHS.value))), paper.A_C1_WINDOW.value, paper.A_C1_WINDOW.value // 2),),
    "B": _bands(),
}
