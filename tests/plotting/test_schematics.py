"""What a schematic shows lies where the page said, in degrees."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from visualcortex.plotting import schematics


@pytest.fixture
def axes():
    drawing, axes = plt.subplots()
    schematics.blank(axes, (-2, 2), (-1, 1))
    yield axes
    plt.close(drawing)


def written(axes):
    return [text.get_text() for text in axes.texts]


def test_a_blank_sheet_has_no_frame_and_equal_degrees(axes):
    assert not axes.axison and axes.get_aspect() == 1
    assert axes.get_xlim() == (-2, 2) and axes.get_ylim() == (-1, 1)


@pytest.mark.parametrize("sign", ["+", "−"])
def test_a_round_field_is_a_circle_with_its_sign_in_the_middle(axes, sign):
    circle = schematics.round_field(axes, 0.5, -0.25, radius=0.2, sign=sign)
    (text,) = axes.texts
    assert circle in axes.patches and circle.center == (0.5, -0.25) and circle.radius == 0.2
    assert text.get_text() == sign and text.get_position() == (0.5, -0.25)
    assert text.get_color() == schematics.SHADES[sign]


def test_excitation_and_inhibition_differ_in_colour(axes):
    shades = [schematics.round_field(axes, 0, 0, radius=1, sign=sign).get_edgecolor() for sign in ("+", "−", "")]
    assert len(set(shades)) == 3 and written(axes) == ["+", "−", ""]


@pytest.mark.parametrize("orientation", [0.0, 30.0, 90.0])
def test_a_long_field_lies_along_its_orientation(axes, orientation):
    zone = schematics.long_field(axes, 0.3, -0.1, orientation=orientation, width=0.2, length=1.0)
    corners = axes.transData.inverted().transform(zone.get_verts()[:4]) - (0.3, -0.1)
    along = np.array([np.cos(np.deg2rad(orientation)), np.sin(np.deg2rad(orientation))])
    assert np.sort(corners @ along) == pytest.approx([-0.5, -0.5, 0.5, 0.5])
    assert np.sort(corners @ [-along[1], along[0]]) == pytest.approx([-0.1, -0.1, 0.1, 0.1])


def test_what_a_page_asks_for_wins_over_the_look_of_a_field(axes):
    assert schematics.round_field(axes, 0, 0, radius=1, linewidth=3).get_linewidth() == 3


def test_a_pyramid_is_no_circle_and_its_name_is_below(axes):
    soma = schematics.cell(axes, 0, 0, radius=0.1, colour="0.5")
    pyramid = schematics.cell(axes, 1, 0.5, radius=0.1, colour="C0", kind="pyramid", name="simple cell")
    (name,) = axes.texts
    assert type(soma) is not type(pyramid) and pyramid.xy == (1, 0.5)
    assert name.get_text() == "simple cell" and name.get_position()[1] < 0.5 - 0.1


def test_lines_run_from_every_source_to_the_edge_of_the_target(axes):
    sources, target = np.array([[-1, 0.5], [-1, -0.5], [0.2, 0.1]]), np.array([1.0, 0.25])
    schematics.converge(axes, sources, tuple(target), gap=0.3)
    lines = [line.get_xydata() for line in axes.lines if line.get_linestyle() != "None"]
    ends = [line.get_xydata()[0] for line in axes.lines if line.get_linestyle() == "None"]
    assert np.array([line[0] for line in lines]) == pytest.approx(sources)
    assert np.array([line[1] for line in lines]) == pytest.approx(np.array(ends))
    for source, end in zip(sources, ends, strict=True):
        assert np.hypot(*(end - target)) == pytest.approx(0.3)
        assert np.cross([*(end - target), 0], [*(source - target), 0]) == pytest.approx(0)


def test_inhibition_ends_in_another_mark_than_excitation(axes):
    for sign in ("+", "−"):
        schematics.converge(axes, [-1, 0], (1, 0), sign=sign)
    marks = [line.get_marker() for line in axes.lines if line.get_linestyle() == "None"]
    assert marks[0] != marks[1]


def test_a_cell_on_its_own_target_breaks_nothing(axes):
    schematics.converge(axes, [[1, 0]], (1, 0), gap=0.2)
    assert np.isfinite(axes.lines[0].get_xydata()).all()


def test_a_scale_bar_is_as_long_as_it_says(axes):
    schematics.scale_bar(axes, -1, -0.5, 0.5)
    assert np.ptp(axes.lines[0].get_xdata()) == 0.5 and written(axes) == ["0.5 deg"]
