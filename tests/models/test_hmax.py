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

FIELD = VisualField((2.5, 2.75), 32)  # 88 × 80 samples
SIZES = range(7, 30, 2)
ORIENTATIONS = (0, 45, 90, 135)
BANDS = {  # filters, side of the window, step
    "A": [(range(12), 8, 4)],
    "B": [(range(0, 2), 4, 2), (range(2, 5), 6, 3), (range(5, 8), 9, 5), (range(8, 12), 12, 6)],
}
MODELS = [
    ("A", "published", "text"),
    ("B", "published", "code"),
    ("B", "dense", "text"),
    ("B", "published", "text"),
    ("A", "published", "code"),
]
POOLINGS = [0.0, 2.5, np.inf]
clips = paperclips(count=3, seed=1)


@functools.cache
def hmax(version="B", sampling="published", variant="code"):
    return Hmax(FIELD, version=version, sampling=sampling, variant=variant)


@jax.jit
def see(model, image):
    return model(image)


@functools.lru_cache(8)
def seen(version, sampling, variant, pooling):
    """Responses of every layer to the picture, both poolings of one exponent, S2 of its own width and centre."""
    model = hmax(version, sampling, variant)
    tuned = {"c1_pooling": pooling, "c2_pooling": pooling, "s2_width": 0.8, "s2_centre": 0.5}
    return {layer: np.asarray(units) for layer, units in see(model.with_parameters(**tuned), picture()).items()}


def c2(model, image, **parameters):
    return np.asarray(see(model.with_parameters(**parameters), np.asarray(image, np.float32))["c2"])


@functools.cache
def picture():
    return np.asarray(clips(FIELD, index=1, size=1.2, stroke=0.06), np.float32)


def uniform(level):
    return np.full(FIELD.shape, level, np.float32)


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
        found = np.abs(correlate(intensity, kernel(variant, size, orientation), "valid"))
        if variant == "code":
            energy = correlate(intensity**2, np.ones((size, size)), "valid")
            found /= np.sqrt(np.maximum(energy, 1e-3 * size**2))
        reach = size // 2
        out[i, j, reach:-reach, reach:-reach] = found
    return out


def softmax(s, p):
    """Over the last axis."""
    weights = (s == s.max(-1, keepdims=True)) if np.isinf(p) else np.exp(p * (s - s.max(-1, keepdims=True)))
    return (weights * s).sum(-1) / weights.sum(-1)


