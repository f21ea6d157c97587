"""The unit of two features: what it is wired to, and what pooling makes of that."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.models.two_features import PREFERRED, SIDES, TRANSITION, TwoFeatures
from visualcortex.recording import Site, record
from visualcortex.stimuli import silhouette
from visualcortex.stimuli.silhouettes import SHAPES

UNIT = TwoFeatures()
SIZE = 16  # samples
BY = {"MAX": np.inf, "SUM": 0.0}
_respond = jax.jit(lambda model, image: model(image))


def show(model, name=SHAPES[PREFERRED], **shown):
    return {
        k: np.asarray(v) for k, v in _respond(model, silhouette(model.field, shape=SHAPES.index(name), **shown)).items()
    }


@pytest.fixture(scope="module")
def bars():
    """(shape,) by MAX and by SUM."""
    site = Site(UNIT, "view_tuned", {"unit": 0})
    both = record(site, silhouette, shape=range(len(SHAPES)), c1_pooling=list(BY.values()))
    return {name: dict(zip(SHAPES, both.sel(c1_pooling=p).values, strict=True)) for name, p in BY.items()}


def test_the_templates_lie_where_the_ellipse_meets_the_stem():
    ink = (np.asarray(silhouette(UNIT.field, shape=PREFERRED)) + 1) / 2
    x, y = TRANSITION
    rows = ink[UNIT.field.y < y].sum(1)
    np.testing.assert_allclose(rows[:8], 3, atol=1e-3)  # nothing but stem below
    assert ink[UNIT.field.y > y][-2].sum() > 4
    stem = UNIT.field.x[ink[UNIT.field.y < y][0] > 0.5]
    assert stem.mean() == pytest.approx(x)


@pytest.mark.parametrize("side", SIDES)
def test_simple_cells_answer_their_template_with_1(side):
    places = UNIT.axes["s1"]
    answers = show(UNIT)["s1"][SIDES.index(side)]
    row, column = np.unravel_index(answers.argmax(), answers.shape)
    away = -0.25 * SIZE / 32 if side == "left" else 0.25 * SIZE / 32
    assert answers.max() == pytest.approx(1, abs=1e-5)
    assert (places["rf_x"][column], places["rf_y"][row]) == pytest.approx(
        (TRANSITION[0] + away, TRANSITION[1]), abs=0.02
    )


def test_simple_cells_are_gaussians_of_the_distance_at_unit_length():
    image = np.asarray(silhouette(UNIT.field, shape=0, x=0.1), np.float64)
    patches = np.lib.stride_tricks.sliding_window_view((image + 1) / 2, (SIZE, SIZE))
    inked = np.square(patches).sum((2, 3)) > 1
    unit = patches / np.where(inked, np.linalg.norm(patches, axis=(2, 3)), 1)[..., None, None]
    templates = np.asarray(UNIT.templates, np.float64)[:, None, None]
    black = np.exp(-2 / (2 * 0.5**2))
    wanted = (np.exp(-np.square(unit - templates).sum((3, 4)) / (2 * 0.5**2)) - black) / (1 - black)
    found = np.asarray(_respond(UNIT, jnp.asarray(image, jnp.float32))["s1"])
    np.testing.assert_allclose(found[:, inked], wanted[:, inked], atol=1e-5)


def test_black_is_answered_with_nothing_and_dim_white_like_bright():
    black = _respond(UNIT, jnp.full(UNIT.field.shape, -1.0))
    assert float(jnp.abs(black["s1"]).max()) == 0
    dim, bright = show(UNIT, "bottle", contrast=0.0), show(UNIT, "bottle")
    np.testing.assert_allclose(dim["view_tuned"], bright["view_tuned"], atol=1e-4)


@pytest.mark.parametrize(("pooling", "operation"), [("MAX", np.max), ("SUM", np.mean)])
def test_complex_cells_pool_simple_cells_over_all_places(pooling, operation):
    answers = show(TwoFeatures(c1_pooling=pooling), "disc on stem")
    np.testing.assert_allclose(answers["c1"], operation(answers["s1"], axis=(1, 2)), rtol=1e-5)


@pytest.mark.parametrize(
    "changed", [{"c1_pooling": 0.0}, {"c1_pooling": 5.0}, {"s1_width": 0.3}, {"tuning_width": 0.1}]
)
def test_the_unit_prefers_its_shape_whatever_the_parameters(changed):
    model = UNIT.with_parameters(**changed)
    assert show(model)["view_tuned"] == pytest.approx(1, abs=1e-5)
    assert max(show(model, name)["view_tuned"][0] for name in ("bottle", "stem")) < 0.999


def test_max_needs_the_parts_to_be_joined_and_sum_does_not(bars):
    assert max(bars["MAX"][name] for name in ("ellipse", "stem", "ellipse and stem apart")) < 0.15
    assert min(bars["SUM"][name] for name in ("ellipse", "ellipse and stem apart")) > 0.8
    assert bars["MAX"]["bottle"] > 0.5 > bars["MAX"]["disc on stem"] > bars["MAX"]["rectangle on stem"]


def test_by_max_a_shape_may_be_anywhere():
    moved = [show(UNIT, x=x, y=y)["view_tuned"][0] for x, y in ((0.5, 0.0), (-0.25, 0.375))]
    np.testing.assert_allclose(moved, 1, atol=1e-4)


def test_a_mirrored_shape_makes_mirrored_cells():
    image = silhouette(UNIT.field, shape=PREFERRED)
    mirrored = TwoFeatures(preferred=image[:, ::-1], x=-TRANSITION[0])
    other = silhouette(UNIT.field, shape=0)
    here, there = _respond(UNIT, other), _respond(mirrored, other[:, ::-1])
    np.testing.assert_allclose(there["s1"][::-1, :, ::-1], here["s1"], atol=1e-5)
    np.testing.assert_allclose(there["view_tuned"], here["view_tuned"], atol=1e-5)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"s1_width": 0.0}, "must be above 0"),
        ({"tuning_width": -1.0}, "must be above 0"),
        ({"c1_pooling": "MIN"}, "pooling is SUM, MAX"),
        ({"c1_pooling": -1.0}, "pooling is"),
        ({"preferred": np.zeros((3, 3))}, "does not fit"),
        ({"size": 1.9}, "do not lie within"),
        ({"x": 0.9}, "do not lie within"),
        ({"size": 0.0}, "do not lie within"),
        ({"y": -0.75}, "nothing but black"),
    ],
)
def test_what_cannot_be_wired_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        TwoFeatures(**given)
