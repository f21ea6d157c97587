"""AlexNet: five convolutional layers, trained to name photographs.

This is torchvision's network of one tower, not the two-tower network of 2012: conv1 has 64 kernels, not 96, and there
is no local response normalisation. Its three fully connected layers are left out.

References:
    Krizhevsky, Sutskever & Hinton (2012), Adv. Neural Inf. Process. Syst. 25, 1097-1105.
    Krizhevsky (2014), arXiv:1404.5997 (one tower).   torchvision.models.alexnet, weights IMAGENET1K_V1, BSD-3.
"""

from pathlib import Path

from visualcortex.field import VisualField
from visualcortex.layers.convolution import Convolution, ConvolutionalStack, Pool, Window
from visualcortex.models.imagenet import RESOLUTION, ImageNetNetwork, find_weights

STAGES = (
    Convolution("conv1", 64, Window(11, stride=4, padding=2)),
    Pool(Window(3, stride=2)),
    Convolution("conv2", 192, Window(5, padding=2)),
    Pool(Window(3, stride=2)),
    Convolution("conv3", 384, Window(3, padding=1)),
    Convolution("conv4", 256, Window(3, padding=1)),
    Convolution("conv5", 256, Window(3, padding=1)),
)
# samples a side of the smallest field whose central unit sees no padding and lies where it does on 224
WINDOWS = {"conv1": 32, "conv2": 64, "conv3": 128, "conv4": 160, "conv5": 192}


class AlexNet(ImageNetNetwork):
    """The convolutional layers of AlexNet, conv1 to conv5 after rectification, conv1_linear to conv5_linear before it.

    Responses are (rf_y, rf_x, channel), in arbitrary units. Units near the border see padding; on 224 samples the one
    at the centre of a map does not. There is no gamma: RGB = ½(1 + contrast), standardised over ImageNet.

    Args:
        field: the window that images cover. The network was trained on 224 samples; that these are 8 degrees is a
            convention.
        weights: "imagenet", None for an untrained twin, or the path of torchvision's ``.pth`` file.
        seed: of the untrained twin.

    Raises:
        ModuleNotFoundError: if the package that carries the trained weights is not installed.
        ValueError: if the field has fewer than 31 samples a side, or the weights do not fit.

    >>> network = AlexNet(weights=None)
    >>> network.receptive_field_sizes["conv2"][0]
    51
    """

    def __init__(
        self,
        field: VisualField = VisualField(extent=8.0, resolution=RESOLUTION),
        *,
        weights: str | Path | None = "imagenet",
        seed: int = 0,
    ) -> None:
        self.field = field
        self.stack = ConvolutionalStack(field, STAGES, find_weights("alexnet", STAGES, weights, seed))
