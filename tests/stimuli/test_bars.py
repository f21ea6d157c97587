"""Bars and edges: area, place, orientation and motion."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import bar, edge, moving_bar

FIELD = VisualField(extent=(6, 5), resolution=16)
X, Y = FIELD.mesh()


def centroid(image):
    image = np.asarray(image, np.float64)
    return np.array([(image * X).sum(), (image * Y).sum()]) / image.sum()


def elongation_axis(image):
    """Orientation of the axis along which the ink is spread most, in degrees."""
    image = np.asarray(image, np.float64)
    x, y = X - centroid(image)[0], Y - centroid(image)[1]
    return np.rad2deg(0.5 * np.arctan2(2 * (image * x * y).sum(), (image * (x**2 - y**2)).sum())) % 180


@pytest.mark.parametrize("width, length", [(0.25, 1.0), (0.2, 2.0), (0.5, 0.5)])
def test_the_area_of_a_bar_is_width_times_length_at_any_place_and_angle(width, length):
    places = jnp.asarray(np.random.default_rng(0).uniform([-0.5, -0.5, 0], [0.5, 0.5, 180], (60, 3)), jnp.float32)
    bars = jax.jit(jax.vmap(lambda p: bar(FIELD, x=p[0], y=p[1], orientation=p[2], width=width, length=length).sum()))(
        places
    )
    np.testing.assert_allclose(bars / FIELD.resolution**2, width * length, rtol=0.01)


def test_a_bar_thinner_than_a_sample_keeps_its_area():
    image = bar(FIELD, orientation=90.0, width=0.02, length=2.0, x=0.013)
    assert float(image.sum()) / FIELD.resolution**2 == pytest.approx(0.04, rel=1e-3)


@pytest.mark.parametrize("orientation", [15.0, 45.0, 90.0, 160.0])
def test_a_bar_lies_along_its_orientation(orientation):
    assert elongation_axis(bar(FIELD, orientation=orientation)) == pytest.approx(orientation, abs=0.2)


def test_a_vertical_bar_is_taller_than_wide_and_dark_when_negative():
    image = np.asarray(bar(FIELD, orientation=90.0, width=0.25, length=2.0, contrast=-1.0))
    assert np.flatnonzero(image.min(axis=0) < -0.5).size == 4
    assert np.flatnonzero(image.min(axis=1) < -0.5).size == 32
    assert image.min() == -1


@pytest.mark.parametrize("orientation", [0.0, 40.0, 90.0])
def test_an_offset_moves_the_bar_in_the_direction_of_drift(orientation):
    drift = np.deg2rad(orientation + 90)
    image = bar(FIELD, orientation=orientation, offset=0.7, x=0.3, y=-0.2)
    expected = [0.3 + 0.7 * np.cos(drift), -0.2 + 0.7 * np.sin(drift)]
    np.testing.assert_allclose(centroid(image), expected, atol=0.005)


@pytest.mark.parametrize("direction", [0.0, 45.0, 90.0, 180.0, 250.0])
def test_a_moving_bar_travels_in_its_direction_at_its_speed(direction):
    first, last = (moving_bar(FIELD, direction=direction, speed=3.0, start=-0.9, time=t) for t in (0.0, 0.5))
    theta = np.deg2rad(direction)
    np.testing.assert_allclose(centroid(last) - centroid(first), [1.5 * np.cos(theta), 1.5 * np.sin(theta)], atol=0.01)
    turned = elongation_axis(first) - direction
    assert turned % 180 == pytest.approx(90, abs=0.2)


def test_a_bar_of_infinite_length_crosses_the_field():
    image = np.asarray(bar(FIELD, orientation=0.0, width=0.25, length=jnp.inf))
    np.testing.assert_allclose(image[38:42], 1, atol=1e-5)
    assert float(image.sum()) == pytest.approx(4 * FIELD.shape[1], rel=1e-5)


@pytest.mark.parametrize("orientation", [0.0, 60.0, 90.0, 230.0])
def test_an_edge_is_light_towards_drift_and_dark_behind(orientation):
    drift = np.deg2rad(orientation + 90)
    u = X * np.cos(drift) + Y * np.sin(drift) - 0.3
    image = np.asarray(edge(FIELD, orientation=orientation, offset=0.3, contrast=0.8))
    np.testing.assert_allclose(image[u > 0.05], 0.8, atol=1e-6)
    np.testing.assert_allclose(image[u < -0.05], -0.8, atol=1e-6)
