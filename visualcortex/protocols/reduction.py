"""Tanaka's reduction: a stimulus is made simpler, step by step, as long as a unit keeps to it.

It starts from what excites a unit and tries simpler versions of it: a part removed, the outline alone, a plainer shape.
Of those that leave it a share of its first response, the one that excites it most is kept, and simplified in turn. What
cannot be simplified any further is taken for the feature that the unit needs.

References:
    Tanaka, Saito, Fukada & Moriya (1991), J. Neurophysiol. 66, 170-189.   Tanaka (2003), Cereb. Cortex 13, 90-99.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial

from visualcortex.recording import Site, record
from visualcortex.stimuli.natural import natural
from visualcortex.vocabulary import attributes, unknown

CRITERION = 0.8

Simpler = Mapping[str, Sequence[str]]


def reduction(
    site: Site, images: Mapping[str, Any], simpler: Simpler, *, criterion: float = CRITERION, **parameters: Any
) -> xr.Dataset:
    """Reduce a stimulus for every unit at a site.

    Args:
        site: where the electrode is.
        images: contrasts (y, x) by name, on the field of the site's model; the first is the one to start from.
        simpler: for the name of an image those of its simpler versions; one without is as simple as can be.
        criterion: the share of the response to the first image that a simpler one has to leave.
        parameters: of the model, held or swept.

    Returns:
        As of `reduced`, with the dimensions of the site, and of what is swept.

    Raises:
        ValueError: if an image does not fit the field, or for the reasons of `reduced` and `record`.
    """
    return reduced(responses(site, images, **parameters), simpler, criterion=criterion)


def responses(site: Site, images: Mapping[str, Any], **parameters: Any) -> xr.DataArray:
    """The responses of every unit at a site to images that have names.

    Args:
        site: where the electrode is.
        images: contrasts (y, x) by name, on the field of the site's model.
        parameters: of the model, held or swept.

    Returns:
        "response" (stimulus, …).

    Raises:
        ValueError: if an image does not fit the field, or as `record` says.
    """
    shown = Partial(natural, pictures=jnp.stack([site.model.view(image) for image in images.values()]))
    response = record(site, shown, index=np.arange(len(images)), **parameters).rename(index="stimulus")
    return response.assign_coords(stimulus=("stimulus", list(images), attributes("stimulus")))


def reduced(response: xr.DataArray, simpler: Simpler, *, criterion: float = CRITERION) -> xr.Dataset:
    """The course that a reduction takes, from the responses to all that may be shown.

    Args:
        response: (stimulus, and any others), the stimulus to start from first; NaN where one was not shown.
        simpler: for each stimulus its simpler versions.
        criterion: the share of the first response.

    Returns:
        ``response`` (…, stimulus); ``tried`` and ``kept``, the steps at which a stimulus was tried and kept, counted
        from 0 at the start, NaN where it was not.

    Raises:
        ValueError: if there is no such stimulus, simpler ones lead back, or the criterion is not above 0.

    >>> seen = xr.DataArray([6.0, 9.0, 1.0], {"stimulus": ["bottle", "paddle", "stick"]})
    >>> reduced(seen, {"bottle": ["paddle", "stick"], "paddle": ["stick"]}).kept.values
    array([ 0.,  1., nan])
    """
    names = [str(name) for name in response.stimulus.values]
    for name in (*simpler, *(version for versions in simpler.values() for version in versions)):
        if name not in names:
            raise unknown("stimulus", name, names)
    if not criterion > 0:
        raise ValueError(f"the criterion is a share above 0, not {criterion}")
    after = [[names.index(version) for version in simpler.get(name, ())] for name in names]
    _check_ends(after, names)
    tried, kept = xr.apply_ufunc(
        lambda values: _course(values, after, criterion),
        response,
        input_core_dims=[["stimulus"]],
        output_core_dims=[["stimulus"], ["stimulus"]],
        vectorize=True,
    )
    steps = {name: {"long_name": f"step at which it was {name}", "units": "1"} for name in ("tried", "kept")}
    found = {"tried": tried.assign_attrs(steps["tried"]), "kept": kept.assign_attrs(steps["kept"])}
    return xr.Dataset({"response": response.transpose(..., "stimulus"), **found}, attrs={"criterion": criterion})


def course(kept: xr.DataArray) -> list[str]:
    """The stimuli that one unit's reduction kept, in order: from the first to the one that could not be simplified.

    Args:
        kept: (stimulus,), of one unit.

    >>> course(xr.DataArray([0.0, 2.0, np.nan, 1.0], {"stimulus": ["a", "b", "c", "d"]}))
    ['a', 'd', 'b']
    """
    passed = kept.dropna("stimulus")
    return [str(name) for name in passed.sortby(passed).stimulus.values]


def _course(values: np.ndarray, after: Sequence[Sequence[int]], criterion: float) -> tuple[np.ndarray, np.ndarray]:
    """At which step each stimulus is tried, and kept."""
    tried, kept = np.full((2, len(values)), np.nan)
    current, step = 0, 0
    tried[0] = kept[0] = 0
    while after[current]:
        step += 1
        shown = [i for i in after[current] if not np.isnan(values[i])]
        tried[shown] = np.fmin(tried[shown], step)
        best = max(shown, key=lambda i: values[i], default=0)
        if best == 0 or not values[best] >= criterion * values[0] > 0:
            break
        current, kept[best] = best, step
    return tried, kept


def _check_ends(after: Sequence[Sequence[int]], names: Sequence[str]) -> None:
    """Nothing becomes simple by turning in a circle."""
    rest = set(range(len(names)))
    while ends := {i for i in rest if not rest & set(after[i])}:
        rest -= ends
    if rest:
        raise ValueError(f"simpler versions lead back to where they came from: {', '.join(names[i] for i in rest)}")
