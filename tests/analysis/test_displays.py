import numpy as np
import xarray as xr

from visualcortex.analysis.displays import labelled, noise, samples


def test_noise_is_the_mean_variance_within_kinds_also_without_each_display():
    shown = np.random.default_rng(0).normal(size=(2, 3, 6, 4)) + 10 * np.arange(3)[:, None, None]
    whole, without = noise(shown)
    np.testing.assert_allclose(whole, shown.var(-2, ddof=1).mean(-2))
    for i in range(6):
        np.testing.assert_allclose(without[:, i], np.delete(shown, i, -2).var(-2, ddof=1).mean(-2))


def test_rounding_is_no_noise():
    shown = np.float32(1e3) + 1e-4 * np.random.default_rng(0).normal(size=(2, 5, 3)).astype(np.float32)
    assert all((found == 0).all() for found in noise(shown.astype(float)))


def test_a_unit_with_a_missing_value_is_silent():
    r = xr.DataArray(np.ones((2, 5, 3)), {"micropattern": ["T", "L"]}, ("micropattern", "display", "channel"))
    r[1, 2, 0] = np.nan
    assert samples(r, "micropattern", "display", "channel").values.sum((0, 1)).tolist() == [0, 10, 10]


def test_pairs_bear_their_names():
    found = labelled(xr.DataArray(np.zeros(2), dims="pair"), [("T", "L"), ("+", "O")])
    assert found.pair.values.tolist() == ["T / L", "+ / O"] and found.pair.attrs["long_name"] == "pair of textures"
