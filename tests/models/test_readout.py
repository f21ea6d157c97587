"""Readouts: what they take away, what they leave alone, and that units tuned to a view are."""

from types import MappingProxyType

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex import Site, record
from visualcortex.analysis.view_tuned import view_tuned
from visualcortex.field import VisualField
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.direction_selective import DirectionSelective
from visualcortex.models.hmax import Hmax
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.models.model import Model
from visualcortex.models.readout import Layers, Pixels, SpatialPool, ViewTuned
from visualcortex.stimuli import bar
from visualcortex.stimuli.paperclips import paperclips

FIELD = VisualField((2, 1.5), 8)
NOISE = np.random.default_rng(0).uniform(-1, 1, (5, *FIELD.shape)).astype(np.float32)
GAINS = np.array([1.0, -2.0, 0.5], np.float32)


class Maps(Model):
    """Layer "maps" has places, between two other axes; layer "light" has none."""

    parameters = MappingProxyType({"maximum": "maximum"})

    def __init__(self):
        self.field = FIELD
        self.maximum = jnp.asarray(1.0, jnp.float32)

    @property
    def axes(self):
        places = Pixels(FIELD).axes["pixels"]
        return {"maps": {"polarity": ("ON", "OFF"), **places, "channel": (0, 1, 2)}, "light": {"cell": (0,)}}

    def __call__(self, image):
        drive = self.maximum * self.view(image)
        return {"maps": jnp.stack([drive, -drive])[..., None] * GAINS, "light": drive.mean()[None]}


@jax.jit
def respond(model, images):
    return jax.vmap(lambda image: model(image))(images)


def bars(*places):
    return jnp.stack([bar(FIELD, x=x, width=0.5) for x in places])


def test_pixels_are_the_image_where_it_lies():
    model = Pixels(FIELD)
    np.testing.assert_array_equal(respond(model, NOISE)["pixels"], NOISE)
    assert [*model.axes["pixels"]] == ["rf_y", "rf_x"]
    np.testing.assert_array_equal(model.axes["pixels"]["rf_y"], FIELD.y)
    np.testing.assert_array_equal(model.axes["pixels"]["rf_x"], FIELD.x)


@pytest.mark.parametrize(("words", "exponent"), [("MAX", np.inf), ("SUM", 0)])
def test_space_is_pooled_feature_by_feature(words, exponent):
    """MAX is the response of largest size, with its sign."""
    model = SpatialPool(Maps(), pooling=words)
    flat = NOISE.reshape(5, -1)
    pooled = flat[np.arange(5), np.abs(flat).argmax(1)] if words == "MAX" else flat.mean(1)
    expected = np.stack([pooled, -pooled], 1)[..., None] * GAINS
    for variant in (model, SpatialPool(Maps()).with_parameters(spatial_pooling=exponent)):
        np.testing.assert_allclose(respond(variant, NOISE)["maps"], expected, rtol=1e-5, atol=1e-7)


def test_axes_lose_their_places_and_nothing_else():
    assert SpatialPool(Maps()).axes == {
        "maps": {"polarity": ("ON", "OFF"), "channel": (0, 1, 2)},
        "light": {"cell": (0,)},
    }
    np.testing.assert_array_equal(respond(SpatialPool(Maps()), NOISE)["light"], respond(Maps(), NOISE)["light"])


def test_it_sees_what_the_inner_model_sees():
    for inner in (DirectionSelective(VisualField(3, 8), directions=4), AlexNet(VisualField(1.5, 28), weights=None)):
        model = SpatialPool(inner)
        for name in ("field", "units", "colours", "lags"):
            assert getattr(model, name) == getattr(inner, name), name


def test_the_parameters_of_the_inner_model_stay_explorable():
    cells = DirectionSelective(VisualField(3, 8), directions=4, frames=2)
    assert set(SpatialPool(cells).parameters) == set(cells.parameters) | {"spatial_pooling"}
    assert float(SpatialPool(cells).with_parameters(rf_width=0.3).model.receptive_fields.width) == np.float32(0.3)
    site = Site(SpatialPool(Maps()), "maps", {"polarity": "ON", "channel": 0})
    np.testing.assert_allclose(record(site, bar, maximum=[0, 20, 40]), [0, 20, 40], rtol=1e-6)


def test_the_exponent_runs_from_sum_to_max():
    site = Site(SpatialPool(Pixels(FIELD)), "pixels")
    responses = record(site, bar, width=0.5, spatial_pooling=[0, 1, 10, np.inf])
    assert (responses.diff("spatial_pooling") > 0).all()
    np.testing.assert_allclose(responses[[0, -1]], [bars(0.0).mean(), 1], rtol=1e-5)


