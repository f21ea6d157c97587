"""Is a model as selective as striate cortex? A sampled V1 and AlexNet, trained and untrained, against 304 cells.

Cells of macaque V1 run from those that answer one orientation to those that answer all [1]. The same gratings are
shown to a population whose receptive fields are drawn from published distributions [2, 3] and to AlexNet, trained and
untrained. Only inputs are drawn, the share of cells with a single subunit among them; circular variance (CV), bandwidth
and F1/F0 are what comes out.

The sampled V1 is too selective: its thresholds, uniform up to half of the best drive, leave the tip of each tuning
curve. Turned into a tonic drive of about a quarter of that size (parameter ``threshold_scale``, swept from 1 to -0.5)
they bring the median CV, the response to the orthogonal grating and the correlation of CV with bandwidth to the
cortex's together; tuning stays a little narrower, and cells differ less from each other. AlexNet's conv1 is as
selective as cortex, but all its units are simple. In conv2 to conv5 rectification cuts off ever more of the drive, and
tuning is too sharp for the same reason. In untrained twins it cuts off less than half, and their median CV is near the
cortex's: such a match is no evidence of a mechanism.

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

from collections.abc import Callable, Iterator, Sequence
from textwrap import fill
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from visualcortex import Site, VisualField, record
from visualcortex.analysis import population, tuning
from visualcortex.data.pictures import natural_patches
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import WINDOWS
from visualcortex.models.column import Column
from visualcortex.models.sampled_v1 import SampledV1
from visualcortex.papers import ringach2002
from visualcortex.papers.published import Published
from visualcortex.plotting import colour, label
from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.populations import middle_half, outline, published_band
from visualcortex.stimuli import grating
from visualcortex.vocabulary import attributes

QUICK = {"layers": 2, "twins": 1, "cells": 100, "patches": 100, "octaves": 1.0}

CORTEX, SAMPLED, TONIC = "macaque V1", "sampled V1", "sampled V1, tonic drive"
TRAINED, UNTRAINED = "AlexNet", "untrained AlexNet"
COLOURS = {name: colour(name) for name in (SAMPLED, TONIC, TRAINED, UNTRAINED)} | {CORTEX: "black"}
LINES: dict[str, Any] = {CORTEX: "-", SAMPLED: "-", TONIC: ":", TRAINED: "-", UNTRAINED: "-"}

PIXELS = 28.0  # per degree of AlexNet's field, by convention
OF_CELLS = 0.35, 11.2  # cycles/deg: the coarsest and the finest grating shown to the sampled V1
RESPONSE = 0.1  # share of the 99th percentile over natural patches below which a unit does not respond
HUES = (1.0, -1.0, 0.0), (-0.5, -0.5, 1.0)  # contrasts of red, green and blue: red-green and blue-yellow
EVERY = ("orientation", "spatial_frequency", "phase")
NAMES = {
    "orthogonal_ratio": "orthogonal / preferred response",
    "modulation_ratio_above_blank": "modulation ratio F1/F0, blank subtracted",
    "circular_variance_of_drive": "circular variance of F1 before rectification",
    "silenced": "share of the drive's range",
}
TITLES = (
    *("selectivity", "bandwidth", "simple and complex", "selectivity by layer", "bandwidth by layer"),
    *("cut off by rectification", "thresholds or a tonic drive", "simple units by layer", "units left out"),
)
EDGES = {
    "circular_variance": ringach2002.CIRCULAR_VARIANCE_EDGES.value,
    "half_bandwidth": np.arange(0, 91, 7.5),
    "modulation_ratio": ringach2002.MODULATION_RATIO_EDGES.value,
}
QUARTILES = {
    "circular_variance": ringach2002.CIRCULAR_VARIANCE_QUARTILES,
    "half_bandwidth": ringach2002.HALF_BANDWIDTH_QUARTILES,
}
MEDIAN = {"circular_variance": ringach2002.CIRCULAR_VARIANCE.value, "half_bandwidth": ringach2002.HALF_BANDWIDTH.value}


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
    turns: dict[str, np.ndarray] = {"orientation": around(180, orientations), "phase": around(360, phases)}
    pictures = natural_patches(patches, (224, 224), seed)
    cortex = Site(SampledV1(cells=cells, seed=seed), "v1", name=SAMPLED)
    shown = turns | {"spatial_frequency": steps(*OF_CELLS, octaves)}
    scales = sorted({1.0, *threshold_scales}, reverse=True)
    found = measured(cortex, shown, pictures, threshold_scale=scales).rename(cell="unit")
    found = found.assign({name: found[name].where(False) for name in ("silenced", "circular_variance_of_drive")})
    tables = [listed(found.sel(threshold_scale=s), SAMPLED, ["v1"] * cells, scale=s) for s in scales]
    shown = turns | {"spatial_frequency": steps(PIXELS / 64, PIXELS * finest, octaves)}
    for twin in (None, *range(seed, seed + twins)):
        column = Column(tuple(WINDOWS)[:layers], **({} if twin is None else {"weights": None, "seed": twin}))
        site = Site(column, "column", name=TRAINED if twin is None else UNTRAINED)
        found = with_colour(site, measured(site, shown, pictures))
        tables.append(listed(found, site.name, column.layer_of_unit, twin=twin or 0))
    table = xr.concat(tables, "unit", coords="different", compat="equals", join="outer")
    table = table.assign_coords(unit=np.arange(table.sizes["unit"]))
    for name, coordinate in table.coords.items():
        coordinate.attrs = attributes(str(name))
    return table.assign_attrs(protocol=protocol(layers, twins, patches, finest, octaves, orientations, phases))


def patch(field: VisualField, *, pictures: jax.Array, index: int = 0) -> jax.Array:
    """One of a table of pictures (index, y, x) as large as the field."""
    return jnp.asarray(pictures)[index]


def coloured(field: VisualField, *, hue: int, orientation: float, spatial_frequency: float, phase: float) -> jax.Array:
    """A grating (y, x, channel) whose red, green and blue have contrasts of their own, those of `HUES`."""
    bars = grating(field, orientation=orientation, spatial_frequency=spatial_frequency, phase=phase)
    return bars[..., None] * jnp.asarray(HUES)[hue]


def measured(site: Site, shown: dict[str, np.ndarray], pictures: np.ndarray, **swept: Any) -> xr.Dataset:
    """How selective every unit of a site is; missing where it does not respond."""
    rows, columns = site.model.field.shape
    top, left = (pictures.shape[1] - rows) // 2, (pictures.shape[2] - columns) // 2
    natural = Partial(patch, pictures=jnp.asarray(pictures[:, top : top + rows, left : left + columns]))
    drive = record(site, grating, **swept, **shown)
    blank = record(site, grating, contrast=0.0, **swept).clip(min=0)
    usual = record(site, natural, index=np.arange(len(pictures)), **swept).clip(min=0).quantile(0.99, "index")
    best = drive.clip(min=0).max(EVERY)
    responsive = (best > 0) & (best >= RESPONSE * usual)
    above = (best - blank).assign_attrs(long_name="best response less that to the blank", units=site.model.units)
    further = {"responsive": responsive.assign_attrs(attributes("responsive")), "above_blank": above}
    return selectivity(drive, blank).where(responsive).assign(further).drop_vars("quantile")


def selectivity(drive: xr.DataArray, blank: xr.DataArray) -> xr.Dataset:
    """What [1] measured, from responses (orientation, spatial_frequency, phase, unit) before rectification."""
    response = drive.clip(min=0)
    preferred = tuning.preferred_grating(response.isel(orientation=slice(None, None, 2))).spatial_frequency
    response, drive = (tuning.at(r, spatial_frequency=preferred) for r in (response, drive))
    best = tuning.at(response, orientation=tuning.preferred_grating(response, ["orientation"]).orientation)
    mean, index = tuning.mean_rate(response), tuning.orientation_selectivity(tuning.mean_rate(response))
    lowest, highest = drive.min(("orientation", "phase")), drive.max(("orientation", "phase"))
    found = {
        "circular_variance": tuning.circular_variance(mean),
        "half_bandwidth": tuning.half_bandwidth(tuning.smooth(mean, "orientation")),
        "orthogonal_ratio": (1 - index) / (1 + index),
        "modulation_ratio": tuning.modulation_ratio(best),
        "modulation_ratio_above_blank": tuning.modulation_ratio(best, baseline=blank),
        "circular_variance_of_drive": tuning.circular_variance(tuning.first_harmonic(drive)),
        "silenced": (-lowest / (highest - lowest)).clip(0, 1),
        "preferred_spatial_frequency": preferred,
    }
    for name, values in found.items():
        values.attrs = attributes(name) | ({"long_name": NAMES[name]} if name in NAMES else {})
    return xr.Dataset(found)


def with_colour(site: Site, found: xr.Dataset) -> xr.Dataset:
    """Add which units answer only colour: coloured gratings drive them ten times as much as grey ones."""
    fewer = {
        "orientation": around(180, 6),
        "phase": around(360, 8),
        "spatial_frequency": steps(PIXELS / 64, PIXELS / 4, 1),
    }
    best = record(site, coloured, hue=[0, 1], **fewer).clip(min=0).max(("hue", *EVERY))
    above = best - record(site, grating, contrast=0.0).clip(min=0)
    return found.assign(colour_only=found.above_blank < RESPONSE * above)


def listed(found: xr.Dataset, model: str, layers: Sequence[str], *, twin: int = 0, scale: float = np.nan) -> xr.Dataset:
    """The rows of one population in the table: to every unit its model, layer, twin and scale of thresholds."""
    labels: dict[str, Any] = {"model": model, "layer": layers, "twin": twin, "threshold_scale": scale}
    grey = xr.zeros_like(found.responsive) if "colour_only" not in found else found.colour_only
    found = found.assign(colour_only=grey.assign_attrs(attributes("colour_only")))
    rows = {name: ("unit", np.broadcast_to(value, len(layers))) for name, value in labels.items()}
    return found.drop_vars(["unit", *labels], errors="ignore").assign_coords(rows)


def protocol(
    layers: int, twins: int, patches: int, finest: float, octaves: float, orientations: int, phases: int
) -> str:
    """The protocol in words, to be printed with the figure."""
    return (
        f"Gratings of full field and contrast: {orientations} orientations, frequencies {octaves:g} octave apart, "
        f"{phases} phases. Sampled V1: {OF_CELLS[0]:g} to {OF_CELLS[1]:g} cycles/deg. AlexNet (torchvision's one "
        f"tower): conv1 to conv{layers}, central unit of every channel, after ReLU (f: before); 224 px = 8 deg "
        f"by convention; RGB = ½(1 + contrast), no gamma; 1/64 to {finest:g} cycles/px; {twins} untrained twins. "
        "Preferred frequency: the largest of F0 and F1 over every second orientation. CV and half-bandwidth (at 0.707, "
        "smoothed) from F0 there, F1/F0 at the peak, blank not subtracted. No response: best grating under 10 % of the "
        f"99th percentile over {patches} natural patches. Colour only: red-green or blue-yellow gratings drive the "
        "unit 10 times as much as grey ones. a to c: AlexNet's conv1. d to f, h: median, 95 % bootstrap interval "
        "(thick), quartiles (thin); small dots: single twins. Grey band and black line: quartiles and median of cortex."
    )


def around(period: float, number: int) -> np.ndarray:
    """So many angles, evenly around a circle, in degrees."""
    return np.linspace(0, period, number, endpoint=False)


def steps(lowest: float, highest: float, octaves: float) -> np.ndarray:
    """Spatial frequencies so many octaves apart, in cycles/deg."""
    return np.geomspace(lowest, highest, 1 + round(np.log2(highest / lowest) / octaves))


def pick(data: xr.Dataset, model: str, layer: str | None = None, scale: float = 1.0) -> xr.Dataset:
    """The units of a model, or of one of its layers; of the sampled V1 those with one scale of thresholds."""
    chosen = (data.model == model) & ((data.model != SAMPLED) | (data.threshold_scale == scale))
    return data.isel(unit=(chosen if layer is None else chosen & (data.layer == layer)).values)


def by_twin(units: xr.Dataset) -> list[xr.Dataset]:
    """The units of every twin."""
    return [units.isel(unit=(units.twin == twin).values) for twin in np.unique(units.twin)]


def conv(data: xr.Dataset) -> list[str]:
    """The layers of AlexNet, from the lowest."""
    return np.unique(data.layer[data.model == TRAINED]).tolist()


def scales(data: xr.Dataset) -> list[float]:
    """The scales of the sampled V1's thresholds, from the highest."""
    return np.unique(data.threshold_scale[data.model == SAMPLED])[::-1].tolist()


