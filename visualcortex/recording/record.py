"""Record from one site, compare several."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import xarray as xr

from visualcortex.recording.plan import Stimulus, name_of, plan
from visualcortex.recording.respond import respond
from visualcortex.recording.site import Site
from visualcortex.vocabulary import attributes


def record(site: Site, stimulus: Stimulus, **parameters: Any) -> xr.DataArray:
    """Record the responses at a site to a stimulus.

    A number is held, a sequence is swept. A name is first a parameter of the stimulus, then one of
    ``model.parameters``. A layer of a model compiles once for all stimuli, a stimulus once for all models that see as
    many images at a time, and memory stays bounded however many there are.

    Args:
        site: where the electrode is.
        stimulus: a function (field, *, parameters) -> image (y, x); one that holds arrays is a `jax.tree_util.Partial`.
        parameters: for each name a number, or a sequence of different numbers.

    Returns:
        "response", with the swept parameters as dimensions in the order given, then the axes of the site. Units and
        long names come from the vocabulary; held values are in ``attrs``.

    Raises:
        ValueError: on an unknown or missing name, values that are no numbers, a spatial frequency above the field's
            Nyquist limit, a swept name that is also an axis of the layer, an image that does not fit, or a result above
            2 GB.

    >>> from visualcortex.models.hubel_wiesel import HubelWiesel
    >>> from visualcortex.stimuli import grating
    >>> place = {"preferred_orientation": 45, "preferred_phase": 0, "rf_x": 0, "rf_y": 0}
    >>> cell = Site(HubelWiesel(), "simple", at=place)
    >>> tuning = record(cell, grating, orientation=[0, 45, 90], spatial_frequency=2)
    >>> tuning.dims, float(tuning.idxmax())
    (('orientation',), 45.0)
    """
    asked = plan(site, stimulus, parameters)
    coordinates = {name: np.asarray(parameters[name]) for name in asked.swept} | site.axes
    recorded = xr.DataArray(
        respond(site, asked),
        dims=list(coordinates),
        coords={name: (name, values, attributes(name)) for name, values in coordinates.items()},
        name="response",
        attrs=attributes("response", site.units) | _provenance(site, stimulus) | asked.held,
    )
    return recorded.transpose(*(name for name in parameters if name in asked.swept), *site.axes)


def compare(measure: Callable[[Site], Any], sites: Iterable[Site] | Mapping[str, Site]) -> Any:
    """Repeat a measurement at several sites, along a dimension ``site``.

    Args:
        measure: a function Site -> DataArray or Dataset.
        sites: sites with different names, or a mapping from names to sites.

    Returns:
        what `measure` returns, with a dimension ``site``; missing (NaN) where one site has more units than another. The
        units of each site's responses are its coordinate ``response_units``.

    Raises:
        ValueError: if there is no site, two share a name, or something else than labelled arrays is measured.
    """
    named = list(sites.items()) if isinstance(sites, Mapping) else [(getattr(s, "name", s), s) for s in sites]
    if not all(isinstance(site, Site) for _, site in named):
        raise ValueError(f"compare takes sites, as sites.get(...) returns them, not {[site for _, site in named]}")
    names = [name for name, _ in named]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"compare needs one or more sites of different names, not {names}")
    along = xr.DataArray(names, dims="site", name="site", attrs=attributes("site"))
    measured = _alike([measure(site) for _, site in named])
    joined = xr.concat(measured, along, join="outer", combine_attrs="drop_conflicts")
    return joined.assign_coords(response_units=("site", [site.units for _, site in named]))


def _alike(measured: list[Any]) -> list[Any]:
    """What several sites gave, with the same dimensions: a site without an axis of units has the first of it."""
    if not all(isinstance(one, xr.DataArray | xr.Dataset) for one in measured):
        raise ValueError("compare takes a measure that returns a DataArray or a Dataset")
    if all(isinstance(one, xr.Dataset) for one in measured):
        names = list(dict.fromkeys(name for one in measured for name in one.data_vars))
        columns = {name: iter(_alike([one[name] for one in measured if name in one])) for name in names}
        return [xr.Dataset({n: next(columns[n]) for n in one.data_vars}, attrs=one.attrs) for one in measured]
    bare = [one.reset_coords(drop=True) for one in measured]
    first = {dim: one[dim][:1] for one in reversed(bare) for dim in one.dims}
    lacking = [{dim: first[dim] for dim in first if dim not in one.dims} for one in bare]
    return [one.expand_dims(new).transpose(*one.dims, *new) for one, new in zip(bare, lacking, strict=True)]


def _provenance(site: Site, stimulus: Stimulus) -> dict[str, str]:
    at = ", ".join(f"{axis} {np.asarray(value).tolist()}" for axis, value in site.at.items())
    return {"site": site.name, "layer": site.layer, "at": at, "stimulus": name_of(stimulus)}
