"""Textures that are not told apart at a glance although their elements differ, for what differs has no texton.

Second-order statistics of the two textures of a pair are the same: how often two points a given way apart are both
dark. Elements are turned at random, and their number a side is counted on the figure.

Julesz (1981), Nature 290, 91-97.
"""

from visualcortex.papers.published import Published

CITATION = "Julesz (1981), Nature 290, 91-97"
DOI = "10.1038/290091a0"

# panels a, b and c: pairs of micropatterns "pre-attentively indistinguishable", and elements a side of each display
UNSEEN = Published(
    (("R", "mirror R"), ("box and crosses a", "box and crosses b"), ("stub below", "stub above")),
    "1",
    "Julesz (1981), Fig. 2",
    "printed",
)
ELEMENTS = Published((11, 14, 11), "1", "Julesz (1981), Fig. 2", "digitised")
