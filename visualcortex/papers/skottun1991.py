"""Simple and complex cells told apart by how far a drifting grating modulates the response.

Skottun, De Valois, Grosof, Movshon, Albrecht & Bonds (1991), Vision Res. 31, 1079-1086.
"""

from visualcortex.papers.published import Published

CITATION = "Skottun et al. (1991), Vision Res. 31, 1079-1086"

# F1/F0 above it: simple; below it: complex
BOUNDARY = Published(1.0, "1", CITATION, "recalled")
