"""HMAX taken apart: the numbers of its drawing against images shown to it, and layers recorded one by one."""

import functools

import jax
import numpy as np
import pytest
import xarray as xr

from visualcortex import Site, VisualField, record
from visualcortex.models.hmax import Hmax
from visualcortex.models.model import Model
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.protocols import hierarchy
from visualcortex.protocols.layer_by_layer import made_again
from visualcortex.stimuli import bar
from visualcortex.stimuli.paperclips import paperclips

FIELD = VisualField(2.5, 32.0)


@functools.cache
def hmax(variant="code"):
    return Hmax(FIELD, variant=variant)


@jax.jit
def see(image):
    return hmax()(image)  # its exponents are constants: only MAX is compiled


def labelled(image):
    """The image, and the responses of all layers to it."""
    found, axes = see(image.astype(np.float32)), hmax().axes
    layers = {k: xr.DataArray(np.asarray(v), {a: list(c) for a, c in axes[k].items()}) for k, v in found.items()}
    return layers | {"image": xr.DataArray(image, dims=("y", "x"))}


@functools.cache
def responses():
    return labelled(np.asarray(paperclips(count=1, seed=4)(FIELD, index=0)))


def column(x):
    """A white line at a place in deg, upright, on black."""
    image = np.full(FIELD.shape, -1.0)
    image[:, np.abs(FIELD.x - x).argmin()] = 1.0
    return image


class Two(Model):
    """Light as it is, and of the left and right half."""

    def __init__(self):
        self.field = VisualField(1.0, 4.0)

    @property
    def axes(self):
        y, x = tuple(self.field.y.tolist()), tuple(self.field.x.tolist())
        return {"local": {"rf_y": y, "rf_x": x}, "half": {"side": ("left", "right")}}

    def __call__(self, image):
        return {"local": self.view(image), "half": image.reshape(4, 2, 2).mean((0, 2))}


@pytest.mark.parametrize("layers", [["local", "half"], ["half", "local"]])
def test_several_layers_at_once_are_as_one_after_another(layers):
    at = {"x": [-0.2, 0.1], "orientation": 20.0}
    found = hierarchy.several(Two(), layers, bar, **at)
    assert list(found) == layers
    for layer in layers:
        alone = record(Site(Two(), layer), bar, **at)
        np.testing.assert_allclose(found[layer], alone, atol=1e-6)
        assert found[layer].dims == alone.dims and all((found[layer][d] == alone[d]).all() for d in alone.dims)
        assert found[layer].attrs["units"] == alone.attrs["units"]


def test_composites_are_those_of_the_model():
    found = hierarchy.composite(hmax(), responses())
    assert list(found) == [f"s2_{i}" for i in range(1, 5)]
    for layer, units in found.items():
        np.testing.assert_allclose(units, responses()[layer], atol=1e-6)
        assert units.dims == responses()[layer].dims


def test_combinations_are_counted_like_the_features():
    found = hierarchy.combinations()
    assert found.sizes == {"feature": paper.B_C2_FEATURES.value, "neighbour": paper.B_S2_NEIGHBOURS.value**2}
    assert len({tuple(row) for row in found.values}) == found.sizes["feature"]


def test_every_unit_is_counted():
    wiring = hierarchy.wiring(hmax())
    for kind in hierarchy.KINDS:
        layers = [v for name, v in responses().items() if name.startswith(kind)]
        assert wiring.units.sel(layer=kind) == sum(v.size for v in layers)
        along = [v.sizes.get("rf_x", 1) for v in layers]
        assert wiring.places.sel(layer=kind).values.tolist() == (along if len(along) == 4 else 4 * along)
    assert wiring.scales.values.tolist() == [len(band) for band in paper.C1_BANDS.value]
    assert wiring.window.values.tolist() == list(paper.C1_WINDOWS.value)


