"""A neuron of the monkey's inferotemporal cortex whose best stimulus was simplified step by step.

It answers a water bottle, its silhouette more, an ellipse on a stem most; the ellipse or the stem alone hardly.

Wang, Tanifuji & Tanaka (1998), Neurosci. Res. 32, 33-46.
"""

from visualcortex.papers.published import Published

CITATION = "Wang, Tanifuji & Tanaka (1998), Neurosci. Res. 32, 33-46"

# (stimulus, response relative to the best)
RESPONSES = Published(
    (
        *(("photograph of a bottle", 0.57), ("bottle", 0.62), ("rectangle on stem", 0.34), ("ellipse on stem", 1.0)),
        *(("disc on stem", 0.39), ("ellipse", 0.01), ("stem", 0.06)),
    ),
    "1",
    "Wang, Tanifuji & Tanaka (1998), as drawn in Riesenhuber & Poggio (1999), Nat. Neurosci. 2, Fig. 3a",
    "digitised",
)
