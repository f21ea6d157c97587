"""Handedness (chirality): how far patterns are from their mirror images, however these are turned and shifted.

What is its own mirror image cannot tell left-handed from right-handed patterns that are scattered and turned at random.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from scipy.ndimage import rotate

from visualcortex.analysis.labelling import named
from visualcortex.vocabulary import unknown


def mirror_likeness(patterns: xr.DataArray, dims: Sequence[str] = ("y", "x"), *, step: float = 5.0) -> xr.DataArray:
    """The largest correlation of a pattern with its mirror image, over all rotations and all shifts of it.

    What lies outside the largest circle is left out: it would be lost by turning.

    Args:
        patterns: values on a square grid; dimensions ``dims`` and any others. Their mean does not count.
        dims: rows and columns of the grid.
        step: of rotation, in degrees, above 0 and at most 180.

    Returns:
        1 for a pattern that is its own mirror image, less for a handed one, without ``dims``. Turning blurs a pattern
        of few samples, which costs some per cent; and the smoother a random pattern is, the more like its mirror image
        it is by chance: compare with patterns of the same spectrum.

    Raises:
        ValueError: if there is no such dimension, they are not two, the grid is not square, or the step is no such
            angle.

    >>> bar = xr.DataArray(np.diag([0.0, 1.0, -2.0, 1.0, 0.0]), dims=("y", "x"))
    >>> bool(mirror_likeness(bar) > 0.9)
    True
    """
    if len(dims) != 2 or not 0 < step <= 180:
        raise ValueError(f"a grid has two dimensions and a step is an angle up to 180, not {dims!r} and {step!r}")
    for dim in dims:
        if dim not in patterns.dims:
            raise unknown("dimension", dim, map(str, patterns.dims), "the array")
    side, other = (patterns.sizes[dim] for dim in dims)
    if side != other:
        raise ValueError(f"a pattern of {side} × {other} samples is not square")
    grid = np.arange(side) - (side - 1) / 2
    disc = xr.DataArray(np.hypot(grid[:, None], grid) <= side / 2, dims=tuple(dims))
    centred = patterns - patterns.where(disc).mean(dims)
    found = xr.apply_ufunc(
        _likeness,
        centred.where(disc, 0.0),
        input_core_dims=[dims],
        kwargs={"step": step},
    )
    return named(found, "mirror_likeness", patterns, "1")


def _likeness(patterns: np.ndarray, step: float) -> np.ndarray:
    """Over the last two axes."""
    margins = [(0, 0)] * (patterns.ndim - 2) + [(patterns.shape[-1] // 2 + 1,) * 2] * 2
    wide = np.pad(patterns, margins)
    spectra, mirrored = np.fft.rfft2(wide), wide[..., ::-1]
    best = np.full(wide.shape[:-2], -np.inf)
    for angle in np.arange(0, 360, step):
        turned = rotate(mirrored, angle, (-1, -2), reshape=False, order=1)
        products = np.fft.irfft2(spectra * np.fft.rfft2(turned).conj(), wide.shape[-2:])
        sizes = np.sqrt((wide**2).sum((-2, -1)) * (turned**2).sum((-2, -1)))
        best = np.maximum(best, products.max((-2, -1)) / np.where(sizes > 0, sizes, np.nan))
    return best
