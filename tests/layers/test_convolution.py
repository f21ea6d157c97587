"""Convolutional stacks: where their units look, how large their maps are, and what does not fit."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.layers.convolution import (
    Convolution,
    ConvolutionalStack,
    Pool,
    Window,
    kernel_shapes,
    map_sizes,
    receptive_fields,
    smallest_image,
)

STAGES = (
    Convolution("first", 2, Window(5, stride=2, padding=1)),
    Pool(Window(3, stride=2, padding=1)),
    Convolution("second", 3, Window(3, padding=1)),
    Pool(Window(2, stride=2)),
    Convolution("third", 1, Window(3)),
)
FIELD = VisualField(extent=(10, 9), resolution=8)


def stack(value=1.0, field=FIELD):
    return ConvolutionalStack(
        field, STAGES, {name: (jnp.full(s, value), jnp.zeros(s[3])) for name, s in kernel_shapes(STAGES).items()}
    )


def test_units_answer_the_samples_that_the_arithmetic_says():
    """With positive kernels a unit answers a line exactly where its receptive field is."""
    network = stack()
    lines = jnp.eye(FIELD.shape[1])[:, None, :, None] * jnp.ones((1, FIELD.shape[0], 1, 3))
    for layer, responses in jax.jit(jax.vmap(network))(lines).items():
        axes, size = network.axes[layer], network.receptive_field_sizes[layer][0]
        seen = np.asarray(responses)[:, len(axes["rf_y"]) // 2, :, 0] > 0  # (column, unit)
        inside = [u for u in range(seen.shape[1]) if seen[:, u].sum() == size]
        assert inside
        assert seen.sum(0).max() == size
        for unit in inside:
            assert axes["rf_x"][unit] == pytest.approx(FIELD.x[seen[:, unit]].mean(), abs=1e-5)


def test_axes_fit_the_responses_and_rows_descend():
    network = stack()
    for layer, responses in jax.eval_shape(network, jnp.zeros((*FIELD.shape, 3))).items():
        axes = network.axes[layer]
        assert responses.shape == tuple(len(axes[name]) for name in ("rf_y", "rf_x", "channel"))
        assert list(axes["rf_y"]) == sorted(axes["rf_y"], reverse=True)
        assert list(axes["rf_x"]) == sorted(axes["rf_x"])


def test_sizes_in_degrees_follow_the_resolution():
    samples, degrees = stack().receptive_field_sizes["second"]
    assert samples == receptive_fields(STAGES)["second"].size
    assert degrees == samples / 8


def test_the_smallest_image_leaves_one_unit():
    smallest = smallest_image(STAGES)
    assert min(map_sizes(STAGES, smallest).values()) >= 1
    assert min(map_sizes(STAGES, smallest - 1).values()) == 0
    field = VisualField(extent=(smallest, 40), resolution=1)
    assert jax.eval_shape(stack(field=field), jnp.zeros((*field.shape, 3)))["third"].shape[1] == 1
    with pytest.raises(ValueError, match=f"at least {smallest} a side"):
        stack(field=VisualField(extent=(40, smallest - 1), resolution=1))


def test_weights_must_be_those_of_the_table():
    shapes = kernel_shapes(STAGES)
    weights = {name: (np.zeros(s), np.zeros(s[3])) for name, s in shapes.items()}
    with pytest.raises(ValueError, match="second: kernel and bias of shapes"):
        ConvolutionalStack(FIELD, STAGES, weights | {"second": (np.zeros((3, 3, 2, 3)), np.zeros(4))})
    with pytest.raises(ValueError, match="third"):
        ConvolutionalStack(FIELD, STAGES, {name: weights[name] for name in ("first", "second")})
    with pytest.raises(ValueError, match="fourth"):
        ConvolutionalStack(FIELD, STAGES, weights | {"fourth": weights["third"]})