def tonic(data: xr.Dataset) -> xr.Dataset:
    """The sampled V1 at the scale of thresholds whose median circular variance is nearest to the cortex's."""
    swept = [pick(data, SAMPLED, scale=scale) for scale in scales(data)]
    return min(swept, key=lambda cells: abs(float(cells.circular_variance.median()) - MEDIAN["circular_variance"]))


def simple_share(ratio: xr.DataArray, dim: str = "unit") -> xr.DataArray:
    """Share of units with F1/F0 above 1."""
    return (ratio > 1).where(ratio.notnull()).mean(dim)


def correlation(units: xr.Dataset, dim: str = "unit") -> xr.DataArray:
    """Of circular variance with half-bandwidth."""
    return xr.corr(units.circular_variance, units.half_bandwidth, dim)


def complex_less_simple(units: xr.Dataset, dim: str = "unit") -> xr.DataArray:
    """Median circular variance of complex cells less that of simple cells."""
    simple = units.modulation_ratio > 1
    of_both = (units.circular_variance.where(kind).median(dim) for kind in (~simple, simple))
    return next(of_both) - next(of_both)


def kolmogorov_smirnov(values: xr.DataArray, edges: Any, published: Any) -> tuple[float, float]:
    """The largest difference of cumulative shares at the edges of two histograms, and its limit at the 5 % level."""
    ours, theirs = population.histogram(values, "unit", edges).values, np.asarray(published)
    apart = np.abs(ours.cumsum() / ours.sum() - theirs.cumsum() / theirs.sum()).max()
    return float(apart), float(1.36 * np.sqrt(1 / ours.sum() + 1 / theirs.sum()))