@pytest.mark.parametrize("pooling", ["MEAN", -1.0, float("nan")])
def test_unknown_pooling_is_refused(pooling):
    with pytest.raises(ValueError, match="SUM, MAX"):
        SpatialPool(Maps(), pooling=pooling)


def test_two_parameters_of_one_name_are_refused():
    with pytest.raises(ValueError, match="SpatialPool has a parameter spatial_pooling already"):
        SpatialPool(SpatialPool(Maps()))


def test_layers_lie_side_by_side_and_the_shorter_one_ends_in_zeros():
    model = Layers(Maps(), ["light", "maps"])
    features = 2 * 12 * 16 * 3
    assert model.axes == {**Maps().axes, "layers": {"layer": ("light", "maps"), "feature": tuple(range(features))}}
    inner, responses = respond(Maps(), NOISE), respond(model, NOISE)
    np.testing.assert_array_equal(responses["layers"][:, 1], inner["maps"].reshape(5, -1))
    np.testing.assert_array_equal(responses["layers"][:, 0, :1], inner["light"])
    assert not responses["layers"][:, 0, 1:].any()
    for layer, response in inner.items():
        np.testing.assert_array_equal(responses[layer], response)


def test_a_layer_is_recorded_among_others_as_it_is_alone():
    inner = SpatialPool(AlexNet(VisualField(1.5, 28), weights=None))
    together = record(Site(Layers(inner, ["conv1", "conv2"]), "layers"), bar, width=[0.25, 0.5], spatial_pooling=[0, 9])
    for layer, features in (("conv1", 64), ("conv2", 192)):
        alone = record(Site(inner, layer), bar, width=[0.25, 0.5], spatial_pooling=[0, 9])
        among = together.sel(layer=layer)[..., :features]
        np.testing.assert_allclose(among, alone, rtol=1e-5, atol=1e-6)
        assert float(alone.std()) > 0 and not together.sel(layer=layer)[..., features:].any()


@pytest.mark.parametrize(
    ("layers", "message"),
    [(["map"], "no layer 'map'.*did you mean 'maps'"), ([], "name one or more"), (["maps", "maps"], "each once")],
)
def test_layers_that_cannot_lie_side_by_side_are_refused(layers, message):
    with pytest.raises(ValueError, match=message):
        Layers(Maps(), layers)


@pytest.mark.parametrize("afferents", [None, 40])
def test_a_unit_answers_its_own_view_with_1_and_others_with_less(afferents):
    model = ViewTuned(Maps(), "maps", views=NOISE, afferents=afferents, width=10.0)
    responses = np.asarray(respond(model, NOISE)["view_tuned"])
    np.testing.assert_allclose(np.diag(responses), 1, atol=1e-6)
    assert (responses[~np.eye(5, dtype=bool)] < 0.9).all() and (responses > 0).all()


def test_a_unit_of_a_network_answers_its_own_view_with_1():
    network = AlexNet(VisualField(1.5, 28), weights=None)
    views = np.random.default_rng(1).uniform(-1, 1, (2, *network.field.shape)).astype(np.float32)
    model = ViewTuned(SpatialPool(network), "conv5", views=views, afferents=40, width=1e-3)
    own, other = respond(model, views)["view_tuned"][0]
    assert float(own) == pytest.approx(1, abs=1e-5) and float(other) < 0.9


@pytest.mark.parametrize("afferents", [None, 3])
def test_responses_are_those_of_the_analysis_of_recorded_features(afferents):
    """The features are recorded, and so are the units; `analysis` makes the units of the features."""
    places, shown, width = [-0.5, 0.0, 0.75], {"x": np.arange(-1, 1, 0.1), "width": 0.5}, 3.0
    model = ViewTuned(Pixels(FIELD), "pixels", views=bars(*places), afferents=afferents, width=width)
    training, features = (record(Site(model, "pixels"), bar, **{**shown, "x": x}) for x in (places, shown["x"]))
    training = training.rename(x="unit").assign_coords(unit=[0, 1, 2])
    expected = view_tuned(features, training, ("rf_y", "rf_x"), afferents=afferents, width=width)
    responses = record(Site(model, "view_tuned"), bar, **shown)
    assert 0 < float(responses.min()) < 0.9 < float(responses.max())
    np.testing.assert_allclose(responses, expected.transpose("x", "unit"), atol=1e-5)


