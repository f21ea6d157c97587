"""Texture synthesis with labels: an image that some layers of a model cannot tell from another.

References:
    Portilla & Simoncelli (2000), Int. J. Comput. Vis. 40, 49-71.   Gatys, Ecker & Bethge (2015), arXiv:1505.07376.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from visualcortex.learning.synthesis import STEPS, synthesis
from visualcortex.models.model import Model
from visualcortex.vocabulary import attributes


def synthesised(
    model: Model,
    layers: Sequence[str],
    target: Any,
    *,
    start: Any = None,
    seed: int = 0,
    steps: int = STEPS,
    seconds: float | None = None,
    progress: bool = True,
) -> xr.Dataset:
    """An image to which some layers of a model respond as they do to a target, beside the target.

    Args:
        model: any model that sees still images.
        layers: names of some of its layers.
        target: contrast (y, x), on the model's field.
        start: contrast (y, x) to start from; by default Gaussian noise of the target's mean and deviation.
        seed: of that noise.
        steps: how many at most.
        seconds: after which no further step is begun; by default they are not counted.
        progress: whether to show it.

    Returns:
        ``image`` and ``target`` (y, x); ``loss`` (step), from the start, step 0, to the image; ``seconds`` (step).

    Raises:
        ValueError: as `visualcortex.learning.synthesis.synthesis` says.
    """
    found = synthesis(model, layers, target, start=start, seed=seed, steps=steps, seconds=seconds, progress=progress)
    places = {axis: (axis, getattr(model.field, axis), attributes(axis)) for axis in ("y", "x")}
    images = {"image": found.image, "target": np.asarray(target, np.float32)}
    course = {"loss": found.loss, "seconds": found.seconds}
    return xr.Dataset(
        {name: (("y", "x"), values, attributes(name)) for name, values in images.items()}
        | {name: ("step", values, attributes(name)) for name, values in course.items()},
        coords={**places, "step": ("step", np.arange(len(found.loss)), attributes("step"))},
        attrs={"model": type(model).__name__, "layers": ", ".join(layers), "seed": seed},
    )
