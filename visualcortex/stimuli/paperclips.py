"""Paperclips: bent wires in depth, the objects on which the view-tuned cells of IT were found and modelled.

How the originals were bent is not published: the range of their bends, and that nothing else about them is chosen, are
ours. The projection is orthographic: a wire turned by 180° in depth is the mirror image of itself.

References:
    Logothetis, Pauls & Poggio (1995), Curr. Biol. 5, 552-563 (the objects).
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (size, strokes, white on black).
"""

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike

from visualcortex.field import VisualField
from visualcortex.filters import across_along
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.stimuli.coverage import numbered, painted, strokes
from visualcortex.vocabulary import whole

SEGMENTS, BEND = paper.CLIP_SEGMENTS.value, (45.0, 135.0)
SIZE = paper.TRAINING_SIZE.value  # deg
_SAMPLES = SIZE * paper.RESOLUTION.value
EXTENT, STROKE = paper.CLIP_EXTENT.value / _SAMPLES, paper.CLIP_STROKE.value[0] / _SAMPLES


def random_clips(
    count: int, *, segments: int = SEGMENTS, bend: tuple[float, float] = BEND, extent: float = EXTENT, seed: int = 0
) -> np.ndarray:
    """Wires of straight segments of equal length, each in a random direction.

    Each segment turns away from the one before it by an angle within ``bend``, to any side; all such directions are
    equally likely. The first wires do not depend on how many follow.

    Args:
        count: number of wires.
        segments: of each wire.
        bend: least and greatest angle between the directions of neighbouring segments, in degrees, 0 to 180.
        extent: the larger side of the box that bounds a wire's axis in the training view, in units of its ``size``,
            which is the side of its picture; by default as digitised from the clips that are printed.
        seed: of the random numbers.

    Returns:
        vertices (clip, vertex, 3) float32: x to the right, y up, z towards the viewer; the boxes' middles are at zero.

    Raises:
        ValueError: if a count is less than 1, the angles are no range within 0 to 180 or the extent is not positive.

    >>> random_clips(21).shape
    (21, 8, 3)
    """
    whole("count", count), whole("segments", segments)
    if not 0 <= bend[0] <= bend[1] <= 180 or not 0 < extent < math.inf:
        raise ValueError(f"bends lie within 0 to 180 deg and an extent is positive, not {bend!r} and {extent!r}")
    chances = np.random.default_rng(seed).random((count, segments, 2))
    directions = [_turned(np.array([[0.0, 0.0, 1.0]]), chances[:, 0], (0.0, 180.0))]
    for segment in range(1, segments):
        directions.append(_turned(directions[-1], chances[:, segment], bend))
    vertices = np.cumsum([np.zeros((count, 3)), *directions], axis=0).swapaxes(0, 1)
    low, high = vertices.min(1, keepdims=True), vertices.max(1, keepdims=True)
    side = (high - low)[..., :2].max(-1, keepdims=True)
    return (extent * (vertices - (low + high) / 2) / side).astype(np.float32)


def paperclip(
    field: VisualField,
    *,
    clips: jax.Array,
    index: int = 0,
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
    """One of a table of wires, turned in depth and in the picture plane, drawn by strokes with round ends.

    Args:
        field: where it is shown.
        clips: vertices (clip, vertex, 3) in units of ``size``, as `random_clips` makes them.
        index: which wire.
        rotation: in depth, in degrees, 0 for the training view (which the paper calls 90°). About the vertical axis a
            positive one moves what is near to the right.
        axis: orientation of the axis of that rotation, which lies in the picture plane, in degrees; 90 is vertical.
        orientation: by which the view is then turned in the picture plane, in degrees counter-clockwise.
        size: in degrees; 2 in the training view.
        stroke: width of the line in units of ``size``.
        x: horizontal position in degrees.
        y: vertical position in degrees.
        contrast: of the wire, -1 to 1.
        background: contrast of what is not wire.

    Returns:
        image (y, x). Where there is no wire of that index it is NaN, which ``record`` refuses.

    >>> image = paperclip(VisualField(extent=5.0, resolution=32), clips=random_clips(3), index=2, rotation=20.0)
    >>> image.shape, round(float(image.min()), 3), round(float(image.max()), 3)
    ((160, 160), -1.0, 1.0)
    """
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
    return numbered(painted(ink, contrast=contrast, background=background), index, len(clips))


def paperclips(*, count: int = 21, seed: int = 0, **wires: Any) -> jax.tree_util.Partial:
    """A stimulus that shows random wires.

    Args:
        count: number of wires.
        seed: of the random numbers.
        wires: further arguments of `random_clips`.

    Returns:
        ``paperclip`` with its wires bound: ``stimulus(field, index=3, rotation=20.0)``.
    """
    return jax.tree_util.Partial(paperclip, clips=jnp.asarray(random_clips(count, seed=seed, **wires)))


def clip_ink(
    field: VisualField,
    *,
    clips: jax.Array,
    index: ArrayLike,
    size: ArrayLike,
    stroke: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    rotation: ArrayLike = 0.0,
    axis: ArrayLike = 90.0,
    orientation: ArrayLike = 0.0,
) -> jax.Array:
    """The fraction (y, x) of each sample that a wire covers.

    Args:
        field: where the samples are.
        clips: vertices (clip, vertex, 3) in units of ``size``.
        index: which wire; beyond the last it is the last.
        size: in degrees.
        stroke: width of the line in units of ``size``.
        x: horizontal position in degrees; may differ from sample to sample (y, x).
        y: vertical position in degrees; likewise.
        rotation: in depth, in degrees.
        axis: orientation of the axis of that rotation, in degrees.
        orientation: by which the view is then turned in the picture plane, in degrees.
    """
    wire = jnp.asarray(clips).at[index].get(mode="clip")
    view = jnp.multiply(size, _view(wire, rotation, axis, orientation))
    return strokes(field, view[:-1], view[1:], width=jnp.multiply(stroke, size), x=x, y=y)


def _turned(directions: np.ndarray, chances: np.ndarray, bend: tuple[float, float]) -> np.ndarray:
    """Unit vectors (clip, 3), each away from a given one by an angle within ``bend``, uniform on the sphere."""
    least, most = np.cos(np.deg2rad(bend))
    cosine, azimuth = least + (most - least) * chances[:, :1], 2 * np.pi * chances[:, 1:]
    one = np.cross(directions, np.eye(3)[np.abs(directions).argmin(-1)])
    one /= np.linalg.norm(one, axis=-1, keepdims=True)
    sideways = np.cos(azimuth) * one + np.sin(azimuth) * np.cross(directions, one)
    return cosine * directions + np.sqrt(1 - cosine**2) * sideways


def _view(wire: jax.Array, rotation: ArrayLike, axis: ArrayLike, orientation: ArrayLike) -> jax.Array:
    """Projection (vertex, 2) of vertices (vertex, 3) that were turned about an axis, then in the picture plane."""
    across, along = across_along(wire[:, 0], wire[:, 1], axis)
    angle = jnp.deg2rad(rotation)
    across = across * jnp.cos(angle) - wire[:, 2] * jnp.sin(angle)
    up, right = across_along(along, across, -jnp.add(axis, orientation))
    return jnp.stack([right, up], axis=-1)
