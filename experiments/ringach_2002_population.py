"""Is a model as selective as striate cortex? A sampled V1 and AlexNet, trained and untrained, against 304 cells.

Cells of macaque V1 run from those that answer one orientation to those that answer all [1]. The same gratings are
shown to a population whose receptive fields are drawn from published distributions [2, 3] and to AlexNet, trained and
untrained. Only inputs are drawn, the share of cells with a single subunit among them; circular variance (CV), bandwidth
and F1/F0 are what comes out.

The sampled V1 is too selective: its thresholds, uniform up to half of the best drive, leave the tip of each tuning
curve. Turned into a tonic drive of about a quarter of that size (parameter ``threshold_scale``, swept from 1 to -0.5)
they bring the median CV, the response to the orthogonal grating and the correlation of CV with bandwidth to the
cortex's together (the first two are nearly one measure); tuning stays a little narrower, cells differ less from each
other, and complex cells become the more selective ones, as in cortex they are not. AlexNet's conv1 is as selective as
cortex, but all its units are simple, and untrained its tuning is as wide. In conv2 to conv5 rectification cuts off
ever more of the drive, and tuning is too sharp for the same reason. In untrained twins it cuts off less than half,
and their median CV is near the cortex's: such a match is no evidence of a mechanism.

Opposite directions of drift are one set of phases here. Bandwidths below 9.6 deg cannot be measured at steps of 7.5 deg
and the smoothing of [1]. Half of conv2's units prefer the finest grating, whose cycle is the stride of conv1: up to
``finest`` = 1/8 twice as many of them are simple, and no less selective. The data hold CV before rectification, too (of
F1), F1/F0 with the blank subtracted, and preferred frequencies, of which AlexNet's are arbitrary.

[1] Ringach, Shapley & Hawken (2002), J. Neurosci. 22, 5639-5651.   [2] Ringach (2002), J. Neurophysiol. 88, 455-463.
[3] De Valois, Albrecht & Thorell (1982), Vision Res. 22, 545-559.

What this does not show: that a tonic drive is what cortex has. It was chosen by the median CV; noise or untuned inputs
may do the same. Thresholds and numbers of subunits have no published distribution. Gratings fill the field, where those
of [1] had each cell's best size, and no unit adapts or saturates.
"""

from collections.abc import Callable, Sequence
from functools import partial
from textwrap import fill
from typing import Any

import numpy as np
import xarray as xr
from jax.tree_util import Partial
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from visualcortex import Site, record
from visualcortex.analysis import population, selectivity
from visualcortex.analysis.distributions import alike, kolmogorov_smirnov, published, valley
from visualcortex.analysis.tables import joined, labelled, pick, summarised
from visualcortex.data.pictures import natural_patches
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import RESOLUTION, WINDOWS
from visualcortex.models.column import Column
from visualcortex.models.sampled_v1 import SampledV1
from visualcortex.papers import ringach2002
from visualcortex.papers.published import Published
from visualcortex.plotting import colour, populations
from visualcortex.plotting.style import canvas, styled
from visualcortex.stimuli.gratings import coloured_grating, grating
from visualcortex.stimuli.natural import natural

QUICK = {"layers": 2, "twins": 1, "cells": 100, "patches": 100, "octaves": 1.0}

