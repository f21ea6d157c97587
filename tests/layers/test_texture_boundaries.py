"""Competition and gradient against loops in float64."""

import itertools

import jax
import numpy as np
import pytest
from scipy.ndimage import maximum_filter

from visualcortex.field import VisualField
from visualcortex.layers.lattice import Lattice
from visualcortex.layers.texture_boundaries import Competition, Gradient

SCALES = (0.03125, 0.0625, 0.1875)  # 1, 2 and 6 samples
LATTICES = {  # units between samples, and on samples in one direction
    "even": Lattice(VisualField((1.25, 1.0), 32), 0.125, (8, 10)),
    "odd": Lattice(VisualField((1.0, 1.03125), 32), 0.125, (9, 8)),
}
RESPOND = jax.jit(lambda layer, responses: layer(responses))


@pytest.fixture(params=LATTICES)
def lattice(request) -> Lattice:
    return LATTICES[request.param]


def drives(lattice, channels=2):
    shape = (len(SCALES) * channels, *lattice.field.shape)
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def seen_from(y, x, reach, field):
    """Which samples lie in the square around a place, in degrees."""
    down, right = (np.abs(line - at) <= reach + 1e-5 for line, at in ((field.y, y), (field.x, x)))
    return np.ix_(down, right)


def inhibited(drive, lattice, alpha):
    """(sign, scale, channel, rf_y, rf_x), unit by unit."""
    field, drive = lattice.field, drive.astype(float).reshape(len(SCALES), -1, *lattice.field.shape)
    positive = np.maximum(np.stack([drive, -drive]), 0)
    sides = [2 * round(scale * 32) + 1 for scale in SCALES]
    strongest = [maximum_filter(positive[:, s].max((0, 1)), side, mode="constant") for s, side in enumerate(sides)]
    left = np.maximum(positive - alpha * np.max(strongest, 0), 0)
    out = np.empty((*positive.shape[:3], *lattice.shape))
    places = itertools.product(*(enumerate(lattice.axes[axis]) for axis in ("rf_y", "rf_x")))
    for ((i, y), (j, x)), (s, scale) in itertools.product(places, enumerate(SCALES)):
        out[:, s, :, i, j] = left[:, s][(..., *seen_from(y, x, scale, field))].max((2, 3)) / (1 - alpha)
    return out.reshape(-1, *lattice.shape)


@pytest.mark.parametrize("alpha", [0.0, 0.2, 0.5])
def test_inhibited_responses(lattice, alpha):
    """Without inhibition, the largest response near a unit."""
    expected = inhibited(drives(lattice), lattice, alpha)
    found = RESPOND(Competition(lattice, scales=SCALES, inhibition=alpha), drives(lattice))
    assert found.shape == expected.shape and np.abs(found - expected).max() <= 1e-5 * expected.max()


def test_only_the_strong_are_left():
    lattice = LATTICES["even"]
    drive = np.zeros((3, *lattice.field.shape), np.float32)
    drive[2, 17, 19], drive[0, 17, 22] = -1.0, 0.45  # three samples apart, and the strong one reaches six
    drive[0, 1, 2] = 0.1
    left, right = (
        RESPOND(Competition(lattice, scales=SCALES, inhibition=alpha), drive).max((1, 2)) for alpha in (0.0, 0.5)
    )
    np.testing.assert_allclose(left, [0.45, 0, 0, 0, 0, 1.0], atol=1e-7)
    np.testing.assert_allclose(right, [0.1, 0, 0, 0, 0, 1.0], atol=1e-7)


def local_mean(responses, lattice, size, y, x):
    down, right = (np.asarray(lattice.axes[axis]) - at for axis, at in (("rf_y", y), ("rf_x", x)))
    weights = np.exp(-(down[:, None] ** 2 + right[None, :] ** 2) / (2 * size**2))
    return (weights * responses).sum((1, 2)) / weights.sum()


def test_the_gradient_is_the_steepest_slope_of_local_means(lattice):
    responses, size, step = np.random.default_rng(2).random((5, *lattice.shape)).astype(np.float32), 0.2, 1e-5
    found = RESPOND(Gradient(lattice, size=size), responses)
    expected = np.empty(lattice.shape)
    for (i, y), (j, x) in itertools.product(*(enumerate(lattice.axes[axis]) for axis in ("rf_y", "rf_x"))):
        slopes = [
            (
                local_mean(responses, lattice, size, y + dy, x + dx)
                - local_mean(responses, lattice, size, y - dy, x - dx)
            )
            / (2 * step)
            for dy, dx in ((step, 0), (0, step))
        ]
        expected[i, j] = np.hypot(*slopes).max()
    assert np.abs(found - expected).max() <= 1e-5 * expected.max()


def test_even_responses_have_no_slope_up_to_the_border(lattice):
    responses = np.ones((2, *lattice.shape), np.float32)
    assert RESPOND(Gradient(lattice, size=0.3), responses).max() < 1e-5


@pytest.mark.parametrize("inhibition", [-0.1, 1.0, np.nan])
def test_inhibition_that_leaves_nothing_is_refused(inhibition):
    with pytest.raises(ValueError, match="from 0 to below 1"):
        Competition(LATTICES["even"], scales=SCALES, inhibition=inhibition)


@pytest.mark.parametrize("size", [0.0, np.nan, np.inf])
def test_a_window_of_no_size_is_refused(size):
    with pytest.raises(ValueError, match="positive size"):
        Gradient(LATTICES["even"], size=size)
