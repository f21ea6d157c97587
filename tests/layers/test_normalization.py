"""Divisive normalisation: what a grating of any kind gives, and what divides it."""

import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.layers.lattice import Lattice
from visualcortex.layers.normalization import DivisiveNormalization
from visualcortex.stimuli import grating

FIELD = VisualField(6.0, 16)
LAYER = DivisiveNormalization(Lattice(FIELD, 1.0, (3, 1)))
SIGMA = 0.065


def respond(layer, drive, **shown):
    return np.asarray(layer(jnp.full((1, 1, 3, 1), drive), grating(FIELD, **shown)))[0, 0, :, 0]


def test_against_a_reference_in_float64():
    random = np.random.default_rng(0)
    image, drive = random.uniform(-1, 1, FIELD.shape), random.normal(size=(2, 4, 3, 1))
    y, x = FIELD.y.astype(float)[:, None], FIELD.x.astype(float)

    def energy(place, size):
        window = np.exp(-((y - place) ** 2 + x**2) / (2 * size**2))
        window /= window.sum()
        return 2 * ((window * image**2).sum() - (window * image).sum() ** 2)

    pooled = np.array([[energy(place, 0.3) + 0.5 * energy(place, 1.0)] for place in (1, 0, -1)]) / 1.5
    expected = np.maximum(drive, 0) ** 2 / (SIGMA**2 + pooled)
    found = LAYER(jnp.asarray(drive, jnp.float32), jnp.asarray(image, jnp.float32))
    assert np.abs(found - expected).max() < 1e-5 * expected.max()


@pytest.mark.parametrize("contrast", [0.02, 0.065, 0.3, 1.0])
@pytest.mark.parametrize("shown", [(0, 1.5, 0), (30, 2, 0), (90, 4, 90), (135, 6, 45)])
def test_a_grating_that_fills_the_field_saturates_as_put_in_whatever_its_kind(contrast, shown):
    orientation, spatial_frequency, phase = shown
    kind = {"orientation": orientation, "spatial_frequency": spatial_frequency, "phase": phase}
    found = respond(LAYER, contrast, contrast=contrast, **kind)
    assert found == pytest.approx([contrast**2 / (SIGMA**2 + contrast**2)] * 3, rel=0.02)


def test_half_the_maximum_lies_at_the_same_contrast_for_a_stimulus_that_drives_less():
    best, other = (
        [respond(LAYER, gain * contrast, contrast=contrast, spatial_frequency=2)[1] for contrast in (SIGMA, 1.0)]
        for gain in (1.0, 0.3)
    )
    assert best[0] / best[1] == pytest.approx(other[0] / other[1], rel=1e-4)


def test_uniform_light_divides_nothing():
    light = jnp.ones(FIELD.shape)
    assert np.abs(LAYER.energy(light, 0.3)).max() < 1e-5
    assert LAYER(jnp.full((1, 1, 3, 1), SIGMA), light) == pytest.approx(1.0, rel=0.01)


def test_drive_is_half_squared():
    drive = jnp.array([-1.0, 0.0, 0.5]).reshape(1, 1, 3, 1)
    found = np.asarray(LAYER(drive, jnp.zeros(FIELD.shape))).ravel() * SIGMA**2
    assert found == pytest.approx([0, 0, 0.25])


def test_a_grey_surround_divides_less_and_none_if_it_has_no_weight():
    patch, field = ({"contrast": 1.0, "spatial_frequency": 4.0, "diameter": d} for d in (2.4, np.inf))
    assert respond(LAYER, 1.0, **patch)[1] > 1.1 * respond(LAYER, 1.0, **field)[1]
    local = DivisiveNormalization(LAYER.lattice, surround_weight=0.0)
    assert respond(local, 1.0, **patch)[1] == pytest.approx(respond(local, 1.0, **field)[1], rel=0.01)
