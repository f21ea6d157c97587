"""Does a model keep the contract? One function, for our tests and for people who bring a model of their own."""

from collections.abc import Iterator, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.models.model import Model


def check_model(model: Model) -> None:
    """Check that a model keeps the contract of `visualcortex.models.model.Model`.

    Args:
        model: any model, of this package or of your own.

    Raises:
        ValueError: with every promise that the model breaks, one a line.
    """
    broken = list(_broken(model))
    if broken:
        raise ValueError(
            f"{type(model).__name__} breaks the contract of a model:\n" + "\n".join(f"- {b}" for b in broken)
        )


def _broken(model: Model) -> Iterator[str]:
    if not isinstance(model, Model) or not isinstance(getattr(model, "field", None), VisualField):
        yield "a model is a `Model` whose `field` is a VisualField"
        return
    image = 0.5 * jax.random.uniform(jax.random.key(0), _image_shape(model), minval=-1.0)
    changed: list[bool] = []
    try:
        responses = jax.jit(lambda model, image: _watched(model, image, changed))(model, image)
    except Exception as error:
        yield f"a call must run under jax.jit; it raised {type(error).__name__}: {str(error).splitlines()[0]}"
        return
    if any(changed):
        yield "a call must leave the model as it was"
    try:
        sound = all(isinstance(axes, Mapping) for axes in model.axes.values())
    except Exception as error:
        yield f"`axes` must give {{layer: {{axis: coordinates}}}}; it raised {type(error).__name__}: {error}"
        return
    if not sound:
        yield "`axes` must give {layer: {axis: coordinates}}"
        return
    if not isinstance(responses, dict):
        yield f"a call must return {{layer: responses}}, not {type(responses).__name__}"
        return
    yield from _broken_layers(model, responses)
    yield from _broken_promises(model, image, responses)
    yield from _broken_parameters(model, image)


def _watched(model: Model, image: jax.Array, changed: list[bool]) -> Any:
    """A call, and whether it changed the model."""
    before = jax.tree.leaves(model)
    responses = model(image)
    after = jax.tree.leaves(model)
    changed.append(len(before) != len(after) or any(a is not b for a, b in zip(before, after, strict=False)))
    return responses


def _image_shape(model: Model) -> tuple[int, ...]:
    return model.field.shape + ((len(model.lags),) if model.lags else ())


def _call(model: Model, image: jax.Array) -> dict[str, jax.Array]:
    return model(image)


def _broken_layers(model: Model, responses: dict[str, jax.Array]) -> Iterator[str]:
    if set(responses) != set(model.axes):
        yield f"`axes` names the layers {sorted(model.axes)}, a call gives {sorted(responses)}"
        return
    for layer, axes in model.axes.items():
        sizes = tuple(len(coordinates) for coordinates in axes.values())
        if not all(isinstance(coordinates, tuple) for coordinates in axes.values()):
            yield f"{layer}: coordinates are tuples of numbers or names"
            continue
        if responses[layer].shape != sizes:
            yield f"{layer}: responses of shape {responses[layer].shape}, axes of lengths {sizes}"
        if responses[layer].dtype != jnp.float32:
            yield f"{layer}: responses must be float32, not {responses[layer].dtype}"
        if any(len(set(coordinates)) < len(coordinates) for coordinates in axes.values()):
            yield f"{layer}: two units of one axis share a coordinate"
        if not bool(jnp.isfinite(responses[layer]).all()):
            yield f"{layer}: responses to noise are not finite"


def _broken_promises(model: Model, image: jax.Array, responses: dict[str, jax.Array]) -> Iterator[str]:
    batched = jax.jit(jax.vmap(_call, (None, 0)))(model, jnp.stack([image, jnp.zeros_like(image)]))
    for layer, response in responses.items():
        tolerance = 1e-4 * float(jnp.abs(response).max()) + 1e-6
        if float(jnp.abs(batched[layer][0] - response).max()) > tolerance:
            yield f"{layer}: jax.vmap over images changes the response"
    try:
        model(jnp.zeros((*image.shape, 7)))
    except ValueError:
        return
    yield "an image of the wrong shape must raise ValueError (use `self.view(image)`)"


def _broken_parameters(model: Model, image: jax.Array) -> Iterator[str]:
    present = {}
    if not isinstance(model.parameters, Mapping):
        yield "`parameters` maps names to the paths of leaves, {'gain': 'gain'}"
        return
    for name in model.parameters:
        try:
            present[name] = model.parameter(name)
        except AttributeError:
            yield f"`parameters` names {name!r}, and no such leaf exists"
            continue
        if getattr(present[name], "dtype", None) != jnp.float32:
            yield f"{name}: an explorable number is a float32 array: jnp.asarray(x, jnp.float32)"
            return
    run: Any = jax.jit(lambda model, image: model(image))
    run(model, image)
    run(model.with_parameters(**{name: value * 1.01 for name, value in present.items()}), image)
    if run._cache_size() > 1:
        yield "new values of `parameters` must not compile the model anew"
