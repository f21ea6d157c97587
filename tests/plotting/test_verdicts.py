"""What is drawn stands for the verdicts it was given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgb

from visualcortex.plotting.verdicts import LIMITS, MARGIN, courses, display, ground, ranges, rows

SHADES = {"filters": "#0072B2", "network": "#E69F00", "other": "#000000"}
FOUND = xr.Dataset(
    {
        "relative_distance": ("site", [1.0, 0.0, 0.2]),
        "relative_lower": ("site", [0.5, -0.1, -1.0]),
        "relative_upper": ("site", [1.5, 0.1, 50.0]),
        "verdict": ("site", ["seen", "not seen", "undecided"]),
    },
    {"site": list(SHADES)},
)


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def test_dots_are_filled_as_far_as_a_pair_is_seen(axes):
    rows(axes, FOUND, [0, 1, 3], SHADES)
    dots = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert [float(dot.get_xdata()[0]) for dot in dots] == [1.0, 0.0, 0.2]
    assert [int(dot.get_ydata()[0]) for dot in dots] == [0, 1, 3]
    seen, unseen, undecided = (to_rgb(dot.get_markerfacecolor()) for dot in dots)
    assert seen == pytest.approx(to_rgb(SHADES["filters"])) and unseen == (1, 1, 1)
    assert 0 < undecided[0] < 1
    assert [dot.get_markeredgecolor() for dot in dots] == list(SHADES.values())


def test_intervals_end_where_the_axis_does(axes):
    rows(axes, FOUND, [0, 1, 3], SHADES)
    bars = [line.get_xdata().tolist() for line in axes.get_lines() if line.get_marker() == "None"]
    assert bars == [[0.5, 1.5], [-0.1, 0.1], list(LIMITS)]


@pytest.mark.parametrize(("people", "ends"), [("seen", (MARGIN, LIMITS[1])), ("not seen", (-MARGIN, MARGIN))])
def test_grey_is_where_people_are_agreed_with(axes, people, ends):
    ground(axes, people)
    (grey,) = axes.patches
    assert (grey.get_x(), grey.get_x() + grey.get_width()) == pytest.approx(ends)
    assert axes.get_xlim() == LIMITS


def test_there_may_be_nothing_to_agree_with(axes):
    ground(axes, "with scrutiny")
    assert not axes.patches


def test_ranges_run_from_the_least_to_the_most(axes):
    ranges(axes, xr.DataArray([[0.0, 1.0, 2.0], [0.1, 0.1, 0.1]], dims=("layer", "twin")), [4, 5], "#B0A58F", "twin")
    (diamonds,) = axes.get_lines()
    np.testing.assert_allclose(diamonds.get_xydata(), [[1.0, 4], [0.1, 5]])
    np.testing.assert_allclose(axes.collections[0].get_segments()[0], [[0, 4], [2, 4]])


def test_courses_have_their_intervals(axes):
    courses(axes, FOUND, [1, 2, 3], color="black")
    (line,) = (line for line in axes.get_lines() if line.get_marker() == "o")
    np.testing.assert_allclose(line.get_xydata(), [[1, 1.0], [2, 0.0], [3, 0.2]])
    (bars,) = axes.collections
    np.testing.assert_allclose([segment[:, 1] for segment in bars.get_segments()], [[0.5, 1.5], [-0.1, 0.1], [-1, 50]])


def test_displays_are_dark_on_white(axes):
    display(axes, xr.DataArray([[0.0, 0.4], [0.2, 0.0]], dims=("y", "x")))
    (picture,) = axes.get_images()
    assert picture.cmap(picture.norm(0.0)) == (1, 1, 1, 1) and picture.cmap(picture.norm(0.4)) == (0, 0, 0, 1)
