"""A sampled population of striate cortex: receptive fields drawn from published distributions, one cell at a time.

Drawn are the inputs of the measurement: sizes, frequencies, orientations, phases, thresholds and the share of complex
cells. Circular variance, bandwidth and modulation ratio are never drawn; they are what the population is asked for.

References:
    Ringach (2002), J. Neurophysiol. 88, 455-463 (shapes).   De Valois, Albrecht & Thorell (1982), Vision Res. 22,
    545-559 (frequencies).   Mechler & Ringach (2002), Vision Res. 42, 1017-1033 (thresholds).
"""

from types import MappingProxyType
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from visualcortex.canonical import match, pool, rectify
from visualcortex.field import VisualField
from visualcortex.filters import gabor
from visualcortex.models.model import Axes, Model
from visualcortex.papers import devalois1982, ringach2002, ringach2002b
from visualcortex.vocabulary import whole

SUBUNITS = 8  # most simple subunits of a complex cell
EXTENT = 3.0  # standard deviations to either side that a receptive field, and its spectrum, are taken to extend


class SampledV1(Model):
    """A population of simple and complex cells at one place: layer "v1" with the axis cell.

    A simple cell is one rectified Gabor receptive field; a complex cell pools 2 … 8 of them, equal but for their
    phases, which are drawn. The number of subunits and the thresholds have no published distribution: they are drawn
    uniformly, and say so.

    Args:
        field: the window that images cover. Frequencies are drawn from the part of their distribution that it can hold:
            so high that 3 standard deviations of the receptive field lie within it, and so low that 3 of its spectrum
            are not folded back by the samples.
        cells: how many.
        simple_fraction: share of simple cells.
        highest_threshold: thresholds are drawn between 0 and this share of the drive by the best grating. The
            parameter ``threshold_scale`` multiplies them; below 0 they become a tonic drive, and the cells fire
            without a stimulus.
        seed: of the draw.

    Raises:
        ValueError: if there is no cell, or the field holds no cell of some shape.
    """

    parameters = MappingProxyType({"threshold_scale": "threshold_scale", "pooling": "pooling", "maximum": "maximum"})

    def __init__(
        self,
        field: VisualField = VisualField(extent=6.0, resolution=24.0),
        *,
        cells: int = 304,
        simple_fraction: float = ringach2002.SIMPLE_FRACTION.value,
        highest_threshold: float = 0.5,
        seed: int = 0,
    ) -> None:
        if not (whole("cells", cells) and 0 <= simple_fraction <= 1):
            raise ValueError(f"the share of simple cells is a number from 0 to 1, not {simple_fraction!r}")
        drawn = draw(field, cells, simple_fraction, highest_threshold, np.random.default_rng(seed))
        self.field, self.cells = field, cells
        self.orientation = jnp.asarray(drawn["orientation"], jnp.float32)
        self.spatial_frequency = jnp.asarray(drawn["spatial_frequency"], jnp.float32)
        self.width = jnp.asarray(drawn["width"], jnp.float32)
        self.length = jnp.asarray(drawn["length"], jnp.float32)
        self.phases = jnp.asarray(drawn["phases"], jnp.float32)
        self.present = jnp.asarray(drawn["present"], jnp.float32)
        self.threshold = jnp.asarray(drawn["threshold"], jnp.float32)
        self.threshold_scale = jnp.asarray(1.0, jnp.float32)
        self.pooling = jnp.asarray(2.0, jnp.float32)
        self.maximum = jnp.asarray(50.0, jnp.float32)

    @property
    def axes(self) -> Axes:
        """One layer of cells, by number."""
        return {"v1": {"cell": tuple(range(self.cells))}}

    @property
    def simple(self) -> np.ndarray:
        """Which cells (cell,) were drawn as simple ones."""
        return np.asarray(self.present.sum(1) == 1)

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Rates (cell,) in spikes/s to an image (y, x)."""
        image = self.view(image)
        even, odd = (match(image, self._profiles(phase))[:, 0] for phase in (0.0, 90.0))
        angle = jnp.deg2rad(self.phases)
        drive = jnp.cos(angle) * even[:, 0, None] + jnp.sin(angle) * odd[:, 0, None]
        subunits = rectify(drive, self.threshold_scale * self.threshold) * self.present
        share = SUBUNITS / self.present.sum(1)  # pool takes the mean over all places for subunits, the empty ones too
        exponent = self.pooling
        return {"v1": self.maximum * share ** (1 / exponent) * pool(subunits, 1, exponent=exponent, family="norm")}

    def _profiles(self, phase: float) -> jax.Array:
        """Receptive fields (cell, y, x) of one phase, scaled so that a matching grating drives a long one by 1."""
        x, y = self.field.mesh()
        names = ("orientation", "spatial_frequency", "width", "length")
        shape = {name: getattr(self, name)[:, None, None] for name in names}
        area = 2 * jnp.pi * self.width * self.length * self.field.resolution**2
        return gabor(x, y, phase=phase, **shape) * (2 / area)[:, None, None]


def draw(
    field: VisualField, cells: int, simple_fraction: float, highest_threshold: float, random: np.random.Generator
) -> dict[str, Any]:
    """Draw the inputs of a population.

    Shapes follow their published distribution whatever the field. A Gabor's own frequency stands for the preferred
    one, which is lower in receptive fields that hold less than half a cycle.

    Args:
        field: the window that receptive fields must fit into.
        cells: how many.
        simple_fraction: share of simple cells.
        highest_threshold: thresholds are uniform between 0 and this share of the drive by the best grating.
        random: the source of the draw.

    Returns:
        arrays (cell,) orientation (deg), spatial_frequency (cycles/deg), width and length (standard deviations, deg);
        (cell, subunit) phases (deg), threshold, and present (1 or 0).

    Raises:
        ValueError: if the field holds no cell of some shape.
    """
    simple = random.random(cells) < simple_fraction
    joint = np.asarray(ringach2002b.JOINT_COUNTS.value)
    n_x, n_y = _from_joint(joint, np.asarray(ringach2002b.EDGES.value), cells, random)
    lowest = EXTENT * np.maximum(n_x, n_y) / (min(field.width, field.height) / 2)
    highest = field.resolution / (2 + EXTENT / (2 * np.pi * np.minimum(n_x, n_y)))
    counts = [devalois1982.COMPLEX_FOVEAL_COUNTS.value, devalois1982.SIMPLE_FOVEAL_COUNTS.value]
    frequency = np.choose(simple, [_frequencies(c, lowest, highest, random) for c in counts])
    phases = random.uniform(0, 360, (cells, SUBUNITS))
    subunits = np.where(simple, 1, random.integers(2, SUBUNITS + 1, cells))
    return {
        "orientation": random.uniform(0, 180, cells),
        "spatial_frequency": frequency,
        "width": n_x / frequency,
        "length": n_y / frequency,
        "phases": phases,
        "threshold": random.uniform(0, highest_threshold, cells)[:, None] * _best_drive(n_x[:, None], phases),
        "present": np.arange(SUBUNITS) < subunits[:, None],
    }


def _frequencies(counts: Any, lowest: np.ndarray, highest: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Frequencies (cell,) between two bounds (cell,): log-uniform within the bins of a histogram."""
    edges = np.log(devalois1982.SPATIAL_FREQUENCY_EDGES.value)
    below = np.concatenate([[0.0], np.cumsum(counts) / np.sum(counts)])
    low, high = (np.interp(np.log(bound), edges, below) for bound in (lowest, highest))
    if not (low < high).all():
        worst = np.argmax(low - high)
        raise ValueError(f"no cell prefers {lowest[worst]:.3g} to {highest[worst]:.3g} cycles/deg: enlarge the field")
    return np.exp(np.interp(random.uniform(low, high), below, edges))


def _from_joint(counts: np.ndarray, edges: np.ndarray, cells: int, random: np.random.Generator) -> list[np.ndarray]:
    """Two values log-uniform within the cells of a joint histogram."""
    chosen = np.unravel_index(random.choice(counts.size, cells, p=counts.ravel() / counts.sum()), counts.shape)
    return [np.exp(random.uniform(np.log(edges[i]), np.log(edges[i + 1]))) for i in chosen]


def _best_drive(n_x: np.ndarray, phase: np.ndarray) -> np.ndarray:
    """The drive of a Gabor of n_x cycles by the grating it likes best: the peak of its Fourier transform."""
    cycles = np.linspace(0, 2, 81)[:, None, None]  # the grating's frequency over the Gabor's

    def window(difference: np.ndarray) -> np.ndarray:
        return np.exp(-((2 * np.pi * n_x * difference) ** 2) / 2)

    turn = np.exp(1j * np.deg2rad(phase))
    return np.abs(turn * window(cycles - 1) + turn.conj() * window(cycles + 1)).max(0)
