"""The electrode: a stimulus, a model and a place to record from make one labelled array.

Inside `record` it is JAX, outside it is xarray: here alone responses are compiled, and here alone they get their
labels.
"""

from visualcortex.recording.check import check_model
from visualcortex.recording.record import compare, record
from visualcortex.recording.site import Site

__all__ = ["Site", "check_model", "compare", "record"]