MODELS = SAMPLED, TONIC, TRAINED, UNTRAINED = "sampled V1", "sampled V1, tonic drive", "AlexNet", "untrained AlexNet"
COLOURS = {name: colour(name) for name in MODELS}
LINES: dict[str, Any] = dict(zip(MODELS, ("-", ":", "-", "-"), strict=True))
PUBLISHED = {
    "circular_variance": (ringach2002.CIRCULAR_VARIANCE, ringach2002.CIRCULAR_VARIANCE_QUARTILES),
    "half_bandwidth": (ringach2002.HALF_BANDWIDTH, ringach2002.HALF_BANDWIDTH_QUARTILES),
    "simple": (ringach2002.SIMPLE_FRACTION,),
}
HISTOGRAMS = {
    name: published(counts.value, edges.value, name)
    for name, counts, edges in (
        ("circular_variance", ringach2002.CIRCULAR_VARIANCE_COUNTS, ringach2002.CIRCULAR_VARIANCE_EDGES),
        ("modulation_ratio", ringach2002.MODULATION_RATIO_COUNTS, ringach2002.MODULATION_RATIO_EDGES),
    )
}
VALLEY = "modulation_ratio_bin", (0.8, 1.2)  # between simple and complex cells
PROTOCOL = (
    "Gratings of full field and contrast: {orientations} orientations, frequencies {octaves:g} octave apart, {phases} "
    "phases. Sampled V1: 0.35 to 11.2 cycles/deg. AlexNet (torchvision's one tower): conv1 to conv{layers}, central "
    "unit of every channel, after ReLU (f: before); 224 px = 8 deg by convention; RGB = ½(1 + contrast), no gamma; "
    "1/64 to {finest:g} cycles/px; {twins} untrained twins. Preferred frequency: the largest of F0 and F1 over every "
    "second orientation. CV and half-bandwidth (at 0.707, smoothed) from F0 there, F1/F0 at the peak, blank not "
    "subtracted. No response: best grating under 10 % of the 99th percentile over {patches} natural patches. Colour "
    "only: red-green or blue-yellow gratings drive the unit 10 times as much as grey ones. a to c: AlexNet's conv1. d "
    "to f, h: median, 95 % bootstrap interval (thick), quartiles (thin); small dots: single twins. Grey band and black "
    "line: quartiles and median of cortex."
)


def run(
    layers: int = 5,
    twins: int = 5,
    cells: int = ringach2002.CELLS.value,
    threshold_scales: Sequence[float] = (0.75, 0.5, 0.25, 0.0, -0.125, -0.25, -0.375, -0.5),
    patches: int = 1000,
    finest: float = 0.25,
    octaves: float = 0.5,
    orientations: int = 24,
    phases: int = 16,
    seed: int = 0,
) -> xr.Dataset:
    """Show gratings and natural patches to every population: a table of how selective each unit is."""
    if not (2 <= layers <= len(WINDOWS) and twins >= 1):
        raise ValueError(f"2 to {len(WINDOWS)} layers and at least one twin are compared, not {layers} and {twins}")
    pictures = natural_patches(patches, (224, 224), seed)
    grid: dict[str, Any] = {"octaves": octaves, "orientations": orientations, "phases": phases}
    cortex = Site(SampledV1(cells=cells, seed=seed), "v1", name=SAMPLED)
    scales = {"threshold_scale": sorted({1.0, *threshold_scales}, reverse=True)}
    found = by_scale(measured(cortex, selectivity.gratings(0.35, 11.2, **grid), pictures, **scales).rename(cell="unit"))
    shown = selectivity.gratings(RESOLUTION / 64, RESOLUTION * finest, **grid)
    for twin in (None, *range(seed, seed + twins)):
        column = Column(tuple(WINDOWS)[:layers], **({} if twin is None else {"weights": None, "seed": twin}))
        site = Site(column, "column", name=TRAINED if twin is None else UNTRAINED)
        own = {"model": site.name, "layer": column.layer_of_unit, "twin": twin or 0, "threshold_scale": np.nan}
        found.append(labelled(measured(site, shown, pictures), own))
    protocol = PROTOCOL.format(layers=layers, twins=twins, patches=patches, finest=finest, **grid)
    return joined(found).assign_attrs(protocol=protocol)


