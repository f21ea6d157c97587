"""The pyramid loses nothing of an image and counts nothing twice."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.layers.pyramid import SteerablePyramid, interpolated
from visualcortex.stimuli.gratings import grating

FIELD = VisualField((4, 3), 16)
PYRAMIDS = [SteerablePyramid(FIELD, scales=scales, orientations=k) for scales, k in ((3, 3), (4, 4))]
EVERY = pytest.mark.parametrize("pyramid", PYRAMIDS, ids=["3 scales, 3 orientations", "4 scales, 4 orientations"])
NOISE = jnp.asarray(np.random.default_rng(0).uniform(-1, 1, FIELD.shape), jnp.float32)

see = jax.jit(lambda pyramid, image: pyramid(image))
show = jax.jit(lambda **parameters: grating(FIELD, **parameters))


@EVERY
def test_the_image_can_be_put_together_again(pyramid):
    found = jax.jit(lambda pyramid, bands: pyramid.inverse(bands))(pyramid, see(pyramid, NOISE))
    np.testing.assert_allclose(found, NOISE, atol=1e-5)


@EVERY
def test_the_power_of_the_image_is_that_of_its_parts(pyramid):
    high, oriented, low = jax.tree.map(np.asarray, see(pyramid, NOISE))
    power = (high**2).mean() + (low**2).mean() + sum((abs(band) ** 2).mean((1, 2)).sum() / 2 for band in oriented)
    np.testing.assert_allclose(power, (NOISE**2).mean(), rtol=1e-5)
    for band in oriented:
        np.testing.assert_allclose((band.real**2).mean((1, 2)), (band.imag**2).mean((1, 2)), rtol=1e-4)


@EVERY
def test_every_scale_has_half_as_many_samples_a_side(pyramid):
    bands, low = see(pyramid, NOISE), jax.jit(lambda pyramid, image: pyramid.low_pass(image))(pyramid, NOISE)
    assert len(low) == pyramid.scales + 1 and len(bands.oriented) == pyramid.scales
    shapes = [tuple(side >> level for side in FIELD.shape) for level in range(pyramid.scales + 1)]
    assert [image.shape for image in low] == shapes and bands.low.shape == shapes[-1]
    assert [band.shape for band in bands.oriented] == [(pyramid.orientations, *shape) for shape in shapes[:-1]]


def test_what_is_slow_is_in_all_low_pass_images():
    slow = show(orientation=90.0, spatial_frequency=0.25)
    for level, image in enumerate(jax.jit(lambda pyramid, image: pyramid.low_pass(image))(PYRAMIDS[0], slow)):
        np.testing.assert_allclose(image, np.asarray(slow)[:: 2**level, :: 2**level], atol=1e-5)


@pytest.mark.parametrize("frequency", [2.0, 4.0])
def test_a_band_prefers_the_orientation_and_the_frequency_that_it_should(frequency):
    for i, orientation in enumerate(PYRAMIDS[1].preferred_orientation):
        found = see(PYRAMIDS[1], show(orientation=orientation, spatial_frequency=frequency)).oriented
        power = np.array([(abs(np.asarray(band)) ** 2).mean((1, 2)) for band in found])
        scale, best = np.unravel_index(power.argmax(), power.shape)
        assert best == i and FIELD.resolution / 4 / 2**scale == frequency


def test_coefficients_turn_with_the_phase_of_a_grating():
    even, odd = (
        np.asarray(see(PYRAMIDS[1], show(orientation=90.0, spatial_frequency=4.0, phase=phase)).oriented[0][2])
        for phase in (0.0, 90.0)
    )
    np.testing.assert_allclose(abs(even), abs(odd), atol=1e-5)
    np.testing.assert_allclose(abs(np.angle(odd / even, deg=True)), 90, atol=1e-2)


@pytest.mark.parametrize("shape", [(6, 8), (5, 7)])
def test_interpolated_maps_go_through_the_samples(shape):
    spectrum = np.fft.fft2(np.random.default_rng(1).standard_normal((3, *shape)))
    for axis, side in ((1, shape[0]), (2, shape[1])):
        if side % 2 == 0:
            spectrum.swapaxes(axis, 0)[side // 2] = 0
    maps = np.fft.ifft2(spectrum)
    finer = np.asarray(jax.jit(interpolated)(jnp.asarray(maps, jnp.complex64)))
    assert finer.shape == (3, 2 * shape[0], 2 * shape[1])
    np.testing.assert_allclose(finer[:, ::2, ::2], maps, atol=1e-5)
    np.testing.assert_allclose((abs(finer) ** 2).mean(), (abs(maps) ** 2).mean(), rtol=1e-5)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"scales": 5, "orientations": 4}, r"multiples of 32 samples, not a field of \(48, 64\)"),
        ({"scales": 0, "orientations": 4}, "scales must be a whole number"),
        ({"scales": 2, "orientations": 1}, "orientations must be a whole number, at least 2"),
    ],
)
def test_what_cannot_be_built_is_refused(sizes, message):
    with pytest.raises(ValueError, match=message):
        SteerablePyramid(FIELD, **sizes)
