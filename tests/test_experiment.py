"""Reproducing experiments: what is written, what is kept, what one failure leaves alone."""

import errno
import json
import subprocess
import sys

import pytest

from visualcortex import saving
from visualcortex.experiment import reproduce

ENDINGS = ("json", "nc", "png")


def _files(folder):
    return {path.name for path in folder.iterdir()}


def test_figure_data_claims_and_gallery_are_written(write_page, tmp_path):
    (result,) = reproduce("made_up", out=tmp_path / "out", experiments=write_page())
    assert _files(tmp_path / "out") == {f"made_up.{ending}" for ending in ENDINGS} | {"README.md"}
    assert (tmp_path / "out" / "made_up.png").read_bytes().startswith(b"\x89PNG")
    content = json.loads((tmp_path / "out" / "made_up.json").read_text())
    assert list(content) == ["name", "title", "parameters", "versions", "quick", "seconds", "fingerprint", "claims"]
    assert content["parameters"] == {"samples": 8, "exponent": 2.0, "gain": 1.0, "seed": 0}
    assert {"jax", "flax", "numpy", "xarray", "python"} <= set(content["versions"])
    assert [claim.as_expected for claim in result.claims] == [True, True, True]
    assert {"name", "parameters", "versions", "seed", "fingerprint"} <= set(result.data.attrs)
    assert result.data.attrs["seed"] == 0 and result.data.sizes["x"] == 8


def test_quick_runs_never_stand_in_for_published_figures(write_page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_page()
    reproduce("made_up")
    published = {path.name: path.read_bytes() for path in (tmp_path / "figures").iterdir()}
    (quick,) = reproduce("made_up", quick=True)
    assert quick.folder.as_posix() == "figures/quick" and quick.data.sizes["x"] == 4
    assert {path.name: path.read_bytes() for path in (tmp_path / "figures").iterdir() if path.is_file()} == published


def test_what_needs_the_full_size_is_not_judged_at_quick_size(write_page, tmp_path):
    (result,) = reproduce("made_up", quick=True, out=tmp_path / "out", experiments=write_page())
    assert not result.claims[2].holds and result.unexpected == []
    (result,) = reproduce(
        "made_up", parameters={"samples": 4}, out=tmp_path / "out", experiments=tmp_path / "experiments"
    )
    assert result.unexpected == [result.claims[2]]


def test_what_is_finished_is_kept_until_something_it_depends_on_changes(write_page, runs, tmp_path):
    page = {"out": tmp_path / "out", "experiments": write_page()}
    first = reproduce("made_up", **page)[0]
    second = reproduce("made_up", **page)[0]
    assert second.kept and not first.kept and len(runs()) == 1
    assert [claim.as_json() for claim in second.claims] == [claim.as_json() for claim in first.claims]
    reproduce("made_up", parameters={"seed": "1"}, **page)
    assert len(runs()) == 2
    reproduce("made_up", parameters={"seed": 1}, again=True, **page)
    assert len(runs()) == 3
    (tmp_path / "out" / "made_up.nc").unlink()
    reproduce("made_up", parameters={"seed": 1}, **page)
    assert len(runs()) == 4
    write_page(body="samples += 1")
    assert not reproduce("made_up", parameters={"seed": 1}, **page)[0].kept


def test_one_failure_does_not_stop_the_others(write_page, tmp_path):
    write_page("a_bad", body="raise RuntimeError('boom')")
    write_page("b_bad", claims="1")
    write_page("c_bad", claims=", ".join(["Claim('twice', 1, holds=True)"] * 2))
    folder = write_page("d_good")
    results = reproduce(["a_bad", "b_bad", "c_bad", "d_good"], out=tmp_path / "out", experiments=folder)
    errors = [result.error and str(result.error) for result in results]
    assert errors == ["boom", "claims of b_bad is to return a list of Claim", "two claims of c_bad say the same", None]
    assert _files(tmp_path / "out") == {f"d_good.{ending}" for ending in ENDINGS} | {"README.md"}


def test_an_interruption_leaves_the_finished_ones_whole(write_page, tmp_path):
    folder = write_page("a_good")
    write_page("b_stopped", body="raise KeyboardInterrupt")
    seen = []
    with pytest.raises(KeyboardInterrupt):
        reproduce(["a_good", "b_stopped"], out=tmp_path / "out", experiments=folder, on_result=seen.append)
    assert [result.name for result in seen] == ["a_good"]
    assert _files(tmp_path / "out") == {f"a_good.{ending}" for ending in ENDINGS} | {"README.md"}
    assert "(a_good.png)" in (tmp_path / "out" / "README.md").read_text()


@pytest.mark.parametrize("broken", ["netcdf", "as_json"])
def test_a_full_disk_leaves_the_earlier_result_as_it_was(write_page, tmp_path, monkeypatch, broken):
    folder, out = write_page(), tmp_path / "out"
    reproduce("made_up", out=out, experiments=folder)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(path):
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(saving, broken, lambda content: full)
    (result,) = reproduce("made_up", out=out, experiments=folder, parameters={"seed": 1})
    assert isinstance(result.error, OSError)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_wrong_parameters_stop_before_anything_runs(write_page, runs, tmp_path):
    folder = write_page("a")
    write_page("b")
    with pytest.raises(ValueError, match="did you mean 'exponent'"):
        reproduce(["a", "b"], parameters={"exponents": 1}, out=tmp_path / "out", experiments=folder)
    with pytest.raises(ValueError, match="samples is a whole number, such as 8, not 'many'"):
        reproduce("a", parameters={"samples": "many"}, out=tmp_path / "out", experiments=folder)
    assert runs("a") == [] and not (tmp_path / "out").exists()


def test_results_do_not_go_over_somebody_elses_page(write_page, runs, tmp_path):
    (tmp_path / "README.md").write_text("# My project")
    with pytest.raises(ValueError, match="not a gallery"):
        reproduce("made_up", out=tmp_path, experiments=write_page())
    assert runs() == [] and (tmp_path / "README.md").read_text() == "# My project"


def test_a_bar_changes_nothing(write_page, tmp_path):
    assert reproduce("made_up", out=tmp_path / "out", experiments=write_page(), progress=True)[0].claims


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX's")
def test_a_disk_that_is_really_full_is_an_error_like_any_other(write_page, tmp_path):
    code = f"""
import resource
from visualcortex import reproduce
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
folder = {str(tmp_path)!r}
large, small = reproduce(["large", "small"], out=folder + "/out", experiments=folder + "/experiments")
print(type(large.error), small.error)
"""
    write_page("large", body="samples = 20_000")
    write_page("small")
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (outcome.returncode, outcome.stdout) == (0, "<class 'OSError'> None\n"), outcome.stderr
    assert _files(tmp_path / "out") == {f"small.{ending}" for ending in ENDINGS} | {"README.md"}
