"""Gratings: sinusoids of luminance, still, drifting, reversing or laid over each other.

A phase moves the bars in the direction orientation + 90°: contrast · cos(2πfu - φ), u across the bars. Hence
``grating(θ + 180°, φ) = grating(θ, -φ)``.
"""

import math

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.filters import across_along, sinusoid
from visualcortex.stimuli.coverage import about, ring


def grating(
    field: VisualField,
    *,
    orientation: float = 0.0,
    spatial_frequency: float = 1.0,
    phase: float = 0.0,
    contrast: float = 1.0,
    x: float = 0.0,
    y: float = 0.0,
    diameter: float = math.inf,
    inner_diameter: float = 0.0,
) -> jax.Array:
    """A still grating behind a round, sharp window.

    Args:
        field: where it is shown.
        orientation: of the bars, in degrees.
        spatial_frequency: in cycles/deg.
        phase: in degrees at (x, y): 0 puts a light bar there, a larger one moves it towards orientation + 90°.
        contrast: Michelson contrast, 0 to 1.
        x: horizontal position of the window and of phase zero, in degrees.
        y: vertical position in degrees.
        diameter: of the window in degrees.
        inner_diameter: of a grey disc at its centre, in degrees.

    Returns:
        image (y, x).

    >>> image = grating(VisualField(extent=(4, 2), resolution=16), orientation=90.0, spatial_frequency=2.0)
    >>> image.shape, round(float(image.max()), 2)
    ((32, 64), 0.92)
    """
    u, _ = across_along(*about(field, x, y), orientation)
    window = ring(field, x=x, y=y, diameter=diameter, inner_diameter=inner_diameter)
    return contrast * window * sinusoid(u, spatial_frequency=spatial_frequency, phase=phase)


def drifting_grating(
    field: VisualField,
    *,
    direction: float = 90.0,
    spatial_frequency: float = 1.0,
    temporal_frequency: float = 4.0,
    time: float = 0.0,
    phase: float = 0.0,
    contrast: float = 1.0,
    x: float = 0.0,
    y: float = 0.0,
    diameter: float = math.inf,
) -> jax.Array:
    """One moment of a drifting grating.

    Args:
        field: where it is shown.
        direction: of the drift, in degrees counter-clockwise from rightwards; the bars' orientation is 90° less.
        spatial_frequency: in cycles/deg.
        temporal_frequency: in Hz; the speed is temporal / spatial frequency.
        time: in s.
        phase: at time 0, in degrees.
        contrast: Michelson contrast, 0 to 1.
        x: horizontal position of the window, in degrees.
        y: vertical position in degrees.
        diameter: of the window in degrees.

    Returns:
        image (y, x).
    """
    return grating(
        field,
        orientation=direction - 90,
        spatial_frequency=spatial_frequency,
        phase=phase + 360 * temporal_frequency * time,
        contrast=contrast,
        x=x,
        y=y,
        diameter=diameter,
    )


def counterphase_grating(
    field: VisualField,
    *,
    orientation: float = 0.0,
    spatial_frequency: float = 1.0,
    temporal_frequency: float = 4.0,
    time: float = 0.0,
    phase: float = 0.0,
    contrast: float = 1.0,
    x: float = 0.0,
    y: float = 0.0,
    diameter: float = math.inf,
) -> jax.Array:
    """One moment of a grating that stands still while its contrast reverses as cos(2π · temporal frequency · time).

    Args:
        field: where it is shown.
        orientation: of the bars, in degrees.
        spatial_frequency: in cycles/deg.
        temporal_frequency: of the reversal, in Hz.
        time: in s; the contrast is full at 0.
        phase: in degrees.
        contrast: the largest Michelson contrast, 0 to 1.
        x: horizontal position of the window, in degrees.
        y: vertical position in degrees.
        diameter: of the window in degrees.

    Returns:
        image (y, x).
    """
    still = grating(
        field,
        orientation=orientation,
        spatial_frequency=spatial_frequency,
        phase=phase,
        contrast=contrast,
        x=x,
        y=y,
        diameter=diameter,
    )
    return still * jnp.cos(2 * jnp.pi * temporal_frequency * time)


