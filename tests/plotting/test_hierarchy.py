"""What lies on a sheet lies where its places say, to scale, and lines look like what they stand for."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle

from visualcortex.plotting import hierarchy
from visualcortex.plotting.hierarchy import Frame

FRAME = Frame(left=1.0, bottom=2.0, side=0.5, reach=2.0)


@pytest.fixture
def axes():
    _, axes = hierarchy.sheet(4.0)
    yield axes
    plt.close("all")


def inches(patch, axes):
    box = patch.get_window_extent().transformed(axes.transData.inverted())
    return box.x0, box.y0, box.x1, box.y1


def test_a_sheet_is_measured_in_inches(axes):
    width, height = axes.figure.get_size_inches()
    assert axes.get_xlim() == (0, width) and axes.get_ylim() == (0, height) == (0, 4)
    corner = axes.figure.dpi_scale_trans.inverted().transform(axes.transData.transform((1.5, 2.5)))
    assert corner == pytest.approx((1.5, 2.5))


def test_an_inset_has_its_size_in_inches(axes):
    box = hierarchy.inset(axes.figure, 1.0, 0.5, 2.0, 1.5).get_window_extent()
    assert np.array([box.x0, box.y0, box.width, box.height]) / axes.figure.dpi == pytest.approx([1, 0.5, 2, 1.5])


def test_a_frame_holds_the_field_from_end_to_end():
    assert FRAME.place(-2.0, -2.0) == (1.0, 2.0) and FRAME.place(2.0, 2.0) == (1.5, 2.5)
    assert FRAME.place(0.0, 0.0) == FRAME.middle == (1.25, 2.25)
    assert FRAME.length(4.0) == FRAME.side


def test_a_map_lies_in_its_frame_with_half_a_unit_beyond_the_last_places(axes):
    values = xr.DataArray(np.eye(3), {"y": [1.0, 0.0, -1.0], "x": [-1.0, 0.0, 1.0]}, ("y", "x"))
    drawn = hierarchy.field_map(axes, FRAME, values)
    left, right, bottom, top = drawn.get_extent()
    assert (left, bottom) == FRAME.place(-1.5, -1.5) and (right, top) == FRAME.place(1.5, 1.5)
    assert drawn.origin == "upper" and (drawn.get_array() == np.eye(3)).all()


def test_a_map_larger_than_its_frame_is_cut_off_and_moves_nothing(axes):
    values = xr.DataArray(np.ones((2, 2)), {"y": [9.0, -9.0], "x": [-9.0, 9.0]}, ("y", "x"))
    limits = axes.get_xlim(), axes.get_ylim()
    drawn = hierarchy.field_map(axes, FRAME, values, round=True)
    (border,) = axes.patches
    assert isinstance(border, Circle) and border.center == FRAME.middle and border.radius == FRAME.side / 2
    assert drawn.get_clip_path() is not None and (axes.get_xlim(), axes.get_ylim()) == limits


def test_one_card_for_every_map_behind(axes):
    ends = hierarchy.cards(axes, FRAME, 3, offset=0.1)
    corners = sorted(patch.get_xy() for patch in axes.patches)
    assert corners == pytest.approx(np.array([(1.1, 2.1), (1.2, 2.2), (1.3, 2.3)]))
    assert [y for _, y in ends] == pytest.approx([2.5, 2.6, 2.7, 2.8])
    depth = [patch.get_zorder() for patch in sorted(axes.patches, key=lambda patch: patch.get_x())]
    assert depth == sorted(depth, reverse=True)


def test_a_window_is_to_scale(axes):
    square = hierarchy.window(axes, FRAME, 1.0, -1.0, 0.8)
    assert inches(square, axes) == pytest.approx((*FRAME.place(0.6, -1.4), *FRAME.place(1.4, -0.6)))


@pytest.mark.parametrize("orientations", [[45.0], [0.0, 45.0, 90.0, 135.0]])
def test_bars_of_a_cell_have_their_orientations_and_stay_inside(axes, orientations):
    hierarchy.cell(axes, (3.0, 1.0), orientations, radius=0.2, colour="black")
    bars = [line.get_xydata() for line in axes.lines]
    tilts = [np.degrees(np.arctan2(*(bar[1] - bar[0])[::-1])) for bar in bars]
    assert tilts == pytest.approx(orientations)
    assert max(np.hypot(*(end - (3.0, 1.0))) for bar in bars for end in bar) < 0.2


def test_the_bars_of_four_go_from_the_upper_left_to_the_lower_right(axes):
    hierarchy.cell(axes, (0.0, 0.0), [0.0] * 4, radius=0.2, colour="black")
    middles = np.sign([line.get_xydata().mean(0) for line in axes.lines])
    assert middles.tolist() == [[-1, 1], [1, 1], [-1, -1], [1, -1]]


def test_two_bars_are_refused(axes):
    with pytest.raises(ValueError, match="one bar or with four, not 2"):
        hierarchy.cell(axes, (0.0, 0.0), [0.0, 90.0], radius=0.2, colour="black")


def test_sums_are_solid_and_maxima_dashed(axes):
    hierarchy.links(axes, [(0.0, 0.0), (1.0, 0.0)], (0.5, 1.0), "sum")
    hierarchy.links(axes, [(0.0, 0.0)], (0.5, 1.0), "max", color="red")
    assert [line.get_linestyle() for line in axes.lines] == ["-", "-", "--"]
    assert all(tuple(line.get_xydata()[-1]) == (0.5, 1.0) for line in axes.lines)
    assert axes.lines[-1].get_color() == "red"


def test_columns_are_as_high_as_their_numbers(axes):
    ends = hierarchy.columns(axes, (1.0, 2.0, 4.0, 0.5), np.array([0.0, 0.5, 1.0, 0.25]))
    assert [y for _, y in ends] == pytest.approx([2.0, 2.25, 2.5, 2.125])
    assert [x for x, _ in ends] == pytest.approx([1.5, 2.5, 3.5, 4.5])
    assert [bar.get_height() for bar in axes.patches] == pytest.approx([0.0, 0.25, 0.5, 0.125])


def test_shades_start_white_and_only_darken():
    colours = hierarchy.shades("#0072B2")(np.linspace(0, 1, 20))[:, :3]
    assert colours[0] == pytest.approx(to_rgb("white")) and (np.diff(colours.sum(1)) < 0).all()


def test_the_head_of_an_arrow_ends_at_its_tip(axes):
    hierarchy.arrow_head(axes, (1.0, 1.0))
    assert axes.lines[0].get_xydata()[0][1] < 1.0
