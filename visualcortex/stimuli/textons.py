"""Textures of micropatterns on a grid, alone or in two regions.

Places in the grid, orientations and forms are random, from element to element, but the same for all micropatterns of
one seed. What a stroke adds to the image is its contrast: where strokes meet, their ink adds up, as the equality of
second-order statistics demands, or is counted once, as on paper.

References:
    Julesz (1981), Nature 290, 91-97.   Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932.
"""

import functools

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.typing import ArrayLike

from visualcortex.field import VisualField
from visualcortex.stimuli.coverage import about, half_plane, numbered, offset
from visualcortex.stimuli.elements import table

LAYOUTS = ("ground", "left and right", "figure and ground")
PITCH, SIZE, STROKE = 0.625, 0.4, 0.0625  # deg: 20, 13 and 2 samples of 32 to the degree
LARGEST = 40  # elements a side of the grid, at most

_FRAME = VisualField(2.0, 24.0)  # in units of a micropattern's size: where its ink is measured
_NEAR = 1e-6  # deg: keeps the direction of a point finite


def micropattern(
    field: VisualField,
    *,
    micropatterns: jax.Array,
    index: int = 0,
    variant: int = 0,
    size: float = SIZE,
    stroke: float = STROKE,
    orientation: float = 0.0,
    x: float = 0.0,
    y: float = 0.0,
    overlap: float = 1.0,
    contrast: float = 1 / 3,
    background: float = 0.0,
) -> jax.Array:
    """One element of a texture, alone.

    Args:
        field: where it is shown.
        micropatterns: strokes (micropattern, variant, stroke, 6), as `visualcortex.stimuli.elements.table` makes
            them.
        index: which micropattern.
        variant: which of its forms; beyond the last it is the last.
        size: in degrees.
        stroke: width of the strokes in degrees.
        orientation: to which it is turned about its origin, in degrees counter-clockwise.
        x: horizontal position of its origin in degrees.
        y: vertical position in degrees.
        overlap: how often ink is counted where strokes meet: 1 as often as there are strokes, 0 once (the union).
        contrast: what a stroke adds; three may meet in one point.
        background: contrast between the strokes.

    Returns:
        image (y, x). Where there is no micropattern of that index it is NaN, which ``record`` refuses.

    >>> one = micropatterns("T", "L")
    >>> one(VisualField(1.0, 32.0), index=1).shape
    (32, 32)
    """
    strokes = _strokes(micropatterns, jnp.atleast_1d(index), jnp.atleast_1d(size), stroke)
    form = jnp.clip(variant, 0, strokes.shape[3] - 1)
    ink = _ink(field, *about(field, x, y), jnp.deg2rad(orientation), strokes[:, :, 0], form, overlap)
    return numbered(jnp.add(background, contrast * ink), index, len(micropatterns))


