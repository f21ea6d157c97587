"""Noise: a frame is a function of seed, frame and place."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import sparse_noise, white_noise

FIELD = VisualField(extent=(4, 3), resolution=8)
BOTH = pytest.mark.parametrize("noise", [white_noise, sparse_noise])


SHOW = {noise: jax.jit(noise, static_argnums=0) for noise in (white_noise, sparse_noise)}
FRAMES = 300


def film(noise, **kwargs):
    """The first frames (frame, y, x)."""
    return np.asarray(jax.vmap(lambda frame: SHOW[noise](FIELD, frame=frame, **kwargs))(jnp.arange(FRAMES)))


@BOTH
def test_a_frame_alone_is_the_frame_of_the_film(noise):
    np.testing.assert_array_equal(SHOW[noise](FIELD, frame=17, seed=3), film(noise, seed=3)[17])


@BOTH
def test_frames_and_seeds_differ(noise):
    frame = SHOW[noise](FIELD, frame=1, seed=2)
    assert (frame != SHOW[noise](FIELD, frame=2, seed=2)).any()
    assert (frame != SHOW[noise](FIELD, frame=1, seed=3)).any()
    assert (frame != SHOW[noise](FIELD, frame=2, seed=1)).any()


@BOTH
def test_a_field_of_another_extent_and_resolution_shows_the_same_checks(noise):
    small = VisualField(extent=(2, 1), resolution=16)
    seen = np.asarray(SHOW[noise](FIELD, frame=5))[8:16, 8:24].repeat(2, 0).repeat(2, 1)
    np.testing.assert_array_equal(SHOW[noise](small, frame=5), seen)


@pytest.mark.parametrize("samples", [40, 41], ids=["even", "odd"])
@pytest.mark.parametrize("side", [1, 3, 7])
def test_checks_are_square_whole_and_start_at_the_centre(samples, side):
    field = VisualField(extent=samples / 10, resolution=10)
    image = np.asarray(SHOW[white_noise](field, size=side / 10, frame=2))
    columns = (np.arange(samples) - samples // 2) // side
    rows = (samples - 1 - np.arange(samples) - samples // 2) // side
    for row in set(rows):
        for column in set(columns):
            assert np.ptp(image[np.ix_(rows == row, columns == column)]) == 0


def test_white_noise_is_binary_balanced_and_independent_between_checks():
    frames = film(white_noise, size=0.25, contrast=0.5)[:, ::2, ::2]
    assert set(np.unique(frames)) == {-0.5, 0.5}
    checks = frames.reshape(FRAMES, -1) / 0.5
    error = 1 / np.sqrt(checks.size)
    assert abs(checks.mean()) < 4 * error
    assert abs((frames[:, :, 1:] * frames[:, :, :-1]).mean() / 0.25) < 5 * error
    assert abs((frames[1:] * frames[:-1]).mean() / 0.25) < 5 * error


@pytest.mark.parametrize("density", [0.0, 0.05, 0.4, 1.0])
def test_sparse_noise_has_its_density_light_and_dark_alike(density):
    frames = film(sparse_noise, density=density)[:, ::2, ::2]
    error = 4 * np.sqrt(0.25 / frames.size)
    assert (frames != 0).mean() == pytest.approx(density, abs=error)
    assert (frames == 1).mean() == pytest.approx(density / 2, abs=error)
