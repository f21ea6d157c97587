"""Canonical computations of cortex: rectify, match, pool, normalise.

`pool` runs from SUM to MAX by one number; `match` is where images meet kernels.

References:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.   Heeger (1992), Vis. Neurosci. 9, 181-197.
    Carandini & Heeger (2012), Nat. Rev. Neurosci. 13, 51-62.
"""

from collections.abc import Sequence
from typing import Literal

import jax
import jax.numpy as jnp
from jax import lax

from visualcortex.vocabulary import unknown

Axis = int | Sequence[int]
Algorithm = Literal["dot", "direct", "fft"]

HIGHEST = lax.Precision.HIGHEST


def rectify(drive: jax.Array, threshold: jax.Array | float = 0.0, exponent: jax.Array | float = 1.0) -> jax.Array:
    """Half-wave rectification above a threshold, raised to a power: ⌊drive − threshold⌋₊ⁿ.

    >>> rectify(jnp.array([-1.0, 0.5, 2.0]), threshold=0.5, exponent=2.0).tolist()
    [0.0, 0.0, 2.25]
    """
    above = drive - threshold
    silent = above <= 0  # so NaN stays NaN
    return jnp.where(silent, 0.0, jnp.where(silent, 1.0, above) ** exponent)


def normalize(
    drive: jax.Array, pool: jax.Array, semi_saturation: jax.Array | float, exponent: jax.Array | float = 1.0
) -> jax.Array:
    """Divisive normalisation: driveⁿ / (σⁿ + poolⁿ) (Heeger 1992; Carandini & Heeger 2012, eq. 10).

    Args:
        drive: rectified drive of the units, ≥ 0.
        pool: rectified drive of the units that divide them, ≥ 0; broadcasts to `drive`.
        semi_saturation: σ, in units of the drive; with 0 a unit and a pool that are both silent stay silent.
        exponent: n.
    """
    total = semi_saturation**exponent + rectify(pool, 0.0, exponent)
    nothing = total <= 0
    return jnp.where(nothing, 0.0, rectify(drive, 0.0, exponent) / jnp.where(nothing, 1.0, total))


def pool(
    responses: jax.Array,
    axis: Axis = -1,
    *,
    exponent: jax.Array | float,
    family: Literal["softmax", "norm"] = "softmax",
) -> jax.Array:
    """Pool units along axes by one operation that runs from SUM to MAX.

    ``softmax``: c = Σ s·exp(p|s|) / Σ exp(p|s|) (Riesenhuber & Poggio 1999, Methods): p = 0 is the mean (SUM over the
    number of units), p = ∞ the response of largest size. ``norm``: c = (mean |s|^p)^(1/p): p = 1 is the mean of |s|, p
    = 2 the root of the energy, p = ∞ MAX. Both ends are exact, and nothing overflows in between.

    Args:
        responses: any shape.
        axis: the axis, or axes, pooled over.
        exponent: p; 0 … ∞ for softmax, 1 … ∞ for norm. Below that there is no answer (NaN).
        family: "softmax" or "norm".

    Raises:
        ValueError: if there is no such family.

    >>> s = jnp.array([1.0, 2.0, 6.0])
    >>> [float(pool(s, exponent=p)) for p in (0.0, jnp.inf)]
    [3.0, 6.0]
    >>> round(float(pool(s, exponent=2.0, family="norm")) ** 2, 4)
    13.6667
    """
    if family not in _FAMILIES:
        raise unknown("family of pooling", family, _FAMILIES)
    axes = tuple(axis) if isinstance(axis, Sequence) else (axis,)
    least, operation = _FAMILIES[family]
    p = jnp.asarray(exponent, jnp.float32)
    return jnp.where(p >= least, operation(responses, axes, p), jnp.nan)


def _softmax_pool(s: jax.Array, axes: tuple[int, ...], p: jax.Array) -> jax.Array:
    size = jnp.abs(s)
    largest = lax.stop_gradient(size.max(axes, keepdims=True))
    hard = jnp.isinf(p)
    soft = jnp.exp(jnp.where(hard, 0.0, p) * (size - largest))
    winners = jnp.where(size == largest, 1.0, 0.0)
    weights = jnp.where(hard, winners, soft)
    return (weights * s).sum(axes) / weights.sum(axes)


def _norm_pool(s: jax.Array, axes: tuple[int, ...], p: jax.Array) -> jax.Array:
    size = jnp.abs(s)
    largest = lax.stop_gradient(size.max(axes, keepdims=True))
    inside = ~jnp.isinf(p) & (p > 1.0)
    q = jnp.where(inside, p, 2.0)
    scale = jnp.where(largest > 0, largest, 1.0)
    between = jnp.squeeze(scale, axes) * _power((_power(size / scale, q)).mean(axes), 1.0 / q)
    return jnp.where(inside, between, jnp.where(p > 1.0, size.max(axes), size.mean(axes)))


def _power(base: jax.Array, exponent: jax.Array) -> jax.Array:
    """A power with gradient 0, not infinite, at base 0."""
    positive = base > 0
    return jnp.where(positive, jnp.where(positive, base, 1.0) ** exponent, 0.0)


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
    down, across = _banded(columns, image.shape[0]), _banded(rows, image.shape[1])
    return jnp.einsum("kij,jl,kml->kim", down, image, across, precision=HIGHEST)


def _banded(taps: jax.Array, size: int) -> jax.Array:
    """(kernel, size, size): row i holds the taps centred on column i."""
    offset = jnp.arange(size)[None, :] - jnp.arange(size)[:, None] + taps.shape[-1] // 2
    inside = (offset >= 0) & (offset < taps.shape[-1])
    return jnp.where(inside, taps[:, jnp.clip(offset, 0, taps.shape[-1] - 1)], 0.0)


_FAMILIES = {"softmax": (0.0, _softmax_pool), "norm": (1.0, _norm_pool)}  # the least exponent, and the operation
_ALGORITHMS = {"dot": _dot, "direct": _direct, "fft": _fft}

_SPEED = {
    "cpu": (50, 10),
    "accelerator": (2000, 40),
}  # multiplications per ns; two CPU cores measured, the rest a guess
