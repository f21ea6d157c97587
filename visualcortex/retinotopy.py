"""The map of the visual field on striate cortex: degrees of visual angle to mm and back.

A place z = x + iy of one half of the visual field lies on the cortex at w = u + iv, in mm, u along the representation
of the horizontal meridian, v across it, the fovea at 0:

* monopole: w = k log(1 + z / a), a complex logarithm that is linear near the fovea;
* dipole: w = k log((1 + z / a) / (1 + z / b)), which also compresses the far periphery. With b infinite it is the
  monopole.

These are Schwartz's w = k log(z + a) and w = k log((z + a) / (z + b)) with the origin of w moved to the fovea. Both
are conformal: at any place, all directions are magnified alike.

The right half of the visual field (x >= 0) goes to the left hemisphere, the left half, mirrored, to the right
hemisphere. The two are laid out as the visual field is, not as they lie in the head, so that a cortical image can be
read like a picture: the right half of the field at u > 0, the upper half at v > 0, the two foveae in touch at the
origin. The vertical meridian (x = 0) is the border of V1 and lies on both hemispheres; here it is given to u >= 0, and
a place just left of it lies at the other hemisphere's border, far away.

Schwartz (1977), Biol. Cybern. 25, 181-194; Schwartz (1980), Vision Res. 20, 645-669.
Horton & Hoyt (1991), Arch. Ophthalmol. 109, 816-824.
"""

import math

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from visualcortex.papers import horton1991, schwartz1980

K: float = horton1991.K.value
A: float = horton1991.A.value
B: float = sum(schwartz1980.B.value) / 2  # the middle of the published range: a choice

_TINY = 1e-30  # in place of zero where the dipole reaches infinity


def monopole(x: ArrayLike, y: ArrayLike, *, k: ArrayLike = K, a: ArrayLike = A) -> tuple[Array, Array]:
    """The place on the cortex of a place in the visual field, by a complex logarithm.

    Args:
        x: horizontal position in degrees, any shape.
        y: vertical position in degrees, of a shape that broadcasts with x.
        k: mm of cortex for each factor e of eccentricity (Horton & Hoyt 1991).
        a: eccentricity in degrees below which the map is nearly linear (Horton & Hoyt 1991).

    Returns:
        cortex_x and cortex_y in mm, float32.

    >>> u, v = monopole(10.0, 0.0)
    >>> round(float(u), 2), round(float(v), 2)
    (46.06, 0.0)
    """
    return dipole(x, y, k=k, a=a, b=math.inf)


def inverse_monopole(
    cortex_x: ArrayLike, cortex_y: ArrayLike, *, k: ArrayLike = K, a: ArrayLike = A
) -> tuple[Array, Array]:
    """The place in the visual field of a place on the cortex: the inverse of ``monopole``.

    Args:
        cortex_x: distance along the horizontal meridian in mm, any shape; negative on the right hemisphere.
        cortex_y: distance across it in mm.
        k: as in ``monopole``.
        a: as in ``monopole``.

    Returns:
        x and y in degrees, float32. Beyond the vertical meridian the formula runs on: see ``on_cortex``.

    >>> x, y = inverse_monopole(*monopole(-10.0, 5.0))
    >>> round(float(x), 3), round(float(y), 3)
    (-10.0, 5.0)
    """
    return inverse_dipole(cortex_x, cortex_y, k=k, a=a, b=math.inf)


def dipole(x: ArrayLike, y: ArrayLike, *, k: ArrayLike = K, a: ArrayLike = A, b: ArrayLike = B) -> tuple[Array, Array]:
    """The place on the cortex of a place in the visual field, the far periphery compressed.

    Args:
        x: horizontal position in degrees, any shape.
        y: vertical position in degrees, of a shape that broadcasts with x.
        k: mm of cortex for each factor e of eccentricity.
        a: eccentricity in degrees below which the map is nearly linear.
        b: eccentricity in degrees above which the periphery is compressed, larger than a; ``inf`` is the monopole.

    Returns:
        cortex_x and cortex_y in mm, float32.

    >>> u, v = dipole(10.0, 0.0)
    >>> round(float(u), 2), round(float(v), 2)
    (44.78, 0.0)
    """
    z = _half_field(x, y)
    w = k * (jnp.log1p(z / a) - jnp.log1p(z * jnp.divide(1, b)))
    return _side(x) * jnp.real(w), jnp.imag(w)


