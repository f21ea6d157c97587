"""Retina and LGN: ON and OFF cells with a centre, an antagonistic surround and contrast gain control.

References:
    Kuffler (1953), J. Neurophysiol. 16, 37-68.   Rodieck (1965), Vision Res. 5, 583-601.
    Bonin, Mante & Carandini (2005), J. Neurosci. 25, 10844-10856 (gain control by local contrast).
"""

import jax
import jax.numpy as jnp
from flax import nnx
from jax.typing import ArrayLike

from visualcortex.canonical import match_separable, rectify
from visualcortex.field import VisualField


class CentreSurround(nnx.Module):
    """ON and OFF cells at every sample of the field; responses are about 0 … 1.

    L = G(centre) ∗ image − weight · G(surround) ∗ image, and the response is ⌊±L⌋₊ / (semi-saturation + local
    contrast), where the local contrast is the root mean square of L under a Gaussian (after Bonin et al. 2005).

    Args:
        field: the window that images cover.
        centre: standard deviation of the centre, in degrees.
        surround: standard deviation of the surround, in degrees.
        surround_weight: volume of the surround relative to the centre's; 1 makes the cell blind to uniform light.
        semi_saturation: local contrast that halves the gain.
        suppressive_field: standard deviation of the window of local contrast, in degrees.

    Raises:
        ValueError: if the samples are too coarse for the centre.
    """

    def __init__(
        self,
        field: VisualField,
        *,
        centre: float = 0.1,
        surround: float = 0.3,
        surround_weight: float = 1.0,
        semi_saturation: float = 0.3,
        suppressive_field: float = 0.4,
    ) -> None:
        if centre * field.resolution < 0.5:
            raise ValueError(
                f"a centre of {centre} deg needs {0.5 / centre:g} samples/deg or more, not {field.resolution:g}"
            )
        self.field = field
        self.centre = jnp.asarray(centre, jnp.float32)
        self.surround = jnp.asarray(surround, jnp.float32)
        self.surround_weight = jnp.asarray(surround_weight, jnp.float32)
        self.semi_saturation = jnp.asarray(semi_saturation, jnp.float32)
        self.suppressive_field = jnp.asarray(suppressive_field, jnp.float32)

    @property
    def axes(self) -> dict[str, tuple]:
        """Polarity and position, in degrees."""
        y, x = (tuple(positions.tolist()) for positions in (self.field.y, self.field.x))
        return {"polarity": ("ON", "OFF"), "rf_y": y, "rf_x": x}

    def __call__(self, image: jax.Array) -> jax.Array:
        """Responses (polarity, rf_y, rf_x) to an image (y, x)."""
        centre, surround = self._blur(image, jnp.stack([self.centre, self.surround]))
        drive = centre - self.surround_weight * surround
        power = self._blur(drive**2, self.suppressive_field[None])[0]
        contrast = jnp.sqrt(jnp.maximum(power, 1e-12))
        return rectify(jnp.stack([drive, -drive])) / (self.semi_saturation + contrast)

    def _blur(self, image: jax.Array, sd: ArrayLike) -> jax.Array:
        """The image under Gaussians of several widths (width, y, x), each of sum 1."""
        reach = max(self.field.shape) - 1
        distance = jnp.arange(-reach, reach + 1) / self.field.resolution
        taps = jnp.exp(-((distance / jnp.asarray(sd)[:, None]) ** 2) / 2)
        taps = taps / taps.sum(1, keepdims=True)
        return match_separable(image, taps, taps)
