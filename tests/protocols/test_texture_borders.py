"""Borders are found by one electrode at every site; parameters are drawn from where they are said to be."""

import numpy as np
import pytest
import xarray as xr

from visualcortex import Site, VisualField
from visualcortex.analysis.texture_gradient import boundary, texture_gradient
from visualcortex.models.readout import Pixels
from visualcortex.models.texture import MalikPerona
from visualcortex.protocols.texture_borders import borders, random_parameters

FIELD = VisualField(4.0, 16.0)
AWAY = {"within": 0.2, "beyond": 1.0, "margin": 0.5}


def images(pairs=2, displays=3):
    values = np.random.default_rng(0).random((pairs, displays, *FIELD.shape)).astype(np.float32) - 0.5
    values[0, :, :, FIELD.x > 0] += 0.5
    places = {"pair": list("ab")[:pairs], "display": range(displays), "y": FIELD.y, "x": FIELD.x}
    return xr.DataArray(values, places)


@pytest.fixture(scope="module")
def model():
    return Site(MalikPerona(FIELD, scales=[0.125], orientations=2, gradient_size=0.25, spacing=0.25), "gradient")


def test_the_gradient_of_luminance_is_that_of_the_image():
    shown = images()
    found = borders(Site(Pixels(FIELD), "pixels"), shown, 0.3, **AWAY)
    assert found.excess.dims == ("pair", "display") and found.profile.dims == ("pair", "display", "rf_x")
    maps = shown.rename(y="rf_y", x="rf_x").expand_dims(unit=[0])
    expected = boundary(texture_gradient(maps, 0.3, units="unit"), **AWAY)
    np.testing.assert_allclose(found.excess, expected.excess, rtol=1e-4, atol=1e-6)
    assert (found.excess.sel(pair="a") > 3 * abs(found.excess.sel(pair="b"))).all()


def test_a_gradient_is_taken_as_it_is_and_parameters_are_of_the_model(model):
    shown = images(displays=2)
    found, wider = (borders(model, shown, **AWAY, gradient_size=size).excess for size in (0.25, 0.4))
    np.testing.assert_allclose(found, borders(model, shown, **AWAY).excess, rtol=1e-5)
    assert (abs(found - wider) > 1e-3 * abs(found)).all()


def test_a_border_is_looked_for_where_it_is_said_to_be():
    shown, camera = images(pairs=1), Site(Pixels(FIELD), "pixels")
    away, there = borders(camera, shown, 0.1, at=0.5, **AWAY), borders(camera, shown, 0.1, **AWAY)
    assert (away.excess < there.excess / 3).all() and there.profile.identical(away.profile)
    moved = shown.roll(x=round(0.5 * FIELD.resolution))
    assert (borders(camera, moved, 0.1, at=0.5, **AWAY).excess > 3 * borders(camera, moved, 0.1, **AWAY).excess).all()


def test_what_is_shown_are_displays(model):
    with pytest.raises(ValueError, match=r"\(…, display, y, x\), not \(pair, y, x\)"):
        borders(model, images().isel(display=0, drop=True), **AWAY)


def test_parameters_lie_in_their_ranges_and_follow_from_the_seed(model):
    drawn = random_parameters(model, 200, octaves=0.5, seed=1, inhibition=(0.0, 0.9))
    assert set(drawn) == set(model.model.parameters) and drawn.sizes == {"set": 200}
    assert 0 <= drawn.inhibition.min() < 0.1 and 0.8 < drawn.inhibition.max() <= 0.9
    octaves = np.log2(drawn.gradient_size / 0.25)
    assert -0.5 <= octaves.min() < -0.45 and 0.45 < octaves.max() <= 0.5
    assert drawn.identical(random_parameters(model, 200, octaves=0.5, seed=1, inhibition=(0.0, 0.9)))
    assert abs(np.corrcoef(drawn.inhibition, drawn.elongation)[0, 1]) < 0.2


def test_what_is_not_there_is_refused(model):
    with pytest.raises(ValueError, match="no parameter 'alpha'"):
        random_parameters(model, 3, alpha=(0.0, 1.0))
    with pytest.raises(ValueError, match="sets"):
        random_parameters(model, 0)
