"""What gratings tell of units whose tuning is known."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis import selectivity

SHOWN = selectivity.gratings(0.5, 4.0, octaves=1.0, orientations=24, phases=16)
FREQUENCY, ORIENTATION, KAPPA = 2.0, 45.0, 2.0


def drive(modulation, offset=0.0):
    """A unit driven by cos(phase) and a steady part, von Mises in orientation, best at 2 cycles/deg."""
    around = np.exp(KAPPA * (np.cos(2 * np.deg2rad(SHOWN["orientation"] - ORIENTATION)) - 1))
    along = np.where(SHOWN["spatial_frequency"] == FREQUENCY, 1.0, 0.3)
    wave = 1 - modulation + modulation * np.cos(np.deg2rad(SHOWN["phase"]))
    values = around[:, None, None] * wave[:, None] * along + offset
    return xr.DataArray(values, SHOWN, ("orientation", "phase", "spatial_frequency"))


@pytest.fixture
def units():
    """A simple and a complex unit, and one that no grating drives."""
    return xr.concat([drive(1.0), drive(0.1), 0 * drive(1.0) - 1], "unit")


def test_gratings_go_around_once_and_reach_both_ends():
    assert np.diff(SHOWN["orientation"], append=180).tolist() == [7.5] * 24
    assert np.diff(SHOWN["phase"], append=360).tolist() == [22.5] * 16
    assert SHOWN["spatial_frequency"] == pytest.approx([0.5, 1, 2, 4])
    halves = selectivity.gratings(0.35, 11.2)["spatial_frequency"]
    assert np.diff(np.log2(halves)) == pytest.approx(0.5) and halves[[0, -1]] == pytest.approx([0.35, 11.2])


def test_simple_and_complex_units_differ_in_modulation_only(units):
    found = selectivity.to_gratings(units)
    assert found.modulation_ratio[:2].values == pytest.approx([np.pi / 2, 0.1 / 0.9], rel=0.02)
    assert found.simple[:2].values.tolist() == [1, 0]
    assert found.preferred_spatial_frequency[:2].values.tolist() == [FREQUENCY] * 2
    for name in ("circular_variance", "half_bandwidth", "orthogonal_ratio"):
        assert found[name][0].item() == pytest.approx(found[name][1].item())


def test_tuning_is_that_of_the_curve_put_in(units):
    found = selectivity.to_gratings(units).isel(unit=0)
    angles = np.deg2rad(np.arange(0, 180, 7.5))
    curve = np.exp(KAPPA * np.cos(2 * angles))
    assert found.circular_variance.item() == pytest.approx(1 - abs((curve * np.exp(2j * angles)).sum()) / curve.sum())
    assert found.orthogonal_ratio.item() == pytest.approx(np.exp(-2 * KAPPA))
    bare = np.rad2deg(np.arccos(1 + np.log(0.707) / KAPPA)) / 2
    assert bare < found.half_bandwidth.item() < 1.3 * bare  # smoothed


def test_a_silent_unit_has_no_selectivity(units):
    found = selectivity.to_gratings(units).isel(unit=2)
    assert all(found[name].isnull() for name in ("circular_variance", "half_bandwidth", "modulation_ratio", "simple"))


def test_the_blank_counts_in_one_modulation_ratio_only(units):
    less = selectivity.to_gratings(units, xr.DataArray([0.1, 0.5, 0.0], dims="unit"))
    more = selectivity.to_gratings(units)
    xr.testing.assert_identical(less.modulation_ratio, more.modulation_ratio)
    assert (less.modulation_ratio_above_blank > more.modulation_ratio)[:2].all()


def test_what_rectification_cuts_off_is_measured_before_it():
    found = selectivity.to_gratings(xr.concat([drive(1.0), drive(1.0, -0.5), drive(1.0, 1.0)], "unit"))
    assert found.cut_off.values == pytest.approx([0.5, 0.75, 0.0], abs=1e-9)
    assert (found.circular_variance_of_drive - found.circular_variance_of_drive[0]).values == pytest.approx([0, 0, 0])
    assert found.circular_variance[1] < found.circular_variance[0] < found.circular_variance[2]


def test_the_orientations_of_the_coarse_grid_choose_the_frequency():
    sharp = drive(1.0)
    sharp[:] = 0.0
    sharp.loc[{"orientation": 7.5, "spatial_frequency": 1.0}] = 5.0
    sharp.loc[{"orientation": 15.0, "spatial_frequency": 4.0}] = 1.0
    found = [selectivity.to_gratings(sharp, coarse=step).preferred_spatial_frequency.item() for step in (1, 2)]
    assert found == pytest.approx([1.0, 4.0])


def test_every_measure_is_named(units):
    found = selectivity.to_gratings(units.assign_attrs(units="a.u."))
    assert {found[name].attrs["units"] for name in found} == {"1", "deg", "cycles/deg"}
    assert found.orthogonal_ratio.attrs["long_name"] == "orthogonal / preferred response"


def test_a_drive_without_phases_is_refused():
    with pytest.raises(ValueError, match="phase"):
        selectivity.to_gratings(drive(1.0).isel(phase=0))


def test_a_drive_that_never_changes_has_no_range():
    flat = xr.DataArray([[2.0, 2.0], [-1.0, -3.0]], dims=("unit", "phase"))
    assert selectivity.cut_off(flat, "phase").values == pytest.approx([np.nan, 1.0], nan_ok=True)


@pytest.mark.parametrize(("best", "responds"), [(0.99, False), (1.0, True), (20.0, True)])
def test_a_unit_responds_from_a_tenth_of_what_one_picture_in_a_hundred_exceeds(best, responds):
    natural = xr.DataArray(np.append(np.full(100, 10.0), 1000.0), {"index": np.arange(101)})
    assert selectivity.responsive(xr.DataArray(best), natural).item() is responds


def test_a_unit_that_answers_nothing_does_not_respond():
    natural = xr.DataArray(np.zeros(10), {"index": np.arange(10)})
    assert not selectivity.responsive(xr.DataArray(0.0), natural)
