import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.signal import correlate

from visualcortex.canonical import cheapest, match, match_separable, normalize, pool, rectify

S = np.array([[0.2, -1.5, 1.0, 0.0], [3.0, 2.9, 0.1, -0.4]], np.float32)
FAMILIES = {"softmax": 0.0, "norm": 1.0}


def test_rectified_drive_is_zero_below_threshold_and_a_power_above():
    drive = jnp.linspace(-2, 2, 41)
    expected = np.where(drive > 0.5, (np.asarray(drive) - 0.5).clip(0) ** 1.7, 0)
    np.testing.assert_allclose(rectify(drive, 0.5, 1.7), expected, rtol=1e-5)


def test_rectification_has_finite_gradients_at_and_below_threshold():
    gradient = jax.grad(lambda x, n: rectify(x, 0.5, n), argnums=(0, 1))
    for x in (0.0, 0.5, 1.0):
        assert np.isfinite(gradient(x, 0.5)).all()


def test_normalisation_is_half_its_maximum_at_the_semi_saturation():
    assert float(normalize(jnp.array(0.2), jnp.array(0.2), 0.2, 2.0)) == pytest.approx(0.5)


def test_normalisation_saturates():
    strong = normalize(jnp.array([10.0, 100.0]), jnp.array([10.0, 100.0]), 0.2, 2.0)
    np.testing.assert_allclose(strong, 1, rtol=1e-3)


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


def test_what_is_not_a_number_is_not_rectified_away():
    assert np.isnan(rectify(jnp.array([jnp.nan, 1.0]), jnp.array([0.0, jnp.nan]))).all()


def test_silence_under_no_semi_saturation_stays_silence():
    assert float(normalize(jnp.array(0.0), jnp.array(0.0), 0.0, 2.0)) == 0.0


def test_pooling_over_several_axes():
    s = jnp.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_allclose(pool(s, (0, 2), exponent=jnp.inf), s.max((0, 2)))


def reference(image, kernels, stride=(1, 1), padding=(0, 0)):
    """Correlation in float64, summed over channels."""
    padded = np.pad(image.astype(np.float64), [(n, n) for n in padding] + [(0, 0)])
    maps = [
        sum(correlate(padded[..., c], k[..., c].astype(np.float64), "valid") for c in range(k.shape[-1]))
        for k in kernels
    ]
    return np.stack(maps)[:, :: stride[0], :: stride[1]]


@pytest.mark.parametrize("algorithm", ["direct", "fft", None])
@pytest.mark.parametrize(("stride", "padding"), [((1, 1), (0, 0)), ((2, 3), (4, 1))])
@pytest.mark.parametrize("channels", [1, 3])
def test_every_algorithm_matches_exactly(algorithm, stride, padding, channels):
    random = np.random.default_rng(0)
    image = random.normal(size=(25, 32, channels)).astype(np.float32)
    kernels = random.normal(size=(6, 7, 8, channels)).astype(np.float32)
    matched = match(jnp.asarray(image), jnp.asarray(kernels), stride=stride, padding=padding, algorithm=algorithm)
    expected = reference(image, kernels, stride, padding)
    assert np.abs(matched - expected).max() <= 1e-5 * np.abs(expected).max()


def test_a_kernel_as_large_as_the_image_is_one_product():
    image, kernels = jnp.ones((5, 6)), jnp.ones((3, 5, 6))
    assert cheapest((5, 6, 1), (3, 5, 6, 1), (1, 1)) == "dot"
    np.testing.assert_allclose(match(image, kernels), np.full((3, 1, 1), 30.0))


def test_negative_padding_cuts_off():
    image = jnp.arange(49.0).reshape(7, 7)
    np.testing.assert_allclose(match(image, jnp.ones((1, 1, 1)), padding=-2)[0], image[2:-2, 2:-2])


def test_kernels_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        match(jnp.zeros((4, 4)), jnp.zeros((1, 5, 5)))
    with pytest.raises(ValueError, match="do not fit"):
        match(jnp.zeros((8, 8, 2)), jnp.zeros((1, 5, 5, 3)))


def test_separable_kernels_match_as_their_outer_products_do():
    random = np.random.default_rng(1)
    image, columns, rows = (random.normal(size=n).astype(np.float32) for n in ((20, 30), (2, 7), (2, 5)))
    dense = jnp.asarray(columns)[:, :, None] * jnp.asarray(rows)[:, None, :]
    expected = match(jnp.asarray(image), dense, padding=(3, 2), algorithm="direct")
    np.testing.assert_allclose(match_separable(*map(jnp.asarray, (image, columns, rows))), expected, atol=1e-5)
