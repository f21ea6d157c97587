"""Single view-tuned units: what one responds to its clip and to the distractors, and all of them to the back of theirs.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (Fig. 4).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from visualcortex.analysis.invariance import TURN, pseudo_mirror
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.protocols.invariance import SIZE, ViewTunedUnits

STEPS = np.arange(9) / paper.RESOLUTION.value  # deg: a quarter of a degree, sample by sample


def one_unit(
    cells: ViewTunedUnits,
    unit: int,
    *,
    rotation: Sequence[float],
    size: Sequence[float],
    shift: Sequence[float],
    distractors: int | None = None,
) -> xr.Dataset:
    """The responses of one unit, at the width of `ViewTunedUnits.responses`.

    Args:
        cells: the units.
        unit: its number.
        rotation: of its clip, in degrees.
        size: in degrees.
        shift: along x and, independently, along y, in degrees.
        distractors: how many of them count, the first ones; by default all.

    Returns:
        ``size_response`` (…, size); ``view_response`` (…, view), which is the rotation in the paper's angles;
        ``place_response`` (…, y, x); and ``distractor_response`` (…, distractor).
    """

    def response(distances: xr.DataArray) -> xr.DataArray:
        return cells.responses(distances, distractors).sel(clip=unit, drop=True)

    def own(**shown: Any) -> xr.DataArray:
        distances = cells.distances(cells.clips, index=[unit], **{"size": SIZE} | shown)
        return response(distances).squeeze("index", drop=True)

    view = ("view", np.add(rotation, paper.TRAINING_VIEW.value), {"long_name": "view", "units": "deg"})
    found = {
        "size_response": own(size=size),
        "view_response": own(rotation=rotation).rename(rotation="view").assign_coords(view=view),
        "place_response": own(y=shift[::-1], x=shift),
        "distractor_response": response(cells.distractor_distance[{"distractor": slice(distractors)}]),
    }
    return xr.Dataset(found)


def all_round(cells: ViewTunedUnits, turns: int) -> xr.Dataset:
    """The responses of all units to their clips turned all the way round, and which are tuned to the view from behind.

    Args:
        cells: the units.
        turns: views of each, evenly spaced, an even number.

    Returns:
        ``turn_response`` (…, clip, turn), ``turn_best``, that to the best distractor, and ``pseudo_mirror`` (…, clip).
    """
    distances = cells.tuning(rotation=np.arange(turns) * TURN / turns).rename(rotation="turn")
    best = cells.best_distractor
    found = {"turn_response": cells.responses(distances), "turn_best": cells.responses(best)}
    return xr.Dataset(found | {"pseudo_mirror": pseudo_mirror(-distances, "turn", 0.0, -best)})


def step_by_step(cells: ViewTunedUnits, units: int, distractors: int | None = None) -> xr.DataArray:
    """The responses (…, clip, step) of the first few units to their clips moved along x, sample by sample.

    Args:
        cells: the units.
        units: how many.
        distractors: how many of them count in the width of the units, the first ones; by default all.
    """
    first = np.arange(units)
    distances = cells.distances(cells.clips, index=first, x=STEPS, size=SIZE).rename(x="step")
    own = xr.DataArray(first, dims="own")
    found = cells.responses(distances, distractors).sel(index=own, clip=own).drop_vars(["index", "clip"])
    return found.rename(own="clip").assign_coords(clip=first).transpose(..., "clip", "step")
