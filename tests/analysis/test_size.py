import numpy as np
import xarray as xr

from visualcortex.analysis.size import preferred_size, suppression_index

DIAMETERS = np.array([0.25, 0.5, 1, 2, 4, 8])


def response(values, diameters=DIAMETERS):
    return xr.DataArray(values, coords={"diameter": diameters}, dims=("cell", "diameter")[-np.ndim(values) :])


def test_the_smallest_size_near_the_maximum_is_preferred():
    cells = response([[1, 5, 9.6, 10, 8, 4], [1, 2, 3, 4, 5, 6.0], [0, 0, 0, 0, 0, 0]])
    found = preferred_size(cells)
    np.testing.assert_array_equal(found, [1, 8, np.nan])
    assert (found.name, found.attrs["units"]) == ("preferred_diameter", "deg")


def test_suppression_compares_the_largest_size_with_the_best():
    cells = response([[1, 5, 9.6, 10, 8, 4], [1, 2, 3, 4, 5, 6.0], [0, 0, 0, 0, 0, 0]])
    np.testing.assert_allclose(suppression_index(cells), [0.6, 0, np.nan])


def test_the_order_of_presentation_does_not_matter():
    curve, order = np.array([1, 5, 9.6, 10, 8, 4]), [3, 1, 5, 0, 2, 4]
    shuffled = response(curve[order], DIAMETERS[order])
    assert suppression_index(shuffled) == suppression_index(response(curve))
    assert preferred_size(shuffled) == preferred_size(response(curve))