def plaid(
    field: VisualField,
    *,
    orientation: float = 0.0,
    spatial_frequency: float = 1.0,
    phase: float = 0.0,
    contrast: float = 0.5,
    mask_orientation: float = 90.0,
    mask_spatial_frequency: float = 1.0,
    mask_phase: float = 0.0,
    mask_contrast: float = 0.5,
    x: float = 0.0,
    y: float = 0.0,
    diameter: float = math.inf,
) -> jax.Array:
    """The sum of a grating and a mask; it stays within -1 to 1 if the two contrasts sum to at most 1.

    Args:
        field: where it is shown.
        orientation: of the grating's bars, in degrees.
        spatial_frequency: of the grating, in cycles/deg.
        phase: of the grating, in degrees.
        contrast: of the grating.
        mask_orientation: of the mask's bars, in degrees.
        mask_spatial_frequency: of the mask, in cycles/deg.
        mask_phase: of the mask, in degrees.
        mask_contrast: of the mask.
        x: horizontal position of the common window, in degrees.
        y: vertical position in degrees.
        diameter: of the window in degrees.

    Returns:
        image (y, x).
    """
    place = {"x": x, "y": y, "diameter": diameter}
    test = grating(
        field,
        orientation=orientation,
        spatial_frequency=spatial_frequency,
        phase=phase,
        contrast=contrast,
        **place,
    )
    mask = grating(
        field,
        orientation=mask_orientation,
        spatial_frequency=mask_spatial_frequency,
        phase=mask_phase,
        contrast=mask_contrast,
        **place,
    )
    return test + mask


def centre_surround_grating(
    field: VisualField,
    *,
    orientation: float = 0.0,
    spatial_frequency: float = 1.0,
    phase: float = 0.0,
    contrast: float = 1.0,
    diameter: float = 1.0,
    surround_orientation: float = 0.0,
    surround_phase: float = 0.0,
    surround_contrast: float = 1.0,
    surround_diameter: float = math.inf,
    x: float = 0.0,
    y: float = 0.0,
) -> jax.Array:
    """A disc of one grating inside a ring of another that begins where the disc ends.

    Args:
        field: where it is shown.
        orientation: of the centre's bars, in degrees.
        spatial_frequency: of both, in cycles/deg.
        phase: of the centre, in degrees.
        contrast: of the centre.
        diameter: of the centre, in degrees.
        surround_orientation: of the surround's bars, in degrees.
        surround_phase: of the surround, in degrees.
        surround_contrast: of the surround.
        surround_diameter: outer diameter of the surround, in degrees.
        x: horizontal position of the common centre, in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x).
    """
    common = {"spatial_frequency": spatial_frequency, "x": x, "y": y}
    centre = grating(field, orientation=orientation, phase=phase, contrast=contrast, diameter=diameter, **common)
    surround = grating(
        field,
        orientation=surround_orientation,
        phase=surround_phase,
        contrast=surround_contrast,
        diameter=surround_diameter,
        inner_diameter=diameter,
        **common,
    )
    return centre + surround


def coloured_grating(
    field: VisualField,
    *,
    orientation: float = 0.0,
    spatial_frequency: float = 1.0,
    phase: float = 0.0,
    red: float = 1.0,
    green: float = -1.0,
    blue: float = 0.0,
) -> jax.Array:
    """A grating for models that see colour: red-green, unless other contrasts are given.

    Args:
        field: where it is shown.
        orientation: of the bars, in degrees.
        spatial_frequency: in cycles/deg.
        phase: in degrees.
        red: contrast of the red channel, -1 to 1.
        green: contrast of the green channel; of opposite sign, its light bars are dark in red.
        blue: contrast of the blue channel.

    Returns:
        image (y, x, channel), red, green and blue.
    """
    bars = grating(field, orientation=orientation, spatial_frequency=spatial_frequency, phase=phase)
    return bars[..., None] * jnp.stack([jnp.asarray(contrast, bars.dtype) for contrast in (red, green, blue)])
