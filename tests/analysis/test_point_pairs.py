"""Power lies where a grating's frequency is, and dipoles are as long as points are apart."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.point_pairs import dipoles, power_spectrum

PLACES = np.arange(-16, 16) / 8  # 4 deg, 8 samples to the degree


def images(*values):
    return xr.DataArray(
        np.stack(values), {"display": np.arange(len(values)), "y": -PLACES, "x": PLACES}, ("display", "y", "x")
    )


def points(*places):
    ink = np.zeros((32, 32))
    for y, x in places:
        ink[y, x] = 1.0
    return ink


def test_the_power_of_a_grating_is_its_variance_at_its_frequency():
    x, y = np.meshgrid(PLACES, -PLACES)
    gratings = images(0.5 * np.cos(2 * np.pi * 2 * x), 0.25 + 0.2 * np.sin(2 * np.pi * 1.5 * y))
    power = power_spectrum(gratings)
    assert power.dims == ("display", "spatial_frequency") and power.spatial_frequency.attrs["units"] == "cycles/deg"
    np.testing.assert_allclose(power.idxmax("spatial_frequency"), [2.0, 1.5])
    np.testing.assert_allclose(power.max("spatial_frequency"), [0.5**2 / 2, 0.2**2 / 2], rtol=1e-6)
    np.testing.assert_allclose(power.sum("spatial_frequency"), [0.5**2 / 2, 0.2**2 / 2], rtol=1e-6)


def test_dipoles_are_as_long_as_points_are_apart():
    found = dipoles(images(points((3, 4), (3, 12)), points((20, 20))), longest=2.0)
    assert found.dims == ("display", "dipole_length") and found.dipole_length.values[-1] == 2.0
    counted = found.sel(display=0)
    np.testing.assert_allclose(counted.where(counted > 1e-9, drop=True).dipole_length, [0.0, 1.0])
    np.testing.assert_allclose(found[:, 0], [2 * 32**2 / 4, 32**2])


def test_independent_points_are_inked_by_chance():
    dots = np.random.default_rng(0).random((40, 32, 32)) < 0.3
    found = dipoles(images(*dots.astype(float)), longest=3.0).mean("display")
    np.testing.assert_allclose(found[1:], 1.0, atol=0.05)


def test_they_do_not_reach_around_an_image():
    found = dipoles(images(points((0, 0), (0, 31))), longest=1.0)
    np.testing.assert_allclose(found[0, 1:], 0.0, atol=1e-9)


def test_what_is_turned_stays_the_same():
    noise = np.random.default_rng(0).random((32, 32))
    for measure in (power_spectrum, lambda shown: dipoles(shown, longest=1.0)):
        upright, turned = measure(images(noise, np.rot90(noise)))
        np.testing.assert_allclose(upright, turned, rtol=1e-9)


@pytest.mark.parametrize("longest", [0.0, 4.0])
def test_errors(longest):
    with pytest.raises(ValueError, match="longest dipole"):
        dipoles(images(points((0, 0))), longest=longest)
    with pytest.raises(ValueError, match="not square"):
        power_spectrum(images(points((0, 0)))[:, :3])