@pytest.mark.parametrize("kind", ["s1", "c1", "s2"])
@pytest.mark.parametrize("band", [1, 4])
def test_a_receptive_field_ends_where_the_drawing_says(kind, band):
    layer = "s1" if kind == "s1" else f"{kind}_{band}"
    side = hierarchy.wiring(hmax()).field.sel(layer=kind, band=band).item()
    units = np.asarray(hmax().axes[layer]["rf_x"])
    x, sample = units[np.abs(units).argmin()], 1 / FIELD.resolution

    def response(at):
        found = labelled(at)[layer].sel(rf_x=x).isel(rf_y=len(responses()[layer].rf_y) // 2)
        return found[hmax().bands[band - 1].sizes[-1]] if kind == "s1" else found

    still = response(np.full(FIELD.shape, -1.0))
    inside, outside = (response(column(x + side / 2 + step * sample)) for step in (-0.5, 0.5))
    assert np.abs(inside - still).max() > 1e-3 and np.abs(outside - still).max() < 1e-5


def test_fields_of_c2_are_as_large_as_the_image():
    assert (hierarchy.wiring(hmax()).field.sel(layer="c2") == FIELD.width).all()


def test_ranges_hold_every_response():
    found = hierarchy.ranges(responses())
    assert found.dims == ("layer", "end") and found.sel(layer="c1", end="largest") == max(
        float(responses()[f"c1_{i}"].max()) for i in range(1, 5)
    )
    assert found.sel(layer="c2", end="least") == float(responses()["c2"].min())


def test_the_most_excited_of_each_combination_is_shown_and_its_unit_is_the_maximum():
    found = hierarchy.most_excited(responses())
    c2 = responses()["c2"]
    for i, number in enumerate(found.combination.values):
        feature = int(found.feature_number[i])
        same = c2[(found.different_orientations == number).values]
        assert len(set(found.feature_orientation[i].values)) == number and c2[feature] == same.max()
        unit = responses()[f"s2_{int(found.passed_band[i])}"].sel(feature=feature)
        at = unit.sel(rf_x=found.feature_x[i], rf_y=found.feature_y[i])
        np.testing.assert_allclose(at, c2[feature], atol=1e-6)
    assert found.combination.values.tolist() == [1, 2, 3, 4]


def test_what_c1_passes_on_is_in_its_window():
    found, s1, half = hierarchy.passed_on(hmax(), responses()), responses()["s1"], 0.5 / FIELD.resolution
    for i, band in enumerate(hmax().bands):
        one, reach = found.isel(band=i), band.window * half
        scale = s1[band.sizes[int(one.passed_scale)]].sel(preferred_orientation=float(one.window_orientation))
        near = (abs(s1.rf_x - one.window_x) < reach) & (abs(s1.rf_y - one.window_y) < reach)
        assert int(near.sum()) == band.window**2
        assert scale.where(near).max() == responses()[f"c1_{i + 1}"].max()


def test_every_layer_made_again_is_the_model_s():
    found = made_again(hmax(), responses()["image"], responses(), "code")
    assert found.remade.values.tolist() == ["s1", "c1", "c2"] and (found < 1e-5).all()


def test_filters_of_the_text_are_not_those_of_the_code():
    image = responses()["image"]
    drawn = np.asarray(hmax("text").simple((1 + image.values.astype(np.float32)) / 2))
    seen = responses() | {"s1": responses()["s1"].copy(data=drawn)}
    text, code = (made_again(hmax(), image, seen, variant).sel(remade="s1") for variant in ("text", "code"))
    assert text < 1e-5 and code > 0.1


@pytest.mark.parametrize("kind, layer", [("s1", "s1"), ("c1", "c1_2"), ("c2", "s2_1"), ("c2", "c2")])
def test_a_layer_that_is_not_the_model_s_is_found_out(kind, layer):
    wrong = responses()[layer].copy()
    wrong.values[..., -1] += 0.5
    found = made_again(hmax(), responses()["image"], {**responses(), layer: wrong}, "code")
    assert found.sel(remade=kind) > 1e-3
