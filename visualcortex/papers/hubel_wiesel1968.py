"""A bar swept over the receptive field of one cell of the monkey's striate cortex, at five tilts.

The figure that is usually redrawn: a complex cell, a dark bar, one spike trace for each tilt. The tuning curve that is
usually shown beside it belongs to another cell, of the cat (``henry1974``): two cells, two species, two papers.

Hubel & Wiesel (1968), J. Physiol. 195, 215-243.
"""

from visualcortex.papers.published import Published

CITATION = "Hubel & Wiesel (1968), J. Physiol. 195, 215-243"
DOI = "10.1113/jphysiol.1968.sp008455"

_FIGURE = "Hubel & Wiesel (1968), the figure of five tilts"

# side of the receptive field, about 3/8 of a degree
FIELD_SIZE = Published(0.375, "deg", _FIGURE, "recalled")
# each trace
DURATION = Published(2.0, "s", _FIGURE, "recalled")
# horizontal, shallow, optimal (diagonal), steep, near-vertical; the angles themselves are not known
TILTS = Published(5, "1", _FIGURE, "recalled")
# the shallow and the steep bar lie this far from the optimal one, to either side
NEIGHBOURING_TILT = Published((20.0, 25.0), "deg", _FIGURE, "recalled")
# the optimal bar gives a dense burst, its neighbours a few spikes (from, to) ...
NEIGHBOURING_SPIKES = Published((3, 6), "spikes", _FIGURE, "recalled")
# ... the horizontal and the near-vertical bar none
FAR_SPIKES = Published(0, "spikes", _FIGURE, "recalled")
