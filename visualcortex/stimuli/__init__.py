"""Stimuli: functions of degrees of visual angle.

Each is ``f(field, *, named parameters) -> image (y, x)``: luminance contrast about grey, -1 to 1. All parameters are
numbers and may be traced; those annotated ``int`` are integers. Orientation is that of the bars, counter-clockwise from
horizontal; they drift in the direction orientation + 90°.
"""

from visualcortex.stimuli.bars import bar, edge, moving_bar
from visualcortex.stimuli.charts import rings_and_wedges
from visualcortex.stimuli.gratings import (
    centre_surround_grating,
    counterphase_grating,
    drifting_grating,
    grating,
    plaid,
)
from visualcortex.stimuli.natural import natural_pictures
from visualcortex.stimuli.noise import sparse_noise, white_noise
from visualcortex.stimuli.spots import annulus, spot

__all__ = [
    "annulus",
    "bar",
    "centre_surround_grating",
    "counterphase_grating",
    "drifting_grating",
    "edge",
    "grating",
    "moving_bar",
    "natural_pictures",
    "plaid",
    "rings_and_wedges",
    "sparse_noise",
    "spot",
    "white_noise",
]
