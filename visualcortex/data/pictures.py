"""Natural pictures and textures that lie inside the scikit-image package: nothing is downloaded.

Van der Walt et al. (2014), PeerJ 2:e453; the pictures are CC0 or in the public domain.
"""

import math

import numpy as np

from visualcortex.vocabulary import unknown

PHOTOGRAPHS = ("astronaut", "camera", "chelsea", "coffee", "motorcycle", "rocket")
TEXTURES = ("brick", "grass", "gravel")
OBJECTS = ("coins", "horse", "moon")
PICTURES = PHOTOGRAPHS + TEXTURES + OBJECTS


def picture(name: str) -> np.ndarray:
    """A picture as luminance contrast about grey.

    Colours are weighted by their luminance (ITU-R BT.709); pixel values are taken as they are, no gamma is undone.

    Args:
        name: one of `PICTURES`. "chelsea" is a cat, "horse" a black silhouette on white.

    Returns:
        (y, x) float32, −1 (black) … 1 (white), of the picture's own size, 300 to 741 samples a side.

    Raises:
        ValueError: if there is no such picture.

    >>> picture("grass").shape
    (512, 512)
    """
    if name not in PICTURES:
        raise unknown("picture", str(name), PICTURES)
    from skimage import color, data, util

    raw = data.stereo_motorcycle()[0] if name == "motorcycle" else getattr(data, name)()
    grey = color.rgb2gray(raw) if raw.ndim == 3 else util.img_as_float(raw)
    return np.clip(2 * grey - 1, -1, 1).astype(np.float32)


def natural_patches(count: int, shape: tuple[int, int], seed: int | tuple[int, ...] = 0) -> np.ndarray:
    """Random crops of natural photographs, at random sizes.

    Each patch comes from any of `PHOTOGRAPHS`, at its full size or reduced by whole octaves as far as the patch still
    fits, and from anywhere in it, all with equal chance. A photograph smaller than the patch is enlarged to cover it.
    The first patches do not depend on how many follow.

    Args:
        count: number of patches.
        shape: samples of a patch (y, x), `VisualField.shape`.
        seed: of the random numbers.

    Returns:
        (patch, y, x) float32, −1 … 1.

    Raises:
        ValueError: if `count` or a side is less than 1.

    >>> natural_patches(3, (16, 24), seed=1).shape
    (3, 16, 24)
    """
    if count < 1 or min(shape) < 1:
        raise ValueError(f"patches are counted, and measured, from 1: not {count} of {shape} samples")
    random = np.random.default_rng(seed)
    sizes = [_sizes(picture(name), shape) for name in PHOTOGRAPHS]
    return np.stack([_crop(random, sizes[random.integers(len(sizes))], shape) for _ in range(count)])


def _crop(random: np.random.Generator, sizes: list[np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    photograph = sizes[random.integers(len(sizes))]
    top, left = (random.integers(have - want + 1) for have, want in zip(photograph.shape, shape, strict=True))
    return photograph[top : top + shape[0], left : left + shape[1]]


def _sizes(photograph: np.ndarray, shape: tuple[int, int]) -> list[np.ndarray]:
    """A photograph, enlarged until it covers the shape, and its reductions by octaves that still cover it."""
    sizes = [_enlarged(photograph, shape)]
    while min(np.array(sizes[-1].shape) // 2 - shape) >= 0:
        sizes.append(_halved(sizes[-1]))
    return sizes


def _enlarged(photograph: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    factor = max(want / have for want, have in zip(shape, photograph.shape, strict=True))
    if factor <= 1:
        return photograph
    from skimage.transform import resize

    return resize(photograph, [math.ceil(have * factor - 1e-9) for have in photograph.shape])


def _halved(photograph: np.ndarray) -> np.ndarray:
    """The means of 2 × 2 samples."""
    rows, columns = (samples // 2 for samples in photograph.shape)
    return photograph[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2).mean((1, 3))
