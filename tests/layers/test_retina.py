import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.layers.retina import CentreSurround
from visualcortex.stimuli import grating, spot

FIELD = VisualField(4.0, 12.0)


def test_on_and_off_cells_answer_opposite_contrasts():
    cells = CentreSurround(FIELD)
    light, dark = (cells(spot(FIELD, diameter=0.3, contrast=c)) for c in (1.0, -1.0))
    np.testing.assert_allclose(light[0], dark[1], atol=1e-6)
    assert light[0].max() == light[0, 23:25, 23:25].max() > 0


def test_a_balanced_surround_is_blind_to_uniform_light():
    middle = CentreSurround(FIELD)(jnp.ones(FIELD.shape))[:, 23:25, 23:25]
    np.testing.assert_allclose(middle, 0, atol=1e-5)


def test_gain_control_compresses_contrast():
    cells = CentreSurround(FIELD, semi_saturation=0.05)
    weak, strong = (float(cells(grating(FIELD, spatial_frequency=2.0, contrast=c)).max()) for c in (0.1, 1.0))
    assert weak < strong < 3 * weak


def test_a_high_semi_saturation_leaves_cells_linear():
    cells = CentreSurround(FIELD, semi_saturation=1e4)
    weak, strong = (float(cells(grating(FIELD, spatial_frequency=2.0, contrast=c)).max()) for c in (0.1, 1.0))
    assert strong == pytest.approx(10 * weak, rel=1e-3)


def test_samples_too_coarse_for_the_centre_are_refused():
    with pytest.raises(ValueError, match="samples/deg"):
        CentreSurround(VisualField(4.0, 4.0), centre=0.1)
