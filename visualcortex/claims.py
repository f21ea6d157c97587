"""What an experiment claims, and how its claims came out.

A claim compares something measured with something published. One that is known to fail says so, with the reason; only
what comes out otherwise than expected is a surprise.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, SupportsFloat, get_args

from visualcortex.papers.published import Published, Status

if TYPE_CHECKING:
    import xarray as xr

KINDS = ("replication", "control", "prediction", "check")
COUNTED = ("replication", "control")
STATUSES = ("", "simulated", *get_args(Status))


@dataclass(frozen=True)
class Claim:
    """One sentence about a result, and whether it holds.

    Args:
        statement: the sentence, true if the claim holds.
        measured: the number behind it (an array without dimensions will do), or a short text.
        published: what it is compared with: a `Published` value, which brings its source and status, a number, a text.
        holds: whether it came out so.
        kind: ``replication`` (compares with the paper), ``control`` (must come out for the comparison to mean
            anything), ``prediction`` (no data exist) or ``check`` (of our own code).
        expected: "holds", or "fails: " and the reason.
        source: paper, page, figure or table.
        status: ``printed``, ``digitised`` or ``recalled``; ``simulated`` for a value of another model.
        needs_full: whether the claim says nothing at the size of a quick run.

    Raises:
        ValueError: if the kind, the expectation or the status is none of these, or what is measured no single value.

    >>> Claim("cells are selective", 0.31, published=0.02, holds=False, expected="fails: there is no noise").as_expected
    True
    """

    statement: str
    measured: str | SupportsFloat
    published: Published | str | SupportsFloat | None = None
    _: KW_ONLY
    holds: bool | SupportsFloat
    kind: str = "replication"
    expected: str = "holds"
    source: str = ""
    status: str = ""
    needs_full: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a claim is one of {', '.join(KINDS)}, not {self.kind!r}: {self.statement}")
        _, _, reason = self.expected.partition("fails:")
        if self.expected != "holds" and not (self.expected.startswith("fails:") and reason.strip()):
            raise ValueError(f"a claim is expected to be 'holds' or 'fails: <reason>', not {self.expected!r}")
        if isinstance(self.published, Published):
            object.__setattr__(self, "source", self.source or self.published.source)
            object.__setattr__(self, "status", self.status or self.published.status)
        if self.status not in STATUSES:
            raise ValueError(f"a published value is one of {', '.join(STATUSES[1:])}, not {self.status!r}")
        object.__setattr__(self, "measured", _single("measured", self.measured))
        object.__setattr__(self, "published", _compared(self.published))
        holds = _single("holds", self.holds)
        if isinstance(holds, str) or holds is None or math.isnan(holds):
            raise ValueError(f"a claim holds or does not, and {self.holds!r} says neither: {self.statement}")
        object.__setattr__(self, "holds", bool(holds))

    @property
    def as_expected(self) -> bool:
        """Whether it came out as it was expected to."""
        return self.holds == (self.expected == "holds")

    @property
    def reason(self) -> str:
        """Why it is expected to fail; empty where it is expected to hold."""
        return self.expected.partition("fails:")[2].strip()

    def as_json(self) -> dict[str, Any]:
        """The fields, for a JSON file: numbers to three significant digits."""
        fields = asdict(self)
        return fields | {name: _rounded(fields[name]) for name in ("measured", "published")}


@dataclass(frozen=True)
class Result:
    """How an experiment came out.

    Args:
        name: name of the page.
        title: its title.
        parameters: every parameter of the run.
        versions: versions of the packages it ran with.
        claims: its claims.
        quick: whether it ran at quick size.
        seconds: how long it took.
        fingerprint: SHA-256 of all that the result depends on.
        folder: where its files are.
        kept: whether it was finished before, and kept.
        error: what stopped it.
    """

    name: str
    title: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    quick: bool = False
    seconds: float = 0.0
    fingerprint: str = ""
    folder: Path = Path()
    kept: bool = False
    error: Exception | None = None

    def judged(self, claim: Claim) -> bool:
        """Whether a claim says anything at the size of this run."""
        return not (self.quick and claim.needs_full)

    @property
    def unexpected(self) -> list[Claim]:
        """The claims that came out otherwise than expected."""
        return [claim for claim in self.claims if self.judged(claim) and not claim.as_expected]

    @property
    def data(self) -> "xr.Dataset":
        """What the experiment measured, read from its file."""
        import xarray as xr

        return xr.load_dataset(self.folder / f"{self.name}.nc", engine="h5netcdf")

    def verdict(self, claim: Claim) -> str:
        """How a claim came out, in a word: ✓, ✗, both with ‼ where that was not expected, or not judged."""
        if not self.judged(claim):
            return "not judged"
        return ("✓" if claim.holds else "✗") + ("" if claim.as_expected else " ‼")

    def as_json(self) -> dict[str, Any]:
        """What ``NAME.json`` holds."""
        names = ("name", "title", "parameters", "versions", "quick", "seconds", "fingerprint")
        return {name: getattr(self, name) for name in names} | {"claims": [claim.as_json() for claim in self.claims]}

    @classmethod
    def from_json(cls, content: Mapping[str, Any], folder: Path) -> Self:
        """The result that a ``NAME.json`` describes.

        Args:
            content: what the file holds.
            folder: where it lies.

        Raises:
            TypeError: if it is the file of something else.
            ValueError: if its claims are none.
        """
        claims = tuple(Claim(**claim) for claim in content["claims"])
        return cls(**{**content, "claims": claims, "folder": folder, "kept": True})


def headline(results: Iterable[Result]) -> str:
    """How many replications and controls hold, and how many claims came out otherwise than expected.

    Args:
        results: the experiments to count.

    >>> headline([Result("a", "A", claims=(Claim("x", 1, holds=True), Claim("y", 2, holds=True, kind="check")))])
    '1 of 1 replications and controls hold; no claims came out otherwise than expected'
    """
    results = list(results)
    stopped = sum(bool(result.error) for result in results)
    results = [result for result in results if not result.error]
    counted = [c for result in results for c in result.claims if c.kind in COUNTED and result.judged(c)]
    surprises = sum(len(result.unexpected) for result in results)
    silent = sum(not result.judged(c) for result in results for c in result.claims)
    held = f"{sum(bool(c.holds) for c in counted)} of {len(counted)} replications and controls hold"
    return (
        f"{held if counted else 'no replications or controls'}; "
        f"{surprises or 'no'} claim{'' if surprises == 1 else 's'} came out otherwise than expected"
        + (f"; {silent} not judged at quick size" if silent else "")
        + (f"; {stopped} could not run" if stopped else "")
    )


def readable(value: object) -> str:
    """A number to three significant digits, a text as it is, nothing for None.

    Args:
        value: what a claim measured, or compares with.

    >>> [readable(value) for value in (0.31274, 2304.0, 1234.5, 1e-7, "> 1", None)]
    ['0.313', '2304', '1230', '1e-07', '> 1', '']
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value)
    if math.isfinite(value) and 1e-4 <= abs(value) < 1e6:
        return f"{_rounded(value):.12g}"
    return f"{value:.3g}"


def _single(what: str, value: Any) -> Any:
    """A number or a text, out of whatever holds it."""
    if isinstance(value, str | bool | None):
        return value
    shape = tuple(getattr(value, "shape", ()))
    if math.prod(shape) != 1:
        raise ValueError(f"what a claim calls {what} is a single value, not an array of shape {shape}")
    try:
        return float(value.item() if hasattr(value, "item") else value)
    except (TypeError, ValueError):
        raise ValueError(f"what a claim calls {what} is a number or a short text, not {value!r}") from None


def _compared(published: Any) -> Any:
    """What to compare with: a number, or the value with its units in words."""
    if not isinstance(published, Published):
        return _single("published", published)
    values = published.value if isinstance(published.value, tuple) else (published.value,)
    units = "" if published.units == "1" else f" {published.units}"
    return ", ".join(map(readable, values)) + units if units or len(values) > 1 else float(values[0])


def _rounded(value: Any) -> Any:
    """Three significant digits; counts stay whole."""
    if not isinstance(value, float) or (value.is_integer() and abs(value) < 1e6):
        return value
    return float(f"{value:.3g}") if math.isfinite(value) else str(value)
