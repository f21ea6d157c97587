"""Charts of the visual field, to be seen again on the cortex."""

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.stimuli.coverage import about


def rings_and_wedges(
    field: VisualField,
    *,
    eccentricity: float = 1.25,
    ratio: float = 2.0,
    wedges: int = 24,
    contrast: float = 1.0,
    x: float = 0.0,
    y: float = 0.0,
) -> jax.Array:
    """A dartboard: checks between circles, each larger than the last by one factor, and between spokes.

    On a logarithmic map of the visual field its checks are of one size.

    Args:
        field: where it is shown.
        eccentricity: radius of the innermost circle in degrees; the disc inside it has spokes only.
        ratio: of the radii of neighbouring circles, above 1.
        wedges: number of sectors, even; the first begins at the right horizontal meridian.
        contrast: of the checks, ±; negative exchanges light and dark.
        x: horizontal position of the centre in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x).

    >>> image = rings_and_wedges(VisualField(extent=20.0, resolution=8))
    >>> image.shape, round(float(abs(image).max()), 3), round(abs(float(image.mean())), 3)
    ((160, 160), 1.0, 0.0)
    """
    dx, dy = about(field, x, y)
    radius = jnp.sqrt(jnp.maximum(dx**2 + dy**2, 1e-12))
    ring = jnp.maximum(jnp.log(radius / eccentricity) / jnp.log(ratio), -0.5)
    wedge = jnp.arctan2(dy, dx) / (2 * jnp.pi) * wedges
    rings = _alternating(ring, radius * jnp.log(ratio) * field.resolution)
    return contrast * rings * _alternating(wedge, radius * (2 * jnp.pi / wedges) * field.resolution)


def _alternating(position: jax.Array, samples: jax.Array) -> jax.Array:
    """A square wave, 1 and -1 between whole numbers in turn, whose steps are one sample wide.

    Args:
        position: in units of half a period.
        samples: of the image in half a period, at each place.
    """
    nearest_step = jnp.abs(position - jnp.round(position)) * samples
    return jnp.where(jnp.floor(position) % 2 == 0, 1.0, -1.0) * jnp.clip(2 * nearest_step, 0, 1)
