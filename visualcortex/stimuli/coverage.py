"""Coverage: the fraction of each square sample that lies inside a shape, so that edges have no stairs.

A straight edge is exact at every angle. A circle is a straight edge along its tangent, its radius lessened so that its
area is right.
"""

import functools

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike

from visualcortex.field import VisualField
from visualcortex.filters import across_along

_THINNEST = 1e-6  # samples: keeps the division finite where an edge runs along the grid
_SHORTEST = 1e-6  # deg: keeps the direction of a point finite
_WIDEST = 1e6  # deg: stands for an infinite diameter, whose square would overflow

Point = tuple[jax.Array, jax.Array]  # (x, y)


def about(field: VisualField, x: ArrayLike, y: ArrayLike) -> tuple[jax.Array, jax.Array]:
    """Positions (1, x) and (y, 1) of the samples of a field relative to a point x, y, in degrees."""
    across, up = field.mesh()
    return jnp.subtract(across, x), jnp.subtract(up, y)


def half_plane(field: VisualField, distance: jax.Array, normal_x: jax.Array, normal_y: jax.Array) -> jax.Array:
    """The fraction of each sample on the inner side of a straight edge.

    Along the normal a sample is a trapezium: the convolution of two boxes, as wide as the projections of its sides. The
    fraction is the trapezium's integral.

    Args:
        field: where the samples are.
        distance: of a sample's centre from the edge, in degrees, positive inside.
        normal_x: horizontal component of the edge's unit normal.
        normal_y: vertical component.
    """
    long = jnp.maximum(jnp.maximum(jnp.abs(normal_x), jnp.abs(normal_y)), jnp.sqrt(0.5))
    short = jnp.maximum(jnp.minimum(jnp.abs(normal_x), jnp.abs(normal_y)), _THINNEST)
    t = distance * field.resolution
    depth = jnp.maximum((long + short) / 2 - jnp.where(t > 0, t, -t), 0)
    smaller = jnp.minimum(depth, short) ** 2 / (2 * long * short) + jnp.maximum(depth - short, 0) / long
    return jnp.where(t > 0, 1 - smaller, smaller)


def strip(field: VisualField, distance: jax.Array, width: float, orientation: float) -> jax.Array:
    """The fraction of each sample inside a straight strip, parallel or orthogonal to an orientation.

    Args:
        field: where the samples are.
        distance: of a sample's centre from the strip's middle line, in degrees.
        width: of the strip, in degrees; may be infinite.
        orientation: of the strip or of its normal (a square sample looks the same to both), in degrees.
    """
    normal = across_along(1.0, 0.0, orientation)
    return half_plane(field, distance + width / 2, *normal) - half_plane(field, distance - width / 2, *normal)


def disc(field: VisualField, *, x: float, y: float, diameter: float) -> jax.Array:
    """The fraction of each sample inside a disc.

    A disc smaller than a sample is drawn one sample wide and paler, in proportion to its area.

    Args:
        field: where the samples are.
        x: horizontal position of the centre in degrees.
        y: vertical position in degrees.
        diameter: in degrees; may be infinite or zero.
    """
    dx, dy = about(field, x, y)
    distance = jnp.sqrt(jnp.maximum(dx**2 + dy**2, 1e-12))
    radius = jnp.clip(jnp.divide(diameter, 2), 0.5 / field.resolution, _WIDEST)
    radius = jnp.sqrt(radius**2 - 1 / (12 * field.resolution**2))  # blur by a sample adds π/12 of its area
    paleness = jnp.clip(jnp.multiply(diameter, field.resolution), 0, 1) ** 2
    return paleness * half_plane(field, radius - distance, dx / distance, dy / distance)


def ring(field: VisualField, *, x: float, y: float, diameter: float, inner_diameter: float) -> jax.Array:
    """The fraction of each sample inside a disc and outside a smaller one of the same centre.

    Args:
        field: where the samples are.
        x: horizontal position of the centre in degrees.
        y: vertical position in degrees.
        diameter: outer diameter in degrees; may be infinite.
        inner_diameter: in degrees; zero for a disc. Nothing is left where it reaches the outer diameter.
    """
    hole = disc(field, x=x, y=y, diameter=inner_diameter)
    return jnp.maximum(disc(field, x=x, y=y, diameter=diameter) - hole, 0)


