"""Pictures are where their names are; dots lie within their intervals, apart from each other."""

import numpy as np
import pytest
import xarray as xr
from matplotlib import pyplot as plt

from visualcortex.plotting.syntheses import gallery, intervals

SHADES = {"noise": "C0", "model": "C1"}


@pytest.fixture
def grid():
    drawing, axes = plt.subplots(2, 3)
    yield axes
    plt.close(drawing)


def test_every_picture_has_its_row_and_column(grid):
    names = {"texture": ["a", "b"], "rendering": ["original", "noise", "model"]}
    images = xr.DataArray(np.arange(96.0).reshape(2, 3, 4, 4) / 96, names, (*names, "y", "x"))
    gallery(grid, images, SHADES)
    for axes, image in zip(grid.ravel(), images.values.reshape(6, 4, 4), strict=True):
        np.testing.assert_array_equal(axes.images[0].get_array(), image)
        assert axes.images[0].get_clim() == (-1, 1)
    assert [axes.get_ylabel() for axes in grid[:, 0]] == ["a", "b"]
    titles = [(axes.get_title(), axes.title.get_color()) for axes in grid[0]]
    assert titles == [("original", "black"), ("noise", "C0"), ("model", "C1")]


def test_dots_of_a_row_are_apart_and_have_their_intervals(grid):
    axes = grid[0, 0]
    values = xr.DataArray([[0.0, 10.0], [1.0, -0.2]], {"site": ["V1", "IT"], "rendering": list(SHADES)})
    intervals(axes, values, values - 0.1, values + 0.3, SHADES, linear=0.15)
    assert [text.get_text() for text in axes.get_yticklabels()] == ["V1", "IT"] and axes.get_xscale() == "symlog"
    heights = []
    for line, lines, (name, shade) in zip(axes.lines, axes.collections, SHADES.items(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), values.sel(rendering=name))
        ends = np.array(lines.get_segments())[..., 0]
        np.testing.assert_allclose(ends, np.stack([line.get_xdata() - 0.1, line.get_xdata() + 0.3], 1))
        assert line.get_color() == shade and abs(line.get_ydata() - [0, 1]).max() < 0.5
        heights.append(line.get_ydata())
    assert (heights[0] < heights[1]).all() and axes.yaxis_inverted()
