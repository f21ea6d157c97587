"""X and L told apart by the responses of mechanisms that are tuned for size, not by crossings and ends.

Where the bars of the Ls are as long as those of the Xs the textures part; longer Ls part better, shorter ones, which
match the Xs in size, hardly. The contrast was adjusted so that the mean luminance stayed the same.

Bergen & Adelson (1988), Nature 333, 363-364.
"""

from visualcortex.papers.published import Published

CITATION = "Bergen & Adelson (1988), Nature 333, 363-364"
DOI = "10.1038/333363a0"

_FIGURE = "Bergen & Adelson (1988), the figure of textures of X and L"

# length of the bars of an L over that of the bars of an X
EASY = Published(1.25, "1", _FIGURE, "recalled")
SEEN = Published(1.0, "1", _FIGURE, "recalled")
HARD = Published(0.75, "1", _FIGURE, "recalled")
