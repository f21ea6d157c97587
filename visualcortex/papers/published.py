"""A published value and how well it is known."""

from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["printed", "digitised", "recalled"]


@dataclass(frozen=True)
class Published:
    """A value from the literature.

    Args:
        value: the number, or a tuple of numbers.
        units: its units; "1" for a ratio.
        source: paper, page, figure or table.
        status: ``printed`` (read in the paper or its authors' data), ``digitised`` (measured on the published figure)
            or ``recalled`` (well known, not read again).

    >>> Published(23.0, "deg", "Ringach et al. (2002)", "printed").value
    23.0
    """

    value: Any
    units: str
    source: str
    status: Status