def texture(
    field: VisualField,
    *,
    micropatterns: jax.Array,
    ground: int = 0,
    figure: int = 0,
    layout: int = 1,
    count: int = 16,
    pitch: float = PITCH,
    size: float = SIZE,
    size_ratio: float = 1.0,
    stroke: float = STROKE,
    jitter: float = 0.25,
    orientation: float = 0.0,
    turn: float = 360.0,
    overlap: float = 1.0,
    equal_ink: float = 0.0,
    contrast: float = 1 / 3,
    background: float = 0.0,
    seed: int = 0,
) -> jax.Array:
    """A display of two textures, or of one.

    An element must not reach further than a pitch from its place in the grid: what does is cut off.

    Args:
        field: where it is shown, the grid in its middle.
        micropatterns: strokes (micropattern, variant, stroke, 6), as `visualcortex.stimuli.elements.table` makes
            them. The variants of a micropattern are equally frequent.
        ground: number of the micropattern of the one texture.
        figure: number of the micropattern of the other.
        layout: number of one of `LAYOUTS`: the ground everywhere; ground in the left half of the columns, figure in the
            right half; or the figure in the middle half of rows and columns.
        count: elements a side of the grid, at most `LARGEST`.
        pitch: distance of their places in degrees.
        size: of the ground's micropatterns in degrees.
        size_ratio: size of the figure's over that of the ground's.
        stroke: width of the strokes in degrees.
        jitter: range of the random displacement of elements in x and in y, in units of the pitch.
        orientation: to which elements are turned, in degrees counter-clockwise.
        turn: range of the random rotation on top of it, in degrees; 360 for any, 0 for none.
        overlap: how often ink is counted where strokes meet: 1 as often as there are strokes, 0 once (the union).
        equal_ink: 1 makes the contrast of every micropattern such that its ink is that of the one that has least, 0
            leaves it as it is.
        contrast: what a stroke adds; three may meet in one point.
        background: contrast between the strokes.
        seed: of places, orientations and variants.

    Returns:
        image (y, x). Where there is no micropattern or layout of its number, or too many elements, it is NaN, which
        ``record`` refuses.

    >>> display = textures("T", "L")
    >>> display(VisualField(10.0, 32.0), figure=1).shape
    (320, 320)
    """
    kinds = jnp.stack([jnp.asarray(ground), jnp.asarray(figure)])
    sizes = size * jnp.stack([jnp.ones(()), jnp.asarray(size_ratio, jnp.float32)])
    strokes = _strokes(micropatterns, kinds, sizes, stroke)
    strength = contrast * _share_of_ink(strokes, sizes, overlap) ** equal_ink
    place = jnp.arange(LARGEST) - (jnp.asarray(count) - 1) / 2
    chance = jax.random.uniform(jax.random.key(seed), (4, LARGEST, LARGEST))
    region, inside = _region(place / count, layout), jnp.abs(place) < jnp.asarray(count) / 2
    elements = {
        "x": pitch * (place[None, :] + jitter * (chance[0] - 0.5)),
        "y": pitch * (place[:, None] + jitter * (chance[1] - 0.5)),
        "angle": jnp.deg2rad(orientation + turn * (chance[2] - 0.5)),
        "form": region * strokes.shape[3] + (chance[3] * strokes.shape[3]).astype(int),
        "strength": jnp.where(inside[:, None] & inside, strength[region], 0.0),
    }
    ink = _laid_out(field, elements, strokes.reshape(*strokes.shape[:2], -1), overlap, pitch, place[0])
    image = jnp.asarray(background, jnp.float32) + ink
    for number, most in ((ground, len(micropatterns)), (figure, len(micropatterns)), (layout, len(LAYOUTS))):
        image = numbered(image, number, most)
    return jnp.where((jnp.asarray(count) > 0) & (jnp.asarray(count) <= LARGEST), image, jnp.nan)


def micropatterns(*names: str) -> jax.tree_util.Partial:
    """A stimulus that shows single micropatterns, by their numbers in the order of their names.

    Args:
        names: of `visualcortex.stimuli.elements.MICROPATTERNS`.

    Returns:
        ``micropattern`` with its strokes bound: ``stimulus(field, index=1, orientation=30.0)``.

    Raises:
        ValueError: if there is no such micropattern, or none is named.
    """
    return jax.tree_util.Partial(micropattern, micropatterns=jnp.asarray(table(names)))


def textures(*names: str) -> jax.tree_util.Partial:
    """A stimulus that shows textures of some micropatterns, by their numbers in the order of their names.

    Args:
        names: of `visualcortex.stimuli.elements.MICROPATTERNS`.

    Returns:
        ``texture`` with its micropatterns bound: ``stimulus(field, ground=0, figure=1, seed=3)``.

    Raises:
        ValueError: if there is no such micropattern, or none is named.
    """
    return jax.tree_util.Partial(texture, micropatterns=jnp.asarray(table(names)))


def _strokes(micropatterns: jax.Array, kinds: jax.Array, sizes: jax.Array, stroke: ArrayLike) -> jax.Array:
    """The strokes of some micropatterns in degrees, (6, stroke, kind, variant)."""
    chosen = jnp.moveaxis(jnp.asarray(micropatterns).at[kinds].get(mode="clip"), (3, 2), (0, 1))
    return jnp.concatenate([chosen[:5] * sizes[:, None], chosen[5:] * stroke])


