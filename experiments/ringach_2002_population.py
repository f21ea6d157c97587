"""Is a model's population as selective as striate cortex? A sampled V1 and AlexNet, trained or not, against 304 cells.

Cells of macaque V1 run from those that answer one orientation to those that answer all [1]. The same gratings are shown to
a population whose receptive fields are drawn from published distributions [2, 3] and to AlexNet (torchvision's one tower;
28 samples are a degree by convention), trained and untrained. Drawn are inputs, the share of cells with one subunit among
them; circular variance, bandwidth and F1/F0 are what comes out.

The sampled V1 is far too selective: its thresholds, uniform up to half of the best drive, leave nothing but the tip of each
tuning curve. Turn them into a tonic drive of a quarter of that size (parameter ``threshold_scale``, swept from 1 to -0.5),
and circular variance, the response to the orthogonal grating and the correlation of circular variance with bandwidth come
to where they are in cortex together, while F1/F0 hardly changes. AlexNet's conv1 is as selective as cortex, but all its
units are simple. In conv2 to conv5 training moves the threshold up until two thirds to nine tenths of the drive's range are
cut off; their tuning is too narrow for the reason the sampled V1's is. Untrained twins have their threshold in the middle,
and their histograms are closer to the cortex's than the trained network's: to match them is no evidence of a mechanism.

Protocol of [1], as far as still images allow: opposite directions of drift are the same set of phases; means over the
cycle, blank not subtracted; curves smoothed (Hanning window, half width 13.5 deg) for bandwidth alone, 9.6 deg at least.
Half of conv2's units prefer the finest grating, a cycle of which is the stride of conv1; shown up to ``finest`` = 1/8 only,
a third instead of a sixth of them are simple, and selectivity hardly changes.

[1] Ringach, Shapley & Hawken (2002), J. Neurosci. 22, 5639-5651.   [2] Ringach (2002), J. Neurophysiol. 88, 455-463.
[3] De Valois, Albrecht & Thorell (1982), Vision Res. 22, 545-559.   [4] Mechler & Ringach (2002), Vision Res. 42, 1017-1033.

What this does not show: that a tonic drive is what cortex has. It was chosen by the median circular variance; noise, untuned
inhibition or inputs pooled over orientations may do the same. Thresholds and numbers of subunits have no published
distribution. Gratings fill the whole field, where those of [1] had each cell's best size, and no unit adapts or saturates.
"""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, record
from visualcortex.analysis import population, tuning
from visualcortex.data.pictures import natural_patches
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.model import Axes as UnitAxes
from visualcortex.models.model import Model
from visualcortex.models.sampled_v1 import SampledV1
from visualcortex.papers import ringach2002
from visualcortex.plotting import colour, label
from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.populations import middle_half, outline, published_band
from visualcortex.plotting.style import PUBLISHED
from visualcortex.stimuli import grating
from visualcortex.vocabulary import attributes

QUICK = {"layers": ("conv1", "conv2"), "twins": 1, "cells": 100, "patches": 100, "octaves": 1.0}

PIXELS = 28.0  # samples per degree of AlexNet's field
CONV = ("conv1", "conv2", "conv3", "conv4", "conv5")
# samples of the smallest fields whose central units see no padding, and what they see of 224: bit for bit the same drive
SAMPLES = dict(zip(CONV, (32, 64, 128, 160, 192), strict=True))
OF_CELLS = (0.35, 11.2)  # cycles/deg: gratings shown to the sampled V1
COARSEST = 1 / 64  # cycles per sample: of the gratings shown to AlexNet
RESPONSE = 0.1  # of the response that one natural patch in a hundred exceeds: below it a unit does not respond
HUES = {"red-green": (1.0, -1.0, 0.0), "blue-yellow": (-0.5, -0.5, 1.0)}
EVERY = ("orientation", "spatial_frequency", "phase")
NAMES = {
    name: {"long_name": words, "units": "1"}
    for name, words in {
        "orthogonal_ratio": "orthogonal / preferred response",
        "modulation_ratio_above_blank": "modulation ratio F1/F0, blank subtracted",
        "circular_variance_of_drive": "circular variance of F1 before rectification",
        "silenced": "share of the drive's range cut off by rectification",
    }.items()
}
CORTEX = {  # median and quartiles
    "circular_variance": (ringach2002.CIRCULAR_VARIANCE.value, ringach2002.CIRCULAR_VARIANCE_QUARTILES.value),
    "half_bandwidth": (ringach2002.HALF_BANDWIDTH.value, ringach2002.HALF_BANDWIDTH_QUARTILES.value),
}
BEFORE = ("circular_variance_of_drive", "silenced")
SAMPLED, TRAINED, UNTRAINED = "sampled V1", "AlexNet", "untrained AlexNet"


