"""PyTorch's files: both forms give the arrays back, and nothing else is ever made of them.

The files are written here, with modules that stand for PyTorch's while they are pickled.
"""

import os
import pickle
import struct
import sys
import types
import zipfile
from collections import OrderedDict

import numpy as np
import pytest

from visualcortex.data.torch_files import read_state

KINDS = {
    "Float": np.float32,
    "Double": np.float64,
    "Half": np.float16,
    "Long": np.int64,
    "Int": np.int32,
    "Byte": np.uint8,
    "Bool": np.bool_,
    "BFloat16": np.uint16,
}
MAGIC = 0x1950A86A20F9469CFC6C


class Storage:
    def __init__(self, kind, numbers, view=None):
        self.kind, self.numbers, self.view = kind, np.asarray(numbers, KINDS[kind]), view
        self.key = str(id(self))


class Tensor:
    def __init__(self, storage, shape, strides, offset=0, rebuild="_rebuild_tensor_v2"):
        self.storage, self.shape, self.strides, self.offset, self.rebuild = storage, shape, strides, offset, rebuild

    def __reduce__(self):
        further = (False, OrderedDict()) if self.rebuild.endswith("v2") else ()
        rebuild = getattr(sys.modules["torch._utils"], self.rebuild)
        return rebuild, (self.storage, self.offset, self.shape, self.strides, *further)


class Parameter:
    """As PyTorch 0.1 pickled parameters: a call and a state."""

    def __init__(self, tensor):
        self.tensor = tensor

    def __reduce__(self):
        return sys.modules["torch.nn.parameter"].Parameter, (self.tensor,), (True, False, OrderedDict())


def tensor(kind, array):
    """A contiguous tensor."""
    array = np.asarray(array, KINDS[kind])
    return Tensor(Storage(kind, array.ravel()), array.shape, tuple(s // array.itemsize for s in array.strides))


@pytest.fixture(autouse=True)
def torch(monkeypatch):
    modules = {name: types.ModuleType(name) for name in ("torch", "torch._utils", "torch.nn", "torch.nn.parameter")}
    names = [("torch", f"{kind}Storage") for kind in KINDS] + [("torch.nn.parameter", "Parameter")]
    names += [("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"), ("torch.nn", "Linear")]
    for module, name in names:
        setattr(modules[module], name, type(name, (), {"__module__": module}))
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)


class Pickler(pickle.Pickler):
    def __init__(self, file, legacy=False):
        super().__init__(file, protocol=2)
        self.legacy, self.storages = legacy, {}

    def persistent_id(self, obj):
        if not isinstance(obj, Storage):
            return None
        self.storages[obj.key] = obj.numbers
        kind = getattr(sys.modules["torch"], f"{obj.kind}Storage")
        return ("storage", kind, obj.key, "cpu", obj.numbers.size) + ((obj.view,) if self.legacy else ())


def write_zip(path, state, byteorder=b"little"):
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open("archive/data.pkl", "w") as file:
            pickler = Pickler(file)
            pickler.dump(state)
        archive.writestr("archive/byteorder", byteorder)
        for key, numbers in pickler.storages.items():
            archive.writestr(f"archive/data/{key}", numbers.tobytes())


def write_legacy(path, state):
    with open(path, "wb") as file:
        for header in (MAGIC, 1001, {"little_endian": True}):
            pickle.dump(header, file, protocol=2)
        pickler = Pickler(file, legacy=True)
        pickler.dump(state)
        pickle.dump(sorted(pickler.storages), file, protocol=2)
        for _, numbers in sorted(pickler.storages.items()):
            file.write(struct.pack("<q", numbers.size) + numbers.tobytes())


@pytest.fixture(params=[write_zip, write_legacy], ids=["zip", "legacy"])
def write(request):
    return request.param


@pytest.fixture
def path(tmp_path):
    return tmp_path / "weights.pth"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "BFloat16"])
def test_every_kind_of_number_comes_back(write, path, kind):
    array = np.random.default_rng(0).integers(0, 2, (3, 4, 2)).astype(KINDS[kind])
    write(
        path, OrderedDict(weight=tensor(kind, array), count=tensor(kind, array[0, 0, 0]), none=tensor(kind, array[:0]))
    )
    state = read_state(path)
    assert list(state) == ["weight", "count", "none"]
    assert {a.dtype for a in state.values()} == {np.dtype(KINDS[kind])}
    np.testing.assert_array_equal(state["weight"], array)
    assert state["count"] == array[0, 0, 0]
    assert state["none"].shape == (0, 4, 2)


