"""Gram matrices: which channels of a layer are active together, wherever in the image that is.

Reference:
    Gatys, Ecker & Bethge (2015), arXiv:1505.07376 (texture synthesis).
"""

import math
from collections.abc import Sequence

import jax
import jax.numpy as jnp

from visualcortex.models.model import Axes, Model
from visualcortex.models.readout import SPACE, Readout, chosen


class Gram(Readout):
    """A model some of whose layers become matrices: the mean over space of the product of every two channels.

    An axis of channels, such as preferred_orientation, is there twice, the second time as preferred_orientation_2. A
    layer with several of them, or none, has the axes feature and feature_2 instead, its units at one place by number.

    Args:
        model: any model.
        layers: names of some of its layers; the others are left out.

    Raises:
        ValueError: if there is no such layer, none is named, one is named twice, or one has no axes rf_y and rf_x.

    >>> from visualcortex.field import VisualField
    >>> from visualcortex.models.readout import Pixels
    >>> Gram(Pixels(VisualField(2.0, 8.0)), ["pixels"])(jnp.full((16, 16), 0.5))
    {'pixels': Array([[0.25]], dtype=float32)}
    """

    def __init__(self, model: Model, layers: Sequence[str]) -> None:
        super().__init__(model)
        self.layers = chosen(model, layers)
        for layer in self.layers:
            if not set(SPACE) <= set(axes := model.axes[layer]):
                raise ValueError(f"{layer} has no places to take a mean over; its axes are {', '.join(axes)}")

    @property
    def axes(self) -> Axes:
        """The channels of every layer, twice."""
        matrices = {}
        for layer in self.layers:
            channels = {axis: c for axis, c in self.model.axes[layer].items() if axis not in SPACE}
            if len(channels) != 1:
                channels = {"feature": tuple(range(math.prod(map(len, channels.values()))))}
            matrices[layer] = channels | {f"{axis}_2": c for axis, c in channels.items()}
        return matrices

    def units_of(self, layer: str) -> str:
        """Units of the products, arbitrary if those of the inner model are.

        Args:
            layer: its name.
        """
        units = self.model.units_of(layer)
        return units if units in ("a.u.", "1") else f"({units})²"

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """The matrices of every layer, to an image as the inner model sees it."""
        responses, axes = self.model(image), self.model.axes
        return {layer: _gram(responses[layer], list(axes[layer])) for layer in self.layers}


def _gram(responses: jax.Array, axes: list[str]) -> jax.Array:
    """Mean over space of the products of what is at one place."""
    places = [axes.index(axis) for axis in SPACE]
    by_place = jnp.moveaxis(responses, places, (0, 1))
    channels = by_place.reshape(math.prod(by_place.shape[:2]), -1)
    return channels.T @ channels / len(channels)
