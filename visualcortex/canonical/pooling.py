"""Pooling by one operation that runs from SUM to MAX: over axes, or over windows of maps.

References:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.
"""

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any, Literal

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from visualcortex.vocabulary import unknown

Axis = int | Sequence[int]
Family = Literal["softmax", "norm"]
Maps = Callable[..., Sequence[jax.Array]]
Sums = tuple[jax.Array, jax.Array, jax.Array]  # largest response, sum of weights, weighted sum


def exponent_of(pooling: float | str, family: Family = "softmax") -> float:
    """The exponent that a kind of pooling stands for.

    Args:
        pooling: a word, "SUM", "MAX" or (of the norms) "energy", or the exponent itself.
        family: of `pool`.

    Raises:
        ValueError: if there is no such word, or the exponent is below the family's least.

    >>> exponent_of("SUM"), exponent_of("energy", "norm"), exponent_of("MAX")
    (0.0, 2.0, inf)
    """
    words, least = _WORDS[family], _FAMILIES[family][0]
    exponent = words.get(pooling) if isinstance(pooling, str) else pooling
    if exponent is None or np.ndim(exponent) or not exponent >= least:
        raise ValueError(f"pooling is {', '.join(words)} or a number from {least:g} to infinity, not {pooling!r}")
    return float(exponent)


def pool(
    responses: jax.Array,
    axis: Axis = -1,
    *,
    exponent: jax.Array | float,
    family: Family = "softmax",
) -> jax.Array:
    """Pool units along axes by one operation that runs from SUM to MAX.

    MAX goes by size: of signed responses it may be a negative one, and of equal sizes it is the mean. ``softmax``: c =
    Σ s·exp(p|s|) / Σ exp(p|s|) (Riesenhuber & Poggio 1999, Methods): p = 0 is the mean (SUM over the number of units),
    p = ∞ the response of largest size. ``norm``: c = (mean |s|^p)^(1/p): p = 1 is the mean of |s|, p = 2 the root of
    the energy, p = ∞ MAX. Both ends are exact, and nothing overflows in between.

    Args:
        responses: any shape.
        axis: the axis, or axes, pooled over.
        exponent: p; 0 … ∞ for softmax, 1 … ∞ for norm. Below that there is no answer (NaN).
        family: "softmax" or "norm".

    Raises:
        ValueError: if there is no such family.

    >>> s = jnp.array([1.0, 2.0, 6.0])
    >>> [float(pool(s, exponent=p)) for p in (0.0, jnp.inf)]
    [3.0, 6.0]
    >>> round(float(pool(s, exponent=2.0, family="norm")) ** 2, 4)
    13.6667
    """
    if family not in _FAMILIES:
        raise unknown("family of pooling", family, _FAMILIES)
    axes = tuple(axis) if isinstance(axis, Sequence) else (axis,)
    least, operation = _FAMILIES[family]
    p = jnp.asarray(exponent, jnp.float32)
    return jnp.where(p >= least, operation(responses, axes, p), jnp.nan)


def _softmax_pool(s: jax.Array, axes: tuple[int, ...], p: jax.Array) -> jax.Array:
    size = jnp.abs(s)
    most = lax.stop_gradient(size.max(axes, keepdims=True))
    hard = jnp.isinf(p)
    soft = jnp.exp(jnp.where(hard, 0.0, p) * (size - most))
    winners = jnp.where(size == most, 1.0, 0.0)
    weights = jnp.where(hard, winners, soft)
    return (weights * s).sum(axes) / weights.sum(axes)


def _norm_pool(s: jax.Array, axes: tuple[int, ...], p: jax.Array) -> jax.Array:
    size = jnp.abs(s)
    most = lax.stop_gradient(size.max(axes, keepdims=True))
    inside = ~jnp.isinf(p) & (p > 1.0)
    q = jnp.where(inside, p, 2.0)
    scale = jnp.where(most > 0, most, 1.0)
    between = jnp.squeeze(scale, axes) * _power((_power(size / scale, q)).mean(axes), 1.0 / q)
    return jnp.where(inside, between, jnp.where(p > 1.0, largest(size, axes), size.mean(axes)))


def largest(responses: jax.Array, axes: tuple[int, ...]) -> jax.Array:
    """The largest response, or NaN where there is one: along a long axis XLA on the CPU loses it.

    Args:
        responses: any shape.
        axes: those over which it is taken.
    """
    return jnp.where(jnp.isnan(responses).any(axes), jnp.nan, responses.max(axes))


def _power(base: jax.Array, exponent: jax.Array) -> jax.Array:
    """A power with gradient 0, not infinite, at base 0."""
    nothing = base <= 0  # so NaN stays NaN
    return jnp.where(nothing, 0.0, jnp.where(nothing, 1.0, base) ** exponent)


