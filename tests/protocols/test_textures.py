"""Displays drawn once are what a site would see, each with a seed of its own."""

import numpy as np
import pytest

from visualcortex import Site, VisualField
from visualcortex.models.readout import Pixels, SpatialPool
from visualcortex.protocols.textures import bordered, drawn, responses
from visualcortex.stimuli.textons import textures

FIELD = VisualField(2.0, 16.0)
LOOK = {"count": 3, "stroke": 0.125}


@pytest.fixture(scope="module")
def images():
    return drawn(FIELD, {"plus": "+", "ring": "O", "again": "+"}, displays=3, seed=5, **LOOK)


def test_displays_are_labelled_and_no_two_alike(images):
    assert images.dims == ("micropattern", "display", "y", "x")
    assert list(images.micropattern.values) == ["plus", "ring", "again"]
    assert images.attrs["units"] == "1" and images.x.attrs["units"] == "deg"
    flat = images.values.reshape(9, -1)
    assert len(np.unique(flat.round(4), axis=0)) == 9


def test_a_display_is_the_stimulus_of_its_seed(images):
    alone = textures("+", "O")(FIELD, ground=1, layout=0, seed=5 + 3 + 1, **LOOK)
    np.testing.assert_allclose(images.sel(micropattern="ring", display=1), alone, atol=1e-5)


def test_textures_may_differ_in_look():
    images = drawn(FIELD, {"small": "O", "large": "O"}, displays=2, size=[0.25, 0.5], **LOOK)
    assert 1.9 < images.sel(micropattern="large").mean() / images.sel(micropattern="small").mean() < 2.1
    with pytest.raises(ValueError, match="for each of 2 textures"):
        drawn(FIELD, {"small": "O", "large": "O"}, size=[0.25, 0.5, 1.0])


def test_two_textures_lie_side_by_side():
    images = bordered(FIELD, [("+", "O"), ("O", "+")], displays=2, seed=7, turn=[360, 0], **LOOK)
    assert images.dims == ("pair", "display", "y", "x") and list(images.pair.values) == ["+ / O", "O / +"]
    alone = textures("+", "O")(FIELD, ground=1, figure=0, layout=1, turn=0, seed=7 + 2 + 1, **LOOK)
    np.testing.assert_allclose(images.sel(pair="O / +", display=1), alone, atol=1e-5)
    assert len(np.unique(images.values.reshape(4, -1).round(4), axis=0)) == 4


def test_sites_see_the_displays_and_their_parameters_are_swept(images):
    site = Site(SpatialPool(Pixels(FIELD)), "pixels")
    seen = responses(site, images, spatial_pooling=[0.0, np.inf])
    assert seen.dims == ("micropattern", "display", "spatial_pooling")
    np.testing.assert_allclose(seen.sel(spatial_pooling=0.0), images.mean(("y", "x")), atol=1e-6)
    np.testing.assert_allclose(seen.sel(spatial_pooling=np.inf), images.max(("y", "x")), atol=1e-6)


def test_any_further_dimensions_will_do(images):
    site = Site(Pixels(FIELD), "pixels")
    np.testing.assert_allclose(responses(site, images[0]), images[0], atol=1e-6)
    assert responses(site, images[:, :1]).attrs["units"] == "1"


def test_displays_that_do_not_fit_are_refused(images):
    with pytest.raises(ValueError, match="do not fit a field"):
        responses(Site(Pixels(VisualField(1.0, 16.0)), "pixels"), images)


@pytest.mark.parametrize(("kinds", "count", "words"), [({}, 2, "one name or more"), ({"T": "T"}, 0, "displays")])
def test_nothing_to_draw(kinds, count, words):
    with pytest.raises(ValueError, match=words):
        drawn(FIELD, kinds, displays=count)


@pytest.mark.parametrize(
    ("pairs", "options", "words"),
    [
        ([], {}, "one name or more"),
        ([("T", "L")], {"displays": 0}, "displays"),
        ([("T", "L")], {"turn": [0, 360]}, "one for each of 1 pairs"),
    ],
)
def test_no_border(pairs, options, words):
    with pytest.raises(ValueError, match=words):
        bordered(FIELD, pairs, **options)


def test_a_look_that_there_is_not():
    with pytest.raises(ValueError, match="did you mean 'jitter'"):
        drawn(FIELD, {"T": "T"}, displays=2, jiter=0.1)
