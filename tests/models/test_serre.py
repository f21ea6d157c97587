"""The model of 2007 against loops in float64 written from the paper, and how it learns its prototypes."""

import functools
import itertools

import jax
import numpy as np
import pytest
from scipy.signal import correlate

from visualcortex.data.pictures import natural_patches
from visualcortex.field import VisualField
from visualcortex.models.serre import IMAGES, Serre, cut
from visualcortex.recording import Site, record
from visualcortex.recording.respond import _respond
from visualcortex.stimuli import spot

FIELD = VisualField((4.0, 2.5), 32)  # 80 × 128 samples
SHAPES = [(7, 2.8, 3.5), (9, 3.6, 4.6), (11, 4.5, 5.6), (13, 5.4, 6.8)]
ORIENTATIONS = (0, 45, 90, 135)
BANDS = [((0, 1), 8, 4), ((2, 3), 10, 5)]  # filters, side of the window, step
PATCHES = (3, 5)
POOLINGS = [0.0, 2.5, np.inf]
PICTURES = natural_patches(3, FIELD.shape, seed=4)
SEEN = {name: np.full(FIELD.shape, contrast, np.float32) for name, contrast in (("black", -1), ("grey", 0))}
SEEN["black"][:, 40:], SEEN["grey"][10:60, 44:47], SEEN["grey"][20:22, 5:95] = PICTURES[2][:, 40:], 1, -0.5
SEEN |= {f"learned {i}": picture for i, picture in enumerate(PICTURES[:2])}
CELLS = np.random.default_rng(0).normal(size=(2, 4, 9, 7))


@functools.cache
def serre(**options):
    return Serre(FIELD, **{"bands": 2, "count": 6, "patch_sizes": PATCHES, "images": PICTURES[:2]} | options)


@jax.jit
def see(model, image):
    return model(image)


def patches_of(model):
    return [np.asarray(patches[...]) for patches in model.composite.patches]


def gabor(size, sd, wavelength, orientation):
    x, theta = np.arange(size) - size // 2, np.deg2rad(orientation)
    across = -x[:, None] * np.cos(theta) - x[None, :] * np.sin(theta)  # rows run down
    along = x[None, :] * np.cos(theta) - x[:, None] * np.sin(theta)
    kernel = np.exp(-(across**2 + 0.09 * along**2) / (2 * sd**2)) * np.cos(2 * np.pi * across / wavelength)
    kernel -= kernel.mean()
    return kernel / np.linalg.norm(kernel)


@functools.cache
def simple_cells(name):
    """(size, preferred_orientation, y, x); a floor, not in the paper, keeps them from a division by nothing."""
    intensity = (1 + SEEN[name].astype(float)) / 2
    out = np.zeros((4, 4, *FIELD.shape))
    for (i, shape), (j, orientation) in itertools.product(enumerate(SHAPES), enumerate(ORIENTATIONS)):
        size, reach = shape[0], shape[0] // 2
        found = np.abs(correlate(intensity, gabor(*shape, orientation), "valid", "direct"))
        energy = correlate(intensity**2, np.ones((size, size)), "valid", "direct")
        out[i, j, reach:-reach, reach:-reach] = found / np.sqrt(np.maximum(energy, 1e-3 * size**2))
    return out


def softmax(s, p):
    """Over the last axis."""
    weights = (s == s.max(-1, keepdims=True)) if np.isinf(p) else np.exp(p * (s - s.max(-1, keepdims=True)))
    return (weights * s).sum(-1) / weights.sum(-1)


