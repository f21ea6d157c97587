"""Gratings: phase, drift, window and sum."""

import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import centre_surround_grating, counterphase_grating, drifting_grating, grating, plaid
from visualcortex.stimuli.gratings import coloured_grating

FIELD = VisualField(extent=(4, 3), resolution=16)
X, Y = FIELD.mesh()


def assert_same(one, other, atol=2e-5):
    np.testing.assert_allclose(one, other, atol=atol)


@pytest.mark.parametrize("phase", [0.0, 30.0, 90.0, 200.0])
@pytest.mark.parametrize("orientation", [0.0, 20.0, 90.0, 137.0])
def test_half_a_turn_reverses_the_phase(orientation, phase):
    assert_same(
        grating(FIELD, orientation=orientation + 180, phase=phase),
        grating(FIELD, orientation=orientation, phase=-phase),
    )


def test_a_grating_is_its_formula_in_double_precision():
    theta = np.deg2rad(30.0)
    u = Y.astype(float) * np.cos(theta) - X.astype(float) * np.sin(theta)
    expected = 0.7 * np.cos(2 * np.pi * 3.0 * u - np.deg2rad(75.0))
    assert_same(grating(FIELD, orientation=30.0, spatial_frequency=3.0, phase=75.0, contrast=0.7), expected, 1e-5)


def test_the_bars_of_ninety_degrees_are_vertical_and_of_zero_horizontal():
    assert np.asarray(grating(FIELD, orientation=90.0)).std(axis=0).max() < 1e-5
    assert np.asarray(grating(FIELD, orientation=0.0)).std(axis=1).max() < 1e-5


@pytest.mark.parametrize("direction", [0.0, 50.0, 90.0, 200.0, 315.0])
def test_drift_carries_the_bars_in_the_named_direction_at_the_named_speed(direction):
    time, speed = 0.03, 4.0 / 2.0
    theta = np.deg2rad(direction)
    moved = grating(
        FIELD,
        orientation=direction - 90,
        spatial_frequency=2.0,
        x=speed * time * np.cos(theta),
        y=speed * time * np.sin(theta),
    )
    drifting = drifting_grating(FIELD, direction=direction, spatial_frequency=2.0, temporal_frequency=4.0, time=time)
    assert_same(drifting, moved)
    assert np.abs(drifting - drifting_grating(FIELD, direction=direction, spatial_frequency=2.0)).max() > 0.5


@pytest.mark.parametrize("stimulus", [drifting_grating, counterphase_grating])
def test_one_period_later_the_grating_has_returned(stimulus):
    first, half, whole = (stimulus(FIELD, temporal_frequency=2.5, time=0.05 + t) for t in (0.0, 0.2, 0.4))
    assert_same(whole, first)
    assert_same(half, -first)


def test_a_counterphase_grating_is_two_opposite_drifts():
    there, back = (drifting_grating(FIELD, direction=d, time=0.02, contrast=0.5) for d in (70.0, 250.0))
    assert_same(counterphase_grating(FIELD, orientation=-20.0, time=0.02), there + back)


def test_the_window_is_round_grey_outside_and_moves_with_its_bars():
    distance = np.hypot(X - 0.5, Y + 0.25)
    image = np.asarray(grating(FIELD, x=0.5, y=-0.25, diameter=2.0, inner_diameter=0.5, orientation=40.0))
    whole = np.asarray(grating(FIELD, x=0.5, y=-0.25, orientation=40.0))
    assert not image[(distance > 1.05) | (distance < 0.2)].any()
    inside = (distance < 0.95) & (distance > 0.3)
    np.testing.assert_allclose(image[inside], whole[inside], atol=1e-6)
    step = grating(FIELD, orientation=40.0, diameter=2.0, inner_diameter=0.5)
    assert_same(image[4:, 8:], np.asarray(step)[:-4, :-8])


def test_a_plaid_is_the_sum_of_its_gratings_and_alone_without_mask():
    both = plaid(FIELD, orientation=10.0, contrast=0.3, mask_orientation=70.0, mask_contrast=0.4, mask_phase=20.0)
    mask = grating(FIELD, orientation=70.0, contrast=0.4, phase=20.0)
    alone = plaid(FIELD, orientation=10.0, contrast=0.3, mask_contrast=0.0)
    assert_same(both - alone, mask)
    assert_same(alone, grating(FIELD, orientation=10.0, contrast=0.3))


def test_centre_and_surround_of_one_grating_join_without_a_seam():
    whole = grating(FIELD, orientation=30.0, diameter=2.5)
    joined = centre_surround_grating(
        FIELD, orientation=30.0, diameter=1.2, surround_orientation=30.0, surround_diameter=2.5
    )
    assert_same(joined, whole)


def test_the_surround_leaves_the_centre_alone():
    kwargs = {"orientation": 30.0, "diameter": 1.2}
    difference = centre_surround_grating(FIELD, surround_orientation=120.0, **kwargs) - grating(FIELD, **kwargs)
    distance = np.hypot(X, Y)
    assert not np.asarray(difference)[distance < 0.5].any()
    assert np.abs(np.asarray(difference)[distance > 0.7]).max() > 0.9


def test_every_channel_of_a_coloured_grating_is_the_grating_at_its_own_contrast():
    image = coloured_grating(FIELD, orientation=20.0, phase=40.0, red=0.5, green=-1.0, blue=0.0)
    bars = grating(FIELD, orientation=20.0, phase=40.0)
    assert image.shape == (*FIELD.shape, 3) and image.dtype == np.float32
    for channel, contrast in enumerate((0.5, -1.0, 0.0)):
        assert_same(image[..., channel], contrast * bars, 1e-6)