def median_of(measure: str) -> Callable[[xr.Dataset, str], xr.DataArray]:
    """A function that gives the median of one measure."""
    return lambda units, dim: units[measure].median(dim)


def valley(ratio: xr.DataArray) -> float:
    """Units with F1/F0 of 0.8 to 1.2, relative to the lower of the peaks on either side."""
    return depth(population.histogram(ratio, "unit", EDGES["modulation_ratio"]).values)


def depth(counts: Any) -> float:
    """The same of ten counts from 0 to 2; infinite where there is one peak."""
    peak = min(max(counts[:4]), max(counts[6:]))
    return float(np.mean(counts[4:6]) / peak) if peak else np.inf


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(8.2)
    drawing.set_layout_engine("constrained", rect=(0, 0.085, 1, 0.915))
    panel = drawing.subplot_mosaic("abc;def;ghi")
    draw_histogram(panel["a"], data, "circular_variance", ringach2002.CIRCULAR_VARIANCE_COUNTS.value)
    draw_histogram(panel["b"], data, "half_bandwidth")
    draw_histogram(panel["c"], data, "modulation_ratio", ringach2002.MODULATION_RATIO_COUNTS.value)
    draw_layers(panel["d"], data, "circular_variance")
    draw_layers(panel["e"], data, "half_bandwidth")
    draw_layers(panel["f"], data, "silenced")
    draw_tonic(panel["g"], data)
    draw_layers(panel["h"], data, "modulation_ratio", simple_share)
    draw_counts(panel["i"], data)
    for (letter, axes), title in zip(panel.items(), TITLES, strict=True):
        axes.set_title(f"{letter}   {title}")
    drawing.text(0.01, 0.005, fill(data.protocol, 152), va="bottom", fontsize=6, in_layout=False)
    handles = [Line2D([], [], color=COLOURS[name], linestyle=line, label=name) for name, line in LINES.items()]
    drawing.legend(handles=handles, loc="outside upper center", ncols=len(handles))
    return drawing


