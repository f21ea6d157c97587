"""Direction-selective cells: an even receptive field now, an odd one a while ago: a field tilted in space and time.

References:
    Adelson & Bergen (1985), J. Opt. Soc. Am. A 2, 284-299.   Watson & Ahumada (1985), J. Opt. Soc. Am. A 2, 322-341.
    Saul & Humphrey (1992), J. Neurophysiol. 68, 1190-1208 (lagged input to cortex).
"""

from types import MappingProxyType

import jax
import jax.numpy as jnp
import numpy as np

from visualcortex.canonical import pool, rectify
from visualcortex.field import VisualField
from visualcortex.layers.lagged import Lagged
from visualcortex.layers.lattice import Lattice, covering
from visualcortex.layers.simple import GaborCells
from visualcortex.models.model import Axes, Model
from visualcortex.vocabulary import whole

MARGIN = 1.0


class DirectionSelective(Model):
    """Simple and complex cells for every direction of motion.

    Args:
        field: the window that images cover.
        directions: number of preferred directions, even and evenly spaced from 0°.
        spacing: distance of neighbouring places with cells, in degrees; by default all cells are at the centre of gaze.
        frames: how many past images are seen; with fewer the lagged filter is cut off.
        interval: time from one to the next, in s.
        lag_weight: weight of the lagged input; 0 takes the preference for a direction away.
        threshold: drive below which a simple cell is silent; the best drifting grating of contrast 1 drives it by about
            1.
        spontaneous: spikes/s without a stimulus.
        maximum: spikes/s of a response of 1.

    Raises:
        ValueError: if the directions are no even number, or there are fewer than two frames.
    """

    parameters = MappingProxyType(
        {
            "lag_weight": "lag_weight",
            "threshold": "threshold",
            "spontaneous": "spontaneous",
            "maximum": "maximum",
            "quadrature_frequency": "lagged.temporal_frequency",
            "preferred_spatial_frequency": "receptive_fields.spatial_frequency",
            "rf_width": "receptive_fields.width",
            "rf_length": "receptive_fields.length",
        }
    )

    def __init__(
        self,
        field: VisualField = VisualField(extent=4.0, resolution=16.0),
        *,
        directions: int = 12,
        spacing: float | None = None,
        frames: int = 36,
        interval: float = 0.02,
        lag_weight: float = 1.0,
        threshold: float = 0.05,
        spontaneous: float = 1.0,
        maximum: float = 50.0,
    ) -> None:
        if whole("directions", directions, least=2) % 2:
            raise ValueError(f"directions come in opposite pairs: an even number of them, not {directions}")
        self.field = field
        self.lags = tuple((np.arange(whole("frames", frames, least=2)) * interval).tolist())
        self.directions = tuple((np.arange(directions) * 360 / directions).tolist())
        orientations = tuple((d - 90) % 180 for d in self.directions[: directions // 2])
        self.lag_weight = jnp.asarray(lag_weight, jnp.float32)
        self.threshold = jnp.asarray(threshold, jnp.float32)
        self.spontaneous = jnp.asarray(spontaneous, jnp.float32)
        self.maximum = jnp.asarray(maximum, jnp.float32)
        self.lagged = Lagged(self.lags)
        lattice = Lattice(field) if spacing is None else covering(field, spacing, MARGIN)
        self.receptive_fields = GaborCells(lattice, orientations=orientations)

    @property
    def axes(self) -> Axes:
        """Axes of both layers, in degrees."""
        cells = self.receptive_fields.axes
        places = {"rf_y": cells["rf_y"], "rf_x": cells["rf_x"]}
        directions = {"preferred_direction": self.directions}
        return {
            "simple": {**directions, "preferred_phase": cells["preferred_phase"], **places},
            "complex": {**directions, **places},
        }

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Rates of both layers, in spikes/s, to the images (y, x, lag) seen up to now."""
        fast, slow = (self.receptive_fields.quadrature(view)[:, 0] for view in self.lagged(self.view(image)))
        slow = self.lag_weight * slow
        along, against = (self._drive(fast, sign * slow) for sign in (1.0, -1.0))
        # u points to orientation + 90°: for a direction under 90° that is the opposite one
        turned = jnp.asarray([d < 90 for d in self.directions[: len(self.directions) // 2]])[:, None, None, None]
        drive = jnp.concatenate([jnp.where(turned, against, along), jnp.where(turned, along, against)])
        simple = rectify(drive, self.threshold)
        responses = {"simple": simple, "complex": 2 * pool(simple, 1, exponent=2.0, family="norm")}
        return {layer: self.spontaneous + self.maximum * response for layer, response in responses.items()}

    def _drive(self, fast: jax.Array, slow: jax.Array) -> jax.Array:
        """(preferred_orientation, preferred_phase, rf_y, rf_x) from fields (even and odd, preferred_orientation, …)."""
        phase = jnp.deg2rad(jnp.asarray(self.receptive_fields.phases, jnp.float32))[:, None, None]
        even, odd = (fast[0] - slow[1])[:, None] / 2, (fast[1] + slow[0])[:, None] / 2
        return jnp.cos(phase) * even + jnp.sin(phase) * odd
