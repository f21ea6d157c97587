"""Filters against Gaussians laid out in space, between the samples too, in float64."""

import functools

import jax
import numpy as np
import pytest
from scipy.signal import resample

from visualcortex.field import VisualField
from visualcortex.layers.texture_channels import TextureChannels
from visualcortex.stimuli import bar

FIELD = VisualField((2.0, 1.5), 32)  # 48 × 64 samples
SCALES = (0.03125, 0.125)
FINE, PERIOD = 3, 125  # parts of a sample; samples from one copy of the image, with grey around it, to the next
RESPOND = jax.jit(lambda filters, image: filters(image))


@functools.cache
def filters(**options):
    return TextureChannels(FIELD, **{"scales": SCALES, "orientations": 3} | options)


def picture(shape=FIELD.shape):
    """Lines, a spot and noise, some of it at the border."""
    image = 0.2 * np.random.default_rng(1).standard_normal(shape)
    image[5:30, 10:12], image[20, 8:40], image[-3:, :20] = 1.0, -0.7, 0.5
    return image.astype(np.float32)


def gaussian(x, y, sd_x, sd_y):
    return np.exp(-(x**2 / sd_x**2 + y**2 / sd_y**2) / 2) / (2 * np.pi * sd_x * sd_y)


def in_space(kind, sigma, orientation=0.0, elongation=3.0):
    """A filter around the first of the fine samples, in copies; rows run down, x runs along the bar."""
    place = (np.arange(FINE * PERIOD) + FINE * PERIOD // 2) % (FINE * PERIOD) - FINE * PERIOD // 2
    right, up, angle = place[None, :] / FINE, -place[:, None] / FINE, np.deg2rad(orientation)
    x, y = right * np.cos(angle) + up * np.sin(angle), up * np.cos(angle) - right * np.sin(angle)
    if kind == "DOOG2":
        return sum(w * gaussian(x, y + o, elongation * sigma, sigma) for o, w in ((sigma, -1), (0, 2), (-sigma, -1)))
    weights = {"DOG1": ((0.71, 1), (1.14, -1)), "DOG2": ((0.62, 1), (1, -2), (1.6, 1))}[kind]
    return sum(w * gaussian(x, y, s * sigma, s * sigma) for s, w in weights)


@functools.cache
def reference():
    """The image without frequencies above its own, summed under each filter: (channel, y, x)."""
    padded = np.zeros((PERIOD, PERIOD))
    padded[: FIELD.shape[0], : FIELD.shape[1]] = picture()
    fine = resample(resample(padded, FINE * PERIOD, axis=0), FINE * PERIOD, axis=1)
    spectrum, out = np.fft.rfft2(fine), []
    for one in filters().channels:
        kernel = in_space(one.kind, one.scale * 32, one.orientation or 0.0)
        summed = np.fft.irfft2(spectrum * np.fft.rfft2(kernel), fine.shape) / FINE**2
        out.append(summed[::FINE, ::FINE][: FIELD.shape[0], : FIELD.shape[1]])
    return np.stack(out)


def test_responses():
    found = np.asarray(RESPOND(filters(), picture()))
    assert filters().padded == (PERIOD, PERIOD)
    assert found.shape == reference().shape == (2 * 5, *FIELD.shape)
    for ours, theirs in zip(found, reference(), strict=True):
        assert np.abs(ours - theirs).max() <= 1e-5 * np.abs(theirs).max()


def test_filters_integrate_to_zero_and_kinds_are_driven_as_said():
    transfer = np.asarray(jax.jit(lambda filters: filters.transfer())(filters()))
    assert (transfer[:, 0, 0] == 0).all()
    np.testing.assert_allclose(np.abs(transfer).max((1, 2))[5:], [0.34, 0.22, 0.63, 0.63, 0.63], atol=0.02)


@pytest.mark.parametrize("kind", ["DOG1", "DOG2", "DOOG2"])
def test_a_filter_twice_as_wide_answers_a_pattern_twice_as_wide_alike(kind):
    field = VisualField(6.03125, 32)  # with a sample in the middle
    x, y = field.mesh()
    bank = TextureChannels(field, kinds=[kind], scales=[0.125, 0.25], orientations=2)
    narrow, wide = (
        RESPOND(bank, np.exp(-((x / (0.2 * size)) ** 2 + (y / (0.1 * size)) ** 2) / 2)).reshape(2, -1, *field.shape)
        for size in (1, 2)
    )
    np.testing.assert_allclose(narrow[0, :, 96, 96], wide[1, :, 96, 96], atol=1e-5)
    assert np.abs(narrow[0, :, 96, 96]).min() > 5e-3 and np.abs(wide[0, :, 96, 96] - narrow[0, :, 96, 96]).min() > 5e-3


@pytest.mark.parametrize("orientation", [0.0, 60.0, 120.0])
def test_a_bar_drives_the_filter_of_its_orientation_most(orientation):
    responses = RESPOND(filters(kinds=("DOOG2",)), bar(FIELD, orientation=orientation, width=0.1, length=1.2))
    best = np.asarray(responses).reshape(2, 3, -1).max(2).argmax(1)
    assert [filters(kinds=("DOOG2",)).channels[i].orientation for i in best] == [orientation] * 2


def facing(bank, turn):
    """The channels by the orientations that others have once the image is turned or mirrored."""
    turned = [
        one if one.orientation is None else one._replace(orientation=turn(one.orientation)) for one in bank.channels
    ]
    return [bank.channels.index(one) for one in turned]


def test_a_turned_image_gives_turned_responses():
    bank, image = TextureChannels(VisualField(1.5, 32), scales=SCALES, orientations=6), picture((48, 48))
    found, turned = (np.asarray(RESPOND(bank, seen)) for seen in (image, np.rot90(image)))
    there = turned[facing(bank, lambda angle: (angle + 90) % 180)]
    assert np.abs(there - np.rot90(found, axes=(1, 2))).max() <= 3e-6 * np.abs(found).max()


def test_a_mirrored_image_gives_mirrored_responses():
    found, mirrored = (np.asarray(RESPOND(filters(), seen)) for seen in (picture(), picture()[:, ::-1]))
    there = mirrored[facing(filters(), lambda angle: -angle % 180)]
    assert np.abs(there - found[:, :, ::-1]).max() <= 3e-6 * np.abs(found).max()


def test_the_opposite_border_is_not_seen():
    field = VisualField(6.0, 32)
    image = np.zeros(field.shape, np.float32)
    image[:, :2] = image[:2] = 1
    found = np.asarray(RESPOND(TextureChannels(field, scales=[0.25]), image))
    assert np.abs(found[:, -20:, -20:]).max() <= 1e-5 * np.abs(found).max()


@pytest.mark.parametrize(("factor", "elongation"), [(2.0, 3.0), (0.5, 4.0)])
def test_leaves_shape_the_filters(factor, elongation):
    built, scales = filters(scales=(0.0625, 0.25)), [0.0625 * factor, 0.25 * factor]
    changed = jax.tree.map(lambda leaf: leaf, built)
    changed.factor, changed.elongation = changed.factor * factor, changed.elongation * elongation / 3
    expected = RESPOND(filters(scales=tuple(scales), elongation=elongation), picture())[:5]
    assert np.abs(RESPOND(changed, picture())[:5] - expected).max() <= 1e-4 * np.abs(expected).max()
    assert np.abs(RESPOND(built, picture())[:5] - expected).max() > 0.01 * np.abs(expected).max()


@pytest.mark.parametrize("samples", [40, 320])
def test_lengths_are_odd_and_fast(samples):
    bank = TextureChannels(VisualField(samples / 32, 32), scales=[0.25])
    assert bank.padded[0] >= samples + 5 * 24 and bank.padded[0] % 2
    rest = bank.padded[0]
    for prime in (3, 5, 7):
        while rest % prime == 0:
            rest //= prime
    assert rest == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kinds": ["DOG3"]}, "no kind of filter 'DOG3'"),
        ({"kinds": []}, "kinds are a list of one or more"),
        ({"kinds": ["DOG1", "DOG1"]}, "each once"),
        ({"scales": []}, "scales increase"),
        ({"scales": [0.1, 0.1]}, "scales increase"),
        ({"scales": [0.02]}, "one sample, 0.03125 deg here"),
        ({"orientations": 0}, "orientations must be a whole number"),
        ({"elongation": 0.0}, "the elongation is a positive number"),
    ],
)
def test_what_is_no_bank_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        filters.__wrapped__(**options)
