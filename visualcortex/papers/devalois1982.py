"""Preferred spatial frequencies of cells of the macaque's striate cortex, and how sharply they are tuned.

De Valois, Albrecht & Thorell (1982), Vision Res. 22, 545-559.
"""

from visualcortex.papers.published import Published

CITATION = "De Valois, Albrecht & Thorell (1982), Vision Res. 22, 545-559"

_TABLE = "De Valois, Albrecht & Thorell (1982), histograms of peak frequency, as tabulated in public model data"

# 13 edges of 12 bins of half an octave; public tables leave the first and the last bin open (below 0.5, above 16)
SPATIAL_FREQUENCY_EDGES = Published(
    (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.2, 16.0, 22.4), "cycles/deg", _TABLE, "printed"
)
# cells in each of these bins: 148 simple and 84 complex cells with foveal receptive fields
SIMPLE_FOVEAL_COUNTS = Published((0, 4, 4, 8, 25, 33, 26, 28, 12, 5, 2, 1), "cells", _TABLE, "printed")
COMPLEX_FOVEAL_COUNTS = Published((0, 0, 0, 9, 9, 7, 10, 23, 12, 8, 3, 3), "cells", _TABLE, "printed")

# typical full widths at half height
OCTAVE_BANDWIDTH = Published(1.4, "octaves", CITATION, "recalled")
ORIENTATION_BANDWIDTH = Published(40.0, "deg", "De Valois et al. (1982), Vision Res. 22", "recalled")
