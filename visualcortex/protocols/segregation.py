"""Segregation: how well populations of units, as different as may be, tell the same textures apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import xarray as xr

from visualcortex.analysis.discrimination import distances, relative
from visualcortex.analysis.displays import Pairs
from visualcortex.protocols.textures import responses
from visualcortex.recording import Site
from visualcortex.vocabulary import attributes

ENDS = {"lower": "relative_lower", "upper": "relative_upper"}


def populations(
    name: str, site: Site, images: xr.DataArray, *, apart: str | None = None, **parameters: Any
) -> dict[str, xr.DataArray]:
    """The responses of a site's units to displays, as one population, or as several.

    Args:
        name: of the population.
        site: where the electrode is.
        images: contrast (…, y, x), as `visualcortex.protocols.textures.drawn` makes it.
        apart: an axis of the site whose values are populations of their own, such as "layer".
        parameters: of the model, as `record` takes them.

    Returns:
        By name (and value of ``apart``), responses with the dimensions of the displays, those of what is swept, and
        ``unit``, whose coordinate is the axis of the site where that has but one.

    Raises:
        ValueError: if the site has no such axis, or as `responses` does.
    """
    axes = [str(axis) for axis in site.model.axes[site.layer]]
    if apart is not None and apart not in axes:
        raise ValueError(f"{name} has no axis {apart!r}; it has {', '.join(axes)}")
    found = responses(site, images, **parameters)
    parts = {name: found} if apart is None else {f"{name} {at}": found.sel({apart: at}) for at in found[apart].values}
    within = [axis for axis in axes if axis != apart]
    return {part: _units(one, within) for part, one in parts.items()}


def told_apart(found: Mapping[str, xr.DataArray], pairs: Pairs, yardstick: tuple[str, str]) -> xr.Dataset:
    """Cross-validated distances of pairs of textures for populations, and those relative to one pair's.

    Args:
        found: responses of each population, as `populations` returns them.
        pairs: the names of two textures each.
        yardstick: the pair whose distance is 1.

    Returns:
        Dimensions ``site`` (the populations) and ``pair``: what `distances` returns, and ``relative_distance`` with
        ``relative_lower`` and ``relative_upper`` ends of its interval, and the ``verdict`` of `relative`.
    """
    parts = []
    for name, units in found.items():
        one = distances(units.reset_coords(drop=True), pairs, units="unit")
        ratio = relative(one, yardstick)
        parts.append(one.assign(ratio[["relative_distance", *ENDS, "verdict"]].rename(ENDS)).expand_dims(site=[name]))
    together = xr.concat(parts, "site", join="outer", combine_attrs="drop_conflicts")
    together["site"].attrs = attributes("site")
    return together.sel(site=list(found))


def _units(responses: xr.DataArray, within: Sequence[str]) -> xr.DataArray:
    """All units along one dimension, with their names where these are one axis; a single unit along it, too."""
    if not within:
        return responses.expand_dims("unit", -1)
    if len(within) == 1:
        return responses.rename({within[0]: "unit"})
    return responses.stack(unit=within, create_index=False).drop_vars(within)
