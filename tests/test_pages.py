"""Pages: found by reading, loaded by path."""

import sys
from pathlib import Path

import pytest

from visualcortex.pages import find, folders, listed


def test_only_pages_that_define_the_three_functions_are_listed(write_page):
    folder = write_page()
    (folder / "no_claims.py").write_text("def run(): ...\ndef plot(data): ...\n")
    (folder / "_draft.py").write_text((folder / "made_up.py").read_text())
    page = listed([folder])["made_up"]
    assert list(listed([folder])) == ["made_up"]
    assert page.title == "A made-up experiment" and page.question == "Does the response grow with made_up?"


def test_listing_and_literal_parameters_run_nothing(write_page):
    folder = write_page()
    path = folder / "made_up.py"
    path.write_text(path.read_text() + "\nraise RuntimeError('loaded')\n")
    page = listed([folder])["made_up"]
    assert page.parameters == {"samples": 8, "exponent": 2.0, "gain": 1.0, "seed": 0}
    assert page.settings(quick=True)["samples"] == 4 and page.vectorised == ("exponent",)
    with pytest.raises(RuntimeError, match="loaded"):
        page.module  # noqa: B018
    assert "visualcortex_experiment_made_up" not in sys.modules


def test_defaults_that_are_computed_come_from_the_page(write_page):
    path = write_page() / "made_up.py"
    path.write_text(
        path.read_text()
        .replace("samples: int = 8", "samples: int = 2 * COUNT")
        .replace("QUICK", "COUNT = 3\n\nQUICK", 1)
    )
    assert listed([path.parent])["made_up"].parameters["samples"] == 6


def test_a_parameter_needs_a_default(write_page):
    path = write_page() / "made_up.py"
    path.write_text(path.read_text().replace("samples: int = 8", "samples: int"))
    with pytest.raises(ValueError, match="needs a default for samples"):
        listed([path.parent])["made_up"].settings()


def test_the_first_folder_wins(write_page, tmp_path):
    folder, other = write_page(), tmp_path / "other"
    other.mkdir()
    (other / "made_up.py").write_text((folder / "made_up.py").read_text().replace("A made-up", "Another"))
    assert listed([other, folder])["made_up"].title == "Another experiment"


def test_a_page_that_does_not_parse_is_named(write_page):
    folder = write_page()
    (folder / "half.py").write_text("def run(:")
    with pytest.warns(UserWarning, match=r"half\.py is not listed"):
        assert list(listed([folder])) == ["made_up"]


def test_names_that_do_not_exist_bring_the_nearest(write_page):
    folder = write_page()
    with pytest.raises(ValueError, match=r"no experiment 'mad_up'; .*did you mean 'made_up'"):
        find("mad_up", experiments=folder)
    with pytest.raises(ValueError, match=r"no parameter 'exponnt'; made_up has samples, .*did you mean 'exponent'"):
        find("made_up", experiments=folder)[0].settings(parameters={"exponnt": 1})
    with pytest.raises(ValueError, match="no folder"):
        folders(folder / "nowhere")


def test_quick_may_only_name_parameters(write_page):
    path = write_page() / "made_up.py"
    path.write_text(path.read_text().replace('{"samples": 4}', '{"sample": 4}'))
    with pytest.raises(ValueError, match=r"no parameter 'sample'; QUICK of made_up"):
        find("made_up", experiments=path.parent)[0].settings(quick=True)


def test_each_name_once_and_all_for_none(write_page, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    write_page("one")
    write_page("two")
    assert [page.name for page in find(["two", "one", "two"])] == ["two", "one"]
    assert {"one", "two"} <= {page.name for page in find()}
    assert folders()[0] == Path("experiments")
