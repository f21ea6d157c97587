"""How well people tell a pattern from those around it at a glance.

The numbers are those that Malik & Perona (1990) set beside their model, relative to those of a + among O.

Kröse (1987), Biol. Cybern. 55, 289-298.
"""

from visualcortex.papers.published import Published

CITATION = "Kröse (1987), Biol. Cybern. 55, 289-298"
DOI = "10.1007/BF02281975"

# (pair of micropatterns, detectability), the easiest pair first
DETECTABILITY = Published(
    (
        *((("+", "O"), 100.0), (("+", "square"), 88.1), (("L", "+"), 68.6), (("triangle", "arrow"), 52.3)),
        *((("+", "T"), 37.6), (("T", "L"), 30.6), (("+", "X"), 30.3)),
    ),
    "1",
    "Kröse (1987), as tabulated by Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932",
    "recalled",
)
