import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.layers.lattice import covering
from visualcortex.layers.simple import AfferentCells, GaborCells
from visualcortex.stimuli import grating

LATTICE = covering(VisualField(4.0, 16.0), 0.5, 1.0)
ORIENTATIONS = (0.0, 45.0, 90.0, 135.0)


@pytest.fixture(scope="module")
def cells():
    return GaborCells(LATTICE, orientations=ORIENTATIONS)


@pytest.fixture(scope="module")
def drive(cells):
    return jax.jit(lambda **g: cells(grating(LATTICE.field, spatial_frequency=2.0, **g))[0, :, :, 2, 2])


def test_a_matching_grating_drives_a_cell_by_one(drive):
    for o, orientation in enumerate(ORIENTATIONS):
        for p, phase in enumerate((0.0, 90.0, 180.0, 270.0)):
            assert float(drive(orientation=orientation, phase=phase)[o, p]) == pytest.approx(1, abs=0.02)


def test_opposite_phases_are_opposite_cells(drive):
    response = drive(orientation=30.0, phase=20.0)
    np.testing.assert_allclose(response[:, 2:], -response[:, :2], atol=1e-6)


def test_uniform_light_drives_no_cell(cells):
    uniform = cells(jnp.ones(LATTICE.field.shape))[..., 2, 2]
    np.testing.assert_allclose(uniform, 0, atol=1e-5)


def test_offsets_move_receptive_fields_along_their_own_axis():
    moved = GaborCells(LATTICE, orientations=(90.0,))
    image = jnp.asarray(np.random.default_rng(0).normal(size=LATTICE.field.shape), jnp.float32)
    here = moved(image, [[0.0, 0.0]])[0]
    along, across = moved(image, [[0.0, 0.5], [0.5, 0.0]])
    np.testing.assert_allclose(along[..., 1:, :], here[..., :-1, :], atol=1e-4)  # 90°: along is up
    np.testing.assert_allclose(across[..., :, 1:], here[..., :, :-1], atol=1e-4)  # and across is to the left


def test_a_row_of_afferents_lies_along_the_preferred_orientation():
    x, y = AfferentCells(LATTICE, orientations=ORIENTATIONS, afferents=5, spacing=0.2).positions()
    assert x.shape == (1, 4, 5)
    np.testing.assert_allclose(x[0, 0], [-0.4, -0.2, 0, 0.2, 0.4], atol=1e-6)
    np.testing.assert_allclose(x[0, 1], y[0, 1], atol=1e-6)
    np.testing.assert_allclose(x[0, 2], 0, atol=1e-6)


def test_a_row_reads_the_lgn_where_it_lies():
    cells = AfferentCells(LATTICE, orientations=(0.0,), afferents=1)
    x, y = LATTICE.field.mesh()
    lgn = jnp.stack([x + 0 * y, y + 0 * x])
    drive = cells(lgn)[0, 0]
    np.testing.assert_allclose(drive[0, 0], LATTICE.axes["rf_x"], atol=1e-5)
    np.testing.assert_allclose(drive[1, :, 0], LATTICE.axes["rf_y"], atol=1e-5)
