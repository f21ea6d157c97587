"""Experiment pages: found by reading them, loaded by path, and their parameters.

A page is a Python file that defines ``run``, ``plot`` and ``claims``. Until it is run it is read as text, so that a
list of pages costs no import.
"""

import ast
import importlib.util
import inspect
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from visualcortex.parameters import typed
from visualcortex.vocabulary import unknown

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Experiment:
    """One page: what it asks, its parameters and, once something is run, its module.

    Args:
        name: name of its file, without ``.py``.
        path: its file.
        title: first line of its docstring, without its full stop.
        question: first paragraph after the title.
        tree: its source, parsed.
    """

    name: str
    path: Path
    title: str
    question: str
    tree: ast.Module = field(repr=False, compare=False)

    @cached_property
    def module(self) -> ModuleType:
        """The page itself, imported from its path."""
        name = f"visualcortex_experiment_{self.name}"
        specification = importlib.util.spec_from_file_location(name, self.path)
        assert specification is not None and specification.loader is not None  # the path ends in .py
        module = sys.modules[name] = importlib.util.module_from_spec(specification)
        try:
            specification.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
        return module

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """Published defaults of ``run``: read from the text where they are written out, else from the loaded page."""
        try:
            return {name: ast.literal_eval(default) for name, default in self._defaults.items()}  # type: ignore[arg-type]
        except ValueError:
            defaults = {p.name: p.default for p in inspect.signature(self.module.run).parameters.values()}
        missing = [name for name, default in defaults.items() if default is inspect.Parameter.empty]
        if missing:
            raise ValueError(f"run of {self.name} needs a default for {', '.join(missing)}")
        return defaults

    @cached_property
    def quick(self) -> dict[str, Any]:
        """The parameters that ``QUICK`` makes small."""
        quick = dict(self._constant("QUICK", {}))
        for name in quick:
            self.require(name, place="QUICK of ")
        return quick

    @cached_property
    def vectorised(self) -> tuple[str, ...]:
        """The parameters that ``run`` takes as sequences, passing their dimension through."""
        names = tuple(self._constant("VECTORISED", ()))
        for name in names:
            self.require(name, place="VECTORISED of ")
        return names

    @property
    def signature(self) -> str:
        """The parameters and their defaults as the page writes them.

        >>> page = Experiment("page", Path("page.py"), "", "", ast.parse("def run(cells=2 * 8, *, seed=0): ..."))
        >>> page.signature
        'cells=2 * 8, seed=0'
        """
        return ", ".join(name if d is None else f"{name}={ast.unparse(d)}" for name, d in self._defaults.items())

    def settings(self, *, quick: bool = False, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Every parameter of one run: published values, then ``QUICK``, then what was asked for.

        Args:
            quick: take the small values of ``QUICK``.
            parameters: values that differ; text is read as the type of the default.

        Raises:
            ValueError: if a parameter is unknown, or a value is not of the type of its default.
        """
        chosen = {**self.parameters, **(self.quick if quick else {})}
        for name, value in (parameters or {}).items():
            self.require(name)
            chosen[name] = typed(name, value, self.parameters[name])
        return chosen

    def require(self, name: str, *, place: str = "") -> None:
        """Insist on a parameter.

        Args:
            name: the parameter.
            place: what names it, for the message.

        Raises:
            ValueError: if ``run`` has no such parameter.
        """
        if name not in self._defaults:
            raise unknown("parameter", name, self._defaults, f"{place}{self.name}")

    @cached_property
    def _defaults(self) -> dict[str, ast.expr | None]:
        run = next(node for node in self.tree.body if isinstance(node, ast.FunctionDef) and node.name == "run")
        plain = [*run.args.posonlyargs, *run.args.args]
        defaults = [None] * (len(plain) - len(run.args.defaults)) + list(run.args.defaults)
        pairs = [*zip(plain, defaults, strict=True), *zip(run.args.kwonlyargs, run.args.kw_defaults, strict=True)]
        return {argument.arg: default for argument, default in pairs}

    def _constant(self, name: str, default: Any) -> Any:
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if name in (getattr(target, "id", None) for target in targets) and (value := getattr(node, "value", None)):
                try:
                    return ast.literal_eval(value)
                except ValueError:
                    return getattr(self.module, name)
        return default


def folders(first: Path | str | None = None) -> list[Path]:
    """Where pages are looked for: a folder that was named, ``./experiments``, the checkout, the installed copy.

    Args:
        first: the folder that was named.

    Raises:
        ValueError: if it is no folder.
    """
    if first is not None and not Path(first).is_dir():
        raise ValueError(f"no folder {str(first)!r} to look for experiments in")
    named = [] if first is None else [Path(first)]
    return [*named, Path("experiments"), PACKAGE.parent / "experiments", PACKAGE / "_experiments"]


def listed(places: Iterable[Path | str] | None = None) -> dict[str, Experiment]:
    """Every page by name; of two with one name, the one in the earlier folder.

    Args:
        places: folders to look in; ``folders()`` if none are given.
    """
    found: dict[str, Experiment] = {}
    for folder in map(Path, folders() if places is None else places):
        for path in folder.glob("[!_.]*.py"):
            if path.stem not in found and (page := _read(path)):
                found[page.name] = page
    return dict(sorted(found.items()))


def find(names: str | Sequence[str] | None = None, *, experiments: Path | str | None = None) -> list[Experiment]:
    """The pages of these names, each once; all pages for no name.

    Args:
        names: one name or several.
        experiments: a folder to look in before the others.

    Raises:
        ValueError: if there is no such page.
    """
    places = folders(experiments)
    pages = listed(places)
    if not pages:
        raise ValueError(f"no experiments in {', '.join(map(str, places))}")
    names = [names] if isinstance(names, str) else list(pages if names is None else names)
    for name in names:
        if name not in pages:
            raise unknown("experiment", name, pages)
    return [pages[name] for name in dict.fromkeys(names)]


def _read(path: Path) -> Experiment | None:
    try:
        tree = ast.parse(path.read_bytes(), filename=path.name)
    except (SyntaxError, ValueError, OSError) as error:
        warnings.warn(f"{path} is not listed: {error}", stacklevel=4)
        return None
    if not {"run", "plot", "claims"} <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
        return None
    title, *paragraphs = (ast.get_docstring(tree) or path.stem).split("\n\n")
    title, question = (" ".join(text.split()) for text in (title, "".join(paragraphs[:1])))
    return Experiment(path.stem, path, title.removesuffix("."), question, tree)
