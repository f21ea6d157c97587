"""The best of several runs, and a table."""

import time
from collections.abc import Callable
from typing import Any

import jax


def best(function: Callable[..., Any], *arguments: Any, runs: int = 7) -> float:
    """Seconds of the fastest of several runs, after one that compiles."""
    jax.block_until_ready(function(*arguments))
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        jax.block_until_ready(function(*arguments))
        times.append(time.perf_counter() - start)
    return min(times)


def table(title: str, columns: list[str], rows: list[list[Any]]) -> None:
    """Print rows under their columns."""
    print(f"\n{title}")
    texts = [columns, *([f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows)]
    widths = [max(len(text[i]) for text in texts) for i in range(len(columns))]
    for text in texts:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(text, widths, strict=True)))
