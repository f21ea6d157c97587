"""Crops of textures, of the same mean and contrast, and periodic: where one ends, the next would begin without an edge.

Statistics that are taken on a torus, amplitudes of frequencies among them, count the border of a crop as an edge that
is not in its texture.

Reference:
    Moisan (2011), J. Math. Imaging Vis. 39, 161-179.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from visualcortex.data.pictures import TEXTURES, picture
from visualcortex.field import VisualField
from visualcortex.protocols.textures import drawn
from visualcortex.vocabulary import attributes, whole

REDUCTION = 2  # samples a side of a photograph of which one is made


def crops(
    field: VisualField,
    names: Sequence[str],
    *,
    displays: int = 4,
    deviation: float = 0.25,
    seed: int = 0,
    **look: float,
) -> xr.DataArray:
    """Displays of textures, periodic, of mean 0 and of one contrast; crops of a photograph do not overlap.

    Args:
        field: where they are shown. Of a photograph one sample is the mean of 2 × 2.
        names: photographs of `visualcortex.data.pictures.TEXTURES`, and micropatterns, of which textures are drawn.
        displays: of each texture; of photographs crops side by side, from the upper left on.
        deviation: standard deviation of every display, its contrast.
        seed: of the displays that are drawn.
        look: parameters of `visualcortex.stimuli.texture`, one number each.

    Returns:
        "contrast" (micropattern, display, y, x).

    Raises:
        ValueError: if there is no texture or no display, a deviation is not above 0, a photograph has not as many
            crops, a display is even, or as `drawn` does.

    >>> crops(VisualField(2.0, 16.0), ["gravel", "T"], displays=3, count=3).shape
    (2, 3, 32, 32)
    """
    if not deviation > 0:
        raise ValueError(f"deviation must be positive, not {deviation}")
    count = whole("displays", displays)
    others = {name: name for name in names if name not in TEXTURES}
    images = {name: _crops(name, field.shape, count) for name in names if name in TEXTURES}
    if look and not others:
        raise ValueError(f"photographs have no {', '.join(look)}: name a micropattern")
    if others or not images:
        images |= dict(zip(others, drawn(field, others, displays=count, seed=seed, **look).values, strict=True))
    every = np.stack([[periodic(image) for image in images[name]] for name in names])
    places = {"micropattern": list(names), "display": np.arange(count), "y": field.y, "x": field.x}
    if not (contrast := every.std((-2, -1), keepdims=True)).all():
        raise ValueError("a display is even: it has no contrast to be made equal")
    every *= deviation / contrast
    return xr.DataArray(every, places, name="contrast", attrs=attributes("contrast"))


def periodic(image: Any) -> np.ndarray:
    """The periodic component of an image, of mean 0: curved as the image is inside, and closed to a torus.

    Its Laplacian is that of the image with every sample of the border repeated once, outside.

    Args:
        image: contrast (y, x).

    Returns:
        (y, x) float32.

    >>> ramp = np.linspace(-1, 1, 16) * np.ones((16, 1))
    >>> bool(abs(periodic(ramp)).max() < 0.1)
    True
    """
    seen = np.asarray(image, float)
    framed = np.pad(seen, 1, mode="edge")
    laplacian = sum(np.roll(framed, step, axis)[1:-1, 1:-1] - seen for axis in (0, 1) for step in (-1, 1))
    rows, columns = (2 * np.cos(2 * np.pi * np.fft.fftfreq(side)) - 2 for side in seen.shape)
    factors = rows[:, None] + columns
    factors[0, 0] = np.inf  # the mean, of which a Laplacian knows nothing
    return np.fft.ifft2(np.fft.fft2(laplacian) / factors).real.astype(np.float32)


def _crops(name: str, shape: tuple[int, int], count: int) -> np.ndarray:
    """Crops (display, y, x) of a photograph, side by side."""
    seen = picture(name)
    rows, columns = (side // REDUCTION for side in seen.shape)
    reduced = seen[: rows * REDUCTION, : columns * REDUCTION]
    reduced = reduced.reshape(rows, REDUCTION, columns, REDUCTION).mean((1, 3))
    down, across = rows // shape[0], columns // shape[1]
    if count > down * across:
        raise ValueError(f"{name} has {down * across} crops of {shape[0]} × {shape[1]} samples, not {count}")
    tiles = reduced[: down * shape[0], : across * shape[1]].reshape(down, shape[0], across, shape[1])
    return tiles.swapaxes(1, 2).reshape(-1, *shape)[:count]
