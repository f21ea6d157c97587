"""An electrode driven through AlexNet: the units in the middle of its layers, recorded in one pass."""

from collections.abc import Sequence

import jax
import jax.numpy as jnp

from visualcortex.field import VisualField
from visualcortex.models.alexnet import RESOLUTION, WINDOWS, AlexNet
from visualcortex.models.model import Axes, Model


class Column(Model):
    """All channels in the middle of layers of AlexNet, one after another, before rectification: layer "column".

    The field is no larger than the deepest of these units needs: their drives are, bit for bit, those of AlexNet on 224
    samples, at a fraction of the cost. None of them sees padding.

    Args:
        layers: some of conv1 to conv5.
        weights: as of `AlexNet`.
        seed: of an untrained network.
        resolution: samples per degree; 28 makes 224 samples 8 degrees, by convention.

    Raises:
        ValueError: if there is no such layer.

    >>> column = Column(("conv1", "conv2"), weights=None)
    >>> column.field.shape, len(column.layer_of_unit)
    ((64, 64), 256)
    """

    units = "a.u."
    colours = True

    def __init__(
        self,
        layers: Sequence[str] = tuple(WINDOWS),
        *,
        weights: str | None = "imagenet",
        seed: int = 0,
        resolution: float = RESOLUTION,
    ) -> None:
        if not layers or not set(layers) <= set(WINDOWS):
            raise ValueError(f"a column passes through some of {', '.join(WINDOWS)}, not {layers!r}")
        self.field = VisualField(max(WINDOWS[layer] for layer in layers) / resolution, resolution)
        self.network = AlexNet(self.field, weights=weights, seed=seed)
        self.layers = tuple(layers)

    @property
    def layer_of_unit(self) -> list[str]:
        """The layer (unit,) that each unit lies in."""
        return [layer for layer in self.layers for _ in self.network.axes[layer]["channel"]]

    @property
    def axes(self) -> Axes:
        """Units, by number."""
        return {"column": {"unit": tuple(range(len(self.layer_of_unit)))}}

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Drives (unit,) by contrast (y, x), or (y, x, channel) of red, green and blue."""
        network = self.network(image)
        maps = [network[f"{layer}_linear"] for layer in self.layers]
        return {"column": jnp.concatenate([m[m.shape[0] // 2, m.shape[1] // 2] for m in maps])}
