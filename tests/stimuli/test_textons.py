"""Textures: elements where the grid has them, regions, and ink that adds up or counts once."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli.elements import MICROPATTERNS, table
from visualcortex.stimuli.textons import micropatterns, textures

FIELD = VisualField(4.0, 32.0)
LOOK = {"count": 6, "contrast": 1.0}
_display = jax.jit(lambda stimulus, values: stimulus(FIELD, **values))
_one = jax.jit(lambda stimulus, values: stimulus(VisualField(2.0, 64.0), **values))


def display(*names, **values):
    return np.asarray(_display(textures(*names), {**LOOK, **values}))


def one(name, **values):
    values = {"size": 1.0, "stroke": 0.125, "contrast": 1.0, **values}
    return np.asarray(_one(micropatterns(name), values))


def test_a_texture_is_its_elements_each_in_its_place():
    still = {"jitter": 0.0, "turn": 0.0, "layout": 0}
    alone = micropatterns("R")(VisualField(0.625, 32.0), contrast=1.0)
    seen = display("R", **still)[4:124, 4:124]
    np.testing.assert_allclose(seen, np.tile(alone, (6, 6)), atol=1e-5)


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_regions(layout):
    ground, figure, both = (
        display("O", "+", layout=layout, **which) for which in ({}, {"ground": 1, "figure": 1}, {"figure": 1})
    )
    taken = (both == figure) & (figure != ground)
    left, right = taken[:, :60].any(), taken[:, 70:].any()
    assert (left, right) == {0: (False, False), 1: (False, True), 2: (True, True)}[layout]
    corner = np.s_[:20, :20] if layout == 2 else np.s_[:, :50]
    np.testing.assert_array_equal(both[corner], ground[corner])


def test_all_micropatterns_of_a_seed_share_places_and_angles():
    seen = [display("discs in line", "discs in rectangle", ground=i, layout=0) for i in (0, 1)]
    shared = np.minimum(*seen).sum() / seen[0].sum()
    assert 0.7 < shared < 0.85  # three discs of four


def test_seeds_differ_and_repeat():
    first, again, other = (display("T", seed=seed, layout=0) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.5


def test_elements_stay_within_their_jitter():
    def centres(jitter):
        image = display("O", layout=0, turn=0.0, jitter=jitter)[4:124, 4:124]
        tiles = image.reshape(6, 20, 6, 20).transpose(0, 2, 1, 3)
        return np.einsum("ijyx,x->ij", tiles, np.arange(20) - 9.5) / tiles.sum((2, 3)) / 20

    assert np.abs(centres(0.0)).max() < 1e-4
    assert 0.03 < np.abs(centres(0.1)).max() <= 0.05 + 1e-4


def test_forms_are_equally_frequent():
    images = np.stack([display("box and crosses a", layout=0, seed=seed, size=0.5) for seed in range(8)])
    ink = [one("box and crosses a", variant=i).sum() for i in (0, 1)]
    mean = images.sum() / (8 * 36) / (np.mean(ink) * 0.5**2 / 4)
    assert mean == pytest.approx(1, abs=0.15) and ink[1] > 1.1 * ink[0]


def test_ink_adds_up_where_strokes_meet_or_counts_once():
    assert one("+").max() == pytest.approx(2, abs=1e-3)
    assert one("arrow").max() == pytest.approx(3, abs=0.02)
    assert one("arrow", overlap=0.0).max() == pytest.approx(1, abs=1e-3)
    crossing = one("+").sum() - one("+", overlap=0.0).sum()
    assert crossing == pytest.approx((0.125 * 64) ** 2, rel=0.02)


def test_areas_have_their_formulae():
    ends = np.pi * (0.125 / 2) ** 2
    assert one("+").sum() / 64**2 == pytest.approx(2 * 0.125 + 2 * ends, rel=1e-3)
    assert one("O").sum() / 64**2 == pytest.approx(np.pi * 0.125, rel=1e-3)
    assert one("discs in line").sum() / 64**2 == pytest.approx(4 * np.pi * (1.75 * 0.125 / 2) ** 2, rel=5e-3)


@pytest.mark.parametrize("overlap", [0.0, 1.0])
def test_equal_ink(overlap):
    look = {"layout": 0, "overlap": overlap, "jitter": 0.0}
    as_drawn, equal = (
        [display("+", "square", ground=i, figure=1 - i, equal_ink=share, **look).sum() for i in (0, 1)]
        for share in (0.0, 1.0)
    )
    assert as_drawn[1] / as_drawn[0] > 1.7
    assert equal[1] / equal[0] == pytest.approx(1, abs=0.01)
    assert equal[0] == pytest.approx(as_drawn[0], rel=1e-5)


def test_the_figure_has_its_own_size():
    seen = display("+", layout=1, size_ratio=0.5, jitter=0.0)
    assert seen[:, 64:].sum() / seen[:, :64].sum() == pytest.approx(0.5, abs=0.1)


def test_orientation_turns_counter_clockwise():
    upright, turned = one("L"), one("L", orientation=90.0)
    np.testing.assert_allclose(turned, np.rot90(upright), atol=1e-4)
    np.testing.assert_allclose(one("X"), one("+", orientation=45.0), atol=1e-4)


def test_a_mirror_image_is_one():
    np.testing.assert_allclose(one("mirror R"), one("R")[:, ::-1], atol=1e-4)


@pytest.mark.parametrize("name", MICROPATTERNS)
def test_no_micropattern_reaches_beyond_its_place(name):
    farthest = np.abs(table([name])[..., :4]).max() + np.abs(table([name])[..., 4]).max()
    assert 0.35 < farthest <= 0.71


@pytest.mark.parametrize("values", [{"ground": 2}, {"figure": -3}, {"layout": 3}, {"count": 41}, {"count": 0}])
def test_what_is_not_there_is_nan(values):
    assert np.isnan(display("T", "L", **values)).all()


@pytest.mark.parametrize(
    ("names", "words"), [((), "one name"), (("Tee",), "no micropattern 'Tee'"), (("R", "rectangle"), "no micropattern")]
)
def test_names_that_do_not_exist(names, words):
    with pytest.raises(ValueError, match=words):
        textures(*names)


def test_elements_outside_the_field_are_cut_off_and_none_is_missing_inside():
    wide = _display(textures("+"), {"layout": 0, "count": 16, "seed": 3, "contrast": 1.0})
    assert jnp.abs(wide[:20]).max() > 0.9 and jnp.abs(wide[:, -20:]).max() > 0.9