def test_afferents_are_the_units_most_excited_by_the_view():
    view = np.zeros((4, 4), np.float32)
    view[1, 2], view[3, 0], view[0, 0] = 0.9, 0.8, -1.0
    unit = ViewTuned(Pixels(VisualField(4, 1)), "pixels", views=view[None], afferents=3)
    assert np.argwhere(unit.afferents.reshape(4, 4)).tolist() == [[0, 1], [1, 2], [3, 0]]  # of equals the first
    others, one = view.copy(), view.copy()
    others[0, 0] = others[2, 2] = 0.3
    one[3, 0] += 0.1
    responses = respond(unit, np.stack([others, one]))["view_tuned"][:, 0]
    np.testing.assert_allclose(responses, [1, np.exp(-(0.1**2) / 2)], rtol=1e-6)


@pytest.mark.parametrize("afferents", [4, None])
@pytest.mark.parametrize(("variant", "version"), [("text", "A"), ("text", "B"), ("code", "A"), ("code", "B")])
def test_units_on_hmax_answer_their_training_view_with_one(variant, version, afferents):
    field, clips = VisualField((1.5, 1.4), 32), paperclips(count=3)
    views = [clips(field, index=i, size=1.0) for i in range(3)]
    model = ViewTuned(Hmax(field, variant=variant, version=version), "c2", views=views, afferents=afferents, width=0.02)
    found = record(Site(model, "view_tuned"), clips, index=[0, 1, 2], size=1.0)
    assert found.attrs["units"] == "a.u." == Site(model, "c2").units
    np.testing.assert_allclose(np.diag(found), 1, atol=1e-5)
    assert (found.values[~np.eye(3, dtype=bool)] < 0.9).all()


def test_inner_layers_keep_their_units():
    model = ViewTuned(HubelWiesel(), "simple", views=[np.zeros(HubelWiesel().field.shape)])
    assert (Site(model, "simple").units, Site(model, "view_tuned").units) == ("spikes/s", "a.u.")
    assert record(Site(model, "simple"), bar, width=0.2).attrs["units"] == "spikes/s"


def test_a_layer_is_added_once():
    inner = Layers(Pixels(FIELD), ["pixels"])
    with pytest.raises(ValueError, match="has a layer layers already"):
        Layers(inner, ["layers"])
    with pytest.raises(ValueError, match="a list of names"):
        Layers(Pixels(FIELD), "pixels")


def test_the_width_is_swept_and_does_not_change_an_order():
    site = Site(ViewTuned(Pixels(FIELD), "pixels", views=bars(0.0)), "view_tuned", {"unit": 0})
    responses = record(site, bar, x=[0, 0.1, 0.2, 0.3], width=0.5, tuning_width=[2.0, 4.0, 8.0])
    logarithm = np.log(responses.transpose("tuning_width", "x"))
    np.testing.assert_allclose(logarithm[0], 4 * logarithm[1], atol=1e-5)
    assert (logarithm.diff("x") < 0).all()


def test_views_are_learned_once():
    """A unit that learned the brightest sample waits for it even where it is shown the mean."""
    model = ViewTuned(SpatialPool(Pixels(FIELD)), "pixels", views=bars(0.0))
    other = model.with_parameters(spatial_pooling=0.0)
    np.testing.assert_array_equal(model.centres, other.centres)
    before, after = (float(respond(m, bars(0.0))["view_tuned"][0, 0]) for m in (model, other))
    assert before == 1 and after < 0.9


def test_the_inner_layers_are_there_too():
    model = ViewTuned(Maps(), "light", views=NOISE[:2])
    assert model.axes == {**Maps().axes, "view_tuned": {"unit": (0, 1)}}
    np.testing.assert_array_equal(respond(model, NOISE)["maps"], respond(Maps(), NOISE)["maps"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"layer": "map"}, "no layer 'map'.*did you mean 'maps'"),
        ({"views": []}, "need a view"),
        ({"views": NOISE[0]}, "does not fit a field"),
        ({"views": np.full((1, *FIELD.shape), np.nan)}, "not finite"),
        ({"width": 0.0}, "width above 0"),
        ({"afferents": 0}, "afferents must be a whole number"),
        ({"afferents": 7}, "the layer has 6 units, too few for 7"),
    ],
)
def test_what_cannot_be_tuned_is_refused(given, message):
    asked = {"layer": "maps", "views": NOISE[:1]} | given
    with pytest.raises(ValueError, match=message):
        ViewTuned(SpatialPool(Maps()), asked.pop("layer"), **asked)
