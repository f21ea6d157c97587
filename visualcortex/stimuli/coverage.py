"""Coverage: the fraction of each square sample that lies inside a shape, so that edges have no stairs.

A straight edge is exact at every angle. A circle is a straight edge along its tangent, its radius lessened so that its
area is right.
"""

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.filters import across_along

_THINNEST = 1e-6  # samples: keeps the division finite where an edge runs along the grid
_WIDEST = 1e6  # deg: stands for an infinite diameter, whose square would overflow


def about(field: VisualField, x: float, y: float) -> tuple[jax.Array, jax.Array]:
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