def draw_histogram(axes: Axes, data: xr.Dataset, measure: str, published: Any = None) -> None:
    """The sampled V1 and conv1 beside the published histogram or, where none is known, the median and quartiles."""
    shown = {TRAINED: pick(data, TRAINED, "conv1"), TONIC: tonic(data), SAMPLED: pick(data, SAMPLED)}
    for name, units in shown.items():
        counts = population.histogram(units[measure], "unit", EDGES[measure])
        outline(axes, counts, EDGES[measure], color=COLOURS[name], linestyle=LINES[name])
    axes.set_xlabel(label(data[measure]))
    if published is not None:
        outline(axes, published, EDGES[measure], color="0.93", fill=True, zorder=0)
        outline(axes, published, EDGES[measure], color=COLOURS[CORTEX], linewidth=1.8)
        return
    height = 1.08 * axes.get_ylim()[1]
    axes.plot(QUARTILES[measure].value, [height] * 2, color=COLOURS[CORTEX])
    axes.plot(MEDIAN[measure], height, "o", color=COLOURS[CORTEX])
    axes.text(QUARTILES[measure].value[1] + 2, height, "median, quartiles", fontsize=6, va="center")
    axes.set_ylim(0, 1.1 * height)


def places(axes: Axes, data: xr.Dataset) -> Iterator[tuple[float, str, xr.Dataset]]:
    """Where each population stands on the horizontal axis, its name, its units."""
    layers = conv(data)
    axes.set_xticks(range(len(layers) + 1), ["V1", layers[0], *(layer.removeprefix("conv") for layer in layers[1:])])
    axes.set_xlim(-0.5, len(layers) + 0.5)
    yield -0.15, SAMPLED, pick(data, SAMPLED)
    yield 0.15, TONIC, tonic(data)
    for place, layer in enumerate(layers, 1):
        yield place - 0.15, TRAINED, pick(data, TRAINED, layer)
        yield place + 0.15, UNTRAINED, pick(data, UNTRAINED, layer)


