"""Micropatterns: the elements that textures are made of, as strokes.

A stroke is a row (x0, y0, x1, y1, radius, width): all that lies half a width from the line of distance `radius` around
the straight line from one point to the other. With radius 0 it is a bar with round ends; where the two points are one
it is a ring, and with radius 0 a disc. Lengths are in units of the micropattern's size, widths in those of the
texture's strokes, and micropatterns turn about their origin.

Pairs whose second-order statistics are the same have the same distances between their points and, about the origin, the
same distances from it: so textures of them agree within micropatterns and between neighbours. The ink of strokes that
meet must then add up (`overlap` 1 of `visualcortex.stimuli.texture`), and rotation be random but for a + and b ×.

References:
    Julesz (1981), Nature 290, 91-97, Fig. 2 (R and its mirror image, a and b, c and d).
    Caelli & Julesz (1978), Biol. Cybern. 28, 167-175 (pairs by four discs).   Triangle and arrow: Julesz (1981).
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from visualcortex.papers import beck1966
from visualcortex.vocabulary import unknown

DISC = 1.75  # diameter of the discs, in widths of a stroke

Point = tuple[float, float]
Strokes = list[tuple[float, ...]]


def table(names: Sequence[str]) -> np.ndarray:
    """The strokes of micropatterns, as `visualcortex.stimuli.texture` takes them.

    Args:
        names: of `MICROPATTERNS`.

    Returns:
        (micropattern, variant, stroke, 6): a micropattern of one form has it several times, missing strokes have no
        width.

    Raises:
        ValueError: if there is no such micropattern, or none is named.

    >>> table(["T", "R"]).shape
    (2, 1, 6, 6)
    """
    if isinstance(names, str) or not len(names):
        raise ValueError(f"micropatterns are a list of one name or more, not {names!r}")
    for name in names:
        if name not in MICROPATTERNS:
            raise unknown("micropattern", str(name), MICROPATTERNS)
    chosen = [MICROPATTERNS[name] for name in names]
    variants = math.lcm(*map(len, chosen))
    most = max(len(strokes) for forms in chosen for strokes in forms)
    rows = np.zeros((len(chosen), variants, most, 6), np.float32)
    for kind, forms in enumerate(chosen):
        for variant in range(variants):
            strokes = forms[variant % len(forms)]
            rows[kind, variant, : len(strokes)] = strokes
    return rows


def _lines(*paths: Sequence[Point]) -> Strokes:
    """Strokes along paths from point to point."""
    return [(*a, *b, 0.0, 1.0) for path in paths for a, b in pairwise(path)]


def _discs(*points: Point) -> Strokes:
    return [(*point, *point, 0.0, DISC) for point in points]


def _ring(x: float, y: float, radius: float) -> Strokes:
    return [(x, y, x, y, radius, 1.0)]


def _turned(strokes: Strokes, degrees: float) -> Strokes:
    """Counter-clockwise about the origin."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(c * x - s * y, s * x + c * y, c * u - s * v, s * u + c * v, *rest) for x, y, u, v, *rest in strokes]


def _mirrored(strokes: Strokes) -> Strokes:
    return [(-x, y, -u, v, *rest) for x, y, u, v, *rest in strokes]


def _box_and_crosses(*places: int) -> Strokes:
    """A box, and crosses at places along its middle line: 0 and 1 lie inside it, 2 beside it."""
    unit = 1 / 5.5
    left, right, low, high = (unit * v for v in (-2.75, 1.25, -1.0, 1.0))
    arm = 0.5 * unit
    strokes = _lines([(left, low), (right, low), (right, high), (left, high), (left, low)])
    for x in (unit * (-1.75 + 2 * place) for place in places):
        strokes += _lines([(x - arm, -arm), (x + arm, arm)], [(x - arm, arm), (x + arm, -arm)])
    return strokes


_PLUS = _lines([(-0.5, 0.0), (0.5, 0.0)], [(0.0, -0.5), (0.0, 0.5)])
_T = _lines([(-0.5, 0.5), (0.5, 0.5)], [(0.0, 0.5), (0.0, -0.5)])
_L = _lines([(-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5)])
_R = _lines(
    [(-0.35, -0.5), (-0.35, 0.5), (0.15, 0.5), (0.35, 0.25), (0.15, 0.0), (-0.35, 0.0)], [(0.0, 0.0), (0.35, -0.5)]
)
_LEGS = _lines([(0.0, 0.5), (-0.5, 0.0), (0.0, -0.5)])
_FLAG = _lines([(-0.5, -0.5), (0.5, 0.5), (0.5, -0.5)])

MICROPATTERNS: dict[str, list[Strokes]] = {
    "+": [_PLUS],
    "X": [_turned(_PLUS, 45.0)],
    "O": [_ring(0.0, 0.0, 0.5)],
    "square": [_lines([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)])],
    "L": [_L],
    "M": [_lines([(-0.5, -0.5), (-0.5, 0.5), (0.0, 0.0), (0.5, 0.5), (0.5, -0.5)])],
    "T": [_T],
    "tilted T": [_turned(_T, beck1966.TILT.value)],
    # the middle of the third stroke, of length 1, is the origin: its points lie as far from it in either
    "triangle": [_LEGS + _lines([(0.0, -0.5), (0.0, 0.5)])],
    "arrow": [_LEGS + _lines([(-0.5, 0.0), (0.5, 0.0)])],
    "R": [_R],
    "mirror R": [_mirrored(_R)],
    # two forms each: crosses at the places 2 | 0, 1 and 1, 2 | 0 give the same distances between crosses and to the box
    "box and crosses a": [_box_and_crosses(2), _box_and_crosses(0, 1)],
    "box and crosses b": [_box_and_crosses(1, 2), _box_and_crosses(0)],
    # a half turn of diagonal and stub about the diagonal's middle, the origin, takes one to the other
    "stub below": [_FLAG + _lines([(0.0, 0.0), (0.0, -0.5)])],
    "stub above": [_FLAG + _lines([(0.0, 0.0), (0.0, 0.5)])],
    # three discs, and a fourth or its half turn, which is as far from the others: three in a line, or a closed figure
    "discs in line": [_discs((0.0, 0.5), (0.25, 0.25), (-0.25, -0.25), (0.5, 0.0))],
    "discs in rectangle": [_discs((0.0, 0.5), (0.25, 0.25), (-0.25, -0.25), (-0.5, 0.0))],
}
