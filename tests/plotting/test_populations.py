import matplotlib.pyplot as plt
import numpy as np
import pytest

from visualcortex.plotting.populations import middle_half, outline, published_band


@pytest.fixture
def axes():
    drawing, axes = plt.subplots()
    yield axes
    plt.close(drawing)


def test_an_outline_sums_to_all_of_the_population(axes):
    outline(axes, [1, 3, 4], [0, 1, 2, 3], color="black")
    (drawn,) = axes.patches
    np.testing.assert_allclose(drawn.get_data().values, [12.5, 37.5, 50.0])
    assert axes.get_ylim()[0] == 0 and axes.get_ylim()[1] > 50


def test_a_higher_population_is_not_cut_off(axes):
    outline(axes, [1, 1, 1, 1], np.arange(5))
    outline(axes, [9, 1, 0, 0], np.arange(5))
    assert axes.get_ylim()[1] > 90


def test_quartiles_and_interval_are_drawn_where_they_are(axes):
    middle_half(axes, 2.0, 0.5, (0.3, 0.8), interval=(0.4, 0.6), color="red")
    ends = [np.sort(lines.get_segments()[0][:, 1]).tolist() for lines in axes.collections]
    assert ends == [[0.3, 0.8], [0.4, 0.6]]
    assert axes.lines[0].get_xydata().tolist() == [[2.0, 0.5]]


def test_what_is_not_known_is_not_drawn(axes):
    middle_half(axes, 2.0, 0.5)
    published_band(axes, 0.4)
    assert not axes.collections and not axes.patches and len(axes.lines) == 2
