import numpy as np
import pytest
import xarray as xr
from scipy.stats import spearmanr

from visualcortex.analysis.similarity import cka, compare_dissimilarity, dissimilarity


def population(seed=0, stimuli=12, units=30, dims=("stimulus", "unit")):
    values = np.random.default_rng(seed).random((stimuli, units))
    return xr.DataArray(values, coords={"stimulus": np.arange(stimuli)}, dims=dims, name="response")


def test_dissimilarity_is_one_minus_the_correlation():
    r = population()
    found = dissimilarity(r, "stimulus", "unit")
    assert found.dims == ("stimulus", "stimulus_2")
    np.testing.assert_allclose(found, 1 - np.corrcoef(r), atol=1e-12)
    assert (np.diag(found) == 0).all()


def test_the_same_pattern_is_not_dissimilar_and_its_opposite_most():
    row = np.arange(5.0)
    found = dissimilarity(
        xr.DataArray([row, 3 * row + 1, -row], coords={"stimulus": [0, 1, 2]}, dims=("stimulus", "unit")),
        "stimulus",
        "unit",
    )
    np.testing.assert_allclose(found[0], [0, 0, 2], atol=1e-12)


def test_a_stimulus_without_a_pattern_has_no_dissimilarity():
    r = population()
    r[3], r[5, 2] = 7.3, np.nan
    found = dissimilarity(r, "stimulus", "unit")
    assert found[[3, 5]].isnull().all() and found[:, [3, 5]].isnull().all()
    assert found.isnull().sum() == 4 * 12 - 4


def test_several_dimensions_of_units_and_others_pass_through():
    values = xr.DataArray(
        np.random.default_rng(0).random((2, 6, 3, 4)),
        coords={"stimulus": range(6)},
        dims=("site", "stimulus", "x", "y"),
    )
    found = dissimilarity(values, "stimulus", ["x", "y"])
    assert found.dims == ("site", "stimulus", "stimulus_2")
    np.testing.assert_allclose(found[1], 1 - np.corrcoef(values[1].values.reshape(6, 12)), atol=1e-12)


def test_comparison_is_spearmans_correlation_of_the_pairs():
    a, b = (dissimilarity(population(seed), "stimulus", "unit") for seed in (0, 1))
    upper = np.triu_indices(12, 1)
    expected = spearmanr(a.values[upper], b.values[upper]).statistic
    assert compare_dissimilarity(a, b, "stimulus").item() == pytest.approx(expected)
    assert compare_dissimilarity(a, a**3, "stimulus").item() == pytest.approx(1)
    both = compare_dissimilarity(a, xr.concat([b, a, a * np.nan], "site"), "stimulus")
    np.testing.assert_allclose(both, [expected, 1, np.nan])


def test_stimuli_that_differ_are_refused():
    a, b = population(), population(1).assign_coords(stimulus=np.arange(1, 13))
    with pytest.raises(ValueError):
        compare_dissimilarity(*(dissimilarity(r, "stimulus", "unit") for r in (a, b)), "stimulus")
    with pytest.raises(ValueError):
        cka(a, b, "stimulus")


@pytest.mark.parametrize("debiased", [False, True])
def test_alignment_ignores_rotation_scale_and_offset(debiased):
    r = population(stimuli=40, units=10)
    rotation = np.linalg.qr(np.random.default_rng(1).normal(size=(10, 10)))[0]
    turned = r.copy(data=5 * r.values @ rotation + 2)
    assert cka(r, turned, "stimulus", debiased=debiased).item() == pytest.approx(1)
    stretched = r.copy(data=r.values * np.geomspace(1, 100, 10))
    assert cka(r, stretched, "stimulus", debiased=debiased).item() < 0.9


def test_alignment_equals_its_definition_on_features():
    x, y = (
        population(seed, 20, units) - population(seed, 20, units).mean("stimulus") for seed, units in ((0, 5), (1, 8))
    )
    norm = np.linalg.norm
    expected = norm(y.values.T @ x.values) ** 2 / norm(x.values.T @ x.values) / norm(y.values.T @ y.values)
    assert cka(population(0, 20, 5), population(1, 20, 8), "stimulus").item() == pytest.approx(expected)


def test_only_the_debiased_alignment_of_unrelated_populations_is_zero():
    pairs = [(population(seed, 20, 400), population(seed + 100, 20, 400)) for seed in range(10)]
    assert np.mean([cka(a, b, "stimulus") for a, b in pairs]) > 0.8
    assert abs(np.mean([cka(a, b, "stimulus", debiased=True) for a, b in pairs])) < 0.03


def test_named_units_let_others_pass():
    a = xr.concat([population(0), population(1)], "site")
    b = population(0).rename(unit="cell")
    found = cka(a, b, "stimulus", units=["unit", "cell"])
    assert found.dims == ("site",)
    assert found[0].item() == pytest.approx(1) and found[1] < 1


def test_a_population_that_answers_all_alike_has_no_alignment():
    assert cka(population(), population() * 0 + 3, "stimulus").isnull()
    with pytest.raises(ValueError, match="too few"):
        cka(population(stimuli=3), population(stimuli=3), "stimulus", debiased=True)
