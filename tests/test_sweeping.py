"""Sweeps: many runs, one labelled array."""

import numpy as np
import pytest
import xarray as xr

from visualcortex import sweep
from visualcortex.sweeping import as_json

VALUES = {"exponent": [1.0, 2.0, 3.0], "gain": (0.5, 2.0), "seed": range(2)}


@pytest.fixture
def data(write_page):
    return sweep("made_up", experiments=write_page(), **VALUES)


def test_swept_parameters_are_labelled_dimensions(data):
    assert data.response.dims == ("exponent", "gain", "seed", "x")
    assert data.claim_holds.dims == ("exponent", "gain", "seed", "claim")
    for name, values in VALUES.items():
        np.testing.assert_array_equal(data[name], list(values))
    assert data.seed.attrs == {"long_name": "seed of the random numbers", "units": "1"}
    assert data.attrs["name"] == "made_up" and data.attrs["parameters"] == '{"samples": 8}'


def test_every_point_is_the_run_with_these_values(data):
    formula = data.gain * data.x**data.exponent + data.seed
    xr.testing.assert_allclose(data.response.drop_attrs(), formula.transpose(*data.response.dims).drop_attrs())


def test_vectorised_parameters_go_to_one_run(data, runs):
    assert len(runs()) == 4 and runs()[0] == "8 (1.0, 2.0, 3.0) 0.5 0"


def test_claims_are_judged_at_each_point(data):
    measured = data.claim_measured.sel(claim="it grows")
    np.testing.assert_allclose(measured, data.response.isel(x=-1).transpose(*measured.dims))
    assert (data.claim_holds.sel(claim="it is large") == 0).all()
    assert data.claim_measured.sel(claim="it is smooth").isnull().all()


def test_what_is_not_judged_at_quick_size_is_nan(write_page):
    holds = sweep("made_up", experiments=write_page(), quick=True, seed=[0, 1]).claim_holds
    assert holds.sel(claim="it is smooth").isnull().all() and (holds.sel(claim="it grows") == 1).all()


def test_a_single_value_is_held(write_page):
    data = sweep("made_up", experiments=write_page(), gain=3.0, seed=[0])
    assert data.response.dims == ("seed", "x") and data.response.max() == 3


def test_runs_with_other_coordinates_are_filled_up(write_page):
    data = sweep("made_up", experiments=write_page(), samples=[2, 3])
    assert data.x.values.tolist() == [0, 0.5, 1] and np.isnan(data.response.sel(samples=2, x=0.5))


def test_an_interrupted_sweep_continues(write_page, runs, tmp_path):
    folder = write_page(
        body="stop = Path(__file__).with_name('stop')\n    if stop.exists() and gain == 2: raise KeyboardInterrupt"
    )
    (folder / "stop").touch()
    with pytest.raises(KeyboardInterrupt):
        sweep("made_up", experiments=folder, folder=tmp_path / "kept", gain=[1, 2, 3])
    (folder / "stop").unlink()
    continued = sweep("made_up", experiments=folder, folder=tmp_path / "kept", gain=[1, 2, 3])
    assert [run.split()[2] for run in runs()] == ["1.0", "2.0", "2.0", "3.0"]
    xr.testing.assert_equal(continued, sweep("made_up", experiments=folder, gain=[1, 2, 3]))
    assert {path.suffix for path in (tmp_path / "kept").iterdir()} == {".nc"}


def test_a_sweep_can_be_saved(data, tmp_path):
    data.to_netcdf(tmp_path / "sweep.nc", engine="h5netcdf")
    xr.testing.assert_identical(xr.load_dataset(tmp_path / "sweep.nc", engine="h5netcdf"), data)


def test_json_has_every_claim_at_every_point(data):
    content = as_json(data)
    assert content["swept"] == {"exponent": [1.0, 2.0, 3.0], "gain": [0.5, 2.0], "seed": [0, 1]}
    assert len(content["points"]) == 3 * 12
    assert content["points"][0] == {
        "claim": "it grows", "exponent": 1.0, "gain": 0.5, "seed": 0, "claim_holds": 1.0, "claim_measured": 0.5,
    }  # fmt: skip


def test_claims_that_are_made_at_some_points_only_are_nan_elsewhere(write_page):
    folder = write_page(claims="*(Claim(f'claim {i}', i, holds=True) for i in range(data.attrs['seed']))")
    holds = sweep("made_up", experiments=folder, seed=[0, 1, 2]).claim_holds
    assert holds.claim.values.tolist() == ["claim 0", "claim 1"]
    np.testing.assert_array_equal(holds, [[np.nan, np.nan], [1, np.nan], [1, 1]])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"exponnt": [1]}, "did you mean 'exponent'"),
        ({"seed": [0, "x"]}, "seed is a whole number"),
        ({"seed": []}, "values of seed"),
        ({"seed": [1, 1]}, "values of seed"),
        ({"seed": 1}, "nothing is swept"),
        ({"seed": [1], "parameters": {"seed": 2}}, "given twice"),
    ],
)
def test_what_cannot_be_swept_is_refused_in_a_sentence(write_page, runs, values, words):
    with pytest.raises(ValueError, match=words):
        sweep("made_up", experiments=write_page(), **values)
    assert runs() == []


def test_a_dimension_of_the_page_cannot_be_swept(write_page):
    path = write_page() / "made_up.py"
    path.write_text(path.read_text().replace('"x"', '"gain"'))
    with pytest.raises(ValueError, match="gain cannot be swept"):
        sweep("made_up", experiments=path.parent, gain=[1, 2])


def test_a_vectorised_parameter_must_come_back_as_a_dimension(write_page):
    folder = write_page(body="exponent = 2.0")
    with pytest.raises(ValueError, match="VECTORISED"):
        sweep("made_up", experiments=folder, exponent=[1, 2])
