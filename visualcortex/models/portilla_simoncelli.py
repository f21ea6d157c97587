"""Textures after Portilla & Simoncelli: what pairs of neighbouring simple and complex cells have in common, on average.

An image is seen by the complex steerable pyramid, and forgotten but for statistics over all places: of its samples, of
its bands, and of pairs of bands that are neighbours in place, orientation or scale. Noise that is given the statistics
of a texture looks like it at a glance, for many textures.

The statistics are those of the paper, one for one, in another form: a covariance is given as a correlation and, in a
layer of their own, standard deviations. So a layer holds numbers of one kind, none much larger than the others.

Reference:
    Portilla & Simoncelli (2000), Int. J. Comput. Vis. 40, 49-71.
"""

import itertools
import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from visualcortex.field import VisualField
from visualcortex.layers.pyramid import SteerablePyramid, interpolated
from visualcortex.models.model import Axes, Model
from visualcortex.papers import portilla2000 as paper
from visualcortex.vocabulary import whole

FLOOR = 1e-10  # variance that is added where one divides: what has less is even, and its statistics are zero

MOMENTS = ("deviation", "skewness", "excess kurtosis")
MARGINALS = ("mean", *MOMENTS, "minimum", "maximum", "deviation of high frequencies")


class _Standard(NamedTuple):
    """Maps (…, y, x) of mean 0 and standard deviation 1, and what their deviation (…) was."""

    maps: jax.Array
    deviation: jax.Array


class PortillaSimoncelli(Model):
    """Statistics of an image as a texture, 710 of them at the published size; the field is circular.

    Layers, with the number of statistics at that size:

    - marginals (7): of the samples mean, standard deviation, skewness, excess kurtosis (0 for a Gaussian), minimum and
      maximum; and the standard deviation of what is above all scales;
    - low_pass (15): deviation, skewness and excess kurtosis of the image with frequencies up to each scale;
    - autocorrelation (120): of these images, with themselves shifted;
    - magnitude (16): the standard deviation of the magnitude of each band, a complex cell's response;
    - magnitude_autocorrelation (384): of the magnitude of each band;
    - magnitude_correlation (24): of the magnitudes of two orientations at one scale;
    - scale_correlation (48): of the magnitudes of two bands of neighbouring scales;
    - phase_correlation (96): of the real part of a band with both parts of one of the next coarser scale, at twice its
      phase, as which an edge and a line differ.

    An image that is moved by as many samples as one of the coarsest scale spans has the same statistics. Moved by less,
    it has nearly the same.

    Args:
        field: the window that images cover.
        scales: number of scales, an octave apart, two or more.
        orientations: number of orientations.
        neighbourhood: side of the square of shifts, in samples of each scale, odd, 3 or more.

    Raises:
        ValueError: if a number is too small or the neighbourhood even; if a side of the field is no multiple of
            2^scales samples, or holds fewer neighbourhoods than that.

    >>> model = PortillaSimoncelli(VisualField(4.0, 32.0))
    >>> sum(math.prod(map(len, axes.values())) for axes in model.axes.values())
    710
    """

    units = "1"

    def __init__(
        self,
        field: VisualField,
        *,
        scales: int = paper.SCALES.value,
        orientations: int = paper.ORIENTATIONS.value,
        neighbourhood: int = paper.NEIGHBOURHOOD.value,
    ) -> None:
        if whole("neighbourhood", neighbourhood, least=3) % 2 == 0:
            raise ValueError(f"a neighbourhood has an odd number of samples a side, not {neighbourhood}")
        self.field, self.reach = field, neighbourhood // 2
        self.pyramid = SteerablePyramid(field, scales=whole("scales", scales, least=2), orientations=orientations)
        if min(field.shape) < (least := neighbourhood * 2**scales):
            raise ValueError(f"{scales} scales of {neighbourhood} samples need {least} a side, not {field.shape}")

    @property
    def axes(self) -> Axes:
        """What each statistic is of, in degrees and cycles/deg, and shifts in samples of the scale."""
        octaves = [self.field.nyquist / 2**level for level in range(self.pyramid.scales + 1)]
        orientations = self.pyramid.preferred_orientation
        scales = {"preferred_spatial_frequency": tuple(octaves[1:])}
        bands = {**scales, "preferred_orientation": orientations}
        images = {"cut_off_frequency": tuple(octaves)}
        shift = {"shift": tuple(f"{right}, {up}" for right, up in self._shifts)}
        pairs = tuple(f"{one:g}°, {other:g}°" for one, other in itertools.combinations(orientations, 2))
        finer = {"preferred_spatial_frequency": tuple(octaves[1:-1]), "preferred_orientation": orientations}
        across = {**finer, "coarser_orientation": orientations}
        return {
            "marginals": {"statistic": MARGINALS},
            "low_pass": {**images, "statistic": MOMENTS},
            "autocorrelation": {**images, **shift},
            "magnitude": bands,
            "magnitude_autocorrelation": {**bands, **shift},
            "magnitude_correlation": {**scales, "orientations": pairs},
            "scale_correlation": across,
            "phase_correlation": {**across, "part": ("real", "imaginary")},
        }

    @property
    def footprint(self) -> int:
        """How many numbers one image becomes, about: bands and their parents, magnitudes and spectra of all scales."""
        return 16 * self.pyramid.orientations * math.prod(self.field.shape)

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """The statistics of an image (y, x)."""
        seen = self.view(image)
        bands = self.pyramid(seen)
        samples, high, *low = map(_standardized, (seen, bands.high, *self.pyramid.low_pass(seen)))
        parents = [interpolated(band) for band in bands.oriented[1:]]
        magnitudes, coarser = ([_standardized(_magnitude(band)) for band in b] for b in (bands.oriented, parents))
        pairs = np.triu_indices(self.pyramid.orientations, 1)
        extremes = seen.min(), seen.max(), high.deviation
        return {
            "marginals": jnp.stack([_mean(seen)[0, 0], *_moments(samples), *extremes]),
            "low_pass": jnp.stack([jnp.stack(_moments(one)) for one in low]),
            "autocorrelation": self._autocorrelations(low),
            "magnitude": jnp.stack([one.deviation for one in magnitudes]),
            "magnitude_autocorrelation": self._autocorrelations(magnitudes),
            "magnitude_correlation": jnp.stack([_correlation(one, one)[pairs] for one in magnitudes]),
            "scale_correlation": jnp.stack([_correlation(*pair) for pair in zip(magnitudes, coarser, strict=False)]),
            "phase_correlation": jnp.stack([_phases(*pair) for pair in zip(bands.oriented, parents, strict=False)]),
        }

    @property
    def _shifts(self) -> list[tuple[int, int]]:
        """To the right and up; one of each two that are opposite."""
        reach = range(-self.reach, self.reach + 1)
        return [(right, up) for up in reach for right in reach if (up, right) > (0, 0)]

    def _autocorrelations(self, several: list[_Standard]) -> jax.Array:
        """Correlations (scale, …, shift) of the maps of every scale with themselves, shifted."""
        right, up = np.transpose(self._shifts)
        found = []
        for maps, _ in several:
            spectrum = jnp.fft.rfft2(maps, norm="forward")
            power = spectrum.real**2 + spectrum.imag**2
            found.append(jnp.fft.irfft2(power, maps.shape[-2:], norm="forward")[..., -up, right])
        return jnp.stack(found)


