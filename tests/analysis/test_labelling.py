import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.labelling import ahead, circle, even_step, named, rates, require, units_of


def curve(values, angles=(0, 45, 90, 135)):
    return xr.DataArray(np.asarray(values, float), coords={"orientation": list(angles)}, dims="orientation")


def test_a_missing_dimension_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="no dimension 'phase'; the array has orientation"):
        require(curve([1, 2, 3, 4]), "phase")


def test_a_dimension_without_coordinate_is_refused():
    with pytest.raises(ValueError, match="no coordinate"):
        require(xr.DataArray(np.zeros(3), dims="phase"), "phase")


def test_a_result_is_labelled_and_keeps_what_was_held():
    held = curve([1, 2, 3, 4]).assign_attrs(contrast=0.5, units="a.u.", long_name="response")
    result = named(held.mean("orientation"), "circular_variance", held)
    assert result.name == "circular_variance"
    assert result.attrs == {"contrast": 0.5, "units": "1", "long_name": "circular variance"}
    assert units_of(held) == "a.u."


@pytest.mark.parametrize("angles", [(0, 60, 120, 180), (0, 45, 90, 130), (0, 45, 90, 90)])
def test_samples_that_do_not_divide_the_circle_evenly_are_refused(angles):
    with pytest.raises(ValueError, match="evenly"):
        circle(curve([1, 2, 3, 4], angles), "orientation", 180)


def test_any_start_and_order_around_the_circle_are_accepted():
    ordered = circle(curve([3, 1, 4, 2], (90, 0, -45, 45)), "orientation", 180)
    assert ordered.values.tolist() == [1, 2, 3, 4]
    assert ordered.orientation.values.tolist() == [0, 45, 90, -45]


def test_looking_ahead_interpolates_around_the_circle():
    around = circle(curve([0, 2, 4, 2]), "orientation", 180)
    assert ahead(around, "orientation", 90, 180).values.tolist() == [4, 2, 0, 2]
    assert ahead(around, "orientation", 22.5, 180).values.tolist() == [1, 3, 3, 1]


@pytest.mark.parametrize("values", [[0, 0, 0, 0], [1, -0.1, 1, 1], [1, np.nan, 1, 1]])
def test_what_cannot_be_a_rate_is_missing(values):
    assert rates(curve(values), "orientation").isnull().all()


def test_rounding_below_zero_is_zero():
    assert rates(curve([1, -1e-8, 1, 1]), "orientation").values.tolist() == [1, 0, 1, 1]


def test_uneven_or_single_samples_have_no_step():
    assert even_step(curve([1, 2, 3, 4], (3, 2, 1, 0)), "orientation") == 1
    for angles, values in (((0, 1, 3, 4), [1, 2, 3, 4]), ((0,), [1])):
        with pytest.raises(ValueError, match="evenly spaced"):
            even_step(curve(values, angles), "orientation")
