"""Crops of textures: side by side, of mean 0 and one contrast, without a border."""

import numpy as np
import pytest

from visualcortex.data.pictures import picture
from visualcortex.field import VisualField
from visualcortex.protocols.crops import crops, periodic

FIELD = VisualField((2.0, 1.0), 32.0)


def reduced(name, top, left):
    """The mean of 2 × 2 samples, at some place of a picture."""
    rows, columns = FIELD.shape
    seen = picture(name)[2 * top : 2 * (top + rows), 2 * left : 2 * (left + columns)]
    return (seen[::2, ::2] + seen[1::2, ::2] + seen[::2, 1::2] + seen[1::2, 1::2]) / 4


def test_photographs_are_cut_up_and_textures_are_drawn():
    found = crops(FIELD, ["T", "gravel", "grass"], displays=6, count=3, pitch=0.4, size=0.2)
    assert found.dims == ("micropattern", "display", "y", "x") and found.shape == (3, 6, *FIELD.shape)
    for display, (top, left) in {0: (0, 0), 1: (0, 64), 5: (32, 64)}.items():
        expected = periodic(reduced("gravel", top, left))
        one = found.sel(micropattern="gravel", display=display)
        np.testing.assert_allclose(one, 0.25 * expected / expected.std(), atol=1e-5)
    flat = found.values.reshape(18, -1)
    np.testing.assert_allclose(flat.mean(1), 0, atol=1e-6)
    np.testing.assert_allclose(flat.std(1), 0.25, atol=1e-6)
    assert abs(np.corrcoef(flat) - np.eye(18)).max() < 0.5 and found.y.values[0] == FIELD.y[0]


def test_what_is_periodic_already_stays():
    bar = np.zeros((24, 36))
    bar[8:12, 10:30] = 1
    np.testing.assert_allclose(periodic(bar), bar - bar.mean(), atol=1e-6)


def test_inside_it_is_curved_as_before_and_at_the_border_there_is_no_edge():
    crop = reduced("brick", 0, 0).astype(float)
    found = periodic(crop)
    curvature = [image[1:-1, :-2] + image[1:-1, 2:] + image[:-2, 1:-1] + image[2:, 1:-1] for image in (found, crop)]
    np.testing.assert_allclose(curvature[0] - 4 * found[1:-1, 1:-1], curvature[1] - 4 * crop[1:-1, 1:-1], atol=1e-5)
    for side in ([0, -1], (slice(None), [0, -1])):
        jump, before = (np.diff(image[side], axis=0 if side == [0, -1] else 1) for image in (found, crop))
        assert abs(jump).mean() < abs(before).mean() / 2
    assert np.corrcoef(found[8:-8, 8:-8].ravel(), crop[8:-8, 8:-8].ravel())[0, 1] > 0.9 and found.dtype == np.float32


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (["gravel"], {"displays": 33}, "gravel has 32 crops of 32 × 64 samples, not 33"),
        (["gravel"], {"displays": 0}, "displays must be a whole number"),
        (["gravel"], {"deviation": 0.0}, "deviation must be positive"),
        (["gravle"], {}, "no micropattern 'gravle'"),
        (["T"], {"sise": 1.0}, "no look 'sise'"),
        ([], {}, "name"),
    ],
)
def test_what_cannot_be_shown_is_refused(names, options, message):
    with pytest.raises(ValueError, match=message):
        crops(FIELD, names, **options)
