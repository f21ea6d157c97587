"""Versions of HMAX and ways of pooling have the names that they are."""

import math

import numpy as np
import pytest
import xarray as xr

from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.protocols import stages
from visualcortex.protocols.stages import EITHER, MODELS, POOLING, by_model, by_stage
from visualcortex.stimuli.paperclips import paperclips


@pytest.fixture
def found():
    values = np.arange(8.0).reshape(2, 2, 2)
    places = {"afferents": ["40", "all"], **{name: list(pair) for name, pair in EITHER.items()}}
    return xr.Dataset({"range": xr.DataArray(values, places, list(places), attrs={"units": "deg"})})


def test_every_way_of_pooling_is_where_its_exponents_are(found):
    ranges = by_stage(found).range
    assert ranges.pooling.values.tolist() == list(POOLING) and ranges.attrs == {"units": "deg"}
    for name, (c1, c2) in POOLING.items():
        np.testing.assert_array_equal(ranges.sel(pooling=name), found.range.sel(c1_pooling=c1, c2_pooling=c2))
        assert ("SUM at C1" in name) == (c1 == 0) and ("MAX at C2" in name or name.startswith("MAX at C1 and")) == (
            c2 > 1
        )


def test_what_was_not_measured_is_not_named(found):
    alone = found.sel(c1_pooling=[math.inf], c2_pooling=[math.inf])
    assert by_stage(alone).pooling.values.tolist() == ["MAX at C1 and C2"]


def test_rows_are_named_by_model_and_afferents(found):
    assert by_model(found, "dense code B").model.values.tolist() == ["dense code B, 40", "dense code B, 256"]
    assert by_model(found.sel(afferents=["all"]), "text A").model.values.tolist() == ["text A"]


@pytest.mark.parametrize("name", MODELS)
def test_units_stand_on_the_model_of_that_name(name, monkeypatch):
    monkeypatch.setattr(stages, "ViewTunedUnits", lambda site, clips, **asked: (site, asked))
    site, asked = stages.tuned(name, paperclips(count=2), units=1, distractors=1, s2_centre=0.5)
    version, dense = name[-1], name.startswith("dense")
    features = {"A": paper.A_C2_FEATURES, "B": paper.B_C2_FEATURES}[version].value
    assert {axis: len(places) for axis, places in site.axes.items()} == {"feature": features}
    assert asked.pop("afferents") == (("all",) if version == "A" else (paper.AFFERENTS.value, "all"))
    assert asked == {"units": 1, "distractors": 1, "s2_centre": 0.5}
    assert site.model.simple.normalized == ("code" in name) and site.model.dense == dense
    assert site.model.field.shape == (paper.RETINA_SAMPLES.value,) * 2
