"""Readouts: what makes the units of any two models comparable.

`SpatialPool` forgets where in the image a feature was, `Layers` lays several layers side by side, `ViewTuned` compares
features with those of views seen before, and `Pixels` is the model that does nothing, the control of every comparison.

References:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.   Poggio & Edelman (1990), Nature 343, 263-266 (views).
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from visualcortex.canonical import exponent_of, pool
from visualcortex.field import VisualField
from visualcortex.models.model import Axes, Model
from visualcortex.vocabulary import unknown, whole

SPACE = ("rf_y", "rf_x")


class Pixels(Model):
    """The image itself, as the responses (rf_y, rf_x) of one layer, "pixels": one unit for each sample's contrast.

    Args:
        field: the window that images cover.
    """

    units = "1"

    def __init__(self, field: VisualField) -> None:
        self.field = field

    @property
    def axes(self) -> Axes:
        """The places of the samples, in degrees."""
        return {"pixels": {"rf_y": tuple(self.field.y.tolist()), "rf_x": tuple(self.field.x.tolist())}}

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """The contrast of an image (y, x)."""
        return {"pixels": self.view(image)}


class Readout(Model):
    """A model around a model: it sees what the inner one sees, and the inner one's parameters stay explorable.

    Subclasses add leaves of their own and name them in `added`, and a layer, named in `layer_added`.

    Args:
        model: the inner model.

    Raises:
        ValueError: if the inner model has a parameter or a layer of the same name as one that is added.
    """

    added: Mapping[str, str] = MappingProxyType({})
    layer_added = ""

    def __init__(self, model: Model) -> None:
        if twice := set(self.added) & set(model.parameters):
            raise ValueError(f"{type(model).__name__} has a parameter {', '.join(twice)} already")
        if self.layer_added in model.axes:
            raise ValueError(f"{type(model).__name__} has a layer {self.layer_added} already")
        self.model, self.field, self.units = model, model.field, model.units
        self.colours, self.lags = model.colours, model.lags

    @property
    def parameters(self) -> Mapping[str, str]:  # type: ignore[override]
        """The explorable numbers of readout and inner model by name, with the paths of their leaves."""
        return {**self.added, **{name: f"model.{path}" for name, path in self.model.parameters.items()}}

    @property
    def footprint(self) -> int:
        """How many numbers one image becomes, about: those of the inner model count too."""
        return max(super().footprint, self.model.footprint)


class SpatialPool(Readout):
    """A model whose layers are pooled over space: those with axes rf_y and rf_x lose them, the others stay as they are.

    The pool is the soft-max of `visualcortex.canonical.pool`, with its sign and its rule for ties; the parameter
    ``spatial_pooling`` is its exponent.

    Args:
        model: any model.
        pooling: "MAX", the response of largest size; "SUM", the mean; or an exponent from 0 (SUM) to infinity (MAX).

    Raises:
        ValueError: if there is no such pooling, or the model is pooled already.

    >>> features = SpatialPool(Pixels(VisualField(2.0, 8.0)), pooling="SUM")
    >>> features(jnp.full((16, 16), 0.5))
    {'pixels': Array(0.5, dtype=float32)}
    """

    added = MappingProxyType({"spatial_pooling": "pooling"})

    def __init__(self, model: Model, *, pooling: float | str = "MAX") -> None:
        super().__init__(model)
        self.pooling = jnp.asarray(exponent_of(pooling), jnp.float32)

    @property
    def axes(self) -> Axes:
        """Axes of every layer, without those of space."""
        return {
            layer: {axis: coordinates for axis, coordinates in axes.items() if axis not in _spatial(axes)}
            for layer, axes in self.model.axes.items()
        }

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer, pooled over space, to an image as the inner model sees it."""
        axes = self.model.axes
        return {layer: self._pooled(response, axes[layer]) for layer, response in self.model(image).items()}

    def _pooled(self, response: jax.Array, axes: Mapping[str, tuple]) -> jax.Array:
        places = [list(axes).index(axis) for axis in _spatial(axes)]
        if not places:
            return response
        ways = lambda s: s.mean(places), lambda s: pool(s, places, exponent=self.pooling)
        return lax.cond(self.pooling == 0, *ways, response)  # a mean costs no exponentials


class Layers(Readout):
    """A model with several of its layers side by side as one, "layers": one pass of the model gives all of them.

    The responses are (layer, feature): the units of each layer in their order, and after those of a layer that has
    fewer than another, zeros. These change no distance between two images; among features that are never below zero
    they are the least excited.

    Args:
        model: any model; see `SpatialPool` for layers that are small enough.
        layers: names of some of its layers.

    Raises:
        ValueError: if there is no such layer, none is named, or one is named twice.

    >>> network = Layers(SpatialPool(Pixels(VisualField(2.0, 8.0))), ["pixels"])
    >>> network(jnp.ones((16, 16)))["layers"].shape
    (1, 1)
    """

    layer_added = "layers"

    def __init__(self, model: Model, layers: Sequence[str]) -> None:
        super().__init__(model)
        self.layers = chosen(model, layers)

    @property
    def axes(self) -> Axes:
        """Axes of the inner model's layers; of "layers" the layer, by name, and the feature, by number."""
        inner = self.model.axes
        features = max(math.prod(map(len, inner[layer].values())) for layer in self.layers)
        return {**inner, "layers": {"layer": self.layers, "feature": tuple(range(features))}}

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of the inner model's layers, and of those side by side (layer, feature), to an image."""
        responses = self.model(image)
        flat = [responses[layer].ravel() for layer in self.layers]
        longest = max(units.size for units in flat)
        return responses | {"layers": jnp.stack([jnp.pad(units, (0, longest - units.size)) for units in flat])}


