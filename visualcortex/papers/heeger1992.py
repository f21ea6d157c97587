"""Divisive normalisation: a cell's squared drive over the pooled squared drives of its neighbours and a constant.

It makes cross-orientation suppression divisive: a mask shifts the contrast response to the right. R = R_max Eⁿ / (σⁿ
+ Σ Eⁿ); the semi-saturation σ differs from cell to cell and is left to the model.

Heeger (1992), Vis. Neurosci. 9, 181-197.
"""

from visualcortex.papers.published import Published

CITATION = "Heeger (1992), Vis. Neurosci. 9, 181-197"

# half-squaring: responses are rectified and squared, then pooled
EXPONENT = Published(2.0, "1", CITATION, "recalled")
