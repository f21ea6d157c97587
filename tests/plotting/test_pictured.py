"""What is drawn stands for the numbers it was given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from matplotlib.patches import FancyBboxPatch

from visualcortex.plotting.pictured import courses, grouped_bars, table, thumbnails

NAMES = ["a", "b", "c"]
VALUES = xr.DataArray([[0.2, 1.0, np.nan], [0.5, 0.0, 0.25]], {"by": ["one", "two"], "stimulus": NAMES})
SHADES = {"two": "white", "one": "#0072B2"}


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def test_bars_stand_in_groups_in_the_order_of_their_colours(axes):
    grouped_bars(axes, VALUES, "by", SHADES, published=VALUES.sel(by=["one"]) + 0.1, name="paper")
    bars = {bars.get_label(): bars.patches for bars in axes.containers}
    assert list(bars) == ["two", "one"]
    np.testing.assert_array_equal([bar.get_height() for bar in bars["two"]], VALUES.sel(by="two"))
    assert all(a.get_x() + a.get_width() < b.get_x() for a, b in zip(bars["two"], bars["one"], strict=True))
    assert bars["two"][0].get_edgecolor() == (0, 0, 0, 1)
    (marks,) = axes.get_lines()
    middles = [bar.get_x() + bar.get_width() / 2 for bar in bars["one"]]
    np.testing.assert_allclose(marks.get_xdata(), middles)
    np.testing.assert_allclose(marks.get_ydata(), VALUES.sel(by="one") + 0.1)
    assert marks.get_label() == "paper"


@pytest.mark.parametrize("above", [False, True])
def test_pictures_stand_at_their_places(axes, above):
    axes.set_xlim(-0.6, 2.4)
    images = xr.DataArray(np.linspace(-1, 1, 12).reshape(3, 2, 2), dims=("stimulus", "y", "x"))
    thumbnails(axes, images, side=0.6, above=above)
    axes.figure.canvas.draw()
    for place, (small, image) in enumerate(zip(axes.child_axes, images.values, strict=True)):
        np.testing.assert_array_equal(small.get_images()[0].get_array(), image)
        box = small.get_window_extent()
        middle = axes.transData.inverted().transform(((box.x0 + box.x1) / 2, 0))[0]
        assert middle == pytest.approx(place) and box.width == pytest.approx(box.height)
        assert (box.y0 > axes.bbox.y1) if above else (box.y1 < axes.bbox.y0)


def test_a_table_says_its_numbers(axes):
    table(axes, VALUES)
    written = [[text.get_text() for text in axes.texts][i : i + 3] for i in (0, 3)]
    assert written == [[".20", "1", "–"], [".50", "0", ".25"]]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["one", "two"]


def test_a_course_joins_what_was_kept(axes):
    share = xr.DataArray([[1.0, 0.5, 0.9, np.nan, 0.3]], {"cell": ["x"]}, ("cell", "stimulus"))
    tried, kept = share.copy(data=[[0, 1, 1, np.nan, np.nan]]), share.copy(data=[[0, np.nan, 1, np.nan, np.nan]])
    courses(axes, share, tried, kept, "#0072B2")
    (line,) = axes.get_lines()
    assert line.get_xdata().tolist() == [0, 2]
    boxes = [patch for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    assert [plt.matplotlib.colors.to_hex(box.get_facecolor()) for box in boxes] == ["#0072b2", "#ffffff", "#0072b2"]
    weights = {text.get_text(): text.get_fontweight() for text in axes.texts}
    assert weights == {"1": "normal", ".50": "normal", ".90": "bold", ".30": "normal"}
