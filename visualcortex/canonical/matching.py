"""Matching: where images meet kernels."""

from typing import Any, Literal

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from visualcortex.vocabulary import unknown

Algorithm = Literal["dot", "direct", "fft"]

HIGHEST = lax.Precision.HIGHEST


def match(
    image: jax.Array,
    kernels: jax.Array,
    *,
    stride: int | tuple[int, int] = 1,
    padding: tuple[int, int] | int = 0,
    algorithm: Algorithm | None = None,
) -> jax.Array:
    """Match an image with kernels at every place: Σ image · kernel, the linear stage of a receptive field.

    Args:
        image: (y, x) or (y, x, channel).
        kernels: (kernel, y, x) or (kernel, y, x, channel).
        stride: samples from one place to the next, in y and x.
        padding: samples of grey put around the image in y and x; negative cuts off.
        algorithm: "dot", "direct" or "fft"; by default the one that is cheapest for these shapes here.

    Returns:
        (kernel, place_y, place_x): places where a kernel fits into the padded image.

    Raises:
        ValueError: if the kernels do not fit into the padded image, or the channels differ.
    """
    image, kernels = (a[..., None] if a.ndim == n else a for a, n in ((image, 2), (kernels, 3)))
    pad, step = (v if isinstance(v, tuple) else (v, v) for v in (padding, stride))
    image = lax.pad(image, jnp.zeros((), image.dtype), [(n, n, 0) for n in pad] + [(0, 0, 0)])
    rows, columns = (1 + (image.shape[i] - kernels.shape[i + 1]) // step[i] for i in (0, 1))
    if min(rows, columns) < 1 or image.shape[2] != kernels.shape[3]:
        raise ValueError(f"kernels of shape {kernels.shape[1:]} do not fit into an image of shape {image.shape}")
    chosen = algorithm or cheapest(image.shape, kernels.shape, (rows, columns))
    if chosen not in _ALGORITHMS:
        raise unknown("algorithm", chosen, _ALGORITHMS)
    return _ALGORITHMS[chosen](image, kernels, step)


def cheapest(image: tuple[int, ...], kernels: tuple[int, ...], places: tuple[int, int]) -> Algorithm:
    """The algorithm of `match` that is cheapest for these shapes on the present backend.

    Multiplications are counted and divided by measured speeds: a convolution runs at full speed only with many kernels
    of many samples, a Fourier transform always at the same lower one.

    Args:
        image: (y, x, channel), padded.
        kernels: (kernel, y, x, channel).
        places: (y, x).
    """
    if places == (1, 1):
        return "dot"
    convolution, transform = _SPEED["cpu" if jax.default_backend() == "cpu" else "accelerator"]
    count, rows, columns, channels = kernels
    taps = rows * columns * channels
    full_speed = min(1.0, count / 24) * min(1.0, taps / 150)
    samples = image[0] * image[1]
    direct = count * taps * places[0] * places[1] / (convolution * full_speed)
    fft = samples * ((channels + count * (channels + 1)) * samples.bit_length() + 4 * count * channels) / transform
    return "fft" if fft < direct else "direct"


def _dot(image: jax.Array, kernels: jax.Array, step: tuple[int, int]) -> jax.Array:
    return jnp.einsum("yxc,kyxc->k", image, kernels, precision=HIGHEST)[:, None, None]


def _direct(image: jax.Array, kernels: jax.Array, step: tuple[int, int]) -> jax.Array:
    out = lax.conv_general_dilated(
        image[None],
        jnp.moveaxis(kernels, 0, -1),
        step,
        "VALID",
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
        precision=HIGHEST,
    )
    return jnp.moveaxis(out[0], -1, 0)


def _fft(image: jax.Array, kernels: jax.Array, step: tuple[int, int]) -> jax.Array:
    rows, columns = image.shape[:2]
    spectra = jnp.fft.rfft2(kernels, (rows, columns), axes=(1, 2)).conj()
    product = (jnp.fft.rfft2(image, axes=(0, 1)) * spectra).sum(-1)
    full = jnp.fft.irfft2(product, (rows, columns), axes=(1, 2))
    return full[:, : rows - kernels.shape[1] + 1 : step[0], : columns - kernels.shape[2] + 1 : step[1]]


def match_separable(image: jax.Array, columns: jax.Array, rows: jax.Array) -> jax.Array:
    """Match an image with kernels column ⊗ row at every sample, the borders padded with grey.

    Two products with banded matrices, the fastest way for wide smooth kernels such as Gaussians.

    Args:
        image: (y, x).
        columns: (kernel, y), an odd number of samples.
        rows: (kernel, x), an odd number of samples.

    Returns:
        (kernel, y, x), of the size of the image.
    """
    down, across = banded(columns, image.shape[0]), banded(rows, image.shape[1])
    return jnp.einsum("kij,jl,kml->kim", down, image, across, precision=HIGHEST)


def banded(taps: Any, size: int, *, whole: bool = False) -> Any:
    """Matrices that match a line of samples with kernels at every place.

    Args:
        taps: (…, taps), an odd number; of numpy, as the matrices then are, or of JAX.
        size: samples of the line.
        whole: leave out (zero) the places where a kernel would reach beyond the line.

    Returns:
        (…, size, size): row i holds the taps centred on column i.

    Raises:
        ValueError: if the number of taps is even.
    """
    if taps.shape[-1] % 2 == 0:
        raise ValueError(f"a kernel is centred on a sample: {taps.shape[-1]} taps are an even number")
    reach = taps.shape[-1] // 2
    places, samples = np.arange(size)[:, None], np.arange(size)[None, :]
    inside = np.abs(samples - places) <= reach
    if whole:
        inside &= (places >= reach) & (places < size - reach)
    return inside * taps[..., np.clip(samples - places + reach, 0, taps.shape[-1] - 1)]


_ALGORITHMS = {"dot": _dot, "direct": _direct, "fft": _fft}

_SPEED = {
    "cpu": (50, 10),
    "accelerator": (2000, 40),
}  # multiplications per ns; two CPU cores measured, the rest a guess
