"""A small page, written into a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

PAGE = '''"""A made-up experiment.

Does the response grow with {name}?

What this does not show: anything about the cortex.
"""

from pathlib import Path

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from visualcortex.experiment import Claim

QUICK = {{"samples": 4}}
VECTORISED = ("exponent",)


def run(samples: int = 8, exponent: float = 2.0, gain: float = 1.0, seed: int = 0) -> xr.Dataset:
    with open(Path(__file__).with_suffix(".runs"), "a") as runs:
        print(samples, exponent, gain, seed, file=runs)
    {body}
    x = np.linspace(0, 1, samples)
    response = xr.DataArray(x, dims="x", coords={{"x": x}}, attrs={{"units": "spikes/s", "place": None}})
    exponents = xr.DataArray(np.atleast_1d(np.asarray(exponent, float)), dims="exponent")
    response = gain * response ** (exponents if np.ndim(exponent) else float(exponent)) + seed
    return xr.Dataset({{"response": response}}, attrs={{"folded": True, "window": (1, 2), "held": {{"gain": gain}}}})


def plot(data: xr.Dataset) -> Figure:
    drawing = Figure(figsize=(1, 1))
    drawing.subplots().plot(data.x, data.response)
    return drawing


def claims(data: xr.Dataset) -> list[Claim]:
    return [{claims}]
'''
CLAIMS = """
    Claim("it grows", data.response[-1], published=0, holds=data.response[-1] > data.response[0]),
    Claim("it is large", data.response.max(), published="> 100", holds=data.response.max() > 100,
          expected="fails: nothing [here] is large"),
    Claim("it is smooth", "yes", holds=data.sizes["x"] > 4, kind="control", needs_full=True),
"""


@pytest.fixture
def write_page(tmp_path: Path) -> Callable[..., Path]:
    """Writes a page NAME into ``tmp_path/experiments``, with more lines in its ``run`` or with other claims."""

    def write(name: str = "made_up", *, body: str = "", claims: str = CLAIMS) -> Path:
        folder = tmp_path / "experiments"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(PAGE.format(name=name, body=body, claims=claims))
        return folder

    return write


@pytest.fixture
def runs(tmp_path: Path) -> Callable[[str], list[str]]:
    """How often a page was run, and with what."""

    def read(name: str = "made_up") -> list[str]:
        path = tmp_path / "experiments" / f"{name}.runs"
        return path.read_text().splitlines() if path.exists() else []

    return read
