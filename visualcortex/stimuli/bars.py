"""Bars and edges of one luminance on grey, with sharp, anti-aliased borders."""

import jax

from visualcortex.field import VisualField
from visualcortex.filters import across_along
from visualcortex.stimuli.coverage import about, half_plane, strip


def bar(
    field: VisualField,
    *,
    orientation: float = 0.0,
    width: float = 0.25,
    length: float = 2.0,
    contrast: float = 1.0,
    offset: float = 0.0,
    x: float = 0.0,
    y: float = 0.0,
) -> jax.Array:
    """A bar.

    Args:
        field: where it is shown.
        orientation: of its long axis, in degrees counter-clockwise from horizontal.
        width: in degrees.
        length: in degrees; may be infinite.
        contrast: of the bar against grey; negative is dark.
        offset: of its middle from (x, y) in the direction orientation + 90°, in degrees.
        x: horizontal position in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x).

    >>> image = bar(VisualField(extent=4.0, resolution=16), orientation=30.0, width=0.5, length=2.0)
    >>> round(float(image.sum()) / 16**2, 2)
    1.0
    """
    u, v = across_along(*about(field, x, y), orientation)
    return contrast * strip(field, u - offset, width, orientation) * strip(field, v, length, orientation)


def moving_bar(
    field: VisualField,
    *,
    direction: float = 90.0,
    speed: float = 4.0,
    time: float = 0.0,
    start: float = -2.0,
    width: float = 0.25,
    length: float = 2.0,
    contrast: float = 1.0,
    x: float = 0.0,
    y: float = 0.0,
) -> jax.Array:
    """One moment of a bar that moves at right angles to its long axis, through (x, y).

    Args:
        field: where it is shown.
        direction: of the motion, in degrees counter-clockwise from rightwards; the bar's orientation is 90° less.
        speed: in deg/s.
        time: in s.
        start: position along its path at time 0, relative to (x, y), in degrees.
        width: in degrees.
        length: in degrees.
        contrast: of the bar against grey; negative is dark.
        x: horizontal position in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x).
    """
    return bar(
        field,
        orientation=direction - 90,
        width=width,
        length=length,
        contrast=contrast,
        offset=start + speed * time,
        x=x,
        y=y,
    )


def edge(
    field: VisualField,
    *,
    orientation: float = 0.0,
    contrast: float = 1.0,
    offset: float = 0.0,
    x: float = 0.0,
    y: float = 0.0,
) -> jax.Array:
    """A straight border between a light and a dark half of the field.

    Args:
        field: where it is shown.
        orientation: of the edge, in degrees; the light half lies towards orientation + 90°.
        contrast: of the light half; the dark half has its negative.
        offset: of the edge from (x, y) in the direction orientation + 90°, in degrees.
        x: horizontal position in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x).
    """
    u, _ = across_along(*about(field, x, y), orientation)
    return contrast * (2 * half_plane(field, u - offset, *across_along(1.0, 0.0, orientation)) - 1)
