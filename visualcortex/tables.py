"""Results as tables on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from visualcortex.claims import Result, readable

VERDICTS = {True: "✓", False: "✗", None: "not judged"}


def show(result: Result) -> None:
    """Print the claims of one experiment.

    Args:
        result: how it came out.
    """
    rows = [
        (
            result.verdict(claim),
            claim.statement + (f" (expected to fail: {claim.reason})" if claim.reason else ""),
            claim.kind,
            readable(claim.measured),
            readable(claim.published),
        )
        for claim in result.claims
    ]
    title = f"{result.name}: {result.title}{' (kept)' if result.kept else ''}"
    _print(title, ("", "claim", "kind", "measured", "published"), rows)


def show_sweep(report: Mapping[str, Any]) -> None:
    """Print how the claims of a sweep came out, claim by claim.

    Args:
        report: what its JSON file holds.
    """
    points = report["points"]
    before = [None, *(point["claim"] for point in points)]
    rows = [
        (
            "" if point["claim"] == last else point["claim"],
            *(readable(point[name]) for name in report["swept"]),
            VERDICTS[point["claim_holds"]],
            readable(point["claim_measured"]),
        )
        for point, last in zip(points, before, strict=False)
    ]
    _print(f"{report['name']}: {report['title']}", ("claim", *report["swept"], "", "measured"), rows)


def _print(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from tqdm import tqdm

    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    with tqdm.external_write_mode():
        Console(markup=False, highlight=False).print(title, table if rows else "no claims", sep="\n")
