"""PyTorch's weight files (``.pth``), read with numpy alone.

A file is a pickle of names, shapes and strides, with the numbers beside it: in a zip archive since PyTorch 1.6, behind
it in the same stream before ("legacy"). The pickle is read as data: what it would call stands for plain records here.

Reference:
    torch/serialization.py and torch/_utils.py of PyTorch 2.13 and 0.1.
"""

import io
import zipfile
from collections import OrderedDict
from operator import index
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from visualcortex.data import pickles

_MAGIC = 0x1950A86A20F9469CFC6C
_DTYPES = {
    "Float": "<f4",
    "Double": "<f8",
    "Half": "<f2",
    "BFloat16": "<u2",
    "Long": "<i8",
    "Int": "<i4",
    "Short": "<i2",
    "Char": "i1",
    "Byte": "u1",
    "Bool": "?",
}


class _Storage(NamedTuple):
    """A row of numbers: of which kind, which one in the file, and where a view of it begins."""

    kind: str
    key: str
    start: int


class _Tensor:
    """How a tensor walks through its storage."""

    def __init__(self, storage: _Storage, offset: int, shape: tuple, strides: tuple, *_: Any) -> None:
        self.storage, self.start = storage, index(storage.start) + index(offset)
        self.shape, self.strides = tuple(map(index, shape)), tuple(map(index, strides))

    def __setstate__(self, state: Any) -> None:
        """Parameters of early PyTorch bring flags and hooks, of no use here."""


_State = dict[str, _Tensor]
_Storages = dict[str, np.ndarray]


def read_state(path: str | Path) -> dict[str, np.ndarray]:
    """Read a state dict, as ``torch.save(model.state_dict(), path)`` writes it, in either form.

    Args:
        path: a ``.pth`` or ``.pt`` file.

    Returns:
        name -> array, in the order of the file: read-only views, which share memory where the tensors did. bfloat16,
        which numpy lacks, becomes float32; every other kind stays.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is damaged, cut off or no state dict, or its pickle names a global that no state dict needs
            (the error says which).
    """
    try:
        with open(path, "rb") as file:
            zipped = file.read(2) == b"PK"
            file.seek(0)
            state, storages = (_read_zip if zipped else _read_legacy)(file)
        return {name: _array(tensor, storages[tensor.storage.key]) for name, tensor in state.items()}
    except pickles.RefusedError as refused:
        raise ValueError(
            f"{path}: {refused}; a state dict, torch.save(model.state_dict(), …), needs no such thing"
        ) from None
    except FileNotFoundError:
        raise
    except Exception as error:  # damaged bytes can raise nearly anything
        raise ValueError(f"{path} is no state dict of PyTorch, or is damaged or cut off: {error}") from error


def _read_zip(file: BinaryIO) -> tuple[_State, _Storages]:
    with zipfile.ZipFile(file) as archive:
        root = min((n for n in archive.namelist() if n.endswith("data.pkl")), key=len).removesuffix("data.pkl")
        if f"{root}byteorder" in archive.namelist() and archive.read(f"{root}byteorder") != b"little":
            raise ValueError("it was written on a big-endian machine")
        state = _tensors(pickles.load(io.BytesIO(archive.read(f"{root}data.pkl")), _GLOBALS, _storage))
        kinds = _kinds(state)
        return state, {key: _numbers(kind, archive.read(f"{root}data/{key}")) for key, kind in kinds.items()}


def _read_legacy(file: BinaryIO) -> tuple[_State, _Storages]:
    if pickles.load(file, {}) != _MAGIC:
        raise ValueError("it does not begin as PyTorch's files do")
    _version, _machine = pickles.load(file, {}), pickles.load(file, {})
    state = _tensors(pickles.load(file, _GLOBALS, _storage))
    kinds = _kinds(state)
    return state, {str(key): _next_storage(file, kinds[str(key)]) for key in pickles.load(file, {})}


def _next_storage(file: BinaryIO, kind: str) -> np.ndarray:
    """A legacy storage: the count as int64, then the numbers."""
    count = int.from_bytes(file.read(8), "little")
    size = count * np.dtype(_DTYPES[kind]).itemsize
    if len(data := file.read(size)) < size:
        raise ValueError(f"{size} bytes of numbers expected, {len(data)} found")
    return _numbers(kind, data)


def _tensors(state: Any) -> _State:
    if not isinstance(state, dict) or not all(isinstance(tensor, _Tensor) for tensor in state.values()):
        raise ValueError("names with tensors are wanted, and nothing else")
    return state


def _kinds(state: _State) -> dict[str, str]:
    return {tensor.storage.key: tensor.storage.kind for tensor in state.values()}


def _numbers(kind: str, data: bytes) -> np.ndarray:
    numbers = np.frombuffer(data, _DTYPES[kind])
    return (numbers.astype("<u4") << 16).view("<f4") if kind == "BFloat16" else numbers


def _array(tensor: _Tensor, numbers: np.ndarray) -> np.ndarray:
    steps = [(n - 1) * stride for n, stride in zip(tensor.shape, tensor.strides, strict=True)]
    last = tensor.start + sum(steps)
    if 0 not in tensor.shape and (min(tensor.start, *steps, *tensor.shape, 0) < 0 or last >= len(numbers)):
        raise ValueError(f"a tensor of shape {tensor.shape} leaves its storage of {len(numbers)} numbers")
    strides = [stride * numbers.itemsize for stride in tensor.strides]
    return np.lib.stride_tricks.as_strided(numbers[tensor.start :], tensor.shape, strides, writeable=False)


def _storage(identity: tuple) -> _Storage:
    """The record of ('storage', kind, key, device, count), in legacy files also None or a view (key, start, count)."""
    _, kind, key, _, _, *view = identity
    return _Storage(kind, str(key), view[0][1] if view and view[0] else 0)


def _parameter(tensor: _Tensor, *_: Any) -> _Tensor:
    return tensor


_GLOBALS: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor"): _Tensor,
    ("torch._utils", "_rebuild_tensor_v2"): _Tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("torch.nn.parameter", "Parameter"): _parameter,
} | {(module, f"{kind}Storage"): kind for module in ("torch", "torch.cuda") for kind in _DTYPES}
