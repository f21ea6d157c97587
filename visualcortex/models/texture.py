"""Textures seen at a glance: even filters of several sizes, rectified, and what becomes of them.

Malik & Perona let channels inhibit each other and look for the steepest slope of what is left. Bergen & Adelson ask
what each channel gives by itself: its mean square over a texture is a statistic of second order, the mean of its size,
or of its half-waves, is not.

What the papers leave open, or is not recalled, is fixed by a rule that looks at no result. Scales are an octave apart,
from half the width of a stroke (1/16 deg) to four strokes. Inhibition is in the middle of its range, 0 to 1, and the
same between all channels. Its neighbourhoods, and those in which a unit finds its maximum, reach one scale of the
channel to each side. The window of gradient and energy is as wide as elements are apart.

References:
    Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932.   Bergen & Adelson (1988), Nature 333, 363-364.
"""

import math
from collections.abc import Sequence
from types import MappingProxyType

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.layers.lattice import Lattice
from visualcortex.layers.texture_boundaries import Competition, Gradient, weighted, windows
from visualcortex.layers.texture_channels import TextureChannels
from visualcortex.models.model import Axes, Model
from visualcortex.papers import malik_perona1990 as paper
from visualcortex.stimuli.textons import PITCH, STROKE

SCALES = tuple(STROKE * 2.0**octave for octave in (-1, 0, 1, 2))
INHIBITION = 0.5
SPACING = 0.125  # deg
FIELD = VisualField(10.0, 32.0)
SIGNS = "+-"


