"""Figures: a style, and panels that draw one labelled array on one Axes."""

from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.style import colour, figure, label

__all__ = ["canvas", "colour", "figure", "label", "styled"]
