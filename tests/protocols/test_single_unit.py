"""A single unit's responses are those of the distances that ranges are made of."""

import numpy as np
import pytest

from visualcortex import Site, VisualField
from visualcortex.models.readout import Pixels
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.protocols.invariance import ViewTunedUnits
from visualcortex.protocols.single_unit import STEPS, all_round, one_unit, step_by_step
from visualcortex.stimuli.paperclips import paperclips

SHOWN = {"rotation": (-20.0, 0.0, 20.0), "size": (1.0, 2.0, 3.0), "shift": (-0.5, 0.0, 1.0)}


@pytest.fixture(scope="module")
def units():
    clips = paperclips(count=7, seed=1, extent=1.0)
    return ViewTunedUnits(
        Site(Pixels(VisualField(4.0, 4.0)), "pixels"), clips, units=3, distractors=4, afferents=("all",)
    )


@pytest.fixture(scope="module")
def found(units):
    return one_unit(units, 2, **SHOWN, distractors=3).sel(afferents="all")


def test_a_unit_responds_most_to_its_training_view(found):
    for name, at in (("size", 2.0), ("view", paper.TRAINING_VIEW.value)):
        response = found[f"{name}_response"]
        assert response.sel({name: at}).item() == pytest.approx(1, abs=1e-3)
        assert (response.drop_sel({name: at}) < 1).all() and (response >= 0).all(), name


def test_places_are_those_of_the_field_y_upwards(units, found):
    assert found.place_response.dims == ("y", "x") and found.y.values.tolist() == [1.0, 0.0, -0.5]
    assert found.place_response.sel(x=0.0, y=0.0).item() == pytest.approx(1, abs=1e-3)
    moved = units.responses(units.tuning(x=[1.0], y=[-0.5]), 3).sel(clip=2).squeeze()
    np.testing.assert_allclose(found.place_response.sel(x=1.0, y=-0.5), moved, atol=1e-5)


def test_responses_are_those_of_the_units_distances(units, found):
    turned = units.responses(units.tuning(rotation=SHOWN["rotation"]), 3).sel(clip=2, afferents="all")
    np.testing.assert_allclose(found.view_response, turned, atol=1e-5)
    distractors = units.responses(units.distractor_distance, 3).sel(clip=2, afferents="all")[:3]
    np.testing.assert_array_equal(found.distractor_response, distractors)


def test_a_unit_is_turned_all_the_way_round(units):
    found = all_round(units, 8).sel(afferents="all")
    assert found.turn.values.tolist() == list(range(0, 360, 45)) and found.turn.attrs["units"] == "deg"
    np.testing.assert_allclose(found.turn_response.sel(turn=0.0), 1, atol=1e-3)
    best = units.responses(units.distractor_distance).max("distractor").sel(afferents="all")
    np.testing.assert_allclose(found.turn_best, best)
    behind = found.turn_response.sel(turn=180.0)
    peak = (
        (behind > best)
        & (behind > found.turn_response.sel(turn=135.0))
        & (behind >= found.turn_response.sel(turn=225.0))
    )
    np.testing.assert_array_equal(found.pseudo_mirror, peak)


def test_steps_are_small_shifts_of_each_units_own_clip(units):
    found = step_by_step(units, 2)
    assert found.dims == ("afferents", "clip", "step") and found["clip"].values.tolist() == [0, 1]
    expected = units.responses(units.tuning(x=STEPS)).isel(clip=slice(2))
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert (found.diff("step") < 0).all()
