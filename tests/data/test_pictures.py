"""Pictures are contrasts, and patches are chosen by the seed alone."""

import socket

import numpy as np
import pytest

from visualcortex.data import pictures
from visualcortex.data.pictures import OBJECTS, PHOTOGRAPHS, PICTURES, TEXTURES, natural_patches, picture


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_contrast_and_needs_no_network(name, monkeypatch):
    def refuse(*_):
        raise AssertionError("asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    image = picture(name)
    assert image.ndim == 2
    assert image.dtype == np.float32
    assert min(image.shape) >= 300
    assert image.min() >= -1
    assert image.max() <= 1
    assert image.std() > 0.05


def test_names_are_told_apart():
    assert len(set(PICTURES)) == len(PICTURES) == len(PHOTOGRAPHS) + len(TEXTURES) + len(OBJECTS)
    with pytest.raises(ValueError, match=r"no picture 'gras'; .*did you mean 'grass'"):
        picture("gras")


def test_the_horse_is_black_on_white():
    assert set(np.unique(picture("horse"))) == {-1.0, 1.0}
    assert picture("horse")[0, 0] == 1


def test_the_seed_decides_and_more_patches_do_not_change_the_first():
    patches = natural_patches(12, (20, 30), seed=3)
    assert patches.shape == (12, 20, 30)
    assert patches.dtype == np.float32
    np.testing.assert_array_equal(patches[:5], natural_patches(5, (20, 30), seed=3))
    assert not np.array_equal(patches[:5], natural_patches(5, (20, 30), seed=4))
    assert np.abs(patches).max() <= 1


@pytest.mark.parametrize("shape", [(1, 1), (512, 512), (900, 64), (600, 800)])
def test_patches_of_any_size(shape):
    patches = natural_patches(4, shape, seed=1)
    assert patches.shape == (4, *shape)
    assert np.abs(patches).max() <= 1


def ramp(name):
    """A picture (64, 100) that grows by 0.01 from column to column."""
    return np.tile(np.linspace(-0.5, 0.49, 100, dtype=np.float32), (64, 1))


def test_photographs_are_shown_at_full_size_and_reduced_by_octaves(monkeypatch):
    monkeypatch.setattr(pictures, "picture", ramp)
    slopes = 100 * np.diff(natural_patches(60, (16, 16), seed=0), axis=2).mean((1, 2))
    assert set(np.round(slopes, 3)) == {1.0, 2.0, 4.0}


def test_a_small_photograph_is_enlarged_until_it_covers_the_patch(monkeypatch):
    monkeypatch.setattr(pictures, "picture", ramp)
    patches = natural_patches(5, (128, 128), seed=0)
    np.testing.assert_allclose(100 * np.diff(patches[:, :, 4:-4], axis=2), 0.5, atol=0.01)


@pytest.mark.parametrize(("count", "shape"), [(0, (8, 8)), (3, (0, 8))])
def test_patches_are_counted_from_one(count, shape):
    with pytest.raises(ValueError, match="from 1"):
        natural_patches(count, shape)
