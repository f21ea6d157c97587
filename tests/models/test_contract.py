"""What holds for every model."""

from types import MappingProxyType

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.field import VisualField
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.column import Column
from visualcortex.models.direction_selective import DirectionSelective
from visualcortex.models.gram import Gram
from visualcortex.models.hmax import Hmax
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.models.mirrored import Mirrored
from visualcortex.models.model import Model
from visualcortex.models.portilla_simoncelli import PortillaSimoncelli
from visualcortex.models.readout import Layers, Pixels, SpatialPool, ViewTuned
from visualcortex.models.sampled_v1 import SampledV1
from visualcortex.models.serre import Serre
from visualcortex.models.texture import FilterRectifyFilter, MalikPerona
from visualcortex.models.two_features import TwoFeatures
from visualcortex.models.vgg import VGG16
from visualcortex.recording.check import check_model
from visualcortex.vocabulary import QUANTITIES

MODELS = {
    "HubelWiesel": lambda: HubelWiesel(),
    "HubelWiesel, afferents": lambda: HubelWiesel(VisualField((5, 3), 12), wiring="afferents", orientations=5),
    "DirectionSelective": lambda: DirectionSelective(VisualField((3, 4), 12), directions=6),
    "SampledV1": lambda: SampledV1(VisualField(3, 12), cells=7),
    "Column": lambda: Column(("conv1", "conv2"), weights=None),
    "AlexNet, untrained": lambda: AlexNet(VisualField((3, 2.5), 28), weights=None),
    "VGG16, untrained": lambda: VGG16(VisualField((20, 17), 1), weights=None),
    "TwoFeatures": lambda: TwoFeatures(),
    "Hmax, A": lambda: Hmax(VisualField((1, 1.1), 32), version="A", sampling="dense"),
    "Hmax, B": lambda: Hmax(VisualField((1.1, 1), 32), variant="code"),
    "Serre": lambda: Serre(
        VisualField((1.5, 1.25), 32), bands=2, count=3, patch_sizes=(3, 4), images=np.eye(40, 48)[None]
    ),
    "MalikPerona": lambda: MalikPerona(VisualField((1.5, 2), 32), scales=(0.0625, 0.125), orientations=3),
    "FilterRectifyFilter": lambda: FilterRectifyFilter(VisualField((2, 1.5), 32), kinds=("DOG1", "DOOG2")),
    "PortillaSimoncelli": lambda: PortillaSimoncelli(VisualField((2, 1.75), 16), scales=2, orientations=3),
    "Gram": lambda: Gram(AlexNet(VisualField((1.5, 1.2), 28), weights=None), ["conv1", "conv2_linear"]),
    "Pixels": lambda: Pixels(VisualField((3, 2), 8)),
    "SpatialPool": lambda: SpatialPool(AlexNet(VisualField((1.5, 1.2), 28), weights=None)),
    "Layers": lambda: Layers(Pixels(VisualField((3, 2), 8)), ["pixels"]),
    "Mirrored": lambda: Mirrored(SampledV1(VisualField(3, 12), cells=7)),
    "ViewTuned": lambda: ViewTuned(
        DirectionSelective(VisualField(2, 8), directions=2), "complex", views=np.eye(16)[None, ..., None] * np.ones(36)
    ),
}


@pytest.fixture(params=MODELS, scope="module")
def model(request) -> Model:
    return MODELS[request.param]()


def test_it_keeps_the_contract(model):
    check_model(model)


def test_a_blank_gives_the_spontaneous_rate(model):
    if "spontaneous" not in model.parameters:
        pytest.skip("no spontaneous rate")
    blank = jnp.zeros(model.field.shape + ((len(model.lags),) if model.lags else ()))
    spontaneous = model.with_parameters(spontaneous=3.25)
    for layer, response in jax.jit(lambda model, image: model(image))(spontaneous, blank).items():
        if model.units_of(layer) == "spikes/s":
            np.testing.assert_allclose(response, 3.25, rtol=1e-6)


def test_new_parameters_leave_the_model_as_it_was(model):
    for name in model.parameters:
        before = model.parameter(name)
        other = model.with_parameters(**{name: before + 1})
        assert model.parameter(name) is before
        np.testing.assert_allclose(other.parameter(name), before + 1)


def test_unknown_parameters_are_refused(model):
    with pytest.raises(ValueError, match="no parameter 'gian'"):
        model.with_parameters(gian=1)


def test_images_that_do_not_fit_are_refused(model):
    with pytest.raises(ValueError, match="does not fit"):
        model(jnp.zeros((3, 3)))


def test_images_that_are_not_finite_are_refused(model):
    shape = model.field.shape + ((len(model.lags),) if model.lags else ())
    with pytest.raises(ValueError, match="not finite"):
        model.view(np.full(shape, np.nan))


class Broken(Model):
    """Breaks one promise, by name."""

    parameters = MappingProxyType({"gain": "gain"})

    def __init__(self, promise: str) -> None:
        self.field = VisualField(1, 8)
        self.promise = promise
        self.gain = jnp.asarray(1.0, jnp.int32 if promise == "leaf" else jnp.float32)
        self.level = 1.0

    @property
    def axes(self):
        return {"other" if self.promise == "layer" else "unit": {"cell": (0, 0) if self.promise == "twice" else (0, 1)}}

    def __call__(self, image):
        image = image if self.promise == "view" else self.view(image)
        if self.promise == "pure":
            self.gain = self.gain + 1.0
        mean = self.gain * image.mean()
        if self.promise == "branch" and image.mean() > 0:
            return {}
        if self.promise == "array":
            return mean
        responses = jnp.stack([mean] * (3 if self.promise == "shape" else 2))
        return {"unit": responses / 0 if self.promise == "finite" else responses}


@pytest.mark.parametrize(
    ("promise", "message"),
    [
        ("layer", "names the layers"),
        ("shape", "axes of lengths"),
        ("twice", "share a coordinate"),
        ("finite", "not finite"),
        ("leaf", "float32 array"),
        ("view", "wrong shape must raise"),
        ("pure", "leave the model as it was"),
        ("branch", "must run under jax.jit"),
        ("array", "not ArrayImpl|must return"),
    ],
)
def test_a_broken_promise_is_named(promise, message):
    with pytest.raises(ValueError, match=message):
        check_model(Broken(promise))


def test_a_sound_model_passes():
    check_model(Broken("none"))
    assert jax.tree.leaves(Broken("none"))


def test_parameters_keep_their_shape():
    with pytest.raises(ValueError, match="threshold has the shape"):
        HubelWiesel().with_parameters(threshold=[0.1, 0.2])


def test_every_parameter_has_units(model):
    assert set(model.parameters) <= set(QUANTITIES)


def test_only_models_that_see_colour_take_three_channels(model):
    shape = (*model.field.shape, 3)
    if model.colours:
        assert jax.eval_shape(model, jnp.zeros(shape))
    elif len(model.lags) != 3:
        with pytest.raises(ValueError, match="does not fit"):
            model.view(jnp.zeros(shape))
