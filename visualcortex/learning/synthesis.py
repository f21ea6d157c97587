"""Texture synthesis: noise is changed until some layers of a model cannot tell it from an image.

What comes out shows what these layers keep of the image, and what they throw away.

References:
    Portilla & Simoncelli (2000), Int. J. Comput. Vis. 40, 49-71.   Gatys, Ecker & Bethge (2015), arXiv:1505.07376.
    Liu & Nocedal (1989), Math. Program. 45, 503-528 (the search).
    Lewis & Overton (2013), Math. Program. 141, 135-163 (the length of its steps).
"""

import itertools
import math
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from tqdm.auto import tqdm

from visualcortex.models.model import Model
from visualcortex.models.readout import chosen
from visualcortex.vocabulary import whole

STEPS = 500
MEMORY = 20  # steps from which the curvature is estimated
PENALTY = 10.0  # weight of the mean square by which samples lie beyond black or white
LENGTHS = 20  # tried for one step
DECREASE, CURVATURE = 1e-4, 0.9  # of the conditions of Wolfe, which a step has to fulfil

_LBFGS = optax.scale_by_lbfgs(memory_size=MEMORY)


class Synthesis(NamedTuple):
    """What a synthesis found.

    Args:
        image: (y, x), contrast from −1 to 1.
        loss: (step,), before the first step and after each; the last is that of `image`.
        seconds: (step,), how long that took, with what was compiled.
    """

    image: np.ndarray
    loss: np.ndarray
    seconds: np.ndarray


class _Goal(NamedTuple):
    """By layer the responses to the target, and their squared distance from those to an even field."""

    responses: dict[str, jax.Array]
    scales: dict[str, jax.Array]


class _Point(NamedTuple):
    """An image, the loss there, its gradient, and its slope in the direction in which the image was found."""

    image: jax.Array
    loss: jax.Array
    gradient: jax.Array
    slope: jax.Array


_Evaluate = Callable[[jax.Array, jax.Array, float], _Point]


def synthesis(
    model: Model,
    layers: Sequence[str],
    target: Any,
    *,
    start: Any = None,
    seed: int = 0,
    steps: int = STEPS,
    seconds: float | None = None,
    progress: bool = True,
) -> Synthesis:
    """An image to which some layers of a model respond as they do to the target.

    The loss is the sum over layers of |s − t|² / |e − t|², where s, t and e are the responses to the image, to the
    target and to an even field of the target's mean; an even field's loss is the number of layers. Added to it is ten
    times the mean square by which samples lie beyond −1 … 1; what is left of these in the end is cut off.

    A search that is interrupted gives nothing; one that runs out of `seconds` gives what it has. It ends by itself
    where no length of step that is tried lowers loss and slope by as much as the search asks for.

    Args:
        model: any model that sees still images.
        layers: names of some of its layers. In a layer with positions every place has to look as in the target, see
            `visualcortex.models.gram.Gram` and `visualcortex.models.readout.SpatialPool` for others.
        target: contrast (y, x), on the model's field.
        start: contrast (y, x) to start from; by default Gaussian noise of the target's mean and deviation.
        seed: of that noise.
        steps: how many at most.
        seconds: after which no further step is begun; by default they are not counted.
        progress: whether to show it.

    Raises:
        ValueError: if there is no such layer, an image does not fit the field or is not finite, a layer does not tell
            the target from an even field, or the number of steps is negative.

    >>> from visualcortex.field import VisualField
    >>> from visualcortex.models.readout import Pixels
    >>> found = synthesis(Pixels(VisualField(1.0, 8.0)), ["pixels"], np.eye(8) / 2, steps=5)
    >>> bool(np.allclose(found.image, np.eye(8) / 2, atol=1e-3))
    True
    """
    begin, course = time.perf_counter(), []
    most, limit = whole("steps", steps, least=0), math.inf if seconds is None else seconds
    wanted = _image(model, target)
    first = _noise(wanted, seed) if start is None else _image(model, start)
    with jax.default_matmul_precision("highest"):
        evaluate: _Evaluate = partial(_evaluate, model, _goal(model, chosen(model, layers), wanted))
        points = itertools.islice(_descent(evaluate, first), most + 1)
        disable = None if progress else True
        for point in tqdm(points, type(model).__name__, most + 1, delay=3, leave=False, disable=disable):
            course.append((float(point.loss), time.perf_counter() - begin))
            if course[-1][1] >= limit:
                break
        image = jnp.clip(point.image, -1, 1)
        last = float(evaluate(image, jnp.zeros_like(image), 0.0).loss)
    losses, times = np.transpose(course)
    return Synthesis(np.asarray(image), np.append(losses[:-1], last), times)


