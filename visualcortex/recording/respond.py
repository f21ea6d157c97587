"""The responses of a plan, chunk by chunk: one jitted function of fixed size, in a Python loop.

The chunks' sizes depend on shapes only, never on free memory, for the last bits of a response depend on them. Variants
of a model (values of its swept leaves) run in a loop inside, whose length is data: three or a thousand cost one
compilation, images are drawn once for all of them, and the compiler moves out of the loop what no swept leaf changes.
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

from visualcortex.models.model import Model
from visualcortex.recording.plan import Plan, name_of
from visualcortex.recording.site import Site

CHUNK_BYTES = 64 << 20
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
        values = _chunk(plan.leaf_values, leaves, v, few), _chunk(plan.stimulus_values, shown, s, many)
        count = min(few, variants - v)
        with jax.default_matmul_precision("highest"):
            responses, finite = _respond(plan.model, plan.stimulus, site.layer, indices, (few, many), count, *values)
        if not finite:
            raise ValueError(f"{name_of(plan.stimulus)} gave an image that is not finite (NaN or infinite)")
        out[v : v + few, s : s + many] = responses[:count, : stimuli - s]
    return out.reshape((*leaves.values(), *shown.values(), *units))


@partial(jax.jit, static_argnames=("layer", "sizes"))
def _respond(
    model: Model,
    stimulus: Partial,
    layer: str,
    indices: tuple,
    sizes: tuple[int, int],
    count: int,
    variants: Values,
    stimuli: Values,
) -> tuple[jax.Array, jax.Array]:
    """The responses of the first `count` of few variants to one chunk of many stimuli; are the images finite?"""
    few, many = sizes
    images = jax.vmap(partial(_seen, model, stimulus), axis_size=many)(stimuli)

    def one(i: jax.Array | int) -> jax.Array:
        variant = model.with_parameters(**{name: values[i] for name, values in variants.items()})
        return jax.vmap(lambda image: _take(variant(image)[layer], indices))(images)

    shape = jax.eval_shape(one, 0).shape
    out = lax.fori_loop(0, count, lambda i, out: out.at[i].set(one(i)), jnp.zeros((few, *shape)))
    return out, jnp.isfinite(images).all()


def _seen(model: Model, stimulus: Partial, values: Values) -> jax.Array:
    """What the model sees: the image, or the images at its lags before now."""
    if not model.lags:
        return model.view(stimulus(model.field, **values))
    if "time" not in values:
        still = stimulus(model.field, **values)
        return model.view(jnp.repeat(still[..., None], len(model.lags), axis=-1))
    times = values["time"] - jnp.asarray(model.lags, jnp.float32)
    return model.view(jax.vmap(lambda time: stimulus(model.field, **values | {"time": time}), out_axes=-1)(times))


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
    frames = math.prod(site.model.field.shape) * (max(1, len(site.model.lags), 3 * site.model.colours) - 1)
    many = _power_of_two(CHUNK_BYTES // (4 * (site.model.footprint + frames)), CHUNK_STIMULI)
    few = _power_of_two(CHUNK_BYTES // (4 * many * max(1, math.prod(units))), CHUNK_VARIANTS)
    return few, many


def _power_of_two(number: int, most: int) -> int:
    """The largest power of two up to a number, 1 … most."""
    return min(most, 1 << max(0, number.bit_length() - 1))
