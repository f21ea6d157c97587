import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.models.sampled_v1 import SampledV1, draw
from visualcortex.papers import devalois1982

FIELD = VisualField(3.0, 12.0)


def sample(cells=4000, seed=0):
    return draw(cells, 0.4, 0.5, 20.0, np.random.default_rng(seed))


def test_the_same_seed_draws_the_same_cells():
    for first, again in zip(sample(50).values(), sample(50).values(), strict=True):
        np.testing.assert_array_equal(first, again)
    assert not np.array_equal(sample(50)["orientation"], sample(50, seed=1)["orientation"])


def test_frequencies_follow_their_histogram():
    drawn = sample()
    simple = drawn["present"].sum(1) == 1
    counts = np.histogram(drawn["spatial_frequency"][simple], devalois1982.SPATIAL_FREQUENCY_EDGES.value)[0]
    published = np.asarray(devalois1982.SIMPLE_FOVEAL_COUNTS.value, float)
    np.testing.assert_allclose(counts / counts.sum(), published / published.sum(), atol=0.03)


def test_the_share_of_simple_cells_is_an_input():
    assert (sample()["present"].sum(1) == 1).mean() == pytest.approx(0.4, abs=0.03)


def test_no_cell_prefers_what_the_samples_cannot_carry():
    assert float(SampledV1(FIELD, cells=300).spatial_frequency.max()) <= 0.9 * FIELD.nyquist


def test_an_empty_population_is_refused():
    with pytest.raises(ValueError, match="at least one cell"):
        SampledV1(FIELD, cells=0)
