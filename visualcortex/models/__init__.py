"""Models: nnx modules from one image to the responses of every layer."""
