"""The recording sites that comparisons use, by name; each model is built once.

Cells of the cortex are those at the centre of gaze that prefer vertical bars (orientation 90°). Units of AlexNet are
all channels at the centre of a layer's map, where a receptive field sees no padding. Its field is no larger than these
units need: they answer, bit for bit, as on 224 samples.
"""

from functools import cache
from typing import Any

from visualcortex.field import VisualField
from visualcortex.models.alexnet import RESOLUTION, WINDOWS, AlexNet
from visualcortex.models.direction_selective import DirectionSelective
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.models.model import Model
from visualcortex.recording.site import Site
from visualcortex.vocabulary import unknown

CENTRE = {"rf_x": 0.0, "rf_y": 0.0}
VERTICAL = {"preferred_orientation": 90.0, **CENTRE}
EVEN = {"preferred_phase": 0.0, **VERTICAL}

_CELLS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "LGN cell": ("cortex", "lgn", {"polarity": "ON", **CENTRE}),
    "simple cell": ("cortex", "simple", EVEN),
    "simple cell, row of LGN cells": ("wired cortex", "simple", EVEN),
    "complex cell": ("cortex", "complex", VERTICAL),
    "complex cell, row of LGN cells": ("wired cortex", "complex", VERTICAL),
    "end-stopped cell": ("cortex", "end_stopped", VERTICAL),
    "normalised cell": ("cortex", "normalized", EVEN),
    "direction-selective cell": ("moving cortex", "complex", {"preferred_direction": 0.0, **CENTRE}),
}
_CONV = tuple(f"conv{i}" for i in range(1, 6))
_NETWORKS = ("AlexNet", "untrained AlexNet")


def names() -> list[str]:
    """The names that `get` knows.

    >>> names()[:3]
    ['LGN cell', 'simple cell', 'simple cell, row of LGN cells']
    """
    return [*_CELLS, *(f"{network} {layer}" for network in _NETWORKS for layer in _CONV)]


def get(*wanted: str, seed: int = 0) -> list[Site]:
    """Recording sites by name.

    Args:
        wanted: names, as `names` lists them.
        seed: of untrained networks.

    Raises:
        ValueError: on a name that is not known, or where a package is missing.
    """
    for name in wanted:
        if name not in names():
            raise unknown("site", name, names())
    return [_site(name, seed) for name in wanted]


def _site(name: str, seed: int) -> Site:
    if name in _CELLS:
        model, layer, at = _CELLS[name]
        return Site(_model(model), layer, at, name)
    network, layer = name.rsplit(" ", 1)
    trained = network == "AlexNet"
    return Site(_network(layer, trained=trained, seed=0 if trained else seed), layer, CENTRE, name)


@cache
def _model(name: str) -> Model:
    match name:
        case "cortex":
            return HubelWiesel()
        case "wired cortex":
            return HubelWiesel(wiring="afferents")
    return DirectionSelective()


@cache
def _network(layer: str, *, trained: bool, seed: int) -> Model:
    field = VisualField(WINDOWS[layer] / RESOLUTION, RESOLUTION)
    return AlexNet(field, weights="imagenet" if trained else None, seed=seed)
