"""Statistics of textures, against others computed in another way: on the whole grid, in double precision."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.data.pictures import picture
from visualcortex.field import VisualField
from visualcortex.models.portilla_simoncelli import PortillaSimoncelli
from visualcortex.papers import portilla2000 as paper
from visualcortex.recording import Site, record
from visualcortex.stimuli.noise import white_noise

SCALES, ORIENTATIONS, NEIGHBOURHOOD = 2, 3, 5
FIELD = VisualField((2, 1.25), 16)
MODEL = PortillaSimoncelli(FIELD, scales=SCALES, orientations=ORIENTATIONS, neighbourhood=NEIGHBOURHOOD)
SMALL = PortillaSimoncelli(VisualField(1, 16), scales=2, orientations=2, neighbourhood=3)
GRAVEL = picture("gravel")[40 : 40 + 2 * FIELD.shape[0] : 2, 7 : 7 + 2 * FIELD.shape[1] : 2]

describe = jax.jit(lambda model, image: model(image))


def seen(image, model=MODEL):
    return {layer: np.asarray(values) for layer, values in describe(model, jnp.asarray(image, jnp.float32)).items()}


class Reference:
    """The filters at every sample of the image; of coarser scales every second sample is looked at, every fourth …"""

    def __init__(self, image):
        self.spectrum = np.fft.fft2(np.asarray(image, float))
        down, right = np.meshgrid(*(2 * np.pi * np.fft.fftfreq(side) for side in image.shape), indexing="ij")
        self.radius, self.angle = np.hypot(down, right), np.arctan2(-down, right)

    def filtered(self, profile):
        return np.fft.ifft2(self.spectrum * profile)

    def below(self, level):
        """cos(π/2 log₂(2r/π)) between half the cut-off and the cut-off."""
        position = np.log2(np.clip(self.radius * 2**level, np.pi / 2, np.pi) * 2 / np.pi)
        return np.cos(np.pi / 2 * position)

    def band(self, scale, i, step):
        n = ORIENTATIONS - 1
        gain = 2**n * math.factorial(n) / math.sqrt(ORIENTATIONS * math.factorial(2 * n))
        towards = np.cos(self.angle - np.pi * (i / ORIENTATIONS + 0.5))
        oriented = 2 * gain * np.where(towards > 0, towards**n, 0)
        annulus = self.below(scale) * np.sqrt(1 - self.below(scale + 1) ** 2)
        return self.filtered(annulus * oriented)[::step, ::step]

    def low(self, level):
        return self.filtered(self.below(level) ** 2).real[:: 2**level, :: 2**level]


def moments(image):
    standard = (image - image.mean()) / image.std()
    return [image.std(), (standard**3).mean(), (standard**4).mean() - 3]


def with_shifted(image):
    """Correlations with the image itself, moved, in the order of the labels."""
    moves = [tuple(map(int, name.split(","))) for name in MODEL.axes["autocorrelation"]["shift"]]
    return [correlation(image, np.roll(image, (-up, right), (0, 1))) for right, up in moves]


def correlation(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


def reference(image):
    its, ks = Reference(image), range(ORIENTATIONS)
    bands = [[its.band(scale, i, 2**scale) for i in ks] for scale in range(SCALES)]
    parents = [[its.band(scale + 1, i, 2**scale) for i in ks] for scale in range(SCALES - 1)]
    low = [its.low(level) for level in range(SCALES + 1)]
    high = its.filtered(np.sqrt(1 - its.below(0) ** 2)).real
    pairs = [(i, j) for i in ks for j in ks if i < j]
    return {
        "marginals": [image.mean(), *moments(image), image.min(), image.max(), high.std()],
        "low_pass": [moments(one) for one in low],
        "autocorrelation": [with_shifted(one) for one in low],
        "magnitude": [[abs(band).std() for band in several] for several in bands],
        "magnitude_autocorrelation": [[with_shifted(abs(band)) for band in several] for several in bands],
        "magnitude_correlation": [[correlation(abs(b[i]), abs(b[j])) for i, j in pairs] for b in bands],
        "scale_correlation": [
            [[correlation(abs(one), abs(other)) for other in coarse] for one in fine]
            for fine, coarse in zip(bands, parents, strict=False)
        ],
        "phase_correlation": [
            [[[correlation(one.real, part(other**2 / abs(other))) for part in (np.real, np.imag)] for other in coarse]
             for one in fine]
            for fine, coarse in zip(bands, parents, strict=False)
        ],
    }  # fmt: skip


def test_at_the_published_size_there_are_710():
    model = PortillaSimoncelli(VisualField(3.5, 32))
    count = {layer: math.prod(map(len, axes.values())) for layer, axes in model.axes.items()}
    n, k, shifts = paper.SCALES.value, paper.ORIENTATIONS.value, (paper.NEIGHBOURHOOD.value**2 + 1) // 2
    assert sum(count.values()) == paper.PARAMETERS.value == 710
    assert count["marginals"] + count["low_pass"] - (n + 1) == 6 + 1 + 2 * (n + 1)
    assert count["autocorrelation"] + (n + 1) == (n + 1) * shifts == 125
    assert count["magnitude_autocorrelation"] + count["magnitude"] == n * k * shifts == 400
    assert count["magnitude_correlation"] == n * k * (k - 1) // 2 == 24
    assert count["scale_correlation"] == k**2 * (n - 1) == 48 and count["phase_correlation"] == 2 * k**2 * (n - 1) == 96


@pytest.mark.parametrize(
    "image", [GRAVEL, np.random.default_rng(1).uniform(-1, 1, FIELD.shape)], ids=["gravel", "noise"]
)
def test_statistics(image):
    found, expected = seen(image), reference(image)
    assert set(found) == set(expected)
    for layer, values in expected.items():
        assert np.abs(found[layer] - values).max() <= 1e-5 * np.abs(values).max(), layer


def test_a_circular_shift_by_the_coarsest_sample_changes_nothing():
    still, moved = seen(GRAVEL), seen(np.roll(GRAVEL, (8, -4), (0, 1)))
    for layer, values in still.items():
        assert np.abs(moved[layer] - values).max() <= 2e-5 * np.abs(values).max(), layer


def test_a_smaller_shift_changes_little():
    still, moved = seen(GRAVEL), seen(np.roll(GRAVEL, (1, 3), (0, 1)))
    for layer in set(still) - {"low_pass"}:  # of its few samples the higher moments are others
        assert 0 < np.linalg.norm(moved[layer] - still[layer]) < 0.1 * np.linalg.norm(still[layer]), layer
    np.testing.assert_allclose(moved["low_pass"][:, 0], still["low_pass"][:, 0], rtol=1e-5)


def test_contrast_changes_deviations_alone():
    full, half = seen(GRAVEL), seen(GRAVEL / 2)
    for layer in set(full) - {"marginals", "low_pass", "magnitude"}:
        np.testing.assert_allclose(half[layer], full[layer], atol=1e-4)
    np.testing.assert_allclose(half["magnitude"], full["magnitude"] / 2, rtol=1e-5)
    np.testing.assert_allclose(half["low_pass"][:, 0], full["low_pass"][:, 0] / 2, rtol=1e-5)
    np.testing.assert_allclose(half["low_pass"][:, 1:], full["low_pass"][:, 1:], atol=1e-5)


@pytest.mark.parametrize("level", [0.0, -0.7])
def test_an_even_field_has_no_structure(level):
    for layer, values in seen(np.full(FIELD.shape, level)).items():
        np.testing.assert_allclose(values, 0 if layer != "marginals" else [level, 0, 0, 0, level, level, 0], atol=1e-3)


def test_there_is_a_derivative_everywhere():
    slope = jax.jit(jax.grad(lambda image, model: sum((v**2).sum() for v in model(image).values())))
    for image in (np.zeros((16, 16)), np.full((16, 16), -0.7), np.eye(16), GRAVEL[:16, :16]):
        assert np.isfinite(slope(jnp.asarray(image, jnp.float32), SMALL)).all()


def test_statistics_can_be_recorded_by_name():
    site = Site(MODEL, "magnitude_correlation", at={"orientations": "0°, 120°"})
    found = record(site, white_noise, seed=[0, 1])
    assert found.sizes == {"seed": 2, "preferred_spatial_frequency": 2} and found.units == "1"
    np.testing.assert_allclose(found[1], seen(white_noise(FIELD, seed=1))["magnitude_correlation"][:, 1], atol=1e-5)
    np.testing.assert_array_equal(found.preferred_spatial_frequency, [FIELD.resolution / 4, FIELD.resolution / 8])
    assert list(Site(MODEL, "phase_correlation", at={"part": "imaginary"}).axes) == [
        "preferred_spatial_frequency", "preferred_orientation", "coarser_orientation",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "sizes", "message"),
    [
        (VisualField(4, 30), {}, r"multiples of 16 samples, not a field of \(120, 120\)"),
        (VisualField(4, 16), {}, r"4 scales of 7 samples need 112 a side, not \(64, 64\)"),
        (FIELD, {"neighbourhood": 6}, "odd number of samples a side, not 6"),
        (FIELD, {"scales": 1}, "scales must be a whole number, at least 2"),
    ],
)
def test_what_cannot_be_built_is_refused(field, sizes, message):
    with pytest.raises(ValueError, match=message):
        PortillaSimoncelli(field, **sizes)
