"""Texture models: what images do to them, and what boundaries are."""

import functools

import jax
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.models.readout import SpatialPool
from visualcortex.models.texture import FilterRectifyFilter, MalikPerona
from visualcortex.recording import Site, record
from visualcortex.recording.respond import _respond
from visualcortex.stimuli import spot

FIELD = VisualField(1.5, 32)
SCALES = (0.0625, 0.125)


@functools.cache
def malik_perona(field=FIELD, **options):
    return MalikPerona(field, **{"scales": SCALES, "gradient_size": 0.25} | options)


@functools.cache
def bank(**options):
    return FilterRectifyFilter(FIELD, scales=SCALES, **options)


@jax.jit
def see(model, image):
    return {layer: response for layer, response in model(image).items()}


def picture():
    image = 0.2 * np.random.default_rng(3).standard_normal(FIELD.shape)
    image[5:30, 10:12], image[20, 8:40] = 1.0, -0.7
    return image.astype(np.float32)


def bars(field, left, right, pitch=10, seed=0):
    """Random bars, turned by 90° where `left` or `right` says so."""
    image, random = np.zeros(field.shape, np.float32), np.random.default_rng(seed)
    for y in range(pitch // 2, field.shape[0], pitch):
        for x in range(pitch // 2, field.shape[1], pitch):
            dy, dx = random.integers(-1, 2, 2)
            upright = left if x < field.shape[1] / 2 else right
            rows, columns = (7, 2) if upright else (2, 7)
            image[y + dy - rows // 2 :, x + dx - columns // 2 :][:rows, :columns] += 1.0
    return image


def test_the_default_is_four_scales_of_eight_filters():
    model = MalikPerona()
    sizes = {layer: tuple(map(len, axes.values())) for layer, axes in model.axes.items()}
    assert sizes == {"half_wave": (64, 320, 320), "inhibited": (64, 80, 80), "gradient": (80, 80)}
    names = model.axes["inhibited"]["channel"]
    assert names[:4] == ("DOG1 0.03125 +", "DOG2 0.03125 +", "DOOG2 0.03125 0° +", "DOOG2 0.03125 30° +")
    assert names[-1] == "DOOG2 0.25 150° -"
    assert model.axes["gradient"]["rf_x"][:2] == pytest.approx((-4.9375, -4.8125))
    assert [float(model.parameter(name)) for name in model.parameters] == [0.5, 0.625, 1.0, 3.0]


def test_a_negative_changes_the_signs():
    found, negative = (see(malik_perona(), image) for image in (picture(), -picture()))
    for layer in ("half_wave", "inhibited"):
        half = len(found[layer]) // 2
        np.testing.assert_array_equal(negative[layer], np.concatenate([found[layer][half:], found[layer][:half]]))
    np.testing.assert_allclose(negative["gradient"], found["gradient"], rtol=1e-5)


def test_grey_is_silent():
    for model in (malik_perona(), bank()):
        assert not any(response.any() for response in see(model, np.zeros(FIELD.shape)).values())


def test_responses_grow_with_contrast():
    found, twice = (see(malik_perona(), scale * picture()) for scale in (1.0, 2.0))
    for layer in found:
        np.testing.assert_allclose(twice[layer], 2 * found[layer], atol=1e-5 * found[layer].max())


@pytest.mark.parametrize(
    ("change", "turn"),
    [(np.rot90, lambda angle: (angle + 90) % 180), (np.fliplr, lambda angle: -angle % 180)],
    ids=["turned", "mirrored"],
)
def test_what_is_done_to_the_image_is_done_to_the_responses(change, turn):
    model = malik_perona()
    found, changed = (see(model, np.ascontiguousarray(image)) for image in (picture(), change(picture())))
    channels = model.filters.channels
    facing = [one if one.orientation is None else one._replace(orientation=turn(one.orientation)) for one in channels]
    places = np.array([channels.index(one) for one in facing])
    places = np.concatenate([places, places + len(channels)])
    for layer in ("half_wave", "inhibited"):
        expected = np.stack([change(one) for one in np.asarray(found[layer])])
        assert np.abs(changed[layer][places] - expected).max() <= 1e-5 * expected.max()
    assert np.abs(changed["gradient"] - change(np.asarray(found["gradient"]))).max() <= 1e-4 * found["gradient"].max()


def test_a_boundary_lies_where_textures_meet():
    model = malik_perona(VisualField((5.0, 2.5), 32), gradient_size=0.4)
    two, one = (np.asarray(see(model, bars(model.field, True, right))["gradient"])[6:-6] for right in (False, True))
    x = np.asarray(model.axes["gradient"]["rf_x"])
    middle, inside = np.abs(x) < 0.15, (np.abs(x) > 1.0) & (np.abs(x) < 1.7)
    assert np.abs(x[two.mean(0).argmax()]) < 0.3
    assert two[:, middle].mean() > 2 * two[:, inside].mean()
    assert two[:, middle].mean() > 2 * one[:, middle | inside].mean()


def test_rectified_channels_follow_from_the_linear_ones():
    found = {layer: np.asarray(response) for layer, response in see(bank(), picture()).items()}
    linear = found["linear"]
    np.testing.assert_allclose(found["squared"], linear**2, rtol=1e-6)
    np.testing.assert_allclose(found["absolute"], np.abs(linear), rtol=1e-6)
    positive, negative = np.split(found["half_wave"], 2)
    np.testing.assert_allclose(positive - negative, linear, rtol=1e-6)
    assert not (positive * negative).any()


def test_energy_is_the_mean_square_under_a_window():
    model = bank(energy_size=0.2)
    found = see(model, picture())
    squared = np.asarray(found["squared"], float)
    for i, j in ((0, 0), (5, 3), (11, 6)):
        y, x = (model.axes["energy"][axis][k] for axis, k in (("rf_y", i), ("rf_x", j)))
        weights = np.exp(-((FIELD.y[:, None] - y) ** 2 + (FIELD.x[None, :] - x) ** 2) / (2 * 0.2**2))
        expected = (weights * squared).sum((1, 2)) / weights.sum()
        np.testing.assert_allclose(found["energy"][:, i, j], expected, rtol=1e-4)


def test_both_models_have_the_same_channels():
    half_wave = see(malik_perona(), picture())["half_wave"]
    np.testing.assert_allclose(see(bank(), picture())["half_wave"], half_wave, atol=1e-6)
    blobs = bank(kinds=("DOG2",))
    names = bank().axes["linear"]["channel"]
    places = [names.index(name) for name in blobs.axes["linear"]["channel"]]
    expected = see(bank(), picture())["linear"][np.array(places)]
    np.testing.assert_allclose(see(blobs, picture())["linear"], expected, atol=1e-5)


def test_a_sweep_of_the_parameters_compiles_once():
    site, before = Site(malik_perona(), "gradient"), _respond._cache_size()
    swept = record(site, spot, diameter=0.3, inhibition=[0.0, 0.5], gradient_size=[0.2, 0.3], filter_scale=[0.8, 1.0])
    assert swept.shape == (2, 2, 2, 12, 12) and _respond._cache_size() == before + 1
    one = see(malik_perona(inhibition=0.0, gradient_size=0.3), spot(FIELD, diameter=0.3))["gradient"]
    found = swept.sel(inhibition=0.0, gradient_size=0.3, filter_scale=1.0)
    np.testing.assert_allclose(found, one, atol=1e-5 * one.max())


def test_means_over_a_display_are_recorded_by_channel():
    means = record(Site(SpatialPool(bank(), pooling="SUM"), "squared"), spot, diameter=[0.2, 0.6])
    assert means.dims == ("diameter", "channel")
    fine, coarse = means.sel(channel="DOG1 0.0625"), means.sel(channel="DOG1 0.125")
    small, large = coarse / fine
    assert large > 2 * small


@pytest.mark.parametrize(
    ("model", "options", "message"),
    [
        (MalikPerona, {"inhibition": 1.0}, "from 0 to below 1"),
        (MalikPerona, {"gradient_size": 0.0}, "positive size"),
        (MalikPerona, {"scales": (0.01,)}, "one sample"),
        (MalikPerona, {"spacing": 0.0}, "positive spacing"),
        (FilterRectifyFilter, {"energy_size": -1.0}, "positive size"),
        (FilterRectifyFilter, {"kinds": ("DOG",)}, "no kind of filter 'DOG'"),
    ],
)
def test_impossible_numbers_are_refused(model, options, message):
    with pytest.raises(ValueError, match=message):
        model(FIELD, **options)
