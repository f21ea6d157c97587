"""Channels of early texture vision: linear filters of several kinds, sizes and orientations, all of them even.

A filter is a weighted sum of Gaussians of unit volume, and integrates to zero. One twice as wide hence answers a
pattern twice as wide alike: sizes can be compared. Kinds differ: a grating of contrast 1 drives a DOG1 to 0.34 at most,
a DOG2 to 0.22, a DOOG2 to 0.63.

Filters are built as transfer functions, which are known exactly. In space the finest Gaussians are narrower than the
samples are apart; sampled there, they would lose their volume and the filter its zero. Cut off at the finest frequency
that samples carry, they ring a little instead.

Reference:
    Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932.
"""

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax import lax

from visualcortex.field import VisualField
from visualcortex.filters import across_along
from visualcortex.papers import malik_perona1990 as paper
from visualcortex.papers.published import Published
from visualcortex.vocabulary import unknown, whole

REACH = 5.0  # standard deviations of the longest filter that lie between one border of the field and the other


class Channel(NamedTuple):
    """What a filter is: its kind, its scale σ in degrees, and the orientation of its bar in degrees, if it has any."""

    kind: str
    scale: float
    orientation: float | None = None

    @property
    def name(self) -> str:
        """Such as "DOG1 0.125" or "DOOG2 0.25 30°"."""
        turned = "" if self.orientation is None else f" {self.orientation:g}°"
        return f"{self.kind} {self.scale:g}{turned}"