def pooling_case(exponent: jax.Array | float) -> jax.Array:
    """Which way of soft-max pooling is the cheapest exact one: 0 SUM, 1 between, 2 MAX; an index for `jax.lax.switch`.

    Args:
        exponent: p of the soft-max.
    """
    p = jnp.asarray(exponent, jnp.float32)
    return jnp.where(p == 0, 0, jnp.where(jnp.isinf(p), 2, 1))


def pool_windows(maps: Maps, *operands: Any, window: int, stride: int, exponent: jax.Array | float) -> jax.Array:
    """Pool several maps of responses, place by place, and over square windows of places, by the soft-max of `pool`.

    Args:
        maps: makes the maps (…, y, x), all of one shape and none below zero, from the operands. It is called where
            they are pooled, so that they need not be stored.
        operands: arrays, or trees of them.
        window: places a side.
        stride: places from one window to the next; the windows are centred on the map and none is cut off.
        exponent: p; 0 is SUM (the mean), infinity MAX.

    Returns:
        (…, y, x), one for each window.
    """
    ways = [functools.partial(way, window=window, stride=stride) for way in (_sum_windows, _soft_windows, _max_windows)]
    p = jnp.asarray(exponent, jnp.float32)
    branches = [lambda p, *args, way=way: way(maps(*args), p) for way in ways]
    pooled = lax.switch(pooling_case(p), branches, p, *operands)
    return jnp.where(p >= 0, pooled, jnp.nan)


def window_centres(places: int, window: int, stride: int) -> tuple[float, ...]:
    """Where the windows of `pool_windows` lie along a line of places: their centres, counted from the first place.

    >>> window_centres(10, window=4, stride=2)
    (1.5, 3.5, 5.5, 7.5)
    """
    first, count = _windows(places, window, stride)
    return tuple(first + (window - 1) / 2 + i * stride for i in range(count))


def _windows(places: int, window: int, stride: int) -> tuple[int, int]:
    """The first place of the first window, and their number."""
    count = (places - window) // stride + 1
    if count < 1:
        raise ValueError(f"a window of {window} does not fit into a map of {places} places")
    return (places - window - (count - 1) * stride) // 2, count


def _max_windows(maps: Sequence[jax.Array], p: jax.Array, window: int, stride: int) -> jax.Array:
    return _over_windows(functools.reduce(jnp.maximum, maps), -jnp.inf, lax.max, window, stride)


def _sum_windows(maps: Sequence[jax.Array], p: jax.Array, window: int, stride: int) -> jax.Array:
    return _over_windows(functools.reduce(jnp.add, maps), 0.0, lax.add, window, stride) / (len(maps) * window**2)


def _over_windows(
    responses: jax.Array, start: float, operation: Callable[..., Any], window: int, stride: int
) -> jax.Array:
    """Along one axis, then the other: a window of n² costs 2n."""
    for axis in (-2, -1):
        first, count = _windows(responses.shape[axis], window, stride)
        seen = lax.slice_in_dim(responses, first, first + window + (count - 1) * stride, axis=axis % responses.ndim)
        sizes, steps = ([1] * responses.ndim for _ in range(2))
        sizes[axis], steps[axis] = window, stride
        initial = np.asarray(start, seen.dtype)  # of numpy: only of a constant has a MAX or a sum a gradient
        responses = lax.reduce_window(seen, initial, operation, sizes, steps, "VALID")
    return responses


def _soft_windows(maps: Sequence[jax.Array], p: jax.Array, window: int, stride: int) -> jax.Array:
    """Sums of exp(ps) and of s·exp(ps), each relative to the largest s so far, so that nothing overflows."""
    most = lax.stop_gradient(functools.reduce(jnp.maximum, maps))
    weights = [jnp.exp(p * (s - most)) for s in maps]
    weighted = [weight * s for weight, s in zip(weights, maps, strict=True)]
    state: Sums = most, functools.reduce(jnp.add, weights), functools.reduce(jnp.add, weighted)
    for axis in (-2, -1):
        first, count = _windows(most.shape[axis], window, stride)
        seen = first + stride * np.arange(count)[:, None] + np.arange(window)
        state = _joined([jnp.take(a, seen, axis=axis) for a in state], axis, p)
    return state[2] / state[1]


def _joined(groups: Sequence[jax.Array], axis: int, p: jax.Array) -> Sums:
    """Largest response, sum of weights and weighted sum of groups of units along an axis as of one group."""
    each, weights, weighted = groups
    most = each.max(axis, keepdims=True)
    scales = jnp.exp(p * (each - most))
    return jnp.squeeze(most, axis), (weights * scales).sum(axis), (weighted * scales).sum(axis)


_FAMILIES = {"softmax": (0.0, _softmax_pool), "norm": (1.0, _norm_pool)}  # the least exponent, and the operation
_WORDS = {"softmax": {"SUM": 0.0, "MAX": math.inf}, "norm": {"SUM": 1.0, "energy": 2.0, "MAX": math.inf}}
