"""HMAX against loops in float64 written from the paper, and what its hierarchy is for: tolerance of shift and scale."""

import functools
import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.signal import correlate

from visualcortex.field import VisualField
from visualcortex.models.hmax import Hmax
from visualcortex.recording import Site, record
from visualcortex.recording.respond import _respond
from visualcortex.stimuli import bar, edge, spot
from visualcortex.stimuli.paperclips import paperclips

FIELD = VisualField((1.5, 1.75), 32)  # 56 × 48 samples
WIDE = VisualField(3.0, 32)
SIZES = range(7, 30, 2)
ORIENTATIONS = (0, 45, 90, 135)
BANDS = {  # filters, side of the window, step
    "A": [(range(12), 8, 4)],
    "B": [(range(0, 2), 4, 2), (range(2, 5), 6, 3), (range(5, 8), 9, 5), (range(8, 12), 12, 6)],
}
POOLINGS = [0.0, 2.5, np.inf]
clips = paperclips(count=3, seed=1)


@functools.cache
def hmax(field=FIELD, **options):
    return Hmax(field, **options)


@functools.partial(jax.jit, static_argnames="layers")
def see(model, image, layers=("c2",)):
    responses = model(image)
    return {layer: responses[layer] for layer in layers}


def c2(model, image, **parameters):
    return np.asarray(see(model.with_parameters(**parameters), jnp.asarray(image))["c2"])


@functools.cache
def picture():
    return np.asarray(clips(FIELD, index=1, size=0.7, stroke=0.09, background=-1.0), np.float32)


def kernel(variant, size, orientation):
    """A derivative of a Gaussian across an orientation, of unit energy."""
    x, sd, theta = np.arange(size) - size // 2, size / 4, np.deg2rad(orientation)
    across = -x[:, None] * np.cos(theta) - x[None, :] * np.sin(theta)  # rows run down
    bell = np.exp(-(x[:, None] ** 2 + x[None, :] ** 2) / (2 * sd**2))
    profile = across * bell if variant == "text" else (across**2 / sd**2 - 1) / sd**2 * bell
    profile = profile - profile.mean()
    return profile / np.sqrt((profile**2).sum())


@functools.cache
def simple_cells(variant):
    """(size, preferred_orientation, y, x); a floor, not in the paper, keeps the code from a division by nothing."""
    intensity = (1 + picture().astype(float)) / 2
    out = np.zeros((12, 4, *intensity.shape))
    for (i, size), (j, orientation) in itertools.product(enumerate(SIZES), enumerate(ORIENTATIONS)):
        found = np.abs(correlate(intensity, kernel(variant, size, orientation), "valid", "direct"))
        if variant == "code":
            energy = correlate(intensity**2, np.ones((size, size)), "valid", "direct")
            found /= np.sqrt(np.maximum(energy, 1e-3 * size**2))
        reach = size // 2
        out[i, j, reach:-reach, reach:-reach] = found
    return out


def softmax(s, p):
    """Over the last axis."""
    weights = (s == s.max(-1, keepdims=True)) if np.isinf(p) else np.exp(p * (s - s.max(-1, keepdims=True)))
    return (weights * s).sum(-1) / weights.sum(-1)


