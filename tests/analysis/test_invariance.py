"""A range of invariance ends where the response first falls to the threshold, to either side of the training view."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.invariance import above_all, interval, octaves, pseudo_mirror, recognised
from visualcortex.papers import riesenhuber1999

ROTATION = np.arange(-40.0, 41, 4)
AROUND = np.arange(0.0, 360, 10)


def curves(values, places=ROTATION, dim="rotation"):
    values = np.asarray(values, float)
    meaning = {"units": "deg", "long_name": "rotation in depth"}
    coordinates = {dim: xr.DataArray(np.asarray(places), dims=dim, attrs=meaning)}
    return xr.DataArray(values, coordinates, ("clip", dim)[-values.ndim :], "response", {"units": "1", "layer": "vtu"})


def walk(curve, places, start, threshold):
    """The range found by walking from the start, sample by sample."""
    if np.isnan(curve[start]) or np.isnan(threshold):
        return np.nan, np.nan, False
    ends, censored = [], []
    for step in (-1, 1):
        i = start
        while 0 <= i + step < len(curve) and curve[i] > threshold and curve[i + step] > threshold:
            i += step
        j = i + step
        crossed = curve[start] > threshold and 0 <= j < len(curve) and not np.isnan(curve[j])
        part = (curve[i] - threshold) / (curve[i] - curve[j]) if crossed else 0
        ends.append(places[i] + part * (places[j] - places[i] if crossed else 0))
        censored.append(curve[start] > threshold and not crossed)
    return *ends, any(censored)


def test_the_range_is_what_walking_finds():
    rng = np.random.default_rng(0)
    response = curves(np.exp(-(ROTATION**2) / 800) + rng.normal(0, 0.1, (200, ROTATION.size)))
    response.values[rng.random(response.shape) < 0.02] = np.nan
    best = xr.DataArray(rng.uniform(0, 1.1, 200), dims="clip")
    best[:3] = np.nan
    places = [-20, 0, 40]
    for reference in places:
        found = interval(response, "rotation", reference, best)
        start = int(np.flatnonzero(reference == ROTATION)[0])
        pairs = zip(response.values, best.values, strict=True)
        naive = [walk(curve, ROTATION, start, threshold) for curve, threshold in pairs]
        lower, upper, censored = map(np.array, zip(*naive, strict=True))
        np.testing.assert_allclose(found.lower, lower)
        np.testing.assert_allclose(found.upper, upper)
        np.testing.assert_allclose(found.extent, upper - lower)
        np.testing.assert_array_equal(found.censored, censored.astype(bool))
        assert found.censored.any() and (found.extent == 0).any() and found.extent.isnull().any()


def test_a_known_gaussian_has_its_known_width():
    fine = np.arange(-90, 90.1, 0.5)
    found = interval(curves(np.exp(-(fine**2) / (2 * 15**2)), fine), "rotation", 0, 0.5)
    assert found.extent.item() == pytest.approx(2 * 15 * np.sqrt(2 * np.log(2)), rel=1e-4)
    assert found.lower.item() == pytest.approx(-found.upper.item()) and not found.censored


def test_a_second_peak_does_not_count():
    single, double = ([0, 0.9, 1, 0, 0, 0, 0], [0.8, 0.2, 1, 0, 0.9, 0.9, 0.9])
    places = np.arange(7.0)
    for curve, lower, upper in ((single, 0.5 / 0.9, 2.5), (double, 2 - 0.5 / 0.8, 2.5)):
        found = interval(curves(curve, places), "rotation", 2, 0.5)
        np.testing.assert_allclose([found.lower, found.upper], [lower, upper])
        assert not found.censored


def test_a_higher_threshold_never_widens_the_range():
    response = curves(np.random.default_rng(1).random((50, ROTATION.size)))
    thresholds = xr.DataArray(np.linspace(0, 1, 9), dims="threshold")
    extent = interval(response, "rotation", 0, thresholds).extent
    assert extent.dims == ("clip", "threshold")
    assert (extent.diff("threshold") <= 0).all() and (extent[:, 0] == 80).all()


def test_a_range_as_long_as_the_measurement_is_censored():
    found = interval(curves([0.8, 1, 0.8], [-1, 0, 1]), "rotation", 0, [0.5])
    assert (found.extent.item(), found.censored.item()) == (2, True)
    one_sided = interval(curves([1, 0.8, 0], [0, 1, 2]), "rotation", 0, 0.5)
    assert (one_sided.lower.item(), one_sided.censored.item()) == (0, True)


def test_a_response_that_only_reaches_the_threshold_has_no_range():
    found = interval(curves([[0, 0.5, 0], [0.9, 0.2, 0.9]], [-1, 0, 1]), "rotation", 0, 0.5)
    np.testing.assert_array_equal(found.extent, 0)
    np.testing.assert_array_equal(found.lower, 0)
    assert not found.censored.any()
    touching = interval(curves([0, 1, 0.5, 0.9], [-1, 0, 1, 2]), "rotation", 0, 0.5)
    assert (touching.upper.item(), touching.censored.item()) == (1, False)


def test_the_order_of_presentation_does_not_matter():
    response = curves(np.random.default_rng(2).random((20, ROTATION.size)))
    shuffled = response.isel(rotation=np.random.default_rng(3).permutation(ROTATION.size))
    xr.testing.assert_identical(interval(shuffled, "rotation", 0, 0.3), interval(response, "rotation", 0, 0.3))


def test_ends_and_extent_are_in_the_units_of_what_was_varied():
    found = interval(curves(np.ones(21)), "rotation", 0, 0.5)
    assert {found[name].attrs["units"] for name in ("lower", "upper", "extent")} == {"deg"}
    assert found.extent.attrs == {"long_name": "invariance range", "units": "deg", "layer": "vtu"}
    sized = interval(octaves(curves([0, 1, 0], [1.0, 2.0, 4.0], "size"), "size", 2.0), "size", 0, 0.5)
    assert (sized.extent.item(), sized.extent.attrs["units"]) == (1, "octaves")


def test_what_cannot_be_measured_is_refused():
    response = curves(np.ones((2, 21)))
    with pytest.raises(ValueError, match="not the reference 90"):
        interval(response, "rotation", 90, 0.5)
    with pytest.raises(ValueError, match="no dimension 'size'"):
        interval(response, "size", 0, 0.5)
    with pytest.raises(ValueError):
        interval(response, "rotation", 0, xr.DataArray([0.1, 0.2, 0.3], dims="clip"))


def test_octaves_keep_the_responses_and_say_to_what_they_refer():
    sizes = np.array(riesenhuber1999.SIZES.value)
    response = octaves(curves(np.arange(8.0), sizes, "size"), "size", 2.0)
    np.testing.assert_allclose(2 ** response["size"] * 2, sizes)
    np.testing.assert_array_equal(response, np.arange(8))
    assert response["size"].attrs == {"long_name": "rotation in depth, relative to 2 deg", "units": "octaves"}
    for places, reference in (([0.0, 1.0], 1.0), ([1.0, 2.0], 0.0), ([-1.0, 2.0], -1.0)):
        with pytest.raises(ValueError, match="positive"):
            octaves(curves([1, 2], places, "size"), "size", reference)


@pytest.mark.parametrize(
    ("points", "dim", "reference", "printed", "within"),
    [
        (riesenhuber1999.VIEW_TUNING, "rotation", 90, riesenhuber1999.SAMPLE_ROTATION_RANGE, 1.0),
        (riesenhuber1999.SIZE_TUNING, "size", 64, riesenhuber1999.SAMPLE_SCALE_RANGE, 0.2),
    ],
)
def test_the_published_curves_have_the_published_ranges(points, dim, reference, printed, within):
    places, responses = zip(*points.value, strict=True)
    response = curves(responses, places, dim)
    if printed.units == "octaves":
        response, reference = octaves(response, dim, reference), 0
    found = interval(response, dim, reference, riesenhuber1999.BEST_DISTRACTOR.value)
    assert found.extent.item() == pytest.approx(printed.value, abs=within)


def bump(centre, height, width=15.0):
    distance = (AROUND - centre + 180) % 360 - 180
    return height * np.exp(-(distance**2) / (2 * width**2))


@pytest.mark.parametrize("turned", [0, 90, 250])
@pytest.mark.parametrize(
    ("behind", "height", "expected"), [(180, 0.6, 1), (200, 0.6, 1), (155, 0.6, 1), (180, 0.3, 0), (120, 0.6, 0)]
)
def test_a_pseudo_mirror_view_is_a_peak_above_the_threshold_half_a_turn_away(turned, behind, height, expected):
    response = curves(bump(turned, 1.0) + bump(turned + behind, height), AROUND)
    assert pseudo_mirror(response, "rotation", turned, 0.5).item() == expected


def test_a_response_without_a_peak_is_no_mirror_view():
    broad = curves([bump(0, 1.0, 100.0), np.ones(36)], AROUND)
    np.testing.assert_array_equal(pseudo_mirror(broad, "rotation", 0, 0.1), [0, 0])
    assert pseudo_mirror(curves(bump(0, 1) + bump(175, 1), AROUND), "rotation", 0, 0.5).item() == 1


def test_what_is_missing_behind_has_no_answer():
    response = curves([bump(0, 1) + bump(180, 0.8)] * 4, AROUND)
    response[1, 18], response[2, 5] = np.nan, np.nan
    best = xr.DataArray([0.5, 0.5, 0.5, np.nan], dims="clip")
    np.testing.assert_array_equal(pseudo_mirror(response, "rotation", 0, best), [1, np.nan, 1, np.nan])


def test_a_mirror_view_needs_a_whole_turn_and_a_sample_behind():
    with pytest.raises(ValueError, match="divide 360 evenly"):
        pseudo_mirror(curves(np.ones(21)), "rotation", 0, 0.5)
    with pytest.raises(ValueError, match="no sample of 'rotation' lies within 2"):
        pseudo_mirror(curves(np.ones(36), AROUND), "rotation", 5, 0.5, tolerance=2.0)


@pytest.fixture
def clutter():
    rng = np.random.default_rng(4)
    dims = ("clip", "distractor")
    coordinates = {"clip": np.arange(9), "distractor": np.arange(8)}
    return tuple(xr.DataArray(rng.random((9, 8)), coordinates, dims, "response") for _ in range(2))


def test_each_pair_is_compared_with_its_own_distractor(clutter):
    both, alone = clutter
    found = recognised(both, alone)
    np.testing.assert_array_equal(found, both.values > alone.values)
    assert 0 < found.mean() < 1 and found.attrs["units"] == "1"


def test_above_every_distractor_is_stricter(clutter):
    both, alone = clutter
    strict = above_all(both, alone)
    np.testing.assert_array_equal(strict, both.values > alone.values.max(1, keepdims=True))
    assert (strict <= recognised(both, alone)).all() and strict.any()


def test_missing_responses_stay_missing_and_missing_distractors_are_passed_over(clutter):
    both, alone = clutter
    both[0, 0], alone[1, 1], alone[2] = np.nan, np.nan, np.nan
    missing = recognised(both, alone).isnull()
    assert missing[0, 0] and missing[1, 1] and missing[2].all() and missing.sum() == 10
    strict = above_all(both, alone)
    np.testing.assert_array_equal(strict[1], both[1].values > np.nanmax(alone[1]))
    assert strict.isnull()[0, 0] and strict.isnull()[2].all() and strict.isnull().sum() == 9


def test_other_units_or_distractors_are_refused(clutter):
    both, alone = clutter
    for other in (alone[:5], alone[:, :5], alone.assign_coords(clip=np.arange(1, 10))):
        with pytest.raises(ValueError):
            recognised(both, other)