def strokes(
    field: VisualField, starts: jax.Array, ends: jax.Array, *, width: ArrayLike, x: ArrayLike = 0.0, y: ArrayLike = 0.0
) -> jax.Array:
    """The fraction of each sample inside straight strokes of one width with round ends.

    Where strokes meet or cross, a sample sees the nearest: ink is not counted twice.

    Args:
        field: where the samples are.
        starts: ends of the strokes (stroke, 2), to the right of and above (x, y), in degrees.
        ends: their other ends (stroke, 2).
        width: of the strokes, in degrees.
        x: horizontal position of the strokes' origin in degrees; may differ from sample to sample (y, x).
        y: vertical position in degrees; likewise.
    """
    across, up = about(field, x, y)
    dx, dy = functools.reduce(
        _nearer, [offset(across, up, start, end) for start, end in zip(starts, ends, strict=True)]
    )
    distance = jnp.sqrt(jnp.maximum(dx**2 + dy**2, _SHORTEST**2))
    normal, radius = (dx / distance, dy / distance), jnp.divide(width, 2)
    return half_plane(field, distance + radius, *normal) - half_plane(field, distance - radius, *normal)


def offset(x: jax.Array, y: jax.Array, start: Point, end: Point) -> Point:
    """From the nearest point of a straight line to every place, in degrees to the right and up.

    Args:
        x: horizontal position of the places in degrees.
        y: vertical position in degrees.
        start: an end (x, y) of the line; it may differ from place to place.
        end: its other end, likewise.
    """
    dx, dy, towards_x, towards_y = x - start[0], y - start[1], end[0] - start[0], end[1] - start[1]
    length = jnp.maximum(towards_x**2 + towards_y**2, _SHORTEST**2)
    along = jnp.clip(dx * (towards_x / length) + dy * (towards_y / length), 0, 1)
    return dx - along * towards_x, dy - along * towards_y


def _nearer(one: tuple[jax.Array, jax.Array], other: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
    """The shorter of two offsets (x, y), at each place."""
    closer = other[0] ** 2 + other[1] ** 2 < one[0] ** 2 + one[1] ** 2
    return jnp.where(closer, other[0], one[0]), jnp.where(closer, other[1], one[1])


def ellipse(field: VisualField, *, x: float, y: float, width: ArrayLike, height: ArrayLike) -> jax.Array:
    """The fraction of each sample inside an upright ellipse, to first order in its curvature.

    Args:
        field: where the samples are.
        x: horizontal position of the centre in degrees.
        y: vertical position in degrees.
        width: in degrees, positive.
        height: in degrees, positive.
    """
    u, v = (jnp.divide(2 * along, side) for along, side in zip(about(field, x, y), (width, height), strict=True))
    radius = jnp.sqrt(jnp.maximum(u**2 + v**2, 1e-12))
    slope_x, slope_y = jnp.divide(2 * u, width), jnp.divide(2 * v, height)
    slope = jnp.sqrt(jnp.maximum(slope_x**2 + slope_y**2, 1e-12))
    return half_plane(field, radius * (1 - radius) / slope, slope_x / slope, slope_y / slope)


def painted(ink: jax.Array, *, contrast: ArrayLike, background: ArrayLike) -> jax.Array:
    """An image (y, x) of two contrasts.

    Args:
        ink: the fraction of each sample that is inside.
        contrast: inside.
        background: contrast outside; may differ from sample to sample (y, x).
    """
    return jnp.add(background, jnp.subtract(contrast, background) * ink)


def numbered(image: jax.Array, index: ArrayLike, count: int) -> jax.Array:
    """The image, or NaN where it was asked for by a number that no row of its table has.

    NaN is not left to come out of the computation: on some backends a maximum of it and a number is the number.

    Args:
        image: what was drawn, whatever the index.
        index: of a row of the table; negative ones count from its end.
        count: of the table's rows.
    """
    return jnp.where((jnp.asarray(index) >= -count) & (jnp.asarray(index) < count), image, jnp.nan)
