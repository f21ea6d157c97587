"""Composite features against loops in float64, and every short cut against the maps that it does not make."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.canonical import pool
from visualcortex.layers.composite import Conjunctions, Pairs

WIDTH, CENTRE, DISTANCES = 0.6, 0.9, (1, 3)
EXPONENTS = [0.0, 1e-3, 0.7, 20.0, 1e4, 3e38, np.inf]
LAYERS = {
    "A": lambda: Pairs(width=WIDTH, centre=CENTRE),
    "B": lambda: Conjunctions(width=WIDTH, centre=CENTRE, distances=DISTANCES),
}


def bands(orientations=4, seed=0):
    """Complex cells of two bands, one of them oblong."""
    random = np.random.default_rng(seed)
    shapes = (orientations, 6, 9), (orientations, 5, 4)
    return [random.gamma(0.8, size=shape).astype(np.float32) for shape in shapes]


def gaussian(*afferents):
    return np.exp(-sum((float(c) - CENTRE) ** 2 for c in afferents) / (2 * WIDTH**2))


def conjunctions(cells, d):
    """One unit after another: upper left, upper right, lower left, lower right."""
    n, rows, columns = cells.shape
    out = np.empty((n**4, rows - d, columns - d))
    for feature, (a, b, c, e) in enumerate(itertools.product(range(n), repeat=4)):
        for y in range(rows - d):
            for x in range(columns - d):
                out[feature, y, x] = gaussian(
                    cells[a, y, x], cells[b, y, x + d], cells[c, y + d, x], cells[e, y + d, x + d]
                )
    return out


def pairs(cells, _):
    """All pairs of orientations at one place, then the cells themselves."""
    couples = itertools.combinations(range(len(cells)), 2)
    units = [[[gaussian(c[i], c[j]) for c in row.T] for row in cells.swapaxes(0, 1)] for i, j in couples]
    return np.concatenate([np.array(units).reshape(-1, *cells.shape[1:]), cells])


def softmax(units, p):
    """Over all places of all bands, (feature,)."""
    units = np.concatenate([u.reshape(len(u), -1) for u in units], 1).astype(np.float64)
    if np.isinf(p):
        return units.max(1)
    with np.errstate(under="ignore"):
        weights = np.exp(p * (units - units.max(1, keepdims=True)))
    return (weights * units).sum(1) / weights.sum(1)


REFERENCES = {"A": pairs, "B": conjunctions}


@jax.jit
def maps(layer, given):
    return layer.maps(given)


@jax.jit
def pooled(layer, given, p):
    return layer.pooled(given, jnp.asarray(p, jnp.float32))


@pytest.mark.parametrize("orientations", [2, 4])
@pytest.mark.parametrize("version", LAYERS)
def test_units_are_gaussians_of_their_afferents(version, orientations):
    layer, given = LAYERS[version](), bands(orientations)
    for ours, cells, distance in zip(maps(layer, given), given, DISTANCES, strict=True):
        expected = REFERENCES[version](cells, distance)
        assert ours.shape == expected.shape and len(expected) == layer.features(orientations)
        assert np.abs(ours - expected).max() <= 1e-5 * expected.max()


@pytest.mark.parametrize("p", EXPONENTS)
@pytest.mark.parametrize("version", LAYERS)
def test_pooled_responses_are_those_of_the_equations(version, p):
    expected = softmax(map(REFERENCES[version], bands(), DISTANCES), p)
    assert np.abs(pooled(LAYERS[version](), bands(), p) - expected).max() <= 1e-5 * expected.max()


@pytest.mark.parametrize("p", EXPONENTS)
@pytest.mark.parametrize("version", LAYERS)
def test_pooling_without_the_maps_gives_what_pooling_the_maps_gives(version, p):
    layer = LAYERS[version]()
    every = jnp.concatenate([units.reshape(len(units), -1) for units in maps(layer, bands())], 1)
    np.testing.assert_allclose(pooled(layer, bands(), p), pool(every, exponent=p), rtol=1e-5)


@pytest.mark.parametrize("version", LAYERS)
def test_large_exponents_tend_to_the_maximum_and_small_ones_to_the_mean(version):
    found = [np.asarray(pooled(LAYERS[version](), bands(), p)) for p in (0.0, 1e-4, 0.1, 1.0, 10.0, 1e5, np.inf)]
    assert all((more >= less - 1e-6).all() for less, more in itertools.pairwise(found))
    np.testing.assert_allclose(found[1], found[0], atol=1e-3)
    np.testing.assert_allclose(found[-2], found[-1], atol=1e-3)
    assert np.abs(found[-1] - found[0]).min() > 0.1


@pytest.mark.parametrize("p", [-1e-3, -np.inf, np.nan])
@pytest.mark.parametrize("version", LAYERS)
def test_below_the_least_exponent_there_is_no_answer(version, p):
    assert np.isnan(pooled(LAYERS[version](), bands(), p)).all()


@pytest.mark.parametrize("p", [0.0, 2.0, np.inf])
@pytest.mark.parametrize("version", LAYERS)
def test_what_is_not_a_number_is_not_pooled_away(version, p):
    given = [np.ones((4, 40, 30), np.float32), np.ones((4, 20, 9), np.float32)]
    given[0][2, 17, 11] = np.nan
    afferents = {
        "A": [*itertools.combinations(range(4), 2), (0,), (1,), (2,), (3,)],
        "B": itertools.product(range(4), repeat=4),
    }
    expected = [2 in feature for feature in afferents[version]]
    np.testing.assert_array_equal(np.isnan(pooled(LAYERS[version](), given, p)), expected)


@pytest.mark.parametrize("version", LAYERS)
@pytest.mark.parametrize("strength", [0.0, 30.0])
def test_silent_and_very_strong_cells_leave_the_responses_finite(version, strength):
    given = [np.full_like(cells, strength) for cells in bands()]
    units = gaussian(*[strength] * {"A": 2, "B": 4}[version])
    for p in EXPONENTS:
        found = np.asarray(pooled(LAYERS[version](), given, p))
        np.testing.assert_allclose(found[: 6 if version == "A" else None], units, rtol=1e-4, atol=1e-30)


@jax.jit
def gradients(layer, given, p):
    return jax.grad(lambda *args: (layer.pooled(*args) ** 2).sum(), argnums=(0, 1))(given, p)


@pytest.mark.parametrize("p", EXPONENTS[:-2] + EXPONENTS[-1:])
@pytest.mark.parametrize("version", LAYERS)
def test_gradients_are_finite(version, p):
    for given in (bands(), [np.zeros_like(cells) for cells in bands()]):
        of_cells, of_exponent = gradients(LAYERS[version](), given, jnp.float32(p))
        assert all(np.isfinite(g).all() and g.any() for g in of_cells) and np.isfinite(of_exponent)


@pytest.mark.parametrize("version", LAYERS)
def test_gradients_agree_with_finite_differences(version):
    layer, given, step = LAYERS[version](), bands(), 1e-2
    direction = [np.random.default_rng(1).normal(size=cells.shape).astype(np.float32) for cells in given]
    for p in (0.0, 2.0):
        up, down = (
            (pooled(layer, [c + s * d for c, d in zip(given, direction, strict=True)], p) ** 2).sum()
            for s in (step, -step)
        )
        slope = sum((g * d).sum() for g, d in zip(gradients(layer, given, jnp.float32(p))[0], direction, strict=True))
        assert float(slope) == pytest.approx(float(up - down) / (2 * step), rel=2e-2)


@pytest.mark.parametrize("version", LAYERS)
def test_many_images_and_many_exponents_are_pooled_as_one_by_one(version):
    layer, exponents = LAYERS[version](), jnp.asarray(EXPONENTS)
    one_by_one = jnp.stack([pooled(layer, bands(), p) for p in EXPONENTS])
    swept = jax.jit(jax.vmap(layer.pooled, (None, 0)))(bands(), exponents)
    np.testing.assert_allclose(swept, one_by_one, rtol=1e-5)
    images = [jnp.stack([one, other]) for one, other in zip(bands(), bands(seed=1), strict=True)]
    batch = jax.jit(jax.vmap(layer.pooled, (0, None)))(images, jnp.float32(jnp.inf))
    np.testing.assert_allclose(batch, [one_by_one[-1], pooled(layer, bands(seed=1), np.inf)], rtol=1e-5)


@pytest.mark.parametrize("version", LAYERS)
def test_units_lie_amid_their_afferents(version):
    cells, layer = (2.0, 1.0, 0.0, -1.0, -2.0), LAYERS[version]()
    for band, (distance, expected) in enumerate(zip(DISTANCES, [(1.5, 0.5, -0.5, -1.5), (0.5, -0.5)], strict=True)):
        assert layer.places(band, cells) == (cells if version == "A" else expected), distance
