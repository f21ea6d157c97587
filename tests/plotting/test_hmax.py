"""The drawing of HMAX holds as many maps, lines and columns as its dataset has, and nothing leaves the sheet."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgba

from visualcortex.plotting import hmax

ORIENTATIONS = np.array([0.0, 45.0, 90.0, 135.0])
SCALES, WINDOWS, PASSED = [2, 3, 3, 4], [4, 6, 9, 12], [0, 1, 2, 3]
FEATURES, UNITS, FED = 20, 3, 5


def made_up():
    """A dataset like that of the page, of few numbers."""
    random = np.random.default_rng(0)
    places = np.linspace(-1, 1, 8)

    def maps(name, *dims):
        sizes = {"band": 4, "unit": UNITS, "variant": 2}
        values = random.random((*(sizes.get(dim, 4) for dim in dims), 8, 8))
        return xr.DataArray(values, {f"{name}_y": -places, f"{name}_x": places}, (*dims, f"{name}_y", f"{name}_x"))

    found = {"picture": maps("picture", "unit"), "s1": maps("s1", "band", "preferred_orientation")}
    found |= {f"c1_{i}": maps(f"c1_{i}", "preferred_orientation") for i in range(1, 5)}
    found |= {f"s2_{i}": maps(f"s2_{i}", "combination") for i in range(1, 5)}
    found["filter"] = maps("filter", "variant", "band", "preferred_orientation")
    afferent = np.zeros((UNITS, FEATURES), bool)
    afferent[:, :FED] = True
    found |= {
        "c2": ("feature", random.random(FEATURES)),
        "different_orientations": ("feature", np.repeat([1, 2, 3, 4], FEATURES // 4)),
        "afferent": (("unit", "feature"), afferent),
        "view_tuned": (("shown", "tuned"), np.eye(7)),
        "response": (("layer", "end"), np.tile([0.0, 1.0], (4, 1))),
        "units": ("layer", [1000, 200, 3000, FEATURES]),
        "places": (("layer", "band"), np.arange(16).reshape(4, 4)),
        "field": (("layer", "band"), np.linspace(0.1, 1.6, 16).reshape(4, 4)),
        "feature_number": ("combination", [0, 6, 11, 19]),
        "feature_orientation": (("combination", "neighbour"), np.tile(ORIENTATIONS, (4, 1))),
        "passed_band": ("combination", [1, 2, 3, 4]),
        "feature_x": ("combination", np.full(4, 0.1)),
        "feature_y": ("combination", np.full(4, -0.1)),
        "window_orientation": ("band", ORIENTATIONS),
        "window_x": ("band", np.full(4, 0.2)),
        "window_y": ("band", np.full(4, 0.3)),
    }
    found |= {name: ("band", values) for name, values in (("scales", SCALES), ("window", WINDOWS), ("step", SCALES))}
    found["passed_scale"] = ("band", PASSED)
    coordinates = {"preferred_orientation": ORIENTATIONS, "variant": ["text", "code"]}
    coordinates |= {"layer": ["s1", "c1", "s2", "c2"], "combination": [1, 2, 3, 4]}
    return xr.Dataset(found, coordinates, {"variant": "code", "field": 5.0, "resolution": 32.0})


@pytest.fixture(scope="module")
def axes():
    drawing, axes = hmax.drawn(made_up())
    drawing.canvas.draw()
    yield axes
    plt.close(drawing)


def written(axes):
    return [text.get_text() for text in axes.texts]


def dashed(axes):
    return [line for line in axes.lines if line.get_linestyle() == "--" and len(line.get_xdata()) == 2]


def test_there_is_a_picture_for_every_map_filter_and_view(axes):
    bands = 4
    assert len(axes.images) == 3 * bands * 4 + 2 * bands * 4 + UNITS + 1


def test_every_scale_and_every_band_has_its_dashed_line_and_one_of_each_is_dark(axes):
    legend = 1
    lines = dashed(axes)
    assert len(lines) == sum(SCALES) + 4 * 4 + legend
    assert sum(line.get_color() == hmax.DARK["color"] for line in lines) == 4 + 4


def test_the_dark_line_begins_at_the_scale_that_is_passed_on(axes):
    low = [line for line in dashed(axes) if line.get_color() == hmax.DARK["color"]][:4]
    begins = [line.get_xdata()[0] - hmax.LEFT - band * hmax.PITCH for band, line in enumerate(low)]
    assert begins == pytest.approx([hmax.SIDE * (p + 0.5) / n for p, n in zip(PASSED, SCALES, strict=True)])


def test_columns_that_feed_the_first_cell_are_dark_and_lines_go_from_them(axes):
    columns = axes.containers[0].patches
    dark = [patch for patch in columns if patch.get_facecolor() == to_rgba(hmax.SHADES["c2"])]
    assert len(columns) == FEATURES and len(dark) == FED


def test_what_is_written_was_counted(axes):
    words = " ".join(written(axes))
    for piece in (f"{sum(SCALES)} scales × 4 orientations", "MAX over squares of 4, 6, 9, 12", "3,000 units"):
        assert piece in words
    assert f"7 cells, each fed by {FED} features" in words and "responses 0.00 to 1.00" in words
    assert "filters of “code”" in words and "filters of “text”" in words
    assert [text for text in written(axes) if text in ("1.00", "0.00")] == ["1.00", "0.00", "0.00"]


def test_nothing_leaves_the_sheet(axes):
    sheet = axes.get_window_extent()
    for thing in (*axes.texts, *axes.patches, *axes.lines):
        box = thing.get_window_extent()
        assert box.x0 >= sheet.x0 and box.x1 <= sheet.x1 and box.y0 >= sheet.y0 and box.y1 <= sheet.y1, thing
