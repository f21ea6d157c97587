"""How might orientation selectivity be wired? A row of LGN cells makes a simple cell, a stack of those a complex one.

A cell of the geniculate answers every orientation alike. Hubel & Wiesel let a row of such cells, their fields
overlapping along a line, converge on one cell: a simple cell. They let simple cells of one axis, at staggered
positions, converge on the next: a complex cell, as selective as they are, but whatever the position of the bar [1].
Both drawings are made here from the places that the model computes with, beside the responses they predict. Whether
light and dark bars excite in the same places, and how far the response follows the phase of a grating [2], is then
asked of units of AlexNet, trained and untrained, by the same code.

Gratings fill the field at full contrast. Circular variance is that of the mean rate, spontaneous activity included;
half-bandwidths are of the rate above it. Orientations lie 15 deg apart, those of the cells' curves 5 deg. A unit
counts if gratings drive it to a tenth of the response that one natural picture in a hundred exceeds. AlexNet's 28
samples are a degree by convention.

[1] Hubel & Wiesel (1962), J. Physiol. 160, 106-154, Text-figs. 19 and 20. [2] Skottun et al. (1991), Vision Res. 31,
1079-1086. [3] Sclar & Freeman (1982), Exp. Brain Res. 46, 457-461.

What this does not show: that cortex is wired so. Other wirings predict the same curves, and this one breaks down at
low contrast, where cortex does not [3]. The number of afferents, their spacing and the threshold were chosen, not
published. The complex cell sums here over light and dark rows, which Text-fig. 20 does not draw. That units of
AlexNet ignore phase is no discovery of training: the untrained twin does, for the network takes maxima over places.
One untrained twin stands for all. Units that do not respond are left out; small numbers beside the dots count those
that are shown.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, compare, record, sites
from visualcortex.analysis import tuning
from visualcortex.experiment import Claim
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.papers import hubel_wiesel1962, sclar1982, skottun1991
from visualcortex.plotting import colour, label, schematics
from visualcortex.plotting.strips import units
from visualcortex.plotting.style import canvas, styled
from visualcortex.stimuli import bar, grating, natural_pictures
from visualcortex.vocabulary import attributes

QUICK = {
    "layers": ("conv1", "conv2"),
    "frequencies": 5,
    "orientations": 6,
    "phases": 8,
    "pictures": 32,
    "afferents": (1, 5, 9),
}

CELLS = {
    "LGN cell": "LGN cell",
    "simple cell": "simple cell, row of LGN cells",
    "complex cell": "complex cell, row of LGN cells",
}
NETWORKS = "AlexNet", "untrained AlexNet"
AXIS = 90.0  # deg: the orientation of the row
FREQUENCIES = 28 / 64, 28 / 4  # cycles/deg: 1/64 to 1/4 cycles for a sample of AlexNet's field
OFFSETS = np.linspace(-1.5, 1.5, 97)  # deg: places of the bar
UNRESPONSIVE = 0.1
ABOVE = {"long_name": "response above rest"}
BARS = {"light": "-", "dark": (0, (1, 1))}


def run(
    layers: Sequence[str] = ("conv1", "conv2", "conv3"),
    frequencies: int = 9,
    orientations: int = 12,
    phases: int = 16,
    pictures: int = 1000,
    afferents: Sequence[int] = (1, 3, 5, 7, 9),
    thresholds: Sequence[float] = (0.0, 0.2, 0.25, 0.3),
    contrasts: Sequence[float] = (0.2, 1.0),
    seed: int = 0,
) -> xr.Dataset:
    """Measure cells and networks by one protocol, rows of several lengths, and tell where all afferents lie."""
    shown = {
        "orientation": np.linspace(0, 180, orientations, endpoint=False),
        "spatial_frequency": np.geomspace(*FREQUENCIES, frequencies),
        "phase": np.linspace(0, 360, phases, endpoint=False),
    }
    networks = [f"{network} {layer}" for network in NETWORKS for layer in layers]
    cells = dict(zip(CELLS, sites.get(*CELLS.values()), strict=True))
    every = cells | dict(zip(networks, sites.get(*networks, seed=seed), strict=True))
    data = compare(partial(measure, shown=shown, pictures=pictures, seed=seed), every)
    for name in ("phase_curve", "place_curve"):
        data[name].attrs["units"] = "spikes/s, or a.u. of networks"
    data.channel.attrs, data.bar.attrs = attributes("channel"), {"long_name": "contrast of the bar", "units": "1"}
    frequency = float(data.preferred_frequency.sel(site="simple cell").max())
    held: dict[str, Any] = {"phase": shown["phase"], "spatial_frequency": frequency}
    data["orientation_curve"] = compare(partial(curve, contrast=contrasts, **held), cells)
    data["contrast_bandwidth"] = tuning.half_bandwidth(data.orientation_curve)
    return xr.merge([data, rows(afferents, thresholds, held), places(cells["complex cell"].model)])


def measure(site: Site, shown: dict[str, np.ndarray], pictures: int, seed: int) -> xr.Dataset:
    """Tuning of every unit for gratings, and its responses to light and dark bars of its own orientation."""
    gratings, blank = per_unit(record(site, grating, **shown)), per_unit(record(site, grating, contrast=0.0))
    natural = natural_pictures(site.model.field, count=pictures, seed=seed)
    common = per_unit(record(site, natural, index=np.arange(pictures))).quantile(0.99, "index")
    strongest, best = gratings.max(list(shown)), tuning.preferred_grating(gratings)
    tuned = tuning.at(gratings, spatial_frequency=best.spatial_frequency)
    cycle = tuning.at(tuned, orientation=best.orientation)
    bars = record(site, bar, orientation=shown["orientation"], contrast=[1, -1], offset=OFFSETS)
    swept = (tuning.at(per_unit(bars), orientation=best.orientation) - blank).clip(min=0)
    swept = swept.rename(contrast="bar").assign_coords(bar=list(BARS)).assign_attrs(gratings.attrs | ABOVE)
    found = {
        "preferred_frequency": best.spatial_frequency,
        "circular_variance": tuning.circular_variance(tuning.mean_rate(tuned)),
        "modulation_ratio": tuning.modulation_ratio(cycle),
        "overlap": overlap(swept),
        "zone_width": zone_width(swept),
        "phase_curve": cycle,
        "place_curve": swept,
    }
    return xr.Dataset(found).where((strongest > 0) & (strongest >= UNRESPONSIVE * common))


def per_unit(response: xr.DataArray) -> xr.DataArray:
    """The response with its dimension of channels; a cell is the only one of its kind."""
    return response if "channel" in response.dims else response.expand_dims(channel=[0], axis=-1)


def overlap(swept: xr.DataArray) -> xr.DataArray:
    """How far a light and a dark bar excite in the same places: 0 for separate zones, 1 for the same."""
    most = swept.max("bar").sum("offset")
    shared = swept.min("bar").sum("offset") / most.where(most > 0)
    return shared.assign_attrs(long_name="overlap of light and dark zones", units="1")


def zone_width(swept: xr.DataArray) -> xr.DataArray:
    """Width over which a bar excites to at least half the maximum."""
    width = 2 * tuning.half_bandwidth(swept, "offset", level=0.5, period=None)
    return width.assign_attrs(long_name="width of the zone", units="deg")


def curve(site: Site, **held: Any) -> xr.DataArray:
    """The mean rate above rest against orientation, in small steps."""
    rate = record(site, grating, orientation=np.arange(0.0, 180, 5), **held).mean("phase", keep_attrs=True)
    return (rate - site.model.parameter("spontaneous").item()).assign_attrs(rate.attrs | ABOVE)


def rows(afferents: Sequence[int], thresholds: Sequence[float], held: dict[str, Any]) -> xr.Dataset:
    """Half-bandwidth and circular variance of simple cells with rows of several lengths, at several thresholds."""
    along = xr.DataArray(list(afferents), dims="afferents", name="afferents")
    along.attrs = {"long_name": "LGN cells in the row", "units": "1"}
    cells = (Site(HubelWiesel(wiring="afferents", afferents=n), "simple", sites.EVEN) for n in afferents)
    above = xr.concat([curve(cell, threshold=thresholds, **held) for cell in cells], along)
    above["threshold"] = above.threshold.assign_attrs(long_name="threshold", units="1")
    return xr.Dataset({"row_bandwidth": tuning.half_bandwidth(above), "row_variance": tuning.circular_variance(above)})


def places(model: Any) -> xr.Dataset:
    """Where the LGN cells of every simple cell of a complex cell lie, and where their centres end."""
    dims = ("subunit", "afferent")
    at = model.rows.orientations.index(AXIS)
    x, y = (place[:, at] for place in model.rows.positions(model.complex.offsets))
    retina = model.retina
    centre, surround, weight = (float(v) for v in (retina.centre, retina.surround, retina.surround_weight))
    radius = np.sqrt(2 * np.log(surround**2 / (weight * centre**2)) / (centre**-2 - surround**-2))
    described = {"long_name": "radius at which centre and surround cancel", "units": "deg"}
    found = {"afferent_x": (dims, x, attributes("rf_x")), "afferent_y": (dims, y, attributes("rf_y"))}
    return xr.Dataset(found | {"centre_radius": ((), radius, described)})


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(7.4)
    upper, lower = drawing.subfigures(2, 1, squeeze=False, height_ratios=(2.0, 1.0))[:, 0]
    (row, tuned, longer), (stack, place, phase) = upper.subplots(2, 3, width_ratios=(1.3, 1, 1))
    draw_row(row, data)
    draw_tuning(tuned, data.orientation_curve.isel(contrast=-1))
    draw_lengths(longer, data.row_bandwidth)
    draw_stack(stack, data)
    draw_places(place, data.place_curve, label(data.orientation_curve))
    draw_phases(phase, data.phase_curve)
    columns = lower.subplots(1, 3, sharey=True)
    for axes, name in zip(columns, ("circular_variance", "overlap", "modulation_ratio"), strict=True):
        units(axes, data[name])
    columns[2].axvline(skottun1991.BOUNDARY.value, color="0.4", linestyle="--", linewidth=0.8, zorder=0)
    columns[0].set_title("The same tests on units of a network")
    return drawing


def draw_row(axes: Axes, data: xr.Dataset) -> None:
    """Text-fig. 19: the row in the middle of the complex cell's stack, its LGN cells, the simple cell."""
    x, y = (place.isel(subunit=data.sizes["subunit"] // 2).values for place in (data.afferent_x, data.afferent_y))
    radius, heights = float(data.centre_radius), np.linspace(-0.9, 0.9, len(x))
    axes.plot([x + radius, np.full_like(x, 0.9)], [y, heights], color="0.7", linewidth=0.5)
    for left, up in zip(x, y, strict=True):
        schematics.round_field(axes, left, up, radius=radius)
        schematics.signs(axes, [left - 1.7 * radius, left + 1.7 * radius], [up, up], "−")
    for up in heights:
        schematics.cell(axes, 0.9, up, radius=0.1, colour=colour("LGN"))
    draw_target(axes, heights, "LGN cells", "simple cell")
    axes.set_title("A row of LGN cells")


def draw_stack(axes: Axes, data: xr.Dataset) -> None:
    """Text-fig. 20: the zones of the complex cell's simple cells at their places, a light and a dark one at each."""
    x, heights = data.afferent_x.mean("afferent").values, np.linspace(-0.9, 0.9, 2 * data.sizes["subunit"])
    length = float(np.ptp(data.afferent_y.values) + 2 * data.centre_radius)
    width = float(data.zone_width.sel(site="simple cell", bar="light").max())
    for across in x:
        zone = schematics.long_field(axes, across, 0, orientation=AXIS, width=width, length=length, sign="")
        zone.set_linewidth(0.5)
    polarities: list[schematics.Sign] = ["−", "+"] * len(x)
    for across, up, sign in zip(np.repeat(x, 2), heights, polarities, strict=True):
        schematics.signs(axes, [across, 0.72], [0.7 * up, up], sign)
        schematics.cell(axes, 0.9, up, radius=0.09, colour=colour("simple"), kind="pyramid")
    draw_target(axes, heights, "simple cells", "complex cell")
    axes.set_title("A stack of simple cells")


def draw_target(axes: Axes, heights: np.ndarray, sources: str, target: str) -> None:
    """The cell on which a column of others converges, and what both drawings share."""
    schematics.blank(axes, (-0.65, 2.35), (-1.15, 1.0))
    schematics.converge(axes, np.stack([np.full_like(heights, 0.9), heights], -1), (1.95, 0.0), gap=0.25)
    schematics.cell(axes, 1.95, 0.0, radius=0.2, colour=colour(target), kind="pyramid", name=target)
    schematics.scale_bar(axes, -0.25, -0.92, 0.5)
    axes.text(0.9, -1.03, sources, ha="center", va="top", fontsize=7)


def draw_tuning(axes: Axes, rate: xr.DataArray) -> None:
    """Mean rate against orientation from the axis of the row; names beside the curves."""
    away = (rate.orientation - AXIS + 90) % 180 - 90
    for name, place in {"LGN cell": (-85, 1.05), "simple cell": (50, 0.35), "complex cell": (27, 0.75)}.items():
        shown = rate.sel(site=name).assign_coords(orientation=away).sortby("orientation")
        axes.plot(shown.orientation, shown, color=colour(name))
        axes.text(place[0], place[1] * float(rate.max()), name, color=colour(name), fontsize=7)
    axes.set(xlabel="orientation from the axis (deg)", ylabel=label(rate), title="Orientation")
    axes.set(xticks=(-90, -45, 0, 45, 90), ylim=(0, 1.15 * float(rate.max())))


def draw_lengths(axes: Axes, width: xr.DataArray) -> None:
    """Half-bandwidth against the number of LGN cells; open, at the top, where the rate never falls to 0.707."""
    for shade, threshold in zip(np.linspace(0.75, 0.0, width.sizes["threshold"]), width.threshold, strict=True):
        line = width.sel(threshold=threshold)
        axes.plot(width.afferents, line, "o-", color=str(shade), label=f"{float(threshold):g}")
        flat = width.afferents[line.isnull()]
        axes.plot(flat, np.full(len(flat), 88), "o", markerfacecolor="white", color=str(shade), clip_on=False)
    axes.set(xlabel=label(width.afferents), ylabel=label(width), xticks=width.afferents, title="Length and threshold")
    axes.set(ylim=(0, 88), yticks=(0, 30, 60, 88), yticklabels=("0", "30", "60", "none"))
    axes.legend(title="threshold", loc="upper right", bbox_to_anchor=(1.0, 0.95))


def draw_places(axes: Axes, swept: xr.DataArray, rate: str) -> None:
    """Response against the place of a light and of a dark bar."""
    for bars, line in BARS.items():
        axes.plot([], [], linestyle=line, color="black", label=f"{bars} bar")
        for name in ("simple cell", "complex cell"):
            axes.plot(swept.offset, swept.sel(site=name, bar=bars, channel=0), linestyle=line, color=colour(name))
    axes.set(xlim=(-1, 1), xlabel="place of the bar (deg)", ylabel=rate, title="Place")
    axes.legend()


def draw_phases(axes: Axes, cycle: xr.DataArray) -> None:
    """Response against the phase of the preferred grating, once around."""
    around = cycle.sel(channel=0).pad(phase=(0, 1), mode="wrap")
    for name in CELLS:
        axes.plot(np.append(cycle.phase, 360), around.sel(site=name), color=colour(name))
    axes.set(xlabel=label(cycle.phase), ylabel="response (spikes/s)", xticks=(0, 90, 180, 270, 360), title="Phase")


def claims(data: xr.Dataset) -> list[Claim]:
    one = data.max("channel")
    (lgn, row, _), (_, row_zones, stack_zones), (_, row_phase, stack_phase) = (
        one[name].sel(site=list(CELLS)) for name in ("circular_variance", "overlap", "modulation_ratio")
    )
    width = data.contrast_bandwidth.sel(site="simple cell")
    alike = (data.contrast_bandwidth.sel(site="complex cell") / width)[-1]
    dimmer = width[0] / width[-1]
    wider = (one.zone_width.sel(site="complex cell") / one.zone_width.sel(site="simple cell")).sel(bar="light")
    peak = data.orientation_curve.isel(contrast=-1).sel(site="simple cell").idxmax("orientation")
    edge = skottun1991.BOUNDARY
    paper = partial(Claim, source=hubel_wiesel1962.CITATION, status="recalled")
    unlike = "fails: the threshold stands still while the drive falls, and cuts off the flanks of the curve"
    contrast = partial(paper, source=sclar1982.CITATION, expected=unlike)
    return [
        paper(
            "LGN cells answer all orientations alike (circular variance)", lgn, "1", holds=lgn > 0.95, kind="control"
        ),
        paper("a row of them prefers the axis of the row (deg)", peak, "the axis", holds=(peak == AXIS) & (row < 0.8)),
        paper("a stack of simple cells is as sharp as one (half-bandwidths)", alike, "1", holds=abs(alike - 1) < 0.2),
        paper(
            "light and dark zones of a simple cell are separate (overlap)",
            row_zones,
            "0",
            holds=row_zones < 0.1,
            kind="check",
        ),
        paper(
            "those of a complex cell are the same (overlap)", stack_zones, "1", holds=stack_zones > 0.9, kind="check"
        ),
        paper("they are wider than a simple cell's zone (ratio)", wider, "> 1", holds=wider > 2, kind="check"),
        Claim(
            "the simple cell follows the phase of a grating (F1/F0)",
            row_phase,
            "> 1",
            holds=row_phase > edge.value,
            source=edge.source,
            status=edge.status,
        ),
        Claim(
            "the complex cell does not (F1/F0)",
            stack_phase,
            "< 1",
            holds=stack_phase < edge.value,
            source=edge.source,
            status=edge.status,
        ),
        contrast(
            "a simple cell is as broad at low contrast (half-bandwidths)", dimmer, "1", holds=abs(dimmer - 1) < 0.2
        ),
        *row_claims(data),
        *network_claims(data.median("channel"), data.modulation_ratio),
    ]


def row_claims(data: xr.Dataset) -> list[Claim]:
    """What the length of the row and the threshold do, by the largest change of half-bandwidth from one to the next."""
    flat, width = data.row_variance.sel(threshold=0).min(), data.row_bandwidth.dropna("threshold", how="all")
    longer, higher = (width.diff(dim).max() for dim in ("afferents", "threshold"))
    foretold = partial(Claim, kind="prediction")
    return [
        Claim("without a threshold no row tunes the mean rate (variance)", flat, 1, holds=flat > 0.98, kind="check"),
        foretold(
            "the longer the row, the narrower the peak (change of half-bandwidth, deg)", longer, "< 0", holds=longer < 0
        ),
        foretold(
            "the higher the threshold, the narrower the peak (change of half-bandwidth, deg)",
            higher,
            "< 0",
            holds=higher < 0,
        ),
    ]


def network_claims(unit: xr.Dataset, modulation: xr.DataArray) -> list[Claim]:
    """What the medians over the units of each layer say."""
    first = [f"{network} conv1" for network in NETWORKS]
    later = [[str(s) for s in unit.site.values if s.startswith(n) and s not in first] for n in NETWORKS]
    share = ((modulation > 1).sum("channel") / modulation.count("channel")).sel(site=first[0])
    trained, twin = (unit.modulation_ratio.sel(site=names).max() for names in later)
    both, (tuned, untuned) = unit.overlap.sel(site=later[0]).max(), unit.circular_variance.sel(site=first)
    foretold = partial(Claim, kind="prediction")
    learned = partial(foretold, status="simulated")
    return [
        foretold("conv1 of AlexNet follows the phase (share of units with F1/F0 > 1)", share, holds=share > 0.95),
        foretold("the layers above do not (largest median F1/F0 of a layer)", trained, holds=trained < 1),
        foretold("their zones for light and dark differ, though (largest median overlap)", both, holds=both < 0.5),
        Claim("nor does the untrained twin: this is not learned (median F1/F0)", twin, holds=twin < 1, kind="control"),
        learned("sharp tuning is learned (variance of conv1, its twin's)", tuned, untuned, holds=tuned < untuned - 0.1),
    ]
