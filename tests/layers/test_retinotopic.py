import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from visualcortex import retinotopy
from visualcortex.field import VisualField
from visualcortex.layers.retinotopic import Retinotopic

FIELD = VisualField(extent=(12.0, 8.0), resolution=8.0)
X, Y = FIELD.mesh()
ECCENTRICITY = np.hypot(X, Y)
SMOOTH = jnp.asarray(np.cos(2 * np.pi * 0.25 * X) * np.cos(2 * np.pi * 0.2 * Y + 1), jnp.float32)
FAINT = jnp.flip(SMOOTH, 0) ** 2
GREY = jnp.full(FIELD.shape, 0.5, jnp.float32)
STRIPES = jnp.asarray(np.cos(2 * np.pi * 3 * X) + 0 * Y, jnp.float32)
PLACES = jnp.asarray(X + 0 * Y), jnp.asarray(Y + 0 * X)
IMAGES = jnp.stack([SMOOTH, FAINT, 2 * SMOOTH - FAINT, GREY, STRIPES, *PLACES])
QUICKLY = {"xla_backend_optimization_level": 0}


def returned(layer, image):
    """The cortical image and what comes back."""
    return layer(image), layer.inverse(layer(image))


EVERY = jax.jit(jax.vmap(returned, (None, 0)), compiler_options=QUICKLY)
WHERE = jax.jit(lambda layer: (layer.mask, *layer.positions), compiler_options=QUICKLY)

# the second is finer than the image everywhere, so that nothing is blurred
LAYER, FINE, COARSE = (Retinotopic(FIELD, resolution=resolution) for resolution in (3.0, 5.0, 1.0))
CORTICAL, BACK = EVERY(LAYER, IMAGES)
FINELY, _ = EVERY(FINE, IMAGES)
COARSELY, _ = EVERY(COARSE, IMAGES)


def test_the_image_of_an_image_has_the_layers_axes_in_mm():
    assert CORTICAL[0].shape == tuple(len(places) for places in LAYER.axes.values())
    assert CORTICAL.dtype == jnp.float32
    rows, columns = LAYER.axes["cortex_y"], LAYER.axes["cortex_x"]
    assert rows[0] == -rows[-1] > 0 and columns[-1] == -columns[0] > 0
    np.testing.assert_allclose(np.diff(columns), 1 / 3)
    np.testing.assert_allclose(np.diff(rows), -1 / 3)


@pytest.mark.parametrize("b", [np.inf, 100.0])
def test_the_sheet_is_just_large_enough_for_the_field(b):
    layer = Retinotopic(FIELD, resolution=3.0, b=b)
    u, v = (np.abs(place).max() for place in retinotopy.dipole(*FIELD.mesh(), b=b))
    assert 0 <= layer.axes["cortex_x"][-1] - u < 2 / 3
    assert 0 <= layer.axes["cortex_y"][0] - v < 2 / 3


@pytest.mark.parametrize("layer", [LAYER, FINE, COARSE])
def test_levels_of_blur_reach_just_as_far_as_the_coarsest_sample(layer):
    mask, x, y = WHERE(layer)
    mm = np.asarray(retinotopy.magnification_at(x, y))[np.asarray(mask)].min()
    coarsest = max(FIELD.resolution / (layer.resolution * mm), 1)
    assert layer._levels == 1 + np.ceil(np.log2(coarsest))


def test_each_sample_shows_the_place_it_stands_for():
    mask, *places = WHERE(FINE)
    for seen, place, shown in zip(FINELY[-2:], places, PLACES, strict=True):
        np.testing.assert_allclose(seen, jnp.where(mask, jnp.clip(place, -shown.max(), shown.max()), 0), atol=2e-5)


def test_the_right_field_is_on_the_right_and_the_upper_field_above():
    columns, rows = np.array(LAYER.axes["cortex_x"]), np.array(LAYER.axes["cortex_y"])
    mask, x, y = (np.asarray(place) for place in WHERE(LAYER))
    assert (x[mask & (columns > 0)] >= -1e-3).all() and (x[mask & (columns < 0)] <= 1e-3).all()
    assert (np.sign(y)[mask] == np.sign(rows[:, None] + 0 * columns)[mask]).all()


