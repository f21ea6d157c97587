"""What is drawn of a receptive field lies where its zones lie, and the colours tell them apart."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgb

from visualcortex.plotting import zones

X = np.array([-0.3, -0.1, 0.1, 0.3])
Y = np.array([0.2, 0.0, -0.2])


@pytest.fixture
def axes():
    yield plt.figure().subplots()
    plt.close("all")


def profile(**values):
    found = xr.DataArray(np.zeros((3, 4)), {"y": Y, "x": X}, ("y", "x"))
    for place, value in values.items():
        found[tuple(int(digit) for digit in place[1:])] = value
    return found


def test_each_symbol_lies_at_its_place_and_its_area_is_as_the_response(axes):
    zones.crosses_and_triangles(axes, profile(_03=4.0, _10=1.0), profile(_21=2.0), size=6.0)
    crosses, triangles = axes.collections
    np.testing.assert_allclose(crosses.get_offsets(), [[0.3, 0.2], [-0.3, 0.0]])
    np.testing.assert_allclose(triangles.get_offsets(), [[-0.1, -0.2]])
    np.testing.assert_allclose(crosses.get_sizes(), [36.0, 9.0])
    np.testing.assert_allclose(triangles.get_sizes(), [18.0])


def test_weak_responses_are_left_out(axes):
    zones.crosses_and_triangles(axes, profile(_03=4.0, _10=0.5), profile(), least=0.2)
    crosses, triangles = axes.collections
    assert len(crosses.get_offsets()) == 1 and len(triangles.get_offsets()) == 0


def test_the_frame_holds_every_square_whole(axes):
    zones.frame(axes, profile())
    np.testing.assert_allclose(axes.get_xlim(), (-0.4, 0.4))
    np.testing.assert_allclose(axes.get_ylim(), (-0.3, 0.3))
    assert axes.get_aspect() == 1.0 and not axes.get_xticks().size


def test_colours_are_those_of_the_zones_and_their_mixture():
    shades = zones.mixed(profile(_00=2.0, _01=2.0), profile(_00=2.0, _02=2.0))
    assert shades.shape == (3, 4, 3)
    wanted = [to_rgb(name) for name in (zones.BOTH, zones.ON, zones.OFF, "white")]
    np.testing.assert_allclose(shades[0], wanted)


def test_where_both_are_is_darker_than_where_one_is():
    luminance = [np.dot(to_rgb(name), (0.2126, 0.7152, 0.0722)) for name in (zones.BOTH, zones.ON, zones.OFF)]
    assert luminance[0] < 0.5 * min(luminance[1:])


def test_each_map_of_many_is_scaled_by_its_own_peak():
    weak = xr.concat([profile(_00=1e-3), profile(_00=5.0), profile()], "channel")
    shades = zones.mixed(weak, 0 * weak)
    np.testing.assert_allclose(shades[0], shades[1])
    np.testing.assert_allclose(shades[2], 1.0)


def test_a_signed_map_stands_upright_with_white_at_zero(axes):
    zones.signed(axes, profile(_00=-1.0, _23=3.0))
    (image,) = axes.images
    colours = image.to_rgba(image.get_array())[..., :3]
    np.testing.assert_allclose(colours[1, 1], 1.0, atol=0.01)
    np.testing.assert_allclose(colours[2, 3], to_rgb(zones.ON), atol=0.01)
    assert colours[0, 0, 2] > colours[0, 0, 0]  # negative: towards the blue of OFF
    np.testing.assert_allclose(image.get_extent(), (-0.4, 0.4, -0.3, 0.3))
    assert image.origin == "upper"


def test_a_mosaic_reads_from_left_to_right_and_down(axes):
    pictures = np.arange(5)[:, None, None, None] / 10 * np.ones((5, 2, 3, 3))
    zones.mosaic(axes, pictures, columns=3, gap=1)
    sheet = axes.images[0].get_array()
    assert sheet.shape == (2 * 3 - 1, 3 * 4 - 1, 3)
    np.testing.assert_allclose(sheet[0, [0, 4, 8], 0], [0.0, 0.1, 0.2])
    np.testing.assert_allclose(sheet[3, [0, 4], 0], [0.3, 0.4])
    assert sheet[2, 0, 0] == sheet[0, 3, 0] == sheet[4, 10, 0] == 0.85
