import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex import Site, VisualField, record
from visualcortex.analysis import tuning
from visualcortex.models.sampled_v1 import SampledV1, draw
from visualcortex.papers import devalois1982, ringach2002b
from visualcortex.stimuli import grating

FIELD = VisualField(extent=4.0, resolution=24.0)
PHASES = np.arange(0, 360, 22.5)


def drawn(field=FIELD, cells=20000, simple_fraction=0.4, highest_threshold=0.5, seed=0):
    return draw(field, cells, simple_fraction, highest_threshold, np.random.default_rng(seed))


def respond(model, **parameters):
    return record(Site(model, "v1"), grating, **parameters)


def test_shapes_follow_the_published_distribution_whatever_the_field():
    counts, edges = np.array(ringach2002b.JOINT_COUNTS.value), ringach2002b.EDGES.value
    for field in (FIELD, VisualField(6.0, 24.0)):
        cells = drawn(field)
        cycles = [cells[name] * cells["spatial_frequency"] for name in ("width", "length")]
        share = np.histogram2d(*cycles, bins=[edges, edges])[0] / 20000
        np.testing.assert_allclose(share, counts / counts.sum(), atol=0.015)


def test_frequencies_follow_the_published_distribution_where_every_cell_fits():
    cells = drawn(VisualField(40.0, 400.0))
    simple = cells["present"].sum(1) == 1
    counts = np.array(devalois1982.SIMPLE_FOVEAL_COUNTS.value)
    found = np.histogram(cells["spatial_frequency"][simple], devalois1982.SPATIAL_FREQUENCY_EDGES.value)[0]
    np.testing.assert_allclose(found / simple.sum(), counts / counts.sum(), atol=0.02)


def test_receptive_fields_lie_within_the_field_and_their_spectra_are_not_folded():
    cells = drawn()
    longest = np.maximum(cells["width"], cells["length"])
    spread = 1 / (2 * np.pi * np.minimum(cells["width"], cells["length"]))
    assert (3 * longest <= 2.0 + 1e-9).all()
    assert (2 * cells["spatial_frequency"] + 3 * spread <= 24.0 + 1e-9).all()


def test_a_field_too_small_for_a_shape_is_refused():
    with pytest.raises(ValueError, match="enlarge the field"):
        SampledV1(VisualField(extent=1.0, resolution=8.0))


def test_a_lone_subunit_follows_the_phase_and_a_tonic_drive_fires_without_a_stimulus():
    model = SampledV1(FIELD, cells=12, simple_fraction=1.0, seed=1)
    assert model.simple.all()
    frequency = float(jnp.median(model.spatial_frequency))
    blank = respond(model, contrast=0.0, threshold_scale=[1.0, -0.5])
    assert (blank.sel(threshold_scale=1.0) == 0).all() and (blank.sel(threshold_scale=-0.5) > 0).any("cell")
    cycle = respond(model, orientation=np.arange(0, 180, 22.5), phase=PHASES, spatial_frequency=frequency)
    best = tuning.at(cycle, **tuning.preferred_grating(cycle, ["orientation"]))
    assert (tuning.modulation_ratio(best).dropna("cell") > 1.5).all()


def test_subunits_of_many_phases_make_responses_steadier():
    cells = SampledV1(FIELD, cells=60, seed=2)
    cycle = respond(cells, orientation=np.arange(0, 180, 30.0), phase=PHASES, spatial_frequency=[1.0, 2.0, 4.0])
    best = tuning.at(cycle, **tuning.preferred_grating(cycle))
    ratio = tuning.modulation_ratio(best).values
    assert np.nanmedian(ratio[~cells.simple]) < 0.8 < 1.5 < np.nanmedian(ratio[cells.simple])


def test_one_seed_is_one_population():
    first, again, other = (SampledV1(FIELD, cells=6, seed=seed) for seed in (0, 0, 1))
    assert (first.orientation == again.orientation).all() and (first.orientation != other.orientation).any()
    with pytest.raises(ValueError, match="cells must be a whole number"):
        SampledV1(cells=0)


def test_responses_agree_with_a_reference_in_float64():
    model = SampledV1(FIELD, cells=5)
    image = np.random.default_rng(0).uniform(-1, 1, FIELD.shape)
    samples = (np.arange(96) - 47.5) / 24
    x, y = np.meshgrid(samples, -samples)
    parts = ("orientation", "spatial_frequency", "width", "length", "phases", "threshold", "present")
    cells, expected = (np.asarray(getattr(model, part), float) for part in parts), []
    for o, f, w, length, phases, threshold, present in zip(*cells, strict=True):
        t = np.deg2rad(o)
        u, v = y * np.cos(t) - x * np.sin(t), x * np.cos(t) + y * np.sin(t)
        window = np.exp(-((u / w) ** 2 + (v / length) ** 2) / 2) / (np.pi * w * length * 24**2)
        waves = [np.cos(2 * np.pi * f * u - np.deg2rad(phase)) for phase in phases]
        drives = [(window * wave * image).sum() for wave in waves]
        rates = np.maximum(drives - threshold, 0) * present
        expected.append(50 * np.sqrt((rates**2).sum() / present.sum()))
    found = jax.jit(lambda model, image: model(image))(model, jnp.asarray(image, jnp.float32))["v1"]
    assert np.abs(found - np.array(expected)).max() <= 1e-5 * max(expected)
