"""What holds for every stimulus."""

import inspect
import math
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex import stimuli
from visualcortex.field import VisualField
from visualcortex.stimuli.elements import table
from visualcortex.stimuli.natural import natural
from visualcortex.stimuli.paperclips import random_clips
from visualcortex.vocabulary import QUANTITIES

FIELD = VisualField(extent=(6, 5), resolution=6)
ARRAYS = {
    "pictures": jax.random.uniform(jax.random.key(0), (4, *FIELD.shape), jnp.float32, -1, 1),
    "clips": jnp.asarray(random_clips(4, segments=3)),
    "micropatterns": 0.4 * jnp.asarray(table(["+", "T", "L"])).at[..., 5].multiply(11.0),
}


def bound(stimulus):
    """The stimulus with the arrays it asks for."""
    arrays = {name: array for name, array in ARRAYS.items() if name in inspect.signature(stimulus).parameters}
    return jax.tree_util.Partial(stimulus, **arrays) if arrays else stimulus


def makes_a_stimulus(function):
    return inspect.signature(function).return_annotation is jax.tree_util.Partial


PUBLIC = {name: getattr(stimuli, name) for name in stimuli.__all__}
STIMULI = {name: bound(function) for name, function in PUBLIC.items() if not makes_a_stimulus(function)}
STIMULI["natural"] = bound(natural)
QUICKLY = {"xla_backend_optimization_level": 0}
EVERY = pytest.mark.parametrize("stimulus", STIMULI.values(), ids=STIMULI)


def parameters(stimulus):
    bound = getattr(stimulus, "keywords", {})
    return {name: p for name, p in list(inspect.signature(stimulus).parameters.items())[1:] if name not in bound}


def arrays(stimulus, change=0.0):
    """Every parameter as a scalar array of its kind, away from its default by ``change``."""
    return {
        name: jnp.asarray(p.default + (1 if change else 0), jnp.int32)
        if p.annotation is int
        else jnp.asarray(p.default + change, jnp.float32)
        for name, p in parameters(stimulus).items()
    }


def quickly(stimulus):
    """The stimulus on the field, compiled once however often it is called."""
    return jax.jit(partial(stimulus, FIELD), compiler_options=QUICKLY)


@EVERY
def test_the_field_comes_first_and_all_else_is_a_named_number_with_a_default(stimulus):
    first = next(iter(inspect.signature(stimulus).parameters.values()))
    assert first.name == "field"
    for name, parameter in parameters(stimulus).items():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, name
        assert parameter.annotation in (int, float), name
        assert type(parameter.default) is parameter.annotation, name
        assert name in QUANTITIES


@EVERY
def test_an_image_is_float32_contrast_on_its_rectangular_field(stimulus):
    for field in (FIELD, VisualField(extent=(3.5, 5.5), resolution=8)):
        image = jax.eval_shape(lambda field=field: stimulus(field))
        assert (image.shape, image.dtype) == (field.shape, jnp.float32)
    brightest = float(jnp.abs(quickly(stimulus)()).max())
    assert 0.5 < brightest <= 1


@EVERY
def test_jit_and_vmap_over_every_parameter_give_the_plain_image(stimulus):
    plain = [stimulus(FIELD, **arrays(stimulus, change)) for change in (0.0, 0.11)]
    batch = jax.tree.map(lambda *leaves: jnp.stack(leaves), arrays(stimulus), arrays(stimulus, 0.11))
    together = jax.jit(jax.vmap(lambda values: stimulus(FIELD, **values)), compiler_options=QUICKLY)(batch)
    np.testing.assert_allclose(together, jnp.stack(plain), atol=2e-5)
    assert np.abs(np.asarray(together[0] - together[1])).max() > 0.01


@EVERY
def test_contrast_scales_the_image_and_none_is_grey(stimulus):
    contrasts = [name for name in parameters(stimulus) if name.endswith("contrast") or name == "background"]
    shown = quickly(stimulus)
    faint, strong, none = (shown(**{name: level for name in contrasts}) for level in (0.2, 0.5, 0.0))
    np.testing.assert_allclose(faint, 0.4 * strong, atol=1e-6)
    assert not none.any()


@EVERY
def test_gradients_are_finite_at_the_defaults(stimulus):
    values = arrays(stimulus)
    if "background" in values:  # what is drawn on grey has the more energy the higher its contrast
        values["background"] = jnp.float32(0)
    numbers = {name: value for name, value in values.items() if value.dtype == jnp.float32}
    whole = {name: value for name, value in values.items() if name not in numbers}

    def energy(numbers):
        return (stimulus(FIELD, **numbers, **whole) ** 2).sum()

    gradient = jax.jit(jax.grad(energy), compiler_options=QUICKLY)(numbers)
    assert all(math.isfinite(value) for value in gradient.values()), gradient
    assert float(gradient["contrast"]) > 0
