"""Textures of four discs each that are told apart at a glance, though their second-order statistics are the same.

What is seen is that discs lie nearly in a line in one of the two.

Caelli & Julesz (1978), Biol. Cybern. 28, 167-175.
"""

from visualcortex.papers.published import Published

CITATION = "Caelli & Julesz (1978), Biol. Cybern. 28, 167-175"

QUASI_COLLINEAR = Published(("discs in line", "discs in rectangle"), "1", "Caelli & Julesz (1978)", "recalled")
