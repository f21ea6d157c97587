"""In clutter a unit is judged by three tests, on the scenes that they say."""

import functools

import jax
import numpy as np
import pytest
import xarray as xr

from visualcortex import Site, VisualField
from visualcortex.models.readout import Pixels
from visualcortex.protocols.clutter import TESTS, on_pictures, pair_responses, two_clips, without_another
from visualcortex.protocols.invariance import ViewTunedUnits
from visualcortex.stimuli.natural import natural_pictures
from visualcortex.stimuli.paperclips import paperclip, paperclips
from visualcortex.stimuli.scenes import paperclip_on_picture, two_paperclips

FIELD = VisualField(5.0, 4.0)
CLIPS = paperclips(count=11)
WIRES = CLIPS.keywords["clips"]
clip, pair, scene = (jax.jit(shown, static_argnums=0) for shown in (paperclip, two_paperclips, paperclip_on_picture))


@pytest.fixture(scope="module")
def cells():
    return ViewTunedUnits(Site(Pixels(FIELD), "pixels"), CLIPS, units=2, distractors=9, afferents=("all",))


@functools.cache
def view(index, **shown):
    return np.asarray(clip(FIELD, clips=WIRES, index=index, size=2.0, **shown), float)


def distance(image, unit):
    return float(((np.asarray(image, float) - view(unit)) ** 2).sum())


def verdicts(own, clutter, rivals, unit):
    """The three verdicts on a scene, from images."""
    away = distance(own, unit)
    distractors = min(distance(view(index), unit) for index in range(2, 11))
    limits = distance(clutter, unit), min(distance(rival, unit) for rival in rivals), distractors
    return [float(away < limit) for limit in limits]


def test_two_clips(cells):
    found = two_clips(cells, others=4, rivals=3).squeeze("afferents")
    assert found.dims == ("test", "clip", "other") and found.test.values.tolist() == list(TESTS)
    for unit in range(2):
        for other in range(2, 6):
            own, *rivals = (pair(FIELD, clips=WIRES, index=index, other=other) for index in (unit, 6, 7, 8))
            expected = verdicts(own, view(other, x=1.0, y=-1.0), rivals, unit)
            np.testing.assert_array_equal(found.sel(other=other, clip=unit), expected)


def test_the_first_and_the_last_test_are_those_of_the_units(cells):
    found, same = two_clips(cells, others=4, rivals=3), cells.two_clips(4)
    for test, name in (("clutter", "two_clips"), ("distractors", "two_clips_above_all")):
        xr.testing.assert_equal(*xr.broadcast(found.sel(test=test, drop=True), same[name].drop_attrs()))


def test_on_pictures(cells):
    found = on_pictures(cells, (0.0, 0.3), pictures=2, rivals=4, seed=1).squeeze("afferents")
    assert found.dims == ("test", "background_contrast", "clip", "picture")
    assert found.sel(background_contrast=0.0).all()
    patches = natural_pictures(FIELD, count=2, seed=1).keywords["pictures"]
    for unit in range(2):
        for picture in range(2):
            behind = {"picture": picture, "background": -0.7, "background_contrast": 0.3}
            own, *rivals = (
                scene(FIELD, clips=WIRES, pictures=patches, index=index, **behind) for index in (unit, 2, 3, 4, 5)
            )
            expected = verdicts(own, 0.3 * np.asarray(patches[picture]) - 0.7, rivals, unit)
            np.testing.assert_array_equal(found.sel(picture=picture, clip=unit, background_contrast=0.3), expected)


def test_without_a_picture_a_clip_is_seen_as_in_training():
    nothing = {"pictures": np.zeros((1, *FIELD.shape), np.float32), "background": -1.0, "background_contrast": 0.0}
    np.testing.assert_array_equal(scene(FIELD, clips=WIRES, **nothing), view(0))


def test_too_few_distractors_are_refused(cells):
    with pytest.raises(ValueError, match="7 others and 3 rivals need as many distractors, not 9"):
        two_clips(cells, others=7, rivals=3)


def test_a_clip_without_another_is_known_where_it_is_nearer_than_all_distractors(cells):
    found = without_another(cells).squeeze("afferents")
    for unit in range(2):
        nearest = min(distance(view(index), unit) for index in range(2, 11))
        assert found.sel(clip=unit) == (distance(view(unit, x=-1.0, y=1.0), unit) < nearest)


def test_what_the_site_gives_to_pairs(cells):
    found = pair_responses(cells, 2)
    for i in range(2):
        expected = {
            "training view": view(i),
            "nothing": np.full(FIELD.shape, -1.0),
            "its clip": view(i, x=-1.0, y=1.0),
            "the other": view(2 + i, x=1.0, y=-1.0),
            "both": np.maximum(view(i, x=-1.0, y=1.0), view(2 + i, x=1.0, y=-1.0)),
        }
        for shown, image in expected.items():
            np.testing.assert_allclose(found.sel(shown=shown, pair=i), image, atol=1e-5)