def complex_cells(simple, version, p, dense):
    """One window after another."""
    bands = []
    for sizes, window, step in BANDS[version]:
        step = 1 if dense else step
        rows, columns = (range((n - window) % step // 2, n - window + 1, step) for n in simple.shape[2:])
        cells = np.empty((4, len(rows), len(columns)))
        for (i, y), (j, x) in itertools.product(enumerate(rows), enumerate(columns)):
            seen = simple[list(sizes), :, y : y + window, x : x + window]
            cells[:, i, j] = softmax(np.moveaxis(seen, 1, 0).reshape(4, -1), p)
        bands.append(cells)
    return bands


def composite_cells(bands, version, dense, width=1.0, centre=1.0):
    """Of each band the features (feature, unit), and in A the complex cells after them."""
    features = []
    for cells, (_, _, step) in zip(bands, BANDS[version], strict=True):
        if version == "A":
            groups = [(cells[a], cells[b]) for a, b in itertools.combinations(range(4), 2)]
        else:
            d = step if dense else 1
            corners = cells[:, :-d, :-d], cells[:, :-d, d:], cells[:, d:, :-d], cells[:, d:, d:]
            groups = list(itertools.product(*corners))
        units = [np.exp(-sum((c - centre) ** 2 for c in group) / (2 * width**2)) for group in groups]
        units = np.array(units).reshape(len(groups), -1)
        features.append(np.concatenate([units, cells.reshape(4, -1)]) if version == "A" else units)
    return features


def close(ours, expected):
    assert ours.shape == expected.shape
    assert np.abs(ours - expected).max() <= 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize("variant", ["text", "code"])
def test_simple_cells(variant):
    close(np.asarray(see(hmax(variant=variant), picture(), ("s1",))["s1"]), simple_cells(variant))


@pytest.mark.parametrize("p", POOLINGS)
@pytest.mark.parametrize(("version", "sampling"), [("A", "published"), ("B", "published"), ("B", "dense")])
def test_complex_cells(version, sampling, p):
    model = hmax(version=version, sampling=sampling).with_parameters(c1_pooling=p)
    layers = tuple(f"c1_{i + 1}" for i in range(len(BANDS[version])))
    expected = complex_cells(simple_cells("text"), version, p, sampling == "dense")
    for ours, cells in zip(see(model, picture(), layers).values(), expected, strict=True):
        close(ours, cells)


@pytest.mark.parametrize("p", POOLINGS)
@pytest.mark.parametrize(
    ("version", "sampling", "variant"),
    [("A", "published", "text"), ("B", "published", "text"), ("B", "published", "code"), ("B", "dense", "text")],
)
def test_composite_features(version, sampling, variant, p):
    dense = sampling == "dense"
    bands = complex_cells(simple_cells(variant), version, p, dense)
    expected = softmax(np.concatenate(composite_cells(bands, version, dense, 0.8, 0.5), 1), p)
    parameters = {"c1_pooling": p, "c2_pooling": p, "s2_width": 0.8, "s2_centre": 0.5}
    close(c2(hmax(version=version, sampling=sampling, variant=variant), picture(), **parameters), expected)


@pytest.mark.parametrize("version", BANDS)
def test_composite_units_before_they_are_pooled(version):
    model = hmax(version=version)
    layers = tuple(f"s2_{i + 1}" for i in range(len(BANDS[version])))
    expected = composite_cells(complex_cells(simple_cells("text"), version, np.inf, False), version, False)
    for layer, units in zip(layers, expected, strict=True):
        found = np.asarray(see(model, picture(), layers)[layer])
        assert found.shape[1:] == (len(model.axes[layer]["rf_y"]), len(model.axes[layer]["rf_x"]))
        close(found.reshape(len(found), -1), units)


def clip_at(x, y, field=WIDE):
    return clips(field, index=0, size=12 / 32, stroke=0.2, x=x / 32, y=y / 32)


SHIFTS = [(1, 0), (-3, 2), (0, -7), (8, 8)]  # samples


@pytest.mark.parametrize("pooling", ["MAX", "SUM"])
def test_dense_sampling_makes_c2_indifferent_to_whole_shifts(pooling):
    model = hmax(WIDE, sampling="dense", c1_pooling=pooling, c2_pooling=pooling)
    still = c2(model, clip_at(0, 0))
    for shift in SHIFTS:
        np.testing.assert_allclose(c2(model, clip_at(*shift)), still, atol=1e-6)
    assert np.abs(c2(model, clips(WIDE, index=1, size=12 / 32, stroke=0.2)) - still).max() > 1e-3


def test_published_sampling_does_not():
    still, *moved = (c2(hmax(WIDE), clip_at(*shift)) for shift in [(0, 0), *SHIFTS])
    assert all(np.abs(shifted - still).max() > 1e-3 for shifted in moved)


def test_shifts_by_a_multiple_of_every_step_leave_c2_of_version_a_as_it_was():
    model = hmax(WIDE, version="A")
    np.testing.assert_allclose(c2(model, clip_at(8, -4)), c2(model, clip_at(0, 0)), atol=1e-6)


@pytest.mark.parametrize("stage", ["c1_pooling", "c2_pooling"])
@pytest.mark.parametrize("version", BANDS)
def test_one_number_runs_from_sum_to_max_at_either_stage(version, stage):
    found = {p: c2(hmax(version=version), picture(), **{stage: p}) for p in (0.0, 1e-4, 1e4, 1e6, np.inf)}
    np.testing.assert_allclose(found[1e-4], found[0.0], atol=2e-3)
    np.testing.assert_allclose(found[1e6], found[np.inf], atol=1e-4)
    assert np.abs(found[1e4] - found[np.inf]).max() < 0.05 * np.abs(found[0.0] - found[np.inf]).max()
    assert np.isnan(c2(hmax(version=version), picture(), **{stage: -0.1})).all()


def test_poolings_have_names():
    named, numbered = (hmax(c1_pooling=p, c2_pooling=q) for p, q in (("SUM", "MAX"), (0.0, np.inf)))
    np.testing.assert_array_equal(c2(named, picture()), c2(numbered, picture()))


@pytest.mark.parametrize("variant", ["text", "code"])
def test_only_the_code_is_indifferent_to_contrast(variant):
    dim = (picture() - 1) / 2  # half as bright on black
    full, half = (c2(hmax(variant=variant), image) for image in (picture(), dim))
    if variant == "code":
        np.testing.assert_allclose(half, full, atol=1e-6)
    else:
        assert (np.abs(half - full) > 0.05 * full).any()


@pytest.mark.parametrize("variant", ["text", "code"])
@pytest.mark.parametrize("level", [-1.0, 0.0, 0.6])
def test_uniform_light_drives_no_simple_or_complex_cell(variant, level):
    found = see(hmax(variant=variant), jnp.full(FIELD.shape, level), ("s1", "c1_1", "c1_4", "c2"))
    assert all(np.abs(found[layer]).max() <= 1e-5 for layer in ("s1", "c1_1", "c1_4"))
    np.testing.assert_allclose(found["c2"], np.exp(-2), rtol=1e-4)  # four silent afferents, each one width from 1


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(("variant", "stimulus", "options"), [("code", bar, {"width": 0.1}), ("text", edge, {})])
def test_cells_prefer_the_orientation_on_their_label(variant, stimulus, options, orientation):
    for layer in ("s1", "c1_2"):
        site = Site(hmax(variant=variant), layer, {"rf_x": 0, "rf_y": 0})
        tuning = record(site, stimulus, orientation=ORIENTATIONS, **options)
        best = tuning.sel(orientation=orientation).idxmax("preferred_orientation")
        assert (best == orientation).all()


@pytest.mark.parametrize(("x", "y"), [(0.2, -0.3), (-0.25, 0.1)])
@pytest.mark.parametrize("layer", ["s1", "c1_1", "s2_1", "c1_2", "s2_2"])
def test_units_lie_where_their_labels_say(layer, x, y):
    """What a small spot drives lies about it, half a step off at most."""
    options = {"variant": "code", "c1_pooling": "SUM"}
    at = {"rf_scale": hmax(**options).axes["s1"]["rf_scale"][0]} if layer == "s1" else {}
    light = {"diameter": 0.06, "contrast": [-1.0, 1.0]}
    response = record(Site(hmax(**options), layer, at), spot, x=x, y=y, **light)
    change = np.abs(response[1] - response[0])
    change = change.sum([dim for dim in change.dims if dim not in ("rf_x", "rf_y")])
    assert float((change * change.rf_x).sum() / change.sum()) == pytest.approx(x, abs=0.03)
    assert float((change * change.rf_y).sum() / change.sum()) == pytest.approx(y, abs=0.03)


@pytest.mark.parametrize("version", BANDS)
def test_gradients_through_max_and_sum_are_finite(version):
    def total(model, image):
        return (model(image)["c2"] ** 2).sum()

    gradient = jax.jit(jax.grad(total, argnums=1))
    for p in (np.inf, 3.0, 0.0):
        model = hmax(version=version, variant="code").with_parameters(c1_pooling=p, c2_pooling=p)
        found = np.asarray(gradient(model, picture()))
        assert np.isfinite(found).all() and found.any()
        assert np.isfinite(gradient(model, jnp.full(FIELD.shape, -1.0))).all()


def test_many_images_at_once_give_what_one_gives():
    images = jnp.stack([picture(), -picture()])
    together = jax.jit(jax.vmap(lambda image: hmax()(image)["c2"]))(images)
    np.testing.assert_allclose(together, [c2(hmax(), image) for image in images], atol=1e-6)


def compilations(measure):
    before = _respond._cache_size()
    measure()
    return _respond._cache_size() - before


def test_sweeps_of_both_poolings_compile_once_and_give_what_single_runs_give():
    site, p, q = Site(hmax(), "c2"), [0, 1, 7.5, 40, np.inf], [0, 0.5, np.inf]
    swept = []

    def measure():
        swept.append(record(site, clips, index=[0, 1], size=0.8, c1_pooling=p, c2_pooling=q))
        swept.append(record(site, clips, index=[0], size=0.8, c1_pooling=np.arange(7.0), c2_pooling=[3.0, 2.0]))

    assert compilations(measure) == 1
    assert swept[0].dims == ("index", "c1_pooling", "c2_pooling", "feature")
    for i, j in itertools.product(range(len(p)), range(len(q))):
        image = clips(FIELD, index=1, size=0.8)
        expected = c2(hmax(), image, c1_pooling=p[i], c2_pooling=q[j])
        np.testing.assert_allclose(swept[0][1, i, j], expected, atol=2e-6)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"field": VisualField((1.0, 0.8), 32)}, "filters of 29 samples do not fit"),
        ({"variant": "txt"}, "variant.*'text'"),
        ({"version": "C"}, "no version 'C'"),
        ({"sampling": "sparse"}, "no sampling 'sparse'"),
        ({"c1_pooling": "max"}, "SUM, MAX or a number"),
        ({"c2_pooling": -1}, "SUM, MAX or a number"),
    ],
)
def test_impossible_models_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Hmax(**options)


@pytest.mark.parametrize("version", BANDS)
@pytest.mark.parametrize("sampling", ["published", "dense"])
def test_the_smallest_field_holds_a_unit_of_every_layer(version, sampling):
    model = Hmax(VisualField(29, 1), version=version, sampling=sampling)
    for layer, shape in jax.eval_shape(model, jnp.zeros((29, 29))).items():
        assert min(shape.shape) > 0 and shape.shape == tuple(map(len, model.axes[layer].values()))
