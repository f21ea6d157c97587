"""When is a line too long? End-stopped cells, and units of a network that long lines silence.

Some cells of the cat's visual cortex answer a line if it stops: a longer one, that leaves the excitatory part of their
field at one end or at both, excites them less or not at all [1]. A bar of the best orientation, width, contrast and
place is made longer and longer before a simple, a complex and an end-stopped cell, at several weights of the
inhibition by the ends; then the end of a long line is put at places along the field. All units of AlexNet, trained and
untrained, see bars chosen in the same way. Are some of them end-stopped?

Responses are those above the blank screen; the suppression index is 1 − R(longest) / R(best length). Bars for a
network are scaled to the receptive field of the layer: 8 orientations, 3 widths, 3 places, light and dark, 10 lengths,
all combined; the one that drives a unit best sets all but length. A window about as large as the longest bar stands
for the whole field. A unit counts if its best bar drives it to a tenth of the response that one natural picture in a
hundred exceeds.

[1] Hubel & Wiesel (1965), J. Neurophysiol. 28, 229-289.

What this does not show: why a line is too long. The ends of the model cell inhibit because they were made to. A long
line may silence a unit that wants a corner, a curve, a blob or a texture, and the index does not tell these apart.
The best of many bars flatters the index, in the untrained network as well. A share of units is no share of cells: an
electrode finds cells in its own way, and this network has no time. One untrained twin stands for all.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from visualcortex import Site, compare, record, sites
from visualcortex.analysis import size, spikes, tuning
from visualcortex.experiment import Claim
from visualcortex.layers.convolution import receptive_fields
from visualcortex.models.alexnet import RESOLUTION, STAGES
from visualcortex.papers import hubel_wiesel1965
from visualcortex.plotting import label, schematics
from visualcortex.plotting.line_names import name_ends
from visualcortex.plotting.strips import strips
from visualcortex.plotting.style import canvas, colour, styled
from visualcortex.plotting.swept_bars import spike_records
from visualcortex.stimuli import bar, moving_bar, natural_pictures
from visualcortex.vocabulary import attributes

QUICK = {
    "layers": ("conv1", "conv2", "conv3"),
    "orientations": 4,
    "lengths": (0.1, 0.2, 0.4, 0.7, 1.3),
    "pictures": 32,
}

SIMPLE, COMPLEX, STOPPED = CELLS = "simple cell", "complex cell", "end-stopped cell"
TRAINED, UNTRAINED = "AlexNet", "untrained AlexNet"

UNRESPONSIVE = 0.1
SUPPRESSED = 0.5  # index from which on a unit is called end-stopped
BEST = {"orientation": 90.0, "width": 0.25}  # deg: of the cells
LENGTHS = np.arange(0.25, 4.1, 0.25)  # deg
SHOWN = 0.5, 1.0, 2.0, 4.0  # deg: lengths of the moving bars
SWEEP: dict[str, Any] = {
    "direction": 0.0,
    "width": 0.25,
    "speed": 1.0,
    "start": -1.0,
    "time": np.arange(0.0, 2.0, 0.02),
}
LINE = 12.0  # deg: length of a line of which one end is seen


def run(
    layers: Sequence[str] = ("conv1", "conv2", "conv3", "conv4", "conv5"),
    orientations: int = 8,
    lengths: Sequence[float] = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7, 1.0, 1.3),
    pictures: int = 1000,
    inhibitions: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0),
    trials: int = 9,
    seed: int = 0,
) -> xr.Dataset:
    """Vary the length of bars at cells and at the units of a network, and, at the end-stopped cell, its inhibition."""
    turned = np.linspace(0, 180, orientations, endpoint=False)
    cells = compare(partial(cell_tuning, orientations=turned), sites.get(*CELLS))
    electrodes = [electrode(kind, layer, seed) for kind in (TRAINED, UNTRAINED) for layer in layers]
    units = compare(
        partial(unit_tuning, orientations=turned, lengths=lengths, pictures=pictures, seed=seed), electrodes
    )
    cells, units = (found.drop_vars("response_units") for found in (cells, units.rename(site="network")))
    return xr.merge(
        [cells, units, inhibited(inhibitions), line_ends(), swept(trials, seed)], combine_attrs="drop_conflicts"
    )


def cell_tuning(site: Site, orientations: np.ndarray) -> xr.Dataset:
    """Length tuning of a cell, lengths in degrees."""
    bars = {"width": np.array([0.125, 0.25, 0.5]), "offset": np.array([-0.25, 0.0, 0.25]), "length": LENGTHS}
    curve, _ = length_tuning(site, orientation=orientations, **bars)
    return xr.Dataset({"curve": curve, "suppression_index": size.suppression_index(curve, "length")})


def unit_tuning(site: Site, orientations: np.ndarray, lengths: Sequence[float], pictures: int, seed: int) -> xr.Dataset:
    """Length tuning of all channels of a layer, lengths in receptive fields."""
    field, places = receptive_fields(STAGES)[site.layer].size / RESOLUTION, np.array([-0.15, 0.0, 0.15])
    bars = {"width": np.array([1 / 32, 1 / 11, 1 / 4]), "offset": places, "length": np.array(lengths)}
    curve, blank = length_tuning(site, orientation=orientations, **{name: field * v for name, v in bars.items()})
    natural = record(site, natural_pictures(site.model.field, count=pictures, seed=seed), index=np.arange(pictures))
    common, most = natural.quantile(0.99, "index").drop_vars("quantile") - blank, curve.max("length")
    curve = curve.where((most > 0) & (most >= UNRESPONSIVE * common)).rename(length="relative_length", channel="unit")
    relative = xr.DataArray(
        list(lengths), dims="relative_length", attrs={"long_name": "length", "units": "receptive fields"}
    )
    curve = curve.assign_coords(relative_length=relative)
    return xr.Dataset(
        {
            "unit_curve": (curve / curve.max("relative_length")).assign_attrs(
                long_name="response / maximum", units="1"
            ),
            "unit_suppression": size.suppression_index(curve, "relative_length"),
        }
    )


def length_tuning(site: Site, **bars: np.ndarray) -> tuple[xr.DataArray, xr.DataArray]:
    """The response above the blank screen to bars of all lengths, best in all else, and that to the blank screen."""
    shown, blank = {**bars, "contrast": np.array([1.0, -1.0])}, record(site, bar, contrast=0.0)
    driven = above(record(site, bar, **shown), blank)
    best = tuning.preferred(driven, list(shown)).drop_vars("length")
    return tuning.at(driven, **{str(name): value for name, value in best.items()}), blank


def above(response: xr.DataArray, rest: xr.DataArray) -> xr.DataArray:
    """A response without that to the blank screen."""
    return (response - rest).assign_attrs(response.attrs, long_name="response above rest")


def electrode(kind: str, layer: str, seed: int) -> Site:
    """All channels at the centre of a layer of AlexNet."""
    return sites.get(f"{kind} {layer}", seed=seed)[0]


def inhibited(inhibitions: Sequence[float]) -> xr.Dataset:
    """Length tuning of the end-stopped cell at several weights of its ends, and where they lie."""
    (cell,) = sites.get(STOPPED)
    rates = record(cell, bar, end_inhibition=inhibitions, length=LENGTHS, **BEST)
    curve = above(rates, record(cell, bar, contrast=0.0))
    curve.end_inhibition.attrs = {"long_name": "inhibition by the ends", "units": "1"}
    shape = {name: float(cell.model.parameter(name)) for name in ("end_distance", "rf_length", "rf_width")}
    described = {name: ((), value, attributes("length")) for name, value in shape.items()}
    index = size.suppression_index(curve, "length")
    return xr.Dataset({"inhibited_curve": curve, "inhibited_index": index, **described})


def line_ends() -> xr.Dataset:
    """Responses to the upper end of a long vertical line, at places along the receptive field."""
    places = np.arange(-2.5, 2.6, 0.125)
    line = {"length": LINE, "y": places - LINE / 2, **BEST}
    measured = compare(
        lambda site: above(record(site, bar, **line), record(site, bar, contrast=0.0)), sites.get(COMPLEX, STOPPED)
    )
    place = xr.DataArray(places, dims="line_end", attrs={"long_name": "where the line ends", "units": "deg"})
    measured = measured.rename(y="line_end", site="stopped_site").assign_coords(line_end=place)
    return xr.Dataset({"line_end_response": measured.drop_vars("response_units")})


def swept(trials: int, seed: int) -> xr.Dataset:
    """Spikes to moving bars of several lengths."""
    rates = compare(partial(record, stimulus=moving_bar, length=SHOWN, **SWEEP), sites.get(COMPLEX, STOPPED))
    rates = rates.drop_vars("response_units").rename(site="stopped_site", length="shown_length")
    counts = spikes.poisson(rates, trials=trials, seed=seed)
    return xr.Dataset({"spike_time": spikes.spike_times(counts, seed=seed)})


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(5.4)
    upper, lower = drawing.subfigures(2, 1, squeeze=False)[:, 0]
    left, right = upper.subfigures(1, 2, squeeze=False, width_ratios=(1.05, 1.0))[0]
    draw_records(left.subplots(3, len(SHOWN), height_ratios=(1.3, 1, 1)), data)
    cells, weights = right.subplots(1, 2)
    draw_cells(cells, data)
    draw_weights(weights, data)
    line, medians, every = lower.subplots(1, 3, width_ratios=(0.8, 1.0, 1.6))
    draw_line_end(line, data)
    draw_medians(medians, data)
    draw_every_unit(every, data)
    return drawing


def draw_records(grid: np.ndarray, data: xr.Dataset) -> None:
    """Moving bars before the zones of the end-stopped cell; below, the spikes of two cells."""
    zone = {"orientation": 90.0, "width": 4 * float(data.rf_width), "length": 4 * float(data.rf_length)}
    end = float(data.end_distance)
    places: list[tuple[float, schematics.Sign]] = [(0.0, "+"), (end, "−"), (-end, "−")]
    for axes, length in zip(grid[0], SHOWN, strict=True):
        schematics.blank(axes, (-1.6, 1.1), (-2.05, 2.05))
        for y, sign in places:
            schematics.long_field(axes, 0.0, y, sign=sign, **zone)
        axes.add_patch(Rectangle((-1.3, -length / 2), BEST["width"], length, color="black"))
        axes.annotate("", (-0.4, 0), (-1.0, 0), arrowprops={"arrowstyle": "-|>", "linewidth": 0.7, "mutation_scale": 6})
        axes.set_title(f"{length:g} deg", loc="center", fontsize=8)
    for row, name in zip(grid[1:], (COMPLEX, STOPPED), strict=True):
        for axes, length in zip(row, SHOWN, strict=True):
            one = data.spike_time.sel(stopped_site=name, shown_length=length)
            spike_records(axes, one.transpose("trial", "spike").values, 2.0, colors=[colour(name)])
            axes.set(xticks=(0, 1, 2), xlabel="time (s)" if name == STOPPED else "")
        row[0].set_ylabel(name.replace(" ", "\n"), color=colour(name))


def draw_cells(axes: Axes, data: xr.Dataset) -> None:
    """Length tuning of the three cells."""
    for name in CELLS:
        axes.plot(data.length, data.curve.sel(site=name), color=colour(name), label=name.replace(" ", "\n"))
    axes.set(xlim=(0, 4), ylim=(0, None), xlabel=label(data.length), ylabel=label(data.curve), xticks=(0, 2, 4))
    axes.set_title("three cells")
    name_ends(axes)


def draw_weights(axes: Axes, data: xr.Dataset) -> None:
    """Length tuning of the end-stopped cell as its ends inhibit it more and more."""
    most = float(data.end_inhibition.max())
    for weight, curve in zip(data.end_inhibition.values, data.inhibited_curve, strict=True):
        axes.plot(data.length, curve, color=colour(STOPPED), alpha=0.3 + 0.7 * weight / most, label=f"{weight:g}")
    axes.set(
        xlim=(0, 4), ylim=(0, None), xlabel=label(data.length), ylabel=label(data.inhibited_curve), xticks=(0, 2, 4)
    )
    axes.set_title("weight of ends")
    name_ends(axes)


def draw_line_end(axes: Axes, data: xr.Dataset) -> None:
    """Responses to the end of a long line."""
    for name in (COMPLEX, STOPPED):
        curve = data.line_end_response.sel(stopped_site=name)
        axes.plot(data.line_end, curve, color=colour(name), label=name.replace(" ", "\n"))
    axes.set(xlim=(-2, 2), ylim=(0, None), xlabel=label(data.line_end), ylabel=label(data.line_end_response))
    axes.set_title("the end of a long line")


def draw_medians(axes: Axes, data: xr.Dataset) -> None:
    """The median unit of every layer."""
    middle = data.unit_curve.median("unit")
    for name in data.network.values:
        kind, layer = name.rsplit(" ", 1)
        text = layer if kind == TRAINED else "untrained" if layer == "conv2" else None
        axes.plot(data.relative_length, middle.sel(network=name), color=colour(name), linewidth=1.2, label=text)
    axes.set(xlim=(0, None), ylim=(0, 1.03), xlabel=label(data.relative_length), ylabel=label(data.unit_curve))
    axes.set_title("median unit")
    name_ends(axes)


def draw_every_unit(axes: Axes, data: xr.Dataset) -> None:
    """The suppression index of every unit, and the share of those that are called end-stopped."""
    index, share = data.unit_suppression, shares(data)
    names = [str(name) for name in index.network.values]
    strips(axes, index.rename(network="site"), "unit", shades={name: colour(name) for name in names})
    axes.axhline(SUPPRESSED, color="0.4", linestyle="--", linewidth=0.8, zorder=0)
    ticks = [f"{name[-1]}\n{count}" for name, count in zip(names, index.count("unit").values, strict=True)]
    axes.set_xticklabels(ticks, rotation=0, ha="center")
    axes.set(ylim=(-0.05, 1.95), yticks=(0, 0.5, 1, 1.5), xlabel="conv layer, number of units counted")
    for place, name in enumerate(names):
        axes.text(place, 1.63, f"{float(share.sel(network=name)):.0%}", ha="center", fontsize=6.5)
    for middle, name in ((0.25, TRAINED), (0.75, UNTRAINED)):
        axes.text(middle, 0.97, name, color=colour(name), fontsize=7, ha="center", va="top", transform=axes.transAxes)
    axes.set_title(f"every unit, and the share above {SUPPRESSED:g}")


def shares(data: xr.Dataset) -> xr.DataArray:
    """The share of a layer's units that are called end-stopped."""
    index = data.unit_suppression
    return (index >= SUPPRESSED).sum("unit") / index.count("unit")


