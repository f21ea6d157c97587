import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.layers.lattice import Lattice, covering


@pytest.mark.parametrize("extent", [4.0, (6.0, 3.0), 4.1])
@pytest.mark.parametrize("resolution", [16, 15, 7])
def test_a_lattice_is_symmetric_and_has_a_unit_at_the_centre_of_gaze(extent, resolution):
    axes = covering(VisualField(extent, resolution), 0.5, 1.0).axes
    for positions in axes.values():
        assert 0.0 in positions
        np.testing.assert_allclose(positions, -np.array(positions)[::-1], atol=1e-6)
    assert axes["rf_y"][0] >= axes["rf_y"][-1]


def test_a_small_field_holds_one_unit():
    assert covering(VisualField(1.0, 16), 0.5, 1.0).shape == (1, 1)


@pytest.mark.parametrize("samples", [31, 32, 40, 41])
@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 5)])
def test_a_window_is_centred_on_each_unit(samples, shape):
    field = VisualField(samples / 10, 10)
    lattice = Lattice(field, 0.4, shape)
    x, y, (top, left) = lattice.window()
    first_x = field.x[0] - left / field.resolution + (x.shape[1] - 1) / 2 / field.resolution
    first_y = field.y[0] + top / field.resolution - (y.shape[0] - 1) / 2 / field.resolution
    assert first_x == pytest.approx(lattice.axes["rf_x"][0], abs=1e-5)
    assert first_y == pytest.approx(lattice.axes["rf_y"][0], abs=1e-5)
    assert x.size in (samples, samples + 1)


def test_a_lattice_larger_than_the_field_is_refused():
    with pytest.raises(ValueError, match="do not fit"):
        Lattice(VisualField(2.0, 16), 0.5, (9, 9))


@pytest.mark.parametrize(("spacing", "shape"), [(0, (1, 1)), (-1, (1, 1)), (0.5, (0, 1))])
def test_an_empty_lattice_is_refused(spacing, shape):
    with pytest.raises(ValueError, match="positive spacing"):
        Lattice(VisualField(2.0, 16), spacing, shape)
