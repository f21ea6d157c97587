"""What is its own mirror image, and what is not."""

import numpy as np
import pytest
import xarray as xr
from scipy.ndimage import shift

from visualcortex.analysis.handedness import mirror_likeness

GRID = np.arange(21) - 10.0
Y, X = np.meshgrid(-GRID, GRID, indexing="ij")


def gabor(degrees=25.0, phase=0.0):
    angle = np.deg2rad(degrees)
    across = X * np.cos(angle) + Y * np.sin(angle)
    return np.cos(0.9 * across + phase) * np.exp(-(X**2 + Y**2) / 25)


def hook():
    """Two bars at right angles, one longer: not to be superposed on its mirror image."""
    bars = (abs(X + 3) < 1.5) & (abs(Y) < 7) | (abs(Y - 5.5) < 1.5) & (X > -3) & (X < 4)
    return np.where(bars, 1.0, 0.0) - bars.mean()


def likeness(pattern, **options):
    return float(mirror_likeness(xr.DataArray(pattern, dims=("y", "x")), **options))


@pytest.mark.parametrize("phase", [0.0, np.pi / 2])
def test_a_grating_patch_is_its_own_mirror_image(phase):
    assert likeness(gabor(phase=phase)) > 0.97


def test_a_hook_is_not():
    assert likeness(hook()) < 0.8


def test_where_a_pattern_lies_does_not_count():
    assert likeness(shift(gabor(), (2, -1))) > 0.95


def test_every_pattern_is_judged_by_itself():
    both = xr.DataArray([gabor(), hook(), np.zeros_like(X)], dims=("kernel", "row", "column"))
    found = mirror_likeness(both, ("row", "column"), step=10)
    assert found.dims == ("kernel",) and found.attrs["units"] == "1"
    np.testing.assert_allclose(found[:2], [likeness(gabor(), step=10), likeness(hook(), step=10)])
    assert np.isnan(found[2])


def test_errors():
    with pytest.raises(ValueError, match="no dimension 'y'"):
        mirror_likeness(xr.DataArray(np.zeros((3, 3)), dims=("row", "column")))
    with pytest.raises(ValueError, match="not square"):
        mirror_likeness(xr.DataArray(np.zeros((3, 4)), dims=("y", "x")))
