"""The commands: what they print, where they write and how they exit."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from visualcortex import cli

SURPRISE = "Claim('it shrinks', 1, holds=False)"


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(cli, "_prepare", lambda: None)

    def run(*words, code=0):
        result = CliRunner().invoke(cli.app, [str(word) for word in words])
        assert result.exit_code == code, result.output
        return result

    return run


def test_list_names_the_pages(command, write_page):
    write_page()
    assert "made_up  " in command("list").stdout and "A made-up experiment" in command("list").stdout
    assert "samples=8, exponent=2.0" in command("list", "--parameters").stdout


def test_claims_as_expected_exit_0(command, write_page, tmp_path):
    write_page()
    output = command("reproduce", "made_up").stdout
    assert "it is large (expected to fail: nothing [here] is large)" in output and "> 100" in output
    assert "2 of 3 replications and controls hold; no claims came out otherwise than expected" in output
    assert (tmp_path / "figures" / "made_up.png").exists()
    assert "(kept)" in command("reproduce", "made_up").stdout
    assert "(kept)" not in command("reproduce", "made_up", "--again").stdout


def test_a_surprise_exits_1(command, write_page):
    write_page(claims=SURPRISE)
    assert "✗ ‼" in command("reproduce", "made_up", code=1).stdout


def test_quick_has_a_folder_of_its_own(command, write_page, tmp_path):
    write_page()
    assert "not judged" in command("reproduce", "made_up", "--quick").stdout
    assert [path.name for path in (tmp_path / "figures").iterdir()] == ["quick"]


def test_what_cannot_run_exits_2_after_the_others(command, write_page, tmp_path):
    write_page("a_bad", body="raise ImportError('weights are missing: pip install \"visualcortex[cnn]\"')")
    write_page("b_worse", body="raise KeyError('x')")
    write_page("c_surprising", claims=SURPRISE)
    result = command("reproduce", "a_bad", "b_worse", "c_surprising", code=2)
    assert 'a_bad could not run: weights are missing: pip install "visualcortex[cnn]"' in result.stderr
    assert "b_worse could not run: KeyError: 'x'" in result.stderr
    assert "Traceback" not in result.output and "it shrinks" in result.stdout
    assert "Traceback" in command("reproduce", "b_worse", "--debug", code=2).stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("reproduce", "mad_up"), "did you mean 'made_up'"),
        (("reproduce", "made_up", "--set", "sample=1"), "did you mean 'samples'"),
        (("reproduce", "made_up", "--set", "samples=x"), "samples is a whole number"),
        (("reproduce", "made_up", "--set", "samples"), "KEY=VALUE"),
        (("reproduce", "made_up", "--set", "seed=1", "--set", "seed=2"), "given twice"),
        (("reproduce", "made_up", "--out", "file"), "cannot write into 'file'"),
        (("reproduce", "made_up", "--experiments", "nowhere"), "no folder 'nowhere'"),
        (("sweep", "mad_up", "seed=1"), "did you mean 'made_up'"),
        (("sweep", "made_up", "seeds=1"), "did you mean 'seed'"),
        (("sweep", "made_up", "seed"), "KEY=VALUE"),
        (("sweep", "made_up", "seed=1,1"), "values of seed"),
    ],
)
def test_wrong_inputs_exit_2_with_one_sentence(command, write_page, tmp_path, runs, words, sentence):
    write_page()
    (tmp_path / "file").touch()
    result = command(*words, code=2)
    assert sentence in result.stderr and result.stderr.count("\n") == 1
    assert runs() == []


def test_ctrl_c_says_what_is_finished(command, write_page, tmp_path):
    write_page("a")
    write_page("b", body="raise KeyboardInterrupt")
    assert command("reproduce", "a", "b", code=130).stderr.splitlines()[-1] == "interrupted: finished: a"
    assert (
        command("sweep", "b", "seed=1,2", code=130)
        .stderr.splitlines()[-1]
        .startswith("interrupted: finished runs are kept")
    )
    assert not [path for path in tmp_path.rglob("*.part")]


def test_sweep_writes_data_and_claims(command, write_page, tmp_path):
    write_page()
    output = command("sweep", "made_up", "exponent=1,2", "seed=0,200", "--quick", "--set", "gain=2").stdout
    assert "it is large" in output and "not judged" in output and "✓" in output and "✗" in output
    out = tmp_path / "figures" / "own"
    content = json.loads((out / "made_up_sweep.json").read_text())
    assert content["swept"] == {"exponent": [1.0, 2.0], "seed": [0, 200]} and content["parameters"]["gain"] == 2.0
    assert (out / "made_up_sweep.nc").exists() and not list(out.glob(".*.part"))


def test_lists_are_swept_with_semicolons():
    assert cli._split("1,2;3", (0,)) == ["1,2", "3"] and cli._split("1,2", 0) == ["1", "2"]


@pytest.mark.filterwarnings("always")
def test_warnings_are_one_line(command, write_page):
    (write_page() / "half.py").write_text("def run(:")
    assert command("list").stderr.startswith("warning: ") and command("list").stderr.count("\n") == 1


def test_the_version_is_shown(command):
    assert command("--version").stdout.strip()


def test_where_compiled_programs_are_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("VISUALCORTEX_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cli.cache_folder() == tmp_path / "visualcortex"
    monkeypatch.setenv("VISUALCORTEX_CACHE", str(tmp_path / "here"))
    assert cli.cache_folder() == tmp_path / "here"


def test_a_cache_that_cannot_be_written_only_warns(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VISUALCORTEX_CACHE", str(tmp_path / "file"))
    monkeypatch.setenv("MPLBACKEND", "agg")
    with pytest.warns(UserWarning, match="will not be kept"):
        cli._prepare()


def _python(code, **environment):
    outcome = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, env=os.environ | environment
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def test_nothing_heavy_is_imported_to_list():
    code = """
import sys
import visualcortex
early = set(sys.modules)
from visualcortex.cli import app
try:
    app(["list"])
except SystemExit as exit:
    assert not exit.code, exit.code
heavy = {"jax", "flax", "xarray", "matplotlib", "numpy", "pandas", "scipy"}
print("early:", heavy & early, "late:", heavy & set(sys.modules))
"""
    assert _python(code).splitlines()[-1] == "early: set() late: set()"


def test_compiled_programs_are_kept(tmp_path):
    code = "from visualcortex import cli; cli._prepare(); import jax; jax.jit(lambda x: x * 3 + 1)(2.0)"
    _python(code, VISUALCORTEX_CACHE=str(tmp_path / "cache"))
    assert list((tmp_path / "cache").iterdir())
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(b"corrupt")
    _python(code, VISUALCORTEX_CACHE=str(tmp_path / "cache"))
