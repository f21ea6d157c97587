"""Texture synthesis: the loss falls, and what is returned is what was said."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.data.pictures import picture
from visualcortex.field import VisualField
from visualcortex.learning import synthesis as module
from visualcortex.learning.synthesis import phase_scrambled, synthesis
from visualcortex.models.direction_selective import DirectionSelective
from visualcortex.models.portilla_simoncelli import PortillaSimoncelli
from visualcortex.models.readout import Pixels

FIELD = VisualField(2, 16)
MODEL = PortillaSimoncelli(FIELD, scales=2, orientations=2, neighbourhood=3)
LAYERS = ["marginals", "magnitude_correlation"]
GRAVEL = picture("gravel")[:64:2, 100:164:2]

respond = jax.jit(lambda model, image: {layer: model(image)[layer] for layer in LAYERS})


def find(**options):
    return synthesis(MODEL, LAYERS, GRAVEL, progress=False, **options)


def loss(image):
    """Squared distance from the target over that of an even field, in double precision."""
    images = image, GRAVEL, np.full(FIELD.shape, GRAVEL.mean())
    s, t, e = (jax.tree.map(np.float64, respond(MODEL, jnp.asarray(image))) for image in images)
    return sum(((s[name] - t[name]) ** 2).sum() / ((e[name] - t[name]) ** 2).sum() for name in LAYERS)


def test_a_few_steps_lower_the_loss_a_lot():
    found = find(steps=60)
    assert found.loss.shape == found.seconds.shape == (61,) and found.image.shape == FIELD.shape
    assert found.loss[-1] < 1e-3 * found.loss[0] and abs(found.image).max() <= 1
    assert (np.diff(found.loss[:-1]) < 0).all() and (np.diff(found.seconds) > 0).all()
    assert np.corrcoef(found.image.ravel(), GRAVEL.ravel())[0, 1] < 0.5


def test_the_loss_is_that_of_the_image():
    found = find(steps=3)
    np.testing.assert_allclose(found.loss[-1], loss(found.image), rtol=1e-4)
    uniform = find(start=np.full(FIELD.shape, GRAVEL.mean()), steps=0)
    np.testing.assert_allclose(uniform.loss, len(LAYERS), rtol=1e-3)


def test_the_same_seed_gives_the_same_bits_and_compiles_nothing_anew():
    first = find(steps=5, seed=3)
    compiled = [f._cache_size() for f in (module._evaluate, module._direction, module._respond)]
    again, other = find(steps=5, seed=3), find(steps=5, seed=4)
    np.testing.assert_array_equal(first.image, again.image)
    np.testing.assert_array_equal(first.loss, again.loss)
    assert (first.image != other.image).any()
    assert [f._cache_size() for f in (module._evaluate, module._direction, module._respond)] == compiled


def test_noise_to_start_from_has_the_mean_and_the_deviation_of_the_target():
    start = find(steps=0)
    assert len(start.loss) == 1
    np.testing.assert_allclose(start.image.mean(), GRAVEL.mean(), atol=0.05)
    np.testing.assert_allclose(start.image.std(), GRAVEL.std(), rtol=0.1)


def test_no_step_is_begun_after_the_time_is_up(monkeypatch):
    clock = itertools.count()
    monkeypatch.setattr(module.time, "perf_counter", lambda: next(clock))
    found = find(steps=100, seconds=4)
    np.testing.assert_array_equal(found.seconds, [1, 2, 3, 4])
    np.testing.assert_allclose(found.loss[-1], loss(found.image), rtol=1e-4)


def test_samples_come_back_from_beyond_black_and_white():
    target = np.where(GRAVEL > 0, 1.0, -1.0)
    found = synthesis(Pixels(FIELD), ["pixels"], target, start=4 * target, steps=20, progress=False)
    np.testing.assert_allclose(found.image, target, atol=1e-3)
    assert abs(found.image).max() <= 1


def test_a_search_ends_where_the_target_is():
    found = synthesis(Pixels(FIELD), ["pixels"], GRAVEL, start=GRAVEL, progress=False)
    np.testing.assert_array_equal(found.image, GRAVEL)
    np.testing.assert_array_equal(found.loss, [0])


@pytest.mark.parametrize(
    ("model", "layers", "target", "options", "message"),
    [
        (MODEL, ["marginal"], GRAVEL, {}, "no layer 'marginal'.*did you mean 'marginals'"),
        (MODEL, [], GRAVEL, {}, "name one or more"),
        (MODEL, LAYERS, GRAVEL[1:], {}, r"shape \(31, 32\) does not fit a field of \(32, 32\)"),
        (MODEL, LAYERS, GRAVEL, {"start": GRAVEL.ravel()}, "does not fit"),
        (MODEL, LAYERS, np.full(FIELD.shape, np.nan), {}, "not finite"),
        (MODEL, LAYERS, np.zeros(FIELD.shape), {}, "no other than an even field to marginals, magnitude_correlation"),
        (MODEL, LAYERS, GRAVEL, {"steps": -1}, "steps must be a whole number"),
        (
            DirectionSelective(FIELD, directions=2),
            ["complex"],
            np.zeros((*FIELD.shape, 36)),
            {},
            "synthesis is of images",
        ),
    ],
)
def test_what_cannot_be_sought_is_refused(model, layers, target, options, message):
    with pytest.raises(ValueError, match=message):
        synthesis(model, layers, target, progress=False, **options)


@pytest.mark.parametrize("shape", [(32, 24), (31, 27)])
def test_a_scrambled_image_keeps_its_amplitudes_alone(shape):
    image = picture("gravel")[: shape[0], : shape[1]]
    found, other = (phase_scrambled(image, seed=seed) for seed in (0, 1))
    amplitudes, phases = abs(np.fft.fft2(image)), np.angle(np.fft.fft2(found) / np.fft.fft2(image))
    np.testing.assert_allclose(abs(np.fft.fft2(found)), amplitudes, atol=1e-5 * amplitudes.max())
    np.testing.assert_allclose(found.mean(), image.mean(), atol=1e-6)
    assert abs(np.exp(1j * phases).mean()) < 0.1 and found.dtype == np.float32
    assert abs(np.corrcoef(found.ravel(), other.ravel())[0, 1]) < 0.4
    np.testing.assert_array_equal(found, phase_scrambled(image, seed=0))


def test_only_images_are_scrambled():
    with pytest.raises(ValueError, match="the axes y and x"):
        phase_scrambled(np.zeros((2, 3, 4)))
