"""The cortex of Hubel & Wiesel: LGN, simple, complex and end-stopped cells, and simple cells under normalisation.

References:
    Hubel & Wiesel (1962), J. Physiol. 160, 106-154; (1965), J. Neurophysiol. 28, 229-289.
    Heeger (1992), Vis. Neurosci. 9, 181-197.
"""

from types import MappingProxyType
from typing import Literal

import jax
import jax.numpy as jnp
import numpy as np

from visualcortex.canonical import rectify
from visualcortex.field import VisualField
from visualcortex.layers.complex import ComplexCells, EndStopped
from visualcortex.layers.lattice import Lattice, covering
from visualcortex.layers.normalization import DivisiveNormalization
from visualcortex.layers.retina import CentreSurround
from visualcortex.layers.simple import AfferentCells, GaborCells
from visualcortex.models.model import Axes, Model
from visualcortex.vocabulary import whole

THRESHOLD = {"gabor": 0.05, "afferents": 0.25}
MARGIN = 1.0  # deg from the outermost cells to the border of the field


class HubelWiesel(Model):
    """Cells of every orientation: layers lgn, simple, complex, end_stopped and normalized.

    Rates are spontaneous + maximum · response, in spikes/s.

    Args:
        field: the window that images cover.
        wiring: of the simple cells: "gabor" receptive fields, or "afferents", a row of LGN cells.
        orientations: number of preferred orientations, evenly spaced from 0°.
        spacing: distance of neighbouring places with cells, in degrees; by default all cells are at the centre of gaze.
        threshold: drive below which a simple cell is silent, by default 0.05 (gabor; a grating of contrast 1 drives it
            by 1) or 0.25 (afferents; their mean response).
        spontaneous: spikes/s without a stimulus.
        maximum: spikes/s of a response of 1.
        pooling: of the complex cells, "SUM", "energy", "MAX" or a number from 1 to infinity.
        afferents: number of LGN cells in a row (wiring "afferents").

    Raises:
        ValueError: if there is no orientation, the wiring is unknown, or the samples of the field are too coarse.
    """

    parameters = MappingProxyType(
        {
            "threshold": "threshold",
            "spontaneous": "spontaneous",
            "maximum": "maximum",
            "pooling": "complex.pooling",
            "subunit_spacing": "complex.spacing",
            "end_distance": "end_stopping.distance",
            "end_inhibition": "end_stopping.inhibition",
            "semi_saturation": "normalization.semi_saturation",
            "pool_size": "normalization.pool_size",
            "surround_weight": "normalization.surround_weight",
            "surround_size": "normalization.surround_size",
            "preferred_spatial_frequency": "receptive_fields.spatial_frequency",
            "rf_width": "receptive_fields.width",
            "rf_length": "receptive_fields.length",
            "lgn_centre": "retina.centre",
            "lgn_surround": "retina.surround",
            "lgn_surround_weight": "retina.surround_weight",
            "lgn_semi_saturation": "retina.semi_saturation",
            "afferent_spacing": "rows.spacing",
        }
    )

    def __init__(
        self,
        field: VisualField = VisualField(extent=6.0, resolution=16.0),
        *,
        wiring: Literal["gabor", "afferents"] = "gabor",
        orientations: int = 12,
        spacing: float | None = None,
        threshold: float | None = None,
        spontaneous: float = 1.0,
        maximum: float = 50.0,
        pooling: float | str = "energy",
        afferents: int = 7,
    ) -> None:
        if wiring not in ("gabor", "afferents"):
            raise ValueError(f"wiring is 'gabor' or 'afferents', not {wiring!r}")
        preferred = tuple((np.arange(whole("orientations", orientations)) * 180 / orientations).tolist())
        lattice = Lattice(field) if spacing is None else covering(field, spacing, MARGIN)
        self.field, self.wiring = field, wiring
        self.threshold = jnp.asarray(THRESHOLD[wiring] if threshold is None else threshold, jnp.float32)
        self.spontaneous = jnp.asarray(spontaneous, jnp.float32)
        self.maximum = jnp.asarray(maximum, jnp.float32)
        self.retina = CentreSurround(field)
        self.receptive_fields = GaborCells(lattice, orientations=preferred)
        self.rows = AfferentCells(lattice, orientations=preferred, afferents=afferents)
        self.complex = ComplexCells(pooling=pooling)
        self.end_stopping = EndStopped()
        self.normalization = DivisiveNormalization(lattice)

    @property
    def axes(self) -> Axes:
        """Axes of every layer, in degrees."""
        simple = self.rows.axes if self.wiring == "afferents" else self.receptive_fields.axes
        pooled = {name: simple[name] for name in ("preferred_orientation", "rf_y", "rf_x")}
        return {
            "lgn": self.retina.axes,
            "simple": simple,
            "complex": pooled,
            "end_stopped": pooled,
            "normalized": self.receptive_fields.axes,
        }

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Rates of every layer, in spikes/s, to an image (y, x)."""
        image = self.view(image)
        lgn = self.retina(image)
        cells, source = (self.rows, lgn) if self.wiring == "afferents" else (self.receptive_fields, image)
        simple = rectify(cells(source)[0], self.threshold)
        subunits = rectify(cells(source, self.complex.offsets), self.threshold)
        ends = rectify(cells(source, self.end_stopping.offsets), self.threshold)
        centre = self.complex(subunits)
        responses = {
            "lgn": lgn,
            "simple": simple,
            "complex": centre,
            "end_stopped": self.end_stopping(centre, jax.vmap(lambda end: self.complex(end[None]))(ends)),
            "normalized": self.normalization(self.receptive_fields(image)[0], image),
        }
        return {layer: self.spontaneous + self.maximum * response for layer, response in responses.items()}