def draw_layers(axes: Axes, data: xr.Dataset, measure: str, statistic: Callable = xr.DataArray.median) -> None:
    """A statistic of every population, with its interval or single twins; of a median the quartiles."""
    of_median = statistic is xr.DataArray.median
    if measure in QUARTILES:
        published_band(axes, MEDIAN[measure], QUARTILES[measure].value)
    for place, name, units in places(axes, data):
        if (values := units[measure]).notnull().any():
            twins = [statistic(twin[measure], "unit").item() for twin in by_twin(units)]
            interval = population.bootstrap(values, statistic, "unit").values if len(twins) == 1 else None
            quartiles = values.quantile([0.25, 0.75]).values if of_median else None
            mark = {"color": COLOURS[name]} | (
                {"markerfacecolor": "white", "markeredgewidth": 0.9} if name == TONIC else {}
            )
            middle_half(axes, place, statistic(values, "unit").item(), quartiles, interval=interval, **mark)
            axes.plot([place + 0.2] * len(twins), twins, ".", color=COLOURS[name], markersize=2.5 * (len(twins) > 1))
    axes.set(ylabel=label(data[measure]), ylim=(0, None))
    if not of_median:
        axes.set(ylabel="share of simple units (F1/F0 > 1)", ylim=(0, 1.04))
        published_band(axes, ringach2002.SIMPLE_FRACTION.value)


def draw_tonic(axes: Axes, data: xr.Dataset) -> None:
    """What thresholds do to the sampled V1: from thresholds on the left to a tonic drive on the right."""
    swept = [pick(data, SAMPLED, scale=scale) for scale in scales(data)]
    chosen = tonic(data).threshold_scale[0].item()
    curves = {
        "CV with half-bandwidth: correlation": ("--s", correlation, ringach2002.CORRELATION),
        "CV: median": ("-o", median_of("circular_variance"), ringach2002.CIRCULAR_VARIANCE),
        "orthogonal / preferred: median": ("-^", median_of("orthogonal_ratio"), ringach2002.ORTHOGONAL_RATIO),
    }
    for words, (style, statistic, published) in curves.items():
        values = [statistic(cells, "unit") for cells in swept]
        axes.plot(scales(data), values, style, color=COLOURS[SAMPLED], markersize=3, linewidth=1, label=words)
        axes.plot(chosen, published.value, style[-1], color=COLOURS[CORTEX], markersize=4.5, zorder=4)
    axes.axvline(0, color="0.8", linewidth=0.8, zorder=0)
    axes.set(
        xlabel="scale of the thresholds (< 0: tonic drive)", ylabel="sampled V1 (black: cortex)", ylim=(-0.03, 1.5)
    )
    axes.invert_xaxis()
    axes.legend(loc="upper left", fontsize=6)


