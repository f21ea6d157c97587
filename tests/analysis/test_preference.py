import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis import tuning

CELLS, ORIENTATIONS, FREQUENCIES = ["a", "b", "c"], [0.0, 45.0, 90.0, 135.0], [1.0, 2.0, 4.0]


@pytest.fixture
def response():
    values = np.random.default_rng(0).random((3, 4, 3))
    return xr.DataArray(
        values,
        coords={
            "cell": CELLS,
            "orientation": ORIENTATIONS,
            "spatial_frequency": FREQUENCIES,
            "kind": ("cell", [0, 0, 1]),
        },
        dims=("cell", "orientation", "spatial_frequency"),
        name="response",
        attrs={"units": "a.u.", "contrast": 1.0},
    )


def test_the_joint_maximum_is_where_the_response_is_largest(response):
    found = tuning.preferred(response, ["orientation", "spatial_frequency"])
    for cell in CELLS:
        own = response.sel(cell=cell)
        best = {name: found[name].sel(cell=cell).item() for name in ("orientation", "spatial_frequency")}
        assert own.sel(best) == own.max()


def test_one_dimension_leaves_the_others(response):
    found = tuning.preferred(response, "orientation")
    assert found.dims == ("cell", "spatial_frequency")
    assert found.name == "preferred_orientation"
    assert (found.attrs["long_name"], found.attrs["units"]) == ("preferred orientation", "deg")
    assert found.kind.values.tolist() == [0, 0, 1]
    xr.testing.assert_equal(found.drop_attrs(), response.idxmax("orientation").rename(found.name).drop_attrs())


def test_the_response_at_the_preferred_stimulus_is_the_maximum(response):
    dims = ["orientation", "spatial_frequency"]
    best = tuning.at_preferred(response, dims)
    np.testing.assert_array_equal(best, response.max(dims))
    assert set(best.coords) == {"cell", "kind"}
    xr.testing.assert_identical(best, tuning.at(response, **tuning.preferred(response, dims)))


def test_a_unit_that_answers_all_alike_prefers_none(response):
    flat = xr.concat([response * 0, response * 0 + 3, response * np.nan], "cell").sel(cell="a")
    found = tuning.preferred(flat, ["orientation", "spatial_frequency"])
    assert found.orientation.isnull().all() and found.spatial_frequency.isnull().all()
    assert tuning.at(flat, **found).isnull().all()


def test_a_single_stimulus_is_preferred(response):
    assert (tuning.preferred(response.isel(orientation=[2]), "orientation") == 90).all()


def test_a_missing_response_is_passed_over():
    r = xr.DataArray([1.0, np.nan, 3.0, 2.0], coords={"orientation": ORIENTATIONS}, dims="orientation")
    assert tuning.preferred(r, "orientation") == 90


def test_a_stimulus_that_was_not_shown_is_refused(response):
    with pytest.raises(ValueError, match="orientation"):
        tuning.at(response, orientation=30.0)


def test_units_that_differ_are_refused(response):
    other = tuning.preferred(response, ["orientation"]).isel(cell=[2, 1, 0])
    with pytest.raises(ValueError):
        tuning.at(response, **other)


def test_single_precision_coordinates_are_found_again():
    angles = np.linspace(0, 180, 7, endpoint=False, dtype=np.float32)
    r = xr.DataArray(np.arange(7.0), coords={"orientation": angles}, dims="orientation")
    assert tuning.at(r, orientation=180 / 7 * 3) == 3


def test_the_preferred_grating_weighs_mean_and_modulation():
    phase = np.arange(0, 360, 22.5)
    steady, modulated = np.full(16, 5.0), np.maximum(12 * np.cos(np.deg2rad(phase)), 0)  # F0 5; F0 3.8 and F1 6
    r = xr.DataArray(
        [[steady, modulated]],
        coords={"orientation": [0], "spatial_frequency": [1, 2], "phase": phase},
        dims=("orientation", "spatial_frequency", "phase"),
    )
    assert tuning.preferred(tuning.mean_rate(r), "spatial_frequency").item() == 1
    assert tuning.preferred_grating(r).spatial_frequency.item() == 2