def _standardized(maps: jax.Array) -> _Standard:
    centred = maps - _mean(maps)
    deviation = jnp.sqrt(_mean(centred**2) + FLOOR)
    return _Standard(centred / deviation, deviation[..., 0, 0])


def _mean(maps: jax.Array) -> jax.Array:
    """Over space, (…, 1, 1); over a row first, for a sum of fewer numbers loses less to rounding."""
    return maps.mean(-1, keepdims=True).mean(-2, keepdims=True)


def _moments(image: _Standard) -> list[jax.Array]:
    """Standard deviation, skewness and excess kurtosis."""
    second, third, fourth = ((image.maps**power).mean() for power in (2, 3, 4))
    return [image.deviation, third, fourth - 3 * second**2]


def _correlation(some: _Standard, others: _Standard) -> jax.Array:
    """Correlation over space of maps (i, y, x) with others (j, y, x): (i, j)."""
    return jnp.einsum("iyx,jyx->ij", some.maps, others.maps) / math.prod(some.maps.shape[1:])


def _phases(bands: jax.Array, parents: jax.Array) -> jax.Array:
    """Correlation (preferred_orientation, coarser_orientation, part) of real parts with z²/|z|, at twice the phase."""
    magnitudes = _magnitude(parents)
    real = (parents.real**2 - parents.imag**2) / magnitudes
    imaginary = 2 * parents.real * parents.imag / magnitudes
    parts = [_standardized(part) for part in (bands.real, real, imaginary)]
    return jnp.stack([_correlation(parts[0], part) for part in parts[1:]], -1)


def _magnitude(bands: jax.Array) -> jax.Array:
    """|z|, with a derivative also where it is zero."""
    return jnp.sqrt(bands.real**2 + bands.imag**2 + FLOOR)
