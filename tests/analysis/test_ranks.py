from itertools import permutations

import numpy as np
import pytest
import xarray as xr
from scipy.stats import permutation_test, spearmanr

from visualcortex.analysis.ranks import advantage, least_significant, rank_correlation, spearman


def measure(values):
    values = np.asarray(values, float)
    return xr.DataArray(values, {"pair": np.arange(values.shape[-1])}, ("site", "pair")[-values.ndim :])


def chance(x, y, alternative):
    return permutation_test(
        (x,),
        lambda order: spearmanr(order, y).statistic,
        permutation_type="pairings",
        n_resamples=np.inf,
        alternative=alternative,
    ).pvalue


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_is_spearmans_with_its_exact_probability(seed):
    x, y = np.random.default_rng(seed).random((2, 5)) + [[0], [1]] * np.arange(5) / 5
    found = rank_correlation(measure(x), measure(y), "pair")
    assert found.rank_correlation.item() == pytest.approx(spearmanr(x, y).statistic)
    assert found.p.item() == pytest.approx(chance(x, y, "two-sided"))
    assert found.p_one_sided.item() == pytest.approx(chance(x, y, "greater"))


@pytest.mark.parametrize("n", [3, 6, 9])
def test_of_all_orders_one_is_the_same(n):
    x = np.arange(n) ** 2.0
    orders = np.prod(np.arange(1, n + 1))
    same = rank_correlation(measure(x), measure(np.exp(x / 10)), "pair")
    opposite = rank_correlation(measure(x), measure(-x), "pair")
    np.testing.assert_allclose([same.rank_correlation, opposite.rank_correlation], [1, -1])
    assert same.p_one_sided.item() == pytest.approx(1 / orders) and opposite.p_one_sided == 1
    assert same.p.item() == opposite.p.item() == pytest.approx(2 / orders)


def test_equal_values_share_their_rank():
    x, y = [1, 1, 2, 3, 4, 4], [2, 1, 1, 5, 3, 3]
    found = rank_correlation(measure(x), measure(y), "pair")
    assert found.rank_correlation.item() == pytest.approx(spearmanr(x, y).statistic)
    assert found.p_one_sided.item() == pytest.approx(chance(np.array(x), y, "greater"))


def test_others_pass_and_what_has_no_order_has_no_correlation():
    values = np.random.default_rng(0).random((4, 6))
    values[2], values[3, 1] = 0.5, np.nan
    found = rank_correlation(measure(values), measure(values[0]), "pair")
    assert found.p.dims == ("site",) and found.rank_correlation[0] == pytest.approx(1)
    for name in found:
        assert found[name].isnull().values.tolist() == [False, False, True, True]


def test_samples_that_differ_or_are_too_many_are_refused():
    with pytest.raises(ValueError):
        rank_correlation(measure(range(4)), measure(range(5)), "pair")
    for n in (2, 10):
        with pytest.raises(ValueError, match="3 to 9"):
            rank_correlation(measure(range(n)), measure(range(n)), "pair")


def test_the_better_of_two_measures():
    target = np.arange(6)
    found = advantage(measure(target), measure(target[::-1]), measure(target), "pair")
    assert found.difference.item() == pytest.approx(2) and found.p_one_sided.item() == pytest.approx(1 / 2**6)
    turned = advantage(measure(target[::-1]), measure(target), measure(target), "pair")
    assert turned.difference.item() == pytest.approx(-2) and turned.p_one_sided == 1


def test_exchanges_are_those_of_ranks():
    a, b, target = np.random.default_rng(4).random((3, 5))
    found = advantage(measure(100 * a), measure(np.exp(b)), measure(target), "pair")
    ranks = [np.argsort(np.argsort(values)) for values in (a, b)]
    differences = []
    for number in range(2**5):
        turned = [number >> i & 1 for i in range(5)]
        one, other = (np.where(turned, ranks[1 - i], ranks[i]) for i in (0, 1))
        differences.append(spearmanr(one, target).statistic - spearmanr(other, target).statistic)
    assert found.difference.item() == pytest.approx(differences[0])
    assert found.p_one_sided.item() == pytest.approx(np.mean(np.array(differences) >= differences[0] - 1e-9))


def test_no_better_than_itself_and_nothing_without_an_order():
    values = np.random.default_rng(1).random((3, 6))
    values[1] = 0.5
    found = advantage(measure(values), measure(values[0]), measure(values[2]), "pair")
    assert found.p_one_sided[0] == 1 and found.difference[0] == 0 and found.difference.isnull()[1]
    with pytest.raises(ValueError, match="3 to 9"):
        advantage(*[measure(range(10))] * 3, "pair")


@pytest.mark.parametrize("n", [4, 7])
def test_the_least_significant_correlation_is_significant_and_no_smaller_one_is(n):
    orders = np.array(list(permutations(range(n))))
    every, least = spearman(orders, np.arange(n)), least_significant(n)
    share = {value: (every >= value - 1e-9).mean() for value in every.round(9)}
    assert min(value for value, p in share.items() if p < 0.05) == pytest.approx(least)


def test_three_samples_are_never_rare():
    assert np.isnan(least_significant(3))
    with pytest.raises(ValueError, match="3 to 9"):
        least_significant(2)
