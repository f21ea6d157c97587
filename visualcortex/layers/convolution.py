"""Convolutional networks as a table of stages: convolutions, each followed by half-wave rectification, and MAX pooling.

A map's unit sees a square window of samples; where it lies and how large it is follows from the table alone.

References:
    LeCun et al. (1998), Proc. IEEE 86, 2278-2324.   Dumoulin & Visin (2016), arXiv:1603.07285 (the arithmetic).
"""

from collections.abc import Mapping
from itertools import count
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from flax import nnx
from jax import lax

from visualcortex.canonical import match, rectify
from visualcortex.field import VisualField

Weights = Mapping[str, tuple[Any, Any]]  # layer -> kernel (y, x, channel in, channel out), bias (channel out,)


class Window(NamedTuple):
    """What a unit sees of the map below: `size` a side, `stride` from unit to unit, `padding` of zeros around it."""

    size: int
    stride: int = 1
    padding: int = 0


class Convolution(NamedTuple):
    """A layer of `channels` kernels, then rectification."""

    name: str
    channels: int
    window: Window


class Pool(NamedTuple):
    """The MAX over windows, channel by channel."""

    window: Window


Stages = tuple[Convolution | Pool, ...]


class ReceptiveFields(NamedTuple):
    """Receptive fields along one side of a map, in samples of the image: unit i sees `size` about start + i · step."""

    size: int = 1
    start: float = 0.0
    step: int = 1

    def through(self, window: Window) -> "ReceptiveFields":
        """Those of a map that sees this one through a window.

        >>> ReceptiveFields().through(Window(11, 4, 2)).through(Window(3, 2))
        ReceptiveFields(size=19, start=7.0, step=8)
        """
        reach = window.size - 1
        return ReceptiveFields(
            self.size + reach * self.step,
            self.start + (reach / 2 - window.padding) * self.step,
            self.step * window.stride,
        )


def receptive_fields(stages: Stages) -> dict[str, ReceptiveFields]:
    """The receptive fields of every convolutional layer.

    Args:
        stages: the network, from the image up.
    """
    seen, layers = ReceptiveFields(), {}
    for stage in stages:
        seen = seen.through(stage.window)
        if isinstance(stage, Convolution):
            layers[stage.name] = seen
    return layers


def map_sizes(stages: Stages, samples: int) -> dict[str, int]:
    """Units along one side of every convolutional layer; 0 where none fits.

    Args:
        stages: the network, from the image up.
        samples: along that side of the image.
    """
    layers = {}
    for stage in stages:
        samples = max(0, (samples + 2 * stage.window.padding - stage.window.size) // stage.window.stride + 1)
        if isinstance(stage, Convolution):
            layers[stage.name] = samples
    return layers


def smallest_image(stages: Stages) -> int:
    """Samples a side of the smallest image that leaves no map empty.

    Args:
        stages: the network, from the image up.
    """
    return next(samples for samples in count(1) if all(map_sizes(stages, samples).values()))


def kernel_shapes(stages: Stages, channels: int = 3) -> dict[str, tuple[int, int, int, int]]:
    """Shape (y, x, channel in, channel out) of the kernels of every layer.

    Args:
        stages: the network, from the image up.
        channels: of the image.
    """
    shapes = {}
    for stage in stages:
        if isinstance(stage, Convolution):
            shapes[stage.name] = (stage.window.size, stage.window.size, channels, stage.channels)
            channels = stage.channels
    return shapes


class ConvolutionalStack(nnx.Module):
    """A stack of convolutions and pools over a field.

    Args:
        field: the window that one image covers.
        stages: the table of the stack.
        weights: kernel and bias of every convolutional layer.

    Raises:
        ValueError: if the field is too small, or weights are missing or do not have the shapes of the table.
    """

    def __init__(self, field: VisualField, stages: Stages, weights: Weights) -> None:
        if min(field.shape) < (smallest := smallest_image(stages)):
            raise ValueError(
                f"a field of {field.shape} samples (y, x) is too small: at least {smallest} a side are needed"
            )
        _check(stages, weights)
        self.field, self.stages = field, stages
        self.kernels = nnx.Dict(
            {name: nnx.Param(jnp.asarray(kernel, jnp.float32)) for name, (kernel, _) in weights.items()}
        )
        self.biases = nnx.Dict({name: nnx.Param(jnp.asarray(bias, jnp.float32)) for name, (_, bias) in weights.items()})

    @property
    def axes(self) -> dict[str, dict[str, tuple]]:
        """Receptive-field centres rf_y (top down) and rf_x, in degrees, and the number of the channel, from 0."""
        layers = {}
        for stage in self.stages:
            if isinstance(stage, Convolution):
                y, x = (self._centres(stage.name, samples) for samples in self.field.shape)
                channels = tuple(range(stage.channels))
                layers[stage.name] = {"rf_y": tuple(-c for c in y), "rf_x": x, "channel": channels}
        return layers

    @property
    def receptive_field_sizes(self) -> dict[str, tuple[int, float]]:
        """Side of the receptive fields of every layer, in samples and in degrees."""
        return {
            name: (seen.size, seen.size / self.field.resolution) for name, seen in receptive_fields(self.stages).items()
        }

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer before rectification, (rf_y, rf_x, channel), to an image (y, x, channel)."""
        layers = {}
        for stage in self.stages:
            if isinstance(stage, Convolution):
                layers[stage.name] = self._convolve(image, stage)
                image = rectify(layers[stage.name])
            else:
                image = _max_pool(image, stage.window)
        return layers

    def _convolve(self, image: jax.Array, stage: Convolution) -> jax.Array:
        kernels = jnp.moveaxis(self.kernels[stage.name][...], -1, 0)
        _, stride, padding = stage.window
        drive = match(image, kernels, stride=stride, padding=padding, algorithm="direct")
        return jnp.moveaxis(drive, 0, -1) + self.biases[stage.name][...]

    def _centres(self, layer: str, samples: int) -> tuple[float, ...]:
        _, start, step = receptive_fields(self.stages)[layer]
        units = map_sizes(self.stages, samples)[layer]
        return tuple((start + i * step - (samples - 1) / 2) / self.field.resolution for i in range(units))


def _max_pool(responses: jax.Array, window: Window) -> jax.Array:
    size, stride, padding = window
    edges = ((padding, padding), (padding, padding), (0, 0))
    return lax.reduce_window(responses, -jnp.inf, lax.max, (size, size, 1), (stride, stride, 1), edges)


def _check(stages: Stages, weights: Weights) -> None:
    wanted = {name: (shape, shape[3:]) for name, shape in kernel_shapes(stages).items()}
    given = {name: (jnp.shape(kernel), jnp.shape(bias)) for name, (kernel, bias) in weights.items()}
    for name in wanted | given:
        if wanted.get(name) != given.get(name):
            raise ValueError(
                f"{name}: kernel and bias of shapes {wanted.get(name)} are wanted, {given.get(name)} are given"
            )