def chosen(model: Model, layers: Sequence[str]) -> tuple[str, ...]:
    """The names of some layers of a model, checked.

    Args:
        model: any model.
        layers: names of some of its layers.

    Raises:
        ValueError: if there is no such layer, none is named, or one is named twice.
    """
    if isinstance(layers, str):
        raise ValueError(f"layers are a list of names, such as [{layers!r}]")
    for layer in layers:
        if layer not in model.axes:
            raise unknown("layer", str(layer), model.axes, type(model).__name__)
    if not layers or len(set(layers)) < len(layers):
        raise ValueError(f"name one or more layers, each once, not {tuple(layers)}")
    return tuple(layers)


def _spatial(axes: Mapping[str, tuple]) -> tuple[str, ...]:
    """The axes of a layer over which it is pooled."""
    return SPACE if set(SPACE) <= set(axes) else ()


class ViewTuned(Readout):
    """View-tuned units on top of a layer: each answers as far as its afferents are as they were at one view.

    The response is exp(−Σ(f − c)² / 2σ²) over the afferents' responses f, with c those to the unit's view: 1 at that
    view and less at others, in arbitrary units. The parameter ``tuning_width`` is σ, in units of f. It does not change
    which of two images a unit prefers; but images 15 widths away or more are all alike to it, as exp(−15²/2) is 0 in
    single precision.

    Views are learned once, when the readout is built. A later change of the inner model's parameters, in a sweep too,
    changes f and leaves c: to compare MAX with SUM, build two.

    Args:
        model: any model; in a layer with positions a view is known by its features where they were (see
            `SpatialPool`).
        layer: the name of the layer that the units see.
        views: images as the model sees them (view, y, x, …), one for each unit.
        afferents: how many units of the layer a view-tuned unit sees, those most excited by its view; by default all.
        width: σ.

    Raises:
        ValueError: if there is no such layer, no view, no afferent or more than the layer has units, a width is not
            above 0, or a view does not fit the model.

    >>> views = jnp.stack([jnp.zeros((16, 16)), jnp.ones((16, 16))])
    >>> ViewTuned(Pixels(VisualField(2.0, 8.0)), "pixels", views=views, width=16.0)(views[0])["view_tuned"].round(2)
    Array([1.  , 0.61], dtype=float32)
    """

    added, layer_added = MappingProxyType({"tuning_width": "width"}), "view_tuned"

    def __init__(
        self, model: Model, layer: str, *, views: Any, afferents: int | None = None, width: float = 1.0
    ) -> None:
        super().__init__(model)
        if layer not in model.axes:
            raise unknown("layer", str(layer), model.axes, type(model).__name__)
        if not len(views) or not width > 0:
            raise ValueError(f"view-tuned units need a view and a width above 0, not {len(views)} views, width {width}")
        self.layer = layer
        self.centres = _learned(model, layer, jnp.stack([model.view(view) for view in views]))
        self.afferents = _most_excited(self.centres, afferents)
        self.width = jnp.asarray(width, jnp.float32)

    @property
    def axes(self) -> Axes:
        """Axes of the inner model's layers, and the view-tuned units, by number."""
        return {**self.model.axes, "view_tuned": {"unit": tuple(range(len(self.centres)))}}

    def units_of(self, layer: str) -> str:
        """Units of the responses of a layer: arbitrary for the view-tuned units, else those of the inner model.

        Args:
            layer: its name.
        """
        return "a.u." if layer == "view_tuned" else self.model.units_of(layer)

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of the inner model's layers, and of the view-tuned units (unit,), to an image."""
        responses = self.model(image)
        differences = jnp.where(self.afferents, responses[self.layer].ravel() - self.centres, 0.0)
        return responses | {"view_tuned": jnp.exp(-(differences**2).sum(1) / (2 * self.width**2))}


def _learned(model: Model, layer: str, views: jax.Array) -> jax.Array:
    """The features (view, feature) of a layer, one view after another so that large models fit into memory."""
    with jax.default_matmul_precision("highest"):
        return lax.map(lambda view: model(view)[layer].ravel(), views)


def _most_excited(responses: jax.Array, count: int | None) -> jax.Array:
    """Which features (view, feature) are among the most excited by a view; of equal ones the first."""
    features = responses.shape[1]
    if count is None:
        return jnp.ones(responses.shape, bool)
    if whole("afferents", count) > features:
        raise ValueError(f"the layer has {features} units, too few for {count} afferents")
    return jnp.argsort(jnp.argsort(-responses, axis=1), axis=1) < count
