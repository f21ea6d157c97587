"""The model contract: one image in, the responses of every layer out.

A model is pure. It draws nothing, keeps nothing and changes nothing when it is called, so the same electrode fits a
cell of striate cortex and a unit of a network.
"""

import abc
import functools
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from visualcortex.field import VisualField
from visualcortex.vocabulary import unknown

Axes = dict[str, dict[str, tuple]]


class Model(nnx.Module):
    """A model of vision. Subclasses set `field` in ``__init__`` and define `axes` and ``__call__``.

    Attributes:
        field: the window of the visual field that one image covers.
        units: units of the responses, "spikes/s" or "a.u." for the activations of a network.
        colours: whether it sees images of three channels as well.
        lags: how long before now each frame of the input was seen, in s; empty for a model without memory.
        parameters: names of the numbers worth exploring, each with the dotted path of its leaf, a float32 array.
    """

    field: VisualField
    units: str = "spikes/s"
    colours: bool = False
    lags: tuple[float, ...] = ()
    parameters: Mapping[str, str] = MappingProxyType({})

    @property
    @abc.abstractmethod
    def axes(self) -> Axes:
        """For each layer the names of its axes, in order, with the coordinates of its units."""

    @property
    def footprint(self) -> int:
        """How many numbers one image becomes, about; it bounds how many images are seen at once."""
        return math.prod(self.field.shape) + sum(math.prod(map(len, axes.values())) for axes in self.axes.values())

    def units_of(self, layer: str) -> str:
        """Units of the responses of a layer: those of the model, unless it has layers of several kinds.

        Args:
            layer: its name.
        """
        return self.units

    @abc.abstractmethod
    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """The responses of every layer to one image (y, x), or (y, x, lag) where there are lags."""

    def view(self, image: Any) -> jax.Array:
        """The image as a float32 array, once its shape and its values are found fit to be seen.

        Args:
            image: luminance contrast, −1 … 1: (y, x), or (y, x, lag) with `lags`; with `colours` (y, x, channel) too.

        Raises:
            ValueError: if the shape is not the field's, or a value is not finite.
        """
        seen = jnp.asarray(image, jnp.float32)
        further = (len(self.lags),) if self.lags else ()
        allowed = [self.field.shape + further] + ([(*self.field.shape, 3)] if self.colours else [])
        if seen.shape not in allowed:
            raise ValueError(f"an image of shape {seen.shape} does not fit a field of {allowed[0]} samples")
        if not isinstance(seen, jax.core.Tracer) and not bool(jnp.isfinite(seen).all()):
            raise ValueError("the image holds values that are not finite (NaN or infinite)")
        return seen

    def parameter(self, name: str) -> jax.Array:
        """The present value of an explorable number.

        Args:
            name: one of `parameters`.
        """
        if name not in self.parameters:
            raise unknown("parameter", name, self.parameters, type(self).__name__)
        return functools.reduce(getattr, self.parameters[name].split("."), self)  # type: ignore[return-value]

    def with_parameters(self, **values: Any) -> Self:
        """A copy in which explorable numbers have new values.

        Args:
            values: a new value for each name of `parameters`, shaped like the old one.

        Raises:
            ValueError: if a name is not among `parameters`, or a value is not shaped like the old one.
        """
        copy = jax.tree.map(lambda leaf: leaf, self)
        for name, value in values.items():
            if np.shape(value) != (shape := self.parameter(name).shape):
                raise ValueError(f"{name} has the shape {shape}, not {np.shape(value)}")
            *owners, leaf = self.parameters[name].split(".")
            setattr(functools.reduce(getattr, owners, copy), leaf, jnp.asarray(value, jnp.float32))
        return copy