def draw_counts(axes: Axes, data: xr.Dataset) -> None:
    """How many units of AlexNet and, in brackets, of a twin on average, are left out or answer only colour."""
    heads = ("of", "", ""), ("no", "response", ""), ("no", "width", ""), ("colour", "only", "")
    lines = [" " * 5 + "".join(f"{head[row]:>{9 if head[1] else 5}}" for head in heads) for row in range(3)]
    for layer in conv(data):
        both = [pick(data, model, layer) for model in (TRAINED, UNTRAINED)]
        counted = [(~u.responsive, u.responsive & u.half_bandwidth.isnull(), u.colour_only) for u in both]
        numbers = [[float(n.sum()) / len(by_twin(u)) for n in c] for u, c in zip(both, counted, strict=True)]
        cells = "".join(f"{f'{ours:.0f} ({theirs:.0f})':>9}" for ours, theirs in zip(*numbers, strict=True))
        lines.append(f"{layer}{both[0].sizes['unit']:>5}{cells}")
    lines += ["", "AlexNet (mean of the untrained twins)"]
    axes.text(-0.08, 0.97, "\n".join(lines), va="top", family="monospace", fontsize=6, linespacing=1.7, in_layout=False)
    axes.set_axis_off()


def claims(data: xr.Dataset) -> list[Claim]:
    cells, drawn = pick(data, SAMPLED), tonic(data)
    conv1, *deeper = (pick(data, TRAINED, layer) for layer in conv(data))
    twins = [twin for layer in conv(data) for twin in by_twin(pick(data, UNTRAINED, layer))]
    return [*of_cells(cells), *of_tonic_drive(drawn), *of_network(conv1, deeper), *controls(conv1, twins)]


def of_cells(cells: xr.Dataset) -> list[Claim]:
    """Which of the published statistics the sampled V1 has."""
    apart = population.bootstrap(cells, complex_less_simple, "unit").values
    medians = ringach2002.COMPLEX_CIRCULAR_VARIANCE.value, ringach2002.SIMPLE_CIRCULAR_VARIANCE.value
    return [
        between("sampled V1", "circular_variance", [cells], "fails: thresholds silence all but the best orientations"),
        between("sampled V1", "half_bandwidth", [cells], "fails: thresholds leave the tip of a tuning curve"),
        two_modes("sampled V1", cells),
        Claim(
            "sampled V1: complex cells are less selective than simple ones (difference of median CVs)",
            complex_less_simple(cells),
            np.subtract(*medians),
            holds=apart[0] > 0,
            expected="fails: both kinds draw their receptive fields from one distribution, that of simple cells",
            source=ringach2002.CITATION,
            status="printed",
        ),
        agrees(
            "sampled V1: CV and half-bandwidth go together as loosely as in cortex (correlation)",
            cells,
            correlation,
            ringach2002.CORRELATION,
            "fails: with no response far from the peak CV is bandwidth in other words",
        ),
    ]


def of_tonic_drive(cells: xr.Dataset) -> list[Claim]:
    """What else comes right once a tonic drive has brought the median circular variance to the cortex's."""
    given = "the tonic drive that gives the cortex's median CV also gives"
    counts, edges = ringach2002.CIRCULAR_VARIANCE_COUNTS.value, EDGES["circular_variance"]
    apart, limit = kolmogorov_smirnov(cells.circular_variance, edges, counts)
    orthogonal, width = "the median orthogonal / preferred response", "the median half-bandwidth (deg)"
    return [
        agrees(f"{given} {orthogonal}", cells, median_of("orthogonal_ratio"), ringach2002.ORTHOGONAL_RATIO),
        agrees(f"{given} the correlation of CV with half-bandwidth", cells, correlation, ringach2002.CORRELATION),
        agrees(
            f"{given} {width}",
            cells,
            median_of("half_bandwidth"),
            ringach2002.HALF_BANDWIDTH,
            "fails: receptive fields as mapped [2] are too long for tuning this broad",
            needs_full=True,
        ),
        Claim(
            f"{given} the histogram of CV (largest difference of cumulative shares; 5 % limit)",
            apart,
            f"< {limit:.2g}",
            holds=apart < limit,
            expected="fails: cells of cortex differ more from each other",
            source=ringach2002.CITATION,
            status="printed",
            needs_full=True,
        ),
    ]


