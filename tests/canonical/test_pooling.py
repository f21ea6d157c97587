"""Pooling over axes and over windows, between SUM and MAX, against its formula in float64."""

from functools import partial
from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.canonical import exponent_of, pool, pool_windows, pooling_case, window_centres

S = np.array([[0.2, -1.5, 1.0, 0.0], [3.0, 2.9, 0.1, -0.4]], np.float32)
FAMILIES = {"softmax": 0.0, "norm": 1.0}
EXPONENTS = [0.0, 0.3, 4.0, 60.0, np.inf]


@pytest.mark.parametrize(("family", "end"), FAMILIES.items())
def test_one_end_of_pooling_is_exactly_the_mean(family, end):
    expected = (np.abs(S) if family == "norm" else S).mean(1)
    np.testing.assert_allclose(pool(jnp.asarray(S), exponent=end, family=family), expected, rtol=2e-7)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_other_end_is_exactly_the_maximum(family):
    s = np.abs(S)
    np.testing.assert_array_equal(pool(jnp.asarray(s), exponent=jnp.inf, family=family), s.max(1))


def test_softmax_takes_the_response_of_largest_size_with_its_sign():
    assert pool(jnp.asarray(S), exponent=jnp.inf).tolist() == [-1.5, 3.0]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("exponent", [1.5, 4.0, 1e3, 1e6, 1e30, 3e38])
def test_pooling_is_finite_and_between_its_ends(family, exponent):
    s = jnp.asarray(np.abs(S))
    pooled = pool(s, exponent=exponent, family=family)
    assert (pooled >= s.mean(1) - 1e-6).all() and (pooled <= s.max(1) + 1e-6).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_pooling_of_positive_responses_grows_with_the_exponent(family):
    pooled = [float(pool(jnp.asarray(np.abs(S)), exponent=p, family=family)[0]) for p in (1, 2, 4, 8, 16, jnp.inf)]
    assert (np.diff(pooled) >= 0).all() and pooled[-1] > pooled[0]


