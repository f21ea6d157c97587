"""A view-tuned unit is a Gaussian about its training view, whatever the shapes it is given in."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.invariance import interval
from visualcortex.analysis.view_tuned import calibrated_width, distance, view_tuned
from visualcortex.papers import riesenhuber1999

CLIPS, VIEWS, FEATURES, DISTRACTORS = 7, 5, 12, 6


def array(*dims, seed=0):
    sizes = {"clip": CLIPS, "rotation": VIEWS, "feature": FEATURES, "distractor": DISTRACTORS, "y": 3, "x": 4}
    coordinates = {dim: np.arange(sizes[dim]) for dim in dims}
    values = np.random.default_rng(seed).random([sizes[dim] for dim in dims], dtype=np.float32)
    return xr.DataArray(values, coordinates, dims, "response", {"units": "a.u.", "layer": "c2"})


@pytest.fixture
def training():
    return array("clip", "feature", seed=1)


def one_unit(shown, centre, afferents, width):
    """The response of one unit to one stimulus, as the paper writes it."""
    best = sorted(range(len(centre)), key=lambda i: -centre[i])[:afferents]
    total = sum((float(shown[i]) - float(centre[i])) ** 2 for i in best)
    return np.exp(-total / (2 * width**2))


@pytest.mark.parametrize("afferents", [1, 5, FEATURES, None])
def test_the_unit_of_each_clip_sees_its_clip_and_every_distractor(training, afferents):
    views, distractors = array("clip", "rotation", "feature"), array("distractor", "feature")
    own, others = (view_tuned(shown, training, afferents=afferents, width=0.8) for shown in (views, distractors))
    assert own.dims == ("clip", "rotation") and others.dims == ("distractor", "clip")
    for i, centre in enumerate(training.values):
        naive = [
            [one_unit(f, centre, afferents, 0.8) for f in shown] for shown in (views.values[i], distractors.values)
        ]
        np.testing.assert_allclose(own[i], naive[0], rtol=1e-12)
        np.testing.assert_allclose(others[:, i], naive[1], rtol=1e-12)


def test_a_unit_responds_most_to_its_training_view(training):
    found = view_tuned(xr.concat([training, training + 0.1], "shift"), training, width=0.1)
    np.testing.assert_allclose(found.isel(shift=0), 1, atol=1e-12)
    assert (found.isel(shift=1) < 0.6).all()
    assert (
        distance(*[xr.DataArray(np.random.default_rng(0).random((200, 99)), dims=("clip", "feature"))] * 2).min() >= 0
    )


def test_the_distance_is_precise_far_from_zero(training):
    near = (training.astype(float) + 1000) * (1 + 1e-6)
    expected = ((near - training.astype(float) - 1000) ** 2).sum("feature")
    np.testing.assert_allclose(distance(near, training.astype(float) + 1000), expected, rtol=1e-3)


def test_what_does_not_feed_a_unit_does_not_change_it(training):
    order = np.argsort(-training.values, 1)
    shown = training.copy(deep=True) + 0.1
    np.put_along_axis(shown.values, order[:, 4:], np.nan, 1)
    np.testing.assert_allclose(distance(shown, training, afferents=4), 4 * 0.01, rtol=1e-5)
    assert distance(shown, training, afferents=5).isnull().all()


def test_of_equally_excited_features_the_first_feed_the_unit():
    training = xr.DataArray([0.0, 1.0, 1.0, 1.0], dims="feature")
    apart = xr.DataArray(np.diag([1.0, 2.0, 4.0, 8.0]), dims=("stimulus", "feature")) + training
    np.testing.assert_allclose(distance(apart, training, afferents=2), [0, 4, 16, 0])
    many = xr.DataArray(np.tile([0.0, 1.0], 200), dims="feature")
    first = (np.arange(400) % 2 == 1) & (np.arange(400) < 80)
    assert distance(many + first, many, afferents=40) == 40


def test_a_site_with_fewer_features_has_units_of_these(training):
    fewer = training.isel(feature=slice(5))
    both = xr.concat([training, fewer], "site", join="outer")
    shown = xr.concat([array("clip", "feature"), array("clip", "feature")[:, :5]], "site", join="outer")
    for afferents in (3, 8, None):
        found = distance(shown, both, afferents=afferents)
        alone = distance(array("clip", "feature")[:, :5], fewer, afferents=min(afferents or 5, 5))
        np.testing.assert_allclose(found.isel(site=1), alone, rtol=1e-12)


def test_features_may_lie_along_several_dimensions(training):
    pictures, learnt = array("distractor", "y", "x"), array("clip", "y", "x", seed=1)
    found = view_tuned(pictures, learnt, ["y", "x"], afferents=4)
    flat = (picture.stack(feature=["y", "x"], create_index=False) for picture in (pictures, learnt))
    np.testing.assert_allclose(found, view_tuned(*flat, afferents=4), rtol=1e-12)


def test_missing_features_have_no_response(training):
    shown = array("clip", "rotation", "feature")
    shown[2, 1, 3] = np.nan
    training[5] = np.nan
    missing = view_tuned(shown, training).isnull()
    assert missing[2, 1] and missing[5].all() and missing.sum() == 1 + VIEWS
    assert view_tuned(shown, training, afferents=3).isnull()[5].all()


def test_what_was_held_and_where_stays_on_the_result(training):
    shown = array("clip", "rotation", "feature").assign_coords(site="C2")
    found = view_tuned(shown, shown.sel(rotation=2).assign_coords(size=2.0), afferents=3)
    np.testing.assert_allclose(found.sel(rotation=2), 1)
    assert set(found.coords) == {"clip", "rotation", "site"}
    assert found.attrs == {"units": "a.u.", "layer": "c2", "long_name": "response"} and found.site == "C2"


def test_a_width_may_differ_from_unit_to_unit(training):
    shown, width = array("distractor", "feature"), xr.DataArray(np.linspace(0.5, 2, CLIPS), dims="clip")
    found = view_tuned(shown, training, width=width)
    np.testing.assert_allclose(found[:, 3], view_tuned(shown, training, width=width[3].item())[:, 3])


def test_what_does_not_fit_is_refused(training):
    shown = array("clip", "rotation", "feature")
    with pytest.raises(ValueError, match="no dimension 'features'; the array has clip, rotation, feature"):
        view_tuned(shown, training, "features")
    with pytest.raises(ValueError, match="no dimension 'feature'"):
        distance(shown, training.isel(feature=0))
    with pytest.raises(ValueError, match="12 features, too few for 40"):
        view_tuned(shown, training, afferents=40)
    for several in (0, 1.5, True - 1):
        with pytest.raises(ValueError, match="afferents must be a whole number"):
            view_tuned(shown, training, afferents=several)
    for width in (0, -1.0, xr.DataArray([1.0, 0.0])):
        with pytest.raises(ValueError, match="width must be positive"):
            view_tuned(shown, training, width=width)
    for other in (training.isel(clip=slice(3)), training.isel(feature=slice(3))):
        with pytest.raises(ValueError):
            distance(shown, other)


@pytest.mark.parametrize("response", [0.05, riesenhuber1999.BEST_DISTRACTOR.value, 0.95])
def test_at_the_calibrated_width_the_best_distractors_respond_as_asked(training, response):
    squared = distance(array("distractor", "feature"), training)
    sites = xr.concat([squared, 1e4 * squared, 1e-4 * squared.isel(clip=[3] * CLIPS).drop_vars("clip")], "site")
    width = calibrated_width(sites, response=response)
    found = np.exp(-sites / (2 * width**2)).max("distractor").mean("clip")
    np.testing.assert_allclose(found, response, rtol=1e-6)
    np.testing.assert_allclose(width[1], 100 * width[0])
    assert width.name == "tuning_width" and width.dims == ("site",)


def test_the_default_is_that_of_the_published_unit(training):
    squared = distance(array("distractor", "feature"), training)
    xr.testing.assert_identical(calibrated_width(squared), calibrated_width(squared, response=0.57))


def test_units_without_a_distance_count_or_are_passed_over():
    squared = xr.DataArray([[0.0, 2.0], [2.0, 3.0], [np.nan, 4.0]], dims=("clip", "distractor"))
    width = calibrated_width(squared, response=0.6).item()
    assert (1 + np.exp(-2 / (2 * width**2)) + np.exp(-4 / (2 * width**2))) / 3 == pytest.approx(0.6)
    assert calibrated_width(squared[:2], response=0.4).isnull()
    assert calibrated_width(squared * np.nan).isnull() and calibrated_width(squared * 0).isnull()


def test_no_width_changes_which_response_is_larger(training):
    shown, distractors = array("clip", "rotation", "feature"), array("distractor", "feature")
    narrow, wide = (
        view_tuned(shown, training, width=width) > view_tuned(distractors, training, width=width).max("distractor")
        for width in (0.3, 3.0)
    )
    xr.testing.assert_equal(narrow, wide)
    assert narrow.any() and not narrow.all()


def test_a_width_moves_the_ends_of_a_range_within_a_step_and_the_distance_knows_none(training):
    way = xr.DataArray(np.linspace(0, 1, 21), dims="step", coords={"step": np.arange(21)})
    shown, distractors = training + way * (array("clip", "feature", seed=5) - training), array("distractor", "feature")
    squared, best = (distance(f, training) for f in (shown, distractors))
    ends = [interval(-squared, "step", 0, -best.min("distractor")).upper]
    for width in (0.2, 5.0):
        own, others = (view_tuned(f, training, width=width) for f in (shown, distractors))
        ends.append(interval(own, "step", 0, others.max("distractor")).upper)
    np.testing.assert_array_equal(np.floor(ends[1]), np.floor(ends[2]))
    np.testing.assert_array_equal(np.floor(ends[0]), np.floor(ends[1]))
    assert (ends[1] != ends[2]).any()


def test_a_calibration_out_of_reach_is_refused():
    squared = xr.DataArray([[1.0, 2.0]], dims=("clip", "distractor"))
    for response in (0, 1, 57):
        with pytest.raises(ValueError, match="between 0 and 1"):
            calibrated_width(squared, response=response)
    with pytest.raises(ValueError, match="no dimension 'unit'"):
        calibrated_width(squared, units="unit")
