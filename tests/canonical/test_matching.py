import jax.numpy as jnp
import numpy as np
import pytest
from scipy.signal import correlate

from visualcortex.canonical import banded, cheapest, match, match_separable


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


@pytest.mark.parametrize(("size", "taps"), [(9, 1), (9, 5), (9, 9), (4, 7)])
def test_a_banded_matrix_matches_a_line_with_its_taps(size, taps):
    random = np.random.default_rng(2)
    line, kernels = random.normal(size=size), random.normal(size=(3, taps))
    expected = [correlate(np.pad(line, taps // 2), kernel, "valid") for kernel in kernels]
    np.testing.assert_allclose(banded(jnp.asarray(kernels), size) @ line, expected, atol=1e-5)


@pytest.mark.parametrize(("size", "taps"), [(9, 1), (9, 5), (9, 9), (4, 7)])
def test_whole_kernels_leave_out_the_places_where_they_would_reach_beyond_the_line(size, taps):
    every, whole = (np.asarray(banded(jnp.ones((1, taps)), size, whole=w))[0] for w in (False, True))
    places, reach = np.arange(size), taps // 2
    inside = (places >= reach) & (places < size - reach)
    assert (whole[inside].sum(1) == taps).all() and not whole[~inside].any() and every.any(1).all()
