"""Simple and complex cells of the cat's striate cortex, and how they might be wired. No number of this paper is used.

Text-fig. 19: a simple cell sums a row of on-centre cells of the lateral geniculate nucleus (recalled). Text-fig. 20: a
complex cell sums simple cells of one axis at staggered positions (recalled).

Hubel & Wiesel (1962), J. Physiol. 160, 106-154.
"""

CITATION = "Hubel & Wiesel (1962), J. Physiol. 160, 106-154"
