"""How steeply responses change where two textures meet, by the same electrode at every site."""

import numpy as np
import xarray as xr

from visualcortex.analysis.texture_gradient import SPACE, boundary, texture_gradient
from visualcortex.protocols.textures import responses
from visualcortex.recording import Site
from visualcortex.vocabulary import attributes, whole


def borders(
    site: Site,
    images: xr.DataArray,
    sd: float | None = None,
    *,
    at: float = 0.0,
    within: float,
    beyond: float,
    margin: float,
    **parameters: float,
) -> xr.Dataset:
    """The gradient at the vertical border of two textures in every display.

    Args:
        site: where the electrode is, in a layer with places.
        images: contrast (…, display, y, x) of the site's field, as `visualcortex.protocols.textures.bordered` makes
            it.
        sd: standard deviation in degrees of the Gaussian under which the steepest of all channels is found; none if
            responses (rf_y, rf_x) are gradients already.
        at: where the border is, in degrees from the middle. With an odd number of elements a side their middle column
            is of the texture on the left, and the border half of the elements' distance to the right of the middle.
        within: as for `visualcortex.analysis.texture_gradient.boundary`.
        beyond: as for it.
        margin: as for it.
        parameters: of the model, one number each.

    Returns:
        Dimensions of the images but (y, x): ``excess``, the gradient at the border less that elsewhere, and ``profile``
        across the border (dimension rf_x too).

    Raises:
        ValueError: if the images have other dimensions, or as `responses`, `texture_gradient` and `boundary` do.
    """
    if images.dims[-3:] != ("display", "y", "x"):
        raise ValueError(f"displays have dimensions (…, display, y, x), not ({', '.join(map(str, images.dims))})")
    away = {"within": within, "beyond": beyond, "margin": margin}
    if images.ndim > 3:  # one kind of display at a time: their maps take much memory
        rows = [borders(site, row, sd, at=at, **away, **parameters) for row in images]
        return xr.concat(rows, images[images.dims[0]])
    maps = responses(site, images, **parameters)
    if sd is not None:
        maps = texture_gradient(maps, sd, units=[str(dim) for dim in maps.dims[1:] if dim not in SPACE])
    return boundary(maps, at=at, within=within, beyond=beyond, margin=margin)[["excess", "profile"]]


def random_parameters(
    site: Site, sets: int, *, octaves: float = 0.5, seed: int = 0, **ranges: tuple[float, float]
) -> xr.Dataset:
    """Parameters of a model drawn at random, about the values they have.

    Args:
        site: of the model.
        sets: how many values of every parameter.
        octaves: how far they lie from their present value at most, evenly in its logarithm.
        seed: of the draws.
        ranges: for some parameters other limits, between which they are drawn evenly.

    Returns:
        Every parameter of the model (set,).

    Raises:
        ValueError: if there is no set, or no such parameter.
    """
    random, count = np.random.default_rng(seed), whole("sets", sets)
    for name in ranges:
        site.model.parameter(name)
    found = {}
    for name in site.model.parameters:
        chance = random.random(count)
        low, high = ranges.get(name, (0.0, 0.0))
        around = float(site.model.parameter(name)) * 2 ** (octaves * (2 * chance - 1))
        found[name] = ("set", low + (high - low) * chance if name in ranges else around, attributes(name))
    return xr.Dataset(found, {"set": ("set", np.arange(count), attributes("set"))})
