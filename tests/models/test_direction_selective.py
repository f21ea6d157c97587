import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.analysis import tuning
from visualcortex.field import VisualField
from visualcortex.models.direction_selective import DirectionSelective
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.models.movie import play
from visualcortex.recording import Site, record
from visualcortex.stimuli import drifting_grating

FIELD = VisualField(3.0, 12.0)
CENTRE = {"rf_x": 0.0, "rf_y": 0.0}
DRIFT = {"spatial_frequency": 2.0, "temporal_frequency": 4.0}


@pytest.fixture(scope="module")
def model():
    return DirectionSelective(FIELD, directions=8)


@pytest.fixture(scope="module")
def movie():
    def frame(time):
        return drifting_grating(FIELD, direction=45.0, time=time, **DRIFT)

    return jax.vmap(frame)(0.02 * jnp.arange(50.0))


def test_cells_prefer_the_direction_on_their_label(model):
    site = Site(model, "complex", CENTRE)
    times = 0.05 * np.arange(5) + 1
    rates = record(site, drifting_grating, direction=np.arange(0, 360, 45), time=times, **DRIFT).mean("time")
    np.testing.assert_array_equal(tuning.preferred(rates, "direction"), rates.preferred_direction)


def test_without_lagged_input_no_direction_is_preferred(model):
    site = Site(model, "complex", {"preferred_direction": 90, **CENTRE})
    times = np.arange(0, 0.25, 0.025)
    rates = record(site, drifting_grating, direction=[90, 270], time=times, lag_weight=[0, 1], **DRIFT).mean("time")
    without, with_lags = rates.transpose("lag_weight", "direction").values
    assert without[0] == pytest.approx(without[1], rel=1e-3)
    assert with_lags[0] > 5 * with_lags[1]


def test_a_movie_frame_by_frame_gives_what_the_electrode_records(model, movie):
    responses, _ = jax.jit(play)(model, movie)
    site = Site(model, "simple", {"preferred_direction": 45, "preferred_phase": 90, **CENTRE})
    recorded = record(site, drifting_grating, direction=45.0, time=0.02 * np.arange(50), **DRIFT)
    cell = responses["simple"][:, model.directions.index(45.0), 1]
    rows, columns = cell.shape[1] // 2, cell.shape[2] // 2
    np.testing.assert_allclose(cell[36:, rows, columns], recorded[36:], rtol=1e-4, atol=1e-3)


def test_what_was_seen_carries_over_from_one_movie_to_the_next(model, movie):
    run = jax.jit(play)
    whole, _ = run(model, movie)
    _, past = run(model, movie[:20])
    carried, _ = run(model, movie[20:], past)
    fresh, _ = run(model, movie[20:])
    np.testing.assert_array_equal(carried["complex"], whole["complex"][20:])
    assert not np.allclose(fresh["complex"], carried["complex"])


def test_a_model_without_memory_sees_single_images(movie):
    cortex = HubelWiesel(FIELD, orientations=2)
    responses, past = jax.jit(play)(cortex, movie[:3])
    assert past is None
    np.testing.assert_allclose(
        responses["simple"][2], jax.jit(lambda m, i: m(i))(cortex, movie[2])["simple"], rtol=1e-4
    )


def test_a_movie_of_the_wrong_size_is_refused(model):
    with pytest.raises(ValueError, match="a movie"):
        play(model, jnp.zeros((4, 5, 5)))


@pytest.mark.parametrize("options", [{"directions": 7}, {"directions": 0}, {"frames": 1}])
def test_impossible_models_are_refused(options):
    with pytest.raises(ValueError, match=r"an even number|at least 2"):
        DirectionSelective(FIELD, **options)


def test_a_movie_that_is_not_finite_is_refused(model):
    with pytest.raises(ValueError, match="not finite"):
        play(model, jnp.full((4, *FIELD.shape), jnp.nan))


def test_time_must_be_free(model):
    still = jax.tree_util.Partial(drifting_grating, time=0.1)
    with pytest.raises(ValueError, match="`time` cannot be bound"):
        record(Site(model, "complex"), still, direction=[0, 180])


def test_responses_agree_with_a_reference_in_float64(model):
    film = np.random.default_rng(0).uniform(-1, 1, (*FIELD.shape, len(model.lags)))
    responses = jax.jit(lambda model, film: model(film))(model, jnp.asarray(film, jnp.float32))
    lags = np.arange(36) * 0.02
    views = []
    for n in (3, 5):
        t = 6.3 * 4 * lags
        weights = t**n * np.exp(-t) * (1 / math.factorial(n) - t**2 / math.factorial(n + 2))
        views.append(film @ (weights / abs((weights * np.exp(2j * np.pi * 4 * lags)).sum())))
    samples = (np.arange(36) - 17.5) / 12
    x, y = np.meshgrid(samples, -samples)
    for d, direction in enumerate(model.directions):
        t = np.deg2rad(direction)
        u, v = x * np.cos(t) + y * np.sin(t), y * np.cos(t) - x * np.sin(t)  # u along the direction
        window = np.exp(-(u**2 + v**2) / (2 * 0.2**2))
        waves = [window * wave for wave in (np.cos(4 * np.pi * u), np.sin(4 * np.pi * u))]
        even, odd = (
            [2 * ((w - window * w.sum() / window.sum()) * i).sum() / window.sum() for w in waves] for i in views
        )
        drives = [(even[0] - odd[1]) / 2, (even[1] + odd[0]) / 2]
        simple = [max(0, sign * drives[k] - 0.05) for sign in (1, -1) for k in (0, 1)]
        expected = 1 + 50 * 2 * np.sqrt(np.mean(np.square(simple)))
        assert float(responses["complex"][d, 0, 0]) == pytest.approx(
            expected, abs=1e-5 * float(responses["complex"].max())
        )
