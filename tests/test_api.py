"""The conventions of every public function and class, read from the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import visualcortex
from visualcortex import stimuli

ROOT = Path(__file__).parent.parent / "visualcortex"
Function = ast.FunctionDef | ast.AsyncFunctionDef


STIMULI = frozenset(stimuli.__all__)


def violations(tree: ast.Module, named: frozenset[str] = frozenset()) -> list[str]:
    """What breaks the conventions in one module, of whose functions some are stimuli."""
    found = [] if ast.get_docstring(tree) else ["1: the module has no docstring"]
    for owner, node in _public(tree):
        name = f"{owner.name}.{node.name}" if owner else node.name
        found += [f"{node.lineno}: {name} {words}" for words in _broken(owner, node)]
        if name in named and [argument.arg for argument in _positional(node)] != ["field"]:
            found.append(f"{node.lineno}: {name} takes other than the field by position")
    return found


def _positional(node: Function) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args]


def _decorated(node: Function, *names: str) -> bool:
    return any(name in ast.unparse(decorator) for decorator in node.decorator_list for name in names)


def _public(tree: ast.Module) -> Iterator[tuple[ast.ClassDef | None, ast.ClassDef | Function]]:
    """Public functions and classes, and the public methods and constructors of these, with their class."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield None, node
            for method in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(method, Function) and (not method.name.startswith("_") or method.name == "__init__"):
                    yield node, method


def _broken(owner: ast.ClassDef | None, node: ast.ClassDef | Function) -> Iterator[str]:
    words = ast.get_docstring(owner if owner and node.name == "__init__" else node)
    if isinstance(node, Function) and _decorated(node, "overload"):
        return
    if not words:
        yield "has no docstring"
        return
    if isinstance(node, ast.ClassDef):
        return
    if node.returns is None:
        yield "has no return type"
    arguments, positional = node.args, _positional(node)
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    for argument, default in zip(positional, defaults, strict=True):
        if getattr(argument.annotation, "id", None) == "bool" or isinstance(getattr(default, "value", None), bool):
            yield f"takes the boolean {argument.arg} by position"
    every = [*positional, *arguments.kwonlyargs, *filter(None, [arguments.vararg, arguments.kwarg])]
    names = [argument.arg for argument in every if argument.arg not in ("self", "cls") and argument.arg[0] != "_"]
    missing = [name for name in names if not re.search(rf"\b{re.escape(name)}\b", words)]
    if missing and not _decorated(node, "app.command", "app.callback"):  # options say it in their help
        yield f"does not say what {', '.join(missing)} is"


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_public_names_follow_the_conventions(path):
    assert violations(ast.parse(path.read_text()), STIMULI if "stimuli" in path.parts else frozenset()) == []


@pytest.mark.parametrize("name", visualcortex.__all__)
def test_re_exported_names_are_there(name):
    assert getattr(visualcortex, name) is not None and name in dir(visualcortex)


def test_other_names_are_not_there():
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        visualcortex.nonsense  # noqa: B018


GOOD = '''"""A module."""
def grating(field: int, *, phase: float = 0.0, centred: bool = True) -> int:
    """A grating of a phase in a field, centred or not."""
class Layer:
    """A layer of some size."""
    def __init__(self, size: int) -> None: ...
    def _inner(self, x): ...
'''


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('"""A module."""', "", "the module has no docstring"),
        ('"""A grating of a phase in a field, centred or not."""', "...", "grating has no docstring"),
        ("= True) -> int", "= True)", "grating has no return type"),
        ("of a phase", "", "grating does not say what phase is"),
        ("of some size", "", "Layer.__init__ does not say what size is"),
        ("*, phase", "phase", "takes other than the field by position"),
        ("field: int, *, phase", "*, field: int, phase", "takes other than the field by position"),
        ("*, phase: float = 0.0, centred: bool = True", "centred: bool = True, phase=1", "boolean centred by position"),
        ("*, phase: float = 0.0, centred: bool = True", "centred=False, phase=1", "boolean centred by position"),
        ("_inner", "inner", "Layer.inner has no docstring"),
    ],
)
def test_what_breaks_a_convention_is_found(right, wrong, words):
    assert violations(ast.parse(GOOD), frozenset({"grating"})) == []
    assert right in GOOD
    found = violations(ast.parse(GOOD.replace(right, wrong)), frozenset({"grating"}))
    assert any(words in violation for violation in found), found
