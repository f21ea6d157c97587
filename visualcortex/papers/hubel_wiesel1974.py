"""Columns of the monkey's striate cortex: how far apart cells of the same orientation and of the same eye lie.

Hubel & Wiesel (1974), J. Comp. Neurol. 158, 295-305.
"""

from visualcortex.papers.published import Published

CITATION = "Hubel & Wiesel (1974), J. Comp. Neurol. 158, 295-305"

# from, to: an orientation cycle of 180 deg, and likewise a left and right ocular-dominance set
ORIENTATION_CYCLE = Published((0.5, 1.0), "mm", CITATION, "printed")
OCULAR_DOMINANCE_SET = Published((0.5, 1.0), "mm", CITATION, "printed")
# about 10 deg of orientation for each 50 µm of a tangential track
ORIENTATION_STEP = Published(10.0, "deg", "Hubel & Wiesel (1974), tangential penetrations", "recalled")
TRACK_STEP = Published(0.05, "mm", "Hubel & Wiesel (1974), tangential penetrations", "recalled")