def measured(site: Site, shown: dict[str, np.ndarray], pictures: np.ndarray, **swept: Any) -> xr.Dataset:
    """How selective every unit of a site is, missing where it does not respond; and which units answer only colour."""
    drive = record(site, grating, **swept, **shown)
    blank = record(site, grating, contrast=0.0, **swept).clip(min=0)
    usual = record(site, Partial(natural, pictures=pictures), index=np.arange(len(pictures)), **swept).clip(min=0)
    best = drive.clip(min=0).max([*shown])
    responsive = selectivity.responsive(best, usual)
    found = selectivity.to_gratings(drive, blank).where(responsive).assign(responsive=responsive)
    if site.name == SAMPLED:  # its responses are rates: rectified, and blind to colour
        return found.drop_vars(["circular_variance_of_drive", "cut_off"]).assign(colour_only=xr.zeros_like(responsive))
    fewer = selectivity.gratings(RESOLUTION / 64, RESOLUTION / 4, octaves=1, orientations=6, phases=8)
    blue_yellow = {"red": -0.5, "green": -0.5, "blue": 1.0}
    hued = [record(site, coloured_grating, **hue, **fewer).max([*fewer]) for hue in ({}, blue_yellow)]
    above = xr.concat(hued, "hue").max("hue").clip(min=0) - blank
    return found.assign(colour_only=best - blank < 0.1 * above)


def by_scale(cells: xr.Dataset) -> list[xr.Dataset]:
    """The sampled V1 at every scale of its thresholds; the tonic drive is that whose median CV is the cortex's."""
    medians = cells.circular_variance.median("unit")
    tonic = abs(medians - ringach2002.CIRCULAR_VARIANCE.value).idxmin("threshold_scale").item()
    names = {tonic: TONIC, 1.0: SAMPLED}
    own = {s: {"model": names.get(s, "other thresholds"), "threshold_scale": s} for s in medians.threshold_scale.values}
    return [labelled(cells.sel(threshold_scale=s), own[s] | {"layer": "v1", "twin": 0}) for s in own]


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(8.2)
    drawing.set_layout_engine("constrained", rect=(0, 0.105, 1, 0.895))
    panel = drawing.subplot_mosaic("abc;def;ggh")
    draw_histogram(panel["a"], data, "circular_variance", "a   selectivity")
    draw_histogram(panel["b"], data, "half_bandwidth", "b   bandwidth")
    draw_histogram(panel["c"], data, "modulation_ratio", "c   simple and complex")
    draw_layers(panel["d"], data, "circular_variance", "d   selectivity by layer")
    draw_layers(panel["e"], data, "half_bandwidth", "e   bandwidth by layer")
    draw_layers(panel["f"], data, "cut_off", "f   cut off by rectification")
    draw_thresholds(panel["g"], data, "g   thresholds or a tonic drive")
    draw_layers(panel["h"], data, "simple", "h   simple units by layer")
    lines = [Line2D([], [], color=COLOURS[name], linestyle=LINES[name], label=name) for name in MODELS]
    lines = [Line2D([], [], color="black", label="macaque V1"), *lines]
    drawing.legend(handles=lines, loc="outside upper center", ncols=len(lines))
    drawing.text(0.01, 0.005, fill(f"{data.protocol} {left_out(data)}", 152), va="bottom", fontsize=6, in_layout=False)
    return drawing


def draw_histogram(axes: Axes, data: xr.Dataset, measure: str, title: str) -> None:
    """The sampled V1 and conv1 beside the published histogram or, where none is known, the median and quartiles."""
    known = HISTOGRAMS.get(measure)
    bins = population.histogram(data[measure], "unit", np.arange(0, 91, 7.5)) if known is None else known
    for model, layer in {TRAINED: "conv1", TONIC: "v1", SAMPLED: "v1"}.items():
        counts = alike(pick(data, model=model, layer=layer)[measure], bins)
        populations.outline(axes, counts, color=COLOURS[model], linestyle=LINES[model])
    if known is None:
        populations.published_quartiles(axes, *(value.value for value in PUBLISHED[measure]))
    else:
        populations.published_outline(axes, known)
    axes.set_title(title)


