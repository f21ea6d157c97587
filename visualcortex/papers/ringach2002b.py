"""The shapes of simple-cell receptive fields of the macaque: how many cycles fit under the envelope.

A receptive field is a Gabor of spatial frequency f and envelope σ_x (across the bars) and σ_y (along them);
n_x = σ_x f and n_y = σ_y f.

Ringach (2002), J. Neurophysiol. 88, 455-463.
"""

from visualcortex.papers.published import Published

CITATION = "Ringach (2002), J. Neurophysiol. 88, 455-463"

_TABLE = "Ringach (2002), J. Neurophysiol. 88, authors' or public model data"

# six edges of five bins, the same for n_x and n_y: 10^-1, 10^-0.76, ... 10^0.2
EDGES = Published(tuple(10 ** (-1 + 0.24 * index) for index in range(6)), "cycles", _TABLE, "printed")
# cells: rows are bins of n_x, columns are bins of n_y, lowest first: JOINT_COUNTS.value[n_x][n_y]
JOINT_COUNTS = Published(
    (
        (2, 0, 1, 0, 0),
        (8, 9, 4, 1, 0),
        (1, 2, 19, 17, 3),
        (0, 0, 1, 7, 4),
        (0, 0, 0, 0, 0),
    ),
    "cells",
    _TABLE,
    "printed",
)
