"""Figures: a style, and panels that draw one labelled array on one Axes."""

from visualcortex.plotting.style import canvas, colour, figure, label, styled

__all__ = ["canvas", "colour", "figure", "label", "styled"]
