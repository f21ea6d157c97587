"""What a mirrored model sees, and what it cannot."""

import jax
import numpy as np

from visualcortex.field import VisualField
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.direction_selective import DirectionSelective
from visualcortex.models.mirrored import Mirrored
from visualcortex.models.readout import SpatialPool

FIELD = VisualField((1.5, 1.25), 28)
NOISE = np.random.default_rng(0).uniform(-1, 1, (3, *FIELD.shape)).astype(np.float32)


@jax.jit
def respond(model, images):
    return jax.vmap(lambda image: model(image))(images)


def test_an_image_and_its_mirror_image_are_the_same_to_it():
    network = SpatialPool(AlexNet(FIELD, weights=None), pooling="SUM")
    as_is, blind = (
        [respond(model, i)["conv2"] for i in (NOISE, NOISE[..., ::-1])] for model in (network, Mirrored(network))
    )
    scale = np.abs(as_is[0]).max()
    assert np.abs(as_is[0] - as_is[1]).max() > 0.01 * scale
    np.testing.assert_allclose(blind[0], blind[1], atol=1e-6 * scale)
    np.testing.assert_allclose(blind[0], (as_is[0] + as_is[1]) / 2, atol=1e-6 * scale)


def test_upside_down_is_not_left_and_right():
    blind = Mirrored(AlexNet(FIELD, weights=None))
    upright, turned = (respond(blind, images)["conv1"].mean((1, 2)) for images in (NOISE, NOISE[:, ::-1]))
    assert np.abs(upright - turned).max() > 1e-3 * np.abs(upright).max()


def test_what_moves_to_the_right_moves_to_the_left_in_the_mirror():
    cells = DirectionSelective(VisualField(3, 8), directions=2)
    film = np.random.default_rng(1).uniform(-1, 1, (*cells.field.shape, len(cells.lags))).astype(np.float32)
    one, other = (Mirrored(cells)(images)["complex"] for images in (film, film[:, ::-1]))
    np.testing.assert_allclose(one, other, rtol=1e-5)
    assert Mirrored(cells).parameters == {name: f"model.{path}" for name, path in cells.parameters.items()}
    assert Mirrored(cells).units_of("complex") == "spikes/s"
