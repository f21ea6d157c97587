"""Many runs of one experiment as one labelled array: swept parameters become dimensions."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visualcortex import saving
from visualcortex.experiment import Experiment, claimed, find, measured
from visualcortex.parameters import typed
from visualcortex.vocabulary import attributes

if TYPE_CHECKING:
    import xarray as xr

Point = dict[str, Any]


def sweep(
    experiment: str | Experiment,
    /,
    *,
    quick: bool = False,
    parameters: Mapping[str, Any] | None = None,
    folder: Path | str | None = None,
    experiments: Path | str | None = None,
    progress: bool = False,
    **values: Any,
) -> "xr.Dataset":
    """Run an experiment at every combination of some parameters.

    Parameters that the page calls ``VECTORISED`` go to one ``run`` as sequences; the others are run one by one.

    Args:
        experiment: a page or its name.
        quick: take the page's ``QUICK`` values of all that is not swept.
        parameters: values of held parameters that differ from the published ones.
        folder: where to keep each run once it is finished, so that an interrupted sweep continues; none keeps nothing.
        experiments: a folder to look for pages in before the others.
        progress: show a bar over the runs, on a terminal.
        values: for each swept parameter a sequence of its values; a single value is held.

    Returns:
        What the page measures, with the swept parameters as first dimensions; nan where runs have other coordinates.
        Also ``claim_holds`` (…, claim), 1 or 0, nan where a claim was not made or not judged, and ``claim_measured``
        (…, claim), nan where it is a text.

    Raises:
        ValueError: if there is no such experiment or parameter, nothing is swept, or a swept dimension cannot be had.
    """
    page = find(experiment, experiments=experiments)[0] if isinstance(experiment, str) else experiment
    swept, held = _divided(page, values, parameters or {})
    settings = page.settings(quick=quick, parameters=held)
    together = {name: swept[name] for name in swept if name in page.vectorised}
    singly = {name: swept[name] for name in swept if name not in together}

    def run(point: Point) -> "xr.Dataset":
        data = _kept(page, settings | {name: tuple(together[name]) for name in together} | point, folder, quick=quick)
        data = _checked(data, singly, together)
        claims = _grid(together, lambda joint: _claims(page, _at(data, joint, together), quick=quick))
        bar.update()
        return data.assign_coords({name: _coordinate(name, together[name]) for name in together}).merge(claims)

    with _bar(math.prod(map(len, singly.values())), progress) as bar:
        data = _grid(singly, run).transpose(*swept, ...)
    data.attrs = {"name": page.name, "title": page.title, "quick": quick, "versions": saving.versions()}
    data.attrs["parameters"] = {name: value for name, value in settings.items() if name not in swept}
    return saving.cleaned(data.assign_attrs(seed=data.attrs["parameters"].get("seed")))


def as_json(data: "xr.Dataset") -> dict[str, Any]:
    """What ``NAME_sweep.json`` holds: which runs, and how every claim came out at every point, claim by claim.

    Args:
        data: what `sweep` returned.
    """
    swept = [name for name in map(str, data.claim_holds.dims) if name != "claim"]
    table = data[["claim_holds", "claim_measured"]].to_dataframe(dim_order=["claim", *swept]).reset_index()
    points = [
        {key: None if value != value else value for key, value in row.items()} for row in table.to_dict("records")
    ]
    described = {name: data.attrs[name] for name in ("name", "title")}
    described |= {name: json.loads(data.attrs[name]) for name in ("quick", "parameters", "versions")}
    return described | {"swept": {name: data[name].values.tolist() for name in swept}, "points": points}


def _divided(page: Experiment, values: Mapping[str, Any], held: Mapping[str, Any]) -> tuple[dict[str, list], Point]:
    """The swept parameters with their values, and the held ones."""
    swept, held = {}, dict(held)
    for name, value in values.items():
        page.require(name)
        if name in held:
            raise ValueError(f"{name} is given twice: as {held[name]!r} and as {value!r}")
        default = page.parameters[name]
        if _several(value, default):
            swept[name] = _distinct(name, [typed(name, one, default) for one in value])
        else:
            held[name] = value
    if not swept:
        raise ValueError(f"nothing is swept; give one of {', '.join(page.parameters)} several values")
    return swept, held


def _several(value: Any, default: Any) -> bool:
    """Whether a value is a sequence of values: for a parameter that is itself one, a sequence of sequences."""
    if isinstance(value, str) or not hasattr(value, "__len__") or getattr(value, "ndim", 1) == 0:
        return False
    return not isinstance(default, tuple) or any(isinstance(one, str) or hasattr(one, "__len__") for one in value)


def _distinct(name: str, values: list) -> list:
    if not values or len(set(map(repr, values))) < len(values):
        raise ValueError(f"the values of {name} are to be several and each another, not {values}")
    return values


def _grid(swept: Mapping[str, list], leaf: Callable[[Point], "xr.Dataset"], point: Point | None = None) -> "xr.Dataset":
    """The leaves at every combination of values, put together dimension by dimension."""
    import xarray as xr

    if not swept:
        return leaf(point or {})
    (name, values), *others = swept.items()
    return xr.concat(
        [_grid(dict(others), leaf, {**(point or {}), name: value}) for value in values],
        dim=_coordinate(name, values),
        data_vars="all",
        coords="different",
        compat="equals",
        join="outer",
        combine_attrs="drop_conflicts",
    )


def _kept(page: Experiment, settings: Point, folder: Path | str | None, *, quick: bool) -> "xr.Dataset":
    """One run: read from the folder if it is there, and else run and put there."""
    import xarray as xr

    if folder is None:
        return measured(page, settings)
    name = f"{page.name}_{saving.fingerprint(page.path, settings, quick=quick)[:16]}.nc"
    path = saving.writable(Path(folder)) / name
    if not path.exists():
        saving.write({path: saving.netcdf(measured(page, settings))})
    return xr.load_dataset(path, engine="h5netcdf")


def _checked(data: "xr.Dataset", singly: Mapping[str, list], together: Mapping[str, list]) -> "xr.Dataset":
    """A run whose dimensions agree with the sweep."""
    for name in singly:
        if name in data.dims:
            raise ValueError(f"{name} cannot be swept: what the page measures already has a dimension of that name")
    for name, values in together.items():
        if data.sizes.get(name) != len(values):
            raise ValueError(f"the page calls {name} VECTORISED, but measures no dimension of its {len(values)} values")
    return data.drop_vars(singly, errors="ignore")


def _at(data: "xr.Dataset", joint: Point, together: Mapping[str, list]) -> "xr.Dataset":
    return data.isel({name: together[name].index(value) for name, value in joint.items()})


def _claims(page: Experiment, data: "xr.Dataset", *, quick: bool) -> "xr.Dataset":
    """How the claims of one point came out, along ``claim``."""
    import xarray as xr

    claims = claimed(page, data)
    judged = [math.nan if quick and claim.needs_full else float(claim.holds) for claim in claims]
    numbers = [claim.measured if isinstance(claim.measured, float) else math.nan for claim in claims]
    return xr.Dataset(
        {
            "claim_holds": ("claim", judged, {"long_name": "whether the claim holds", "units": "1"}),
            "claim_measured": ("claim", numbers, {"long_name": "value the claim is about", "units": "1"}),
        },
        coords={"claim": ("claim", [claim.statement for claim in claims], {"long_name": "claim"})},
    )


def _coordinate(name: str, values: Sequence) -> "xr.DataArray":
    """The labels of a swept dimension."""
    import xarray as xr

    labels = [value if isinstance(value, bool | int | float | str) else str(value) for value in values]
    return xr.DataArray(labels, dims=name, name=name, attrs=attributes(name))


def _bar(runs: int, progress: bool) -> Any:
    from tqdm import tqdm

    return tqdm(total=runs, unit="run", disable=None if progress else True)
