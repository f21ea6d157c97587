"""The commands: list the experiments, reproduce them, sweep their parameters.

Exit status: 0 if every claim came out as expected, 1 if one did not, 2 if something could not run, 130 after Ctrl-C.
"""

import os
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visualcortex import saving, sweeping
from visualcortex.claims import Result, headline, readable
from visualcortex.experiment import default_folder, find, folders, listed, reproduce

if TYPE_CHECKING:
    import xarray as xr

app = typer.Typer(
    help="Experiments on the visual cortex, reproduced.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Experiments; all if none is named.")]
Quick = Annotated[bool, typer.Option("--quick", help="Use the small parameters of each page.")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write; figures, or figures/quick with --quick.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")]
Folder = Annotated[Path | None, typer.Option("--experiments", metavar="FOLDER", help="Look here for experiments first.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Experiments on the visual cortex, reproduced."""
