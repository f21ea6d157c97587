"""Scrambling: tiles are moved, none is changed, lost or seen twice."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import paperclip, scrambled_paperclip
from visualcortex.stimuli.paperclips import random_clips
from visualcortex.stimuli.scrambling import shuffle_tiles

FIELD = VisualField(extent=(5.5, 5), resolution=16)
CLIPS = jnp.asarray(random_clips(3, seed=1))
WINDOW = np.s_[8:72, 12:76]  # 4 deg are 64 samples, in the middle
HELD = {"index": 1, "size": 2.0, "x": 0.0, "y": 0.0, "contrast": 1.0, "background": -1.0}
_whole = jax.jit(lambda values: paperclip(FIELD, clips=CLIPS, **values))
_scrambled = jax.jit(
    lambda tiles, seed, values: scrambled_paperclip(FIELD, clips=CLIPS, tiles=tiles, seed=seed, **values)
)
_shuffled = jax.jit(lambda tiles, seed, image: shuffle_tiles(FIELD, image, tiles=tiles, seed=seed))


def whole(**values):
    return np.asarray(_whole(HELD | values))


def scrambled(tiles, seed=0, **values):
    return np.asarray(_scrambled(tiles, seed, HELD | values))


def cut(window, tiles):
    """The tiles (tile, y, x) of a square window."""
    side = len(window) // tiles
    return window.reshape(tiles, side, tiles, side).swapaxes(1, 2).reshape(-1, side, side)


def test_one_tile_is_the_whole():
    for index in range(3):
        np.testing.assert_allclose(scrambled(1, seed=index, index=index), whole(index=index), atol=1e-5)


@pytest.mark.parametrize("tiles", [2, 4, 8, 16])
def test_samples_are_moved_and_none_is_changed(tiles):
    image = scrambled(tiles, seed=1)
    assert (image != whole()).any()
    np.testing.assert_allclose(np.sort(image, None), np.sort(whole(), None), atol=1e-4)


@pytest.mark.parametrize("tiles", [2, 3, 8, 16])
def test_every_tile_is_seen_once(tiles):
    field = VisualField(extent=(3.5, 4.0), resolution=16)
    numbers = jnp.arange(field.shape[0] * field.shape[1]).reshape(field.shape)
    shuffled = shuffle_tiles(field, numbers, tiles=tiles, window=3.0, seed=5, background=-1)
    window = np.s_[8:56, 4:52]
    before, after = cut(np.asarray(numbers)[window], tiles), cut(np.asarray(shuffled)[window], tiles)
    order = np.argsort(after[:, 0, 0])
    assert (np.diff(order) != 1).any()
    np.testing.assert_array_equal(after[order], before)
    rest = np.ones(field.shape, bool)
    rest[window] = False
    assert (np.asarray(shuffled)[rest] == -1).all()


def test_drawing_in_new_places_is_moving_what_was_drawn():
    moved = _shuffled(4, 3, whole() + 1) - 1
    np.testing.assert_allclose(scrambled(4, seed=3), moved, atol=1e-4)


def test_the_seed_gives_the_order():
    np.testing.assert_array_equal(scrambled(4, seed=2), scrambled(4, seed=2))
    assert (scrambled(4, seed=2) != scrambled(4, seed=3)).any()


def test_every_tile_goes_everywhere_equally_often():
    image = np.zeros(FIELD.shape, np.float32)
    image[WINDOW] = np.kron(np.arange(4).reshape(2, 2), np.ones((32, 32)))
    seen = jax.jit(jax.vmap(lambda seed: shuffle_tiles(FIELD, image, tiles=2, seed=seed)[30, 30]))(jnp.arange(800))
    np.testing.assert_allclose(np.bincount(np.asarray(seen, int), minlength=4) / 800, 0.25, atol=0.06)


def test_the_window_goes_with_the_wire():
    moved = scrambled(4, seed=2, x=3 / 16, y=5 / 16)
    np.testing.assert_allclose(moved, np.roll(scrambled(4, seed=2), (-5, 3), (0, 1)), atol=1e-4)


@pytest.mark.parametrize("tiles", [1, 2, 8])
def test_outside_the_window_is_background(tiles):
    image = scrambled(tiles, seed=1, background=0.25, size=6.0).copy()
    image[WINDOW] = 0.25
    np.testing.assert_allclose(image, 0.25, atol=1e-6)


@pytest.mark.parametrize("tiles", [-1, 0, 17])
def test_where_there_is_no_such_number_of_tiles_the_image_is_nan(tiles):
    assert np.isnan(scrambled(tiles)).all()
    assert np.isnan(_shuffled(tiles, 0, whole())).all()


def test_where_there_is_no_wire_the_image_is_nan():
    assert np.isnan(scrambled(2, index=3)).all()


def test_tiles_and_seed_are_traced():
    scrambled(1)
    before = _scrambled._cache_size()
    scrambled(16, seed=9)
    assert _scrambled._cache_size() == before
