"""Every unit is drawn once, in its own column."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from visualcortex.plotting.strips import scattered, strips
from visualcortex.plotting.style import colour

VALUES = xr.DataArray(
    [[0.5, np.nan, np.nan, np.nan], [0.1, 0.2, np.nan, 0.9]],
    {"site": ["simple cell", "AlexNet conv1"]},
    ("site", "channel"),
    attrs={"long_name": "overlap", "units": "1"},
)


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def test_columns_hold_the_units_that_have_a_value(axes):
    strips(axes, VALUES)
    cell, units = axes.get_lines()
    assert cell.get_xydata().tolist() == [[0.0, 0.5]]
    assert units.get_ydata().tolist() == [0.1, 0.2, 0.9]
    assert np.abs(units.get_xdata() - 1).max() < 0.5
    assert cell.get_markersize() > units.get_markersize()


def test_the_median_of_a_population_is_marked_and_none_of_a_single_cell(axes):
    strips(axes, VALUES)
    (median,) = axes.collections
    (segment,) = median.get_segments()
    assert segment[:, 1].tolist() == [0.2, 0.2] and segment[:, 0].mean() == pytest.approx(1.0)


def test_columns_have_names_and_the_colours_of_their_sites(axes):
    strips(axes, VALUES.transpose("channel", "site"))
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["simple cell", "AlexNet conv1"]
    assert [line.get_color() for line in axes.get_lines()] == [
        plt.matplotlib.colors.to_rgb(colour(name)) for name in VALUES.site.values
    ]
    assert axes.get_ylabel() == "overlap"


def test_scattered_numbers_are_spread_evenly_and_differ():
    numbers = np.sort(scattered(100))
    assert -1 <= numbers[0] < -0.97 and 0.97 < numbers[-1] <= 1
    assert 0.005 < np.diff(numbers).min() and np.diff(numbers).max() < 0.04
