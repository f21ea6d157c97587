"""HMAX under view-tuned units: every version of the model, with MAX or SUM at either of its stages.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import xarray as xr
from jax.tree_util import Partial

from visualcortex.field import VisualField
from visualcortex.models.hmax import Hmax
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.protocols.invariance import ALL, ViewTunedUnits
from visualcortex.recording import Site

MODELS: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "text A": {"variant": "text", "version": "A"},
        "text B": {"variant": "text", "version": "B"},
        "code A": {"variant": "code", "version": "A"},
        "code B": {"variant": "code", "version": "B"},
        "dense code B": {"variant": "code", "version": "B", "sampling": "dense"},
    }
)
POOLING = MappingProxyType(  # exponents of C1 and C2
    {
        "MAX at C1 and C2": (math.inf, math.inf),
        "MAX at C2, SUM at C1": (0.0, math.inf),
        "MAX at C1, SUM at C2": (math.inf, 0.0),
        "SUM at C1 and C2": (0.0, 0.0),
    }
)
EITHER = MappingProxyType({"c1_pooling": (math.inf, 0.0), "c2_pooling": (math.inf, 0.0)})
ALONE = MappingProxyType({"c1_pooling": (math.inf,), "c2_pooling": (math.inf,)})


def tuned(name: str, clips: Partial, *, units: int, distractors: int, **parameters: Any) -> ViewTunedUnits:
    """View-tuned units on top of C2: on the 40 features most excited and on all, on the ten of version A on all.

    Args:
        name: of the model, one of `MODELS`.
        clips: as for `ViewTunedUnits`.
        units: number of units.
        distractors: number of distractors.
        parameters: of the model or the stimulus, such as `EITHER` for MAX and SUM, `ALONE` for MAX.
    """
    site = Site(Hmax(VisualField(paper.RETINA.value, paper.RESOLUTION.value), **MODELS[name]), "c2", name=name)
    afferents = (ALL,) if MODELS[name]["version"] == "A" else (paper.AFFERENTS.value, ALL)
    return ViewTunedUnits(site, clips, units=units, distractors=distractors, afferents=afferents, **parameters)


def by_stage(found: Any) -> Any:
    """What was measured by MAX and SUM at either stage, along one dimension ``pooling``.

    Args:
        found: dimensions ``c1_pooling`` and ``c2_pooling``, and any others; a DataArray or a Dataset.

    Returns:
        One coordinate for each of `POOLING` that was measured.
    """
    there = [name for name, pair in POOLING.items() if set(pair) <= set(found.c1_pooling.values)]
    several = [found.sel(dict(zip(EITHER, POOLING[name], strict=True)), drop=True) for name in there]
    return xr.concat(several, xr.DataArray(there, dims="pooling", name="pooling"), combine_attrs="override")


def by_model(found: Any, name: str) -> Any:
    """What was measured on one model, by one name for model and afferents, along a dimension ``model``.

    Args:
        found: dimension ``afferents``, and any others; a DataArray or a Dataset.
        name: of the model.
    """
    counts = [str(count).replace(ALL, f"{paper.B_C2_FEATURES.value}") for count in found.afferents.values]
    rows = [name] if MODELS[name]["version"] == "A" else [f"{name}, {count}" for count in counts]
    return found.rename(afferents="model").assign_coords(model=rows)