def test_outside_the_mask_is_grey_and_the_mask_has_the_area_of_the_map():
    mask = np.asarray(WHERE(LAYER)[0])
    assert not np.asarray(CORTICAL)[:, ~mask].any()
    integral = float((retinotopy.magnification_at(X, Y) ** 2).sum()) / FIELD.resolution**2
    assert mask.sum() / LAYER.resolution**2 == pytest.approx(integral, rel=0.01)


def test_samples_without_blur_agree_with_an_independent_interpolation():
    mask, x, y = (np.asarray(place, float) for place in WHERE(FINE))
    places = [(FIELD.y[0] - y) * FIELD.resolution, (x - FIELD.x[0]) * FIELD.resolution]
    expected = mask * map_coordinates(np.asarray(SMOOTH, float), places, order=1, mode="nearest")
    np.testing.assert_allclose(FINELY[0], expected, atol=2e-5)


def test_an_even_grey_stays_even_to_the_border():
    np.testing.assert_allclose(BACK[3][2:-2, 2:-2], 0.5, atol=1e-5)


def test_what_comes_back_is_close_to_the_image_and_closest_in_the_fovea():
    error = np.abs(np.asarray(BACK[0] - SMOOTH))
    rings = [error[(ECCENTRICITY >= near) & (ECCENTRICITY < near + 1)].mean() for near in (0, 1, 2, 3)]
    assert error[ECCENTRICITY < 1].max() < 0.005
    assert rings == sorted(rings) and rings[-1] < 0.01


def test_detail_too_fine_for_the_cortex_turns_grey_without_moire():
    mask, x, y = (np.asarray(place) for place in WHERE(COARSE))
    far = mask & (np.hypot(x, y) > 4.5)  # about one sample a cycle
    assert far.sum() > 50 and np.abs(np.asarray(COARSELY[4])[far]).max() < 0.1
    assert np.abs(np.asarray(COARSELY[4])[mask & (np.hypot(x, y) < 1)]).max() > 0.7


def test_both_ways_are_linear():
    np.testing.assert_allclose(CORTICAL[2], 2 * CORTICAL[0] - CORTICAL[1], atol=1e-5)
    np.testing.assert_allclose(BACK[2], 2 * BACK[0] - BACK[1], atol=1e-5)


def test_jit_and_vmap_give_what_a_plain_call_gives():
    cortical = LAYER(SMOOTH)
    np.testing.assert_allclose(CORTICAL[0], cortical, atol=1e-5)
    np.testing.assert_allclose(BACK[0], LAYER.inverse(cortical), atol=1e-5)


def test_gradients_by_the_map_and_by_the_image_are_finite_and_not_zero():
    def power(layer, image):
        return (returned(layer, image)[1] ** 2).sum()

    by_layer, by_image = jax.jit(jax.grad(power, (0, 1)), compiler_options=QUICKLY)(LAYER, SMOOTH)
    assert all(jnp.isfinite(slope) for slope in (by_layer.k, by_layer.a, by_layer.b))
    assert by_layer.k != 0 and by_layer.a != 0
    assert jnp.isfinite(by_image).all()
    np.testing.assert_allclose(by_image[24:40, 40:56], 2 * SMOOTH[24:40, 40:56], atol=0.2)


def test_explorable_numbers_are_float32_leaves_and_coordinates_are_floats():
    assert [leaf.dtype for leaf in jax.tree.leaves(LAYER)] == [jnp.float32] * 3
    assert all(isinstance(place, float) for places in LAYER.axes.values() for place in places)


@pytest.mark.parametrize("wrong", [{"resolution": 0}, {"k": -1.0}, {"a": np.nan}, {"b": 0.5}])
def test_numbers_that_make_no_map_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Retinotopic(FIELD, **wrong)
