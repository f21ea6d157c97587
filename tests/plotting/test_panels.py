import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from visualcortex.field import VisualField
from visualcortex.plotting import figure, panels
from visualcortex.vocabulary import attributes


@pytest.fixture
def axes():
    drawing, (one,) = figure()
    yield one
    plt.close(drawing)


def labelled(values, name, **coordinates):
    coords = {dim: (dim, np.asarray(places), attributes(dim)) for dim, places in coordinates.items()}
    return xr.DataArray(values, coords, list(coords), name=name, attrs=attributes(name))


TUNING = labelled([[1.0, 4.0], [2.0, 1.0]], "response", site=["simple cell", "complex cell"], orientation=[0.0, 90.0])


def test_axes_are_labelled_by_the_attributes_of_the_array(axes):
    panels.curves(axes, TUNING, "orientation")
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("orientation (deg)", "response (spikes/s)")


def test_sites_have_colours_of_their_own_and_names_in_the_legend(axes):
    panels.curves(axes, TUNING, "orientation")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["simple cell", "complex cell"]
    assert len({line.get_color() for line in axes.lines}) == 2


def test_normalised_curves_peak_at_one(axes):
    panels.curves(axes, TUNING, "orientation", normalise=True)
    assert [line.get_ydata().max() for line in axes.lines] == [1.0, 1.0]


def test_a_map_is_drawn_with_y_upwards(axes):
    field = VisualField((4, 2), 2)
    picture = labelled(np.zeros(field.shape), "response", y=field.y, x=field.x)
    picture[0, 0] = 1.0
    drawn = panels.image(axes, picture)
    assert drawn.get_extent() == [-2.0, 2.0, -1.0, 1.0]
    assert drawn.get_array()[0, 0] == 1.0  # origin "upper": the first row is the top one
    assert axes.get_ylabel() == "vertical position (deg)"


def test_a_map_with_ascending_y_is_turned_over(axes):
    picture = labelled([[0.0, 0.0], [1.0, 0.0]], "response", y=[-1.0, 1.0], x=[0.0, 1.0])
    assert panels.image(axes, picture).get_array()[0, 0] == 1.0


def test_bins_of_a_histogram_touch(axes):
    panels.histogram(axes, labelled([3, 1, 2], "spikes", contrast=[0.5, 1.5, 2.5]), "contrast")
    assert [bar.get_width() for bar in axes.patches] == [1.0, 1.0, 1.0]


def test_published_points_are_black(axes):
    panels.points(axes, [(0, 1), (1, 2)])
    assert axes.lines[0].get_color() == "#000000"
