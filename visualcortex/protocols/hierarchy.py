"""HMAX taken apart: several layers in one recording, its wiring in numbers, and where each maximum comes from.

All of it is for version B, MAX in C1 and C2, sampled as published.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (Fig. 2).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from visualcortex.models.hmax import Hmax
from visualcortex.models.model import Model
from visualcortex.models.readout import Layers
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.recording import Site, record
from visualcortex.vocabulary import attributes

KINDS = ("s1", "c1", "s2", "c2")
SPACE = ("rf_y", "rf_x")
DIFFERENT = {"long_name": "different orientations", "units": "1"}

Responses = Mapping[str, xr.DataArray]


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


def composite(model: Hmax, cells: Responses) -> dict[str, xr.DataArray]:
    """The responses of S2 to those of C1, Gaussians of four neighbours: all maps of every band, by name of the layer.

    The model's are the same; this needs no compilation.

    Args:
        model: whose units they are.
        cells: responses (preferred_orientation, rf_y, rf_x) of every layer of C1, by its name.
    """
    centre, width = (float(model.parameter(name)) for name in ("s2_centre", "s2_width"))
    found = {}
    for i in _bands(model):
        off = (cells[f"c1_{i}"].values.astype(float) - centre) ** 2 / (2 * width**2)
        a, b, c, d = np.indices((len(off),) * 4).reshape(4, -1)
        units = np.exp(-(off[a, :-1, :-1] + off[b, :-1, 1:] + off[c, 1:, :-1] + off[d, 1:, 1:]))
        flat = xr.DataArray(units.astype(np.float32).ravel(), dims="feature", name="response")
        found[f"s2_{i}"] = _unpacked(flat, model.axes[f"s2_{i}"])
    return found


def combinations(orientations: Sequence[float] = paper.ORIENTATIONS.value) -> xr.DataArray:
    """The orientations (feature, neighbour) that the composite features combine, in deg.

    Neighbours are those to the upper left, upper right, lower left and lower right.

    Args:
        orientations: of the complex cells.

    >>> combinations()[1].values.tolist()
    [0.0, 0.0, 0.0, 45.0]
    """
    numbers = np.indices((len(orientations),) * 4).reshape(4, -1).T
    features = {"feature": np.arange(len(numbers))}
    found = xr.DataArray(np.asarray(orientations)[numbers], features, ("feature", "neighbour"))
    return found.assign_attrs(attributes("preferred_orientation"))


def wiring(model: Hmax) -> xr.Dataset:
    """The numbers of a drawing.

    Args:
        model: to be drawn.

    Returns:
        ``units`` (layer): how many there are; ``places`` (layer, band): how many along x; ``field`` (layer, band): the
        side of a receptive field in deg, in S1 that of the largest scale of the band; ``scales`` (band); ``window`` and
        ``step`` (band): what C1 pools over and how far it is to the next, in samples.
    """
    axes, samples = model.axes, model.field.resolution
    simple = [model.simple.sizes[band.sizes[-1]] / samples for band in model.bands]
    cells, units = ([np.array(axes[f"{kind}_{i}"]["rf_x"]) for i in _bands(model)] for kind in ("c1", "s2"))
    pooled = [side + (band.window - 1) / samples for side, band in zip(simple, model.bands, strict=True)]
    joined = [side + x[1] - x[0] for side, x in zip(pooled, cells, strict=True)]
    reach = max(side + x[-1] - x[0] for side, x in zip(joined, units, strict=True))
    fields = [simple, pooled, joined, [min(reach, model.field.width)] * len(simple)]
    along = [len(axes["s1"]["rf_x"])] * len(simple), map(len, cells), map(len, units), [1] * len(simple)
    total = [sum(math.prod(map(len, axes[name].values())) for name in axes if name.startswith(kind)) for kind in KINDS]
    found = {
        "units": ("layer", total),
        "places": (("layer", "band"), [list(counts) for counts in along], {"long_name": "units along x", "units": "1"}),
        "field": (("layer", "band"), fields, {"long_name": "side of the receptive field", "units": "deg"}),
        "scales": ("band", [len(band.sizes) for band in model.bands]),
        "window": ("band", [band.window for band in model.bands], {"long_name": "window", "units": "samples"}),
        "step": ("band", [band.step for band in model.bands], {"long_name": "step", "units": "samples"}),
    }
    return xr.Dataset(found, {"layer": list(KINDS), "band": list(_bands(model))})


def ranges(responses: Responses) -> xr.DataArray:
    """The least and the largest response of each kind of layer.

    Args:
        responses: of all layers, by name.

    Returns:
        (layer, end).
    """
    every = [[v for name, v in responses.items() if name.startswith(kind)] for kind in KINDS]
    found = [(min(v.min().item() for v in some), max(v.max().item() for v in some)) for some in every]
    coordinates = {"layer": list(KINDS), "end": ["least", "largest"]}
    return xr.DataArray(found, coordinates, ("layer", "end"), attrs=attributes("response", "a.u."))


def most_excited(responses: Responses) -> xr.Dataset:
    """Of the features that combine one, two, three and four different orientations, the one most excited.

    Args:
        responses: of C2 and S2, by name of the layer, to one image.

    Returns:
        ``different_orientations`` (feature): how many each combines. Of each number, a ``combination``:
        ``feature_number`` and ``feature_orientation`` (combination, neighbour); the band ``passed_band`` whose S2 unit
        C2 passes on, and the place ``feature_x``, ``feature_y`` of this unit.
    """
    every = combinations()
    differ = xr.DataArray([len(set(row)) for row in every.values], every.feature.coords, attrs=DIFFERENT)
    numbers = np.unique(differ)
    features = [int(responses["c2"].where(differ == number).idxmax("feature")) for number in numbers]
    units = [_largest(responses, feature) for feature in features]
    along = "combination"
    found = {
        "different_orientations": differ,
        "feature_number": (along, features),
        "feature_orientation": ((along, "neighbour"), every.sel(feature=features).values, every.attrs),
        "passed_band": (along, [band for band, _, _ in units]),
        "feature_y": (along, [y for _, y, _ in units], attributes("rf_y")),
        "feature_x": (along, [x for _, _, x in units], attributes("rf_x")),
    }
    return xr.Dataset(found, {along: (along, numbers, DIFFERENT)})


def passed_on(model: Hmax, responses: Responses) -> xr.Dataset:
    """Where the largest response of each band of C1 comes from.

    Args:
        model: whose responses they are.
        responses: of S1 and C1, by name of the layer, to one image.

    Returns:
        of each band the ``window_x``, ``window_y`` and ``window_orientation`` of that C1 unit, and ``passed_scale``:
        which of the scales of the band the S1 unit has whose response it passes on.
    """
    rows, simple = [], responses["s1"]
    for i, band in zip(_bands(model), model.bands, strict=True):
        orientation, y, x = _peak(responses[f"c1_{i}"])
        half = band.window / (2 * model.field.resolution)
        inside = {axis: np.flatnonzero(abs(simple[axis] - at) < half) for axis, at in zip(SPACE, (y, x), strict=True)}
        seen = simple[list(band.sizes)].sel(preferred_orientation=orientation).isel(inside)
        rows.append((x, y, orientation, int(seen.max(SPACE).values.argmax())))
    columns = [list(column) for column in zip(*rows, strict=True)]
    found = {
        "window_x": ("band", columns[0], attributes("rf_x")),
        "window_y": ("band", columns[1], attributes("rf_y")),
        "window_orientation": ("band", columns[2], attributes("preferred_orientation")),
        "passed_scale": ("band", columns[3]),
    }
    return xr.Dataset(found, {"band": list(_bands(model))})


def _unpacked(flat: xr.DataArray, axes: Mapping[str, tuple]) -> xr.DataArray:
    """Responses in a row (…, feature) with the axes that they have in their layer."""
    shape, swept = tuple(map(len, axes.values())), flat.dims[:-1]
    values = flat.values[..., : math.prod(shape)].reshape(*flat.shape[:-1], *shape)
    places = {axis: (axis, np.asarray(coordinates), attributes(axis)) for axis, coordinates in axes.items()}
    kept = {str(name): flat[name] for name in swept}
    return xr.DataArray(values, kept | places, (*swept, *axes), name=flat.name, attrs=flat.attrs)


def _bands(model: Hmax) -> range:
    """The numbers that the names of its layers have."""
    return range(1, len(model.bands) + 1)


def _peak(responses: xr.DataArray) -> tuple[float, ...]:
    """The coordinates of the largest response."""
    places = np.unravel_index(responses.values.argmax(), responses.shape)
    return tuple(responses[dim].values[i].item() for dim, i in zip(responses.dims, places, strict=True))


def _largest(responses: Responses, feature: int) -> tuple[int, float, float]:
    """The band and the place y, x of the S2 unit of a feature that responds most."""
    maps = [v.sel(feature=feature) for name, v in responses.items() if name.startswith("s2")]
    band = int(np.argmax([one.max() for one in maps]))
    y, x = _peak(maps[band])
    return band + 1, y, x