def _region(place: jax.Array, layout: ArrayLike) -> jax.Array:
    """0 for elements (row, column) of the ground, 1 for those of the figure, by their places from -1/2 to 1/2."""
    right, central = jnp.broadcast_to(place > 0, (LARGEST, LARGEST)), jnp.abs(place) < 1 / 4
    regions = jnp.stack([jnp.zeros_like(right), right, central[:, None] & central])
    return regions.at[layout].get(mode="clip").astype(int)


def _laid_out(
    field: VisualField,
    elements: dict[str, jax.Array],
    forms: jax.Array,
    overlap: ArrayLike,
    pitch: ArrayLike,
    first: jax.Array,
) -> jax.Array:
    """The contrast (y, x) that elements (row, column) add: each sample sees the four nearest places of the grid."""
    x, y = field.mesh()
    columns, rows = (jnp.floor(jnp.divide(line, pitch) - first).astype(int) for line in (x, y))

    def add(neighbour: int, image: jax.Array) -> jax.Array:
        i, j = columns + neighbour % 2, rows + neighbour // 2
        there = (i >= 0) & (i < LARGEST) & (j >= 0) & (j < LARGEST)
        one = {name: values.at[j, i].get(mode="clip") for name, values in elements.items()}
        ink = _ink(field, x - one["x"], y - one["y"], one["angle"], forms, one["form"], overlap)
        return image + jnp.where(there, one["strength"], 0.0) * ink

    return lax.fori_loop(0, 4, add, jnp.zeros(field.shape))


def _ink(
    field: VisualField,
    x: jax.Array | np.ndarray,
    y: jax.Array | np.ndarray,
    angle: ArrayLike,
    forms: jax.Array,
    form: jax.Array,
    overlap: ArrayLike,
) -> jax.Array:
    """The ink of turned micropatterns at places relative to theirs; `form` says which of (6, stroke, form)."""
    cosine, sine = jnp.cos(angle), jnp.sin(angle)
    across, up = cosine * x + sine * y, cosine * y - sine * x

    def add(i: int, ink: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        x0, y0, x1, y1, radius, width = (_chosen(numbers, form) for numbers in forms[:, i])
        dx, dy = offset(across, up, (x0, y0), (x1, y1))
        distance = jnp.sqrt(jnp.maximum(dx**2 + dy**2, _NEAR**2))
        normal = (cosine * dx - sine * dy) / distance, (sine * dx + cosine * dy) / distance
        outer, inner = (half_plane(field, radius + half - distance, *normal) for half in (width / 2, -width / 2))
        return ink[0] + outer - inner, jnp.maximum(ink[1], outer - inner)

    nothing = jnp.zeros(jnp.broadcast_shapes(across.shape, jnp.shape(form)))
    every, once = lax.fori_loop(0, forms.shape[1], add, (nothing, nothing))
    return once + overlap * (every - once)


def _chosen(values: jax.Array, which: jax.Array) -> jax.Array:
    """One of a few values at every place: ten times as fast as an index, which XLA does not fuse."""
    places = enumerate(values[1:], 1)
    return functools.reduce(lambda chosen, other: jnp.where(which == other[0], other[1], chosen), places, values[0])


def _share_of_ink(strokes: jax.Array, sizes: jax.Array, overlap: ArrayLike) -> jax.Array:
    """The least ink of any micropattern over that of each (kind,), variants averaged."""
    count, variants = strokes.shape[2:]
    forms = (strokes / sizes[:, None]).reshape(*strokes.shape[:2], -1)
    ink = jax.vmap(lambda form: _ink(_FRAME, *_FRAME.mesh(), 0.0, forms, form, overlap).sum())(
        jnp.arange(count * variants)
    )
    total = sizes**2 * ink.reshape(count, variants).mean(1)
    return total.min() / total
