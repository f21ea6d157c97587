"""The complex steerable pyramid: bands of one scale and one orientation, with a size and a phase at every place.

Scales are an octave apart; each is an image of half as many samples a side. The filters are products of a function of
spatial frequency and one of orientation, whose squares add up to one, so no part of the image is lost or counted twice.
A coefficient's real part is what an even-symmetric receptive field responds, its imaginary part what an odd one does.

References:
    Simoncelli & Freeman (1995), Proc. IEEE Int. Conf. Image Process. 3, 444-447.
    Portilla & Simoncelli (2000), Int. J. Comput. Vis. 40, 49-71 (complex).
"""

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from visualcortex.field import VisualField
from visualcortex.vocabulary import whole


class Bands(NamedTuple):
    """An image in parts; its mean square is that of `high` and `low` and half the mean squares of all the others.

    Args:
        high: (y, x), what is above all scales, in the corners of the spectrum.
        oriented: of each scale, from the finest on, complex coefficients (preferred_orientation, y, x).
        low: (y, x), what is below all scales, at half the samples of the coarsest.
    """

    high: jax.Array
    oriented: list[jax.Array]
    low: jax.Array


class SteerablePyramid(nnx.Module):
    """A pyramid over a field. The field is circular: what leaves it on the right comes back on the left.

    Args:
        field: the window that images cover.
        scales: their number.
        orientations: their number, two or more, from horizontal on.

    Raises:
        ValueError: if a number is too small, or a side of the field cannot be halved once for every scale.
    """

    def __init__(self, field: VisualField, *, scales: int, orientations: int) -> None:
        self.scales, self.orientations = whole("scales", scales), whole("orientations", orientations, least=2)
        if any(side % 2**scales for side in field.shape):
            raise ValueError(
                f"{scales} scales need sides that are multiples of {2**scales} samples, not a field of {field.shape}"
            )
        grids = [_frequencies([side >> level for side in field.shape]) for level in range(scales + 1)]
        lows = [_low(radius) for radius, _ in grids]
        highs = [np.sqrt(1 - _low(2 * radius) ** 2) for radius, _ in grids[:-1]]
        bands = [
            low * high * _one_sided(angle, orientations)
            for low, high, (_, angle) in zip(lows[:-1], highs, grids[:-1], strict=True)
        ]
        self.high = jnp.asarray(np.sqrt(1 - lows[0] ** 2), jnp.float32)
        self.bands = nnx.List([jnp.asarray(band, jnp.float32) for band in bands])
        self.lows = nnx.List([jnp.asarray(low, jnp.float32) for low in lows])

    @property
    def preferred_orientation(self) -> tuple[float, ...]:
        """Of the bars that each band answers, in degrees."""
        return tuple(180.0 * i / self.orientations for i in range(self.orientations))

    def __call__(self, image: jax.Array) -> Bands:
        """The parts of an image (y, x)."""
        spectra = self._spectra(image)
        oriented = [_space(spectrum * band) for spectrum, band in zip(spectra, self.bands, strict=False)]
        return Bands(_space(spectra[0] * self.high).real, oriented, _space(spectra[-1] * self.lows[-1]).real)

    def inverse(self, bands: Bands) -> jax.Array:
        """The image (y, x) that has these parts.

        Args:
            bands: of an image.
        """
        spectrum = _spectrum(bands.low) * self.lows[-1]
        for coefficients, band in zip(reversed(bands.oriented), reversed(self.bands), strict=True):
            spectrum = _padded(spectrum) + (_spectrum(coefficients) * band).sum(0) / 2
        return _space(spectrum + _spectrum(bands.high) * self.high).real

    def low_pass(self, image: jax.Array) -> list[jax.Array]:
        """What all scales from one on add up to, (y, x), for every scale; last, what is below all of them.

        Args:
            image: (y, x).
        """
        pairs = zip(self._spectra(image), self.lows, strict=True)
        return [_space(spectrum * low**2).real for spectrum, low in pairs]

    def _spectra(self, image: jax.Array) -> list[jax.Array]:
        """The spectrum on the grid of every scale; beyond it the filters of that scale are zero."""
        spectra = [_spectrum(image)]
        for _ in range(self.scales):
            spectra.append(_cropped(spectra[-1]))
        return spectra


def interpolated(maps: jax.Array) -> jax.Array:
    """Maps at twice as many samples a side, by Fourier transform.

    Args:
        maps: complex (…, y, x), without power at the highest frequency that the samples carry.
    """
    return _space(_padded(_spectrum(maps)))


def _spectrum(maps: jax.Array) -> jax.Array:
    return jnp.fft.fft2(maps, norm="forward")


def _space(spectrum: jax.Array) -> jax.Array:
    return jnp.fft.ifft2(spectrum, norm="forward")


def _cropped(spectrum: jax.Array) -> jax.Array:
    """The lower half of the frequencies along both axes."""
    for axis in (-2, -1):
        samples = spectrum.shape[axis] // 2
        first, _, last = jnp.split(spectrum, [(samples + 1) // 2, 2 * samples - samples // 2], axis)
        spectrum = jnp.concatenate([first, last], axis)
    return spectrum


def _padded(spectrum: jax.Array) -> jax.Array:
    """As many frequencies more, without power, along both axes."""
    for axis in (-2, -1):
        first, last = jnp.split(spectrum, [(spectrum.shape[axis] + 1) // 2], axis)
        spectrum = jnp.concatenate([first, jnp.zeros_like(spectrum), last], axis)
    return spectrum


def _frequencies(shape: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Spatial frequency in radians a sample, and its direction, counter-clockwise from rightwards."""
    down, right = (2 * np.pi * np.fft.fftfreq(samples) for samples in shape)
    return np.hypot(down[:, None], right), np.arctan2(-down[:, None], right)


def _low(radius: np.ndarray) -> np.ndarray:
    """All up to half of the highest frequency π, nothing from there on, and half a period of a cosine in between."""
    octaves = np.log2(np.maximum(radius, np.pi / 2) / (np.pi / 2))
    return np.where(octaves < 1, np.cos(np.pi / 2 * octaves), 0.0)


def _one_sided(angle: np.ndarray, orientations: int) -> np.ndarray:
    """Twice a power of the cosine (preferred_orientation, y, x), about one of the two directions across the bars."""
    order = orientations - 1
    scale = 2**order * math.factorial(order) / math.sqrt(orientations * math.factorial(2 * order))
    across = np.pi * (np.arange(orientations) / orientations + 0.5)
    return 2 * scale * np.maximum(np.cos(angle - across[:, None, None]), 0) ** order
