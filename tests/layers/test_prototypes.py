"""Comparison with prototypes against loops in float64, and MAX over places against the maps that it does not make."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.layers.prototypes import Prototypes

EXPONENTS = [0.0, 1e-3, 2.5, 1e4, 3e38, np.inf]
WIDTH = 0.7
SIDES = (2, 4, 5)
random = np.random.default_rng(0)
BANDS = [random.gamma(0.8, 0.3, (3, *shape)).astype(np.float32) for shape in ((6, 9), (7, 5), (4, 4))]
PATCHES = [random.gamma(0.8, 0.3, (count, 3, n, n)).astype(np.float32) for count, n in zip((7, 1, 4), SIDES)]  # noqa: B905


@pytest.fixture(scope="module")
def layer():
    return Prototypes(PATCHES, width=WIDTH)


@jax.jit
def pool(layer, bands, exponent):
    return layer.pooled(bands, exponent)


maps = jax.jit(lambda layer, cells: layer.maps(cells))
slope = jax.jit(jax.grad(lambda layer, bands, exponent: layer.pooled(bands, exponent).sum()))


def units(cells, patches):
    """One place after another, (feature, y, x)."""
    n = patches.shape[-1]
    out = np.empty((len(patches), cells.shape[1] - n + 1, cells.shape[2] - n + 1))
    for feature, y, x in np.ndindex(*out.shape):
        difference = cells[:, y : y + n, x : x + n].astype(float) - patches[feature]
        out[feature, y, x] = np.exp(-(difference**2).sum() / (2 * WIDTH**2 * (n / 4) ** 2))
    return out


def every(patches):
    """The units of all bands into which the patches fit, (feature, unit)."""
    fitting = [cells for cells in BANDS if min(cells.shape[1:]) >= patches.shape[-1]]
    return np.concatenate([units(cells, patches).reshape(len(patches), -1) for cells in fitting], 1)


def softmax(s, p):
    with np.errstate(under="ignore"):
        weights = (s == s.max(1, keepdims=True)) if np.isinf(p) else np.exp(p * (s - s.max(1, keepdims=True)))
    return (weights * s).sum(1) / weights.sum(1)


def test_maps(layer):
    found = maps(layer, BANDS[0])
    assert len(found) == len(PATCHES)
    for ours, patches in zip(found, PATCHES, strict=True):
        np.testing.assert_allclose(ours, units(BANDS[0], patches), atol=1e-5)


def test_patches_larger_than_a_map_have_none(layer):
    assert [one.shape for one in maps(layer, BANDS[2])] == [(7, 3, 3), (1, 1, 1)]


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_pooling_over_all_places_of_all_bands(layer, exponent):
    expected = np.concatenate([softmax(every(patches), exponent) for patches in PATCHES])
    assert expected.shape == (layer.features,) == (12,)
    np.testing.assert_allclose(pool(layer, BANDS, jnp.float32(exponent)), expected, atol=1e-5)


def test_one_compilation_for_all_exponents(layer):
    pool(layer, BANDS, jnp.float32(0))
    before = pool._cache_size()
    for exponent in EXPONENTS:
        pool(layer, BANDS, jnp.float32(exponent))
    assert pool._cache_size() == before


def test_below_the_least_exponent_there_is_no_answer(layer):
    assert np.isnan(pool(layer, BANDS, jnp.float32(-1))).all()


@pytest.mark.parametrize("scale", [1.0, 10.0])
def test_a_patch_that_is_there_is_recognised_wherever_it_is(scale):
    cells = scale * BANDS[0]
    patches = np.stack([cells[:, y : y + 4, x : x + 4] for y, x in ((0, 0), (2, 5), (1, 3))])
    best = pool(Prototypes([patches], width=scale), [cells], jnp.inf)
    np.testing.assert_allclose(best, 1, atol=1e-5)
    elsewhere = pool(Prototypes([patches[:, ::-1]], width=scale), [cells], jnp.inf)
    assert (best <= 1).all() and (elsewhere < 0.99).all()


def test_units_are_broader_by_what_their_patch_is_larger():
    near, far = (Prototypes([np.zeros((1, 1, n, n))], width=0.5) for n in (4, 8))
    np.testing.assert_allclose(near.maps(jnp.full((1, 4, 4), 0.3))[0], far.maps(jnp.full((1, 8, 8), 0.3))[0], rtol=1e-5)


@pytest.mark.parametrize("exponent", [0.0, 3.0, np.inf])
def test_prototypes_can_be_learned_by_descent(layer, exponent):
    leaves = jax.tree.leaves(slope(layer, BANDS[:1], jnp.float32(exponent)))
    assert len(leaves) == 5 and all(np.isfinite(leaf).all() and leaf.any() for leaf in leaves)


def test_no_prototypes_are_refused():
    with pytest.raises(ValueError, match="at least"):
        Prototypes([], width=1.0)