class Column(Model):
    """All channels in the middle of each layer of a network, one after another, before rectification."""

    units = "a.u."

    def __init__(self, layers: Sequence[str], *, weights: str | None = "imagenet", seed: int = 0) -> None:
        samples = max(SAMPLES[layer] for layer in layers)
        self.field, self.layers = VisualField(samples / PIXELS, PIXELS), tuple(layers)
        self.network = AlexNet(self.field, weights=weights, seed=seed)

    @property
    def layer(self) -> list[str]:
        """The layer of each unit."""
        return [layer for layer in self.layers for _ in self.network.axes[layer]["channel"]]

    @property
    def axes(self) -> UnitAxes:
        """Units, by number."""
        return {"column": {"unit": tuple(range(len(self.layer)))}}

    def __call__(self, image: jax.Array) -> dict[str, jax.Array]:
        """Drive (unit,) by an image (y, x) or (y, x, channel)."""
        network = self.network(image)
        maps = [network[f"{layer}_linear"] for layer in self.layers]
        return {"column": jnp.concatenate([m[m.shape[0] // 2, m.shape[1] // 2] for m in maps])}


def run(
    layers: Sequence[str] = CONV,
    twins: int = 5,
    cells: int = ringach2002.CELLS.value,
    threshold_scales: Sequence[float] = (1.0, 0.75, 0.5, 0.25, 0.0, -0.125, -0.25, -0.375, -0.5),
    patches: int = 1000,
    finest: float = 0.25,
    octaves: float = 0.5,
    orientations: int = 24,
    phases: int = 16,
    seed: int = 0,
) -> xr.Dataset:
    """Show gratings and natural patches to every population; a table of how selective each unit is."""
    turn = {"orientation": _around(180, orientations), "phase": _around(360, phases)}
    pictures = natural_patches(patches, (224, 224), seed)
    cortex = Site(SampledV1(cells=cells, seed=seed), "v1")
    shown = turn | {"spatial_frequency": _octaves(*OF_CELLS, octaves)}
    found = measured(cortex, shown, pictures, threshold_scale=threshold_scales).rename(cell="unit")
    found = found.assign({name: found[name].where(False) for name in BEFORE})  # a rate shows nothing below threshold
    parts = [listed(found.sel(threshold_scale=s), SAMPLED, ["v1"] * cells, threshold_scale=s) for s in threshold_scales]
    shown = turn | {"spatial_frequency": _octaves(COARSEST * PIXELS, finest * PIXELS, octaves)}
    for twin in (None, *range(seed, seed + twins)):
        model = TRAINED if twin is None else UNTRAINED
        column = Column(layers) if twin is None else Column(layers, weights=None, seed=twin)
        site = Site(column, "column", name=model)
        found = coloured(site, measured(site, shown, pictures))
        parts.append(listed(found, model, column.layer, twin=0 if twin is None else twin))
    table = xr.concat(parts, "unit", join="outer", coords="different", compat="equals")
    table["unit"] = ("unit", np.arange(table.sizes["unit"]), attributes("unit"))
    return table.assign_attrs(protocol=protocol(layers, twins, patches, finest, octaves, orientations, phases))


def patch(field: VisualField, *, pictures: jax.Array, index: int = 0) -> jax.Array:
    """One of a table of pictures (index, y, x) that are as large as the field."""
    return jnp.asarray(pictures)[index]


def coloured_grating(
    field: VisualField,
    *,
    orientation: float,
    spatial_frequency: float,
    phase: float,
    red: float,
    green: float,
    blue: float,
) -> jax.Array:
    """A grating (y, x, channel) whose red, green and blue have contrasts of their own."""
    bars = grating(field, orientation=orientation, spatial_frequency=spatial_frequency, phase=phase)
    return bars[..., None] * jnp.stack([red, green, blue])


def measured(site: Site, shown: dict[str, np.ndarray], pictures: np.ndarray, **swept: Any) -> xr.Dataset:
    """Selectivity of every unit of a site; missing in those that do not respond."""
    rows, columns = site.model.field.shape
    top, left = (pictures.shape[1] - rows) // 2, (pictures.shape[2] - columns) // 2
    natural = Partial(patch, pictures=jnp.asarray(pictures[:, top : top + rows, left : left + columns]))
    drive = record(site, grating, **swept, **shown)
    blank = record(site, grating, contrast=0.0, **swept).clip(min=0)
    usual = record(site, natural, index=np.arange(len(pictures)), **swept).clip(min=0).quantile(0.99, "index")
    best = drive.clip(min=0).max(EVERY)
    responsive = (best > 0) & (best >= RESPONSE * usual)
    above = (best - blank).assign_attrs(long_name="best response to a grating, above blank", units=site.model.units)
    state = {"responsive": responsive.assign_attrs(attributes("responsive")), "above_blank": above}
    return selectivity(drive, blank).where(responsive).assign(state).drop_vars("quantile")


def selectivity(drive: xr.DataArray, blank: xr.DataArray) -> xr.Dataset:
    """What [1] measured, of responses (orientation, spatial_frequency, phase, unit) as they are before rectification."""
    response = drive.clip(min=0)
    preferred = tuning.preferred_grating(response.isel(orientation=slice(None, None, 2))).spatial_frequency
    response, drive = (tuning.at(r, spatial_frequency=preferred) for r in (response, drive))
    best = tuning.at(response, **tuning.preferred_grating(response, ["orientation"]))
    mean = tuning.mean_rate(response)
    osi = tuning.orientation_selectivity(mean)
    lowest, highest = drive.min(("orientation", "phase")), drive.max(("orientation", "phase"))
    measures = {
        "circular_variance": tuning.circular_variance(mean),
        "half_bandwidth": tuning.half_bandwidth(tuning.smooth(mean, "orientation")),
        "orthogonal_ratio": (1 - osi) / (1 + osi),
        "modulation_ratio": tuning.modulation_ratio(best),
        "modulation_ratio_above_blank": tuning.modulation_ratio(best, baseline=blank),
        "circular_variance_of_drive": tuning.circular_variance(tuning.first_harmonic(drive)),
        "silenced": (-lowest / (highest - lowest)).clip(0, 1),
        "preferred_spatial_frequency": preferred,
    }
    named = {name: values.assign_attrs(NAMES.get(name, attributes(name))) for name, values in measures.items()}
    return xr.Dataset(named).drop_vars(["orientation", "spatial_frequency", "phase"], errors="ignore")


def coloured(site: Site, found: xr.Dataset) -> xr.Dataset:
    """Add which units answer only colour: gratings of two colours drive them ten times as much as grey ones."""
    fewer = {"orientation": np.arange(0, 180, 30), "phase": np.arange(0, 360, 45)}
    fewer["spatial_frequency"] = _octaves(COARSEST * PIXELS, PIXELS / 4, 1.0)
    best = [
        record(site, coloured_grating, red=red, green=green, blue=blue, **fewer).clip(min=0).max(EVERY)
        for red, green, blue in HUES.values()
    ]
    above = np.maximum(*best) - record(site, grating, contrast=0.0).clip(min=0)
    return found.assign(colour_only=(found.above_blank < RESPONSE * above).assign_attrs(attributes("colour_only")))


def listed(found: xr.Dataset, model: str, layers: Sequence[str], **further: float) -> xr.Dataset:
    """The rows of one population in the table: every unit with its model and layer."""
    labels = {"model": model, "twin": 0, "threshold_scale": np.nan} | further
    rows = found.drop_vars(["unit", *labels], errors="ignore").assign_coords(layer=("unit", list(layers)))
    if "colour_only" not in rows:
        rows["colour_only"] = rows.responsive.copy(data=np.zeros(rows.responsive.shape, bool))
    return rows.assign_coords({name: ("unit", np.full(len(layers), value)) for name, value in labels.items()})


def protocol(
    layers: Sequence[str], twins: int, patches: int, finest: float, octaves: float, orientations: int, phases: int
) -> str:
    """The protocol in words, to be printed with the figure."""
    return (
        f"Gratings of full field and full contrast: {orientations} orientations, frequencies {octaves:g} octave apart, {phases} "
        f"phases. Sampled V1: {OF_CELLS[0]:g} to {OF_CELLS[1]:g} cycles/deg. AlexNet: torchvision's one tower, {', '.join(layers)}, "
        f"the central unit of every channel, after ReLU; 224 px = 8 deg by convention, RGB = ½(1 + contrast), no gamma; 1/64 to "
        f"{finest:g} cycles/px; {twins} untrained twins. Preferred frequency: that of the largest of F0 and F1 over every second "
        f"orientation. CV, bandwidth (at .707 of the peak, smoothed) and F1/F0 there, over all orientations, blank not subtracted. "
        f"Unresponsive, left out: best grating under 10 % of the 99th percentile over {patches} natural patches. Only colour: "
        f"red-green or blue-yellow gratings drive the unit ten times as much as grey ones."
    )


def pick(data: xr.Dataset, model: str, layer: str | None = None, scale: float = 1.0) -> xr.Dataset:
    """The units of one model, of one of its layers; of the sampled V1 those with one scale of thresholds."""
    chosen = (data.model == model) & (True if layer is None else data.layer == layer)
    return data.isel(unit=(chosen & ((data.model != SAMPLED) | (data.threshold_scale == scale))).values)


def conv(data: xr.Dataset) -> list[str]:
    """The layers of AlexNet, from the lowest."""
    return [layer for layer in CONV if (data.layer == layer).any()]


def scales(data: xr.Dataset) -> list[float]:
    """The scales of the sampled V1's thresholds, from the highest."""
    return sorted({s for s in data.threshold_scale.values.tolist() if s == s}, reverse=True)


def tonic(data: xr.Dataset) -> float:
    """The scale of thresholds that brings the median circular variance nearest to the cortex's."""
    return min(
        scales(data),
        key=lambda s: abs(_median(pick(data, SAMPLED, scale=s).circular_variance) - CORTEX["circular_variance"][0]),
    )


def correlation(units: xr.Dataset, dim: str = "unit") -> xr.DataArray:
    """Of circular variance with half-bandwidth."""
    return xr.corr(units.circular_variance, units.half_bandwidth, dim)


def difference(units: xr.Dataset, dim: str = "unit") -> xr.DataArray:
    """Median circular variance of complex cells less that of simple cells."""
    simple = units.modulation_ratio > 1
    return (units.circular_variance.where(~simple).median(dim)) - units.circular_variance.where(simple).median(dim)


def simple_share(ratio: xr.DataArray, dim: str = "unit") -> xr.DataArray:
    """Share of units whose F1/F0 is above 1."""
    return (ratio > 1).where(ratio.notnull()).mean(dim)


def valley(ratio: xr.DataArray) -> float:
    """Units with F1/F0 of 0.8 to 1.2, relative to the lower of the peaks on both sides; below 1/2 it has two modes."""
    edges = ringach2002.MODULATION_RATIO_EDGES.value
    counts = population.histogram(ratio, "unit", edges).values
    lower = min(counts[:4].max(), counts[6:].max())
    return float(counts[4:6].mean() / lower) if lower else np.inf


def _around(period: float, steps: int) -> np.ndarray:
    return np.linspace(0, period, steps, endpoint=False)


def _octaves(lowest: float, highest: float, step: float) -> np.ndarray:
    return np.geomspace(lowest, highest, 1 + round(np.log2(highest / lowest) / step))


def _median(values: xr.DataArray) -> float:
    return float(values.median())
