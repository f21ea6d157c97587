import numpy as np
import pytest
import xarray as xr
from scipy import stats

from visualcortex.analysis import population
from visualcortex.analysis.distributions import alike, kolmogorov_smirnov, published, valley

RATIO, BINS = "modulation_ratio", "modulation_ratio_bin"
EDGES = np.linspace(0, 2, 11)


def ratios(*values):
    return xr.DataArray(np.concatenate(values), dims="unit", name=RATIO, attrs={"long_name": "F1/F0", "units": "1"})


def test_a_published_histogram_is_labelled_like_ours():
    known = published(range(10), EDGES, RATIO)
    ours = population.histogram(ratios(np.full(5, 0.3)), "unit", EDGES)
    assert known.dims == ours.dims and known.attrs["units"] == ours.attrs["units"]
    for name in (BINS, f"{RATIO}_low", f"{RATIO}_high"):
        np.testing.assert_array_equal(known[name], ours[name])
    xr.testing.assert_equal(alike(ratios(np.full(5, 0.3)), known), ours)


def test_one_more_edge_than_counts_is_needed():
    with pytest.raises(ValueError):
        published([1, 2], [0, 1], RATIO)


@pytest.mark.parametrize("between, depth", [(0, 0.0), (5, 0.25), (20, 1.0), (40, 2.0)])
def test_a_valley_is_as_full_as_its_bins_against_the_lower_peak(between, depth):
    counts = published([30, 9, 9, 9, between, between, 3, 20, 3, 3], EDGES, RATIO)
    assert valley(counts, BINS, (0.8, 1.2)).item() == depth


def test_one_mode_has_no_valley():
    assert valley(published([9, 9, 9, 9, 4, 4, 0, 0, 0, 0], EDGES, RATIO), BINS, (0.8, 1.2)) == np.inf


@pytest.mark.parametrize("between", [(-1, 0), (0, 3), (2, 3), (1.0, 1.05)])
def test_a_valley_lies_between_bins(between):
    with pytest.raises(ValueError, match="no bins"):
        valley(published(range(10), EDGES, RATIO), BINS, between)


def test_the_distance_is_that_of_samples_at_the_centres_of_the_bins():
    random = np.random.default_rng(0)
    one, other = (alike(ratios(random.beta(a, 2, 80) * 2), published(range(10), EDGES, RATIO)) for a in (1, 2))
    found = kolmogorov_smirnov(one, other, BINS)
    samples = [np.repeat(counts[BINS], counts) for counts in (one, other)]
    assert found.distance.item() == pytest.approx(stats.ks_2samp(*samples).statistic)
    assert kolmogorov_smirnov(one, one, BINS).distance == 0


def test_the_limit_is_that_of_large_samples():
    counts = published([5000, 5000], [0, 1, 2], RATIO)
    limit = kolmogorov_smirnov(counts, counts, BINS).limit.item()
    assert stats.kstwobign.sf(limit * np.sqrt(5000)) == pytest.approx(0.05, rel=0.02)


def test_different_bins_are_refused():
    with pytest.raises(ValueError):
        kolmogorov_smirnov(published([1, 2], [0, 1, 2], RATIO), published([1, 2], [0, 1, 3], RATIO), BINS)
