"""An observer's choices in displays from which it has not learned."""

import numpy as np
import pytest
import xarray as xr
from scipy.special import ndtr

from visualcortex.analysis.observers import observer

PAIRS = [("T", "L"), ("T", "+")]


def displays(offset, count=40, units=1, simulations=200, seed=0, base=0.0):
    """Independent Gaussian noise of s.d. 1; "+" differs from the others by an offset in each unit."""
    noise = np.random.default_rng(seed).normal(base, size=(simulations, 3, count, units))
    noise[:, 2] += offset
    dims = ("simulation", "micropattern", "display", "channel")
    return xr.DataArray(noise, {"micropattern": ["T", "L", "+"]}, dims, "response")


def look(r, **options):
    return observer(r, PAIRS, units="channel", **options).mean("simulation")


def test_one_unit_tells_by_the_ratio_of_difference_and_noise():
    found = look(displays(1.5)).sel(pair="T / +")
    assert found.d_prime.item() == pytest.approx(1.5, rel=0.03)
    assert found.accuracy.item() == pytest.approx(ndtr(1.5 / np.sqrt(2)), abs=0.01)


def test_what_does_not_differ_is_guessed():
    found = look(displays(1.5, units=30)).sel(pair="T / L")
    assert abs(found.d_prime) < 0.05 and abs(found.accuracy - 0.5) < 0.02


def test_many_small_differences_saturate():
    found = look(displays(0.5, units=400, simulations=10)).sel(pair="T / +")
    assert found.accuracy == 1


def test_noise_of_its_own_adds_to_that_of_displays():
    r = displays(1.5, base=4.0)
    own = 0.5 * np.sqrt((r**2).mean(["micropattern", "display", "channel"]))
    found = observer(r, PAIRS, units="channel", internal_noise=0.5).sel(pair="T / +")
    expected = 1.5 / np.sqrt(1 + own**2)
    assert found.d_prime.mean().item() == pytest.approx(float(expected.mean()), rel=0.03)
    assert found.accuracy.mean().item() == pytest.approx(float(ndtr(expected / np.sqrt(2)).mean()), abs=0.01)


def test_the_expected_accuracy_is_what_throwing_the_noise_finds():
    r = displays(0.8, 8, 3, 1).isel(simulation=0)
    found = observer(r, [("T", "+")], units="channel", internal_noise=0.4).accuracy.item()
    own, rng = 0.4 * float(np.sqrt((r**2).mean())), np.random.default_rng(1)
    variance = [r.drop_isel(display=i).var("display", ddof=1).mean("micropattern").values + own**2 for i in range(8)]
    t, cross = (r.sel(micropattern=name).values for name in ("T", "+"))

    def projections(texture):
        thrown = texture + rng.normal(0, own, (4000, *texture.shape))
        chosen = []
        for i in range(8):
            means = [np.delete(kind, i, 0).mean(0) for kind in (t, cross)]
            template = (means[0] - means[1]) / variance[i]
            scale = np.sqrt((template**2 * variance[i]).sum())
            chosen.append((thrown[:, i] - np.mean(means, 0)) @ template / scale)
        return np.stack(chosen, -1)

    right = projections(t)[:, :, None] > projections(cross)[:, None]
    assert found == pytest.approx(right.mean(), abs=0.005)


def test_more_noise_never_helps():
    r = displays(1.0, units=20)
    accuracy = [look(r, internal_noise=level).accuracy.sel(pair="T / +").item() for level in (0, 0.5, 1, 2, 8)]
    assert accuracy == sorted(accuracy, reverse=True) and accuracy[-1] < 0.7 < accuracy[0]


def test_units_without_noise_are_read_by_a_noisy_observer_only():
    r = displays(0.0, units=5, base=1.0, simulations=20)
    more = xr.concat([r, xr.where(r.micropattern == "+", 2.0, 1.0) * xr.ones_like(r.isel(channel=[0]))], "channel")
    np.testing.assert_allclose(look(more).accuracy, look(r).accuracy)
    assert look(more, internal_noise=0.2).accuracy.sel(pair="T / +") > 0.95


def test_silent_and_missing_units_change_nothing():
    r = displays(0.5, 10, 6, 3)
    more = r.pad(channel=(0, 2), constant_values=0).pad(channel=(0, 2), constant_values=np.nan)
    for level in (0, 0.3):
        xr.testing.assert_allclose(look(r, internal_noise=level), look(more, internal_noise=level))


def test_the_same_displays_twice_are_not_told_apart():
    r = displays(0.5, 10, 6, 3)
    r.loc[{"micropattern": "+"}] = r.sel(micropattern="T")
    found = look(r).sel(pair="T / +")
    assert found.accuracy == 0.5 and np.isnan(found.d_prime)


def test_a_negative_noise_is_refused():
    with pytest.raises(ValueError, match="internal_noise must not be negative, but is -1"):
        look(displays(0), internal_noise=-1)
