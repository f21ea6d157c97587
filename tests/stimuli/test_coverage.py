"""Coverage: a sample holds the fraction of its area inside the shape."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import coverage

FIELD = VisualField(extent=(1.5, 1), resolution=8)
FINE = VisualField(extent=(1.5, 1), resolution=8 * 64)


def averaged(inside):
    rows, columns = FIELD.shape
    return np.asarray(inside, np.float64).reshape(rows, 64, columns, 64).mean((1, 3))


@pytest.mark.parametrize("orientation", [0.0, 3.0, 30.0, 45.0, 90.0, 117.0])
def test_a_half_plane_is_exact_at_every_angle(orientation):
    theta = np.deg2rad(orientation)
    normal = np.array([-np.sin(theta), np.cos(theta)])
    x, y = FINE.mesh()
    expected = averaged(normal[0] * x + normal[1] * y > 0.03)
    x, y = FIELD.mesh()
    found = coverage.half_plane(FIELD, jnp.asarray(normal[0] * x + normal[1] * y - 0.03), *jnp.asarray(normal))
    np.testing.assert_allclose(found, expected, atol=0.01)


def test_an_edge_between_samples_leaves_them_whole():
    _, y = coverage.about(FIELD, 0.0, 0.0)
    half = np.asarray(coverage.half_plane(FIELD, y + jnp.zeros(FIELD.shape), jnp.array(0.0), jnp.array(1.0)))
    np.testing.assert_allclose(half[:4], 1, atol=1e-5)
    np.testing.assert_allclose(half[4:], 0, atol=1e-5)


@pytest.mark.parametrize("diameter", [0.3, 0.5, 0.9])
def test_a_disc_is_close_to_its_area_in_every_sample(diameter):
    x, y = FINE.mesh()
    expected = averaged((x - 0.02) ** 2 + (y + 0.03) ** 2 < diameter**2 / 4)
    found = coverage.disc(FIELD, x=0.02, y=-0.03, diameter=diameter)
    np.testing.assert_allclose(found, expected, atol=0.05)


@pytest.mark.parametrize("diameter", [0.0, 0.02, 0.06, 0.125, 0.25, 1.0])
def test_the_area_of_a_disc_is_right_on_average_however_small(diameter):
    places = jnp.asarray(np.random.default_rng(0).uniform(-0.1, 0.1, (100, 2)), jnp.float32)
    field = VisualField(extent=2.0, resolution=8)
    discs = jax.jit(jax.vmap(lambda place: coverage.disc(field, x=place[0], y=place[1], diameter=diameter)))(places)
    area = np.asarray(discs).sum((1, 2)).mean() / field.resolution**2
    assert area == pytest.approx(np.pi * diameter**2 / 4, rel=0.03)


def test_an_infinite_disc_covers_all_and_has_a_gradient():
    np.testing.assert_array_equal(coverage.disc(FIELD, x=0.0, y=0.0, diameter=jnp.inf), 1)
    gradient = jax.grad(lambda d: coverage.disc(FIELD, x=0.0, y=0.0, diameter=d).sum())(jnp.inf)
    assert float(gradient) == 0


def test_the_area_of_a_disc_grows_with_its_circumference():
    places = jnp.asarray(np.random.default_rng(0).uniform(-0.1, 0.1, (100, 2)), jnp.float32)

    def area(diameter):
        discs = jax.vmap(lambda place: coverage.disc(FIELD, x=place[0], y=place[1], diameter=diameter))(places)
        return discs.sum((1, 2)).mean() / FIELD.resolution**2

    assert float(jax.jit(jax.grad(area))(0.6)) == pytest.approx(np.pi * 0.6 / 2, rel=0.02)


def test_a_ring_whose_hole_is_too_large_is_empty():
    assert not coverage.ring(FIELD, x=0.0, y=0.0, diameter=0.5, inner_diameter=0.8).any()


@pytest.mark.parametrize(("width", "height"), [(0.9, 0.6), (0.5, 0.7)])
def test_an_ellipse_is_close_to_its_area_in_every_sample(width, height):
    x, y = FINE.mesh()
    expected = averaged(((x - 0.02) / width) ** 2 + ((y + 0.03) / height) ** 2 < 1 / 4)
    found = coverage.ellipse(FIELD, x=0.02, y=-0.03, width=width, height=height)
    np.testing.assert_allclose(found, expected, atol=0.08)


def test_a_stroke_without_length_is_a_disc():
    point = jnp.array([[0.1, -0.05]])
    found = coverage.strokes(FIELD, point, point, width=0.6)
    np.testing.assert_allclose(found, coverage.disc(FIELD, x=0.1, y=-0.05, diameter=0.6), atol=0.05)


def test_the_same_stroke_twice_is_the_stroke():
    starts, ends = jnp.array([[-0.3, 0.1]]), jnp.array([[0.4, -0.2]])
    once = coverage.strokes(FIELD, starts, ends, width=0.2)
    twice = coverage.strokes(FIELD, jnp.tile(starts, (2, 1)), jnp.tile(ends, (2, 1)), width=0.2)
    np.testing.assert_array_equal(once, twice)


@pytest.mark.parametrize(("index", "there"), [(0, True), (2, True), (3, False), (-3, True), (-4, False)])
def test_a_number_that_no_row_has_gives_nan(index, there):
    assert np.isfinite(coverage.numbered(jnp.ones(2), index, 3)).all() == there
    assert np.isnan(coverage.numbered(jnp.ones(2), index, 3)).any() != there
