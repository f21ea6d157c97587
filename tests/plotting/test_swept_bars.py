"""What is drawn has the angles and the times it was given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import EventCollection, LineCollection
from matplotlib.patches import FancyArrowPatch, Rectangle

from visualcortex.plotting.swept_bars import icon, spike_records

SHAPE = {"field_orientation": 135.0, "field_size": 0.4, "width": 0.1, "length": 0.6}


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def angle(start, end):
    return np.rad2deg(np.arctan2(*(np.subtract(end, start)[::-1]))) % 180


@pytest.mark.parametrize("orientation", [0.0, 30.0, 135.0, 180.0])
def test_the_bar_has_its_orientation_and_moves_across_it(axes, orientation):
    icon(axes, orientation, **SHAPE)
    square, bar = (patch for patch in axes.patches if isinstance(patch, Rectangle))
    (arrow,) = (patch for patch in axes.patches if isinstance(patch, FancyArrowPatch))
    corners = bar.get_corners()
    assert angle(*corners[:2]) == pytest.approx(orientation % 180, abs=1e-6)
    assert np.linalg.norm(corners[1] - corners[0]) == pytest.approx(SHAPE["length"])
    np.testing.assert_allclose([bar.get_corners().mean(0), square.get_corners().mean(0)], 0, atol=1e-9)
    assert angle(*square.get_corners()[:2]) == pytest.approx(135)
    assert angle(*arrow._posA_posB) == pytest.approx((orientation + 90) % 180, abs=1e-6)


def test_everything_fits_into_the_frame(axes):
    icon(axes, 20.0, **SHAPE)
    for patch in axes.patches:
        if isinstance(patch, Rectangle):
            assert np.abs(patch.get_corners()).max() < axes.get_xlim()[1]
    assert axes.get_xlim() == axes.get_ylim() and axes.get_aspect() == 1.0


def test_the_first_record_is_a_trace_and_the_others_are_rows(axes):
    times = np.array([[0.2, 0.5, 1.9], [0.7, np.nan, np.nan], [np.nan] * 3])
    spike_records(axes, times, 2.0)
    rows = [c for c in axes.collections if isinstance(c, EventCollection)]
    trace = [c for c in axes.collections if isinstance(c, LineCollection) and c not in rows]
    spikes = [segment[0][0] for segment in trace[1].get_segments()]
    assert spikes == [0.2, 0.5, 1.9]
    assert [row.get_positions() if row.get_positions() is not None else [] for row in rows] == [[0.7], []]
    assert [row.get_lineoffset() for row in rows] == sorted((r.get_lineoffset() for r in rows), reverse=True)
    assert axes.get_xlim() == (0, 2) and axes.get_xlabel() == "time (s)"


def test_one_record_is_enough_and_may_be_silent(axes):
    spike_records(axes, np.full((1, 0), np.nan), 2.0)
    assert not [c for c in axes.collections if isinstance(c, EventCollection)]
    low, high = axes.get_ylim()
    assert low < -1 < 1 < high
