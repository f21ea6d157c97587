from types import MappingProxyType

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import xarray as xr

from visualcortex.field import VisualField
from visualcortex.models.model import Model
from visualcortex.recording import Site, compare, record
from visualcortex.recording import respond as respond_module
from visualcortex.recording.respond import _draw, _respond
from visualcortex.stimuli import grating


class Photometer(Model):
    """Mean and local light, times a gain."""

    parameters = MappingProxyType({"gain": "gain"})

    def __init__(self, gain: float = 2.0) -> None:
        self.field = VisualField(extent=(4, 2), resolution=4)
        self.gain = jnp.asarray(gain, jnp.float32)

    @property
    def axes(self):
        y, x = self.field.y.tolist(), self.field.x.tolist()
        return {"mean": {"channel": (0, 1)}, "local": {"rf_y": tuple(y), "rf_x": tuple(x)}}

    def __call__(self, image):
        image = self.view(image)
        mean = self.gain * image.mean()
        return {"mean": jnp.stack([mean, -mean]), "local": self.gain * image}


def light(field: VisualField, *, contrast: float = 1.0, x: float = 0.0, index: int = 0) -> jax.Array:
    """Uniform light that grows to the right."""
    return jnp.full(field.shape, contrast) + x * field.mesh()[0] + index


def dark(field: VisualField, *, contrast: float) -> jax.Array:
    """Uniform light the other way round."""
    return -jnp.full(field.shape, contrast)


MEAN = Site(Photometer(), "mean")


def compilations(measure):
    """Of drawings of a stimulus, and of models."""
    before = _draw._cache_size(), _respond._cache_size()
    measure()
    return _draw._cache_size() - before[0], _respond._cache_size() - before[1]


def clear():
    _draw.clear_cache()
    _respond.clear_cache()


def test_swept_parameters_become_dimensions_in_order_then_the_units():
    response = record(MEAN, light, contrast=[0.1, 0.2, 0.3], x=[0, 1])
    assert response.dims == ("contrast", "x", "channel")
    np.testing.assert_allclose(response.sel(channel=0, x=0), [0.2, 0.4, 0.6], rtol=1e-6)


def test_leaves_of_the_model_are_swept_in_the_order_given():
    response = record(MEAN, light, contrast=[0.1, 0.2], gain=[1, 10, 100], x=[0.0, 0.5])
    assert response.dims == ("contrast", "gain", "x", "channel")
    np.testing.assert_allclose(response.isel(channel=0, x=0), np.outer([0.1, 0.2], [1, 10, 100]), rtol=1e-6)


def test_every_dimension_has_coordinates_and_units():
    response = record(Site(Photometer(), "local"), light, contrast=[0.5, 1.0])
    assert set(response.dims) == set(response.coords)
    assert response.rf_x.attrs["units"] == "deg" and response.attrs["units"] == "spikes/s"
    assert response.contrast.attrs["long_name"] == "contrast"


def test_held_values_are_attributes():
    attributes = record(MEAN, light, contrast=[0.1], x=0.5, gain=3).attrs
    assert (attributes["x"], attributes["gain"], attributes["stimulus"]) == (0.5, 3.0, "light")


