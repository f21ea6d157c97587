"""The place of a parabola's minimum is found whatever points of it are known."""

import numpy as np
import pytest
import xarray as xr

from visualcortex.analysis.minimum import place_of_minimum

PLACES = [0.5, 0.6, 0.75, 1.0, 1.25, 1.6]


def curve(vertex, at=PLACES):
    size = xr.DataArray(at, dims="size", attrs={"units": "deg"})
    return xr.DataArray(3 * (np.array(at) - vertex) ** 2 + 1, {"size": size})


@pytest.mark.parametrize("vertex", [0.65, 0.8, 1.0, 1.21, 1.4])
def test_a_parabola_has_its_minimum_at_the_vertex(vertex):
    assert place_of_minimum(curve(vertex), "size").item() == pytest.approx(vertex, abs=1e-9)


def test_an_end_is_not_left():
    assert place_of_minimum(curve(0.2), "size").item() == PLACES[0]
    assert place_of_minimum(curve(3.0), "size").item() == PLACES[-1]
    assert place_of_minimum(0 * curve(1.0), "size").item() == PLACES[0]


def test_other_dimensions_pass_through_and_gaps_are_passed_on():
    several = xr.concat([curve(0.8), curve(1.1).where(curve(1.1)["size"] != 1.0)], "site")
    found = place_of_minimum(several.transpose("size", "site"), "size")
    assert found.dims == ("site",) and found.attrs["units"] == "deg"
    np.testing.assert_allclose(found, [0.8, np.nan], atol=1e-9)


@pytest.mark.parametrize(
    ("values", "words"),
    [(curve(1.0).rename(size="contrast"), "'size'"), (curve(1.0, [1.0, 2.0]), "three"), (curve(1.0)[::-1], "rise")],
)
def test_errors(values, words):
    with pytest.raises(ValueError, match=words):
        place_of_minimum(values, "size")