class MalikPerona(Model):
    """Half-wave rectified channels (half_wave), what inhibition leaves of them (inhibited), and gradient.

    A channel is a filter and a sign: "DOG1 0.25 +", "DOOG2 0.25 30° -". Responses are in units of contrast, those of
    gradient per degree. Near the border of the field channels see grey beyond it, and within two `gradient_size` of it
    the gradient follows fewer units: look for boundaries further inside.

    Args:
        field: the window that images cover.
        scales: σ of the filters in degrees, from the smallest on. The parameter ``filter_scale`` is a factor on all of
            them; it leaves the neighbourhoods as they are.
        orientations: how many, evenly spaced from 0°.
        elongation: length of oriented filters' Gaussians over their width.
        inhibition: α, at least 0 and below 1.
        gradient_size: standard deviation of the window of the gradient in degrees.
        spacing: distance of neighbouring units of inhibited and gradient in degrees, in whole samples. A unit of a
            scale below half of that does not see all that lies between it and the next.

    Raises:
        ValueError: if a number is impossible, or a scale finer than the samples.

    >>> small = MalikPerona(VisualField(2.0, 32.0), scales=[0.25], orientations=2)
    >>> small.axes["inhibited"]["channel"][:4]
    ('DOG1 0.25 +', 'DOG2 0.25 +', 'DOOG2 0.25 0° +', 'DOOG2 0.25 90° +')
    """

    units = "1"
    parameters = MappingProxyType(
        {
            "inhibition": "competition.inhibition",
            "gradient_size": "boundaries.size",
            "filter_scale": "filters.factor",
            "elongation": "filters.elongation",
        }
    )

    def __init__(
        self,
        field: VisualField = FIELD,
        *,
        scales: Sequence[float] = SCALES,
        orientations: int = paper.ORIENTATIONS.value,
        elongation: float = paper.ELONGATION.value,
        inhibition: float = INHIBITION,
        gradient_size: float = PITCH,
        spacing: float = SPACING,
    ) -> None:
        lattice = _lattice(field, spacing)
        self.field = field
        self.filters = TextureChannels(field, scales=scales, orientations=orientations, elongation=elongation)
        self.competition = Competition(lattice, scales=scales, inhibition=inhibition)
        self.boundaries = Gradient(lattice, size=gradient_size)

    @property
    def axes(self) -> Axes:
        """Names of the channels, and receptive-field centres in degrees."""
        channels, places = {"channel": _signed(self.filters)}, self.competition.lattice.axes
        half_wave = channels | self.competition.every.axes
        return {"half_wave": half_wave, "inhibited": channels | places, "gradient": places}

    @property
    def footprint(self) -> int:
        """How many numbers one image becomes, about: all responses, and the transfer functions."""
        return super().footprint + _numbers(self.filters)

    def units_of(self, layer: str) -> str:
        """Units of the responses of a layer: contrast, of the gradient per degree.

        Args:
            layer: its name.
        """
        return "1/deg" if layer == "gradient" else self.units

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer to an image (y, x)."""
        drive = self.filters(self.view(image))
        inhibited = self.competition(drive)
        return {"half_wave": _half_wave(drive), "inhibited": inhibited, "gradient": self.boundaries(inhibited)}


class FilterRectifyFilter(Model):
    """Channels by themselves: layers linear, half_wave, absolute and squared at every sample, and energy.

    `visualcortex.models.readout.SpatialPool` with SUM makes of each channel its mean over a display. Energy is the mean
    of squared under a Gaussian window, at places further apart. In half_wave a channel is a filter and a sign.

    Args:
        field: the window that images cover.
        kinds: of filters: "DOG1", "DOG2" (centre and surround), "DOOG2" (oriented).
        scales: σ of the filters in degrees, from the smallest on. The parameter ``filter_scale`` is a factor on all.
        orientations: how many, evenly spaced from 0°.
        elongation: length of oriented filters' Gaussians over their width.
        energy_size: standard deviation of the window of energy in degrees.
        spacing: distance of neighbouring units of energy in degrees, in whole samples.

    Raises:
        ValueError: if a kind is unknown, a number impossible, or a scale finer than the samples.

    >>> FilterRectifyFilter(VisualField(2.0, 32.0), kinds=["DOG2"]).axes["energy"]["channel"]
    ('DOG2 0.03125', 'DOG2 0.0625', 'DOG2 0.125', 'DOG2 0.25')
    """

    units = "1"
    parameters = MappingProxyType(
        {"energy_size": "energy_size", "filter_scale": "filters.factor", "elongation": "filters.elongation"}
    )

    def __init__(
        self,
        field: VisualField = FIELD,
        *,
        kinds: Sequence[str] = ("DOG1", "DOG2", "DOOG2"),
        scales: Sequence[float] = SCALES,
        orientations: int = paper.ORIENTATIONS.value,
        elongation: float = paper.ELONGATION.value,
        energy_size: float = PITCH,
        spacing: float = SPACING,
    ) -> None:
        if not 0 < energy_size < math.inf:
            raise ValueError(f"the window of energy has a positive size, not {energy_size!r}")
        self.field, self.lattice = field, _lattice(field, spacing)
        self.filters = TextureChannels(
            field, kinds=kinds, scales=scales, orientations=orientations, elongation=elongation
        )
        self.energy_size = jnp.asarray(energy_size, jnp.float32)

    @property
    def axes(self) -> Axes:
        """Names of the channels, and receptive-field centres in degrees."""
        channels = {"channel": tuple(one.name for one in self.filters.channels)}
        every = {"rf_y": tuple(self.field.y.tolist()), "rf_x": tuple(self.field.x.tolist())}
        layers = {layer: channels | every for layer in ("linear", "absolute", "squared")}
        signed = {"half_wave": {"channel": _signed(self.filters), **every}}
        return layers | signed | {"energy": channels | self.lattice.axes}

    @property
    def footprint(self) -> int:
        """How many numbers one image becomes, about: all responses, and the transfer functions."""
        return super().footprint + _numbers(self.filters)

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer to an image (y, x)."""
        drive = self.filters(self.view(image))
        (down, _), (across, _) = (
            windows(self.lattice.axes[axis], line, self.energy_size)
            for axis, line in (("rf_y", self.field.y), ("rf_x", self.field.x))
        )
        return {
            "linear": drive,
            "half_wave": _half_wave(drive),
            "absolute": jnp.abs(drive),
            "squared": drive**2,
            "energy": weighted(drive**2, down, across),
        }


def _lattice(field: VisualField, spacing: float) -> Lattice:
    """As many units as fit into the field."""
    stride = Lattice(field, spacing).stride
    return Lattice(field, spacing, ((field.shape[0] - 1) // stride + 1, (field.shape[1] - 1) // stride + 1))


def _half_wave(drive: jax.Array) -> jax.Array:
    return jnp.maximum(jnp.concatenate([drive, -drive]), 0)


def _signed(filters: TextureChannels) -> tuple[str, ...]:
    return tuple(f"{one.name} {sign}" for sign in SIGNS for one in filters.channels)


def _numbers(filters: TextureChannels) -> int:
    return len(filters.channels) * math.prod(filters.padded)
