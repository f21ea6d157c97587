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


def test_a_display_is_of_its_micropattern(images):
    drawn_ink = images.mean(("display", "y", "x"))
    one = textures("+", "O")
    expected = [np.mean([one(FIELD, ground=i, layout=0, seed=seed, **LOOK) for seed in range(3)]) for i in (0, 1, 0)]
    np.testing.assert_allclose(drawn_ink, expected, rtol=0.1)
    length, width = 0.4, LOOK["stroke"]
    ring, plus = np.pi * length * width, 2 * (length * width + np.pi * (width / 2) ** 2)
    assert expected[1] / expected[0] == pytest.approx(ring / plus, rel=0.05)


def test_neighbouring_seeds_share_no_display(images):
    other = drawn(FIELD, {"plus": "+"}, displays=3, seed=6, **LOOK)
    apart = np.abs(images.values[0][:, None] - other.values[0]).max((-2, -1))
    assert apart.min() > 0.1
    again = drawn(FIELD, {"plus": "+"}, displays=2, seed=5, **LOOK)
    np.testing.assert_allclose(again.values[0], images.values[0, :2], atol=1e-6)


@pytest.mark.parametrize("given", ["ground", "layout", "seeds", "micropatterns"])
def test_only_a_look_can_be_given(given):
    with pytest.raises(ValueError, match=f"no look '{given}'"):
        drawn(FIELD, {"T": "T"}, **{given: 1})


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
