"""Claims: what they refuse, and how they are counted."""

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from visualcortex.claims import Claim, Result, headline
from visualcortex.papers.published import Published
from visualcortex.saving import as_json


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize("expected", ["holds", "fails: the model has no noise"])
def test_surprise_is_what_differs_from_expectation(holds, expected):
    assert Claim("x", 1, holds=holds, expected=expected).as_expected == (holds == (expected == "holds"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "guess"}, "not 'guess'"),
        ({"expected": "fails"}, "fails: <reason>"),
        ({"expected": "fails: "}, "fails: <reason>"),
        ({"status": "rumour"}, "not 'rumour'"),
        ({"measured": np.zeros(3)}, r"array of shape \(3,\)"),
        ({"measured": object()}, "number or a short text"),
        ({"holds": np.ones(2, bool)}, r"array of shape \(2,\)"),
    ],
)
def test_refuses_in_a_sentence(wrong, words):
    with pytest.raises(ValueError, match=words):
        Claim(**{"statement": "x", "measured": 1, "holds": True} | wrong)


def test_published_value_brings_its_source_and_status():
    claim = Claim("x", 20, published=Published(23.0, "deg", "Ringach (2002), p. 1", "printed"), holds=True)
    assert (claim.published, claim.source, claim.status) == ("23 deg", "Ringach (2002), p. 1", "printed")
    assert Claim("x", 1, published=Published(0.61, "1", "s", "recalled"), holds=True).published == 0.61
    assert Claim("x", 1, published=Published((0.2, 0.6), "1", "s", "digitised"), holds=True).published == "0.2, 0.6"


def test_labelled_and_plain_numbers_are_the_same_claim():
    number = np.float32(0.25)
    labelled = Claim("x", xr.DataArray(number, attrs={"units": "1"}), holds=xr.DataArray(True))
    assert labelled == Claim("x", number, holds=np.bool_(True)) == Claim("x", 0.25, holds=True)


@pytest.mark.parametrize("measured", [0.123456, 2304, "yes", float("nan"), float("inf"), 1e-9])
def test_json_has_exactly_the_fields_and_is_read_back(tmp_path: Path, measured):
    claim = Claim("x", measured, published=np.float32(2), holds=True, source="p. 1")
    result = Result("page", "Page", {"sizes": (1, 2)}, {"jax": "1"}, (claim,), folder=tmp_path)
    as_json(result.as_json())(tmp_path / "page.json")
    content = json.loads((tmp_path / "page.json").read_text(), parse_constant=pytest.fail)
    fields = "statement measured published holds kind expected source status needs_full"
    assert " ".join(content["claims"][0]) == fields
    back = Result.from_json(content, tmp_path)
    assert back.claims[0].as_json() == claim.as_json() and back.kept


def test_headline_counts_replications_and_controls_that_were_judged():
    kinds = {kind: Claim(kind, 1, holds=True, kind=kind) for kind in ("replication", "control", "prediction", "check")}
    late = Claim("late", 1, holds=False, needs_full=True)
    result = Result("page", "Page", claims=(*kinds.values(), late))
    assert headline([result]).startswith("2 of 3 replications and controls hold; 1 claim came out")
    assert result.unexpected == [late]
    quick = Result("page", "Page", claims=result.claims, quick=True)
    assert headline([quick]).startswith("2 of 2") and "1 not judged" in headline([quick])
    assert quick.unexpected == [] and quick.verdict(late) == "not judged"


@pytest.mark.parametrize("holds", [float("nan"), "no", None])
def test_a_claim_holds_or_does_not(holds):
    with pytest.raises(ValueError, match="says neither"):
        Claim("it is so", 1.0, holds=holds)
