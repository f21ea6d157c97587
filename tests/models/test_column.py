import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.models.alexnet import WINDOWS, AlexNet
from visualcortex.models.column import Column
from visualcortex.recording import check_model


def respond(model, image):
    return jax.jit(lambda model, image: model(image))(model, image)


@pytest.fixture(scope="module")
def network():
    return AlexNet(weights=None, seed=3)


@pytest.fixture(scope="module")
def picture():
    return np.random.default_rng(0).uniform(-1, 1, (224, 224)).astype(np.float32)


@pytest.fixture(scope="module")
def whole(network, picture):
    return respond(network, picture)


@pytest.mark.parametrize("layer", WINDOWS)
def test_a_column_answers_as_the_middle_of_the_whole_network(layer, whole, picture):
    cut = (224 - WINDOWS[layer]) // 2
    drive = respond(Column((layer,), weights=None, seed=3), picture[cut : 224 - cut, cut : 224 - cut])["column"]
    middle = whole[f"{layer}_linear"].shape[0] // 2
    np.testing.assert_allclose(drive, whole[f"{layer}_linear"][middle, middle], rtol=1e-5, atol=1e-6)


def test_units_are_listed_layer_by_layer():
    column = Column(("conv1", "conv2"), weights=None, seed=3)
    image = jnp.zeros(column.field.shape).at[20:40, 20:40].set(1.0)
    both = respond(column, image)["column"]
    conv2 = [layer == "conv2" for layer in column.layer_of_unit]
    alone = respond(Column(("conv2",), weights=None, seed=3), image)["column"]
    np.testing.assert_allclose(both[np.array(conv2)], alone, rtol=1e-5)


def test_it_keeps_the_contract_of_a_model():
    check_model(Column(("conv1",), weights=None))


@pytest.mark.parametrize("layers", [(), ("conv6",), ("conv1", "fc6")])
def test_layers_that_are_none_are_refused(layers):
    with pytest.raises(ValueError, match="passes through some of conv1"):
        Column(layers, weights=None)
