"""Hypercomplex cells of the cat: end-stopped, hence tuned for length. No number of this paper is used.

Hubel & Wiesel (1965), J. Neurophysiol. 28, 229-289.
"""

CITATION = "Hubel & Wiesel (1965), J. Neurophysiol. 28, 229-289"
