"""Textures as joint statistics of complex wavelet coefficients; noise that is given the same ones looks the same.

Portilla & Simoncelli (2000), Int. J. Comput. Vis. 40, 49-71.
"""

from visualcortex.papers.published import Published

CITATION = "Portilla & Simoncelli (2000), Int. J. Comput. Vis. 40, 49-71"
DOI = "10.1023/A:1026553619983"

_SIZE = "Portilla & Simoncelli (2000), implementation"

SCALES = Published(4, "1", _SIZE, "printed")
ORIENTATIONS = Published(4, "1", _SIZE, "printed")
NEIGHBOURHOOD = Published(7, "samples", _SIZE, "printed")  # side of the square of shifts of an autocorrelation
PARAMETERS = Published(710, "1", _SIZE, "printed")  # with these sizes
