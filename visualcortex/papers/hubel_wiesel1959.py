"""Receptive fields of single cells of the cat's striate cortex, with ON and OFF zones side by side (recalled).

Simple and complex cells are not told apart here, but in 1962. No number of this paper is used.

Hubel & Wiesel (1959), J. Physiol. 148, 574-591.
"""

CITATION = "Hubel & Wiesel (1959), J. Physiol. 148, 574-591"
