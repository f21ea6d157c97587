"""Spots and rings of one luminance on grey, with sharp, anti-aliased borders."""

import jax

from visualcortex.field import VisualField
from visualcortex.stimuli.coverage import disc, ring


def spot(
    field: VisualField, *, diameter: float = 0.5, contrast: float = 1.0, x: float = 0.0, y: float = 0.0
) -> jax.Array:
    """A round spot.

    Args:
        field: where it is shown.
        diameter: in degrees.
        contrast: of the spot against grey; negative is dark.
        x: horizontal position in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x).

    >>> image = spot(VisualField(extent=4.0, resolution=16), diameter=2.0)
    >>> round(float(image.sum()) / 16**2, 2)
    3.14
    """
    return contrast * disc(field, x=x, y=y, diameter=diameter)


def annulus(
    field: VisualField,
    *,
    inner_diameter: float = 0.5,
    diameter: float = 2.0,
    contrast: float = 1.0,
    x: float = 0.0,
    y: float = 0.0,
) -> jax.Array:
    """A ring.

    Args:
        field: where it is shown.
        inner_diameter: in degrees.
        diameter: outer diameter in degrees.
        contrast: of the ring against grey; negative is dark.
        x: horizontal position in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x).
    """
    return contrast * ring(field, x=x, y=y, diameter=diameter, inner_diameter=inner_diameter)
