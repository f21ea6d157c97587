"""What is drawn of invariance stands where it was measured."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from matplotlib.collections import LineCollection

from visualcortex.plotting.invariance import above_distractors, distractors, places, ranges, standard_error
from visualcortex.vocabulary import attributes

SHADES = {"MAX": "red", "SUM": "green"}


@pytest.fixture
def axes():
    drawing, axes = plt.subplots()
    yield axes
    plt.close(drawing)


@pytest.fixture
def response():
    places = ("size", [1.0, 2.0, 4.0], attributes("size"))
    return xr.DataArray([0.2, 1.0, 0.6], {"size": places}, "size", "response", attributes("response", "1"))


@pytest.fixture
def measured():
    """Two models; the second was measured with MAX alone."""
    values = np.random.default_rng(0).random((2, 2, 25)) + np.array([0, 10])[:, None, None]
    values[1, 1] = np.nan
    dims = {"model": ["A", "B"], "pooling": ["MAX", "SUM"], "clip": np.arange(25)}
    return xr.DataArray(values, dims, list(dims), "size_range", attributes("size_range"))


def marks(axes, colour):
    return [
        line.get_xydata()[0].tolist() for line in axes.lines if line.get_marker() == "o" and line.get_color() == colour
    ]


def spans(axes, colour):
    """Ends and height of every horizontal line of a colour, the thin ones first."""
    drawn = [
        c
        for c in axes.collections
        if isinstance(c, LineCollection) and np.allclose(c.get_color(), plt.matplotlib.colors.to_rgba(colour))
    ]
    drawn.sort(key=lambda lines: float(lines.get_linewidth()[0]))
    return [lines.get_segments()[0] for lines in drawn]


def test_a_curve_stands_beside_the_best_distractor(axes, response):
    above_distractors(axes, response, "size", 0.57, color="red")
    curve, limit = axes.lines
    np.testing.assert_array_equal(curve.get_xydata(), [[1, 0.2], [2, 1.0], [4, 0.6]])
    assert set(limit.get_ydata()) == {0.57} and limit.get_linestyle() == "--" and limit.get_color() == "red"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("size (deg)", "response")


def test_every_distractor_is_a_point_and_the_best_one_a_line(axes):
    values = np.random.default_rng(1).random(60)
    distractors(axes, xr.DataArray(values, dims="distractor"), color="red")
    points, limit = axes.lines
    np.testing.assert_array_equal(points.get_xydata(), np.stack([np.arange(1, 61), values], 1))
    assert set(limit.get_ydata()) == {values.max()}
    assert axes.get_xlim()[0] < 1 and axes.get_xlim()[1] > 60


def test_places_are_drawn_where_they_are(axes):
    across, up = np.linspace(-2, 2, 9), np.linspace(3, -3, 13)
    response = np.exp(-(across**2) / 2) * np.exp(-((up[:, None] - 1) ** 2) / 2)
    field = {"y": ("y", up, attributes("y")), "x": ("x", across, attributes("x"))}
    places(axes, xr.DataArray(response, field, ("y", "x")), 0.6, colors="red")
    (picture,) = axes.images
    assert picture.get_clim() == (0, 1) and picture.get_extent() == [-2.25, 2.25, -3.25, 3.25]
    (outline,) = axes.collections
    np.testing.assert_allclose(outline.get_paths()[0].vertices.mean(0), [0, 1], atol=0.1)


def test_means_stand_in_their_rows_from_the_top_down(axes, measured):
    ranges(axes, measured, SHADES)
    (a, b), (other,) = marks(axes, "red"), marks(axes, "green")
    np.testing.assert_allclose([a[0], b[0]], measured.sel(pooling="MAX").mean("clip"))
    np.testing.assert_allclose(other[0], measured.sel(model="A", pooling="SUM").mean())
    assert -0.5 < a[1] < other[1] < 0.5 < b[1] < 1.5
    assert axes.get_ylim() == (1.5, -0.5) and axes.get_xlabel() == "range of size (octaves)"
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["A", "B"]


def test_errors_are_thick_and_quartiles_are_thin(axes, measured):
    ranges(axes, measured[:1], SHADES)
    values = measured.sel(model="A", pooling="SUM").values
    quartiles, errors = spans(axes, "green")
    np.testing.assert_allclose(quartiles[:, 0], np.quantile(values, (0.25, 0.75)))
    spread = 2 * values.std(ddof=1) / 5
    np.testing.assert_allclose(errors[:, 0], [values.mean() - spread, values.mean() + spread])


def test_what_was_published_is_a_black_bar_across_its_row(axes, measured):
    ranges(axes, measured, SHADES, published={"B": 10.2, "C": 3.0})
    (bar,) = (line for line in axes.lines if line.get_color() == "#000000")
    assert set(bar.get_xdata()) == {10.2} and 0.5 < bar.get_ydata()[0] < bar.get_ydata()[1] < 1.5


def test_one_member_has_no_error(axes, measured):
    ranges(axes, measured[:, :1, :1], {"MAX": "red"})
    assert all(np.ptp(line[:, 0]) == 0 for line in spans(axes, "red"))


def test_the_standard_error_falls_with_the_root_of_the_number():
    values = xr.DataArray(np.random.default_rng(2).standard_normal((3, 10_000)), dims=("model", "clip"))
    np.testing.assert_allclose(standard_error(values), 0.01, rtol=0.05)
    values[0, 100:] = np.nan
    assert float(standard_error(values)[0]) == pytest.approx(0.1, rel=0.25)
