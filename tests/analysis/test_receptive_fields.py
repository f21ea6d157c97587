import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis import receptive_fields as rf

SIDE = np.linspace(-1, 1, 21)
PLANE = {"y": SIDE[::-1], "x": SIDE}


def disc(x=0.0, y=0.0, radius=0.35):
    return xr.DataArray(
        ((PLANE["x"] - x) ** 2 + (PLANE["y"][:, None] - y) ** 2 < radius**2).astype(float),
        coords=PLANE,
        dims=("y", "x"),
    )


def blob(x=0.0, y=0.0, width=0.25):
    return xr.DataArray(
        np.exp(-((PLANE["x"] - x) ** 2 + (PLANE["y"][:, None] - y) ** 2) / (2 * width**2)),
        coords=PLANE,
        dims=("y", "x"),
    )


def test_light_and_dark_spots_map_on_and_off_zones():
    values = np.stack([3 * disc(x=0.4), 5 * disc(x=-0.4)]) + 1
    response = xr.DataArray(values, coords={"contrast": [-1, 1], **PLANE}, dims=("contrast", "y", "x"))
    on, off = rf.on_off_maps(response, baseline=1.0)
    xr.testing.assert_allclose(on, 5 * disc(x=-0.4))
    xr.testing.assert_allclose(off, 3 * disc(x=0.4))
    with pytest.raises(ValueError, match="negative"):
        rf.on_off_maps(response.isel(contrast=[1]))


def test_overlap_runs_from_separate_to_coextensive():
    assert rf.overlap(disc(x=-0.5), disc(x=0.5)) == pytest.approx(0)
    assert rf.overlap(disc(), 0.1 * disc()) == pytest.approx(1)
    between = [rf.overlap(blob(), blob(x=shift)).item() for shift in (0.1, 0.2, 0.4)]
    assert 1 > between[0] > between[1] > between[2] > 0


def test_overlap_of_equal_areas_is_intersection_over_union():
    left, right = (
        xr.DataArray(row, dims="x", coords={"x": range(6)}) for row in ([1.0, 1, 1, 0, 0, 0], [0.0, 1, 1, 1, 0, 0])
    )
    assert rf.overlap(left, right, dims=("x",)) == pytest.approx(2 / 4)


def test_a_level_cuts_the_background_off():
    on, off = disc(x=-0.5) + 0.1, disc(x=0.5) + 0.1
    assert rf.overlap(on, off) > 0.2
    assert rf.overlap(on, off, level=0.2) == pytest.approx(0)


def test_without_a_zone_there_is_no_overlap_nor_separation():
    on, off = xr.concat([disc(), disc() * 0], "cell"), xr.concat([disc(), disc()], "cell")
    assert rf.overlap(on, off).isnull().values.tolist() == [False, True]
    assert rf.separation(on, off).isnull().values.tolist() == [False, True]


def test_separation_is_distance_in_units_of_size():
    assert rf.separation(disc(x=-0.4), disc(x=0.4)).item() == pytest.approx(0.8 / 0.7, rel=0.1)
    assert rf.separation(disc(), disc()) == 0


def test_reverse_correlation_recovers_the_filter_of_a_rectified_unit():
    rng = np.random.default_rng(0)
    stimuli = xr.DataArray(rng.normal(size=(5000, 8, 8)), dims=("frame", "y", "x"))
    filters = xr.DataArray(rng.normal(size=(2, 8, 8)), dims=("cell", "y", "x"))
    response = xr.dot(stimuli, filters, dim=("y", "x")).clip(min=0).transpose("cell", "frame")
    average = rf.spike_triggered_average(response, stimuli)
    square = {"y": range(8), "x": range(8)}
    assert (rf.map_correlation(average.assign_coords(square), filters.assign_coords(square)) > 0.93).all()
    assert average.dims == ("cell", "y", "x")


def test_the_average_is_weighted_by_the_response():
    stimuli = xr.DataArray([[1.0, 0.0], [0.0, 1.0], [5.0, 5.0]], dims=("frame", "x"))
    response = xr.DataArray([[1, 3, 0], [0, 0, 0]], dims=("cell", "frame"))
    average = rf.spike_triggered_average(response, stimuli)
    np.testing.assert_allclose(average, [[0.25, 0.75], [np.nan, np.nan]])


def test_frames_that_differ_are_refused():
    stimuli = xr.DataArray(np.ones((3, 2)), dims=("frame", "x"), coords={"frame": [0, 1, 2]})
    response = xr.DataArray(np.ones(3), dims="frame", coords={"frame": [1, 2, 3]})
    with pytest.raises(ValueError):
        rf.spike_triggered_average(response, stimuli)
    with pytest.raises(ValueError, match="no dimension 'time'"):
        rf.spike_triggered_average(response, stimuli, dim="time")


def test_the_covariance_finds_the_filters_of_an_energy_unit_where_the_average_is_blind():
    rng = np.random.default_rng(1)
    stimuli = xr.DataArray(rng.normal(size=(8000, 2, 4)), dims=("frame", "y", "x"))
    filters = np.linalg.qr(rng.normal(size=(8, 2)))[0]
    response = ((stimuli.values.reshape(-1, 8) @ filters) ** 2).sum(-1)
    response = xr.DataArray(response, dims="frame")
    covariance = rf.spike_triggered_covariance(response, stimuli).transpose("y", "x", "y_2", "x_2").values.reshape(8, 8)
    leading = np.linalg.eigh(covariance)[1][:, -2:]
    assert np.linalg.svd(leading.T @ filters)[1].min() > 0.95
    assert abs(rf.spike_triggered_average(response, stimuli)).max() < 0.1


def test_map_correlation_ignores_scale_and_offset():
    assert rf.map_correlation(blob(), 3 * blob() + 2) == pytest.approx(1)
    assert rf.map_correlation(blob(), -blob()) == pytest.approx(-1)
    assert rf.map_correlation(blob(), 0 * blob() + 2).isnull()


def test_the_centre_of_mass_follows_the_map():
    centre = rf.centre_of_mass(xr.concat([blob(0.2, -0.1, 0.15), 0 * blob()], "cell"))
    np.testing.assert_allclose(centre.x, [0.2, np.nan], atol=1e-4)
    np.testing.assert_allclose(centre.y, [-0.1, np.nan], atol=1e-4)


def test_the_extent_is_the_diameter_at_the_level():
    fine = np.linspace(-1, 1, 201)
    profile = np.exp(-(fine**2 + fine[:, None] ** 2) / (2 * 0.2**2))
    profile = xr.DataArray(
        np.stack([profile, 0 * profile]), coords={"y": fine[::-1], "x": fine}, dims=("cell", "y", "x")
    )
    found = rf.extent(profile, level=0.5)
    assert found[0].item() == pytest.approx(2 * 0.2 * np.sqrt(2 * np.log(2)), rel=0.01)
    assert found[1].isnull()
    assert found.attrs["units"] == "deg"
