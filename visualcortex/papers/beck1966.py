"""Textures part where their lines differ in orientation, hardly where only the arrangement of the lines differs.

A field of upright Ts parts at once from one of Ts tilted by 45°, and hardly from one of upright Ls; yet a T and a
tilted T are judged more alike, as single figures, than a T and an L.

Beck (1966), Percept. Psychophys. 1, 300-302.
"""

from visualcortex.papers.published import Published

CITATION = "Beck (1966), Percept. Psychophys. 1, 300-302"

_FIGURES = "Beck (1966), the figures compared"

TILT = Published(45.0, "deg", _FIGURES, "recalled")

# pairs of micropatterns whose textures part, and hardly part
PART = Published(("T", "tilted T"), "1", _FIGURES, "recalled")
HARDLY = Published(("T", "L"), "1", _FIGURES, "recalled")
