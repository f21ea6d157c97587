"""The gallery: a page with every figure of a folder, what was claimed about it, and how that came out."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from visualcortex import saving
from visualcortex.claims import Claim, Result, headline, readable

MARK = "<!-- written by `visualcortex reproduce`: changes made by hand will be lost -->"
LEGEND = """\
✓ holds, ✗ fails, ‼ came out otherwise than expected. A *replication* compares with the paper; a *control* must come out
for the comparison to mean anything; a *prediction* has no data to be compared with; a *check* is of our own code. The
headline counts replications and controls. A published value was *printed*, *digitised* from a figure, or *recalled* and
not read again; a *simulated* one is another model's. What a claim is expected to do was written down after it had been
tried: an expected ✗ is a failure that is known, with its reason, not one that was foretold."""
COLUMNS = ("", "claim", "kind", "measured", "published", "source", "status")


def refresh(folder: Path) -> None:
    """Write the gallery of a folder anew, as its ``README.md``.

    Args:
        folder: where the results are.
    """
    text = gallery(results(folder))
    saving.write({folder / "README.md": lambda path: path.write_text(text, encoding="utf-8")})


def check(folder: Path) -> None:
    """Insist that the folder's ``README.md``, if there is one, is a gallery.

    Args:
        folder: where results are to be written.

    Raises:
        ValueError: if it is somebody's own.
    """
    readme = folder / "README.md"
    if readme.exists() and not readme.read_text(encoding="utf-8", errors="replace").startswith(MARK):
        raise ValueError(f"{str(readme)!r} is not a gallery and would be overwritten; choose another folder")


def result(folder: Path, name: str) -> Result | None:
    """One finished result; none if there is none that can be read.

    Args:
        folder: where it lies.
        name: name of the experiment.
    """
    try:
        content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        return Result.from_json(content, folder)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def results(folder: Path) -> list[Result]:
    """Every finished result of a folder that has its figure, by name.

    Args:
        folder: where the results are.
    """
    read = (result(folder, path.stem) for path in sorted(folder.glob("*.json")))
    return [found for found in read if found and (folder / f"{found.name}.png").exists()]


def gallery(shown: Iterable[Result]) -> str:
    """The page, as Markdown.

    Args:
        shown: the results to show, in order.
    """
    shown = list(shown)
    sections = [section for one in shown for section in (_heading(one), _table(one))]
    return "\n\n".join([MARK, "# Gallery", f"**{headline(shown)}.**", LEGEND, *sections]) + "\n"


def _heading(one: Result) -> str:
    picture = f"![{_escaped(one.title)}]({quote(one.name)}.png)"
    size = "quick size; " if one.quick else ""
    return f"## {_escaped(one.title)}\n\n{picture}\n\n`{one.name}`: {size}{_settings(one.parameters)}"


def _settings(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f"{_escaped(name)} = {_escaped(_shown(value))}" for name, value in parameters.items())


def _shown(value: Any) -> str:
    return ", ".join(map(_shown, value)) if isinstance(value, list | tuple) else str(value)


def _table(one: Result) -> str:
    if not one.claims:
        return "No claims."
    rows = [COLUMNS, ["---"] * len(COLUMNS), *(_row(one, claim) for claim in one.claims)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(one: Result, claim: Claim) -> list[str]:
    statement = _escaped(claim.statement)
    if claim.reason:
        statement += f"<br>*Expected to fail: {_escaped(claim.reason)}*"
    if one.judged(claim) and not claim.as_expected:
        statement = f"**Not as expected:** {statement}"
    values = (claim.kind, readable(claim.measured), readable(claim.published), claim.source, claim.status)
    return [one.verdict(claim), statement, *map(_escaped, values)]


def _escaped(text: str) -> str:
    """Text that Markdown and a table's cell leave as it is."""
    return re.sub(r"([\\`*_{}\[\]<>|~#$])", r"\\\1", " ".join(text.split()))
