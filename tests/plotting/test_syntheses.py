"""Pictures are where their names are."""

import numpy as np
import pytest
import xarray as xr
from matplotlib import pyplot as plt

from visualcortex.plotting.syntheses import gallery

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
