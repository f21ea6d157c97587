"""The responses of a plan, chunk by chunk: two jitted functions of fixed size, in a Python loop.

One draws images, the other is the model: a model is compiled once for all stimuli, a stimulus once for all models of
one field that see as many images at a time. The chunks' sizes depend on shapes only, never on free memory, for the last
bits of a response depend on them. Variants of a model (values of its swept leaves) run in a loop inside, whose length
is data: three or a thousand cost one compilation, and the compiler moves out of the loop what no swept leaf changes.
"""

import itertools
import math
from collections.abc import Mapping
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.tree_util import Partial
from tqdm.auto import tqdm

from visualcortex.field import VisualField
from visualcortex.models.model import Model
from visualcortex.recording.plan import Plan, name_of
from visualcortex.recording.site import Site

CHUNK_BYTES = {"cpu": 32 << 20}  # more, glibc takes from the system and gives back each time: as much work again
CHUNK_BYTES_ELSEWHERE = 512 << 20
CHUNK_STIMULI = 64
CHUNK_VARIANTS = 64
RESULT_BYTES = 2 << 30

Values = dict[str, jax.Array]


def respond(site: Site, plan: Plan) -> np.ndarray:
    """All responses, one axis for each swept leaf, then for each swept parameter of the stimulus, then the site's.

    Args:
        site: where the electrode is.
        plan: what to show it.

    Raises:
        ValueError: if they take more than 2 GB, or an image does not fit the model or is not finite.
    """
    units = tuple(len(coordinates) for coordinates in site.axes.values())
    leaves, shown = _sizes(plan.leaf_values), _sizes(plan.stimulus_values)
    variants, stimuli = math.prod(leaves.values()), math.prod(shown.values())
    if (size := 4 * variants * stimuli * math.prod(units)) > RESULT_BYTES:
        raise ValueError(f"the result would take {size / 2**30:.1f} GB; record fewer units with Site(..., at=...)")
    few, many = _chunk_sizes(site, units)
    few = few if leaves else 1
    indices = tuple(site.indices.get(axis) for axis in site.model.axes[site.layer])
    out = np.empty((variants, stimuli, *units), np.float32)
    for v, s in tqdm(_starts(variants, few, stimuli, many), desc=site.name, delay=3, leave=False, disable=None):
        leaf_values = _chunk(plan.leaf_values, leaves, v, few)
        stimuli_values = _chunk(plan.stimulus_values, shown, s, many)
        count = min(few, variants - v)
        with jax.default_matmul_precision("highest"):
            images, finite = _draw(plan.stimulus, site.model.field, site.model.lags, many, stimuli_values)
            responses = _respond(plan.model, images, site.layer, indices, (few, many, *units), count, leaf_values)
        if not finite:
            raise ValueError(f"{name_of(plan.stimulus)} gave an image that is not finite (NaN or infinite)")
        out[v : v + few, s : s + many] = np.asarray(responses)[:count, : stimuli - s]
    return out.reshape((*leaves.values(), *shown.values(), *units))


@partial(jax.jit, static_argnames=("field", "lags", "many"))
def _draw(
    stimulus: Partial, field: VisualField, lags: tuple[float, ...], many: int, values: Values
) -> tuple[jax.Array, jax.Array]:
    """One chunk of many images as a model sees them; are they finite?"""
    images = jax.vmap(partial(_seen, stimulus, field, lags), axis_size=many)(values)
    return images, jnp.isfinite(images).all()


def _seen(stimulus: Partial, field: VisualField, lags: tuple[float, ...], values: Values) -> jax.Array:
    """The image, or the images at the lags before now of a model with memory."""
    if not lags:
        return jnp.asarray(stimulus(field, **values), jnp.float32)
    if "time" not in values:
        still = jnp.asarray(stimulus(field, **values), jnp.float32)
        return jnp.repeat(still[..., None], len(lags), axis=-1)
    times = values["time"] - jnp.asarray(lags, jnp.float32)
    film = jax.vmap(lambda time: stimulus(field, **values | {"time": time}), out_axes=-1)(times)
    return jnp.asarray(film, jnp.float32)


@partial(jax.jit, static_argnames=("layer", "shape"))
def _respond(
    model: Model, images: jax.Array, layer: str, indices: tuple, shape: tuple[int, ...], count: int, variants: Values
) -> jax.Array:
    """The responses of the first `count` variants of a model to one chunk of images, in an array of a shape."""
    seen = jax.vmap(model.view)(images)

    def one(i: jax.Array) -> jax.Array:
        variant = model.with_parameters(**{name: values[i] for name, values in variants.items()})
        return jax.vmap(lambda image: _take(variant(image)[layer], indices))(seen)

    return lax.fori_loop(0, count, lambda i, out: out.at[i].set(one(i)), jnp.zeros(shape))


def _take(response: jax.Array, indices: tuple) -> jax.Array:
    for axis in reversed(range(len(indices))):
        if indices[axis] is not None:
            response = jnp.take(response, indices[axis], axis=axis)
    return response


def _sizes(values: Mapping[str, np.ndarray]) -> dict[str, int]:
    """How many values each swept parameter has, in the order in which they vary, the last one fastest."""
    return {name: v.size for name, v in values.items() if v.ndim}


def _starts(variants: int, few: int, stimuli: int, many: int) -> list[tuple[int, int]]:
    return list(itertools.product(range(0, variants, few), range(0, stimuli, many)))


def _chunk(values: Mapping[str, np.ndarray], sizes: Mapping[str, int], start: int, size: int) -> dict[str, np.ndarray]:
    """One chunk of the outer product of the swept parameters: every parameter (size,), the last point repeated."""
    points = np.minimum(np.arange(start, start + size), math.prod(sizes.values()) - 1)
    places = dict(zip(sizes, np.unravel_index(points, tuple(sizes.values())), strict=True)) if sizes else {}
    return {name: v[places[name]] if name in places else np.full(size, v) for name, v in values.items()}


def _chunk_sizes(site: Site, units: tuple[int, ...]) -> tuple[int, int]:
    """Variants and stimuli of one chunk."""
    budget = CHUNK_BYTES.get(jax.default_backend(), CHUNK_BYTES_ELSEWHERE)
    frames = math.prod(site.model.field.shape) * (max(1, len(site.model.lags), 3 * site.model.colours) - 1)
    many = _power_of_two(budget // (4 * (site.model.footprint + frames)), CHUNK_STIMULI)
    few = _power_of_two(budget // (4 * many * max(1, math.prod(units))), CHUNK_VARIANTS)
    return few, many


def _power_of_two(number: int, most: int) -> int:
    """The largest power of two up to a number, 1 … most."""
    return min(most, 1 << max(0, number.bit_length() - 1))
