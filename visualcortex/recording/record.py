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
    ``model.parameters``. All stimuli of one kind, held or swept, cost one compilation, and memory stays bounded however
    many there are.

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
    sizes = [values.size for values in asked.swept.values()] + [len(c) for c in site.axes.values()]
    order = [name for name in parameters if name in asked.swept]
    coordinates = {**asked.swept, **site.axes}
    recorded = xr.DataArray(
        respond(site, asked).reshape(sizes),
        dims=list(coordinates),
        coords={name: (name, values, attributes(name)) for name, values in coordinates.items()},
        name="response",
        attrs=attributes("response", site.model.units) | _provenance(site, stimulus) | asked.held,
    )
    return recorded.transpose(*order, *site.axes)


def compare(measure: Callable[[Site], Any], sites: Iterable[Site] | Mapping[str, Site]) -> Any:
    """Repeat a measurement at several sites, along a dimension ``site``.

    Args:
        measure: a function Site -> DataArray or Dataset.
        sites: sites with different names, or a mapping from names to sites.

    Returns:
        what `measure` returns, with a dimension ``site``; the units of each site's responses are its coordinate
        ``response_units``.

    Raises:
        ValueError: if there is no site, or two share a name.
    """
    named = list(sites.items()) if isinstance(sites, Mapping) else [(site.name, site) for site in sites]
    names = [name for name, _ in named]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"compare needs one or more sites of different names, not {names}")
    along = xr.DataArray(names, dims="site", name="site", attrs=attributes("site"))
    joined = xr.concat(
        [measure(site).reset_coords(drop=True) for _, site in named],
        along,
        join="outer",
        combine_attrs="drop_conflicts",
    )
    return joined.assign_coords(response_units=("site", [site.model.units for _, site in named]))


def _provenance(site: Site, stimulus: Stimulus) -> dict[str, str]:
    at = ", ".join(f"{axis} {np.asarray(value).tolist()}" for axis, value in site.at.items())
    return {"site": site.name, "layer": site.layer, "at": at, "stimulus": name_of(stimulus)}