def draw_layers(axes: Axes, data: xr.Dataset, measure: str, title: str) -> None:
    """Medians and quartiles of every population, from V1 to the highest layer; of simple units their share."""
    values = data[measure].isel(unit=data.model.isin(MODELS).values)
    share = measure == "simple"
    found = summarised(values, xr.DataArray.mean).drop_vars("quartiles") if share else summarised(values)
    found = found.sel(layer=np.roll(found.layer, 1))
    populations.side_by_side(axes, found, COLOURS, hollow=[TONIC])
    axes.set_xticklabels(["V1", "conv1", *(str(layer).removeprefix("conv") for layer in found.layer.values[2:])])
    axes.set(title=title, ylim=(0, 1.04 if share else None))
    if measure in PUBLISHED:
        populations.published_band(axes, *(value.value for value in PUBLISHED[measure]))


def draw_thresholds(axes: Axes, data: xr.Dataset, title: str) -> None:
    """What thresholds do to the sampled V1: from thresholds on the left to a tonic drive on the right."""
    cells, tonic = data.groupby("threshold_scale"), pick(data, model=TONIC).threshold_scale[0]
    curves = {
        "CV with half-bandwidth: correlation": ("--s", cells.map(correlation), ringach2002.CORRELATION),
        "CV: median": ("-o", cells.median().circular_variance, ringach2002.CIRCULAR_VARIANCE),
        "orthogonal / preferred: median": ("-^", cells.median().orthogonal_ratio, ringach2002.ORTHOGONAL_RATIO),
    }
    for words, (style, values, known) in curves.items():
        axes.plot(values.threshold_scale, values, style, color=COLOURS[SAMPLED], markersize=3, linewidth=1, label=words)
        axes.plot(tonic, known.value, style[-1], color="black", markersize=4.5, zorder=4)
    axes.axvline(0, color="0.8", linewidth=0.8, zorder=0)
    axes.set(title=title, xlabel="scale of the thresholds (< 0: tonic drive)", ylabel="sampled V1 (black: cortex)")
    axes.invert_xaxis()
    axes.legend(loc="center left")


def left_out(data: xr.Dataset) -> str:
    """How many units of AlexNet and, in brackets, of a twin on average, are left out or answer only colour."""
    without, of = data.responsive & data.half_bandwidth.isnull(), pick(data, model=TRAINED).groupby("layer").count()
    lost = xr.Dataset({"no response": ~data.responsive, "no width": without, "colour only": data.colour_only})
    counts = lost.isel(unit=data.layer.values != "v1").groupby(["model", "layer", "twin"]).sum().mean("twin")
    both = counts.sel(model=[TRAINED, UNTRAINED]).transpose("layer", "model")
    words = (f"{name} {', '.join('{:.0f} ({:.0f})'.format(*n) for n in both[name].values)}" for name in both)
    return f"AlexNet (twins on average), of {', '.join(map(str, of.responsive.values))} units: {'; '.join(words)}."


def correlation(units: xr.Dataset, dim: str = "unit") -> Any:
    """Of circular variance with half-bandwidth."""
    return xr.corr(units.circular_variance, units.half_bandwidth, dim)


def complex_less_simple(units: xr.Dataset, dim: str = "unit") -> xr.DataArray:
    """Median circular variance of complex cells less that of simple cells."""
    simple, others = (units.circular_variance.where(units.simple == kind).median(dim) for kind in (1, 0))
    return others - simple


def claims(data: xr.Dataset) -> list[Claim]:
    cells, tonic, network, untrained = (pick(data, model=model) for model in MODELS)
    return [*of_cells(cells), *of_tonic_drive(tonic), *of_network(network), *controls(network, untrained)]


ringach = partial(Claim, source=ringach2002.CITATION, status="printed")