@functools.cache
def complex_cells(name, p):
    """One window after another."""
    simple, bands = simple_cells(name), []
    for sizes, window, step in BANDS:
        rows, columns = (range((n - window) % step // 2, n - window + 1, step) for n in FIELD.shape)
        cells = np.empty((4, len(rows), len(columns)))
        for (i, y), (j, x) in itertools.product(enumerate(rows), enumerate(columns)):
            seen = simple[list(sizes), :, y : y + window, x : x + window]
            cells[:, i, j] = softmax(np.moveaxis(seen, 1, 0).reshape(4, -1), p)
        bands.append(cells)
    return bands


def composite_cells(bands, prototypes, width, growth=1):
    """(feature, unit): all patches of all bands compared with each prototype."""
    features = []
    for prototype in itertools.chain(*prototypes):
        n = prototype.shape[-1]
        windows = [np.lib.stride_tricks.sliding_window_view(cells, (4, n, n)).reshape(-1, 4, n, n) for cells in bands]
        distance = ((np.concatenate(windows) - prototype) ** 2).sum((1, 2, 3))
        features.append(np.exp(-distance / (2 * width**2 * (n / 4) ** (2 * growth))))
    return features


def close(ours, expected):
    assert ours.shape == expected.shape
    assert np.abs(ours - expected).max() <= 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize("name", ["black", "grey"])
def test_simple_cells(name):
    close(np.asarray(see(serre(), SEEN[name])["s1"]), simple_cells(name))


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("name", ["black", "grey"])
def test_complex_cells(name, pooling):
    found = see(serre().with_parameters(c1_pooling=pooling), SEEN[name])
    for i, cells in enumerate(complex_cells(name, pooling), 1):
        close(np.asarray(found[f"c1_{i}"]), cells)


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize(("width", "growth"), [(1.0, 1.0), (0.5, 1.0), (1.0, 0.0)])
@pytest.mark.parametrize("name", ["black", "grey"])
def test_composite_cells_pooled(name, pooling, width, growth):
    model = serre().with_parameters(c2_pooling=pooling, s2_width=width, s2_growth=growth)
    units = composite_cells(complex_cells(name, np.inf), patches_of(model), width, growth)
    expected = np.array([softmax(unit, pooling) for unit in units])
    close(np.asarray(see(model, SEEN[name])["c2"]), expected)


@pytest.mark.parametrize("leaf", ["c1_pooling", "c2_pooling"])
def test_an_exponent_below_zero_has_no_answer(leaf):
    assert np.isnan(see(serre().with_parameters(**{leaf: -1.0}), SEEN["grey"])["c2"]).all()


def test_what_it_learns_from_is_not_what_natural_pictures_show():
    shown = natural_patches(IMAGES, FIELD.shape, 0)
    learned = natural_patches(IMAGES, FIELD.shape, (0, 1))
    assert not any(np.array_equal(one, other) for one in shown for other in learned)


def test_the_default_is_the_paper():
    model = Serre(images=np.zeros((1, 256, 256)))
    sizes = {layer: tuple(map(len, axes.values())) for layer, axes in model.axes.items()}
    sides = {f"c1_{i}": (4, n, n) for i, n in enumerate((63, 50, 41, 35, 31, 27, 24, 22), 1)}
    assert sizes == {"s1": (16, 4, 256, 256), **sides, "c2": (1000,)}
    assert [one.shape for one in patches_of(model)] == [(250, 4, n, n) for n in (4, 8, 12, 16)]
    assert [model.parameter(name) for name in ("c1_pooling", "c2_pooling", "s2_width")] == [np.inf, np.inf, 1.0]


def test_an_image_that_was_learned_from_is_recognised():
    learned = np.max([see(serre(), image)["c2"] for image in PICTURES[:2]], 0)
    np.testing.assert_allclose(learned, 1, atol=1e-5)
    assert (see(serre(), PICTURES[2])["c2"] < 1 - 1e-4).all()


def test_prototypes_are_cut_from_the_second_band():
    cells = np.stack([complex_cells(f"learned {i}", np.inf)[1] for i in (0, 1)])
    for patches in patches_of(serre()):
        places = np.lib.stride_tricks.sliding_window_view(cells, patches.shape[1:], (1, 2, 3))
        distances = np.abs(places[..., None, :, :, :] - patches).max((-3, -2, -1))
        assert distances.reshape(-1, len(patches)).min(0).max() < 1e-5


def test_seeds_choose_natural_patches_and_places():
    drawn, other = (patches_of(serre(images=None, seed=seed)) for seed in (3, 0))
    given = patches_of(
        Serre(FIELD, bands=2, count=6, patch_sizes=PATCHES, images=natural_patches(IMAGES, FIELD.shape, (3, 1)), seed=3)
    )
    for one, same, different in zip(drawn, given, other, strict=True):
        np.testing.assert_array_equal(one, same)
        assert np.abs(one - different).max((1, 2, 3)).min() > 0


def test_the_first_patches_do_not_depend_on_how_many_follow():
    np.testing.assert_array_equal(cut(CELLS, 3, 5, seed=7), cut(CELLS, 3, 20, seed=7)[:5])


def test_patches_come_from_everywhere():
    wanted = {
        cells[:, y : y + 6, x : x + 6].tobytes() for cells in CELLS for y, x in itertools.product(range(4), range(2))
    }
    assert {patch.tobytes() for patch in cut(CELLS, 6, 200, seed=0)} == wanted


def test_features_bear_a_shift_by_the_steps_of_both_bands():
    shown = np.full(FIELD.shape, -1, np.float32)
    shown[36:46, 60:63], shown[40:43, 63:70] = 1, 0.5
    still, left, right, other = (see(serre(), np.roll(shown, shift, 1))["c2"] for shift in (0, -20, 20, 10))
    np.testing.assert_allclose(left, still, atol=1e-5)
    np.testing.assert_allclose(right, still, atol=1e-5)
    assert np.abs(other - still).max() > 1e-4


def test_a_sweep_of_the_poolings_compiles_once():
    site, before = Site(serre(), "c2"), _respond._cache_size()
    swept = record(site, spot, c1_pooling=POOLINGS, c2_pooling=POOLINGS, s2_width=[0.5, 1.0])
    assert swept.shape == (3, 3, 2, 12) and _respond._cache_size() == before + 1
    one = see(serre().with_parameters(c1_pooling=2.5, c2_pooling=0.0, s2_width=0.5), spot(FIELD))["c2"]
    np.testing.assert_allclose(swept.sel(c1_pooling=2.5, c2_pooling=0.0, s2_width=0.5), one, rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"bands": 1}, "bands must be a whole number, at least 2"),
        ({"bands": 9}, "there are 8 bands"),
        ({"bands": 8, "field": VisualField(1.0, 32)}, "37 samples do not fit"),
        ({"field": VisualField(0.375, 32)}, "13 samples do not fit"),
        ({"count": 0}, "count must be a whole number"),
        ({"patch_sizes": (16,)}, "patches of 16 complex cells"),
        ({"patch_sizes": ()}, "at least"),
        ({"images": np.zeros((1, 9, 9))}, "does not fit"),
        ({"images": np.full((1, *FIELD.shape), np.nan)}, "not finite"),
        ({"c1_pooling": -1}, "pooling is SUM, MAX"),
        ({"c2_pooling": "max"}, "pooling is SUM, MAX"),
    ],
)
def test_impossible_models_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Serre(**{"field": FIELD, "bands": 2, "count": 2, "patch_sizes": (3,), "images": PICTURES[:1]} | options)
