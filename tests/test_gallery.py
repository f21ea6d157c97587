"""The gallery: every result of a folder, and nobody else's page."""

import pytest

from visualcortex import gallery, saving
from visualcortex.claims import Claim, Result


def _place(folder, name, *claims, **more):
    (folder / f"{name}.png").write_bytes(b"")
    saving.as_json(Result(name, f"Title of {name}", {"seed": 0}, {}, claims, **more).as_json())(folder / f"{name}.json")


def test_every_claim_is_shown_with_how_it_came_out(tmp_path):
    _place(
        tmp_path, "b", Claim("a|b", 0.12345, published="> 1", holds=False, expected="fails: no *noise*", source="p. 3")
    )
    _place(
        tmp_path, "a", Claim("surprising", 1, holds=False), Claim("late", 2, holds=False, needs_full=True), quick=True
    )
    gallery.refresh(tmp_path)
    lines = (tmp_path / "README.md").read_text().splitlines()
    assert lines[4].startswith(
        "**0 of 2 replications and controls hold; 1 claim came out otherwise than expected; 1 not"
    )
    assert r"| ✗ | a\|b<br>*Expected to fail: no \*noise\** | replication | 0.123 | \> 1 | p. 3 |  |" in lines
    assert "| ✗ ‼ | **Not as expected:** surprising | replication | 1 |  |  |  |" in lines
    assert "| not judged | late | replication | 2 |  |  |  |" in lines
    assert lines.index("## Title of a") < lines.index("![Title of a](a.png)") < lines.index("## Title of b")


def test_files_that_are_no_results_are_passed_over(tmp_path):
    _place(tmp_path, "a", Claim("x", 1, holds=True))
    (tmp_path / "a_sweep.json").write_text('{"name": "a", "points": []}')
    (tmp_path / "half.json").write_text('{"name": ')
    (tmp_path / "list.json").write_text("[]")
    saving.as_json(Result("no_figure", "No figure").as_json())(tmp_path / "no_figure.json")
    assert [result.name for result in gallery.results(tmp_path)] == ["a"]


def test_a_page_of_somebody_else_is_not_overwritten(tmp_path):
    gallery.check(tmp_path)
    gallery.refresh(tmp_path)
    gallery.check(tmp_path)
    (tmp_path / "README.md").write_text("# My project")
    with pytest.raises(ValueError, match="not a gallery"):
        gallery.check(tmp_path)
