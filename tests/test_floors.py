"""The architecture: no import runs up, and each library stays in its rooms."""

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "visualcortex"

FLOORS = {
    **dict.fromkeys(("vocabulary", "field", "papers"), 0),
    **dict.fromkeys(("retinotopy", "filters", "canonical", "data"), 1),
    **dict.fromkeys(("stimuli", "layers"), 2),
    "models": 3,
    "learning": 4,
    "recording": 5,
    "sites": 6,
    "analysis": 7,
    **dict.fromkeys(("plotting", "protocols"), 8),
    **dict.fromkeys(("parameters", "claims", "pages", "saving", "gallery", "experiment"), 9),
    "sweeping": 10,
    **dict.fromkeys(("tables", "cli", "__main__"), 11),
}
APART = [("stimuli", "layers"), ("protocols", "plotting")]
LABELLED = {"recording"} | {room for room, floor in FLOORS.items() if floor >= FLOORS["sites"]}
WHERE = {
    "flax": {"layers", "models", "learning", "sites"},
    "optax": {"learning"},
    "xarray": LABELLED,
    "pandas": LABELLED,
    "matplotlib": {"plotting", "cli"},
    "typer": {"cli"},
    "rich": {"tables"},
}
COMPILES = {"recording", "learning", "sweeping"}
ONLY = {
    "analysis": {"vocabulary", "papers", "analysis", "numpy", "scipy", "xarray"},
    "plotting": {"vocabulary", "papers", "plotting", "numpy", "scipy", "xarray", "matplotlib"},
}
STANDARD = {"__future__"} | set(__import__("sys").stdlib_module_names)


def violations(root: Path) -> list[str]:
    """What breaks the rules in the package under ``root``, each with its place."""
    modules = {
        _dotted(root, path): path for path in sorted((root / PACKAGE).rglob("*.py")) if "_experiments" not in path.parts
    }
    homes = _homes(modules.get(PACKAGE))
    graph: dict[str, set[str]] = {}
    found = []
    for module, path in modules.items():
        if module == PACKAGE:
            continue
        tree = ast.parse(path.read_text())
        imports = [(line, _resolved(name, modules, homes)) for line, name in _imports(tree, module, path)]
        graph[module] = {name for _, name in imports if name in modules and name not in (module, PACKAGE)}
        broken = [*_broken(_room(module), imports), *_compilations(_room(module), tree)]
        found += [f"{path.relative_to(root)}:{line}: {words}" for line, words in broken]
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        found.append(f"modules import each other: {' -> '.join(error.args[1])}")
    return found


def _broken(room: str, imports: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    if room not in FLOORS:
        yield 1, f"{room} has no floor"
        return
    for line, name in imports:
        ours = name.split(".")[0] == PACKAGE
        other = _room(name) if ours else name.split(".")[0]
        if other == "experiments" or "_experiments" in name:
            yield line, "nobody imports an experiment"
        elif ours and other not in FLOORS:
            yield line, f"{other} has no floor"
        elif ours and FLOORS[other] > FLOORS[room]:
            yield line, f"{room} imports {other}, which is above it"
        elif any({room, other} == set(pair) for pair in APART):
            yield line, f"{room} and {other} know nothing of each other"
        if other not in STANDARD and room not in WHERE.get(other, {room}):
            yield line, f"{other} does not belong in {room}"
        if other not in STANDARD | ONLY.get(room, {other}):
            yield line, f"{room} does not import {other}"


def _compilations(room: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        owner = getattr(getattr(node, "value", None), "id", None)
        named = isinstance(node, ast.ImportFrom) and any(alias.name == "jit" for alias in node.names)
        if (isinstance(node, ast.Attribute) and node.attr == "jit") or named:
            if owner == "nnx" or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flax")):
                yield node.lineno, "jax.jit rather than nnx.jit"
            elif room not in COMPILES:
                yield node.lineno, f"{room} compiles"


def _imports(tree: ast.Module, module: str, path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported anywhere in a module, relative imports made absolute."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *filter(None, [node.module])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _resolved(name: str, modules: dict[str, Path], homes: dict[str, str]) -> str:
    """The module a name comes from: re-exported names come from their homes."""
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return name
    if len(parts) > 1 and parts[1] in homes:
        parts[1:] = [homes[parts[1]]]
    while ".".join(parts) not in modules and len(parts) > 2:
        parts.pop()
    return ".".join(parts)


def _homes(init: Path | None) -> dict[str, str]:
    for node in ast.parse(init.read_text()).body if init else ():
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "_HOMES":
            return ast.literal_eval(node.value)
    return {}


def _dotted(root: Path, path: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _room(module: str) -> str:
    return [*module.split("."), ""][1]


def test_the_package_keeps_its_floors():
    assert violations(ROOT) == []


def test_no_test_and_no_page_imports_a_page():
    pages = {path.stem for path in (ROOT / "experiments").glob("*.py")} | {"experiments"}
    files = [*(ROOT / "experiments").glob("*.py"), *(ROOT / "tests").rglob("*.py")]
    imported = {name.split(".")[0] for path in files for _, name in _imports(ast.parse(path.read_text()), "m", path)}
    assert imported & pages == set()


@pytest.mark.parametrize(
    ("module", "line", "words"),
    [
        ("field", "import visualcortex.models.hmax", "field imports models, which is above it"),
        ("field", "def f():\n    from visualcortex.models import hmax", "field imports models, which is above it"),
        ("models/hmax", "from visualcortex import record", "models imports recording, which is above it"),
        ("models/hmax", "from ..analysis import tuning", "models imports analysis, which is above it"),
        ("layers/retina", "from visualcortex.stimuli import gratings", "know nothing of each other"),
        ("analysis/tuning", "import jax.numpy as jnp", "analysis does not import jax"),
        ("analysis/tuning", "from visualcortex import field", "analysis does not import field"),
        ("plotting/panels", "import skimage", "plotting does not import skimage"),
        ("stimuli/gratings", "from flax import nnx", "flax does not belong in stimuli"),
        ("models/hmax", "import optax", "optax does not belong in models"),
        ("models/hmax", "import xarray as xr", "xarray does not belong in models"),
        ("experiment", "from matplotlib.figure import Figure", "matplotlib does not belong in experiment"),
        ("models/hmax", "import jax\nf = jax.jit(abs)", "models compiles"),
        ("models/hmax", "from jax import jit", "models compiles"),
        ("learning/hebbian", "from flax import nnx\nf = nnx.jit(abs)", "jax.jit rather than nnx.jit"),
        ("attic", "", "attic has no floor"),
        ("field", "from visualcortex import attic", "no floor"),
        ("cli", "import visualcortex._experiments.page", "nobody imports an experiment"),
        ("cli", "from experiments import page", "nobody imports an experiment"),
        ("filters", "import visualcortex.canonical", "modules import each other"),
    ],
)
def test_what_breaks_a_rule_is_found(tmp_path, module, line, words):
    for name in (
        "__init__", "field", "filters", "canonical", "experiment", "cli", "models/hmax", "layers/retina",
        "stimuli/gratings", "learning/hebbian", "recording", "analysis/tuning", "plotting/panels", module,
    ):  # fmt: skip
        path = tmp_path / PACKAGE / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / PACKAGE / "__init__.py").write_text("_HOMES = {'record': 'recording'}")
    (tmp_path / PACKAGE / "canonical.py").write_text("import visualcortex.filters")
    if module != "attic":
        assert violations(tmp_path) == []
    (tmp_path / PACKAGE / f"{module}.py").write_text(line)
    assert any(words in found for found in violations(tmp_path)), violations(tmp_path)
