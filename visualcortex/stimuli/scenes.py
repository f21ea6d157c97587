"""Scenes: a paperclip that is not alone, beside another or before a picture.

Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025, p. 1023 (two clips). The background of pictures is ours.
"""

from typing import Any

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.stimuli.coverage import numbered, painted
from visualcortex.stimuli.natural import natural
from visualcortex.stimuli.paperclips import SIZE, STROKE, clip_ink, random_clips


def two_paperclips(
    field: VisualField,
    *,
    clips: jax.Array,
    index: int = 0,
    other: int = 1,
    rotation: float = 0.0,
    axis: float = 90.0,
    size: float = SIZE,
    stroke: float = STROKE,
    x: float = -1.0,
    y: float = 1.0,
    other_x: float = 1.0,
    other_y: float = -1.0,
    contrast: float = 1.0,
    background: float = -1.0,
) -> jax.Array:
    """A target, upper left, and a distractor, lower right; where they overlap, ink is not counted twice.

    Args:
        field: where they are shown.
        clips: vertices (clip, vertex, 3) in units of ``size``.
        index: which wire is the target.
        other: which wire is the distractor; it is shown in its training view.
        rotation: of the target in depth, in degrees; 0 for the training view.
        axis: orientation of the axis of that rotation, in degrees.
        size: of both, in degrees.
        stroke: width of the line in units of ``size``.
        x: horizontal position of the target in degrees.
        y: vertical position of the target in degrees.
        other_x: horizontal position of the distractor in degrees.
        other_y: vertical position of the distractor in degrees.
        contrast: of both, -1 to 1.
        background: contrast of what is not wire.

    Returns:
        image (y, x). Where there is no wire of an index it is NaN, which ``record`` refuses.
    """
    target = clip_ink(field, clips=clips, index=index, rotation=rotation, axis=axis, size=size, stroke=stroke, x=x, y=y)
    distractor = clip_ink(field, clips=clips, index=other, size=size, stroke=stroke, x=other_x, y=other_y)
    image = painted(jnp.maximum(target, distractor), contrast=contrast, background=background)
    return numbered(numbered(image, index, len(clips)), other, len(clips))


def paperclip_on_picture(
    field: VisualField,
    *,
    clips: jax.Array,
    pictures: jax.Array,
    index: int = 0,
    picture: int = 0,
    rotation: float = 0.0,
    axis: float = 90.0,
    orientation: float = 0.0,
    size: float = SIZE,
    stroke: float = STROKE,
    x: float = 0.0,
    y: float = 0.0,
    contrast: float = 1.0,
    background: float = -0.5,
    background_contrast: float = 0.5,
) -> jax.Array:
    """A wire before a picture, part of which it hides.

    Args:
        field: where they are shown.
        clips: vertices (clip, vertex, 3) in units of ``size``.
        pictures: contrasts (picture, y, x), -1 to 1, sampled at the field's resolution; outside them is the background.
        index: which wire.
        picture: which picture.
        rotation: of the wire in depth, in degrees; 0 for the training view.
        axis: orientation of the axis of that rotation, in degrees.
        orientation: by which the view is then turned in the picture plane, in degrees.
        size: of the wire, in degrees.
        stroke: width of the line in units of ``size``.
        x: horizontal position of the wire in degrees.
        y: vertical position of the wire in degrees.
        contrast: of the wire, -1 to 1.
        background: level about which the picture varies; -1 is black.
        background_contrast: factor by which the picture is multiplied, at most 1 - abs(background).

    Returns:
        image (y, x). Where there is no wire or picture of its index it is NaN, which ``record`` refuses.
    """
    behind = natural(field, pictures=pictures, index=picture, contrast=background_contrast)
    ink = clip_ink(
        field,
        clips=clips,
        index=index,
        rotation=rotation,
        axis=axis,
        orientation=orientation,
        size=size,
        stroke=stroke,
        x=x,
        y=y,
    )
    return numbered(painted(ink, contrast=contrast, background=background + behind), index, len(clips))


def paperclips_on_pictures(
    field: VisualField, *, count: int = 21, pictures: int = 20, seed: int = 0, **wires: Any
) -> jax.tree_util.Partial:
    """A stimulus that shows random wires before patches of natural pictures.

    Args:
        field: where they are shown; a patch is as many samples large.
        count: number of wires.
        pictures: number of patches.
        seed: of the wires and of the choice of patches.
        wires: further arguments of `random_clips`.

    Returns:
        ``paperclip_on_picture`` with its wires and pictures bound: ``stimulus(field, index=3, picture=5)``.
    """
    from visualcortex.data.pictures import natural_patches

    return jax.tree_util.Partial(
        paperclip_on_picture,
        clips=jnp.asarray(random_clips(count, seed=seed, **wires)),
        pictures=jnp.asarray(natural_patches(pictures, field.shape, seed), jnp.float32),
    )
