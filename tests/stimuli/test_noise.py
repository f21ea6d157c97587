"""Noise: a frame is a function of seed, frame and place."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import sparse_noise, white_noise

FIELD = VisualField(extent=(4, 3), resolution=8)
BOTH = pytest.mark.parametrize("noise", [white_noise, sparse_noise])


def film(noise, frames, **kwargs):
    return np.asarray(jax.jit(jax.vmap(lambda frame: noise(FIELD, frame=frame, **kwargs)))(jnp.arange(frames)))


@BOTH
def test_a_frame_alone_is_the_frame_of_the_film(noise):
    np.testing.assert_array_equal(noise(FIELD, frame=17, seed=3), film(noise, 20, seed=3)[17])


@BOTH
def test_frames_and_seeds_differ(noise):
    frame = noise(FIELD, frame=1, seed=2)
    assert (frame != noise(FIELD, frame=2, seed=2)).any()
    assert (frame != noise(FIELD, frame=1, seed=3)).any()
    assert (frame != noise(FIELD, frame=2, seed=1)).any()


@BOTH
def test_a_field_of_another_extent_and_resolution_shows_the_same_checks(noise):
    small = VisualField(extent=(2, 1), resolution=16)
    seen = np.asarray(noise(FIELD, frame=5))[8:16, 8:24].repeat(2, 0).repeat(2, 1)
    np.testing.assert_array_equal(noise(small, frame=5), seen)


@BOTH
@pytest.mark.parametrize("extent", [(4, 3), (4.125, 3.125)], ids=["even", "odd"])
def test_checks_are_square_whole_and_start_at_the_centre(noise, extent):
    field = VisualField(extent=extent, resolution=8)
    image = np.asarray(noise(field, size=0.5, frame=2))
    x, y = np.meshgrid(field.x, field.y)
    columns, rows = np.floor(x / 0.5).astype(int), np.floor(y / 0.5).astype(int)
    for place in set(zip(rows.ravel(), columns.ravel(), strict=True)):
        assert np.ptp(image[(rows == place[0]) & (columns == place[1])]) == 0


def test_white_noise_is_binary_balanced_and_independent_between_checks():
    frames = film(white_noise, 400, size=0.25, contrast=0.5)[:, ::2, ::2]
    assert set(np.unique(frames)) == {-0.5, 0.5}
    checks = frames.reshape(400, -1) / 0.5
    error = 1 / np.sqrt(checks.size)
    assert abs(checks.mean()) < 4 * error
    assert abs((frames[:, :, 1:] * frames[:, :, :-1]).mean() / 0.25) < 5 * error
    assert abs((frames[1:] * frames[:-1]).mean() / 0.25) < 5 * error


@pytest.mark.parametrize("density", [0.0, 0.05, 0.4, 1.0])
def test_sparse_noise_has_its_density_light_and_dark_alike(density):
    frames = film(sparse_noise, 300, density=density)[:, ::2, ::2]
    error = 4 * np.sqrt(0.25 / frames.size)
    assert (frames != 0).mean() == pytest.approx(density, abs=error)
    assert (frames == 1).mean() == pytest.approx(density / 2, abs=error)
