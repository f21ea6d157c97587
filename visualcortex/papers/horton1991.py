"""The magnification of human striate cortex: M = k / (E + a) mm of cortex for each degree at eccentricity E.

Horton & Hoyt (1991), Arch. Ophthalmol. 109, 816-824.
"""

from visualcortex.papers.published import Published

CITATION = "Horton & Hoyt (1991), Arch. Ophthalmol. 109, 816-824"

# M = 17.3 / (E + 0.75)
K = Published(17.3, "mm", CITATION, "recalled")
A = Published(0.75, "deg", CITATION, "recalled")
