"""The bottle of one cell of inferotemporal cortex, what it is simplified to, and units that prefer what that cell did.

References:
    Wang, Tanifuji & Tanaka (1998), Neurosci. Res. 32, 33-46.
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025, Fig. 3.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from visualcortex.analysis.view_tuned import calibrated_width, distance, view_tuned
from visualcortex.field import VisualField
from visualcortex.models.readout import Pixels
from visualcortex.models.two_features import PREFERRED, TRANSITION
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.papers import wang1998
from visualcortex.recording import Site, record
from visualcortex.stimuli.silhouettes import SHAPES, silhouette

BEST, APART, START = SHAPES[PREFERRED], "ellipse and stem apart", "shaded bottle"
OTHERS = tuple(name for name in paper.SILHOUETTES if name != BEST)
JOINED, PARTS = ("bottle", "rectangle on stem", "disc on stem"), ("ellipse", "stem", APART)
SIMPLER = {
    START: ("bottle",),
    "bottle": ("rectangle on stem", "disc on stem", BEST),
    "rectangle on stem": ("stem",),
    "disc on stem": ("stem",),
    BEST: ("ellipse", "stem", "lower half on stem"),
    "ellipse": ("lower half",),
    "lower half on stem": ("junction",),
    "junction": ("left of it", "right of it"),
}


def pictures(field: VisualField) -> dict[str, np.ndarray]:
    """Contrasts (y, x) by name: the shapes, a bottle with a round body, parts of the preferred shape, and nothing.

    Args:
        field: where they are shown; a shape's frame is 2 degrees wide.
    """
    drawn = record(Site(Pixels(field), "pixels"), silhouette, shape=range(len(SHAPES)))
    shapes = dict(zip(SHAPES, drawn.values, strict=True))
    (x, y), (across, up) = field.mesh(), TRANSITION
    near = (abs(x - across) < 0.375) & (abs(y - up) < 0.25)  # what the patches of `TwoFeatures` cover

    def part(name: str, where: np.ndarray) -> np.ndarray:
        return np.where(where, shapes[name], -1.0)

    return {
        START: (1 + shapes["bottle"]) * _light(x) - 1,
        **shapes,
        "lower half": part("ellipse", y < up + 0.1875),
        "lower half on stem": part(BEST, y < up + 0.5),
        "junction": part(BEST, near),
        "left of it": part(BEST, near & (x < across)),
        "right of it": part(BEST, near & (x > across)),
        "nothing": np.full(field.shape, -1.0),
    }


def _light(x: np.ndarray) -> np.ndarray:
    """The light from a cylinder as wide as the bottle, seen and lit from the front."""
    first, last, *_ = paper.BOUNDING_BOXES.value[0]
    off_axis = (2 * paper.RESOLUTION.value * x - (first + last + 1 - paper.SILHOUETTE_SIZE.value)) / (last + 1 - first)
    return 0.4 + 0.6 * np.sqrt(np.clip(1 - off_axis**2, 0, 1))


def neuron(stimulus: xr.DataArray) -> xr.DataArray:
    """The responses (stimulus,) of the neuron relative to its best, NaN to what it was not shown.

    Args:
        stimulus: names; the neuron was shown a photograph for the shaded bottle.

    >>> neuron(xr.DataArray(["stem", "nothing"], dims="stimulus")).values
    array([0.06,  nan])
    """
    shown = dict(zip(paper.SILHOUETTES, paper.SILHOUETTE_NEURON.value, strict=True))
    shown[START] = dict(wang1998.RESPONSES.value)["photograph of a bottle"]
    return xr.DataArray([shown.get(str(name), np.nan) for name in stimulus.values], {"stimulus": stimulus.values})


def tuned(features: xr.DataArray, dims: str | Sequence[str] = "feature") -> xr.DataArray:
    """The responses of units tuned to the preferred shape, on the mean as selective as the neuron.

    The width of a unit is such that its mean response to the other five published shapes is that of the neuron. Which
    of two shapes it prefers does not depend on the width.

    Args:
        features: responses to shapes, (stimulus, …) with the features along `dims`; a unit for each of the rest.
        dims: the features, along one dimension or several.

    Returns:
        (stimulus, …), 1 to the preferred shape.
    """
    best, others = features.sel(stimulus=BEST, drop=True), features.sel(stimulus=list(OTHERS))
    apart, mean = distance(others, best, dims).expand_dims("one"), float(neuron(others.stimulus).mean())
    return view_tuned(features, best, dims, width=calibrated_width(apart, "one", units="stimulus", response=mean))


def pairs(response: xr.DataArray) -> xr.DataArray:
    """In how many of the nine pairs of a shape with a joint and one without the joint wins.

    Args:
        response: (stimulus, …).
    """
    joined, parts = response.sel(stimulus=list(JOINED)), response.sel(stimulus=list(PARTS))
    return (joined > parts.rename(stimulus="part")).sum(["stimulus", "part"])
