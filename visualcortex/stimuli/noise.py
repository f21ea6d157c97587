"""Noise for mapping receptive fields: random checks, one frame at a time.

A check's luminance depends on seed, frame and its place in the grid alone. So frame 17 is the same alone or in a film,
and the same checks are shown to a field of any extent and resolution. The grid has a corner at the field's centre.

References:
    Jones & Palmer (1987), J. Neurophysiol. 58, 1187-1211 (sparse noise).
    Chichilnisky (2001), Network 12, 199-213 (white noise).
"""

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField

_ROUNDING = 1e-4  # checks: a sample on a border belongs to the check above and to the right, whatever the rounding


def white_noise(
    field: VisualField, *, frame: int = 0, seed: int = 0, size: float = 0.25, contrast: float = 1.0
) -> jax.Array:
    """One frame of binary noise: every check is light or dark with equal probability.

    Args:
        field: where it is shown.
        frame: number of the frame.
        seed: of the film.
        size: side of a check in degrees, at least a sample.
        contrast: of a light check against grey, 0 to 1; dark ones have its negative.

    Returns:
        image (y, x) of two values: a sample takes the check its centre lies in.

    >>> image = white_noise(VisualField(extent=2.0, resolution=8), frame=17, contrast=0.5)
    >>> sorted({float(value) for value in image.ravel()})
    [-0.5, 0.5]
    """
    return contrast * jnp.where(_chance(field, frame, seed, size) < 0.5, 1.0, -1.0)


def sparse_noise(
    field: VisualField,
    *,
    frame: int = 0,
    seed: int = 0,
    size: float = 0.25,
    density: float = 0.05,
    contrast: float = 1.0,
) -> jax.Array:
    """One frame of sparse noise: a few light and dark squares on grey.

    Args:
        field: where it is shown.
        frame: number of the frame.
        seed: of the film.
        size: side of a square in degrees, at least a sample.
        density: the probability that a place of the grid holds a square, light or dark alike.
        contrast: of a light square against grey, 0 to 1; dark ones have its negative.

    Returns:
        image (y, x) of three values: a sample takes the square its centre lies in.
    """
    chance = _chance(field, frame, seed, size)
    return contrast * jnp.where(chance < density, jnp.where(chance < density / 2, 1.0, -1.0), 0.0)


def _chance(field: VisualField, frame: int, seed: int, size: float) -> jax.Array:
    """A uniform random number of each sample's check (y, x), 0 to 1."""
    film = jax.random.fold_in(jax.random.key(seed), frame)
    rows = jax.vmap(jax.random.fold_in, (None, 0))(film, _check(field.y, size))
    keys = jax.vmap(jax.vmap(jax.random.fold_in, (None, 0)), (0, None))(rows, _check(field.x, size))
    return jax.vmap(jax.vmap(jax.random.uniform))(keys)


def _check(position: jax.typing.ArrayLike, size: float) -> jax.Array:
    """The number of the check, counted from the centre, at each position."""
    return jnp.floor(jnp.divide(position, size) + _ROUNDING).astype(jnp.int32)
