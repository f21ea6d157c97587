"""VGG16: thirteen convolutional layers of small kernels, trained to name photographs.

Its three fully connected layers, and the MAX pool below them, are left out.

References:
    Simonyan & Zisserman (2015), Int. Conf. Learn. Represent., arXiv:1409.1556 (configuration D).
    torchvision.models.vgg16, weights IMAGENET1K_V1, BSD-3.
"""

from pathlib import Path

from visualcortex.field import VisualField
from visualcortex.layers.convolution import Convolution, ConvolutionalStack, Pool, Window
from visualcortex.models.imagenet import RESOLUTION, ImageNetNetwork, find_weights

_SMALL = Window(3, padding=1)
_HALF = Pool(Window(2, stride=2))
STAGES = (
    Convolution("conv1_1", 64, _SMALL),
    Convolution("conv1_2", 64, _SMALL),
    _HALF,
    Convolution("conv2_1", 128, _SMALL),
    Convolution("conv2_2", 128, _SMALL),
    _HALF,
    Convolution("conv3_1", 256, _SMALL),
    Convolution("conv3_2", 256, _SMALL),
    Convolution("conv3_3", 256, _SMALL),
    _HALF,
    Convolution("conv4_1", 512, _SMALL),
    Convolution("conv4_2", 512, _SMALL),
    Convolution("conv4_3", 512, _SMALL),
    _HALF,
    Convolution("conv5_1", 512, _SMALL),
    Convolution("conv5_2", 512, _SMALL),
    Convolution("conv5_3", 512, _SMALL),
)


class VGG16(ImageNetNetwork):
    """The convolutional layers of VGG16, conv1_1 to conv5_3 after rectification, conv1_1_linear to … before it.

    Responses are (rf_y, rf_x, channel), in arbitrary units. Units near the border see padding; on 224 samples the
    four in the middle of conv5_3 do not. There is no gamma: RGB = ½(1 + contrast), standardised over ImageNet.

    Args:
        field: the window that images cover. The network was trained on 224 samples; that these are 8 degrees is a
            convention.
        weights: "imagenet", None for an untrained twin, or the path of torchvision's ``.pth`` file.
        seed: of the untrained twin.

    Raises:
        ModuleNotFoundError: if the package that carries the trained weights is not installed.
        ValueError: if the field has fewer than 16 samples a side, or the weights do not fit.

    >>> network = VGG16(VisualField(1.0, 28.0), weights=None)
    >>> network.receptive_field_sizes["conv5_3"][0]
    196
    """

    def __init__(
        self,
        field: VisualField = VisualField(extent=8.0, resolution=RESOLUTION),
        *,
        weights: str | Path | None = "imagenet",
        seed: int = 0,
    ) -> None:
        self.field = field
        found = find_weights("vgg16", STAGES, weights, seed, initialisation="normal")
        self.stack = ConvolutionalStack(field, STAGES, found)
