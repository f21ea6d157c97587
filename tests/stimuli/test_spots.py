"""Spots and rings: area, place and sign."""

import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.stimuli import annulus, spot

FIELD = VisualField(extent=(4, 3), resolution=16)
X, Y = FIELD.mesh()


@pytest.mark.parametrize("diameter", [0.25, 0.77, 2.0])
def test_the_mean_of_a_spot_is_its_share_of_the_field(diameter):
    image = spot(FIELD, diameter=diameter, contrast=-0.5, x=0.2, y=0.11)
    assert float(image.mean()) == pytest.approx(-0.5 * np.pi * diameter**2 / 4 / 12, rel=0.01)


def test_a_spot_to_the_upper_right_is_drawn_there():
    image = np.asarray(spot(FIELD, diameter=0.5, x=1.0, y=0.5))
    assert (image * X).sum() / image.sum() == pytest.approx(1.0, abs=0.01)
    assert (image * Y).sum() / image.sum() == pytest.approx(0.5, abs=0.01)
    assert image[: FIELD.shape[0] // 2, FIELD.shape[1] // 2 :].sum() == pytest.approx(image.sum())


def test_a_spot_without_diameter_is_nothing_and_an_infinite_one_all():
    assert not spot(FIELD, diameter=0.0).any()
    np.testing.assert_array_equal(spot(FIELD, diameter=np.inf, contrast=0.5), 0.5)


def test_spot_and_annulus_make_a_larger_spot():
    parts = spot(FIELD, diameter=1.1, x=0.3) + annulus(FIELD, inner_diameter=1.1, diameter=2.3, x=0.3)
    np.testing.assert_allclose(parts, spot(FIELD, diameter=2.3, x=0.3), atol=1e-6)


def test_the_area_of_an_annulus():
    image = annulus(FIELD, inner_diameter=0.8, diameter=2.0)
    assert float(image.sum()) / FIELD.resolution**2 == pytest.approx(np.pi * (1 - 0.16), rel=0.003)
