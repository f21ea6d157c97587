"""Reduction: simplified as long as a unit keeps to it."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.field import VisualField
from visualcortex.models.readout import Pixels, SpatialPool
from visualcortex.protocols.reduction import course, reduced, reduction, responses
from visualcortex.recording import Site

NAMES = ["photograph", "outline", "square", "disc", "dot"]
SIMPLER = {"photograph": ["outline"], "outline": ["square", "disc"], "square": ["dot"], "disc": ["dot"]}
FIELD = VisualField(2, 4)
IMAGES = {
    name: np.full(FIELD.shape, value, np.float32) for name, value in zip(NAMES, (0.5, 0.6, 0.4, 0.45, 0.1), strict=True)
}


def responding(*rows):
    return xr.DataArray(np.array(rows), {"unit": range(len(rows)), "stimulus": NAMES})


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ([10, 9, 8, 8.5, 1], ["photograph", "outline", "disc"]),
        ([10, 9, 8.5, 8, 8], ["photograph", "outline", "square", "dot"]),
        ([10, 7.9, 10, 10, 10], ["photograph"]),
        ([10, 30, 7, 7, 7], ["photograph", "outline"]),
        ([10, 8, 8, 8, 8], ["photograph", "outline", "square", "dot"]),  # of equals the first
        ([0, 1, 1, 1, 1], ["photograph"]),
        ([10, np.nan, 10, 10, 10], ["photograph"]),
        ([10, 9, np.nan, 8, 1], ["photograph", "outline", "disc"]),
    ],
)
def test_the_best_version_is_kept_as_long_as_it_leaves_enough(answers, wanted):
    assert course(reduced(responding(answers)[0], SIMPLER).kept) == wanted


def test_every_unit_takes_its_own_course():
    found = reduced(responding([10, 9, 8, 8.5, 1], [10, 1, 9, 9, 9]), SIMPLER)
    np.testing.assert_array_equal(found.kept, [[0, 1, np.nan, 2, np.nan], [0] + [np.nan] * 4])
    np.testing.assert_array_equal(found.tried, [[0, 1, 2, 2, 3], [0, 1] + [np.nan] * 3])
    assert found.kept.dims == found.tried.dims == found.response.dims == ("unit", "stimulus")


def test_a_lower_criterion_goes_further():
    ends = [
        course(reduced(responding([10, 7, 6, 5, 4])[0], SIMPLER, criterion=c).kept)[-1] for c in (0.8, 0.65, 0.5, 0.3)
    ]
    assert ends == ["photograph", "outline", "square", "dot"]


def test_a_stimulus_tried_again_keeps_its_first_step():
    found = reduced(
        responding([10, 9, 9, 1, 1])[0], {"photograph": ["outline", "dot"], "outline": ["square"], "square": ["dot"]}
    )
    assert found.tried.sel(stimulus="dot") == 1


def test_images_are_shown_to_every_unit_at_a_site():
    site = Site(SpatialPool(Pixels(FIELD)), "pixels")
    found = reduction(site, IMAGES, SIMPLER, spatial_pooling=[0.0, np.inf])
    assert found.response.dims == ("spatial_pooling", "stimulus") and found.attrs["criterion"] == 0.8
    np.testing.assert_allclose(found.response, [[0.5, 0.6, 0.4, 0.45, 0.1]] * 2, rtol=1e-6)
    assert course(found.kept.sel(spatial_pooling=0)) == ["photograph", "outline", "disc"]


def test_responses_are_those_to_the_named_images():
    images = {name: np.random.default_rng(i).uniform(-1, 1, FIELD.shape) for i, name in enumerate("abc")}
    found = responses(Site(Pixels(FIELD), "pixels"), images)
    assert list(found.stimulus.values) == list("abc") and found.dims[0] == "stimulus"
    for name, image in images.items():
        np.testing.assert_allclose(found.sel(stimulus=name), image, atol=1e-6)


@pytest.mark.parametrize(
    ("simpler", "options", "message"),
    [
        ({"photo": ["outline"]}, {}, "no stimulus 'photo'.*did you mean 'photograph'"),
        ({"photograph": ["line"]}, {}, "no stimulus 'line'"),
        ({"outline": ["disc"], "disc": ["outline"]}, {}, "lead back"),
        ({"dot": ["dot"]}, {}, "lead back"),
        (SIMPLER, {"criterion": 0.0}, "above 0"),
    ],
)
def test_what_cannot_be_followed_is_refused(simpler, options, message):
    with pytest.raises(ValueError, match=message):
        reduced(responding([1, 1, 1, 1, 1]), simpler, **options)


def test_images_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="does not fit"):
        responses(Site(Pixels(FIELD), "pixels"), {"a": np.zeros((3, 3))})
