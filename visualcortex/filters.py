"""Receptive-field profiles: the weight of every position, a pure function of degrees of visual angle.

Every profile is elementwise in x, y and its parameters, which broadcast against each other. The response of a linear
receptive field is the integral of profile times image: their sum over samples, divided by resolution².

Profiles and stimuli share one frame: ``u`` runs across the bars, in the direction orientation + 90°, and a positive
phase moves the bars along ``u``. A gabor of phase φ hence answers a grating of phase φ best.

References:
    Marcelja (1980), J. Opt. Soc. Am. 70, 1297-1300 (gabor).
    Rodieck (1965), Vision Res. 5, 583-601 (difference of Gaussians).
    Young (1987), Spatial Vision 2, 273-293 (derivatives of a Gaussian).
"""

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike


def across_along(x: ArrayLike, y: ArrayLike, orientation: ArrayLike) -> tuple[jax.Array, jax.Array]:
    """Coordinates across and along bars of one orientation.

    Args:
        x: horizontal position in degrees, to the right.
        y: vertical position in degrees, upwards.
        orientation: of the bars, in degrees counter-clockwise from horizontal.

    Returns:
        u in degrees across the bars, in the direction orientation + 90°, and v in degrees along them.

    >>> u, v = across_along(1.0, 0.0, orientation=90.0)
    >>> round(float(u), 3), round(abs(float(v)), 3)
    (-1.0, 0.0)
    """
    x, y, theta = jnp.asarray(x), jnp.asarray(y), jnp.deg2rad(orientation)
    return y * jnp.cos(theta) - x * jnp.sin(theta), x * jnp.cos(theta) + y * jnp.sin(theta)


def sinusoid(u: ArrayLike, *, spatial_frequency: ArrayLike, phase: ArrayLike) -> jax.Array:
    """A cosine wave, cos(2πfu - φ): its crest lies at u = φ/(360° f).

    Args:
        u: position in degrees.
        spatial_frequency: in cycles/deg.
        phase: in degrees; a larger phase lies further along u.

    >>> round(float(sinusoid(0.25, spatial_frequency=1.0, phase=90.0)), 3)
    1.0
    """
    cycles = jnp.multiply(spatial_frequency, u) - jnp.divide(phase, 360)
    return jnp.cos(2 * jnp.pi * (cycles - jnp.round(cycles)))


def gaussian(x: ArrayLike, y: ArrayLike, *, sd: ArrayLike) -> jax.Array:
    """A round Gaussian of unit volume, per deg².

    Args:
        x: horizontal position in degrees.
        y: vertical position in degrees.
        sd: standard deviation in degrees.

    >>> round(float(gaussian(0.0, 0.0, sd=0.5)), 4)
    0.6366
    """
    return _bell(x, sd) * _bell(y, sd)


def gabor(
    x: ArrayLike,
    y: ArrayLike,
    *,
    orientation: ArrayLike,
    spatial_frequency: ArrayLike,
    phase: ArrayLike,
    width: ArrayLike,
    length: ArrayLike,
) -> jax.Array:
    """A sinusoid under a Gaussian window: exp(-u²/2w² - v²/2l²) cos(2πfu - φ).

    The window has height 1. The integral is 2πwl exp(-2(πfw)²) cos φ deg²: zero for odd phases (±90°), not quite
    for even ones.

    Args:
        x: horizontal position in degrees.
        y: vertical position in degrees.
        orientation: of the bars, in degrees.
        spatial_frequency: in cycles/deg.
        phase: in degrees; 0 is even with a light centre, 90 is odd with its light bar at positive u.
        width: standard deviation of the window across the bars, in degrees.
        length: standard deviation along the bars, in degrees.

    Source: Marcelja (1980); in two dimensions, Daugman (1985), J. Opt. Soc. Am. A 2, 1160-1169.

    >>> float(gabor(0.0, 0.0, orientation=30.0, spatial_frequency=2.0, phase=0.0, width=0.2, length=0.4))
    1.0
    """
    u, v = across_along(x, y, orientation)
    window = jnp.exp(-((u / width) ** 2 + (v / length) ** 2) / 2)
    return window * sinusoid(u, spatial_frequency=spatial_frequency, phase=phase)


def difference_of_gaussians(
    x: ArrayLike, y: ArrayLike, *, centre: ArrayLike, surround: ArrayLike, weight: ArrayLike = 1.0
) -> jax.Array:
    """An ON centre and its surround, G(centre) - weight G(surround), each of unit volume, per deg².

    The integral is 1 - weight: zero for the default. An OFF centre is its negative.

    Args:
        x: horizontal position in degrees.
        y: vertical position in degrees.
        centre: standard deviation of the centre in degrees.
        surround: standard deviation of the surround in degrees.
        weight: volume of the surround relative to the centre's.

    Source: Rodieck (1965).

    >>> bool(difference_of_gaussians(0.0, 0.0, centre=0.1, surround=0.3) > 0)
    True
    """
    return gaussian(x, y, sd=centre) - jnp.multiply(weight, gaussian(x, y, sd=surround))


def gaussian_derivative(
    x: ArrayLike, y: ArrayLike, *, orientation: ArrayLike, sd: ArrayLike, order: int = 2, elongation: ArrayLike = 1.0
) -> jax.Array:
    """A derivative across an oriented Gaussian G of unit volume, per deg², free of scale.

    Order 0 is G itself; order 1, -s ∂G/∂u = (u/s) G, detects edges that are light towards orientation + 90°; order 2,
    -s² ∂²G/∂u² = (1 - u²/s²) G, detects light bars. Orders 1 and 2 integrate to zero.

    Args:
        x: horizontal position in degrees.
        y: vertical position in degrees.
        orientation: of the edge or bar, in degrees.
        sd: standard deviation s across, in degrees.
        order: 0, 1 or 2; not traced.
        elongation: standard deviation along, relative to sd.

    Raises:
        ValueError: if the order is not 0, 1 or 2.

    Source: Young (1987).

    >>> bool(gaussian_derivative(0.0, 0.1, orientation=0.0, sd=0.2, order=1) > 0)
    True
    """
    if order not in (0, 1, 2):
        raise ValueError(f"the order of a Gaussian derivative is 0, 1 or 2, not {order!r}")
    u, v = across_along(x, y, orientation)
    z = u / sd
    polynomial = (jnp.ones_like(z), z, 1 - z**2)[order]
    return polynomial * _bell(u, sd) * _bell(v, jnp.multiply(elongation, sd))


def _bell(u: ArrayLike, sd: ArrayLike) -> jax.Array:
    """The normal density in one dimension, per degree."""
    return jnp.exp(-(jnp.divide(u, sd) ** 2) / 2) / (jnp.sqrt(2 * jnp.pi) * sd)
