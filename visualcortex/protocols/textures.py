"""What a site makes of textures: displays are drawn once, and shown to every model that is compared.

Displays are the samples of a comparison, so those of different textures share neither places nor angles.
"""

from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial

from visualcortex.field import VisualField
from visualcortex.models.readout import Pixels
from visualcortex.recording import Site, record
from visualcortex.stimuli.natural import natural
from visualcortex.stimuli.textons import textures
from visualcortex.vocabulary import attributes, whole


def drawn(
    field: VisualField, kinds: Mapping[str, str], *, displays: int = 24, seed: int = 0, **look: float
) -> xr.DataArray:
    """Displays of one texture each.

    Args:
        field: where they are shown.
        kinds: for each texture, by any name, the micropattern it is made of; the same one may come twice.
        displays: of each texture.
        seed: of the first display; no two displays have the same.
        look: further parameters of `visualcortex.stimuli.texture`, one number each.

    Returns:
        "contrast" (micropattern, display, y, x).

    Raises:
        ValueError: if there is no texture or no display, or as `record` does.

    >>> drawn(VisualField(2.0, 16.0), {"T": "T", "again": "T"}, displays=3, count=3).shape
    (2, 3, 32, 32)
    """
    stimulus, camera, count = textures(*kinds.values()), Site(Pixels(field), "pixels"), whole("displays", displays)
    seeds = seed + np.arange(len(kinds) * count).reshape(len(kinds), count)
    shown = [record(camera, stimulus, ground=i, layout=0, seed=own, **look).values for i, own in enumerate(seeds)]
    places = {"micropattern": list(kinds), "display": np.arange(count), "y": field.y, "x": field.x}
    images = xr.DataArray(np.stack(shown), places, name="contrast", attrs=attributes("contrast"))
    for name, coordinate in images.coords.items():
        coordinate.attrs = attributes(str(name))
    return images


def responses(site: Site, images: xr.DataArray, **parameters: Any) -> xr.DataArray:
    """The responses at a site to displays.

    Args:
        site: where the electrode is; in a `visualcortex.models.readout.SpatialPool`, as a rule.
        images: contrast (…, y, x) of the site's field, as `drawn` makes it; all dimensions but these two have a
            coordinate.
        parameters: of the model, as `record` takes them.

    Returns:
        "response" with the dimensions of the displays, then those of what is swept, then the axes of the site.

    Raises:
        ValueError: if the images do not fit the field.
    """
    if images.shape[-2:] != site.model.field.shape:
        raise ValueError(f"displays of {images.shape[-2:]} samples do not fit a field of {site.model.field.shape}")
    dims = images.dims[:-2]
    pictures = jnp.asarray(images.values.reshape(-1, *images.shape[-2:]), jnp.float32)
    found = record(site, Partial(natural, pictures=pictures), index=np.arange(len(pictures)), **parameters)
    shape = {str(dim): images.sizes[dim] for dim in dims}
    split = found.values.reshape(*shape.values(), *found.shape[1:])
    coordinates = {dim: images[dim] for dim in shape} | {dim: found[dim] for dim in found.dims[1:]}
    return xr.DataArray(split, coordinates, (*shape, *found.dims[1:]), name=found.name, attrs=found.attrs)