def inverse_dipole(
    cortex_x: ArrayLike, cortex_y: ArrayLike, *, k: ArrayLike = K, a: ArrayLike = A, b: ArrayLike = B
) -> tuple[Array, Array]:
    """The place in the visual field of a place on the cortex: the inverse of ``dipole``.

    Args:
        cortex_x: distance along the horizontal meridian in mm, any shape; negative on the right hemisphere.
        cortex_y: distance across it in mm.
        k: as in ``dipole``.
        a: as in ``dipole``.
        b: as in ``dipole``.

    Returns:
        x and y in degrees, float32. Beyond the vertical meridian the formula runs on: see ``on_cortex``.

    >>> x, y = inverse_dipole(*dipole(-10.0, 5.0))
    >>> round(float(x), 3), round(float(y), 3)
    (-10.0, 5.0)
    """
    growth = jnp.expm1(_half_field(cortex_x, cortex_y) / k)
    ratio = jnp.divide(a, b)
    remainder = (1 - ratio) - ratio * growth
    z = a * growth / jnp.where(remainder == 0, _TINY, remainder)
    return _side(cortex_x) * jnp.real(z), jnp.imag(z)


def on_cortex(
    cortex_x: ArrayLike, cortex_y: ArrayLike, *, k: ArrayLike = K, a: ArrayLike = A, b: ArrayLike = math.inf
) -> Array:
    """Whether a place of the plane is cortex: it stands for a place in the half of the field that its hemisphere sees.

    Args:
        cortex_x: distance along the horizontal meridian in mm, any shape; negative on the right hemisphere.
        cortex_y: distance across it in mm.
        k: as in ``dipole``.
        a: as in ``dipole``.
        b: as in ``dipole``; infinite, by default, for the monopole.

    Returns:
        True up to the vertical meridian and on it, False beyond.

    >>> on_cortex(30.0, jnp.array([0.0, 20.0, 30.0])).tolist()
    [True, True, False]
    """
    x, y = inverse_dipole(cortex_x, cortex_y, k=k, a=a, b=b)
    within = jnp.abs(jnp.asarray(cortex_y)) <= k * jnp.pi / 2
    rounding = 1e-5 * (1 + jnp.hypot(x, y))
    return within & (_side(cortex_x) * x >= -rounding)


def magnification(eccentricity: ArrayLike, *, k: ArrayLike = K, a: ArrayLike = A, b: ArrayLike = math.inf) -> Array:
    """Mm of cortex for each degree along the horizontal meridian: M = k / (E + a), for the dipole less k / (E + b).

    Args:
        eccentricity: E, in degrees, any shape.
        k: as in ``dipole``.
        a: as in ``dipole``.
        b: as in ``dipole``; infinite, by default, for the monopole, whose formula is that of Horton & Hoyt (1991).

    Returns:
        magnification in mm/deg, float32.

    >>> round(float(magnification(10.0)), 3)
    1.609
    """
    return magnification_at(jnp.abs(jnp.asarray(eccentricity)), 0.0, k=k, a=a, b=b)


def magnification_at(
    x: ArrayLike, y: ArrayLike, *, k: ArrayLike = K, a: ArrayLike = A, b: ArrayLike = math.inf
) -> Array:
    """Mm of cortex for each degree at any place of the visual field: the size of the map's derivative.

    It is the same in all directions. At one eccentricity it is least on the horizontal meridian.

    Args:
        x: horizontal position in degrees, any shape.
        y: vertical position in degrees, of a shape that broadcasts with x.
        k: as in ``dipole``.
        a: as in ``dipole``.
        b: as in ``dipole``; infinite, by default, for the monopole.

    Returns:
        magnification in mm/deg, float32.

    >>> round(float(magnification_at(0.0, 10.0)), 3)
    1.725
    """
    z = _half_field(x, y)
    inverse_b = jnp.divide(1, b)  # b may be infinite, which no complex number survives
    return jnp.abs(k / (z + a) - k * inverse_b / (1 + z * inverse_b))


def _half_field(x: ArrayLike, y: ArrayLike) -> Array:
    """|x| + iy of a place in degrees, or |u| + iv of one in mm."""
    return _side(x) * jnp.asarray(x, jnp.float32) + 1j * jnp.asarray(y, jnp.float32)


def _side(x: ArrayLike) -> Array:
    """1 for the right half of the visual field and the vertical meridian, -1 for the left."""
    return jnp.where(jnp.asarray(x) < 0, -1.0, 1.0)