def of_cells(cells: xr.Dataset) -> list[Claim]:
    """Which of the published statistics the sampled V1 has."""
    of_both = ringach2002.COMPLEX_CIRCULAR_VARIANCE.value, ringach2002.SIMPLE_CIRCULAR_VARIANCE.value
    return [
        between("sampled V1", cells.circular_variance, "fails: thresholds silence all but the best orientations"),
        between("sampled V1", cells.half_bandwidth, "fails: thresholds leave the tip of a tuning curve"),
        two_modes("sampled V1", cells),
        ringach(
            "sampled V1: complex cells are less selective than simple ones (difference of median CVs)",
            complex_less_simple(cells),
            np.subtract(*of_both),
            holds=population.bootstrap(cells, complex_less_simple, "unit")[0] > 0,
            expected="fails: both kinds draw their receptive fields from one distribution, that of simple cells",
        ),
        agrees(
            "sampled V1: CV and half-bandwidth go together as loosely as in cortex (correlation)",
            cells,
            ringach2002.CORRELATION,
            correlation,
            expected="fails: with no response far from the peak CV is bandwidth in other words",
        ),
    ]


def of_tonic_drive(cells: xr.Dataset) -> list[Claim]:
    """What else comes right once a tonic drive has brought the median circular variance to the cortex's."""
    given, ratio = "the tonic drive that gives the cortex's median CV also gives the", cells.orthogonal_ratio
    cortex = HISTOGRAMS["circular_variance"]
    of_both = ringach2002.COMPLEX_CIRCULAR_VARIANCE.value, ringach2002.SIMPLE_CIRCULAR_VARIANCE.value
    apart = kolmogorov_smirnov(alike(cells.circular_variance, cortex), cortex, "circular_variance_bin")
    limit = apart.limit.item()
    return [
        agrees(f"{given} median orthogonal / preferred response", ratio, ringach2002.ORTHOGONAL_RATIO),
        agrees(f"{given} correlation of CV with half-bandwidth", cells, ringach2002.CORRELATION, correlation),
        agrees(
            f"{given} median half-bandwidth (deg)",
            cells.half_bandwidth,
            ringach2002.HALF_BANDWIDTH,
            expected="fails: receptive fields as mapped [2] are too long for tuning this broad",
            needs_full=True,
        ),
        ringach(
            f"{given} difference of median CVs, complex less simple cells",
            complex_less_simple(cells),
            np.subtract(*of_both),
            holds=population.bootstrap(cells, complex_less_simple, "unit")[0] > 0,
            expected="fails: it turns the difference round; a complex cell has several subunits above threshold",
        ),
        ringach(
            f"{given} histogram of CV (largest difference of cumulative shares, below the 5 % limit of {limit:.2g})",
            apart.distance,
            holds=apart.distance < apart.limit,
            expected="fails: cells of cortex differ more from each other",
            needs_full=True,
        ),
    ]


def of_network(units: xr.Dataset) -> list[Claim]:
    """Which of the published statistics the layers of AlexNet have."""
    conv1, conv2 = (pick(units, layer=layer) for layer in ("conv1", "conv2"))
    deeper = units.isel(unit=units.layer.values != "conv1")
    cut = "fails: rectification cuts off more than half of the drive's range"
    return [
        between("AlexNet conv1", conv1.circular_variance),
        between("AlexNet conv1", conv1.half_bandwidth),
        ringach(
            "AlexNet conv1 has complex units (share with F1/F0 < 1)",
            1 - conv1.simple.mean(),
            1 - ringach2002.SIMPLE_FRACTION.value,
            holds=conv1.simple.mean() < 1,
            expected="fails: a rectified linear receptive field is a simple cell",
        ),
        two_modes("AlexNet conv2", conv2, kind="prediction"),  # its control fails: random weights have two modes
        agrees(
            "AlexNet conv2: the share of simple units (F1/F0 > 1) is the cortex's",
            conv2.simple,
            ringach2002.SIMPLE_FRACTION,
            xr.DataArray.mean,
            expected="fails: half prefer the finest grating, whatever its phase; with `finest` = 1/8 the share is 0.37",
        ),
        between("AlexNet, each layer above conv1", deeper.circular_variance, cut),
        between("AlexNet, each layer above conv1", deeper.half_bandwidth, cut),
    ]