@pytest.mark.parametrize("family", FAMILIES)
def test_pooling_agrees_with_its_formula_in_float64(family):
    s = S.astype(np.float64)
    for p in (1.0, 2.5, 7.0):
        weights = np.exp(p * np.abs(s))
        softmax = (s * weights).sum(1) / weights.sum(1)
        expected = softmax if family == "softmax" else (np.abs(s) ** p).mean(1) ** (1 / p)
        np.testing.assert_allclose(pool(jnp.asarray(S), exponent=p, family=family), expected, rtol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("exponent", [1.0, 2.0, 50.0, 1e4, jnp.inf])
@pytest.mark.parametrize("responses", [S, np.zeros((2, 4), np.float32), np.full((2, 4), 1e-30, np.float32)])
def test_pooling_has_finite_gradients_everywhere(family, exponent, responses):
    total = lambda s, p: pool(s, exponent=p, family=family).sum()  # noqa: E731
    for gradient in jax.grad(total, argnums=(0, 1))(jnp.asarray(responses), exponent):
        assert np.isfinite(gradient).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_gradients_agree_with_finite_differences(family):
    s = jnp.asarray(np.abs(S) + 0.1)
    gradient = jax.grad(lambda s: pool(s, exponent=3.0, family=family).sum())(s)
    step = 1e-3
    moved = pool(s.at[0, 2].add(step), exponent=3.0, family=family) - pool(
        s.at[0, 2].add(-step), exponent=3.0, family=family
    )
    assert float(gradient[0, 2]) == pytest.approx(float(moved[0]) / (2 * step), rel=2e-2)


def test_below_its_least_exponent_pooling_has_no_answer():
    assert np.isnan(pool(jnp.asarray(S), exponent=-1.0)).all()
    assert np.isnan(pool(jnp.asarray(S), exponent=0.5, family="norm")).all()
    with pytest.raises(ValueError, match="did you mean 'softmax'"):
        pool(jnp.asarray(S), exponent=1.0, family="sofmax")


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("exponent", [1.0, 2.0, np.inf])
@pytest.mark.parametrize("units", [4, 5000])
def test_what_is_not_a_number_is_not_pooled_away(units, exponent, family):
    one = jnp.ones((16, units)).at[:8, units // 2].set(jnp.nan)
    pooled = jax.jit(lambda s: pool(s, exponent=exponent, family=family))(one)
    assert np.isnan(pooled[:8]).all() and np.isfinite(pooled[8:]).all()


@pytest.mark.parametrize("exponent", [0.0, 2.0, np.inf])
def test_windows_that_see_what_is_not_a_number_have_no_answer_and_others_have(exponent):
    given = maps(shape=(40, 40))
    given[1, 20, 20] = np.nan
    expected = np.isnan(naive(given, 12, 1, 0.0))
    np.testing.assert_array_equal(np.isnan(windows(given, 12, 1, exponent)), expected)


def test_pooling_over_several_axes():
    s = jnp.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_allclose(pool(s, (0, 2), exponent=jnp.inf), s.max((0, 2)))


def test_words_stand_for_exponents():
    assert [exponent_of(p) for p in ("SUM", 0, 2.5, np.float32(7), "MAX", np.inf)] == [0, 0, 2.5, 7, np.inf, np.inf]
    assert [exponent_of(p, "norm") for p in ("SUM", "energy", 3, "MAX")] == [1, 2, 3, np.inf]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("pooling", ["max", "", -0.5, -np.inf, np.nan, None])
def test_other_poolings_are_refused(pooling, family):
    with pytest.raises(ValueError, match="pooling is SUM, "):
        exponent_of(pooling, family)


def test_every_exponent_has_its_way():
    cases = [int(pooling_case(p)) for p in (0.0, 1e-30, 1.0, 3e38, np.inf)]
    assert cases == [0, 1, 1, 1, 2]


def places(samples, window, stride):
    """First places of the windows along a line: as many as fit, the rest at both ends, the larger part last."""
    count = 0
    while window + count * stride <= samples:
        count += 1
    return [(samples - window - (count - 1) * stride) // 2 + i * stride for i in range(count)]


def naive(maps, window, stride, p):
    """The formula in float64, one window after another."""
    maps = np.asarray(maps, np.float64)
    rows, columns = (places(samples, window, stride) for samples in maps.shape[-2:])
    out = np.empty((*maps.shape[1:-2], len(rows), len(columns)))
    for i, y in enumerate(rows):
        for j, x in enumerate(columns):
            seen = np.moveaxis(maps[..., y : y + window, x : x + window], 0, -1)
            seen = seen.reshape(*maps.shape[1:-2], -1)
            if np.isinf(p):
                out[..., i, j] = seen.max(-1)
            else:
                weights = np.exp(p * seen)
                out[..., i, j] = (weights * seen).sum(-1) / weights.sum(-1)
    return out


def maps(count=3, shape=(2, 17, 22), seed=0):
    return np.random.default_rng(seed).gamma(0.5, size=(count, *shape)).astype(np.float32)


@partial(jax.jit, static_argnums=(1, 2))
def windows(given, window, stride, p):
    return pool_windows(list, given, window=window, stride=stride, exponent=p)


@pytest.mark.parametrize("p", EXPONENTS)
@pytest.mark.parametrize(("window", "stride"), [(1, 1), (4, 1), (4, 2), (5, 3), (9, 5), (17, 6)])
def test_windows_pool_as_the_formula_does(window, stride, p):
    expected = naive(maps(), window, stride, p)
    pooled = windows(maps(), window, stride, p)
    assert pooled.shape == expected.shape
    assert np.abs(pooled - expected).max() <= 1e-5 * expected.max()


@pytest.mark.parametrize("p", [*EXPONENTS, 1e6, 3e38])
def test_one_window_over_everything_is_a_pool_over_the_axes(p):
    given = maps(shape=(2, 6, 6))
    np.testing.assert_allclose(
        windows(given, 6, 1, p)[..., 0, 0], pool(jnp.asarray(given), (0, 2, 3), exponent=p), rtol=1e-5
    )


def test_large_exponents_tend_to_the_maximum_and_small_ones_to_the_mean():
    pooled = [np.asarray(windows(maps(), 4, 2, p)) for p in (0.0, 1e-4, 0.1, 1.0, 10.0, 1e4, np.inf)]
    assert all((more >= less - 1e-6).all() for less, more in pairwise(pooled))
    np.testing.assert_allclose(pooled[1], pooled[0], atol=1e-3)
    np.testing.assert_allclose(pooled[-2], pooled[-1], atol=1e-3)
    assert np.abs(pooled[0] - pooled[-1]).min() > 0.1


@pytest.mark.parametrize("p", [*EXPONENTS, 3e38])
def test_windows_of_silent_and_of_very_strong_units_are_pooled_exactly(p):
    for level in (0.0, 1e-30, 1e30):
        np.testing.assert_allclose(windows(np.full((2, 5, 5), level, np.float32), 3, 1, p), level, rtol=1e-5)


@pytest.mark.parametrize("p", [-1e-3, -1.0, -np.inf, np.nan])
def test_windows_have_no_answer_below_the_least_exponent(p):
    assert np.isnan(windows(maps(), 4, 2, p)).all()


@jax.jit
def gradients(given, p):
    return jax.grad(lambda given, p: windows(given, 3, 2, p).sum(), argnums=(0, 1))(given, p)


@pytest.mark.parametrize("p", [*EXPONENTS, 1e4])
@pytest.mark.parametrize("given", [maps(shape=(7, 8)), np.zeros((3, 7, 8), np.float32)])
def test_gradients_of_windows_are_finite(given, p):
    of_units, of_exponent = gradients(given, p)
    assert np.isfinite(of_units).all() and np.isfinite(of_exponent)
    assert float(of_units.sum()) == pytest.approx(9, rel=1e-4)  # all units up by one: so are the pools, nine windows


@pytest.mark.parametrize("p", [0.0, 0.7, np.inf])
def test_gradients_of_windows_agree_with_finite_differences(p):
    given, step = maps(shape=(7, 8)), 1e-2
    unit = np.unravel_index(given[:, 2:5, 2:5].argmax(), (3, 3, 3)) + np.array([0, 2, 2])
    change = np.zeros_like(given)
    change[tuple(unit)] = step
    moved = (windows(given + change, 3, 2, p) - windows(given - change, 3, 2, p)).sum()
    assert float(gradients(given, p)[0][tuple(unit)]) == pytest.approx(float(moved) / (2 * step), rel=2e-2)
    assert moved > 0


def test_windows_of_many_images_and_of_many_exponents_are_pooled_as_one_by_one():
    given, exponents = jnp.asarray(maps(shape=(7, 8))), jnp.asarray(EXPONENTS)
    one_by_one = jnp.stack([windows(given, 3, 2, p) for p in exponents])
    together = jax.jit(jax.vmap(partial(windows, given, 3, 2)))
    np.testing.assert_allclose(together(exponents), one_by_one, rtol=1e-5)
    assert np.isfinite(jax.jit(jax.grad(lambda g: jax.vmap(partial(windows, g, 3, 2))(exponents).sum()))(given)).all()
    images = jax.vmap(lambda given: windows(given, 3, 2, jnp.inf))(jnp.stack([given, given + 1]))
    np.testing.assert_allclose(images, jnp.stack([one_by_one[-1], one_by_one[-1] + 1]), rtol=1e-5)


@pytest.mark.parametrize(
    ("samples", "window", "stride"), [(160, 4, 2), (160, 9, 5), (47, 12, 6), (10, 10, 3), (9, 4, 7)]
)
def test_windows_lie_within_the_map_and_about_its_middle(samples, window, stride):
    centres = np.array(window_centres(samples, window, stride))
    np.testing.assert_allclose(centres - (window - 1) / 2, places(samples, window, stride))
    assert centres[0] - (window - 1) / 2 >= 0 and centres[-1] + (window - 1) / 2 <= samples - 1
    assert abs(centres.mean() - (samples - 1) / 2) <= 0.5


def test_a_window_sees_the_places_about_its_centre():
    for place in (0, 3, 9, 10, 19):
        spot = jnp.zeros((20, 20)).at[place, 7].set(1.0)
        seen = np.asarray(windows(spot[None], 6, 3, jnp.inf)).max(1) > 0
        np.testing.assert_array_equal(seen, np.abs(np.array(window_centres(20, 6, 3)) - place) < 3)


def test_windows_larger_than_the_map_are_refused():
    with pytest.raises(ValueError, match="window of 8 does not fit into a map of 7"):
        windows(maps(shape=(7, 9)), 8, 2, 0.0)