@functools.lru_cache(8)
def complex_cells(version, sampling, variant, p):
    """One window after another."""
    simple, bands = simple_cells(variant), []
    for sizes, window, step in BANDS[version]:
        step = 1 if sampling == "dense" else step
        rows, columns = (range((n - window) % step // 2, n - window + 1, step) for n in simple.shape[2:])
        cells = np.empty((4, len(rows), len(columns)))
        for (i, y), (j, x) in itertools.product(enumerate(rows), enumerate(columns)):
            seen = simple[list(sizes), :, y : y + window, x : x + window]
            cells[:, i, j] = softmax(np.moveaxis(seen, 1, 0).reshape(4, -1), p)
        bands.append(cells)
    return bands


def composite_cells(version, sampling, variant, p, width=0.8, centre=0.5):
    """Of each band the features (feature, unit), and in A the complex cells after them."""
    features = []
    for cells, (_, _, step) in zip(complex_cells(version, sampling, variant, p), BANDS[version], strict=True):
        if version == "A":
            groups = [(cells[a], cells[b]) for a, b in itertools.combinations(range(4), 2)]
        else:
            d = step if sampling == "dense" else 1
            corners = cells[:, :-d, :-d], cells[:, :-d, d:], cells[:, d:, :-d], cells[:, d:, d:]
            groups = list(itertools.product(*corners))
        units = [np.exp(-sum((c - centre) ** 2 for c in group) / (2 * width**2)) for group in groups]
        units = np.array(units).reshape(len(groups), -1)
        features.append(np.concatenate([units, cells.reshape(4, -1)]) if version == "A" else units)
    return features


def close(ours, expected):
    assert ours.shape == expected.shape
    assert np.abs(ours - expected).max() <= 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize("model", [MODELS[0], MODELS[1]])
def test_simple_cells(model):
    close(seen(*model, np.inf)["s1"], simple_cells(model[2]))


@pytest.mark.parametrize("p", POOLINGS)
@pytest.mark.parametrize("model", MODELS)
def test_complex_cells(model, p):
    for i, cells in enumerate(complex_cells(*model, p), 1):
        close(seen(*model, p)[f"c1_{i}"], cells)


@pytest.mark.parametrize("p", POOLINGS)
@pytest.mark.parametrize("model", MODELS)
def test_composite_features(model, p):
    bands = composite_cells(*model, p)
    for i, units in enumerate(bands, 1):
        close(seen(*model, p)[f"s2_{i}"].reshape(units.shape), units)
    close(seen(*model, p)["c2"], softmax(np.concatenate(bands, 1), p))


def clip_at(x, y):
    return clips(FIELD, index=0, size=0.5, stroke=0.15, x=x / 32, y=y / 32)


SHIFTS = [(1, 0), (-3, 2), (0, -4)]  # samples


@pytest.mark.parametrize("pooling", ["MAX", "SUM"])
@pytest.mark.parametrize("model", [("B", "dense", "text"), ("B", "dense", "code"), ("A", "dense", "code")])
def test_dense_sampling_makes_c2_indifferent_to_whole_shifts(model, pooling):
    p = {"MAX": np.inf, "SUM": 0.0}[pooling]
    dense = functools.partial(c2, hmax(*model), c1_pooling=p, c2_pooling=p)
    still = dense(clip_at(0, 0))
    for shift in SHIFTS:
        np.testing.assert_allclose(dense(clip_at(*shift)), still, atol=1e-6)
    assert np.abs(dense(clips(FIELD, index=1, size=0.5, stroke=0.15)) - still).max() > 1e-3


@pytest.mark.parametrize("pooling", ["MAX", "SUM"])
def test_a_shift_beyond_every_step_needs_a_wider_border(pooling):
    field = VisualField((3.5, 3.75), 32)
    model = Hmax(field, variant="code", sampling="dense", c1_pooling=pooling, c2_pooling=pooling)
    still, moved = (clips(field, index=0, size=0.5, stroke=0.15, x=x / 32, y=y / 32) for x, y in [(0, 0), (7, -9)])
    np.testing.assert_allclose(c2(model, moved), c2(model, still), atol=1e-6)


def test_published_sampling_does_not():
    still, *moved = (c2(hmax(), clip_at(*shift)) for shift in [(0, 0), *SHIFTS])
    assert all(np.abs(shifted - still).max() > 1e-3 for shifted in moved)


def test_shifts_by_a_multiple_of_every_step_change_nothing():
    model = hmax("A", "published", "text")
    np.testing.assert_allclose(c2(model, clip_at(4, -4)), c2(model, clip_at(0, 0)), atol=1e-6)


@pytest.mark.parametrize("stage", ["c1_pooling", "c2_pooling"])
@pytest.mark.parametrize("model", MODELS[:2])
def test_one_number_runs_from_sum_to_max_at_either_stage(model, stage):
    at = {p: c2(hmax(*model), picture(), **{stage: p}) for p in (0.0, 1e-4, 3.0, 1e5, np.inf)}
    whole = np.abs(at[np.inf] - at[0.0]).max()
    assert np.abs(at[1e-4] - at[0.0]).max() < 0.01 * whole and np.abs(at[1e5] - at[np.inf]).max() < 0.01 * whole
    assert 0.01 * whole < np.abs(at[3.0] - at[0.0]).max() and 0.01 * whole < np.abs(at[3.0] - at[np.inf]).max()


@pytest.mark.parametrize("p", [-0.1, np.nan])
@pytest.mark.parametrize("stage", ["c1_pooling", "c2_pooling"])
@pytest.mark.parametrize("model", MODELS[:2])
def test_there_is_no_answer_below_an_exponent_of_0(model, stage, p):
    assert np.isnan(c2(hmax(*model), picture(), **{stage: p})).all()


def test_poolings_have_names():
    model = Hmax(FIELD, variant="code", c1_pooling="SUM", c2_pooling="MAX")
    np.testing.assert_array_equal(c2(model, picture()), c2(hmax(), picture(), c1_pooling=0.0, c2_pooling=np.inf))


@pytest.mark.parametrize(("model", "indifferent"), [(MODELS[0], False), (MODELS[1], True), (MODELS[4], True)])
def test_only_the_code_is_indifferent_to_contrast(model, indifferent):
    full, *dimmer = (c2(hmax(*model), light * (picture() + 1) - 1) for light in (1, 0.5, 0.2))  # on black
    for one in dimmer:
        if indifferent:
            np.testing.assert_allclose(one, full, atol=1e-6)
        else:
            assert (np.abs(one - full) > 0.05 * full).any()


@pytest.mark.parametrize("level", [-1.0, 0.0, 0.6])
@pytest.mark.parametrize("model", MODELS)
def test_uniform_light_drives_no_simple_or_complex_cell(model, level):
    found = see(hmax(*model), uniform(level))
    for layer, units in found.items():
        expected = {"A": np.exp(-1), "B": np.exp(-2)}[model[0]]  # two or four silent afferents, each a width from 1
        if layer[:2] in ("s1", "c1"):
            assert np.abs(units).max() <= 1e-5
        else:
            np.testing.assert_allclose(units[:6], expected, rtol=1e-4)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(("model", "shown"), [(MODELS[0], edge), (MODELS[1], functools.partial(bar, width=0.1))])
def test_cells_prefer_the_orientation_on_their_label(model, shown, orientation):
    found = see(hmax(*model), np.asarray(shown(FIELD, orientation=orientation, contrast=0.8), np.float32))
    for layer in ("s1", "c1_1"):
        rows, columns = found[layer].shape[-2:]
        middle = np.asarray(found[layer])[..., rows // 2 - 2 : rows // 2 + 2, columns // 2 - 2 : columns // 2 + 2]
        best = middle.max((-1, -2)).reshape(-1, 4)
        labels = np.array(hmax(*model).axes[layer]["preferred_orientation"])
        assert (labels[best.argmax(1)] == orientation).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("x", "y"), [(0.2, -0.3), (-0.25, 0.1)])
def test_units_lie_where_their_labels_say(model, x, y):
    """The units that a small spot drives lie about it, in the mean less than a sample off."""
    light = np.asarray(spot(FIELD, diameter=0.06, x=x, y=y, contrast=2.0) - 1, np.float32)
    sums = hmax(*model).with_parameters(c1_pooling=0.0)
    for layer, units in see(sums, light).items():
        if layer == "c2":
            continue
        change = np.abs(units - see(sums, uniform(-1))[layer])
        change = np.asarray(change).sum(tuple(range(change.ndim - 2)))
        axes = sums.axes[layer]
        assert (change * np.array(axes["rf_x"])).sum() / change.sum() == pytest.approx(x, abs=1 / 32), layer
        assert (change * np.array(axes["rf_y"])[:, None]).sum() / change.sum() == pytest.approx(y, abs=1 / 32), layer


def test_gradients_through_max_and_sum_are_finite():
    gradient = jax.jit(jax.grad(lambda model, image: (model(image)["c2"] ** 2).sum(), argnums=1))
    for p in (np.inf, 3.0, 0.0):
        model = hmax("A", "published", "text").with_parameters(c1_pooling=p, c2_pooling=p)
        found = np.asarray(gradient(model, picture()))
        assert np.isfinite(found).all() and found.any()
        assert np.isfinite(gradient(model, uniform(-1))).all()


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
        expected = c2(hmax(), clips(FIELD, index=1, size=0.8), c1_pooling=p[i], c2_pooling=q[j])
        np.testing.assert_allclose(swept[0][1, i, j], expected, atol=2e-6)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"field": VisualField((1.0, 0.8), 32)}, "filters of 29 samples do not fit"),
        ({"variant": "txt"}, "did you mean 'text'"),
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
