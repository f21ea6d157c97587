"""Clutter: do view-tuned units recognise their clip beside another, or before a picture?

There are three tests, and a response to a clip in its clutter passes where it exceeds

* "clutter": that to the clutter alone (for two clips the paper's test);
* "rivals": that to each of several other clips in the place of the unit's own, in the same clutter, so that as much is
  shown in both cases;
* "distractors": that to every distractor, each alone on black (the stricter test).

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025, p. 1023 (two clips). Rivals and pictures are ours.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from jax.tree_util import Partial

from visualcortex.analysis.invariance import above_all, recognised
from visualcortex.protocols.invariance import OTHER, SIZE, ViewTunedUnits
from visualcortex.recording import record
from visualcortex.stimuli.natural import natural_pictures
from visualcortex.stimuli.scenes import paperclip_on_picture, two_paperclips
from visualcortex.vocabulary import attributes

TESTS = "clutter", "rivals", "distractors"
OUT_OF_SIGHT = 100.0  # deg: where a clip is that is not to be seen


def two_clips(cells: ViewTunedUnits, others: int = 20, rivals: int = 8) -> xr.DataArray:
    """Is a clip, at the upper left, recognised beside another one, at the lower right?

    Args:
        cells: the units.
        others: how many of the distractors, the first ones, are shown beside it, one at a time.
        rivals: how many of the next ones take its place.

    Returns:
        "recognised", 1 or 0 (test, afferents, …, clip, other).

    Raises:
        ValueError: if there are too few distractors.
    """
    if others + rivals > len(cells.distractor):
        raise ValueError(f"{others} others and {rivals} rivals need as many distractors, not {len(cells.distractor)}")
    other, rival = np.split(cells.distractor[: others + rivals], [others])
    x, y = OTHER
    shown = {"other": other, "other_x": x, "other_y": y, "size": SIZE}
    beside = Partial(two_paperclips, clips=cells.clips.keywords["clips"])
    both = cells.distances(beside, index=[*cells.clip, *rival], **shown)
    alone = cells.distances(cells.clips, index=other, x=x, y=y, size=SIZE).rename(index="other")
    return _judged(cells, both, alone, rival)


def on_pictures(
    cells: ViewTunedUnits, contrast: Sequence[float], *, pictures: int = 8, rivals: int = 20, seed: int = 0
) -> xr.DataArray:
    """Is a clip recognised before natural pictures?

    Their black is the black on which training views are shown; their white is as bright, relative to the clip, as the
    contrast says: at 0 there is no picture.

    Args:
        cells: the units.
        contrast: of the pictures, 0 to 1.
        pictures: how many.
        rivals: how many of the distractors take the clip's place.
        seed: of the choice of pictures.

    Returns:
        "recognised", 1 or 0 (test, background_contrast, afferents, …, clip, picture).

    Raises:
        ValueError: if there are too few distractors.
    """
    if rivals > len(cells.distractor):
        raise ValueError(f"{rivals} rivals need as many distractors, not {len(cells.distractor)}")
    patches = natural_pictures(cells.site.model.field, count=pictures, seed=seed).keywords["pictures"]
    scene = Partial(paperclip_on_picture, clips=cells.clips.keywords["clips"], pictures=patches)
    rival = cells.distractor[:rivals]

    def one(contrast: float) -> xr.DataArray:
        behind = {"picture": np.arange(pictures), "background": contrast - 1.0, "background_contrast": contrast}
        seen = cells.distances(scene, index=[*cells.clip, *rival], size=SIZE, **behind)
        alone = cells.distances(scene, x=OUT_OF_SIGHT, size=SIZE, **behind)
        return _judged(cells, seen, alone, rival)

    name = "background_contrast"
    along = xr.DataArray(list(contrast), dims=name, name=name, attrs=attributes(name))
    found = xr.concat([one(value) for value in contrast], along, combine_attrs="drop_conflicts")
    return found.transpose("test", name, ...)


def without_another(cells: ViewTunedUnits) -> xr.DataArray:
    """Is a clip recognised at the place that it has beside another, without the other?

    Args:
        cells: the units.

    Returns:
        "recognised", 1 or 0 (afferents, …, clip): whether the response exceeds that to every distractor.
    """
    x, y = OTHER
    moved = cells.tuning(x=[-x], y=[-y]).squeeze(["x", "y"], drop=True)
    return recognised(-moved, -cells.best_distractor).assign_attrs(long_name="share recognised alone")


def pair_responses(cells: ViewTunedUnits, pairs: int) -> xr.DataArray:
    """What the site gives to a clip, to another and to both, from which it is plain why a unit knows it or not.

    Args:
        cells: the units.
        pairs: how many; the first unit's clip is seen beside the first distractor, and so on.

    Returns:
        "response" (shown, …, pair, axes of the site) to the "training view", to "nothing", to "its clip" and "the
        other" alone at their places, and to "both".
    """
    (x, y), clip, other = OTHER, cells.clip[:pairs], cells.distractor[:pairs]
    beside = Partial(two_paperclips, clips=cells.clips.keywords["clips"])

    def seen(stimulus: Partial, **shown: Any) -> xr.DataArray:
        return record(cells.site, stimulus, size=SIZE, **shown, **cells.parameters)

    both = seen(beside, index=clip, other=other, other_x=x, other_y=y)
    shown = {
        "training view": cells.training.sel(clip=clip).rename(clip="index"),
        "nothing": seen(cells.clips, contrast=-1.0),
        "its clip": seen(cells.clips, index=clip, x=-x, y=-y),
        "the other": seen(cells.clips, index=other, x=x, y=y),
        "both": both.isel(other=xr.DataArray(np.arange(pairs), dims="index")).drop_vars("other"),
    }
    numbered = [one.assign_coords(index=np.arange(pairs)) if "index" in one.dims else one for one in shown.values()]
    along = xr.DataArray(list(shown), dims="shown", name="shown", attrs=attributes("shown"))
    return xr.concat(xr.broadcast(*numbered), along, combine_attrs="drop_conflicts").rename(index="pair")


def _judged(cells: ViewTunedUnits, seen: xr.DataArray, alone: xr.DataArray, rival: np.ndarray) -> xr.DataArray:
    """Whether each unit (clip) passes each test, from distances of all clips (index) in their clutter."""
    own = seen.sel(index=xr.DataArray(cells.clip, dims="clip")).drop_vars("index")
    rivals = seen.sel(index=rival).rename(index="rival")
    passed = [
        recognised(-own, -alone),
        above_all(-own, -rivals, "rival"),
        above_all(-own, -cells.distractor_distance),
    ]
    along = xr.DataArray(list(TESTS), dims="test", name="test", attrs=attributes("test"))
    return (
        xr.concat(passed, along, combine_attrs="drop_conflicts")
        .rename("recognised")
        .assign_attrs(attributes("recognised"), long_name="share recognised")
    )
