"""Oriented filters against the published equations in float64, written without the package, one place after another."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.signal import correlate

from visualcortex.field import VisualField
from visualcortex.layers.oriented import FLOOR, OrientedFilters, first_derivatives, second_derivatives
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.stimuli import bar, edge

FIELD = VisualField((1.25, 1.5), 32)
ORIENTATIONS = paper.ORIENTATIONS.value
BANKS = {"text": first_derivatives, "code": second_derivatives}
SHAPES = [(7, 1.75), (13, 3.25), (29, 7.25)]
BACKGROUNDS = {"black": 0.0, "grey": 0.5}


def kernel(variant, size, sd, orientation):
    """A derivative of a Gaussian across an orientation, x to the right and y up, of unit energy."""
    x = np.arange(size) - size // 2
    theta = np.deg2rad(orientation)
    across = -x[:, None] * np.cos(theta) - x[None, :] * np.sin(theta)  # rows run down
    bell = np.exp(-(x[:, None] ** 2 + x[None, :] ** 2) / (2 * sd**2))
    if variant == "text":
        profile = across * bell
    else:
        profile = (across**2 / sd**2 - 1) / sd**2 * bell
        profile = profile - profile.mean()
    return profile / np.sqrt((profile**2).sum())


def reference(image, variant, size, sd, orientation):
    """|w · I|, over the local norm for the code, where the filter lies within the image; elsewhere nothing."""
    w, reach = kernel(variant, size, sd, orientation), size // 2
    out = np.zeros(image.shape)
    for row in range(reach, image.shape[0] - reach):
        for column in range(reach, image.shape[1] - reach):
            seen = image[row - reach : row + reach + 1, column - reach : column + reach + 1]
            norm = np.sqrt(max((seen**2).sum(), FLOOR * size**2)) if variant == "code" else 1.0
            out[row, column] = abs((w * seen).sum()) / norm
    return out


@functools.cache
def filters(variant, field=FIELD):
    bank = [BANKS[variant](size, sd, ORIENTATIONS) for size, sd in SHAPES]
    return OrientedFilters(field, bank, normalized=variant == "code")


def picture(background):
    """Lines, a spot and some noise in the middle of a background, 0 to 1."""
    image = np.full(FIELD.shape, BACKGROUNDS[background])
    image[20:23, 8:33], image[9:36, 17:19], image[30, 30] = 1.0, 0.75, 1.0
    image[26:34, 10:16] = np.random.default_rng(0).random((8, 6))
    return image.astype(np.float32)


@jax.jit
def see(bank, intensity):
    return bank(intensity)


@pytest.mark.parametrize("variant", BANKS)
@pytest.mark.parametrize("orientation", [*ORIENTATIONS, 20.0, 110.0])
def test_filters_are_the_published_ones(variant, orientation):
    for size, sd in zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, strict=True):
        (found,) = BANKS[variant](size, sd, [orientation]).kernels
        np.testing.assert_allclose(found, kernel(variant, size, sd, orientation), atol=1e-12)
        assert abs(found.sum()) < 1e-12 and (found**2).sum() == pytest.approx(1)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("variant", BANKS)
def test_responses_are_those_of_the_equations(variant, background):
    image = picture(background)
    ours = np.asarray(see(filters(variant), image))
    expected = np.array([[reference(image.astype(float), variant, *s, o) for o in ORIENTATIONS] for s in SHAPES])
    assert np.abs(ours - expected).max() <= 1e-5 * expected.max()
    assert all(expected[i].max() > 0.1 for i in range(len(SHAPES)))


@pytest.mark.parametrize("variant", BANKS)
def test_separable_filters_match_as_dense_kernels_do(variant):
    image = picture("grey").astype(np.float64)
    for (size, sd), responses in zip(SHAPES, np.asarray(see(filters(variant), image)), strict=True):
        dense = np.array([correlate(image, kernel(variant, size, sd, o), "valid", "direct") for o in ORIENTATIONS])
        energy = correlate(image**2, np.ones((size, size)), "valid", "direct")
        expected = np.abs(dense) / (np.sqrt(energy) if variant == "code" else 1.0)
        reach = size // 2
        assert np.abs(responses[:, reach:-reach, reach:-reach] - expected).max() <= 1e-5 * responses.max()


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("variant", BANKS)
def test_uniform_light_drives_no_cell_and_the_edge_of_the_image_is_not_seen(variant, level):
    bank = filters(variant)
    uniform = np.abs(see(bank, jnp.full(FIELD.shape, level)))
    lines = np.abs(see(bank, picture("grey")))
    assert uniform.max() <= 2e-6 * lines.max()


@pytest.mark.parametrize("variant", BANKS)
def test_units_whose_field_reaches_beyond_the_image_are_silent_and_no_others(variant):
    responses = np.asarray(see(filters(variant), jax.random.uniform(jax.random.key(1), FIELD.shape)))
    for (size, _), found in zip(SHAPES, responses, strict=True):
        silent = (found == 0).all(0)
        whole = np.zeros(FIELD.shape, bool)
        whole[size // 2 : FIELD.shape[0] - size // 2, size // 2 : FIELD.shape[1] - size // 2] = True
        np.testing.assert_array_equal(silent, ~whole)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(("variant", "stimulus", "options"), [("code", bar, {"width": 0.12}), ("text", edge, {})])
def test_cells_prefer_their_own_orientation(variant, stimulus, options, orientation):
    image = np.asarray(1 + stimulus(FIELD, orientation=orientation, contrast=0.8, **options)) / 2
    for responses in np.asarray(see(filters(variant), image)):
        best = responses[:, 22:26, 18:22].max((1, 2))
        assert ORIENTATIONS[best.argmax()] == orientation
        assert best.max() > 1.05 * np.sort(best)[-2]


def test_only_normalised_responses_are_indifferent_to_contrast():
    image = picture("black")
    for variant in BANKS:
        bank = filters(variant)
        full, half = (np.asarray(see(bank, np.float32(contrast) * image)) for contrast in (1.0, 0.5))
        if variant == "text":
            np.testing.assert_allclose(half, full / 2, atol=1e-6)
        else:
            energies = [correlate((image / 2) ** 2, np.ones((s, s)), "same") for s, _ in SHAPES]
            above = np.array([e > FLOOR * s**2 for e, (s, _) in zip(energies, SHAPES, strict=True)])
            above = np.broadcast_to(above[:, None], full.shape)
            assert np.abs(half - full)[above].max() <= 1e-5 * full.max()
            assert (full[above] > 0.1).any() and (half[~above] <= full[~above] + 1e-6).all()


@pytest.mark.parametrize("variant", BANKS)
def test_gradients_are_finite(variant):
    gradient = jax.jit(jax.grad(lambda bank, image: (bank(image) ** 2).sum(), argnums=1))
    for background, level in BACKGROUNDS.items():
        assert np.isfinite(gradient(filters(variant), jnp.full(FIELD.shape, level))).all()
        found = np.asarray(gradient(filters(variant), picture(background)))
        assert np.isfinite(found).all() and found.any()


@pytest.mark.parametrize("variant", BANKS)
def test_many_images_at_once_give_what_one_gives(variant):
    images = jnp.stack([picture(background) for background in BACKGROUNDS])
    together = jax.jit(jax.vmap(filters(variant)))(images)
    for image, responses in zip(images, together, strict=True):
        np.testing.assert_allclose(responses, see(filters(variant), image), atol=3e-6 * float(responses.max()))


def test_filters_larger_than_the_field_are_refused():
    with pytest.raises(ValueError, match="filters of 29 samples do not fit"):
        filters("text", VisualField((2.0, 0.75), 32))
    assert filters("text", VisualField(29, 1)).sizes == (7, 13, 29)
