"""Synthesis: the same arrays, with labels."""

import numpy as np

from visualcortex.field import VisualField
from visualcortex.learning.synthesis import synthesis
from visualcortex.models.readout import Pixels
from visualcortex.protocols.synthesis import synthesised

MODEL = Pixels(VisualField((2, 1.5), 8))
TARGET = np.random.default_rng(0).uniform(-0.9, 0.9, MODEL.field.shape)


def test_what_a_search_finds_has_labels():
    found = synthesised(MODEL, ["pixels"], TARGET, seed=2, steps=2, progress=False)
    bare = synthesis(MODEL, ["pixels"], TARGET, seed=2, steps=2, progress=False)
    np.testing.assert_array_equal(found.image, bare.image)
    np.testing.assert_array_equal(found.loss, bare.loss)
    np.testing.assert_allclose(found.target, TARGET, atol=1e-6)
    assert found.image.dims == found.target.dims == ("y", "x") and found.loss.dims == found.seconds.dims == ("step",)
    np.testing.assert_array_equal(found.y, MODEL.field.y)
    assert found.y.units == "deg" and found.seconds.units == "s" and found.image.long_name == "contrast of the image"
    assert found.attrs == {"model": "Pixels", "layers": "pixels", "seed": 2}
