"""Textures told apart by linear filters, half-wave rectification, inhibition among them, and a wide gradient.

Filters of a scale σ are weighted sums of Gaussians of unit volume: DOG1 and DOG2 of round ones of several widths, DOOG2
of long ones, one behind another. The scales, the strength of inhibition and the neighbourhoods are not among these
numbers. Seven of the pairs of textures are those of Kröse (1987).

Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932.
"""

from visualcortex.papers.published import Published

CITATION = "Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932"
DOI = "10.1364/JOSAA.7.000923"

_FILTERS = "Malik & Perona (1990), the filters; public code agrees"

# standard deviations of the Gaussians, and their weights
DOG1_WIDTHS = Published((0.71, 1.14), "σ", _FILTERS, "recalled")
DOG1_WEIGHTS = Published((1.0, -1.0), "1", _FILTERS, "recalled")
DOG2_WIDTHS = Published((0.62, 1.0, 1.6), "σ", _FILTERS, "recalled")
DOG2_WEIGHTS = Published((1.0, -2.0, 1.0), "1", _FILTERS, "recalled")
# of width σ, one in the middle and one on either side: how far off, the weights of middle and sides, length over width
DOOG2_OFFSET = Published(1.0, "σ", _FILTERS, "recalled")
DOOG2_WEIGHTS = Published((2.0, -1.0), "1", _FILTERS, "recalled")
ELONGATION = Published(3.0, "1", _FILTERS, "recalled")
ORIENTATIONS = Published(6, "1", _FILTERS, "recalled")

# (pair of micropatterns, height of the gradient at their boundary) in units of the paper's own: compare ranks only.
# "L_L" and "M_L" are written as in its table; of these, of L and M and of R no value of people is known
DISCRIMINABILITY = Published(
    (
        *((("+", "O"), 407.0), (("+", "square"), 225.0), (("L", "+"), 203.0), (("L", "M"), 165.0)),
        *((("triangle", "arrow"), 159.0), (("+", "T"), 120.0), (("+", "X"), 104.0), (("T", "L"), 90.0)),
        *((("L_L", "M_L"), 85.0), (("R", "mirror R"), 50.0)),
    ),
    "a.u.",
    "Malik & Perona (1990), the table of the model and of Kröse's data",
    "recalled",
)
