"""Where the electrode is."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from visualcortex.models.model import Model
from visualcortex.vocabulary import unknown

POSITIONS = ("rf_x", "rf_y")


class Site:
    """Where the electrode is: in one layer of a model, at all of its units or at some.

    Args:
        model: any `Model`.
        layer: the name of one of its layers.
        at: for an axis of that layer the coordinate to record at, or several; for a position (rf_x, rf_y) the nearest
            unit is taken.
        name: what comparisons call the site; by default the model and the layer.

    Attributes:
        axes: the axes that responses have, with their coordinates: those of the layer less those held at one
            coordinate.
        units: of the responses.

    Raises:
        ValueError: if there is no such layer, axis or coordinate.
    """

    def __init__(self, model: Model, layer: str, at: Mapping[str, Any] | None = None, name: str = "") -> None:
        if not isinstance(model, Model):
            raise ValueError(f"an electrode goes into a Model, not into {model!r}")
        layers = model.axes
        if layer not in layers:
            raise unknown("layer", str(layer), layers, type(model).__name__)
        self.model, self.layer, self.at = model, layer, dict(at or {})
        self.units = model.units_of(layer)
        self.name = name or f"{type(model).__name__} {layer}"
        self.indices = {axis: _index(axis, value, layers[layer]) for axis, value in self.at.items()}
        chosen = {axis: np.asarray(c)[self.indices.get(axis, slice(None))] for axis, c in layers[layer].items()}
        self.axes = {axis: coordinates for axis, coordinates in chosen.items() if np.ndim(coordinates)}

    def __repr__(self) -> str:
        """The name and the units recorded."""
        return f"Site({self.name!r}, layer={self.layer!r}, at={self.at})"


def _index(axis: str, wanted: Any, axes: Mapping[str, tuple]) -> np.ndarray:
    """The index, or the indices, of the units at a coordinate."""
    if axis not in axes:
        raise unknown("axis", axis, axes, "the layer")
    coordinates, values = np.asarray(axes[axis]), np.asarray(wanted)
    if coordinates.dtype.kind == "U" or values.dtype.kind not in "iuf":
        distance, reach = (values[..., None] != coordinates).astype(float), 0.0
    else:
        distance, reach = np.abs(values[..., None] - coordinates), _reach(axis, coordinates)
    missing = values.ndim > 1 or values.size == 0 or not (distance.min(-1) <= reach).all()
    if missing or values.dtype.kind == "b":
        raise ValueError(f"no unit at {axis} = {wanted!r}; there are units at {_summary(coordinates)}")
    places = distance.argmin(-1)
    if len(np.unique(places)) < places.size:
        raise ValueError(f"{axis} = {wanted!r} names one unit twice")
    return places


def _reach(axis: str, coordinates: np.ndarray) -> float:
    """How far from a unit a coordinate may be to mean it."""
    spacing = float(np.abs(np.diff(coordinates)).max(initial=0.0)) if axis in POSITIONS else 0.0
    return spacing / 2 + 1e-4


def _summary(coordinates: np.ndarray) -> str:
    shown = [f"{c:g}" if isinstance(c, float) else str(c) for c in coordinates.tolist()]
    return ", ".join(shown) if len(shown) < 20 else f"{shown[0]}, {shown[1]}, … {shown[-1]}"