class TextureChannels(nnx.Module):
    """Filters DOG1 (a blob), DOG2 (a blob in a ring) and DOOG2 (a bar of each orientation), of every scale.

    Beyond the border of the field there is grey, as wide as the longest filter reaches. Filters that the leaves make
    longer than they were built look past it, onto the opposite border.

    Args:
        field: the window that images cover.
        scales: σ of the filters in degrees, from the smallest on.
        kinds: of `KINDS`.
        orientations: how many of the bars, evenly spaced from 0°.
        elongation: length of the bars' Gaussians over their width.

    Attributes:
        channels: the filters in their order, all of one scale together.
        factor: on all scales, a leaf.

    Raises:
        ValueError: if a kind is unknown or named twice, scales do not increase or are finer than the samples, there is
            no filter, or bars have no length.

    >>> [one.name for one in TextureChannels(VisualField(2.0, 32.0), scales=[0.25], orientations=2).channels]
    ['DOG1 0.25', 'DOG2 0.25', 'DOOG2 0.25 0°', 'DOOG2 0.25 90°']
    """

    def __init__(
        self,
        field: VisualField,
        *,
        scales: Sequence[float],
        kinds: Sequence[str] = ("DOG1", "DOG2", "DOOG2"),
        orientations: int = paper.ORIENTATIONS.value,
        elongation: float = paper.ELONGATION.value,
    ) -> None:
        _check(field, scales, kinds, elongation)
        angles = (np.arange(whole("orientations", orientations)) * 180 / orientations).tolist()
        self.field, self.kinds, self.scales, self.orientations = field, tuple(kinds), tuple(scales), tuple(angles)
        self.factor = jnp.asarray(1.0, jnp.float32)
        self.elongation = jnp.asarray(elongation, jnp.float32)
        reach = REACH * max(scales) * max(max(EXTENTS[kind], (kind == "DOOG2") * elongation) for kind in kinds)
        self.padded = tuple(_odd_length(n + math.ceil(reach * field.resolution)) for n in field.shape)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The filters in their order: all of one scale together."""
        every = itertools.product(self.scales, self.kinds)
        return tuple(Channel(kind, scale, turned) for scale, kind in every for turned in self._turned(kind))

    def transfer(self) -> jax.Array:
        """What each filter makes of a grating of contrast 1: (channel, frequency_y, frequency_x), real."""
        rows, columns = self.padded
        x, y = np.fft.rfftfreq(columns)[None, :], -np.fft.fftfreq(rows)[:, None]
        return jnp.concatenate([self._spectra(x, y, scale, kind) for scale in self.scales for kind in self.kinds])

    def __call__(self, image: jax.Array) -> jax.Array:
        """Responses (channel, y, x) to luminance contrast (y, x)."""
        rows, columns = self.field.shape
        spectrum = jnp.fft.rfft2(image, self.padded)

        def respond(transfer: jax.Array) -> jax.Array:
            return jnp.fft.irfft2(spectrum * transfer, self.padded)[:rows, :columns]

        return lax.map(respond, self.transfer())  # one after another: each stays in a processor's cache

    def _turned(self, kind: str) -> tuple[float | None, ...]:
        return self.orientations if kind == "DOOG2" else (None,)

    def _spectra(self, x: np.ndarray, y: np.ndarray, scale: float, kind: str) -> jax.Array:
        """Of one scale and kind, at frequencies in cycles per sample; filters count in cycles per σ."""
        sigma = self.factor * scale * self.field.resolution
        angles = np.asarray([turned or 0.0 for turned in self._turned(kind)])[:, None, None]
        return KINDS[kind](*across_along(sigma * x, sigma * y, angles), self.elongation)


def dog1(across: jax.Array, along: jax.Array, elongation: jax.Array) -> jax.Array:
    """A centre and its surround.

    Args:
        across: frequency in cycles per σ.
        along: at right angles to it.
        elongation: of no effect.
    """
    return _rings(across, along, paper.DOG1_WIDTHS, paper.DOG1_WEIGHTS)


def dog2(across: jax.Array, along: jax.Array, elongation: jax.Array) -> jax.Array:
    """A centre, a ring and a surround.

    Args:
        across: frequency in cycles per σ.
        along: at right angles to it.
        elongation: of no effect.
    """
    return _rings(across, along, paper.DOG2_WIDTHS, paper.DOG2_WEIGHTS)


def doog2(across: jax.Array, along: jax.Array, elongation: jax.Array) -> jax.Array:
    """A bar between two others of opposite sign.

    Args:
        across: the bar, frequency in cycles per σ.
        along: the bar.
        elongation: length of the Gaussians over their width.
    """
    centre, beside = paper.DOOG2_WEIGHTS.value
    bars = centre + 2 * beside * jnp.cos(2 * jnp.pi * paper.DOOG2_OFFSET.value * across)
    return bars * _bell(across**2 + (elongation * along) ** 2)


def _rings(across: jax.Array, along: jax.Array, widths: Published, weights: Published) -> jax.Array:
    squared = across**2 + along**2
    pairs = zip(widths.value, weights.value, strict=True)
    return jnp.asarray(sum(weight * _bell(width**2 * squared) for width, weight in pairs))


def _bell(squared: jax.Array) -> jax.Array:
    """The transfer function of a Gaussian of unit volume, by the square of frequency · standard deviation."""
    return jnp.exp(-2 * jnp.pi**2 * squared)


def _check(field: VisualField, scales: Sequence[float], kinds: Sequence[str], elongation: float) -> None:
    for kind in kinds:
        if kind not in KINDS:
            raise unknown("kind of filter", str(kind), KINDS)
    if isinstance(kinds, str) or not len(kinds) or len(set(kinds)) < len(kinds):
        raise ValueError(f"kinds are a list of one or more of {', '.join(KINDS)}, each once, not {kinds!r}")
    if not np.ndim(scales) or not len(scales) or not (np.diff([1 / field.resolution - 1e-6, *scales]) > 0).all():
        raise ValueError(
            f"scales increase from one sample, {1 / field.resolution:g} deg here, in degrees, not {scales!r}"
        )
    if not 0 < elongation < math.inf:
        raise ValueError(f"the elongation is a positive number, not {elongation!r}")


def _odd_length(least: int) -> int:
    """The next product of 3, 5 and 7, a fast length that is odd.

    In an even one the finest frequency of a row stands for itself and for its mirror image, which oblique filters tell
    apart.
    """
    powers = (range(math.ceil(math.log(least, prime)) + 1) for prime in (3, 5, 7))
    return min(n for i, j, k in itertools.product(*powers) if (n := 3**i * 5**j * 7**k) >= least)


KINDS = {"DOG1": dog1, "DOG2": dog2, "DOOG2": doog2}
EXTENTS = {
    "DOG1": max(paper.DOG1_WIDTHS.value),
    "DOG2": max(paper.DOG2_WIDTHS.value),
    "DOOG2": 1 + 1 / REACH,
}  # in σ; a Gaussian stands one σ off
