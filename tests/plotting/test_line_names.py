"""Names stand beside the curves they name, and none covers another."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from visualcortex.plotting.line_names import apart, name_ends


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def test_names_stand_at_the_height_of_the_ends(axes):
    axes.plot([0, 1, 2], [0, 3, 5], label="upper", color="red")
    axes.plot([0, 1, 2], [4, 0, 0], label="lower", color="blue")
    axes.plot([0, 2], [1, 1])
    axes.set_ylim(0, 10)
    name_ends(axes)
    upper, lower = axes.texts
    assert (upper.get_text(), upper.get_color(), upper.get_position()[1]) == ("upper", "red", pytest.approx(0.5))
    assert (lower.get_text(), lower.get_color(), lower.get_position()[1]) == ("lower", "blue", pytest.approx(0.0))


def test_a_logarithmic_axis_is_heeded(axes):
    axes.plot([0, 1], [1, 10], label="middle")
    axes.set(yscale="log", ylim=(1, 100))
    name_ends(axes)
    assert axes.texts[0].get_position()[1] == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(5))
def test_neighbours_keep_their_distance_and_their_order(seed):
    places = np.random.default_rng(seed).random(12)
    moved = apart(places, 0.1)
    order = np.argsort(places)
    assert (np.diff(moved[order]) >= 0.1 - 1e-9).all()
    assert moved.mean() == pytest.approx(places.mean())


def test_what_is_clear_already_does_not_move():
    places = np.array([0.7, 0.1, 0.4])
    np.testing.assert_allclose(apart(places, 0.2), places)
