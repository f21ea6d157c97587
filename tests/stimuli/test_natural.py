"""Natural pictures: choice, place and what lies outside."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import natural_pictures
from visualcortex.stimuli.natural import natural

FIELD = VisualField(extent=(3, 2), resolution=8)
PICTURES = jax.random.uniform(jax.random.key(1), (5, *FIELD.shape), jnp.float32, -1, 1)
SHOW = jax.tree_util.Partial(natural, pictures=PICTURES)


def test_a_picture_of_the_field_is_shown_as_it_is():
    np.testing.assert_allclose(SHOW(FIELD, index=3), PICTURES[3], atol=1e-5)


def test_a_shift_by_whole_samples_moves_it_right_and_up_and_leaves_grey():
    image = np.asarray(SHOW(FIELD, index=2, x=0.5, y=0.25))
    np.testing.assert_allclose(image[:-2, 4:], PICTURES[2][2:, :-4], atol=1e-5)
    assert not image[-2:].any()
    assert not image[:, :4].any()


def test_a_shift_by_half_a_sample_averages_neighbours():
    image = np.asarray(SHOW(FIELD, x=1 / 16))
    np.testing.assert_allclose(image[:, 1:], (PICTURES[0][:, 1:] + PICTURES[0][:, :-1]) / 2, atol=1e-5)


def test_the_middle_of_a_larger_picture_is_seen():
    large = jax.random.uniform(jax.random.key(2), (1, 20, 32), jnp.float32, -1, 1)
    np.testing.assert_allclose(natural(FIELD, pictures=large), large[0, 2:-2, 4:-4], atol=1e-5)


def test_bound_pictures_are_traced_leaves():
    assert len(jax.tree.leaves(SHOW)) == 1
    show = jax.jit(lambda stimulus, index: stimulus(FIELD, index=index))
    other = jax.tree_util.Partial(natural, pictures=-PICTURES)
    np.testing.assert_allclose(show(SHOW, 1), -show(other, 1), atol=1e-6)
    assert show._cache_size() == 1


def test_natural_pictures_are_patches_of_the_field_chosen_by_seed():
    pytest.importorskip("visualcortex.data.pictures")
    one, again, other = (natural_pictures(FIELD, count=3, seed=seed) for seed in (0, 0, 1))
    assert one.keywords["pictures"].shape == (3, *FIELD.shape)
    np.testing.assert_array_equal(one(FIELD, index=2), again(FIELD, index=2))
    assert (one(FIELD, index=2) != other(FIELD, index=2)).any()
