"""Scenes: each wire is drawn as it is alone, and hides what is behind it."""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import paperclip, paperclip_on_picture, paperclips_on_pictures, two_paperclips
from visualcortex.stimuli.paperclips import random_clips

FIELD = VisualField(extent=5.0, resolution=16)
CLIPS = jnp.asarray(random_clips(6))
PICTURES = jax.random.uniform(jax.random.key(1), (3, *FIELD.shape), jnp.float32, -1, 1)
HELD = {"index": 0, "rotation": 0.0, "stroke": 0.08, "contrast": 1.0, "background": -1.0}
_alone = jax.jit(lambda values: paperclip(FIELD, clips=CLIPS, **values))
_together = jax.jit(lambda values: two_paperclips(FIELD, clips=CLIPS, **values))
_before = jax.jit(lambda values: paperclip_on_picture(FIELD, clips=CLIPS, pictures=PICTURES, **values))


def alone(**values):
    return np.asarray(_alone(HELD | {"x": 0.0, "y": 0.0} | values))


def together(**values):
    return np.asarray(_together(HELD | {"other": 1, "x": -1.0, "y": 1.0, "other_x": 1.0, "other_y": -1.0} | values))


def before_picture(**values):
    return np.asarray(_before(HELD | {"picture": 0, "background": -0.5, "background_contrast": 0.5} | values))


def ink(image):
    return (image + 1) / 2


@pytest.mark.parametrize("shift", [1.0, 0.2])
def test_two_wires_are_the_union_of_each_alone(shift):
    target = alone(index=2, x=-shift, y=shift, rotation=25.0)
    distractor = alone(index=4, x=shift, y=-shift)
    pair = together(index=2, other=4, rotation=25.0, x=-shift, y=shift, other_x=shift, other_y=-shift)
    np.testing.assert_allclose(pair, np.maximum(target, distractor), atol=1e-5)


def test_by_default_the_target_is_upper_left_and_they_do_not_overlap():
    defaults = inspect.signature(two_paperclips).parameters
    assert [defaults[name].default for name in ("x", "y", "other_x", "other_y")] == [-1, 1, 1, -1]
    for index in range(6):
        target, distractor = ink(alone(index=index, x=-1.0, y=1.0)), ink(alone(index=index, x=1.0, y=-1.0))
        assert np.minimum(target, distractor).max() < 1e-5
        assert target[:41, :41].sum() > 0.99 * target.sum() > 50


def test_a_dark_pair_on_light_is_the_negative():
    np.testing.assert_allclose(together(contrast=-1.0, background=1.0), -together(), atol=1e-6)


@pytest.mark.parametrize("wrong", [{"index": 6}, {"other": 6}])
def test_where_one_is_missing_the_image_is_nan(wrong):
    assert np.isnan(together(**wrong)).all()


def test_a_wire_hides_the_picture_and_leaves_the_rest():
    image, covered = before_picture(index=3, picture=2, stroke=0.15), ink(alone(index=3, stroke=0.15))
    np.testing.assert_allclose(image[covered == 1], 1, atol=1e-6)
    np.testing.assert_allclose(image[covered == 0], (0.5 * PICTURES[2] - 0.5)[covered == 0], atol=1e-5)
    assert (covered == 1).sum() > 100 and np.abs(image).max() <= 1


def test_without_contrast_the_picture_is_its_level():
    level = before_picture(index=3, background_contrast=0.0, background=-1.0)
    np.testing.assert_allclose(level, alone(index=3), atol=1e-6)


@pytest.mark.parametrize("wrong", [{"index": 6}, {"picture": 3}])
def test_without_wire_or_picture_the_image_is_nan(wrong):
    assert np.isnan(before_picture(**wrong)).all()


def test_pictures_and_wires_are_chosen_by_seed():
    field = VisualField(extent=2.0, resolution=8)
    one, again, other = (paperclips_on_pictures(field, count=2, pictures=3, seed=s, segments=2) for s in (0, 0, 1))
    assert one.keywords["clips"].shape == (2, 3, 3) and one.keywords["pictures"].shape == (3, 16, 16)
    np.testing.assert_array_equal(one(field, picture=2), again(field, picture=2))
    assert (np.asarray(one(field, picture=2)) != other(field, picture=2)).any()
