"""Populations are the layers they are named after, averaged over a display."""

import numpy as np
import pytest

from visualcortex import Site, VisualField
from visualcortex.models.texture import FilterRectifyFilter
from visualcortex.protocols.texture_models import C1, FIELD, PASSES, by_layer, layered, shown
from visualcortex.protocols.textures import drawn, responses

SMALL = VisualField(1.5, 32.0)
LOOK = {"count": 2, "seed": 3}


@pytest.fixture(scope="module")
def images():
    return drawn(SMALL, {"T": "T", "L": "L"}, displays=2, **LOOK)


def test_every_population_has_a_name_of_its_own_and_layers_that_its_pass_records():
    names = [name for one in PASSES.values() for name in one.populations]
    assert len(set(names)) == len(names) == 18
    for one in PASSES.values():
        assert {layer for own in one.populations.values() for layer in own} <= set(one.layers)


def test_networks_see_as_many_samples_as_they_were_trained_with():
    assert FIELD.shape == (224, 224)


def test_a_population_is_its_layer_averaged_over_space(images):
    found = shown(images, ["channels"], field=SMALL)
    assert list(found) == ["squared energy", "absolute", "half-wave"]
    squares = responses(Site(FilterRectifyFilter(SMALL), "squared"), images).mean(("rf_y", "rf_x"))
    energy = found["squared energy"]
    assert energy.dims == ("micropattern", "display", "unit") and set(energy.coords) == {"micropattern", "display"}
    np.testing.assert_allclose(energy[..., : squares.sizes["channel"]], squares, rtol=1e-4)
    assert not energy[..., squares.sizes["channel"] :].any()
    signs = found["half-wave"].values.reshape(2, 2, 2, -1)
    np.testing.assert_allclose(signs.sum(2), found["absolute"][..., : signs.shape[-1]], rtol=1e-4)


def test_max_and_sum_are_what_they_are_called():
    for name, (c1, c2) in {
        "HMAX": (np.inf, np.inf),
        "HMAX, SUM at C1": (0, np.inf),
        "HMAX, SUM at C2": (np.inf, 0),
    }.items():
        model = PASSES[name].build(SMALL)
        assert (model.parameter("c1_pooling"), model.parameter("c2_pooling")) == (c1, c2)
        assert model.simple.normalized and set(PASSES[name].layers) == {*C1, "c2"} < set(model.axes)


def test_layers_of_any_model_side_by_side_or_apart(images):
    model, layers = FilterRectifyFilter(SMALL, kinds=["DOG1"], scales=[0.125]), ("squared", "absolute")
    both = layered(model, layers, {"both": layers, **by_layer("filters", layers)}, images)
    assert list(both) == ["both", "filters squared", "filters absolute"]
    apart = [both[name] for name in list(both)[1:]]
    np.testing.assert_array_equal(both["both"], np.concatenate(apart, -1))


def test_unknown_passes_are_refused(images):
    with pytest.raises(ValueError, match="no pass 'AlexNte'"):
        shown(images, ["AlexNte"])
