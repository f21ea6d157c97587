"""The models that textures are shown to, from a row of filters to a network: displays in, a population each out.

What a model knows of a texture is the mean of each of its channels over a display. Layers of one model come out of one
pass.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import xarray as xr

from visualcortex.field import VisualField
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.hmax import Hmax
from visualcortex.models.model import Model
from visualcortex.models.readout import Layers, SpatialPool
from visualcortex.models.texture import FilterRectifyFilter, MalikPerona
from visualcortex.models.vgg import VGG16
from visualcortex.protocols.textures import responses
from visualcortex.recording import Site
from visualcortex.vocabulary import unknown

FIELD = VisualField(7.0, 32.0)  # 224 samples a side, as networks were trained; HMAX has 32 samples to the degree
COUNT = 11  # elements a side of a texture that fills it

CONV = tuple(f"conv{i}" for i in range(1, 6))
BLOCKS = ("conv1_2", "conv2_2", "conv3_3", "conv4_3", "conv5_3")  # the last layer of VGG16 before each of its pools
C1 = tuple(f"c1_{band}" for band in range(1, 5))


class Pass(NamedTuple):
    """One pass of a model over displays.

    Args:
        build: makes the model for a field.
        layers: of the model.
        populations: for each name some of these layers, side by side.
    """

    build: Callable[[VisualField], Model]
    layers: tuple[str, ...]
    populations: Mapping[str, Sequence[str]]


def by_layer(name: str, layers: Sequence[str]) -> dict[str, tuple[str]]:
    """Each layer of a network as a population.

    Args:
        name: of the network.
        layers: their names.

    >>> by_layer("AlexNet", ["conv1", "conv2"])
    {'AlexNet conv1': ('conv1',), 'AlexNet conv2': ('conv2',)}
    """
    return {f"{name} {layer}": (layer,) for layer in layers}


_CHANNELS = {"squared energy": ("squared",), "absolute": ("absolute",), "half-wave": ("half_wave",)}
_code = functools.partial(Hmax, variant="code")  # C1 and C2 in all three passes: they compile once

PASSES = {
    "channels": Pass(FilterRectifyFilter, ("squared", "absolute", "half_wave"), _CHANNELS),
    "inhibited channels": Pass(MalikPerona, ("inhibited",), {"inhibited": ("inhibited",)}),
    "HMAX": Pass(_code, (*C1, "c2"), {"HMAX C1 MAX": C1, "HMAX C2 MAX": ("c2",)}),
    "HMAX, SUM at C1": Pass(functools.partial(_code, c1_pooling="SUM"), (*C1, "c2"), {"HMAX C1 SUM": C1}),
    "HMAX, SUM at C2": Pass(functools.partial(_code, c2_pooling="SUM"), (*C1, "c2"), {"HMAX C2 SUM": ("c2",)}),
    "AlexNet": Pass(AlexNet, CONV, by_layer("AlexNet", CONV)),
    "VGG16": Pass(VGG16, BLOCKS, by_layer("VGG16", BLOCKS)),
}
"""Every pass by name. Where a stage of HMAX is not named, it is MAX."""


def shown(
    images: xr.DataArray, passes: Sequence[str] = tuple(PASSES), *, field: VisualField = FIELD
) -> dict[str, xr.DataArray]:
    """What models make of displays.

    Args:
        images: contrast (…, y, x), as `visualcortex.protocols.textures.drawn` makes it.
        passes: names of `PASSES`.
        field: of the displays.

    Returns:
        For each population, by name, its mean responses over a display: the dimensions of the displays, and ``unit``.

    Raises:
        ValueError: if there is no such pass, or the displays do not fit the field.

    >>> from visualcortex.protocols.textures import drawn
    >>> small = VisualField(2.0, 32.0)
    >>> list(shown(drawn(small, {"T": "T"}, displays=2, count=3), ["channels"], field=small))
    ['squared energy', 'absolute', 'half-wave']
    """
    for name in passes:
        if name not in PASSES:
            raise unknown("pass", name, PASSES)
    found: dict[str, xr.DataArray] = {}
    for one in (PASSES[name] for name in passes):
        found |= layered(one.build(field), one.layers, one.populations, images)
    return found


def layered(
    model: Model, layers: Sequence[str], populations: Mapping[str, Sequence[str]], images: xr.DataArray
) -> dict[str, xr.DataArray]:
    """What layers of a model make of displays, in one pass.

    Args:
        model: any model.
        layers: names of some of its layers.
        populations: for each name one or several of these, side by side.
        images: as for `shown`.

    Returns:
        As `shown`; of layers that have fewer units than another there follow units that are 0 always.

    Raises:
        ValueError: if there is no such layer.
    """
    site = Site(Layers(SpatialPool(model, pooling="SUM"), layers), "layers")
    found, axes = responses(site, images), ("layer", "feature")
    parts = {name: found.sel(layer=list(own)) for name, own in populations.items()}
    return {name: part.stack(unit=axes, create_index=False).drop_vars(axes) for name, part in parts.items()}
