"""Units of a site are one population or several, and each of them tells what it tells."""

import numpy as np
import pytest
import xarray as xr

from visualcortex import Site, VisualField
from visualcortex.models.readout import Layers, SpatialPool
from visualcortex.models.texture import FilterRectifyFilter
from visualcortex.protocols.segregation import populations, told_apart
from visualcortex.protocols.textures import drawn

FIELD = VisualField(2.0, 16.0)
LOOK = {"count": 2, "stroke": 0.125}


@pytest.fixture(scope="module")
def images():
    return drawn(FIELD, {"plus": "+", "square": "square"}, displays=2, **LOOK)


def filters():
    return SpatialPool(FilterRectifyFilter(FIELD, kinds=["DOG1"], scales=[0.125, 0.25]), pooling="SUM")


def test_axes_of_a_site_become_one_or_several_populations(images):
    site = Site(Layers(filters(), ["squared", "absolute"]), "layers")
    (whole,) = populations("energy", site, images).values()
    parts = populations("energy", site, images, apart="layer")
    assert list(parts) == ["energy squared", "energy absolute"]
    assert whole.dims == ("micropattern", "display", "unit") and whole.sizes["unit"] == 4
    np.testing.assert_array_equal(parts["energy absolute"], whole[..., 2:])
    with pytest.raises(ValueError, match="no axis 'feature_2'"):
        populations("energy", site, images, apart="feature_2")


def test_what_is_seen_is_told_from_what_is_not():
    noise = np.random.default_rng(0).standard_normal((2, 3, 24, 5))
    noise[:, 2] += 3
    places = {"micropattern": ["plus", "again", "square"], "display": np.arange(24)}
    found = {
        name: xr.DataArray(one[..., :units], places, ("micropattern", "display", "unit"), name="response")
        for name, one, units in zip(("first", "an earlier one"), noise, (5, 2), strict=True)
    }
    judged = told_apart(found, [("plus", "square"), ("plus", "again")], ("plus", "square"))
    seen, same = (judged.sel(pair=f"plus / {name}") for name in ("square", "again"))
    assert list(judged.site.values) == list(found) and judged.left_out.sizes["display"] == 24
    assert (seen.relative_distance == 1).all() and (abs(seen.distance - 9) < 2).all()
    assert ((same.relative_lower < 0) & (same.relative_upper > 0) & (same.relative_upper < 0.15)).all()
