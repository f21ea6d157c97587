"""A threshold alone makes the modulation ratio F1/F0 bimodal, with no two kinds of cell behind it.

No number of this paper is used.

Mechler & Ringach (2002), Vision Res. 42, 1017-1033.
"""

CITATION = "Mechler & Ringach (2002), Vision Res. 42, 1017-1033"
