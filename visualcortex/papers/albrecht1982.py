"""The contrast response of a cell of striate cortex: rising steeply, then saturating.

A result without a number: the semi-saturation contrast is the same at a spatial frequency other than the preferred
one. Its shape is R = R_max cⁿ / (cⁿ + c₅₀ⁿ).

Albrecht & Hamilton (1982), J. Neurophysiol. 48, 217-237.
"""

from visualcortex.papers.published import Published

CITATION = "Albrecht & Hamilton (1982), J. Neurophysiol. 48, 217-237"

# (contrast in %, response in % of the largest)
CONTRAST_RESPONSE = Published(
    (
        *((1.52, 2.8), (1.83, 6.1), (2.44, 11.6), (3.05, 17.7), (3.95, 25.2), (5.0, 36.4)),
        *((6.73, 52.7), (8.62, 66.2), (11.46, 78.0), (18.8, 91.9), (32.4, 98.9), (56.6, 100.0)),
    ),
    "%, %",
    "Albrecht & Hamilton (1982), Fig. 1C",
    "digitised",
)

_FIT = "least-squares fit to the points digitised from Albrecht & Hamilton (1982), Fig. 1C; not given in the paper"

# a fit of ours to the points above: it may shape a drawing or set a default, never a claim
FITTED_EXPONENT = Published(2.16, "1", _FIT, "digitised")
FITTED_SEMI_SATURATION = Published(6.5, "%", _FIT, "digitised")
