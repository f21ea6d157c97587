"""Invariance of view-tuned units: against images compared one by one, and what holds at any site."""

import functools

import numpy as np
import pytest
import xarray as xr
from jax.tree_util import Partial

from visualcortex import Site, VisualField
from visualcortex.models.readout import Layers, Pixels, SpatialPool
from visualcortex.papers import riesenhuber1999
from visualcortex.protocols.invariance import OTHER, SIZE, ViewTunedUnits
from visualcortex.stimuli.paperclips import paperclip, paperclips
from visualcortex.stimuli.scenes import two_paperclips

FIELD = VisualField(5.0, 4.0)
UNITS, DISTRACTORS = 3, 5
CLIPS = paperclips(count=UNITS + DISTRACTORS, seed=3, extent=1.0)
SHOWN = {
    "rotation": (-40.0, -20.0, 0.0, 20.0, 40.0),
    "size": (1.0, 1.5, 2.0, 3.0),
    "shift": (-1.0, -0.25, 0.0, 0.25, 1.0),
}


@pytest.fixture(scope="module")
def units():
    return ViewTunedUnits(
        Site(Pixels(FIELD), "pixels"), CLIPS, units=UNITS, distractors=DISTRACTORS, afferents=(30, "all")
    )


@pytest.fixture(scope="module")
def found(units):
    return units.invariance(**SHOWN)


@functools.cache
def image(clip, **shown):
    return np.asarray(CLIPS(FIELD, index=clip, **shown), np.float64)


def apart(shown, clip, afferents):
    """The squared distance of an image from a clip's training view, over its brightest samples."""
    view = image(clip).ravel()
    brightest = np.argsort(-view, kind="stable")[: None if afferents == "all" else afferents]
    return ((np.ravel(shown) - view)[brightest] ** 2).sum()


def reach(curve, places, limit):
    """How far to one side a curve that starts at the training view stays below its limit."""
    for i in range(1, len(curve)):
        if curve[i] >= limit:
            share = (limit - curve[i - 1]) / (curve[i] - curve[i - 1])
            return abs(places[i - 1] + share * (places[i] - places[i - 1]))
    return abs(places[-1])


def naive(clip, afferents, name, values):
    limit = min(apart(image(other), clip, afferents) for other in range(UNITS, UNITS + DISTRACTORS))
    curve = np.array([apart(image(clip, **{name: value}), clip, afferents) for value in values])
    places, start = np.array(values), values.index(SIZE if name == "size" else 0.0)
    places = np.log2(places / SIZE) if name == "size" else places
    return reach(curve[start::-1], places[start::-1], limit) + reach(curve[start:], places[start:], limit)


@pytest.mark.parametrize("clip", range(UNITS))
@pytest.mark.parametrize("afferents", [30, "all"])
def test_ranges_are_those_of_images_compared_one_by_one(found, clip, afferents):
    one = found.sel(clip=clip, afferents=str(afferents))
    expected = {name: naive(clip, afferents, name, SHOWN[name]) for name in ("rotation", "size")}
    expected["translation"] = np.mean([naive(clip, afferents, name, SHOWN["shift"]) for name in ("x", "y")])
    for name, extent in expected.items():
        assert one[f"{name}_range"].item() == pytest.approx(extent, rel=1e-4, abs=1e-6), name


def test_ranges_have_names_units_and_some_spread(found):
    units = {"rotation": "deg", "size": "octaves", "translation": "deg"}
    for name, unit in units.items():
        measured = found[f"{name}_range"]
        assert measured.attrs["units"] == unit and measured.attrs["long_name"].startswith("range of ")
        assert set(measured.dims) == {"afferents", "clip"} and 0 < measured.min() < measured.max()


def test_a_unit_is_nowhere_nearer_than_at_its_training_view(units, found):
    for name in ("rotation", "x", "y"):
        at = found[f"{name}_distance"].sel({name: 0.0})
        np.testing.assert_allclose(at, 0, atol=1e-3)
        assert (found[f"{name}_distance"].drop_sel({name: 0.0}) > 1).all()
    np.testing.assert_array_equal(found.size_distance.sel(size=SIZE), found.rotation_distance.sel(rotation=0.0))


