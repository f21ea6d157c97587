"""The hierarchy of template matching and MAX for photographs: Gabor filters in eight bands, templates cut from images.

S1: exp(-(X² + γ²Y²)/2σ²) cos(2πX/λ), of zero mean and unit norm; two sizes a band. C1: the maximum over the two and a
square. S2: exp(-‖X - P‖²/2σ²), P a patch of C1, of all orientations. The width σ of S2 is not among these numbers.

Serre, Wolf, Bileschi, Riesenhuber & Poggio (2007), IEEE Trans. Pattern Anal. Mach. Intell. 29, 411-426.
"""

from visualcortex.papers.published import Published

CITATION = "Serre, Wolf, Bileschi, Riesenhuber & Poggio (2007), IEEE Trans. Pattern Anal. Mach. Intell. 29, 411-426"
DOI = "10.1109/TPAMI.2007.56"

_TABLE = "Serre et al. (2007), table of the parameters; other public code agrees"

ORIENTATIONS = Published((0.0, 45.0, 90.0, 135.0), "deg", _TABLE, "recalled")
ASPECT = Published(0.3, "1", _TABLE, "recalled")  # γ

# of the sixteen filters, two to each band: side of the kernel, σ, λ
S1_SIZES = Published((7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37), "samples", _TABLE, "recalled")
S1_WIDTHS = Published(
    (2.8, 3.6, 4.5, 5.4, 6.3, 7.3, 8.2, 9.2, 10.2, 11.3, 12.3, 13.4, 14.6, 15.8, 17.0, 18.2),
    "samples",
    _TABLE,
    "recalled",
)
S1_WAVELENGTHS = Published(
    (3.5, 4.6, 5.6, 6.8, 7.9, 9.1, 10.3, 11.5, 12.7, 14.1, 15.4, 16.8, 18.2, 19.7, 21.2, 22.8),
    "samples",
    _TABLE,
    "recalled",
)
WIDTH_PER_WAVELENGTH = Published(0.8, "1", _TABLE, "recalled")

# C1 of the eight bands: side of the square, and how far the next one is
C1_WINDOWS = Published((8, 10, 12, 14, 16, 18, 20, 22), "samples", _TABLE, "recalled")
C1_STEPS = Published((4, 5, 6, 7, 8, 9, 10, 11), "samples", _TABLE, "recalled")

# S2: sides of the patches in units of C1, and how many there are of each
PATCH_SIZES = Published((4, 8, 12, 16), "1", _TABLE, "recalled")
PATCHES = Published(250, "1", _TABLE, "recalled")
