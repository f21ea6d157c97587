import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli.charts import rings_and_wedges

FIELD = VisualField(extent=20.0, resolution=16.0)
X, Y = FIELD.mesh()


@pytest.mark.parametrize(("eccentricity", "expected"), [(2.0, -1), (3.0, 1), (6.0, -1), (0.9, 1)])
def test_checks_alternate_from_ring_to_ring(eccentricity, expected):
    image = np.asarray(rings_and_wedges(FIELD, wedges=8, contrast=0.5))
    column = np.abs(FIELD.x - eccentricity * np.cos(np.pi / 8)).argmin()
    row = np.abs(FIELD.y - eccentricity * np.sin(np.pi / 8)).argmin()
    assert image[row, column] == expected * -0.5


def test_a_turn_by_one_wedge_exchanges_light_and_dark():
    image = np.asarray(rings_and_wedges(FIELD, wedges=4))
    np.testing.assert_allclose(np.rot90(image), -image, atol=2e-4)


def test_enlarged_by_the_ratio_it_it_is_its_own_negative():
    small = np.asarray(rings_and_wedges(FIELD, eccentricity=1.0, ratio=2.0, wedges=6))
    large = np.asarray(rings_and_wedges(FIELD, eccentricity=2.0, ratio=2.0, wedges=6))
    outside = np.hypot(X, Y) > 2.2
    np.testing.assert_allclose(small[outside], -large[outside], atol=2e-4)