def phase_scrambled(image: Any, *, seed: int = 0) -> np.ndarray:
    """Noise with the amplitudes of an image at every spatial frequency and random phases: its second-order statistics.

    Mean and autocorrelation are those of the image; all else is left to chance, as in Gaussian noise.

    Args:
        image: contrast (y, x). What leaves it on one side comes back on the other: where the sides do not match, their
            border counts as an edge.
        seed: of the phases.

    Returns:
        (y, x), of which a few samples may lie beyond −1 … 1.

    Raises:
        ValueError: if the image has other axes than y and x.
    """
    seen = np.asarray(image, float)
    if seen.ndim != 2:
        raise ValueError(f"an image has the axes y and x, not the shape {seen.shape}")
    noise = np.fft.rfft2(np.random.default_rng(seed).standard_normal(seen.shape))
    spectrum = np.fft.rfft2(seen)
    scrambled = np.abs(spectrum) * noise / np.abs(noise)
    scrambled[0, 0] = spectrum[0, 0]
    return np.fft.irfft2(scrambled, seen.shape).astype(np.float32)


def _descent(evaluate: _Evaluate, image: jax.Array) -> Iterator[_Point]:
    """The start, and the image after each step, as long as there is one that lowers the loss."""
    here: _Point | None = evaluate(image, jnp.zeros_like(image), 0.0)
    memory = _LBFGS.init(image)
    while here is not None:
        yield here
        direction, memory = _direction(here, memory)
        here = _step(evaluate, here, direction)


def _step(evaluate: _Evaluate, here: _Point, direction: jax.Array) -> _Point | None:
    """The first of several lengths at which the loss is low enough, and does not fall much further."""
    loss, slope = float(here.loss), float(jnp.vdot(here.gradient, direction))
    shorter, longer, length = 0.0, math.inf, 1.0
    for _ in range(LENGTHS if slope < 0 else 0):
        there = evaluate(here.image, direction, length)
        if not float(there.loss) <= loss + DECREASE * length * slope:
            longer = length
        elif float(there.slope) < CURVATURE * slope:
            shorter = length
        else:
            return there
        length = (shorter + longer) / 2 if longer < math.inf else 2 * shorter
    return None


@jax.jit
def _direction(here: _Point, memory: optax.OptState) -> tuple[jax.Array, optax.OptState]:
    uphill, memory = _LBFGS.update(here.gradient, memory, here.image)
    return -uphill, memory


@jax.jit
def _evaluate(model: Model, goal: _Goal, image: jax.Array, direction: jax.Array, length: float) -> _Point:
    """The point at some length in a direction from an image."""
    there = image + length * direction
    loss, gradient = jax.value_and_grad(partial(_loss, model, goal))(there)
    return _Point(there, loss, gradient, jnp.vdot(gradient, direction))


def _loss(model: Model, goal: _Goal, image: jax.Array) -> jax.Array:
    responses = model(image)
    distances = [_squares(responses[name] - wanted) / goal.scales[name] for name, wanted in goal.responses.items()]
    return sum(distances, PENALTY * (jnp.maximum(jnp.abs(image) - 1, 0) ** 2).mean())


def _goal(model: Model, layers: tuple[str, ...], target: jax.Array) -> _Goal:
    responses, even = (_respond(model, layers, image) for image in (target, jnp.full_like(target, target.mean())))
    scales = {name: _squares(even[name] - responses[name]) for name in layers}
    if alike := [name for name, scale in scales.items() if not scale > 0]:
        raise ValueError(f"the target is no other than an even field to {', '.join(alike)}")
    return _Goal(responses, scales)


@partial(jax.jit, static_argnames="layers")
def _respond(model: Model, layers: tuple[str, ...], image: jax.Array) -> dict[str, jax.Array]:
    responses = model(image)
    return {name: responses[name] for name in layers}


def _squares(values: jax.Array) -> jax.Array:
    return (values**2).sum()


def _image(model: Model, image: Any) -> jax.Array:
    seen = model.view(image)
    if seen.ndim != 2:
        raise ValueError(f"synthesis is of images (y, x), not of the shape {seen.shape}")
    return seen


def _noise(target: jax.Array, seed: int) -> jax.Array:
    return target.mean() + target.std() * jax.random.normal(jax.random.key(seed), target.shape)
