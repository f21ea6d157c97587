"""Orientation selectivity of 304 cells of the macaque's striate cortex.

The statistics are those of the authors' data. Circular variance is 1 - |Σ r exp(2iθ)| / Σ r; the half-bandwidth is
taken at 0.707 of the peak; F1/F0 > 1 is called simple. Histograms count cells in equal bins, lowest bin first.

Ringach, Shapley & Hawken (2002), J. Neurosci. 22, 5639-5651.
"""

from visualcortex.papers.published import Published

CITATION = "Ringach, Shapley & Hawken (2002), J. Neurosci. 22, 5639-5651"

_DATA = "Ringach, Shapley & Hawken (2002), authors' data"

CELLS = Published(304, "cells", _DATA, "printed")

CIRCULAR_VARIANCE_MEAN = Published(0.556, "1", _DATA, "printed")
CIRCULAR_VARIANCE = Published(0.599, "1", _DATA, "printed")  # median
CIRCULAR_VARIANCE_QUARTILES = Published((0.335, 0.782), "1", _DATA, "printed")
CIRCULAR_VARIANCE_RANGE = Published((0.116, 0.914), "1", _DATA, "printed")  # 5th and 95th percentile
CIRCULAR_VARIANCE_COUNTS = Published((10, 29, 28, 30, 28, 27, 40, 40, 49, 23), "cells", _DATA, "printed")
CIRCULAR_VARIANCE_EDGES = Published((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0), "1", _DATA, "printed")

HALF_BANDWIDTH = Published(23.0, "deg", _DATA, "printed")  # median
HALF_BANDWIDTH_QUARTILES = Published((18.6, 31.4), "deg", _DATA, "printed")
# height, relative to the peak, at which the half-bandwidth is taken
BANDWIDTH_CRITERION = Published(0.707, "1", _DATA, "printed")

ORTHOGONAL_RATIO = Published(0.186, "1", _DATA, "printed")  # orthogonal over preferred response, median

MODULATION_RATIO = Published(0.571, "1", _DATA, "printed")  # F1/F0, median
MODULATION_RATIO_COUNTS = Published((70, 47, 38, 17, 11, 11, 17, 39, 39, 15), "cells", _DATA, "printed")
MODULATION_RATIO_EDGES = Published((0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0), "1", _DATA, "printed")
SIMPLE_FRACTION = Published(0.398, "1", _DATA, "printed")  # cells with F1/F0 > 1

# medians
SIMPLE_CIRCULAR_VARIANCE = Published(0.445, "1", _DATA, "printed")
SIMPLE_HALF_BANDWIDTH = Published(21.5, "deg", _DATA, "printed")
COMPLEX_CIRCULAR_VARIANCE = Published(0.661, "1", _DATA, "printed")
COMPLEX_HALF_BANDWIDTH = Published(24.0, "deg", _DATA, "printed")

# correlation of circular variance and half-bandwidth over cells
CORRELATION = Published(0.64, "1", _DATA, "printed")
