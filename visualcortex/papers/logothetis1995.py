"""Neurons of the monkey's inferotemporal cortex that keep to one view of a paperclip learnt before.

The mean ranges over which a neuron's response exceeds that to distractors are those that Riesenhuber & Poggio (1999)
print. In training the clips rocked by 15 deg to either side, so that one view alone may well give less.

Logothetis, Pauls & Poggio (1995), Curr. Biol. 5, 552-563.
"""

from visualcortex.papers.published import Published

CITATION = "Logothetis, Pauls & Poggio (1995), Curr. Biol. 5, 552-563"

_RANGES = "J. Pauls, cited in Riesenhuber & Poggio (1999), Nat. Neurosci. 2, Fig. 1"

ROTATION_RANGE = Published(42.0, "deg", _RANGES, "printed")
# on the order of: from, to, about the training view
SCALE_RANGE = Published((-1.0, 1.0), "octaves", _RANGES, "printed")
TRANSLATION_RANGE = Published((-2.0, 2.0), "deg", _RANGES, "printed")
# rotation in depth while learning: from, to
TRAINING_ROTATION = Published((-15.0, 15.0), "deg", _RANGES, "printed")
