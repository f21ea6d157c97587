import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex import retinotopy
from visualcortex.papers import horton1991

RANDOM = np.random.default_rng(0)
E = np.exp(RANDOM.uniform(np.log(1e-3), np.log(90), 500))
ANGLE = RANDOM.uniform(-np.pi, np.pi, 500)
X, Y = ((E * wave(ANGLE)).astype(np.float32) for wave in (np.cos, np.sin))
MAPS = pytest.mark.parametrize("b", [np.inf, retinotopy.B], ids=["monopole", "dipole"])


def reference(x, y, b, k=17.3, a=0.75):
    """The map in double precision, as Schwartz wrote it: its origin is that of the logarithm."""
    z = np.abs(x.astype(float)) + 1j * y
    w = k * np.log((z + a) / (1 if np.isinf(b) else (z + b) / b)) - k * np.log(a)
    return np.where(x < 0, -w.real, w.real), w.imag


@MAPS
def test_the_map_is_the_complex_logarithm(b):
    for mine, right in zip(retinotopy.dipole(X, Y, b=b), reference(X, Y, b), strict=True):
        assert mine.dtype == jnp.float32
        np.testing.assert_allclose(mine, right, atol=1e-5 * np.abs(right).max())


@MAPS
def test_the_way_to_the_cortex_and_back_ends_where_it_began(b):
    x, y = retinotopy.inverse_dipole(*retinotopy.dipole(X, Y, b=b), b=b)
    assert np.max(np.hypot(x - X, y - Y) / (E + 0.75)) < 3e-6


def test_a_dipole_with_its_far_pole_at_infinity_is_the_monopole():
    np.testing.assert_array_equal(retinotopy.monopole(X, Y), retinotopy.dipole(X, Y, b=np.inf))
    np.testing.assert_allclose(retinotopy.monopole(X, Y), retinotopy.dipole(X, Y, b=1e9), rtol=1e-4, atol=1e-4)
    u, v = retinotopy.monopole(X, Y)
    np.testing.assert_array_equal(retinotopy.inverse_monopole(u, v), retinotopy.inverse_dipole(u, v, b=np.inf))


@MAPS
def test_the_map_is_conformal_and_its_derivative_is_the_magnification(b):
    def mapped(place):
        return jnp.stack(retinotopy.dipole(place[0], place[1], b=b))

    jacobian = np.asarray(jax.jit(jax.vmap(jax.jacfwd(mapped)))(jnp.stack([X, Y], 1)))
    m = np.asarray(retinotopy.magnification_at(X, Y, b=b))
    turned = np.swapaxes(jacobian, 1, 2) @ jacobian / (m**2)[:, None, None]
    np.testing.assert_allclose(turned, np.broadcast_to(np.eye(2), turned.shape), atol=1e-4)


def test_magnification_on_the_horizontal_meridian_is_the_formula():
    formula = horton1991.K.value / (E + horton1991.A.value)
    np.testing.assert_allclose(retinotopy.magnification(E), formula, rtol=1e-6)
    np.testing.assert_allclose(retinotopy.magnification_at(-E, 0.0), formula, rtol=1e-6)
    dipole = formula - horton1991.K.value / (E + retinotopy.B)
    np.testing.assert_allclose(retinotopy.magnification(E, b=retinotopy.B), dipole, rtol=1e-5)


def test_each_half_of_the_field_has_its_own_side_and_both_are_mirror_images():
    right, left = retinotopy.monopole(np.abs(X), Y), retinotopy.monopole(-np.abs(X), Y)
    assert (np.asarray(right[0]) > 0).all()
    np.testing.assert_array_equal(left[0], -right[0])
    np.testing.assert_array_equal(left[1], right[1])
    assert (np.sign(right[1]) == np.sign(Y)).all()


def test_the_fovea_is_the_origin():
    assert [float(place) for place in retinotopy.monopole(0.0, 0.0)] == [0.0, 0.0]
    assert [float(place) for place in retinotopy.inverse_monopole(0.0, 0.0)] == [0.0, 0.0]


def test_the_vertical_meridian_is_the_border_and_belongs_to_the_right():
    y = jnp.array([-20.0, -1.0, 1.0, 20.0])
    u, v = retinotopy.monopole(0.0, y)
    assert (u > 0).all() and retinotopy.on_cortex(u, v).all() and retinotopy.on_cortex(-u, v).all()
    np.testing.assert_allclose(retinotopy.monopole(-1e-6, y)[0], -u, rtol=1e-5)
    assert not retinotopy.on_cortex(u, v * 1.01).any() and not retinotopy.on_cortex(u - 0.5, v).any()


@MAPS
def test_every_place_of_the_field_is_on_the_cortex(b):
    assert retinotopy.on_cortex(*retinotopy.dipole(X, Y, b=b), b=b).all()


def test_nothing_lies_beyond_the_end_of_the_dipole():
    end = retinotopy.K * np.log(retinotopy.B / retinotopy.A)
    assert retinotopy.on_cortex(end - 5, 0.0, b=retinotopy.B) and not retinotopy.on_cortex(end + 5, 0.0, b=retinotopy.B)
    x, y = retinotopy.inverse_dipole(np.float32(end), 0.0, b=retinotopy.B)
    assert not jnp.isnan(x) and not jnp.isnan(y)


def test_turned_a_little_about_the_fovea_the_far_field_shifts_across_the_cortex_by_as_much_everywhere():
    turn = np.deg2rad(10.0)
    far = np.array([40.0, 60.0, 80.0])
    shift = retinotopy.monopole(far * np.cos(turn), far * np.sin(turn))[1]
    np.testing.assert_allclose(shift, retinotopy.K * turn, rtol=0.02)


def test_jit_and_vmap_give_the_same():
    plain = retinotopy.monopole(X, Y)
    np.testing.assert_allclose(jax.jit(jax.vmap(retinotopy.monopole))(X, Y), plain, rtol=1e-5)


def test_gradients_by_every_number_are_finite_even_at_the_fovea_and_the_meridian():
    def length(k, a, b):
        u, v = retinotopy.dipole(jnp.array([-3.0, 0.0, 0.0, 4.0]), jnp.array([2.0, 0.0, 5.0, 0.0]), k=k, a=a, b=b)
        x, y = retinotopy.inverse_dipole(u, v / 2, k=k, a=a, b=b)
        return (u**2 + v**2 + x**2 + y**2).sum()

    slopes = jax.jit(jax.grad(length, (0, 1, 2)), compiler_options={"xla_backend_optimization_level": 0})
    for b in (jnp.inf, 120.0):
        by_k, by_a, by_b = slopes(17.3, 0.75, b)
        assert jnp.isfinite(by_k) and jnp.isfinite(by_a) and jnp.isfinite(by_b) and by_k != 0 and by_a != 0
