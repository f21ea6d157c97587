import numpy as np
import pytest

from visualcortex.field import VisualField


def test_fields_compare_and_hash_by_value():
    assert VisualField(4, 16) == VisualField((4.0, 4.0), 16.0)
    assert len({VisualField(4, 16), VisualField(4.0, 16), VisualField(4, 8)}) == 2


def test_samples_are_centred_and_the_top_row_comes_first():
    field = VisualField(extent=(3, 2), resolution=4)
    assert field.shape == (8, 12)
    np.testing.assert_allclose(field.x, -field.x[::-1])
    np.testing.assert_allclose(np.diff(field.x), 0.25)
    assert field.y[0] > field.y[-1]


def test_the_mesh_broadcasts_to_an_image():
    x, y = VisualField(extent=(3, 2), resolution=4).mesh()
    assert (x + y).shape == (8, 12)


@pytest.mark.parametrize("extent", [0, -1, float("nan"), float("inf"), (4, 0), (1, 2, 3)])
def test_an_impossible_extent_is_refused(extent):
    with pytest.raises(ValueError, match=r"extent|width|height"):
        VisualField(extent, 16)


@pytest.mark.parametrize("resolution", [0, -2, float("nan")])
def test_an_impossible_resolution_is_refused(resolution):
    with pytest.raises(ValueError, match="resolution"):
        VisualField(4, resolution)


def test_a_field_without_a_sample_is_refused():
    with pytest.raises(ValueError, match="no sample"):
        VisualField(0.01, 1)
