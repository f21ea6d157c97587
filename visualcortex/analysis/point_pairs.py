"""Second-order statistics of images: power at every spatial frequency, and dipoles, pairs of points, of every length.

One is the Fourier transform of the other. Directions are averaged: elements turned at random have none.

Reference:
    Julesz (1981), Nature 290, 91-97.
"""

from collections.abc import Callable

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import named, require
from visualcortex.vocabulary import attributes

SPACE = ("y", "x")


def power_spectrum(images: xr.DataArray) -> xr.DataArray:
    """Mean power of images at every spatial frequency, in any direction.

    Args:
        images: (…, y, x), of evenly spaced samples in degrees, as many in a row as in a column.

    Returns:
        (…, spatial_frequency), from the lowest but 0 to the Nyquist limit, in steps of the lowest; it adds up to the
        variance of an image, but for what lies in the corners of the spectrum.

    Raises:
        ValueError: if there is no place or the images are not square.
    """
    step = _checked(images)
    side = images.sizes["x"]
    power = _over_places(images, lambda values: np.abs(np.fft.fft2(values)) ** 2 / side**4)
    rings = _rings(side)
    sums = np.stack([power[..., rings == ring].sum(-1) for ring in range(1, side // 2 + 1)], -1)
    return _labelled(sums, images, "power", "spatial_frequency", np.arange(1, side // 2 + 1) / (side * step))


def dipoles(images: xr.DataArray, longest: float) -> xr.DataArray:
    """How often two points so far apart are both inked, relative to how often two independent points are.

    Args:
        images: (…, y, x), of evenly spaced samples in degrees, as many in a row as in a column; 0 without ink.
        longest: length in degrees up to which pairs are counted.

    Returns:
        (…, dipole_length), to the nearest sample: the mean product of two places so far apart over the square of the
        mean; 1 where one point says nothing about the other.

    Raises:
        ValueError: if there is no place, the images are not square, or the length is not within them.
    """
    step = _checked(images)
    side, count = images.sizes["x"], round(longest / step)
    if not 0 < count < side:
        raise ValueError(f"the longest dipole lies within an image of {side * step:g} deg, not {longest!r}")

    def products(values: np.ndarray) -> np.ndarray:
        return np.fft.ifft2(np.abs(np.fft.fft2(values, (2 * side, 2 * side))) ** 2).real

    rings = _rings(2 * side)
    every, both = products(np.ones((side, side))), _over_places(images, lambda image: products(image / image.mean()))
    found = [both[..., rings == ring].sum(-1) / every[rings == ring].sum() for ring in range(count + 1)]
    return _labelled(np.stack(found, -1), images, "dipoles", "dipole_length", step * np.arange(count + 1))


def _checked(images: xr.DataArray) -> float:
    """The distance of neighbouring samples, in degrees."""
    require(images, *SPACE)
    if images.sizes["x"] != images.sizes["y"]:
        raise ValueError(f"images of {images.sizes['x']} × {images.sizes['y']} samples are not square")
    return float(abs(images.x[1] - images.x[0]))


def _over_places(images: xr.DataArray, measure: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """A measure of each image, one after another."""
    shown = images.transpose(..., *SPACE).values.astype(float)
    found = [measure(image) for image in shown.reshape(-1, *shown.shape[-2:])]
    return np.stack(found).reshape(*shown.shape[:-2], *found[0].shape)


def _rings(side: int) -> np.ndarray:
    """How far from 0 the places of a spectrum, or of an autocorrelation, are, to the nearest whole number."""
    steps = np.fft.fftfreq(side) * side
    return np.hypot(steps[:, None], steps).round().astype(int)


def _labelled(values: np.ndarray, images: xr.DataArray, name: str, dim: str, along: np.ndarray) -> xr.DataArray:
    kept = [str(d) for d in images.dims if d not in SPACE]
    coordinates = {d: images[d] for d in kept if d in images.coords} | {dim: (dim, along, attributes(dim))}
    return named(xr.DataArray(values, coordinates, (*kept, dim)), name, images)
