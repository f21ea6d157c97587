"""The layers against a reference in float64, written without the package."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from visualcortex.field import VisualField
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.recording import Site, record
from visualcortex.stimuli import bar

FIELD = VisualField((5, 4), 14)
ORIENTATIONS = np.array([0.0, 45.0, 90.0, 135.0])
CENTRES = [(y, x) for y in (0.5, 0.0, -0.5) for x in (-0.5, 0.0, 0.5)]
X, Y = np.meshgrid(
    (np.arange(70) - 34.5) / 14,
    -(np.arange(56) - 27.5) / 14,
)


def image(seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, (56, 70))


def gabor_drive(image, orientation, phase, y, x, across=0.0, along=0.0, f=2.0, sd=0.2):
    """One cell: the image summed under a balanced Gabor, sampled on the samples of the field."""
    t = np.deg2rad(orientation)
    u = (Y - y) * np.cos(t) - (X - x) * np.sin(t) - across
    v = (X - x) * np.cos(t) + (Y - y) * np.sin(t) - along
    window = np.exp(-(u**2 + v**2) / (2 * sd**2))
    profile = window * np.cos(2 * np.pi * f * u - np.deg2rad(phase))
    profile = profile - window * profile.sum() / window.sum()
    return 2 * (profile * image).sum() / window.sum()


def blur(image, sd, reach):
    taps = np.exp(-((np.arange(-reach, reach + 1) / 14 / sd) ** 2) / 2)
    taps /= taps.sum()
    for axis in (0, 1):
        image = np.apply_along_axis(lambda line: np.convolve(line, taps, "same"), axis, image)
    return image


def lgn_cells(image):
    reach = int(np.ceil(4 * 0.4 * 14))
    drive = blur(image, 0.1, reach) - blur(image, 0.3, reach)
    contrast = np.sqrt(np.maximum(blur(drive**2, 0.4, reach), 1e-12))
    return np.stack([drive.clip(0), (-drive).clip(0)]) / (0.3 + contrast)


def close(layer, reference):
    """Largest error within 1e-5 of the layer's maximum, at the cells of the reference."""
    ours = np.asarray(layer) if np.shape(reference) == layer.shape else places(layer)
    assert np.abs(ours - np.asarray(reference)).max() <= 1e-5 * float(layer.max())


@pytest.fixture(scope="module")
def cortex():
    return HubelWiesel(FIELD, orientations=4, spacing=0.5, spontaneous=0.0, maximum=1.0)


@pytest.fixture(scope="module")
def responses(cortex):
    return see(cortex, jnp.asarray(image(), jnp.float32))


@jax.jit
def see(model, image):
    return model(image)


def places(layer):
    """The responses of cells (…, rf_y, rf_x) at CENTRES, the middle of the lattice."""
    rows, columns = layer.shape[-2:]
    middle = layer[..., rows // 2 - 1 : rows // 2 + 2, columns // 2 - 1 : columns // 2 + 2]
    return np.asarray(middle).reshape(*layer.shape[:-2], 9)


def simple_cell(i, threshold=0.05, **where):
    return max(0.0, gabor_drive(i, **where) - threshold)


def complex_cell(i, orientation, y, x, along=0.0, subunits=(-0.25, -0.125, 0.0, 0.125, 0.25)):
    squares = [
        simple_cell(i, orientation=orientation, phase=phase, y=y, x=x, across=across, along=along) ** 2
        for phase in (0, 90, 180, 270)
        for across in subunits
    ]
    return np.sqrt(np.mean(squares))


def test_lgn_cells(responses):
    close(responses["lgn"], lgn_cells(image()))


def test_simple_cells(responses):
    expected = [
        [[simple_cell(image(), orientation=o, phase=p, y=y, x=x) for y, x in CENTRES] for p in (0, 90, 180, 270)]
        for o in ORIENTATIONS
    ]
    close(responses["simple"], expected)


def test_complex_cells(responses):
    close(responses["complex"], [[complex_cell(image(), o, y, x) for y, x in CENTRES] for o in ORIENTATIONS])


def test_end_stopped_cells(responses):
    def cell(o, y, x):
        ends = [complex_cell(image(), o, y, x, along=s, subunits=(0.0,)) for s in (-0.9, 0.9)]
        return max(0.0, complex_cell(image(), o, y, x) - np.mean(ends))

    close(responses["end_stopped"], [[cell(o, y, x) for y, x in CENTRES] for o in ORIENTATIONS])


def test_normalised_cells(responses):
    def energy(y, x, size):
        window = np.exp(-((Y - y) ** 2 + (X - x) ** 2) / (2 * size**2))
        window /= window.sum()
        mean = (window * image()).sum()
        return 2 * ((window * image() ** 2).sum() - mean**2)

    def cell(o, p, y, x):
        divisor = 0.065**2 + (energy(y, x, 0.3) + 0.5 * energy(y, x, 1.0)) / 1.5
        return max(0.0, gabor_drive(image(), o, p, y, x)) ** 2 / divisor

    expected = [[[cell(o, p, y, x) for y, x in CENTRES] for p in (0, 90, 180, 270)] for o in ORIENTATIONS]
    close(responses["normalized"], expected)


def test_simple_cells_wired_from_rows_of_afferents():
    options = {"orientations": 4, "spacing": 0.5, "spontaneous": 0.0, "maximum": 1.0}
    cortex = HubelWiesel(FIELD, wiring="afferents", threshold=0.1, **options)
    lgn, t = lgn_cells(image()), np.deg2rad(ORIENTATIONS)[:, None]
    along = 0.15 * (np.arange(7) - 3)

    def row(cells, y, x):
        column, line = (x + along * np.cos(t)) * 14 + 34.5, 27.5 - (y + along * np.sin(t)) * 14
        return (map_coordinates(cells, [line, column], order=1, mode="constant").mean(1) - 0.1).clip(0)

    expected = np.moveaxis([[row(cells, y, x) for y, x in CENTRES] for cells in lgn], -1, 0)
    close(see(cortex, jnp.asarray(image(), jnp.float32))["simple"], expected)


@pytest.mark.parametrize("wiring", ["gabor", "afferents"])
@pytest.mark.parametrize("field", [VisualField(3, 9), VisualField((6, 2.5), 20), VisualField((2.3, 3.1), 13)])
@pytest.mark.parametrize("orientations", [1, 3])
def test_any_field_and_any_number_of_orientations(wiring, field, orientations):
    cortex = HubelWiesel(field, wiring=wiring, orientations=orientations, spacing=0.5)
    for layer, response in jax.eval_shape(see, cortex, jnp.zeros(field.shape)).items():
        assert response.shape == tuple(len(c) for c in cortex.axes[layer].values()), layer


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"field": VisualField(4, 3)}, "samples/deg"),
        ({"orientations": 0}, "orientations must be a whole number"),
        ({"orientations": 2.5}, "orientations must be a whole number"),
        ({"orientations": "12"}, "orientations must be a whole number"),
        ({"wiring": "rows"}, "'gabor' or 'afferents'"),
        ({"pooling": "max"}, "SUM, energy, MAX"),
        ({"afferents": 0, "wiring": "afferents"}, "afferents must be a whole number"),
    ],
)
def test_impossible_cortices_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        HubelWiesel(**options)


