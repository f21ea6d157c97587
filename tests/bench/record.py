"""`record`: its stages, its cost as a sweep grows, swept leaves against a loop, and the memory it takes."""

import resource
import time
from functools import partial
from typing import Any

import jax
import numpy as np
import xarray as xr
from timing import best, table

from visualcortex import Site, record
from visualcortex.analysis import tuning
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.stimuli import grating

ANGLES = np.arange(0, 180, 5.0)
CELLS = {
    "simple": Site(HubelWiesel(), "simple", {"preferred_orientation": 90, "preferred_phase": 0}),
    "complex": Site(HubelWiesel(), "complex", {"preferred_orientation": 90}),
    "AlexNet conv1": Site(AlexNet(weights=None), "conv1", {"rf_x": 0, "rf_y": 0}),
    "AlexNet conv5": Site(AlexNet(weights=None), "conv5", {"rf_x": 0, "rf_y": 0}),
}


def seconds(function: Any) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def stages(count: int = 64) -> None:
    """Microseconds a stimulus for drawing it, for drawing and model, and for the whole of `record`."""
    phases = np.linspace(0, 360, count, endpoint=False)
    rows = []
    for name, site in CELLS.items():
        model = site.model
        draw = jax.jit(jax.vmap(lambda phase, field=model.field: grating(field, phase=phase)))
        respond = jax.jit(partial(_respond, site.layer, draw))
        transfer = best(lambda model, phase, respond=respond: np.asarray(respond(model, phase)), model, phases)
        whole = best(lambda site=site: record(site, grating, phase=phases).values)
        drawn, responded = best(draw, phases), best(respond, model, phases)
        parts = (drawn, responded - drawn, transfer - responded, whole - transfer)
        rows.append([name, *(1e6 * part / count for part in parts), 1e6 * whole / count])
    columns = ["site", "stimulus µs", "model µs", "transfer µs", "chunks and labels µs", "record µs"]
    table(f"record, stage by stage: time a stimulus ({count} gratings, whole layers)", columns, rows)


def _respond(layer: str, draw: Any, model: Any, phases: Any) -> Any:
    return jax.vmap(lambda image: model(image)[layer])(draw(phases))


def growth() -> None:
    """What one stimulus costs in sweeps of 100, 1,000 and 10,000, and the peak memory after each."""
    rows = []
    for name in ("simple", "complex", "AlexNet conv1"):
        record(CELLS[name], grating, phase=[0, 1])
        costs = []
        for count in (100, 1000, 10_000 if name != "AlexNet conv1" else 3000):
            phases = np.linspace(0, 360, count, endpoint=False)
            cost = seconds(partial(record, CELLS[name], grating, phase=phases)) / count
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
            costs.append(cost)
            rows.append([name, count, 1e6 * cost, cost / costs[0], peak])
    table("record as the sweep grows", ["site", "stimuli", "µs a stimulus", "× of 100", "peak memory GB"], rows)


def run(site: Site, **leaf: Any) -> xr.DataArray:
    """A small experiment: the circular variance of a cell."""
    return tuning.circular_variance(
        record(site, grating, orientation=ANGLES, spatial_frequency=2, **leaf), "orientation"
    )


def leaves(points: int = 1000, looped: int = 30) -> None:
    """A swept leaf of the model, against a loop over the experiment (warm)."""
    rows = []
    for cell, leaf, low, high in (
        ("simple", "threshold", 0.0, 0.5),
        ("complex", "threshold", 0.0, 0.5),
        ("complex", "pooling", 1.0, 20.0),
        ("simple", "preferred_spatial_frequency", 1.0, 4.0),
        ("complex", "preferred_spatial_frequency", 1.0, 4.0),
    ):
        values = np.linspace(low, high, points)
        run(CELLS[cell], **{leaf: values[:2]}), run(CELLS[cell], **{leaf: low})
        swept = seconds(partial(run, CELLS[cell], **{leaf: values})) / points
        loop = seconds(lambda c=cell, name=leaf, v=values: [run(CELLS[c], **{name: x}) for x in v[:looped]]) / looped
        rows.append([cell, leaf, 1e3 * loop, 1e3 * swept, loop / swept])
    table(f"{points} values of a leaf, 36 gratings each", ["cell", "leaf", "loop ms", "swept ms", "× faster"], rows)


if __name__ == "__main__":
    stages()
    leaves()
    growth()
