"""A model that cannot tell a pattern from its mirror image: it sees both, and answers with the mean.

It is the control for handedness (chirality): whatever tells images from their mirror images is taken from a model, and
nothing else of what is mirror-symmetric.
"""

import jax

from visualcortex.models.model import Axes
from visualcortex.models.readout import Readout


class Mirrored(Readout):
    """A model whose responses are the mean of those to an image and to the image with left and right exchanged.

    Units keep their places: where both means count alike, as in a `visualcortex.models.readout.SpatialPool`, no average
    over random displays tells a texture from its mirror image.

    Args:
        model: any model.

    >>> from visualcortex.field import VisualField
    >>> from visualcortex.models.readout import Pixels
    >>> Mirrored(Pixels(VisualField(0.25, 8.0)))([[0.0, 1.0], [0.0, 0.5]])["pixels"].tolist()
    [[0.5, 0.5], [0.25, 0.25]]
    """

    @property
    def axes(self) -> Axes:
        """Those of the model."""
        return self.model.axes

    def units_of(self, layer: str) -> str:
        """Units of the responses of a layer: those of the model.

        Args:
            layer: its name.
        """
        return self.model.units_of(layer)

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Responses of every layer to an image (y, x, …) and its mirror image, averaged."""
        seen = self.view(image)
        both = self.model(seen), self.model(seen[:, ::-1])
        return jax.tree.map(lambda one, other: (one + other) / 2, *both)
