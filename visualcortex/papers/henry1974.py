"""The orientation tuning curve of one cell of the cat's striate cortex.

It is often shown beside the five tilts of Hubel & Wiesel (1968), whose cell is another one, of a monkey: two cells, two
species, two papers. The points are those of Henry, Dreher & Bishop; the Gaussian is the fit of Dayan & Abbott (2001),
Theoretical Neuroscience, Fig. 1.5.

Henry, Dreher & Bishop (1974), J. Neurophysiol. 37, 1394-1409.
"""

from visualcortex.papers.published import Published

CITATION = "Henry, Dreher & Bishop (1974), J. Neurophysiol. 37, 1394-1409"

_FIT = "Dayan & Abbott (2001), Theoretical Neuroscience, Fig. 1.5, fitted to Henry, Dreher & Bishop (1974)"

# (orientation in deg, rate in Hz), rates to within 0.7 Hz
TUNING = Published(
    (
        *((-45, 0.8), (-42, 0.5), (-39, 2.0), (-36, 1.7), (-33, 4.9), (-30, 5.6), (-27, 8.7), (-24, 13.1)),
        *((-21, 18.7), (-18, 24.8), (-15, 26.5), (-12, 39.8), (-9, 37.0), (-6, 43.7), (-3, 54.8), (0, 49.0)),
        *((3, 55.8), (6, 45.7), (9, 42.7), (12, 46.0), (15, 31.5), (18, 23.5), (21, 19.4), (24, 15.7)),
        *((27, 11.3), (30, 6.0), (33, 3.9), (36, 1.3), (39, 1.2), (42, 2.3), (45, 0.3)),
    ),
    "deg, Hz",
    "Henry, Dreher & Bishop (1974), as drawn in Dayan & Abbott (2001), Fig. 1.5",
    "digitised",
)
# rate = PEAK_RATE exp(-(orientation - PREFERRED_ORIENTATION)² / 2 TUNING_WIDTH²)
PEAK_RATE = Published(52.14, "Hz", _FIT, "printed")
PREFERRED_ORIENTATION = Published(0.0, "deg", _FIT, "printed")
TUNING_WIDTH = Published(14.73, "deg", _FIT, "printed")
