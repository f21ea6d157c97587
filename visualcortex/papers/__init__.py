"""Published numbers, one module per paper: parameters that models take as defaults, results that claims compare with.

Every value is a :class:`~visualcortex.papers.published.Published`: it carries its units, its place in the paper and
how well it is known (``printed``, ``digitised``, ``recalled``). Values are plain numbers and tuples; a paper that is
built upon but gives no number is a module with its citation alone.

Receptive fields and columns
    hubel_wiesel1959, hubel_wiesel1962, hubel_wiesel1965, hubel_wiesel1968, hubel_wiesel1974
Tuning of single cells
    henry1974, albrecht1982, sclar1982, heeger1992
Populations of cells
    devalois1982, skottun1991, mechler2002, ringach2002, ringach2002b
Objects
    logothetis1995, wang1998, riesenhuber1999, serre2007
Textures
    beck1966, caelli_julesz1978, julesz1981, bergen_julesz1983, krose1987, bergen_adelson1988, malik_perona1990,
    portilla2000
Maps of the visual field
    schwartz1980, horton1991
"""
