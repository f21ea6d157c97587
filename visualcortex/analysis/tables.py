"""Tables of units: populations of different sizes one below the other, every unit labelled with where it belongs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from visualcortex.analysis import population
from visualcortex.vocabulary import attributes, unknown


def labelled(found: xr.Dataset, labels: Mapping[str, Any], dim: str = "unit") -> xr.Dataset:
    """Write on every unit of a population where it belongs.

    Args:
        found: what was measured, dimension ``dim``.
        labels: for each name one value, or one for each unit.
        dim: the units; their numbers are dropped.
    """
    rows = {name: (dim, np.broadcast_to(value, found.sizes[dim])) for name, value in labels.items()}
    return found.drop_vars([dim, *labels], errors="ignore").assign_coords(rows)


def joined(populations: Iterable[xr.Dataset], dim: str = "unit") -> xr.Dataset:
    """Populations one below the other, their units numbered anew. What was not measured on some is NaN.

    Args:
        populations: all with the same labels.
        dim: the units.
    """
    table = xr.concat(populations, dim, coords="different", compat="equals", join="outer")
    table = table.assign_coords({dim: np.arange(table.sizes[dim])})
    for name, coordinate in table.coords.items():
        coordinate.attrs = attributes(str(name))
    return table


def pick(table: xr.Dataset, *, dim: str = "unit", **labels: Any) -> xr.Dataset:
    """The units of a table that bear all these labels.

    Args:
        table: as `joined` returns it.
        dim: the units.
        labels: for each name a value.

    Raises:
        ValueError: if there is no such label, or no unit bears them all.

    >>> widths = xr.Dataset({"width": ("unit", [20.0, 30.0])})
    >>> twins = [labelled(widths, {"layer": ["conv1", "conv2"], "twin": twin}) for twin in (0, 1)]
    >>> pick(joined(twins), layer="conv2").width.values
    array([30., 30.])
    """
    for name in labels:
        if name not in table.coords:
            raise unknown("label", name, [str(label) for label in table.coords if label != dim], "the table")
    chosen = np.logical_and.reduce([table[name].values == value for name, value in labels.items()])
    if not chosen.any():
        raise ValueError(f"no unit is labelled {labels}")
    return table.isel({dim: chosen})


def summarised(
    values: xr.DataArray,
    statistic: Callable[..., xr.DataArray] = xr.DataArray.median,
    *,
    by: Sequence[str] = ("model", "layer"),
    member: str = "twin",
    dim: str = "unit",
) -> xr.Dataset:
    """What a measure comes to in every population of a table.

    Args:
        values: one measure of a table.
        statistic: as of `population.bootstrap`.
        by: the labels that name a population.
        member: the label that tells its parts apart, such as twins of one network.
        dim: the units.

    Returns:
        Dimensions ``by``, NaN where there is no such population: its ``value``, ``quartiles`` (dimension ``quantile``),
        and the 95 % ``interval`` of its value (dimension ``bound``); of one that has several parts, instead of the
        interval, the value of each of these ``members`` (dimension ``member``).

    >>> widths = xr.Dataset({"width": ("unit", [20.0, 30.0, 70.0])})
    >>> found = summarised(labelled(widths, {"model": "A", "layer": "conv1", "twin": [0, 0, 1]}).width)
    >>> found.value.values, found.members.values, found.interval.isnull().all().item()
    (array([[30.]]), array([[[25., 70.]]]), True)
    """
    groups, members = values.groupby(list(by)), values.groupby([*by, member]).map(statistic)
    several = members.count(member) > 1
    return xr.Dataset(
        {
            "value": groups.map(statistic),
            "quartiles": groups.map(lambda group: population.quantiles(group, dim, [0.25, 0.75])),
            "interval": groups.map(lambda group: population.bootstrap(group, statistic, dim)).where(~several),
            "members": members.where(several),
        }
    )
