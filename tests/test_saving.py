"""Files: whole or absent, and with attributes that NetCDF can hold."""

import errno
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from visualcortex import saving

AWKWARD = {
    "none": None,
    "flag": True,
    "numpy_flag": np.bool_(False),
    "held": {"gain": 1.0, "sizes": (1, 2)},
    "window": (1, 2.5),
    "names": ("a", "b"),
    "nested": [[1, 2], [3]],
    "empty": (),
    "array": np.arange(3),
    "scalar": np.float32(0.5),
    "large": 2**80,
    "infinite": float("inf"),
    "path": Path("x"),
    "text": "θ = 45°",
}


def test_any_attribute_can_be_saved_and_the_dataset_is_left_alone(tmp_path):
    data = xr.Dataset({"response": ("x", [1.0, 2.0], dict(AWKWARD))}, coords={"x": ("x", [0, 1], dict(AWKWARD))})
    data.attrs = dict(AWKWARD)
    saving.write({tmp_path / "a.nc": saving.netcdf(data)})
    back = xr.load_dataset(tmp_path / "a.nc", engine="h5netcdf")
    for labels in (back.attrs, back.response.attrs, back.x.attrs):
        assert set(labels) == set(AWKWARD)
        assert (
            labels["text"] == "θ = 45°"
            and labels["flag"] == "true"
            and labels["held"] == '{"gain": 1.0, "sizes": [1, 2]}'
        )
        assert labels["window"].tolist() == [1, 2.5]
    assert data.attrs["flag"] is True and data.x.attrs["none"] is None and data.response.attrs["held"]["gain"] == 1.0


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("old", [False, True])
def test_files_are_whole_or_as_before(tmp_path, error, old):
    def half(path: Path) -> None:
        path.write_text("ha")
        raise error

    if old:
        (tmp_path / "a").write_text("old")
        (tmp_path / "b").write_text("old")
    with pytest.raises(type(error)):
        saving.write({tmp_path / "a": lambda path: path.write_text("new"), tmp_path / "b": half})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == ({"a": "old", "b": "old"} if old else {})


def test_the_fingerprint_depends_on_everything_that_matters(tmp_path):
    page = tmp_path / "page.py"
    page.write_text("a")
    first = saving.fingerprint(page, {"seed": 0}, quick=False)
    assert saving.fingerprint(page, {"seed": np.int64(0)}, quick=False) == first
    assert saving.fingerprint(page, {"seed": 1}, quick=False) != first
    assert saving.fingerprint(page, {"seed": 0}, quick=True) != first
    page.write_text("b")
    assert saving.fingerprint(page, {"seed": 0}, quick=False) != first


def test_the_fingerprint_depends_on_the_versions(tmp_path, monkeypatch):
    page = tmp_path / "page.py"
    page.write_text("a")
    first = saving.fingerprint(page, {})
    monkeypatch.setattr(saving, "_version", lambda name: "0" if name == "jax" else "1")
    assert saving.fingerprint(page, {}) != first


def test_a_folder_that_cannot_be_written_into_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="cannot write into"):
        saving.writable(tmp_path / "file")