@pytest.mark.parametrize("count", [1, 31, 32, 33, 100])
def test_chunks_do_not_show(count):
    contrast = np.linspace(-1, 1, count)
    np.testing.assert_allclose(record(MEAN, light, contrast=contrast)[:, 0], 2 * contrast, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("count", [1, 63, 65, 200])
def test_chunks_of_variants_do_not_show(count):
    gain = np.linspace(1, 2, count)
    np.testing.assert_allclose(record(MEAN, light, gain=gain)[:, 0], gain, rtol=1e-6)


def test_one_compilation_however_parameters_are_given():
    model = Photometer()

    def measure():
        for contrast in (2, 2.0, [2.0], np.linspace(0, 1, 36), np.linspace(0, 1, 45)):
            record(Site(model, "mean"), light, contrast=contrast)
        record(Site(model, "mean"), light, gain=5)
        record(Site(Photometer(7.0), "mean"), light, index=[0, 1])

    clear()
    assert compilations(measure) == (1, 1)


def test_one_more_compilation_for_a_swept_leaf_however_many_values():
    def measure():
        for count in (2, 3, 100):
            record(MEAN, light, x=[0.0, 1.0], gain=np.linspace(1, 2, count))
            record(MEAN, light, gain=np.linspace(3, 4, count), contrast=0.5)

    clear()
    assert compilations(measure) == (1, 1)


def test_another_layer_compiles_the_model_again_and_another_stimulus_does_not():
    clear()
    assert compilations(lambda: record(MEAN, light)) == (1, 1)
    assert compilations(lambda: record(Site(Photometer(), "local"), light)) == (0, 1)
    assert compilations(lambda: record(MEAN, dark, contrast=1.0)) == (1, 0)


def test_where_the_electrode_is_costs_no_compilation():
    clear()
    at = [{"rf_x": x, "rf_y": 0.1} for x in (-1, 0, 1)]
    assert compilations(lambda: [record(Site(Photometer(), "local", where), light) for where in at]) == (1, 1)


def test_stimuli_that_hold_arrays_compile_once_for_all_their_arrays():
    def show(field: VisualField, *, pictures: jax.Array, index: int = 0) -> jax.Array:
        return pictures[index]

    pictures = np.random.default_rng(0).normal(size=(2, 5, 8, 16)).astype(np.float32)
    clear()

    def measure():
        for album in pictures:
            recorded = record(MEAN, jax.tree_util.Partial(show, pictures=jnp.asarray(album)), index=range(5))
            np.testing.assert_allclose(recorded[:, 0], 2 * album.mean((1, 2)), atol=1e-6)

    assert compilations(measure) == (1, 1)


def test_the_same_bits_held_and_swept():
    from visualcortex.models.hubel_wiesel import HubelWiesel

    site = Site(HubelWiesel(), "complex")
    swept = record(site, grating, orientation=[0, 30, 60], spatial_frequency=2)
    held = record(site, grating, orientation=30, spatial_frequency=2)
    np.testing.assert_array_equal(swept.sel(orientation=30).values, held.values)


def test_sites_choose_units_by_coordinate():
    local = Site(Photometer(), "local", at={"rf_x": [-1.9, 1.8], "rf_y": 0.1})
    response = record(local, light, contrast=0, x=1.0)
    assert response.dims == ("rf_x",)
    np.testing.assert_allclose(response, [-3.75, 3.75], rtol=1e-6)


@pytest.mark.parametrize(
    ("layer", "at", "message"),
    [
        ("men", {}, "did you mean 'mean'"),
        ("mean", {"rf_x": 0}, "no axis 'rf_x'"),
        ("mean", {"channel": 2}, "no unit at channel = 2"),
        ("local", {"rf_x": 50.0}, "no unit at rf_x"),
        ("local", {"rf_x": []}, "no unit at rf_x"),
        ("local", {"rf_x": float("nan")}, "no unit at rf_x"),
        ("mean", {"channel": [True, False]}, "no unit at channel"),
        ("mean", {"channel": [1, 1]}, "names one unit twice"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(layer, at, message):
    with pytest.raises(ValueError, match=message):
        Site(Photometer(), layer, at)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"contrst": 1}, "did you mean 'contrast'"),
        ({"contrast": []}, "is given no value"),
        ({"contrast": "high"}, "must be a number or a sequence"),
        ({"contrast": [[1, 2]]}, "must be a number or a sequence"),
        ({"contrast": float("nan")}, "not a number"),
        ({"contrast": [1, 2, 1]}, "same value twice"),
        ({"index": 0.5}, "whole numbers"),
        ({"index": 2**31}, "whole numbers"),
    ],
)
def test_what_cannot_be_recorded_is_refused(parameters, message):
    with pytest.raises(ValueError, match=message):
        record(MEAN, light, **parameters)


def test_a_missing_parameter_is_named():
    with pytest.raises(ValueError, match="dark needs a value for contrast"):
        record(MEAN, dark)


def test_a_spatial_frequency_above_nyquist_is_refused_with_the_limit():
    with pytest.raises(ValueError, match="above 2, the most"):
        record(MEAN, grating, spatial_frequency=[1, 3])


def test_a_swept_name_that_is_an_axis_is_refused():
    def lamp(field: VisualField, *, channel: float = 0.0) -> jax.Array:
        return jnp.full(field.shape, channel)

    with pytest.raises(ValueError, match="axis of layer 'mean' too"):
        record(MEAN, lamp, channel=[0, 1])


