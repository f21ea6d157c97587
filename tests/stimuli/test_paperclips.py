"""Paperclips: how the wires are bent, and how they are turned, placed and drawn."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli.paperclips import paperclip, paperclips, random_clips

FIELD = VisualField(extent=4.0, resolution=16)
CLIPS = random_clips(5, seed=3, extent=1.0)
HELD = {"index": 1, "rotation": 0.0, "axis": 90.0, "orientation": 0.0, "size": 1.5, "stroke": 0.1, "x": 0.0, "y": 0.0}
_show = jax.jit(lambda clips, values: paperclip(FIELD, clips=clips, **values))


def show(clips=CLIPS, **values):
    kinds = {"index": jnp.int32}
    asked = {name: jnp.asarray(v, kinds.get(name, jnp.float32)) for name, v in (HELD | values).items()}
    return np.asarray(_show(jnp.asarray(clips), asked))


def ink(image):
    return (image + 1) / 2


def wire(*vertices):
    return np.array([[*vertices]] * 2, np.float32)


def directions(clips):
    segments = np.diff(np.asarray(clips, np.float64), axis=1)
    return segments / np.linalg.norm(segments, axis=-1, keepdims=True)


def test_the_segments_of_a_wire_are_of_one_length():
    lengths = np.linalg.norm(np.diff(random_clips(30, segments=5), axis=1), axis=-1)
    assert lengths.shape == (30, 5)
    np.testing.assert_allclose(lengths, lengths[:, :1] * np.ones(5), rtol=1e-5)


def test_neighbouring_segments_meet_within_the_bend_and_use_all_of_it():
    along = directions(random_clips(200, bend=(30.0, 100.0)))
    turns = np.rad2deg(np.arccos((along[:, 1:] * along[:, :-1]).sum(-1)))
    assert 30 - 1e-3 < turns.min() < 32 and 98 < turns.max() < 100 + 1e-3


def test_no_direction_is_preferred():
    along = directions(random_clips(2000))
    np.testing.assert_allclose(
        np.einsum("csi,csj->sij", along, along) / 2000, np.eye(3)[None] / 3 * np.ones((7, 1, 1)), atol=0.04
    )
    np.testing.assert_allclose(along.mean(0), 0, atol=0.06)


@pytest.mark.parametrize("extent", [1.0, 0.625])
def test_the_box_of_a_wire_is_centred_and_its_larger_side_is_the_extent(extent):
    clips = random_clips(20, extent=extent)
    np.testing.assert_allclose(clips.max(1), -clips.min(1), atol=1e-6)
    np.testing.assert_allclose(np.ptp(clips, axis=1)[:, :2].max(-1), extent, rtol=1e-5)


def test_the_first_wires_do_not_depend_on_how_many_follow():
    np.testing.assert_array_equal(random_clips(4, seed=5), random_clips(9, seed=5)[:4])
    assert (random_clips(4, seed=5) != random_clips(4, seed=6)).any(axis=(1, 2)).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"count": 0}, "count must be a whole number"),
        ({"segments": 0}, "segments must be a whole number"),
        ({"bend": (90.0, 45.0)}, "within 0 to 180"),
        ({"bend": (90.0, 190.0)}, "within 0 to 180"),
        ({"extent": 0.0}, "extent is positive"),
    ],
)
def test_wires_that_cannot_be_are_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        random_clips(**({"count": 1} | wrong))


def test_a_full_turn_changes_nothing_and_half_a_turn_mirrors():
    before = show()
    assert np.abs(show(rotation=30.0) - before).max() > 1
    np.testing.assert_allclose(show(rotation=360.0), before, atol=1e-4)
    np.testing.assert_allclose(show(rotation=180.0), before[:, ::-1], atol=1e-4)
    np.testing.assert_allclose(show(rotation=180.0, axis=0.0), before[::-1], atol=1e-4)


def test_rotation_about_the_vertical_axis_takes_what_is_near_to_the_right():
    near = wire([0, -0.5, 0.5], [0, 0.5, 0.5])
    _, x = np.nonzero(ink(show(near, rotation=90.0, stroke=0.02)) > 0.1)
    assert FIELD.x[x] == pytest.approx(0.5 * HELD["size"], abs=1 / FIELD.resolution)


def test_what_lies_on_the_axis_stays():
    axis = np.deg2rad(30)
    on_axis = wire([-np.cos(axis), -np.sin(axis), 0], [np.cos(axis), np.sin(axis), 0]) / 2
    np.testing.assert_allclose(show(on_axis, rotation=70.0, axis=30.0), show(on_axis), atol=1e-4)


def test_a_quarter_turn_in_the_picture_plane_turns_the_image():
    np.testing.assert_allclose(show(orientation=90.0, rotation=20.0), np.rot90(show(rotation=20.0)), atol=1e-4)


def test_twice_the_size_looks_the_same_at_half_the_resolution():
    coarse = VisualField(extent=8.0, resolution=8)
    np.testing.assert_allclose(paperclip(coarse, clips=CLIPS, **HELD | {"size": 3.0}), show(), atol=1e-4)


@pytest.mark.parametrize("size", [0.75, 1.5, 3.0])
def test_the_wire_and_its_line_are_as_large_as_said(size):
    rows, columns = np.nonzero(ink(show(size=size, stroke=0.1)) >= 0.5)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(1.1 * size * FIELD.resolution, abs=1)


def test_a_shift_by_whole_samples_is_a_roll_to_the_right_and_up():
    moved = show(x=5 / 16, y=3 / 16)
    np.testing.assert_allclose(moved, np.roll(show(), (-3, 5), (0, 1)), atol=1e-4)


@pytest.mark.parametrize("width", [0.03, 0.1, 0.3])
def test_the_area_of_a_straight_line_with_round_ends(width):
    rod = wire([-0.5, 0, 0], [0.5, 0, 0])
    areas = [ink(show(rod, size=2.0, stroke=width / 2, orientation=a, x=a / 999)).sum() for a in (10.0, 45.0, 76.0)]
    area = 2 * width + np.pi * width**2 / 4
    assert np.mean(areas) / FIELD.resolution**2 == pytest.approx(area, rel=0.02)


def test_each_sample_holds_its_share_of_the_union_of_the_strokes():
    fine = 8
    x, y = VisualField(extent=4.0, resolution=16 * fine).mesh()
    nearest = np.full((x.size, y.size), np.inf)
    for start, end in itertools.pairwise(CLIPS[2, :, :2].astype(np.float64) * 1.5):
        dx, dy, side = x - start[0], y - start[1], end - start
        along = np.clip((dx * side[0] + dy * side[1]) / (side**2).sum(), 0, 1)
        nearest = np.minimum(nearest, np.hypot(dx - along * side[0], dy - along * side[1]))
    inside = (nearest < 0.075).reshape(64, fine, 64, fine).mean((1, 3))
    error = ink(show(index=2)) - inside
    assert np.abs(error).max() < 0.25 and np.sqrt((error[inside > 0] ** 2).mean()) < 0.05
    assert abs(error.sum()) < 0.01 * inside.sum()


def test_ink_and_ground_have_the_contrasts_asked_for():
    image = show(stroke=0.3, contrast=0.25, background=0.75)
    assert image.min() == pytest.approx(0.25) and image.max() == 0.75


@pytest.mark.parametrize("index", [5, 100])
def test_where_there_is_no_wire_the_image_is_nan(index):
    assert np.isnan(show(index=index)).all()


def test_other_wires_do_not_compile_again():
    show(), show(random_clips(5, seed=8), index=4, rotation=3.0)
    before = _show._cache_size()
    show(random_clips(5, seed=9), index=3, size=1.0)
    assert _show._cache_size() == before


def test_paperclips_are_wires_chosen_by_seed():
    stimulus = paperclips(count=3, seed=4, segments=2, extent=0.5)
    np.testing.assert_array_equal(stimulus.keywords["clips"], random_clips(3, seed=4, segments=2, extent=0.5))
    np.testing.assert_array_equal(stimulus(FIELD, index=2), paperclip(FIELD, index=2, **stimulus.keywords))
