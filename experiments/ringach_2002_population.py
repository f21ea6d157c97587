"""Is a population selective as striate cortex is? A sampled V1 and AlexNet, trained and untrained, against 304 cells.

TODO

What this does not show: TODO
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial

from visualcortex import Site, VisualField, record
from visualcortex.analysis import tuning
from visualcortex.data.pictures import natural_patches
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.model import Axes, Model
from visualcortex.models.sampled_v1 import SampledV1
from visualcortex.stimuli import grating
from visualcortex.vocabulary import attributes

QUICK = {"layers": ("conv1", "conv2"), "twins": 1, "cells": 100, "patches": 100, "octaves": 1.0}

CONV = ("conv1", "conv2", "conv3", "conv4", "conv5")
PIXELS = 28.0  # a degree of AlexNet's field: 224 samples are 8 deg by convention
SMALLEST = dict(zip(CONV, (32, 64, 128, 160, 192), strict=True))  # samples around a central unit that sees no padding
SHOWN = {"cells": (0.35, 11.2), "units": (PIXELS / 64, PIXELS / 4)}  # spatial frequencies, cycles/deg
HUES = {"red-green": (1.0, -1.0, 0.0), "blue-yellow": (-0.5, -0.5, 1.0)}
UNRESPONSIVE = 0.1  # share of the response that one natural patch in a hundred exceeds


class Column(Model):
    """An electrode through a network: before rectification, all channels in the middle of each layer, one after another."""

    units = "a.u."

    def __init__(self, layers: Sequence[str], weights: str | None = "imagenet", seed: int = 0) -> None:
        samples = max(SMALLEST[layer] for layer in layers)
        self.field = VisualField(samples / PIXELS, PIXELS)
        self.network = AlexNet(self.field, weights=weights, seed=seed)
        self.layers = tuple(layers)

    @property
    def axes(self) -> Axes:
        """The units, by number."""
        return {"column": {"unit": tuple(range(sum(self.channels)))}}

    @property
    def channels(self) -> list[int]:
        """How many units lie in each layer."""
        return [len(self.network.axes[layer]["channel"]) for layer in self.layers]

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Drive (unit,) by an image (y, x) or (y, x, channel)."""
        maps = self.network(image)
        drives = [maps[f"{layer}_linear"] for layer in self.layers]
        return {"column": jnp.concatenate([d[d.shape[0] // 2, d.shape[1] // 2] for d in drives])}


def run(
    layers: Sequence[str] = CONV,
    twins: int = 5,
    cells: int = 304,
    threshold_scales: Sequence[float] = (1.0, 0.75, 0.5, 0.25, 0.0, -0.125, -0.25, -0.375, -0.5),
    patches: int = 1000,
    octaves: float = 0.5,
    orientations: int = 24,
    phases: int = 16,
    seed: int = 0,
) -> xr.Dataset:
    """Show gratings and natural patches to all; measure how selective each unit is."""
    shown = {
        "orientation": np.linspace(0, 180, orientations, endpoint=False),
        "phase": np.linspace(0, 360, phases, endpoint=False),
    }
    pictures = natural_patches(patches, (224, 224), seed)
    cortex = Site(SampledV1(cells=cells, seed=seed), "v1")
    sampled = measure(cortex, frequencies("cells", octaves), pictures, threshold_scale=threshold_scales, **shown)
    sampled = sampled.rename(cell="unit").assign_coords(layer=("unit", ["v1"] * cells), model="sampled V1", twin=0)
    networks = {("AlexNet", 0): "imagenet"} | {("untrained AlexNet", seed + i): None for i in range(twins)}
    parts = [sampled.sel(threshold_scale=1.0, drop=True)]
    for (name, twin), weights in networks.items():
        column = Column(layers, weights, twin)
        found = measure(Site(column, "column", name=name), frequencies("units", octaves), pictures, **shown)
        found["colour_only"] = colour_only(Site(column, "column", name=name), found)
        parts.append(found.assign_coords(layer=("unit", np.repeat(layers, column.channels)), model=name, twin=twin))
    return sampled, parts


def frequencies(of: str, octaves: float) -> np.ndarray:
    """Spatial frequencies so many octaves apart, in cycles/deg."""
    lowest, highest = SHOWN[of]
    return np.geomspace(lowest, highest, 1 + round(np.log2(highest / lowest) / octaves))


def patch(field: VisualField, *, pictures: jax.Array, index: int = 0) -> jax.Array:
    """One of a table of pictures (index, y, x) as large as the field."""
    return jnp.asarray(pictures)[index]


def coloured_grating(
    field: VisualField,
    *,
    orientation: float = 0.0,
    spatial_frequency: float = 1.0,
    phase: float = 0.0,
    red: float = 1.0,
    green: float = 1.0,
    blue: float = 1.0,
) -> jax.Array:
    """A grating (y, x, channel) whose red, green and blue have contrasts of their own."""
    bars = grating(field, orientation=orientation, spatial_frequency=spatial_frequency, phase=phase)
    return bars[..., None] * jnp.stack([red, green, blue])


def measure(site: Site, spatial_frequency: np.ndarray, pictures: np.ndarray, **shown: Any) -> xr.Dataset:
    """Selectivity of every unit, by the protocol; missing in units that do not respond."""
    swept = {k: v for k, v in shown.items() if k not in ("orientation", "phase")}
    rows, columns = site.model.field.shape
    top, left = (pictures.shape[1] - rows) // 2, (pictures.shape[2] - columns) // 2
    cut = jnp.asarray(pictures[:, top : top + rows, left : left + columns])
    drive = record(site, grating, spatial_frequency=spatial_frequency, **shown)
    blank = record(site, grating, contrast=0.0, **swept).clip(min=0)
    natural = record(site, Partial(patch, pictures=cut), index=np.arange(len(pictures)), **swept).clip(min=0)
    every = ["orientation", "spatial_frequency", "phase"]
    strongest = drive.clip(min=0).max(every)
    responsive = (strongest > 0) & (strongest >= UNRESPONSIVE * natural.quantile(0.99, "index"))
    found = selectivity(drive, blank).where(responsive)
    return found.assign(responsive=responsive, driven=strongest - blank, pref=found.pref)


def selectivity(drive: xr.DataArray, blank: xr.DataArray) -> xr.Dataset:
    """What Ringach et al. measured, on responses (orientation, spatial_frequency, phase, unit) before rectification."""
    response = drive.clip(min=0)
    preferred = tuning.preferred_grating(response.isel(orientation=slice(None, None, 2))).spatial_frequency
    response, drive = (tuning.at(r, spatial_frequency=preferred) for r in (response, drive))
    mean = tuning.mean_rate(response)
    cycle = tuning.at(response, **tuning.preferred_grating(response, ["orientation"]))
    selective = tuning.orientation_selectivity(mean)
    return xr.Dataset(
        {
            "circular_variance": tuning.circular_variance(mean),
            "half_bandwidth": tuning.half_bandwidth(tuning.smooth(mean, "orientation")),
            "orthogonal_ratio": (1 - selective) / (1 + selective),
            "modulation_ratio": tuning.modulation_ratio(cycle),
            "modulation_ratio_above_blank": tuning.modulation_ratio(cycle, baseline=blank),
            "circular_variance_before": tuning.circular_variance(tuning.first_harmonic(drive)),
            "pref": preferred,
        }
    )


def colour_only(site: Site, found: xr.Dataset) -> xr.DataArray:
    """Units that gratings of two colours drive more than ten times as much as grey ones."""
    steps = {"orientation": np.arange(0, 180, 30), "phase": np.arange(0, 360, 45)}
    coarse = frequencies("units", 1.0)
    colours = [
        record(site, coloured_grating, spatial_frequency=coarse, red=r, green=g, blue=b, **steps).clip(min=0).max(
            ["orientation", "spatial_frequency", "phase"])
        for r, g, b in HUES.values()
    ]
    best = xr.concat(colours, "hue").max("hue")
    blank = record(site, grating, contrast=0.0).clip(min=0)
    found["coloured"] = best - blank
    return found.driven < UNRESPONSIVE * (best - blank)