def test_an_image_that_is_not_finite_is_refused():
    def broken(field: VisualField, *, contrast: float = 1.0) -> jax.Array:
        return jnp.full(field.shape, jnp.nan)

    with pytest.raises(ValueError, match="broken gave an image that is not finite"):
        record(MEAN, broken)


def test_an_image_of_the_wrong_shape_is_refused():
    def square(field: VisualField, *, contrast: float = 1.0) -> jax.Array:
        return jnp.zeros((5, 5))

    with pytest.raises(ValueError, match=r"\(5, 5\) does not fit"):
        record(MEAN, square)


def test_a_result_too_large_is_refused_with_advice():
    with pytest.raises(ValueError, match="at="):
        record(Site(Photometer(), "local"), light, contrast=np.linspace(0, 1, 5_000_000))


def test_chunks_stay_within_their_budget():
    few, many = respond_module._chunk_sizes(MEAN, (2,))
    assert 4 * few * many * 2 <= respond_module.CHUNK_BYTES["cpu"]
    assert respond_module._chunk_sizes(MEAN, (10**7,)) == (1, many)


def test_compare_repeats_a_measurement_along_sites():
    sites = [Site(Photometer(gain), "mean", at={"channel": 0}, name=f"gain {gain}") for gain in (1, 2)]
    joined = compare(lambda site: record(site, light, contrast=[0.1, 0.2]), sites)
    assert joined.dims == ("site", "contrast") and list(joined.site.values) == ["gain 1", "gain 2"]
    np.testing.assert_allclose(joined.sel(site="gain 2"), [0.2, 0.4], rtol=1e-6)


def test_compare_takes_datasets_and_fills_what_a_site_lacks():
    sites = {"a": Site(Photometer(), "mean"), "b": Site(Photometer(), "mean", at={"channel": [0]})}
    joined = compare(lambda site: xr.Dataset({"response": record(site, light, contrast=[1.0])}), sites)
    assert joined.response.dims == ("site", "contrast", "channel")
    assert np.isnan(joined.response.sel(site="b", channel=1)).all()


@pytest.mark.parametrize("sites", [[], [MEAN, MEAN]])
def test_compare_needs_sites_of_different_names(sites):
    with pytest.raises(ValueError, match="different names"):
        compare(lambda site: record(site, light), sites)


def test_one_cell_beside_many_units_is_not_copied():
    sites = [Site(Photometer(), "mean", at={"channel": 0}, name="cell"), Site(Photometer(), "mean", name="units")]
    joined = compare(lambda site: record(site, light, contrast=[0.5, 1.0]), sites)
    assert joined.dims == ("site", "contrast", "channel")
    assert np.isnan(joined.sel(site="cell", channel=1)).all() and joined.sel(site="cell", channel=0).notnull().all()
    datasets = compare(lambda site: xr.Dataset({"r": record(site, light)}), sites)
    assert np.isnan(datasets.r.sel(site="cell", channel=1))


def test_compare_needs_labelled_arrays():
    with pytest.raises(ValueError, match="DataArray or a Dataset"):
        compare(lambda site: 1.0, [MEAN])


def test_a_stimulus_without_parameters():
    assert record(MEAN, lambda field: jnp.ones(field.shape)).values.tolist() == [2.0, -2.0]


def test_a_stimulus_takes_its_parameters_by_name():
    def lamp(field: VisualField, contrast: float = 1.0) -> jax.Array:
        return jnp.full(field.shape, contrast)

    with pytest.raises(ValueError, match="all else by name"):
        record(MEAN, lamp)


def test_defaults_and_bound_values_are_checked_for_nyquist_too():
    with pytest.raises(ValueError, match="above 2"):
        record(MEAN, jax.tree_util.Partial(grating, spatial_frequency=5.0))


def test_only_a_site_can_be_recorded():
    with pytest.raises(ValueError, match="takes a Site"):
        record(Photometer(), light)
    with pytest.raises(ValueError, match="goes into a Model"):
        Site("cell", "mean")


def test_a_picture_that_does_not_exist_is_refused():
    from visualcortex.stimuli.natural import natural

    album = jax.tree_util.Partial(natural, pictures=jnp.zeros((3, 8, 16)))
    with pytest.raises(ValueError, match="not finite"):
        record(MEAN, album, index=[0, 3])


def test_a_huge_sweep_is_refused_before_it_is_laid_out():
    values = np.linspace(0, 1, 3000)
    with pytest.raises(ValueError, match="at="):
        record(MEAN, light, contrast=values, x=values, gain=values)