@pytest.mark.parametrize("wiring", ["gabor", "afferents"])
@pytest.mark.parametrize("layer", ["simple", "complex"])
def test_cells_prefer_the_orientation_on_their_label(wiring, layer):
    cortex = HubelWiesel(wiring=wiring, orientations=6)
    for preferred in (0.0, 60.0, 120.0):
        at = {"preferred_orientation": preferred, "rf_x": 0, "rf_y": 0} | (
            {"preferred_phase": 0} if layer == "simple" else {}
        )
        tuning = record(Site(cortex, layer, at), bar, orientation=np.arange(0, 180, 30), width=0.2, length=4)
        assert float(tuning.idxmax()) == preferred


def test_a_cell_sits_where_its_label_says():
    cortex = HubelWiesel(spacing=0.5)
    at = {"preferred_orientation": 90, "rf_x": 1.0, "rf_y": -0.5, "preferred_phase": 0}
    response = record(
        Site(cortex, "simple", at), bar, orientation=90, width=0.2, length=0.5, x=[-1, 0, 1], y=[-0.5, 0.5]
    )
    assert [float(response[d][i]) for d, i in response.argmax(...).items()] == [1.0, -0.5]


@pytest.mark.parametrize(("width", "length"), [(0.2, 0.8), (0.5, 0.2)])
def test_a_swept_receptive_field_is_not_cut_off(width, length):
    cortex = HubelWiesel(FIELD, orientations=1, threshold=0.0, spontaneous=0.0, maximum=1.0)
    simple = see(cortex.with_parameters(rf_width=width, rf_length=length), jnp.asarray(image(), jnp.float32))["simple"]
    window = np.exp(-((Y / width) ** 2 + (X / length) ** 2) / 2)
    profile = window * np.cos(4 * np.pi * Y)
    drive = 2 * ((profile - window * profile.sum() / window.sum()) * image()).sum() / window.sum()
    assert drive != 0 and float(simple[0, 0 if drive > 0 else 2, 0, 0]) == pytest.approx(abs(drive), rel=1e-3)


def test_swept_end_zones_are_not_cut_off():
    cortex = HubelWiesel(FIELD, orientations=1, spontaneous=0.0, maximum=1.0)
    ends = np.mean([complex_cell(image(), 0.0, 0.0, 0.0, along=s, subunits=(0.0,)) for s in (-2.0, 2.0)])
    centre = complex_cell(image(), 0.0, 0.0, 0.0)
    variant = cortex.with_parameters(end_distance=2.0, end_inhibition=0.5 * centre / ends)
    response = see(variant, jnp.asarray(image(), jnp.float32))["end_stopped"]
    assert float(response[0, 0, 0]) == pytest.approx(0.5 * centre, rel=1e-3)


def test_a_swept_surround_is_not_cut_off():
    def wide(image, sd):
        """The image under a Gaussian of any width, grey beyond its border."""
        norm = np.exp(-((np.arange(-69, 70) / 14 / sd) ** 2) / 2).sum()
        down, across = (
            np.exp(-(((np.arange(n)[:, None] - np.arange(n)) / 14 / sd) ** 2) / 2) / norm for n in image.shape
        )
        return down @ image @ across

    cortex = HubelWiesel(FIELD, orientations=1, spontaneous=0.0, maximum=1.0).with_parameters(lgn_surround=1.0)
    drive = wide(image(), 0.1) - wide(image(), 1.0)
    expected = np.stack([drive.clip(0), (-drive).clip(0)]) / (0.3 + np.sqrt(wide(drive**2, 0.4)))
    close(see(cortex, jnp.asarray(image(), jnp.float32))["lgn"], expected)


def test_a_parameter_that_is_not_a_number_is_not_hidden():
    response = see(HubelWiesel(FIELD, orientations=1, threshold=float("nan")), jnp.zeros(FIELD.shape))["simple"]
    assert np.isnan(response).all()