def test_more_distractors_never_widen_a_range(units):
    several = units.invariance(**SHOWN, distractors=[1, 3, DISTRACTORS])
    for name in ("rotation_range", "size_range", "translation_range"):
        assert (several[name].diff("distractors") <= 0).all() and (several[name].diff("distractors") < 0).any(), name
    np.testing.assert_array_equal(several.distractors, [1, 3, DISTRACTORS])
    all_of_them = several.sel(distractors=DISTRACTORS, drop=True)
    xr.testing.assert_identical(all_of_them[[*units.invariance(**SHOWN)]], units.invariance(**SHOWN))


def test_the_best_distractors_are_the_nearest_of_the_first(units):
    best = units.best_of([2, 4])
    for count in (2, 4):
        nearest = units.distractor_distance.sel(distractor=slice(UNITS, UNITS + count - 1)).min("distractor")
        np.testing.assert_array_equal(best.sel(distractors=count), nearest)
    assert best.attrs["long_name"] == "squared distance of the best distractor"
    for count in (0, DISTRACTORS + 1):
        with pytest.raises(ValueError, match="distractors"):
            units.best_of([count])


def test_the_best_distractor_calls_forth_the_published_response_on_average(units):
    for count in (None, 3):
        best = units.responses(units.distractor_distance, count)[{"distractor": slice(count)}].max("distractor")
        np.testing.assert_allclose(best.mean("clip"), riesenhuber1999.BEST_DISTRACTOR.value, rtol=1e-4)
    assert best.attrs["long_name"] == "response" and best.attrs["units"] == "1"
    assert best.std("clip").min() > 0.01
    np.testing.assert_allclose(units.responses(units.tuning(x=[0.0])), 1, atol=1e-3)


def test_two_clips_are_those_compared_one_by_one(units):
    found = units.two_clips(others=2).sel(afferents="all")
    for clip in range(UNITS):
        for other in (UNITS, UNITS + 1):
            x, y = OTHER
            both = two_paperclips(FIELD, clips=CLIPS.keywords["clips"], index=clip, other=other, other_x=x, other_y=y)
            alone = apart(image(other, x=x, y=y), clip, "all")
            known = apart(both, clip, "all") < alone
            assert bool(found.two_clips.sel(clip=clip, other=other)) == known
            limit = min(apart(image(one), clip, "all") for one in range(UNITS, UNITS + DISTRACTORS))
            strict = apart(both, clip, "all") < limit
            assert bool(found.two_clips_above_all.sel(clip=clip, other=other)) == strict


def test_every_stimulus_is_compared_with_every_training_view(units):
    stimulus = Partial(paperclip, clips=CLIPS.keywords["clips"])
    crossed = units.distances(stimulus, index=np.arange(UNITS), x=[0.0, 0.5]).sel(afferents="all")
    assert crossed.dims == ("index", "x", "clip")
    own = units.tuning(x=[0.0, 0.5]).sel(afferents="all")
    for clip in range(UNITS):
        np.testing.assert_allclose(crossed.sel(index=clip, clip=clip), own.sel(clip=clip), atol=1e-3)
    assert (crossed.sel(x=0.0).argmin("clip") == np.arange(UNITS)).all()


def test_pooling_over_space_forgets_where_a_clip_was(units):
    site, asked = Site(SpatialPool(Pixels(FIELD)), "pixels"), {"units": UNITS, "distractors": DISTRACTORS}
    pooled = ViewTunedUnits(site, CLIPS, **asked, afferents=("all",), spatial_pooling=[0.0, 8.0])
    moved = pooled.tuning(x=[-1.0, 0.0, 1.0])
    assert set(moved.dims) == {"afferents", "spatial_pooling", "clip", "x"}
    assert (moved < 1e-3 * units.tuning(x=[-1.0, 0.0, 1.0]).max()).all()


def test_axes_apart_are_sites_of_their_own():
    layers = Layers(Pixels(FIELD), ["pixels"])
    asked = {"units": UNITS, "distractors": DISTRACTORS, "afferents": ("all",)}
    alone = ViewTunedUnits(Site(Pixels(FIELD), "pixels"), CLIPS, **asked).best_distractor
    apart_ = ViewTunedUnits(Site(layers, "layers"), CLIPS, apart=["layer"], **asked).best_distractor
    assert set(apart_.dims) == {"afferents", "layer", "clip"}
    np.testing.assert_allclose(apart_.sel(layer="pixels").transpose(*alone.dims), alone, rtol=1e-6)


def test_a_set_needs_a_clip_for_every_unit_and_distractor():
    with pytest.raises(ValueError, match="4 units and 5 distractors need as many clips; the set has 8"):
        ViewTunedUnits(Site(Pixels(FIELD), "pixels"), CLIPS, units=4, distractors=5)