def of_network(conv1: xr.Dataset, deeper: list[xr.Dataset]) -> list[Claim]:
    """Which of the published statistics the layers of AlexNet have."""
    cut = "fails: rectification cuts off more than half of the drive's range"
    return [
        between("AlexNet conv1", "circular_variance", [conv1]),
        between("AlexNet conv1", "half_bandwidth", [conv1]),
        Claim(
            "AlexNet conv1 has complex units (share with F1/F0 < 1)",
            1 - simple_share(conv1.modulation_ratio),
            1 - ringach2002.SIMPLE_FRACTION.value,
            holds=simple_share(conv1.modulation_ratio) < 1,
            expected="fails: a rectified linear receptive field is a simple cell",
            source=ringach2002.CITATION,
            status="printed",
        ),
        two_modes("AlexNet conv2", deeper[0]),
        agrees(
            "AlexNet conv2: the share of simple units (F1/F0 > 1) is the cortex's",
            deeper[0],
            lambda units, dim: simple_share(units.modulation_ratio, dim),
            ringach2002.SIMPLE_FRACTION,
            "fails: half prefer the finest grating, whatever its phase; with `finest` = 1/8 the share is 0.37",
        ),
        between("AlexNet, each layer above conv1", "circular_variance", deeper, cut),
        between("AlexNet, each layer above conv1", "half_bandwidth", deeper, cut),
    ]


def controls(conv1: xr.Dataset, twins: list[xr.Dataset]) -> list[Claim]:
    """What does it take training for?"""
    first = [twin.circular_variance.median().item() for twin in twins if twin.layer[0] == "conv1"]
    later = [twin for twin in twins if twin.layer[0] != "conv1"]
    near = [bool(between("", "circular_variance", [twin]).holds) for twin in later]
    valleys = [valley(twin.modulation_ratio) for twin in later]
    return [
        Claim(
            "training makes conv1 more selective: its median CV is below every untrained twin's",
            conv1.circular_variance.median(),
            min(first),
            holds=conv1.circular_variance.median() < min(first),
            kind="control",
            status="simulated",
        ),
        Claim(
            "above conv1 no untrained layer has its median CV between the cortex's quartiles (share that has)",
            sum(near) / len(near),
            0.0,
            holds=not any(near),
            kind="control",
            expected="fails: random weights suffice, if rectification cuts off less than half of the drive",
        ),
        Claim(
            "above conv1 no untrained layer has two modes of F1/F0 (lowest valley, relative to the lower peak)",
            min(valleys),
            "> 0.5",
            holds=min(valleys) > 0.5,
            kind="control",
            expected="fails: rectification and MAX pooling suffice",
        ),
    ]


def between(what: str, measure: str, populations: list[xr.Dataset], expected: str = "holds") -> Claim:
    """The medians of a measure lie between the cortex's quartiles: the one farthest from its median counts."""
    low, high = QUARTILES[measure].value
    medians = [units[measure].median().item() for units in populations]
    words, units = {"circular_variance": ("CV", ""), "half_bandwidth": ("half-bandwidth", " (deg)")}[measure]
    return Claim(
        f"{what}: the median {words} lies between the cortex's quartiles{units}",
        max(medians, key=lambda median: abs(median - MEDIAN[measure])),
        QUARTILES[measure],
        holds=all(low < median < high for median in medians),
        expected=expected,
    )


def two_modes(what: str, units: xr.Dataset) -> Claim:
    """F1/F0 has two modes."""
    return Claim(
        f"{what}: F1/F0 has two modes (units at 0.8 to 1.2 are fewer than half of those at the lower peak)",
        valley(units.modulation_ratio),
        depth(ringach2002.MODULATION_RATIO_COUNTS.value),
        holds=valley(units.modulation_ratio) < 0.5,
        source=ringach2002.CITATION,
        status="printed",
    )


def agrees(
    statement: str,
    units: xr.Dataset,
    statistic: Callable[[xr.Dataset, str], xr.DataArray],
    published: Published,
    expected: str = "holds",
    **further: Any,
) -> Claim:
    """A published value lies within the 95 % interval of the model's."""
    low, high = population.bootstrap(units, statistic, "unit").values
    holds = low < published.value < high
    return Claim(statement, statistic(units, "unit"), published, holds=holds, expected=expected, **further)