def test_bfloat16_becomes_float32(write, path):
    write(path, {"a": tensor("BFloat16", [0x3F80, 0xC020, 0x7F80])})  # sign, 8 bits of exponent, 7 of fraction
    np.testing.assert_array_equal(read_state(path)["a"], np.array([1.0, -2.5, np.inf], np.float32))


def test_strides_and_offsets_are_followed_and_memory_is_shared(write, path):
    numbers = np.arange(30.0)
    storage = Storage("Float", numbers)
    write(path, {"whole": Tensor(storage, (30,), (1,)), "turned": Tensor(storage, (4, 3), (1, 6), offset=5)})
    state = read_state(path)
    np.testing.assert_array_equal(state["turned"], numbers[5:23].reshape(3, 6)[:, :4].T)
    assert np.shares_memory(state["whole"], state["turned"])


def test_a_legacy_view_begins_inside_its_storage(path):
    write_legacy(path, {"a": Tensor(Storage("Float", np.arange(9), view=("7", 4, 5)), (2, 2), (2, 1), offset=1)})
    np.testing.assert_array_equal(read_state(path)["a"], [[5, 6], [7, 8]])


def test_parameters_of_early_pytorch_are_tensors(path):
    early = Tensor(Storage("Float", [1, 2, 3]), (3,), (1,), rebuild="_rebuild_tensor")
    write_legacy(path, {"a": Parameter(early)})
    np.testing.assert_array_equal(read_state(path)["a"], [1, 2, 3])


class Malicious:
    def __reduce__(self):
        return os.mkdir, ("executed",)


@pytest.mark.parametrize("place", ["value", "name", "file"])
def test_nothing_is_executed(write, path, monkeypatch, place):
    monkeypatch.chdir(path.parent)
    evil = {"value": {"a": Malicious()}, "name": {(Malicious(),): 1}, "file": Malicious()}[place]
    write(path, evil)
    with pytest.raises(ValueError, match=r"weights\.pth: the pickle asks for \w+\.mkdir, which is refused"):
        read_state(path)
    assert os.listdir() == ["weights.pth"]


def test_no_part_of_a_legacy_file_executes_anything(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    headers = [MAGIC, 1001, {}, {}, []]
    for part in range(len(headers)):
        with open("weights.pth", "wb") as file:
            for header in [*headers[:part], Malicious()]:
                pickle.dump(header, file, protocol=2)
        with pytest.raises(ValueError, match="mkdir"):
            read_state("weights.pth")
    assert os.listdir() == ["weights.pth"]


def test_a_whole_network_is_refused_by_name(write, path):
    write(path, sys.modules["torch.nn"].Linear)
    with pytest.raises(ValueError, match=r"asks for torch\.nn\.Linear"):
        read_state(path)


def test_a_file_cut_off_anywhere_is_refused(write, path):
    write(path, {"a": tensor("Float", np.arange(6).reshape(2, 3)), "b": tensor("Long", [1, 2])})
    data = path.read_bytes()
    for length in range(0, len(data), 5):
        path.write_bytes(data[:length])
        with pytest.raises(ValueError, match="damaged or cut off"):
            read_state(path)


@pytest.mark.parametrize(
    ("shape", "strides", "offset"),
    [
        ((3, 3), (3, 1), 0),
        ((8,), (1,), 1),
        ((2,), (-1,), 4),
        ((2,), (1,), -1),
        ((2, 2), (1,), 0),
        ((1,), (1,), 8),
        ((2,), (float("nan"),), 0),
    ],
)
def test_a_tensor_cannot_leave_its_storage(write, path, shape, strides, offset):
    write(path, {"a": Tensor(Storage("Float", np.arange(8)), shape, strides, offset)})
    with pytest.raises(ValueError, match=r"weights\.pth is no state dict"):
        read_state(path)


@pytest.mark.parametrize("state", [{"epoch": 3}, [1, 2], {"model": {"a": 1}}])
def test_what_is_no_state_dict_is_refused(write, path, state):
    write(path, state)
    with pytest.raises(ValueError, match="names with tensors are wanted"):
        read_state(path)


def test_other_files_are_refused(path):
    for data in (b"", b"hello", pickle.dumps({"a": 1})):
        path.write_bytes(data)
        with pytest.raises(ValueError, match="no state dict of PyTorch"):
            read_state(path)
    with pytest.raises(FileNotFoundError):
        read_state(path.with_name("absent.pth"))


def test_big_endian_files_are_refused(path):
    write_zip(path, {"a": tensor("Float", [1])}, byteorder=b"big")
    with pytest.raises(ValueError, match="big-endian"):
        read_state(path)
