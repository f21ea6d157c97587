"""Layers: nnx modules from array to array, with named axes."""
