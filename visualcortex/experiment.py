"""Experiments: run a page, keep what it measured, drew and claimed, and say how the claims came out.

A page defines ``run(**published defaults) -> Dataset``, ``plot(Dataset) -> Figure`` and
``claims(Dataset) -> list[Claim]``; its docstring asks the question, ``QUICK`` names smaller parameters. ``NAME.png``,
``NAME.nc`` and ``NAME.json`` come of it.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visualcortex import gallery, saving
from visualcortex.claims import Claim, Result, headline
from visualcortex.pages import Experiment, find, folders, listed

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Claim", "Experiment", "Result", "find", "folders", "headline", "listed", "measured", "reproduce"]

FIGURES = Path("figures")
DPI = 200


def reproduce(
    names: str | Sequence[str] | None = None,
    *,
    quick: bool = False,
    out: Path | str | None = None,
    parameters: Mapping[str, Any] | None = None,
    experiments: Path | str | None = None,
    again: bool = False,
    progress: bool = False,
    on_result: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Run experiments and write their figures, data and claims, and the gallery of the folder.

    What was finished before with the same package, page and parameters is kept. An experiment that cannot run does not
    stop the others: its result carries the error. After an interruption the finished ones are there, whole.

    Args:
        names: one experiment or several; all of them if none is named.
        quick: take each page's ``QUICK`` parameters, and judge only the claims that mean something at that size.
        out: folder to write into; by default ``figures``, ``figures/quick`` for a quick run, and ``figures/own``
            for one with parameters of your own.
        parameters: values that differ from the published ones, for every experiment named.
        experiments: a folder to look for pages in before the others.
        again: run anew what is finished.
        progress: show a bar over the experiments, on a terminal.
        on_result: called with each result as it comes.

    Returns:
        One result for each experiment.

    Raises:
        ValueError: if there is no such experiment or parameter, or a value is of the wrong type.
        OSError: if the folder cannot be written into.
    """
    chosen = find(names, experiments=experiments)
    for experiment in chosen if parameters else ():
        experiment.settings(quick=quick, parameters=parameters)
    folder = saving.writable(default_folder(quick=quick, own=bool(parameters)) if out is None else Path(out))
    gallery.check(folder)
    results: list[Result] = []
    try:
        for experiment in _bar(chosen, progress):
            results.append(_reproduced(experiment, folder, quick, parameters, again))
            if on_result:
                on_result(results[-1])
    finally:
        gallery.refresh(folder)
    return results


def default_folder(*, quick: bool, own: bool = False) -> Path:
    """Where results go if no folder is named: only those at published parameters stand in ``figures`` itself.

    Args:
        quick: whether the run is a quick one.
        own: whether it has parameters of the user's own.
    """
    return FIGURES / ("own" if own else "quick" if quick else "")


def measured(experiment: Experiment, parameters: Mapping[str, Any], **further: Any) -> "xr.Dataset":
    """What one run of an experiment measured; the dataset says which run it was.

    Args:
        experiment: the page.
        parameters: every parameter of the run.
        further: more attributes.
    """
    run = {"name": experiment.name, "parameters": dict(parameters), "seed": parameters.get("seed")}
    return experiment.module.run(**parameters).assign_attrs(run, versions=saving.versions(), **further)


def claimed(experiment: Experiment, data: "xr.Dataset") -> tuple[Claim, ...]:
    """What a page claims about a dataset.

    Args:
        experiment: the page.
        data: what its run measured.

    Raises:
        TypeError: if these are no claims.
        ValueError: if two of them say the same.
    """
    claims = tuple(experiment.module.claims(data))
    if not all(isinstance(claim, Claim) for claim in claims):
        raise TypeError(f"claims of {experiment.name} is to return a list of Claim")
    if len({claim.statement for claim in claims}) < len(claims):
        raise ValueError(f"two claims of {experiment.name} say the same")
    return claims


def _reproduced(
    experiment: Experiment, folder: Path, quick: bool, parameters: Mapping[str, Any] | None, again: bool
) -> Result:
    """The result of one experiment, kept or new; whatever its page raises becomes its error."""
    try:
        settings = experiment.settings(quick=quick, parameters=parameters)
        fingerprint = saving.fingerprint(experiment.path, settings, quick=quick)
        return (None if again else _kept(experiment.name, folder, fingerprint)) or _new(
            experiment, folder, settings, quick=quick, fingerprint=fingerprint
        )
    except Exception as error:
        return Result(experiment.name, experiment.title, quick=quick, folder=folder, error=error)


def _kept(name: str, folder: Path, fingerprint: str) -> Result | None:
    before = gallery.result(folder, name)
    whole = all((folder / f"{name}.{ending}").exists() for ending in ("png", "nc"))
    return before if before and whole and before.fingerprint == fingerprint else None


def _new(experiment: Experiment, folder: Path, settings: dict[str, Any], *, quick: bool, fingerprint: str) -> Result:
    started, name = time.perf_counter(), experiment.name
    data = measured(experiment, settings, title=experiment.title, quick=quick, fingerprint=fingerprint)
    drawing, claims = experiment.module.plot(data), claimed(experiment, data)
    seconds = round(time.perf_counter() - started, 2)
    used = saving.versions()
    result = Result(name, experiment.title, settings, used, claims, quick, seconds, fingerprint, folder)
    saving.write(
        {
            folder / f"{name}.png": lambda path: drawing.savefig(path, format="png", dpi=DPI),
            folder / f"{name}.nc": saving.netcdf(data),
            folder / f"{name}.json": saving.as_json(result.as_json()),
        }
    )
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(drawing)
    return result


def _bar(experiments: list[Experiment], progress: bool) -> Any:
    if not progress:
        return experiments
    from tqdm import tqdm

    return tqdm(experiments, unit="experiment", disable=None)
