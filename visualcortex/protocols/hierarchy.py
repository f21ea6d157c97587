"""HMAX taken apart: its layers in one recording, its wiring in numbers, and each layer made again from the one below.

What is made again uses no more than a drawing can show: filters, windows, steps and neighbours. Where it gives what the
model gives, the drawing is the model's.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (Fig. 2; version B).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate

from visualcortex.layers.oriented import FLOOR
from visualcortex.models.hmax import FILTERS, Hmax
from visualcortex.models.model import Model
from visualcortex.models.readout import Layers
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.recording import Site, record
from visualcortex.vocabulary import attributes

KINDS = ("s1", "c1", "s2", "c2")
SPACE = ("rf_y", "rf_x")
ORIENTATIONS = paper.ORIENTATIONS.value


def several(model: Model, layers: Sequence[str], stimulus: Any, **parameters: Any) -> dict[str, xr.DataArray]:
    """Record from several layers, which the model makes all at once: one compilation instead of many.

    Args:
        model: any model.
        layers: names of layers that are of similar size.
        stimulus: as for `record`.
        parameters: as for `record`.

    Returns:
        What `record` gives for each layer, by its name.
    """
    together = record(Site(Layers(model, layers), "layers"), stimulus, **parameters)
    return {layer: _unpacked(together.sel(layer=layer, drop=True), model.axes[layer]) for layer in layers}


def composite(model: Hmax, cells: Mapping[str, xr.DataArray]) -> dict[str, xr.DataArray]:
    """The responses of the model's S2 units to those of its C1 units: 256 maps of every band, by name of the layer.

    Args:
        model: of version B.
        cells: responses (preferred_orientation, rf_y, rf_x) of every layer of C1, by its name.
    """
    bands = range(1, len(model.bands) + 1)
    units = model.composite.maps([cells[f"c1_{i}"].values for i in bands])
    flat = (xr.DataArray(np.asarray(one).ravel(), dims="feature", name="response") for one in units)
    return {f"s2_{i}": _unpacked(one, model.axes[f"s2_{i}"]) for i, one in zip(bands, flat, strict=True)}


def _unpacked(flat: xr.DataArray, axes: Mapping[str, tuple]) -> xr.DataArray:
    """Responses in a row (…, feature) with the axes that they have in their layer."""
    shape, swept = tuple(map(len, axes.values())), flat.dims[:-1]
    values = flat.values[..., : math.prod(shape)].reshape(*flat.shape[:-1], *shape)
    places = {axis: (axis, np.asarray(coordinates), attributes(axis)) for axis, coordinates in axes.items()}
    kept = {str(name): flat[name] for name in swept}
    return xr.DataArray(values, kept | places, (*swept, *axes), name=flat.name, attrs=flat.attrs)


def combinations(orientations: Sequence[float] = ORIENTATIONS) -> xr.DataArray:
    """The orientations (feature, neighbour) that the composite features of version B combine, in deg.

    Neighbours are those to the upper left, upper right, lower left and lower right.

    Args:
        orientations: of the complex cells.
    """
    numbers = np.indices((len(orientations),) * 4).reshape(4, -1).T
    features = {"feature": np.arange(len(numbers))}
    return xr.DataArray(np.asarray(orientations)[numbers], features, ("feature", "neighbour"), attrs={"units": "deg"})


def wiring(model: Hmax) -> xr.Dataset:
    """The numbers of a drawing.

    Args:
        model: of version B.

    Returns:
        of each kind of layer ``units`` (layer); of each layer of each band, those of S1 at its largest scale,
        ``places`` (layer, band), in number along x, and the side ``field`` of a receptive field, in deg; of each band
        ``scales``, the ``window`` that C1 pools over and the ``step`` to the next, in samples.
    """
    axes, samples = model.axes, model.field.resolution
    sides = [model.simple.sizes[band.sizes[-1]] / samples for band in model.bands]
    cells = [np.array(axes[f"c1_{i}"]["rf_x"]) for i in range(1, len(sides) + 1)]
    units = [np.array(axes[f"s2_{i}"]["rf_x"]) for i in range(1, len(sides) + 1)]
    pooled = [side + (band.window - 1) / samples for side, band in zip(sides, model.bands, strict=True)]
    joined = [side + x[1] - x[0] for side, x in zip(pooled, cells, strict=True)]
    reach = max(side + x[-1] - x[0] for side, x in zip(joined, units, strict=True))
    whole = min(reach, model.field.width)
    counts = [[len(axes["s1"]["rf_x"])] * len(sides), [len(x) for x in cells], [len(x) for x in units], [1] * len(sides)]
    total = [sum(math.prod(map(len, axes[name].values())) for name in axes if name.startswith(kind)) for kind in KINDS]
    return xr.Dataset(
        {
            "units": ("layer", total),
            "places": (("layer", "band"), counts, {"long_name": "units along x", "units": "1"}),
            "field": (
                ("layer", "band"),
                [sides, pooled, joined, [whole] * len(sides)],
                {"long_name": "side of the receptive field", "units": "deg"},
            ),
            "scales": ("band", [len(band.sizes) for band in model.bands]),
            "window": ("band", [band.window for band in model.bands], {"units": "samples"}),
            "step": ("band", [band.step for band in model.bands], {"units": "samples"}),
        },
        {"layer": list(KINDS), "band": range(1, len(sides) + 1)},
    )


def features_shown(responses: Mapping[str, xr.DataArray]) -> xr.Dataset:
    """Of the features that combine one, two, three and four different orientations, the one most excited.

    Args:
        responses: of all layers, by name, to one image.

    Returns:
        for each ``combination`` its ``feature_number`` and ``feature_orientation`` (combination, neighbour), the
        band ``passed_band`` whose S2 units C2 takes its MAX from, and their place ``feature_x``, ``feature_y``.
    """
    every, excited = combinations(), responses["c2"]
    differ = xr.apply_ufunc(lambda row: len(set(row)), every, input_core_dims=[["neighbour"]], vectorize=True)
    number = xr.DataArray(np.unique(differ), dims="combination", name="combination")
    number.attrs = {"long_name": "different orientations", "units": "1"}
    feature = excited.where(differ == number.assign_coords(combination=number)).idxmax("feature").astype(int)
    bands = [name for name in responses if name.startswith("s2")]
    best = [responses[name].sel(feature=feature).max(SPACE) for name in bands]
    passed = xr.concat(best, "band").argmax("band")
    places = [responses[bands[int(b)]].sel(feature=int(f)) for f, b in zip(feature, passed, strict=True)]
    found = {
        "feature_number": feature.drop_attrs(),
        "feature_orientation": every.sel(feature=feature).drop_vars("feature"),
        "passed_band": passed.drop_vars("feature", errors="ignore") + 1,
    }
    for i, axis in enumerate(SPACE):
        at = [float(place[axis][_peak(place)[i]]) for place in places]
        found[axis.replace("rf", "feature")] = ("combination", at, attributes(axis))
    return xr.Dataset(found)


def _peak(responses: xr.DataArray) -> tuple[int, ...]:
    """Where, along each dimension, the largest response is."""
    return tuple(map(int, np.unravel_index(responses.values.argmax(), responses.shape)))


def passed_on(model: Hmax, responses: Mapping[str, xr.DataArray]) -> xr.Dataset:
    """Where the largest response of each band of C1 comes from.

    Args:
        model: of version B.
        responses: of its layers s1 and c1, by name, to one image.

    Returns:
        of each band the ``window_x``, ``window_y`` and ``window_orientation`` of that C1 unit, and the place
        ``passed_scale`` among the scales of the band of the S1 unit whose response it passes on.
    """
    rows, simple = [], responses["s1"]
    for i, band in enumerate(model.bands, 1):
        cells = responses[f"c1_{i}"]
        orientation, y, x = (float(c[place]) for c, place in zip(cells.coords.values(), _peak(cells), strict=True))
        half = band.window / (2 * model.field.resolution)
        inside = {a: np.flatnonzero(abs(simple[a] - c) < half) for a, c in zip(SPACE, (y, x), strict=True)}
        seen = simple[list(band.sizes)].sel(preferred_orientation=orientation).isel(inside)
        rows.append((x, y, orientation, seen.max(SPACE).values.argmax()))
    columns, names = np.array(rows).T, ("window_x", "window_y", "window_orientation", "passed_scale")
    meant = (attributes("rf_x"), attributes("rf_y"), attributes("preferred_orientation"), {"units": "1"})
    return xr.Dataset({n: ("band", c, a) for n, c, a in zip(names, columns, meant, strict=True)})


def made_again(model: Hmax, image: xr.DataArray, responses: Mapping[str, xr.DataArray], variant: str) -> xr.DataArray:
    """Each layer computed from the one below: how far it is from the model's.

    Args:
        model: of version B, MAX in C1 and C2, sampled as published.
        image: what it saw, (y, x).
        responses: of all its layers.
        variant: "text" or "code".

    Returns:
        (layer,): the largest difference as a fraction of the largest response.
    """
    bands = range(1, len(model.bands) + 1)
    cells, units = ([responses[f"{kind}_{i}"] for i in bands] for kind in ("c1", "s2"))
    found = {
        "s1": [(_matched(image.values, variant), responses["s1"].values)],
        "c1": [(_pooled(responses["s1"], c1, *band), c1.values) for c1, band in zip(cells, model.bands, strict=True)],
        "s2": [(_combined(c1.values), s2.values) for c1, s2 in zip(cells, units, strict=True)],
        "c2": [(np.max([s2.values.max((1, 2)) for s2 in units], 0), responses["c2"].values)],
    }
    errors = [max(np.abs(a - b).max() for a, b in found[kind]) / max(b.max() for _, b in found[kind]) for kind in KINDS]
    described = {"long_name": "largest difference / largest response", "units": "1"}
    return xr.DataArray(errors, {"layer": list(KINDS)}, "layer", "difference", described)


def _matched(image: np.ndarray, variant: str) -> np.ndarray:
    """S1 (scale, preferred_orientation, y, x): how well each filter matches the intensity of the image."""
    intensity, found = (1 + image.astype(float)) / 2, []
    for size, sd in zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, strict=True):
        kernels = FILTERS[variant](size, sd, ORIENTATIONS).kernels
        drive = np.abs([correlate(intensity, kernel, "valid") for kernel in kernels])
        if variant == "code":
            energy = correlate(intensity**2, np.ones((size, size)), "valid")
            drive /= np.sqrt(np.maximum(energy, FLOOR * size**2))
        found.append(np.pad(drive, ((0, 0), (size // 2,) * 2, (size // 2,) * 2)))
    return np.array(found)


def _pooled(simple: xr.DataArray, cells: xr.DataArray, sizes: tuple[int, ...], window: int, step: int) -> np.ndarray:
    """C1 (preferred_orientation, y, x) of a band: the largest response of its scales in each window."""
    best = simple.values[list(sizes)].max(0)
    y, x = (_first(simple[axis].values, cells[axis].values, window) for axis in SPACE)
    windows = sliding_window_view(best, (window, window), (1, 2)).max((-1, -2))
    return windows[:, y::step, x::step][:, : cells.sizes["rf_y"], : cells.sizes["rf_x"]]


def _first(places: np.ndarray, centres: np.ndarray, window: int) -> int:
    """The first place of the first window."""
    return round((centres[0] - places[0]) / (places[1] - places[0]) - (window - 1) / 2)


def _combined(cells: np.ndarray) -> np.ndarray:
    """S2 (feature, y, x): a Gaussian of the four neighbours of each feature about the response that it prefers."""
    a, b, c, d = np.indices((len(cells),) * 4).reshape(4, -1)
    off = (cells.astype(float) - paper.S2_CENTRE.value) ** 2 / (2 * paper.S2_WIDTH.value**2)
    return np.exp(-(off[a, :-1, :-1] + off[b, :-1, 1:] + off[c, 1:, :-1] + off[d, 1:, 1:]))
