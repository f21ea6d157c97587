"""Gram matrices: mean products of channels."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.gram import Gram
from visualcortex.models.model import Model
from visualcortex.models.readout import Pixels
from visualcortex.recording import Site, record
from visualcortex.stimuli.gratings import grating

FIELD = VisualField((1.5, 1), 8)
NETWORK = AlexNet(VisualField(1.5, 28), weights=None)


class Cells(Model):
    """Axes in several orders."""

    def __init__(self) -> None:
        self.field = FIELD

    @property
    def axes(self):
        y, x = {"rf_y": tuple(FIELD.y.tolist())}, {"rf_x": tuple(FIELD.x.tolist())}
        orientations = {"preferred_orientation": (0.0, 90.0)}
        mixed = {"rf_scale": (1.0, 2.0, 3.0), **y, **orientations, **x}
        return {"maps": {**orientations, **y, **x}, "mixed": mixed, "units": {"unit": (0, 1)}}

    def __call__(self, image):
        maps = jnp.stack([image, image**2])
        mixed = maps.swapaxes(0, 1) + jnp.arange(1.0, 4.0)[:, None, None, None]
        return {"maps": maps, "mixed": mixed, "units": maps.mean((1, 2))}


CELLS = Cells()


def noise(field, seed=0):
    return jnp.asarray(np.random.default_rng(seed).uniform(-1, 1, field.shape), jnp.float32)


def both(model, layers):
    """What the model responds, and the matrices."""
    responses = jax.jit(lambda model, image: [model(image), Gram(model, layers)(image)])
    return jax.tree.map(np.asarray, responses(model, noise(model.field)))


def test_a_matrix_is_the_mean_of_products_over_space():
    responses, matrices = both(NETWORK, ["conv1", "conv2_linear"])
    assert set(matrices) == {"conv1", "conv2_linear"}
    for layer, matrix in matrices.items():
        maps = responses[layer].astype(float)
        expected = np.einsum("yxi,yxj->ij", maps, maps) / maps[..., 0].size
        np.testing.assert_allclose(matrix, expected, atol=1e-5 * abs(expected).max())


def test_wherever_the_axes_of_space_are():
    responses, matrices = both(CELLS, ["maps", "mixed"])
    maps, mixed = responses["maps"].astype(float), responses["mixed"].astype(float)
    np.testing.assert_allclose(matrices["maps"], np.einsum("oyx,pyx->op", maps, maps) / maps[0].size, rtol=1e-5)
    expected = np.einsum("aybx,cydx->abcd", mixed, mixed) / mixed[0, :, 0].size
    np.testing.assert_allclose(matrices["mixed"], expected.reshape(6, 6), rtol=1e-5)


def test_an_axis_of_channels_is_there_twice():
    axes = Gram(CELLS, ["maps", "mixed"]).axes
    assert axes["maps"] == {"preferred_orientation": (0.0, 90.0), "preferred_orientation_2": (0.0, 90.0)}
    assert axes["mixed"] == {"feature": tuple(range(6)), "feature_2": tuple(range(6))}
    assert Gram(Pixels(FIELD), ["pixels"]).axes["pixels"] == {"feature": (0,), "feature_2": (0,)}


def test_a_matrix_can_be_recorded():
    site = Site(Gram(NETWORK, ["conv1"]), "conv1", at={"channel": [3, 5]})
    found = record(site, grating, orientation=[0.0, 45.0])
    assert found.dims == ("orientation", "channel", "channel_2") and found.shape == (2, 2, 64)
    assert found.channel_2.long_name == "other channel"
    np.testing.assert_allclose(found.sel(channel=3, channel_2=5), found.sel(channel=5, channel_2=3), rtol=1e-5)


def test_products_of_rates_have_units():
    assert Gram(CELLS, ["maps"]).units_of("maps") == "(spikes/s)²"
    assert Gram(NETWORK, ["conv1"]).units_of("conv1") == "a.u."


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (["units"], "units has no places to take a mean over; its axes are unit"),
        (["map"], "no layer 'map'.*did you mean 'maps'"),
        ("maps", "a list of names"),
        ([], "name one or more"),
        (["maps", "maps"], "each once"),
    ],
)
def test_other_layers_are_refused(layers, message):
    with pytest.raises(ValueError, match=message):
        Gram(CELLS, layers)
