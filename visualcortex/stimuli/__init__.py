"""Stimuli: functions of degrees of visual angle.

Each is ``f(field, *, named parameters) -> image (y, x)``: luminance contrast about grey, -1 to 1. All parameters are
numbers and may be traced; those annotated ``int`` are integers. Arrays (pictures, drawings) are bound before, by
``jax.tree_util.Partial(paperclip, clips=...)``. Orientation is that of the bars, counter-clockwise from horizontal;
they drift in the direction orientation + 90°.
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
from visualcortex.stimuli.paperclips import paperclip
from visualcortex.stimuli.scenes import paperclip_on_picture, paperclips_on_pictures, two_paperclips
from visualcortex.stimuli.scrambling import scrambled_paperclip
from visualcortex.stimuli.silhouettes import silhouette
from visualcortex.stimuli.spots import annulus, spot
from visualcortex.stimuli.textons import micropattern, texture

__all__ = [
    "annulus",
    "bar",
    "centre_surround_grating",
    "counterphase_grating",
    "drifting_grating",
    "edge",
    "grating",
    "micropattern",
    "moving_bar",
    "natural_pictures",
    "paperclip",
    "paperclip_on_picture",
    "paperclips_on_pictures",
    "plaid",
    "rings_and_wedges",
    "scrambled_paperclip",
    "silhouette",
    "sparse_noise",
    "spot",
    "texture",
    "two_paperclips",
    "white_noise",
]
