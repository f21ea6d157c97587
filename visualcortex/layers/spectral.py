"""Simple cells as a bank of filters of any shape and of several sizes, matched by Fourier transform.

A Gabor function whose window is not round is no sum of a few products of columns and rows, unless it is upright: 13 of
them are needed for four orientations, of which each costs more than the transform of a map. The transform is circular;
that only concerns units whose receptive field reaches beyond the image, and these are silent.

References:
    Jones & Palmer (1987), J. Neurophysiol. 58, 1233-1258 (Gabor functions).
    Serre et al. (2007), IEEE Trans. Pattern Anal. Mach. Intell. 29, 411-426 (S1).
"""

from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax import lax

from visualcortex.field import VisualField
from visualcortex.layers.oriented import FLOOR

Found = tuple[jax.Array, list[jax.Array]]


def gabors(size: int, sd: float, wavelength: float, aspect: float, orientations: Sequence[float]) -> np.ndarray:
    """Gabor functions in a square, of zero sum and unit energy: exp(−(u² + γ²v²)/2σ²) cos(2πu/λ).

    Args:
        size: samples a side, odd.
        sd: standard deviation σ of the window across the bars, in samples.
        wavelength: of the bars, λ, in samples.
        aspect: γ, the width of the window over its length.
        orientations: of the bars, in degrees.

    Returns:
        (preferred_orientation, y, x).

    >>> gabors(7, 2.8, 3.5, 0.3, (0.0, 45.0, 90.0, 135.0)).shape
    (4, 7, 7)
    """
    x = np.arange(size) - (size - 1) / 2
    y, theta = -x[:, None], np.deg2rad(orientations)[:, None, None]
    across, along = y * np.cos(theta) - x * np.sin(theta), x * np.cos(theta) + y * np.sin(theta)
    profile = np.exp(-(across**2 + (aspect * along) ** 2) / (2 * sd**2)) * np.cos(2 * np.pi * across / wavelength)
    balanced = profile - profile.mean((1, 2), keepdims=True)
    return balanced / np.sqrt((balanced**2).sum((1, 2), keepdims=True))


class SpectralFilters(nnx.Module):
    """|filter · image| at every sample, for filters of several sizes and orientations.

    As `visualcortex.layers.oriented.OrientedFilters`, which is faster for filters of a few separable terms.
    Units whose receptive field reaches beyond the image are silent: else the border would be the strongest edge.

    Args:
        field: the window that images cover.
        kernels: for each size the filters (preferred_orientation, y, x), of an odd number of samples a side.
        normalized: divide each response by the root of the image's energy in the square of the filter.

    Raises:
        ValueError: if the largest filter does not fit into the field.
    """

    def __init__(self, field: VisualField, kernels: Sequence[np.ndarray], *, normalized: bool = False) -> None:
        self.sizes = tuple(one.shape[-1] for one in kernels)
        if max(self.sizes) > min(field.shape):
            raise ValueError(f"filters of {max(self.sizes)} samples do not fit into a field of {field.shape} samples")
        self.field, self.normalized = field, normalized
        self.spectra = jnp.stack([_spectrum(one, field.shape) for one in kernels])

    def terms(self, intensity: jax.Array) -> Found:
        """The spectrum of the image, and for each size what multiplies its drive (y, x): nothing near the border.

        Args:
            intensity: (y, x), black 0, white 1.
        """
        return jnp.fft.rfft2(intensity), [self._gain(intensity, size) for size in self.sizes]

    def responses(self, found: Found, sizes: Sequence[int]) -> list[jax.Array]:
        """Responses (preferred_orientation, y, x) of the filters of some sizes.

        Args:
            found: what `terms` found.
            sizes: their places in the list of filters.
        """
        spectrum, gains = found
        drives = jnp.fft.irfft2(spectrum * self.spectra[np.asarray(sizes)], self.field.shape)
        return [jnp.abs(drive) * gains[i] for drive, i in zip(drives, sizes, strict=True)]

    def __call__(self, intensity: jax.Array) -> jax.Array:
        """Responses (size, preferred_orientation, y, x) to an intensity (y, x)."""
        return jnp.stack(self.responses(self.terms(intensity), range(len(self.sizes))))

    def _gain(self, intensity: jax.Array, size: int) -> jax.Array:
        if self.normalized:
            energy = intensity**2
            for window in ((1, size), (size, 1)):
                energy = lax.reduce_window(energy, 0.0, lax.add, window, (1, 1), "VALID")
            gain = 1 / jnp.sqrt(jnp.maximum(energy, FLOOR * size**2))
        else:
            gain = jnp.ones([samples - size + 1 for samples in intensity.shape])
        return jnp.pad(gain, size // 2)


def _spectrum(kernels: np.ndarray, shape: tuple[int, int]) -> jax.Array:
    """The spectra that match: conjugate, of kernels centred on the first sample."""
    size = kernels.shape[-1]
    padded = np.pad(kernels, [(0, 0), *((0, samples - size) for samples in shape)])
    centred = np.roll(padded, (-(size // 2), -(size // 2)), (1, 2))
    return jnp.asarray(np.fft.rfft2(centred).conj(), jnp.complex64)
