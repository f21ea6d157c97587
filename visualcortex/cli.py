"""The commands: list the experiments, reproduce them, sweep their parameters.

Exit status: 0 if every claim came out as expected, 1 if one did not, 2 if something could not run, 130 after Ctrl-C.
A sweep leaves the published parameters, so that its claims are data, not tests: it ends with 0 if it ran.
"""

import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from visualcortex import saving, sweeping, tables
from visualcortex.claims import Result, headline
from visualcortex.experiment import default_folder, find, folders, listed, reproduce

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Experiments; all if none is named.")]
Quick = Annotated[bool, typer.Option("--quick", help="Use the small parameters of each page.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where to write: figures; figures/quick with --quick, figures/own with --set."),
]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")]
Folder = Annotated[
    Path | None, typer.Option("--experiments", metavar="FOLDER", help="Look here for experiments first.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(saving.versions()["visualcortex"])
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Experiments on the visual cortex, reproduced."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@app.command("list")
def list_command(
    *,
    experiments: Folder = None,
    parameters: Annotated[bool, typer.Option("--parameters", help="Show the published parameters, too.")] = False,
) -> None:
    """Name the experiments there are."""
    with _sentences():
        pages = listed(folders(experiments))
        width = max(map(len, pages), default=0)
        for name, page in pages.items():
            typer.echo(f"{name:<{width}}  {page.title}")
            if parameters:
                typer.echo(f"{'':<{width}}  {page.signature}")


@app.command("reproduce")
def reproduce_command(
    names: Names = None,
    *,
    quick: Quick = False,
    out: Out = None,
    settings: Set = None,
    experiments: Folder = None,
    again: Annotated[bool, typer.Option("--again", help="Run anew what is finished.")] = False,
    debug: Debug = False,
) -> None:
    """Run experiments; write their figures, data and claims, and the gallery."""
    finished: list[Result] = []
    folder = out or default_folder(quick=quick, own=bool(settings))

    def show(result: Result) -> None:
        finished.append(result)
        if result.error:
            _report(result.error, f"{result.name} could not run", debug=debug)
        else:
            tables.show(result)

    def interrupted() -> str:
        return f"finished: {', '.join(result.name for result in finished if not result.error) or 'nothing'}"

    with _sentences(debug=debug, interrupted=interrupted):
        _prepare()
        reproduce(
            names or None,
            quick=quick,
            out=folder,
            parameters=_assignments(settings),
            experiments=experiments,
            again=again,
            progress=True,
            on_result=show,
        )
    typer.echo(f"{headline(finished)}.\nGallery: {folder / 'README.md'}")
    raise typer.Exit(_status(finished))


@app.command("sweep")
def sweep_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The experiment.")],
    values: Annotated[list[str], typer.Argument(metavar="KEY=A,B,…", help="Values of a parameter, with , between.")],
    *,
    quick: Quick = False,
    out: Out = None,
    settings: Set = None,
    experiments: Folder = None,
    debug: Debug = False,
) -> None:
    """Run one experiment at every combination of some parameters."""
    folder = out or default_folder(quick=quick, own=bool(settings))
    runs = folder / ".runs"
    with _sentences(debug=debug, interrupted=lambda: f"finished runs are kept in {runs}"):
        _prepare()
        page = find(name, experiments=experiments)[0]
        swept: dict[str, Any] = {
            key: _split(text, page.parameters.get(key)) for key, text in _assignments(values).items()
        }
        held = _assignments(settings)
        data = sweeping.sweep(page, quick=quick, parameters=held, folder=runs, progress=True, **swept)
        report = sweeping.as_json(data)
        files = [saving.writable(folder) / f"{name}_sweep.{ending}" for ending in ("nc", "json")]
        saving.write({files[0]: saving.netcdf(data), files[1]: saving.as_json(report)})
        tables.show_sweep(report)
    typer.echo(f"Data: {files[0]}")


@contextmanager
def _sentences(*, debug: bool = False, interrupted: Callable[[], str] = lambda: "nothing written") -> Iterator[None]:
    """Errors, warnings and interruptions as one sentence each, with their exit status."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: _complain("warning", message)
        try:
            yield
        except KeyboardInterrupt:
            _complain("interrupted", interrupted())
            raise typer.Exit(130) from None
        except BrokenPipeError:
            raise
        except Exception as error:
            _report(error, "error", debug=debug)
            raise typer.Exit(2) from None


def _report(error: Exception, label: str, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    expected = isinstance(error, ValueError | OSError | ImportError) and str(error)
    _complain(label, error if expected else f"{type(error).__name__}: {error}")


def _complain(label: str, words: object) -> None:
    typer.echo(f"{label}: {' '.join(str(words).split())}", err=True)


def _prepare() -> None:
    """Draw without a screen, and keep what is compiled from one command to the next."""
    os.environ["MPLBACKEND"] = "Agg"
    try:
        folder = saving.writable(cache_folder())
    except (OSError, RuntimeError) as error:
        warnings.warn(f"what is compiled will not be kept: {error}", stacklevel=2)
        return
    import jax

    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def cache_folder() -> Path:
    """Where compiled programs are kept: ``VISUALCORTEX_CACHE``, or a folder in the user's cache folder."""
    if named := os.environ.get("VISUALCORTEX_CACHE"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "visualcortex"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "visualcortex"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "visualcortex"


def _assignments(texts: Sequence[str] | None) -> dict[str, str]:
    """KEY=VALUE as names and values."""
    pairs = [text.partition("=") for text in texts or ()]
    for (key, equals, value), text in zip(pairs, texts or (), strict=True):
        if not (key and equals and value):
            raise ValueError(f"a parameter is given as KEY=VALUE, not {text!r}")
    if len({key for key, _, _ in pairs}) < len(pairs):
        raise ValueError(f"a parameter is given twice in {' '.join(texts or ())}")
    return {key: value for key, _, value in pairs}


def _split(text: str, default: Any) -> list[str]:
    """Several values out of one text; those that are lists themselves have ; between them."""
    return [part for part in text.split(";" if isinstance(default, tuple) else ",") if part.strip()]


def _status(results: Sequence[Result]) -> int:
    if any(result.error for result in results):
        return 2
    return 1 if any(result.unexpected for result in results) else 0
