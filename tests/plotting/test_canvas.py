"""The style holds inside `styled` and nowhere else."""

import matplotlib.pyplot as plt
import pytest

from visualcortex.plotting.canvas import canvas, styled


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_style_ends_where_it_should():
    before = dict(plt.rcParams)
    with styled():
        assert not plt.rcParams["axes.spines.top"]
    assert dict(plt.rcParams) == before


def test_a_decorated_plot_is_styled_every_time():
    @styled()
    def plot():
        return canvas(2.0).subplots()

    assert [plot().spines["top"].get_visible() for _ in range(2)] == [False, False]
    assert plt.figure().subplots().spines["top"].get_visible()


def test_a_canvas_is_two_columns_wide():
    assert canvas(3.0).get_size_inches().tolist() == [7.0, 3.0]
    assert canvas(3.0, width=3.5).get_size_inches().tolist() == [3.5, 3.0]
