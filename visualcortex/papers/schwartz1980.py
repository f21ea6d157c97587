"""The map of the visual field on striate cortex as a complex logarithm.

z = x + iy is a place in one half of the visual field, in degrees; w its place on the cortex, in mm. Monopole:
w = k log(z + a). Dipole: w = k log((z + a) / (z + b)). The values are for human cortex.

Schwartz (1977), Biol. Cybern. 25, 181-194; Schwartz (1980), Vision Res. 20, 645-669.
"""

from visualcortex.papers.published import Published

CITATION = "Schwartz (1980), Vision Res. 20, 645-669"

_HUMAN = "human cortex, after the map of Schwartz (1977, 1980)"

# about; from, to: the eccentricity within which the map is no longer logarithmic
A = Published((0.5, 0.9), "deg", _HUMAN, "recalled")
# from, to: the eccentricity beyond which the far periphery is compressed
B = Published((80.0, 180.0), "deg", _HUMAN, "recalled")
# about: mm for each factor e of eccentricity
K = Published(15.0, "mm", _HUMAN, "recalled")
