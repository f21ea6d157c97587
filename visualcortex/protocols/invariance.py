"""Invariance of view-tuned units, by paperclips, at any site.

Each of the first clips of a set has a unit of its own, tuned to the features that its training view has at the site.
The clips after them are distractors. A unit recognises its clip, turned, resized, moved or in clutter, where the
features are nearer to those of the training view than with any distractor. The nearer, the larger the response,
whatever the width of the unit's tuning: so distances are kept, and a width is chosen only to draw a curve.

Reference:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025 (Methods; Fig. 4).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from jax.tree_util import Partial

from visualcortex.analysis.invariance import above_all, interval, octaves, recognised
from visualcortex.analysis.view_tuned import calibrated_width, distance
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.recording import Site, record
from visualcortex.stimuli.scenes import two_paperclips
from visualcortex.vocabulary import attributes, whole

ROTATIONS = tuple(view - paper.TRAINING_VIEW.value for view in paper.VIEWS.value)
SIZE = paper.TRAINING_SIZE.value
OTHER = 1.0, -1.0  # deg: where another clip is shown, to the lower right of the unit's own
ALL = "all"  # afferents: every feature of the site

Afferents = Sequence[int | str]


class ViewTunedUnits:
    """Units at a site, one for each of the first clips of a set, and their distractors, the clips after them.

    Args:
        site: whose responses are the features.
        clips: a set of paperclips, as `visualcortex.stimuli.paperclips.paperclips` makes it.
        units: number of units.
        distractors: number of distractors.
        afferents: of a unit: how many features, those that its training view excites most, or "all"; several choices
            make a dimension ``afferents``.
        apart: axes of the site along which units do not look: they are as many at each coordinate, such as at each
            ``layer`` of `visualcortex.models.readout.Layers`, and its dimension stays. Every other axis is one of
            features.
        parameters: of the model or the stimulus, held or swept in all that is shown, training views included.

    Attributes:
        training: features of the training views (…, clip, feature).
        distractor_distance: squared distances (afferents, …, distractor, clip) of the distractors, shown like training
            views, from the training views.

    Raises:
        ValueError: if the set holds too few clips, or a name or value is refused by `record`.
    """

    def __init__(
        self,
        site: Site,
        clips: Partial,
        *,
        units: int = paper.UNITS.value,
        distractors: int = paper.DISTRACTORS.value,
        afferents: Afferents = (paper.AFFERENTS.value, ALL),
        apart: Sequence[str] = (),
        **parameters: Any,
    ) -> None:
        whole("units", units), whole("distractors", distractors)
        if (there := len(clips.keywords["clips"])) < units + distractors:
            raise ValueError(f"{units} units and {distractors} distractors need as many clips; the set has {there}")
        self.site, self.clips, self.afferents, self.parameters = site, clips, tuple(afferents), parameters
        self.features = [axis for axis in site.axes if axis not in apart]
        self.clip, self.distractor = np.arange(units), units + np.arange(distractors)
        self.training = self._record(clips, "clip", self.clip, size=SIZE)
        self.distractor_distance = self.distances(clips, index=self.distractor, size=SIZE).rename(index="distractor")

    @property
    def best_distractor(self) -> xr.DataArray:
        """Squared distance (afferents, …, clip) of the distractor that excites each unit most."""
        return self.best_of([len(self.distractor)]).squeeze("distractors", drop=True)

    def best_of(self, counts: Sequence[int]) -> xr.DataArray:
        """Squared distance (distractors, afferents, …, clip) of the best of the first so many distractors.

        Args:
            counts: numbers of distractors.

        Raises:
            ValueError: if a number is below 1, or above that of the distractors.
        """
        for count in counts:
            if whole("distractors", count) > len(self.distractor):
                raise ValueError(f"{count} distractors are asked for; there are {len(self.distractor)}")
        nearest = [self.distractor_distance[{"distractor": slice(count)}].min("distractor") for count in counts]
        numbers = xr.DataArray(list(counts), dims="distractors", name="distractors", attrs=attributes("distractors"))
        several = xr.concat(nearest, numbers, combine_attrs="drop_conflicts")
        return several.assign_attrs(attributes("squared_distance"), long_name="squared distance of the best distractor")

    def tuning(self, **swept: Any) -> xr.DataArray:
        """Squared distances (afferents, …, clip, swept) of each unit's own clip from its training view.

        Args:
            swept: parameters of the paperclip, such as rotation, size, x or y.
        """
        return self._apart(self._record(self.clips, "clip", self.clip, **{"size": SIZE} | swept))

    def distances(self, stimulus: Partial, **shown: Any) -> xr.DataArray:
        """Squared distances (afferents, …, clip) of any stimulus from the training views.

        Args:
            stimulus: as for `record`.
            shown: its parameters; the swept ones become dimensions.
        """
        return self._apart(record(self.site, stimulus, **shown, **self.parameters))

    def responses(self, distances: xr.DataArray, distractors: int | None = None) -> xr.DataArray:
        """What the units respond, 0 to 1, if one width for all of them is such that the best distractor gives 0.57.

        That is the published unit's response; ours is the mean (see `visualcortex.analysis.view_tuned`).

        Args:
            distances: squared, from the training views.
            distractors: how many of them count, the first ones; by default all.
        """
        width = calibrated_width(self.distractor_distance[{"distractor": slice(distractors)}])
        response = xr.apply_ufunc(np.exp, -distances / (2 * width**2), keep_attrs=True)
        return response.assign_attrs(attributes("response", "1"))

    def invariance(
        self,
        rotation: Sequence[float] = ROTATIONS,
        size: Sequence[float] = paper.SIZES.value,
        shift: Sequence[float] = paper.SHIFTS.value,
        *,
        distractors: Sequence[int] | None = None,
    ) -> xr.Dataset:
        """Over what range of rotation in depth, size and position each unit recognises its clip.

        Args:
            rotation: angles in degrees, 0 among them.
            size: in degrees, that of the training view among them.
            shift: in degrees along x, then along y, 0 among them.
            distractors: how many of them count, as of `best_of`; given, a dimension ``distractors``. By default all.

        Returns:
            ``rotation_range`` (deg), ``size_range`` (octaves) and ``translation_range`` (deg, the mean of x and y), all
            (afferents, …, clip); ``size_lower``, the end of the second below the training view (octaves); the distances
            they come from, ``rotation_distance`` and so on; and for each range whether it ends where the measurement
            did, ``rotation_censored`` and so on.
        """
        curves = {name: self.tuning(**{name: values}) for name, values in (("rotation", rotation), ("size", size))}
        curves |= {name: self.tuning(**{name: shift}) for name in ("x", "y")}
        zeros = {"rotation": 0.0, "size": 0.0, "x": 0.0, "y": 0.0}
        shown = curves | {"size": octaves(curves["size"], "size", SIZE)}
        best = self.best_distractor if distractors is None else self.best_of(distractors)
        found = {name: interval(-shown[name], name, zeros[name], -best) for name in curves}
        translation = (found["x"].extent + found["y"].extent) / 2
        ranges = {name: found[name].extent for name in ("rotation", "size")} | {"translation": translation}
        censored = {name: found[name].censored for name in ("rotation", "size")}
        censored["translation"] = found["x"].censored | found["y"].censored
        measured = {f"{n}_range": r.assign_attrs(attributes(f"{n}_range")) for n, r in ranges.items()}
        measured["size_lower"] = found["size"].lower.assign_attrs(
            attributes("size_range"), long_name="lower end of size"
        )
        measured |= {f"{name}_censored": values for name, values in censored.items()}
        measured |= {f"{name}_distance": values for name, values in curves.items()}
        return xr.Dataset(measured | {"best_distractor": best})

    def two_clips(self, others: int = 20) -> xr.Dataset:
        """Do units recognise their clip, at the upper left, beside another, at the lower right?

        Args:
            others: how many of the distractors are shown beside it, one at a time.

        Returns:
            ``two_clips``: whether the response to both exceeds that to the other one alone at its place (the paper's
            test), and ``two_clips_above_all``: whether it exceeds that to every distractor, each alone at the centre.
            Both (afferents, …, clip, other).

        Raises:
            ValueError: if there are too few distractors.
        """
        if others > len(self.distractor):
            raise ValueError(f"{others} others need as many distractors, not {len(self.distractor)}")
        other = self.distractor[:others]
        beside = Partial(two_paperclips, clips=self.clips.keywords["clips"])
        x, y = OTHER
        both = self._apart(self._record(beside, "clip", self.clip, other=other, other_x=x, other_y=y, size=SIZE))
        alone = self.distances(self.clips, index=other, x=x, y=y, size=SIZE).rename(index="other")
        return xr.Dataset(
            {
                "two_clips": recognised(-both, -alone),
                "two_clips_above_all": above_all(-both, -self.distractor_distance),
            }
        )

    def _record(self, stimulus: Partial, name: str, index: np.ndarray, **shown: Any) -> xr.DataArray:
        recorded = record(self.site, stimulus, index=index, **shown, **self.parameters)
        return recorded.rename(index=name).assign_coords({name: (name, index, attributes(name))})

    def _apart(self, features: xr.DataArray) -> xr.DataArray:
        several = [
            distance(features, self.training, self.features, afferents=None if count == ALL else int(count))
            for count in self.afferents
        ]
        names = xr.DataArray([str(count) for count in self.afferents], dims="afferents", attrs=attributes("afferents"))
        return xr.concat(several, names.rename("afferents"), combine_attrs="drop_conflicts")
