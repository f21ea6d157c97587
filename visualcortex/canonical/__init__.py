"""Canonical computations of cortex: rectify, match, pool, normalise.

`pool` runs from SUM to MAX by one number; `match` is where images meet kernels.

References:
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.   Heeger (1992), Vis. Neurosci. 9, 181-197.
    Carandini & Heeger (2012), Nat. Rev. Neurosci. 13, 51-62.
"""

from visualcortex.canonical.matching import HIGHEST, banded, cheapest, match, match_separable
from visualcortex.canonical.pooling import exponent_of, largest, pool, pool_windows, pooling_case, window_centres
from visualcortex.canonical.rectification import normalize, rectify

__all__ = [
    "HIGHEST",
    "banded",
    "cheapest",
    "exponent_of",
    "largest",
    "match",
    "match_separable",
    "normalize",
    "pool",
    "pool_windows",
    "pooling_case",
    "rectify",
    "window_centres",
]
