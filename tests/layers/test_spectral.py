"""Filters matched by Fourier transform against the filters themselves, laid one place after another in float64."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.layers.oriented import FLOOR, OrientedFilters, first_derivatives, second_derivatives
from visualcortex.layers.spectral import SpectralFilters, gabors
from visualcortex.papers import serre2007 as paper
from visualcortex.stimuli import bar

FIELD = VisualField((1.25, 1.5), 32)  # 48 × 40 samples
ORIENTATIONS = paper.ORIENTATIONS.value
SHAPES = list(zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, paper.S1_WAVELENGTHS.value, strict=True))
SOME = [SHAPES[0], SHAPES[3], SHAPES[15]]
see = jax.jit(lambda layer, intensity: layer(intensity))


def gabor(size, sd, wavelength, orientation):
    """One sample after another, x to the right and y up, then balanced and of unit energy."""
    kernel, t = np.empty((size, size)), np.deg2rad(orientation)
    for row, column in np.ndindex(size, size):
        x, y = column - size // 2, size // 2 - row
        across, along = y * np.cos(t) - x * np.sin(t), x * np.cos(t) + y * np.sin(t)
        window = np.exp(-(across**2 + 0.3**2 * along**2) / (2 * sd**2))
        kernel[row, column] = window * np.cos(2 * np.pi * across / wavelength)
    kernel -= kernel.mean()
    return kernel / np.linalg.norm(kernel)


@functools.cache
def filters(normalized=True):
    return SpectralFilters(FIELD, [gabors(*shape, 0.3, ORIENTATIONS) for shape in SOME], normalized=normalized)


def picture(background):
    """Lines, a faint one, a spot and some noise on a background, 0 to 1."""
    image = np.full(FIELD.shape, background, np.float32)
    image[20:23, 8:33], image[9:36, 17:19], image[40, 3:37], image[30, 30] = 1.0, 0.75, background + 0.01, 1.0
    image[26:34, 10:16] = np.random.default_rng(0).random((8, 6))
    return image


@functools.cache
def reference(background, normalized):
    """(size, preferred_orientation, y, x)."""
    image = picture(background).astype(float)
    out = np.zeros((len(SOME), 4, *image.shape))
    for i, (size, sd, wavelength) in enumerate(SOME):
        kernels, reach = np.stack([gabor(size, sd, wavelength, o) for o in ORIENTATIONS]), size // 2
        for row in range(reach, image.shape[0] - reach):
            for column in range(reach, image.shape[1] - reach):
                seen = image[row - reach : row + reach + 1, column - reach : column + reach + 1]
                norm = np.sqrt(max((seen**2).sum(), FLOOR * size**2)) if normalized else 1.0
                out[i, :, row, column] = np.abs((kernels * seen).sum((1, 2))) / norm
    return out


@pytest.mark.parametrize("shape", SHAPES)
def test_gabors_are_those_of_the_paper(shape):
    kernels = gabors(*shape, paper.ASPECT.value, ORIENTATIONS)
    np.testing.assert_allclose(kernels, [gabor(*shape, orientation) for orientation in ORIENTATIONS], atol=1e-14)
    np.testing.assert_allclose(kernels.sum((1, 2)), 0, atol=1e-12)
    np.testing.assert_allclose((kernels**2).sum((1, 2)), 1)


@pytest.mark.parametrize("background", [0.0, 0.5])
@pytest.mark.parametrize("normalized", [True, False])
def test_responses(background, normalized):
    expected = reference(background, normalized)
    found = np.asarray(see(filters(normalized), picture(background)))
    for ours, theirs in zip(found, expected, strict=True):
        assert theirs.max() > 0.05 and np.abs(ours - theirs).max() <= 1e-5 * theirs.max()


@pytest.mark.parametrize("normalized", [True, False])
def test_units_that_reach_beyond_the_image_are_silent(normalized):
    found = np.array(see(filters(normalized), jnp.eye(*FIELD.shape)))
    for responses, (size, *_) in zip(found, SOME, strict=True):
        reach = size // 2
        inside = responses[:, reach:-reach, reach:-reach].copy()
        assert inside.any((1, 2)).all()
        responses[:, reach:-reach, reach:-reach] = 0
        assert not responses.any()


@pytest.mark.parametrize("derivatives", [first_derivatives, second_derivatives])
@pytest.mark.parametrize("normalized", [True, False])
def test_separable_filters_are_matched_alike(derivatives, normalized):
    separable = [derivatives(size, size / 4, (0.0, 30.0, 90.0)) for size in (7, 21)]
    ours = SpectralFilters(FIELD, [one.kernels for one in separable], normalized=normalized)
    theirs = see(OrientedFilters(FIELD, separable, normalized=normalized), picture(0.0))
    assert jnp.abs(see(ours, picture(0.0)) - theirs).max() <= 1e-5 * theirs.max()


def test_chosen_sizes_are_those_of_all():
    some = jax.jit(lambda layer, intensity: layer.responses(layer.terms(intensity), (2, 0)))
    everything = see(filters(), picture(0.5))
    np.testing.assert_allclose(some(filters(), picture(0.5)), everything[np.array([2, 0])], atol=1e-6)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_filters_prefer_the_orientation_on_their_label(orientation):
    found = see(filters(), (1 + bar(FIELD, orientation=orientation, width=0.1, length=1.0)) / 2)
    assert (found.max((2, 3)).argmax(1) == ORIENTATIONS.index(orientation)).all()


def test_normalised_responses_are_those_to_a_dimmer_image():
    found, dimmer = (see(filters(), scale * picture(0.5)) for scale in (1.0, 0.4))
    np.testing.assert_allclose(found, dimmer, atol=2e-6)


def test_filters_larger_than_the_field_are_refused():
    with pytest.raises(ValueError, match="37 samples do not fit"):
        SpectralFilters(VisualField((2.0, 1.0), 32), [gabors(*SHAPES[-1], 0.3, ORIENTATIONS)])