def controls(network: xr.Dataset, untrained: xr.Dataset) -> list[Claim]:
    """What does it take training for?"""
    control, (low, high) = partial(Claim, kind="control"), ringach2002.CIRCULAR_VARIANCE_QUARTILES.value
    trained = pick(network, layer="conv1").circular_variance.median()
    medians = untrained.circular_variance.groupby(["layer", "twin"]).median()
    least, deeper = medians.sel(layer="conv1").min(), medians.drop_sel(layer="conv1")
    near = ((low < deeper) & (deeper < high)).mean()
    lowest = untrained.groupby(["layer", "twin"]).map(depth).drop_sel(layer="conv1").min()
    narrow, broad = ringach2002.HALF_BANDWIDTH_QUARTILES.value
    widths = pick(untrained, layer="conv1").half_bandwidth.groupby("twin").median()
    within = ((narrow < widths) & (widths < broad)).mean()
    return [
        control(
            "no untrained conv1 has its median half-bandwidth between the cortex's quartiles (share that has)",
            within,
            0.0,
            holds=within == 0,
            expected="fails: random kernels of 11 samples are as broadly tuned as cortex",
        ),
        control(
            "training makes conv1 more selective: its median CV is below every untrained twin's",
            trained,
            least,
            holds=trained < least,
            status="simulated",
        ),
        control(
            "above conv1 no untrained layer has its median CV between the cortex's quartiles (share that has)",
            near,
            0.0,
            holds=near == 0,
            expected="fails: random weights suffice, if rectification cuts off less than half of the drive",
        ),
        control(
            "above conv1 no untrained layer has two modes of F1/F0 (lowest valley, relative to the lower peak)",
            lowest,
            "> 0.5",
            holds=lowest > 0.5,
            expected="fails: rectification and MAX pooling suffice",
        ),
    ]


def between(what: str, values: xr.DataArray, expected: str = "holds") -> Claim:
    """The median of every layer lies between the cortex's quartiles; told is the one farthest from its median."""
    known, quartiles = PUBLISHED[str(values.name)]
    low, high = quartiles.value
    words, unit = {"circular_variance": ("CV", ""), "half_bandwidth": ("half-bandwidth", " (deg)")}[str(values.name)]
    medians = values.groupby("layer").median()
    return Claim(
        f"{what}: the median {words} lies between the cortex's quartiles{unit}",
        medians[abs(medians - known.value).argmax("layer")],
        quartiles,
        holds=((low < medians) & (medians < high)).all(),
        expected=expected,
    )


def two_modes(what: str, units: xr.Dataset, **further: Any) -> Claim:
    """F1/F0 has two modes."""
    statement = f"{what}: F1/F0 has two modes (units at 0.8 to 1.2 are fewer than half of those at the lower peak)"
    known = valley(HISTOGRAMS["modulation_ratio"], *VALLEY)
    return ringach(statement, depth(units), known, holds=depth(units) < 0.5, **further)


def depth(units: xr.Dataset) -> Any:
    """Units between the modes of F1/F0, relative to the lower of the peaks on either side."""
    return valley(alike(units.modulation_ratio, HISTOGRAMS["modulation_ratio"]), *VALLEY)


def agrees(
    statement: str, units: Any, known: Published, statistic: Callable = xr.DataArray.median, **further: Any
) -> Claim:
    """A published value lies within the 95 % interval of a statistic of the units."""
    low, high = population.bootstrap(units, statistic, "unit").values
    return Claim(statement, statistic(units, "unit"), known, holds=low < known.value < high, **further)
