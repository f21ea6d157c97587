"""What a site makes of textures: displays are drawn once, and shown to every model that is compared.

Displays are the samples of a comparison, so those of different textures share neither places nor angles.
"""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial

from visualcortex.analysis.displays import label
from visualcortex.field import VisualField
from visualcortex.models.readout import Pixels
from visualcortex.recording import Site, record
from visualcortex.stimuli.natural import natural
from visualcortex.stimuli.textons import texture, textures
from visualcortex.vocabulary import attributes, unknown, whole

GIVEN = ("ground", "figure", "layout", "seed")  # of the texture, by what kind of display it is
LOOKS = tuple(name for name in list(inspect.signature(texture).parameters)[2:] if name not in GIVEN)


def drawn(
    field: VisualField,
    kinds: Mapping[str, str],
    *,
    displays: int = 24,
    seed: int = 0,
    **look: float | Sequence[float],
) -> xr.DataArray:
    """Displays of one texture each.

    Args:
        field: where they are shown.
        kinds: for each texture, by any name, the micropattern it is made of; the same one may come twice.
        displays: of each texture.
        seed: of the random numbers; no two displays have the same.
        look: further parameters of `visualcortex.stimuli.texture`, one number each, or one for every texture.

    Returns:
        "contrast" (micropattern, display, y, x).

    Raises:
        ValueError: if there is no texture or no display, a look has another number of values than there are textures,
            or as `record` does.

    >>> drawn(VisualField(2.0, 16.0), {"T": "T", "again": "T"}, displays=3, count=3).shape
    (2, 3, 32, 32)
    """
    stimulus, looks = textures(*kinds.values()), _looks(look, len(kinds), "textures")
    every = [{"ground": i, "layout": 0} | one for i, one in enumerate(looks)]
    return _shown(field, stimulus, every, whole("displays", displays), seed, micropattern=list(kinds))


def bordered(
    field: VisualField,
    pairs: Sequence[tuple[str, str]],
    *,
    displays: int = 24,
    seed: int = 0,
    **look: float | Sequence[float],
) -> xr.DataArray:
    """Displays of two textures side by side.

    Args:
        field: where they are shown.
        pairs: names of two micropatterns each: that in the left half, and that in the right half.
        displays: of each pair.
        seed: of the random numbers; no two displays have the same.
        look: further parameters of `visualcortex.stimuli.texture`, one number each, or one for every pair.

    Returns:
        "contrast" (pair, display, y, x).

    Raises:
        ValueError: if there is no pair or no display, a look has another number of values than there are pairs, or as
            `record` does.

    >>> bordered(VisualField(2.0, 16.0), [("T", "L"), ("+", "X")], displays=3, count=3, turn=[360, 0]).shape
    (2, 3, 32, 32)
    """
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    every = [
        {"ground": names.index(left), "figure": names.index(right), "layout": 1} | one
        for (left, right), one in zip(pairs, _looks(look, len(pairs), "pairs"), strict=True)
    ]
    return _shown(field, textures(*names), every, whole("displays", displays), seed, pair=[label(one) for one in pairs])


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


def _looks(look: Mapping[str, float | Sequence[float]], count: int, of: str) -> list[dict[str, Any]]:
    """The looks of each kind of display, from numbers that are those of all or of each."""
    for name, values in look.items():
        if name not in LOOKS:
            raise unknown("look", name, LOOKS, "texture")
        if np.shape(values) not in ((), (count,)):
            raise ValueError(f"{name} is one number, or one for each of {count} {of}, not {values!r}")
    every = {name: np.broadcast_to(values, count) for name, values in look.items()}
    return [{name: values[i] for name, values in every.items()} for i in range(count)]


def _shown(
    field: VisualField, stimulus: Partial, every: list[dict[str, Any]], count: int, seed: int, **kinds: list[str]
) -> xr.DataArray:
    """Displays of every look, along a dimension with the names of their kinds."""
    table = {name: jnp.repeat(jnp.asarray([look[name] for look in every]), count) for name in every[0]}
    table["seed"] = jnp.asarray(np.concatenate([_seeds(seed, kind, count) for kind in range(len(every))]))
    one = Partial(_display, stimulus=stimulus, table=table)
    shown = record(Site(Pixels(field), "pixels"), one, index=np.arange(len(table["seed"]))).values
    places = {**kinds, "display": np.arange(count), "y": field.y, "x": field.x}
    images = xr.DataArray(shown.reshape(-1, count, *field.shape), places, name="contrast", attrs=attributes("contrast"))
    for name, coordinate in images.coords.items():
        coordinate.attrs = attributes(str(name))
    return images


def _seeds(seed: int, kind: int, count: int) -> np.ndarray:
    """Seeds of displays, which neighbouring numbers of seed or kind do not share."""
    return (np.random.SeedSequence([whole("seed", seed, least=0), kind]).generate_state(count) >> 1).astype(np.int32)


def _display(field: VisualField, *, stimulus: Partial, table: dict[str, jax.Array], index: int = 0) -> jax.Array:
    """One display of a table: all looks are drawn in one recording, whose chunks are then full."""
    return stimulus(field, **{name: values[index] for name, values in table.items()})
