"""The bottle: what it becomes, and units that prefer what the cell did."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.field import VisualField
from visualcortex.papers import riesenhuber1999, wang1998
from visualcortex.protocols.bottle import APART, BEST, OTHERS, SIMPLER, START, neuron, pairs, pictures, tuned
from visualcortex.protocols.reduction import course, reduced
from visualcortex.stimuli.silhouettes import SHAPES

FIELD = VisualField(2.0, 32.0)
PICTURES = {name: np.asarray(image) for name, image in pictures(FIELD).items()}
NAMES = xr.DataArray(list(PICTURES), dims="stimulus", coords={"stimulus": list(PICTURES)})


def test_every_step_has_its_picture():
    named = set(SIMPLER) | {name for versions in SIMPLER.values() for name in versions}
    assert named <= set(PICTURES) and next(iter(PICTURES)) == START
    assert all(image.shape == FIELD.shape and np.abs(image).max() <= 1 for image in PICTURES.values())


@pytest.mark.parametrize(
    ("whole", "part"),
    [(whole, part) for whole in (BEST, "ellipse", "lower half on stem", "junction") for part in SIMPLER[whole]],
)
def test_a_part_is_smaller_than_the_whole(whole, part):
    assert (PICTURES[part] + 1).sum() < (PICTURES[whole] + 1).sum()
    if part not in ("ellipse", "stem"):  # these two stand elsewhere, as in the figure
        assert (PICTURES[part] <= PICTURES[whole]).all()


def test_the_halves_make_up_the_junction():
    ink = {name: PICTURES[name] + 1 for name in ("left of it", "right of it", "junction")}
    stem = ink["junction"][:, 24]
    np.testing.assert_allclose(
        (ink["left of it"] + ink["right of it"]).sum(), ink["junction"].sum() - stem.sum(), rtol=1e-5
    )


def test_the_bottle_is_brightest_in_its_middle_and_no_larger():
    shaded, flat = PICTURES[START], PICTURES["bottle"]
    assert (shaded <= flat + 1e-6).all() and (shaded[flat < -0.999] < -0.99).all()
    row = shaded[20, 17:34]
    assert row.argmax() == 8 and row[0] < row[4] < row[8]


def test_the_neuron_leads_to_its_best_shape():
    found = reduced(neuron(NAMES), SIMPLER)
    assert course(found.kept) == [START, "bottle", BEST]
    published = dict(wang1998.RESPONSES.value)
    assert found.response.sel(stimulus=START) == published["photograph of a bottle"]
    assert float(found.response.sel(stimulus="junction").isnull())


def features(seed=0):
    values = np.random.default_rng(seed).normal(size=(len(SHAPES), 2, 12))
    return xr.DataArray(values, {"stimulus": list(SHAPES)}, ("stimulus", "layer", "feature"))


def test_units_are_as_selective_as_the_neuron():
    found = tuned(features())
    wanted = np.mean([riesenhuber1999.SILHOUETTE_NEURON.value[SHAPES.index(name)] for name in OTHERS])
    np.testing.assert_allclose(found.sel(stimulus=BEST), 1)
    np.testing.assert_allclose(found.sel(stimulus=list(OTHERS)).mean("stimulus"), wanted, rtol=1e-6)


def test_nearer_shapes_excite_more():
    given = features(1)
    far = ((given - given.sel(stimulus=BEST, drop=True)) ** 2).sum("feature")
    np.testing.assert_array_equal(tuned(given).argsort(0)[::-1], far.argsort(0))


def test_pairs_are_counted():
    answers = xr.DataArray([0.6, 0.3, 1.0, 0.4, 0.1, 0.0, 0.35], {"stimulus": list(SHAPES)})
    assert pairs(answers) == 8 and answers.sel(stimulus=APART) == 0.35
    assert pairs(-answers) == 1 and pairs(0 * answers) == 0