def claims(data: xr.Dataset) -> list[Claim]:
    index, weights, share = data.suppression_index, data.inhibited_index, shares(data)
    stopped, others = index.sel(site=STOPPED), index.sel(site=[SIMPLE, COMPLEX]).max()
    slope = (weights / weights.end_inhibition).where((weights > 0) & (weights < 1))
    end = data.line_end_response.sel(stopped_site=STOPPED).max() / data.curve.sel(site=STOPPED).max()
    trained, twin = np.split(share.values, 2)
    ratio = (twin[1:] / trained[1:]).max(initial=0.0)
    paper = partial(Claim, source=hubel_wiesel1965.CITATION, status="recalled")
    return [
        paper(
            "a line over both ends excites the end-stopped cell less than a short one (suppression index)",
            stopped,
            "less, or not at all",
            holds=stopped > SUPPRESSED,
            kind="control",
        ),
        paper(
            "simple and complex cells answer it as well (the larger index)",
            others,
            "as well",
            holds=others < 0.05,
            kind="control",
        ),
        paper(
            "the end of a long line excites the end-stopped cell (best place / best bar)",
            end,
            "excites",
            holds=end > 0.25,
        ),
        Claim(
            "suppression is in proportion to the weight of the ends until complete (index / weight)",
            slope.max(),
            holds=(slope.max() / slope.min() < 1.05) & (weights.max() == 1),
            kind="check",
        ),
        Claim(
            "few units of conv1 are end-stopped: a linear filter adds up along a bar (share)",
            trained[0],
            holds=trained[0] < 0.15,
            kind="prediction",
        ),
        Claim(
            "from layer to layer there are more (share in the last)",
            trained[-1],
            holds=(np.diff(trained) > 0).all(),
            kind="prediction",
        ),
        Claim(
            "training makes them: beyond conv1 the untrained twin has less than half as many (largest ratio)",
            ratio,
            holds=ratio < 0.5,
            kind="control",
        ),
    ]
