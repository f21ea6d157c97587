"""Silhouettes: the boxes, parts and areas of the figure's shapes."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import ndimage

from visualcortex.field import VisualField
from visualcortex.papers import riesenhuber1999
from visualcortex.stimuli import silhouette
from visualcortex.stimuli.silhouettes import SHAPES

FIELD = VisualField(extent=2.0, resolution=32)
_show = jax.jit(lambda values: silhouette(FIELD, **values))
BOXES = list(zip(riesenhuber1999.SILHOUETTES, riesenhuber1999.BOUNDING_BOXES.value, strict=True))


def ink(name, size=2.0, x=0.0, y=0.0):
    places = {"size": size, "x": x, "y": y}
    values = {"shape": jnp.int32(SHAPES.index(name)), **{n: jnp.float32(v) for n, v in places.items()}}
    return (np.asarray(_show(values)) + 1) / 2


@pytest.mark.parametrize(("name", "box"), BOXES)
def test_a_shape_fills_its_published_box(name, box):
    rows, columns = (np.flatnonzero(ink(name).max(axis) > 0.5) for axis in (1, 0))
    assert (columns[0], columns[-1], rows[0], rows[-1]) == box
    outside = ink(name)
    outside[box[2] : box[3] + 1, box[0] : box[1] + 1] = 0
    assert outside.max() < 1e-5


@pytest.mark.parametrize("name", [name for name in SHAPES if "on stem" in name or name == "bottle"])
def test_a_stem_of_three_samples_joins_each_body(name):
    drawn = ink(name)
    np.testing.assert_allclose(drawn[40:46].sum(1), riesenhuber1999.STEM_WIDTH.value, atol=1e-3)
    assert ndimage.label(drawn > 0.5)[1] == 1


def test_the_preferred_parts_are_shown_whole_but_apart():
    drawn = ink("ellipse and stem apart")
    parts, count = ndimage.label(drawn > 0.5)
    assert count == 2
    assert drawn[parts == 2].sum() == pytest.approx(ink("stem").sum(), rel=1e-3)
    joined, body = ink("ellipse on stem"), slice(4, 30)
    np.testing.assert_allclose(drawn[body], joined[body], atol=1e-4)


def test_areas_of_what_has_a_formula():
    assert ink("stem").sum() == pytest.approx(33, rel=1e-3)
    assert ink("ellipse").sum() == pytest.approx(np.pi * 16 * 31 / 4, rel=0.005)
    assert ink("rectangle on stem").sum() == pytest.approx(18 * 28 + 3 * 15, rel=1e-3)


def test_the_bottle_tapers_into_its_stem_and_the_rectangle_does_not():
    bottle, rectangle = ink("bottle").sum(1), ink("rectangle on stem").sum(1)
    widths = bottle[15:40]
    assert (np.diff(widths) < 1e-3).all() and ((widths > 5) & (widths < 13)).sum() >= 5
    assert not ((rectangle > 3.01) & (rectangle < 17.99)).any()


def test_size_and_place():
    double = VisualField(extent=4.0, resolution=16)
    np.testing.assert_allclose((silhouette(double, size=4.0) + 1) / 2, ink("ellipse on stem"), atol=1e-4)
    moved = ink("ellipse on stem", x=4 / 32, y=2 / 32)
    np.testing.assert_allclose(moved, np.roll(ink("ellipse on stem"), (-2, 4), (0, 1)), atol=1e-4)


def test_a_frame_of_half_the_size_holds_a_quarter_of_the_ink():
    for name in SHAPES:
        assert ink(name, size=1.0).sum() == pytest.approx(ink(name).sum() / 4, rel=0.02)


def test_where_there_is_no_shape_the_image_is_nan():
    assert np.isnan(silhouette(FIELD, shape=len(SHAPES))).all()
