"""The width of orientation tuning does not change with contrast (cells of the cat's striate cortex).

No number of this paper is used.

Sclar & Freeman (1982), Exp. Brain Res. 46, 457-461.
"""

CITATION = "Sclar & Freeman (1982), Exp. Brain Res. 46, 457-461"
