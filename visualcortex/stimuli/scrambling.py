"""Scrambling: a picture cut into square tiles, and the tiles shuffled.

It leaves what lies within a tile as it is and destroys the rest.

References:
    Vogels (1999), NeuroReport 10, 1811-1816 (cells of IT).
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025, Fig. 5 (view-tuned units).
"""

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.stimuli.coverage import about, numbered, painted
from visualcortex.stimuli.paperclips import SIZE, STROKE, clip_ink

_MOST = 16  # tiles per side


def scrambled_paperclip(
    field: VisualField,
    *,
    clips: jax.Array,
    index: int = 0,
    tiles: int = 1,
    window: float = 4.0,
    seed: int = 0,
    rotation: float = 0.0,
    axis: float = 90.0,
    orientation: float = 0.0,
    size: float = SIZE,
    stroke: float = STROKE,
    x: float = 0.0,
    y: float = 0.0,
    contrast: float = 1.0,
    background: float = -1.0,
) -> jax.Array:
    """A wire in the middle of a square window that is cut into tiles, which are shuffled.

    Args:
        field: where it is shown.
        clips: vertices (clip, vertex, 3) in units of ``size``.
        index: which wire.
        tiles: per side of the window, 1 to 16; one leaves the wire whole.
        window: side of the window in degrees; 4 are the paper's 128 samples.
        seed: of the order of the tiles.
        rotation: of the wire in depth, in degrees; 0 for the training view.
        axis: orientation of the axis of that rotation, in degrees.
        orientation: by which the view is then turned in the picture plane, in degrees.
        size: of the wire, in degrees.
        stroke: width of the line in units of ``size``.
        x: horizontal position of wire and window in degrees.
        y: vertical position of both in degrees.
        contrast: of the wire, -1 to 1.
        background: contrast of what is not wire, and of all outside the window.

    Returns:
        image (y, x). Where there is no wire of that index, or such a number of tiles, it is NaN, which ``record``
        refuses.
    """
    right, up, inside = _shifts(field, tiles, window, seed, x, y)
    ink = clip_ink(
        field,
        clips=clips,
        index=index,
        rotation=rotation,
        axis=axis,
        orientation=orientation,
        size=size,
        stroke=stroke,
        x=x - right,
        y=y - up,
    )
    image = painted(jnp.where(inside, ink, 0.0), contrast=contrast, background=background)
    return numbered(_if_possible(tiles, image), index, len(clips))


def shuffle_tiles(
    field: VisualField,
    image: jax.Array,
    *,
    tiles: int = 4,
    window: float = 4.0,
    seed: int = 0,
    x: float = 0.0,
    y: float = 0.0,
    background: float = 0.0,
) -> jax.Array:
    """An image whose square window is cut into tiles, which are shuffled; no sample is changed, only moved.

    Args:
        field: where it is shown.
        image: contrasts (y, x).
        tiles: per side of the window, 1 to 16. Where a tile is no whole number of samples, some are lost at its
            borders and some seen twice.
        window: side of the window in degrees, within the field.
        seed: of the order of the tiles.
        x: horizontal position of the window's centre in degrees.
        y: vertical position in degrees.
        background: contrast outside the window.

    Returns:
        image (y, x), NaN if there is no such number of tiles.

    >>> field = VisualField(extent=1.0, resolution=4)
    >>> image = shuffle_tiles(field, jnp.arange(16.0).reshape(4, 4), tiles=2, window=1.0, seed=2)
    >>> sorted(image.ravel().tolist()) == list(range(16))
    True
    """
    right, up, inside = _shifts(field, tiles, window, seed, x, y)
    down, across = (jnp.round(shift * field.resolution).astype(jnp.int32) for shift in (-up, right))
    row, column = jnp.arange(field.shape[0])[:, None], jnp.arange(field.shape[1])[None, :]
    moved = jnp.asarray(image).at[row + down, column + across].get(mode="clip", wrap_negative_indices=False)
    return _if_possible(tiles, jnp.where(inside, moved, background))


def _if_possible(tiles: int, image: jax.Array) -> jax.Array:
    return jnp.where(jnp.clip(tiles, 1, _MOST) == tiles, image, jnp.nan)


def _shifts(
    field: VisualField, tiles: int, window: float, seed: int, x: float, y: float
) -> tuple[jax.Array, jax.Array, jax.Array]:
    """How far to the right and above each sample lies what is seen there, in degrees, and whether it is in the window.

    Only as many of 256 tiles as there are change places, in one of all orders with equal chance.
    """
    count = jnp.clip(tiles, 1, _MOST)
    number = jnp.arange(_MOST**2)
    chance = jax.random.uniform(jax.random.key(seed), number.shape)
    order = jnp.argsort(jnp.where(number < count**2, chance, jnp.inf))
    shift = jnp.stack([order % count - number % count, number // count - order // count], axis=-1) * (window / count)
    dx, dy = about(field, x, y)
    column, row = (jnp.floor((0.5 + along / window) * count).astype(jnp.int32) for along in (dx, -dy))
    right, up = jnp.moveaxis(shift.at[row * count + column].get(mode="clip"), -1, 0)
    return right, up, (row >= 0) & (row < count) & (column >= 0) & (column < count)
