"""HMAX made again, each layer from the one below, by no more than a drawing shows.

Filters, windows and steps, in numpy: where this gives what the model gives, the drawing is the model's.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (Methods; version B).
"""

import numpy as np
import xarray as xr
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate

from visualcortex.layers.oriented import FLOOR
from visualcortex.models.hmax import FILTERS, Hmax, Variant
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.protocols.hierarchy import SPACE, Responses


def made_again(model: Hmax, image: xr.DataArray, responses: Responses, variant: Variant) -> xr.DataArray:
    """How far the layers of the model are from those made again.

    Args:
        model: of version B, MAX in C1 and C2, sampled as published.
        image: what it saw, (y, x).
        responses: of all its layers, by name; those of S2 may be made by `visualcortex.protocols.hierarchy.composite`.
        variant: of the model.

    Returns:
        (remade,), S2 being judged by its maxima in C2: the largest difference as a fraction of the largest response.
    """
    simple, c2 = responses["s1"], responses["c2"].values
    cells, units = ([v for name, v in responses.items() if name.startswith(kind)] for kind in ("c1", "s2"))
    pairs = {
        "s1": [(_matched(image.values, variant), simple.values)],
        "c1": [(_pooled(simple, c1, *band), c1.values) for c1, band in zip(cells, model.bands, strict=True)],
        "c2": [(np.max([s2.values.max((1, 2)) for s2 in units], 0), c2)],
    }
    errors = [max(np.abs(a - b).max() for a, b in both) / max(b.max() for _, b in both) for both in pairs.values()]
    described = {"long_name": "largest difference / largest response", "units": "1"}
    return xr.DataArray(errors, {"remade": list(pairs)}, "remade", "difference", described)


def _matched(image: np.ndarray, variant: Variant) -> np.ndarray:
    """S1 (scale, preferred_orientation, y, x): how well each filter matches the intensity of the image."""
    intensity, found = (1 + image.astype(float)) / 2, []
    for size, sd in zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, strict=True):
        kernels = FILTERS[variant](size, sd, paper.ORIENTATIONS.value).kernels
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
