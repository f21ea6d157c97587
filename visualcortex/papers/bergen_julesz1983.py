"""A + among Ls is found at once, however many there are; a T among Ls has to be searched for, element by element.

Bergen & Julesz (1983), Nature 303, 696-698.
"""

from visualcortex.papers.published import Published

CITATION = "Bergen & Julesz (1983), Nature 303, 696-698"
DOI = "10.1038/303696a0"

AT_ONCE = Published(("+", "L"), "1", "Bergen & Julesz (1983)", "recalled")
WITH_SCRUTINY = Published(("T", "L"), "1", "Bergen & Julesz (1983)", "recalled")
