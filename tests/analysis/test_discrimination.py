"""A distance of 0 means that two textures do not differ, and its interval how sure that is."""

import numpy as np
import pytest
import xarray as xr
from scipy.stats import t as student

from visualcortex.analysis.discrimination import distances, relative, squared_distance

KINDS = ["T", "L", "+", "O"]
PAIRS = [("T", "L"), ("T", "+"), ("L", "O")]
UNITS = 24


def displays(count=20, units=UNITS, offset=0.0, simulations=(), seed=0, correlated=0.1, kinds=4):
    """Gaussian noise of s.d. 1, part of it common to all units; "+" differs from the others by an offset in each."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(*simulations, kinds, count, units))
    noise = np.sqrt(1 - correlated) * noise + np.sqrt(correlated) * rng.normal(size=(*simulations, kinds, count, 1))
    noise[..., 2:3, :, :] += offset
    dims = (*("simulation", "other")[: len(simulations)], "micropattern", "display", "channel")
    return xr.DataArray(noise, {"micropattern": KINDS[:kinds]}, dims, "response", {"layer": "S1"})


def measure(r, pairs=PAIRS, **options):
    return distances(r, pairs, units="channel", **options)


def test_it_is_the_mean_product_of_different_displays_over_the_noise():
    r = displays(7, 5, 0.8)
    noise = r.var("display", ddof=1).mean("micropattern").values
    difference = (r.sel(micropattern="T") - r.sel(micropattern="+")).values
    products = [a * b / noise for i, a in enumerate(difference) for j, b in enumerate(difference) if i != j]
    squared = difference.mean(0) ** 2 / noise
    found = measure(r).sel(pair="T / +").distance.item()
    assert found == pytest.approx(np.mean(products) - 2 / (4 * 6) * squared.mean())
    assert squared_distance(r, PAIRS, units="channel").sel(pair="T / +").item() == pytest.approx(squared.mean())


def test_the_jackknife_is_what_leaving_out_finds():
    r = displays(8, 6, 0.5)
    found = measure(r)
    others = [measure(r.drop_isel(display=i)).distance for i in range(8)]
    np.testing.assert_allclose(found.left_out, np.transpose(others))
    error = np.sqrt(7 / 8 * ((others - np.mean(others, 0)) ** 2).sum(0))
    np.testing.assert_allclose(found.standard_error, error)
    np.testing.assert_allclose(found.upper - found.distance, student.ppf(0.975, 7) * error)
    np.testing.assert_allclose(found.distance - found.lower, found.upper - found.distance)
    assert (measure(r, confidence=0.8).upper < found.upper).all()


@pytest.mark.parametrize("kinds", [2, 4])
def test_textures_that_do_not_differ_are_at_zero_on_average_but_not_by_the_squared_distance(kinds):
    r = displays(12, simulations=(1500,), correlated=0, kinds=kinds)
    found = measure(r, PAIRS[:1]).distance
    chance = float(found.std() / np.sqrt(found.size))
    assert abs(found.mean()) < 3 * chance
    assert squared_distance(r, PAIRS[:1], units="channel").mean() > 2 / 12 > 50 * chance


def test_the_distance_is_the_mean_square_of_d_prime():
    found = measure(displays(12, offset=1.5, simulations=(800,))).sel(pair="T / +").distance
    assert abs(found.mean() - 1.5**2) < 3 * found.std() / np.sqrt(800)


@pytest.mark.parametrize("offset", [0.0, 0.3, 1.0])
def test_the_interval_covers_the_distance_as_often_as_it_says(offset):
    found = measure(displays(offset=offset, simulations=(600,))).sel(pair="T / +")
    covered = (found.lower < offset**2) & (offset**2 < found.upper)
    assert 0.9 < covered.mean() < 0.995


def test_the_interval_of_the_ratio_covers_the_ratio():
    r = displays(30, offset=1.0, simulations=(600,))
    r.loc[{"micropattern": "O"}] += 0.5
    found = relative(measure(r), ("T", "+")).sel(pair="L / O")
    covered = (found.lower < 0.25) & (found.upper > 0.25)
    assert 0.9 < covered.mean() < 0.99
    assert abs(found.relative_distance.mean() - 0.25) < 0.02


def test_the_ratio_has_a_jackknife_of_its_own():
    r = displays(10, offset=2.0)
    found = relative(measure(r), ("T", "+"))
    ratios = np.array([measure(r.drop_isel(display=i)).distance for i in range(10)])
    ratios = ratios / ratios[:, 1:2]
    np.testing.assert_allclose(found.standard_error, np.sqrt(9 / 10 * ((ratios - ratios.mean(0)) ** 2).sum(0)))
    yardstick = found.sel(pair="T / +")
    assert yardstick.relative_distance == yardstick.lower == yardstick.upper == 1 and yardstick.verdict == "seen"


def test_verdicts_follow_the_interval():
    near, wide = 0.001 * np.array([-1.0, 1, -1, 1]), 0.05 * np.array([-1.0, 1, -1, 1])
    left_out = np.stack([1 + near, 0.1 + near, 0.1 + wide, 0.3 + near, -0.1 + wide, 0.16 + near])
    pair = ["T / L", "a", "b", "c", "d", "e"]
    left_out = xr.DataArray(left_out, {"pair": pair}, ("pair", "display"))
    found = relative(xr.Dataset({"distance": left_out.mean("display"), "left_out": left_out}), ("T", "L"))
    verdicts = ["seen", "not seen", "undecided", "seen", "undecided", "seen"]
    assert found.verdict.values.tolist() == verdicts
    wider = relative(xr.Dataset({"distance": left_out.mean("display"), "left_out": left_out}), ("T", "L"), margin=0.2)
    assert wider.verdict.values.tolist() == ["seen", "not seen", "undecided", "seen", "undecided", "not seen"]


def test_without_a_yardstick_nothing_is_decided():
    found = relative(measure(displays(offset=3.0)), ("T", "L"))
    assert found.drop_vars("verdict").to_array().isnull().all()
    assert (found.verdict == "undecided").all()


def test_gain_offset_and_order_of_units_do_not_matter():
    r = displays(offset=0.5)
    other = (r * xr.DataArray(np.geomspace(1e-3, 1e3, UNITS), dims="channel") + 5).isel(channel=slice(None, None, -1))
    xr.testing.assert_allclose(measure(r), measure(other))


def test_silent_and_missing_units_are_left_out():
    r = displays(offset=0.5)
    more = r.pad(channel=(0, 2), constant_values=0).pad(channel=(0, 2), constant_values=np.nan)
    xr.testing.assert_allclose(measure(r), measure(more))
    assert (measure(more).noiseless == 0).all()
    assert measure(r * 0).distance.isnull().all()


def test_units_without_noise_are_left_out_and_counted():
    r = displays(offset=0.5)
    tells = xr.where(r.micropattern == "+", 2.0, 1.0) + 1e-8 * r.isel(channel=[0, 1])
    found = measure(xr.concat([r, tells, tells * 0 + 1], "channel"))
    assert found.noiseless.values.tolist() == [0, 2, 0]
    np.testing.assert_allclose(found.distance, measure(r).distance)


def test_a_unit_that_answers_one_display_only_leaves_the_rest_as_it_is():
    r = displays(8, 5, 0.5)
    rare = xr.zeros_like(r.isel(channel=[0]))
    rare[0, 3] = 1.0
    found, alone = measure(xr.concat([r, rare], "channel")), measure(r)
    np.testing.assert_allclose(found.distance.sel(pair="L / O"), alone.distance.sel(pair="L / O") * 5 / 6)
    assert np.isfinite(found.left_out).all()
    np.testing.assert_allclose(found.left_out[2, 3], alone.left_out[2, 3])


def test_other_dimensions_pass_and_units_may_have_several():
    r = displays(offset=0.5, simulations=(2, 3))
    shaped = r.rename(channel="_flat").assign_coords(_flat=np.arange(UNITS))
    shaped = shaped.coarsen(_flat=4).construct(_flat=("orientation", "scale")).transpose("scale", ...)
    found = distances(shaped, PAIRS, units=("orientation", "scale"))
    assert found.distance.dims == ("simulation", "other", "pair")
    np.testing.assert_allclose(found.distance[1, 2], measure(r[1, 2]).distance)
    assert relative(found, ("T", "+")).verdict.dims == ("simulation", "other", "pair")
    assert found.distance.attrs == {"layer": "S1", "long_name": "cross-validated distance", "units": "1"}


def test_what_is_not_there_is_refused():
    r = displays()
    with pytest.raises(ValueError, match="no micropattern 'X'; there are T, L"):
        measure(r, [("T", "X")])
    with pytest.raises(ValueError, match=r"no dimension 'chanel'; .* \(did you mean 'channel'"):
        distances(r, PAIRS, units="chanel")
    with pytest.raises(ValueError, match="too few"):
        measure(r.isel(display=slice(3)))
    with pytest.raises(ValueError, match="between 0 and 1"):
        measure(r, confidence=95)
    with pytest.raises(ValueError, match="no pair 'L / T'; there are T / L"):
        relative(measure(r), ("L", "T"))
    with pytest.raises(ValueError, match="positive"):
        relative(measure(r), ("T", "L"), margin=0)
