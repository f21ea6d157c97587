"""How might orientation selectivity and position tolerance be wired? A row of LGN cells, and a stack of simple cells.

A cell of the geniculate answers every orientation alike. Hubel & Wiesel let a row of such cells, their fields overlapping
along a line, converge on one cell: it becomes a simple cell. They let simple cells of one axis, at staggered positions,
converge on the next: it becomes a complex cell, as selective as they are, but whatever the position of the bar [1]. Both
drawings are made here from the places that the model computes with, beside the responses they predict. Whether light and
dark bars excite in the same places, and how far the response follows the phase of a grating [2], is then asked of units of
AlexNet, trained and untrained, by the same code.

Gratings fill the field at full contrast; circular variance is that of the mean rate, spontaneous activity included;
half-bandwidths are of the rate above it. Orientations of the networks' gratings lie 15 deg apart. A unit counts if gratings
drive it to a tenth of the response that one natural picture in a hundred exceeds. 28 samples are a degree by convention.

[1] Hubel & Wiesel (1962), J. Physiol. 160, 106-154, Text-figs. 19 and 20.   [2] Skottun et al. (1991), Vision Res. 31,
1079-1086.   [3] Sclar & Freeman (1982), Exp. Brain Res. 46, 457-461.

What this does not show: that cortex is wired so. Other wirings predict the same curves, and this one breaks down at low
contrast, where cortex does not [3]. The number of afferents, their spacing and the threshold are not in the paper; they
were chosen. A complex cell sums here over light and dark rows, which Text-fig. 20 does not draw. AlexNet takes the maximum
over places after its first layer by construction: its tolerance is no discovery of training, as the untrained twin says.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, compare, record, sites
from visualcortex.analysis import tuning
from visualcortex.experiment import Claim
from visualcortex.layers.retina import CentreSurround
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.papers import hubel_wiesel1962, sclar1982, skottun1991
from visualcortex.plotting import label, schematics
from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.style import colour, colours
from visualcortex.stimuli import bar, grating, natural_pictures
from visualcortex.vocabulary import attributes

QUICK = {
    "layers": ("conv1", "conv2"),
    "frequencies": 5,
    "orientations": 8,
    "phases": 8,
    "pictures": 32,
    "afferents": (1, 5, 9),
}

CELLS = {
    "LGN cell": "LGN cell",
    "simple cell": "simple cell, row of LGN cells",
    "complex cell": "complex cell, row of LGN cells",
}
AXIS = 90.0  # deg: what the cells prefer
OFFSETS = np.linspace(-1.5, 1.5, 25)  # deg: places of the bar
NETWORKS = "AlexNet", "untrained AlexNet"
FIRST = "conv1"
PIXELS = 28.0  # a degree of AlexNet's field
UNRESPONSIVE = 0.1


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
    """Measure the cells and the networks by one protocol, rows of several lengths, and tell where all afferents lie."""
    shown = {
        "orientation": np.linspace(0, 180, orientations, endpoint=False),
        "spatial_frequency": np.geomspace(PIXELS / 64, PIXELS / 4, frequencies),
        "phase": np.linspace(0, 360, phases, endpoint=False),
    }
    networks = [f"{network} {layer}" for network in NETWORKS for layer in layers]
    cells = dict(zip(CELLS, sites.get(*CELLS.values()), strict=True))
    units = dict(zip(networks, sites.get(*networks, seed=seed), strict=True))
    measured = compare(partial(measure, shown=shown, pictures=pictures, seed=seed), cells | units)
    frequency = float(measured.preferred_frequency.sel(site="simple cell").max())
    held = {"phase": shown["phase"], "spatial_frequency": frequency}
    finely = partial(record, stimulus=grating, orientation=np.arange(0.0, 180, 5), contrast=contrasts, **held)
    curve = driven(compare(finely, cells).mean("phase", keep_attrs=True), sites.get(CELLS["simple cell"])[0])
    wiring = xr.merge([rows(afferents, thresholds, held), places(cells["complex cell"])])
    return measured.merge(wiring).assign(orientation_curve=curve, contrast_bandwidth=tuning.half_bandwidth(curve))


def measure(site: Site, shown: dict[str, np.ndarray], pictures: int, seed: int) -> xr.Dataset:
    """Tuning of every unit for gratings, and its responses to light and dark bars of its own orientation."""
    gratings, blank = per_unit(record(site, grating, **shown)), per_unit(record(site, grating, contrast=0.0))
    natural = natural_pictures(site.model.field, count=pictures, seed=seed)
    common = per_unit(record(site, natural, index=np.arange(pictures))).quantile(0.99, "index")
    strongest = gratings.max(list(shown))
    responsive = (strongest > 0) & (strongest >= UNRESPONSIVE * common)
    best = tuning.preferred_grating(gratings)
    tuned = tuning.at(gratings, spatial_frequency=best.spatial_frequency)
    cycle = tuning.at(tuned, orientation=best.orientation)
    bars = record(site, bar, orientation=shown["orientation"], contrast=[1, -1], offset=OFFSETS)
    swept = (tuning.at(per_unit(bars), orientation=best.orientation) - blank).clip(min=0)
    swept = swept.rename(contrast="bar").assign_coords(bar=["light", "dark"]).assign_attrs(gratings.attrs)
    return xr.Dataset(
        {
            "preferred_frequency": best.spatial_frequency,
            "circular_variance": tuning.circular_variance(tuning.mean_rate(tuned)),
            "modulation_ratio": tuning.modulation_ratio(cycle),
            "overlap": overlap(swept),
            "zone_width": 2 * tuning.half_bandwidth(swept, "offset", level=0.5, period=None),
            "phase_curve": cycle,
            "place_curve": swept,
        }
    ).where(responsive)


def per_unit(response: xr.DataArray) -> xr.DataArray:
    """The response with its dimension of channels; a cell is the only one of its kind."""
    return response if "channel" in response.dims else response.expand_dims(channel=[0], axis=-1)


def overlap(swept: xr.DataArray) -> xr.DataArray:
    """How far a light and a dark bar excite in the same places: 0 for separate zones, 1 for the same."""
    most = swept.max("bar").sum("offset")
    shared = swept.min("bar").sum("offset") / most.where(most > 0)
    return shared.assign_attrs(long_name="overlap of light and dark zones", units="1")


def driven(response: xr.DataArray, site: Site) -> xr.DataArray:
    """The rate above the spontaneous one."""
    return (response - float(site.model.parameter("spontaneous"))).assign_attrs(response.attrs)


def rows(afferents: Sequence[int], thresholds: Sequence[float], held: dict) -> xr.Dataset:
    """Half-bandwidth and circular variance of simple cells with rows of several lengths, at several thresholds."""

    def one(number: int) -> xr.DataArray:
        site = Site(HubelWiesel(wiring="afferents", afferents=number), "simple", sites.EVEN)
        rate = record(site, grating, threshold=thresholds, orientation=np.arange(0, 180, 7.5), **held)
        return rate.mean("phase", keep_attrs=True).assign_coords(spontaneous=site.model.parameter("spontaneous").item())

    along = xr.DataArray(list(afferents), dims="afferents", name="afferents")
    along.attrs = {"long_name": "LGN cells in the row", "units": "1"}
    rate = xr.concat([one(number) for number in afferents], along)
    width = tuning.half_bandwidth((rate - rate.spontaneous).assign_attrs(rate.attrs))
    return xr.Dataset({"row_bandwidth": width, "row_variance": tuning.circular_variance(rate)}).drop_vars("spontaneous")


def places(site: Site) -> xr.Dataset:
    """Where the LGN cells of every simple cell of the complex cell lie, and how large their centres are."""
    model = site.model
    at = model.rows.orientations.index(AXIS)
    x, y = (place[:, at] for place in model.rows.positions(model.complex.offsets))
    dims = ("subunit", "afferent")
    radius = {"long_name": "radius of the LGN centre", "units": "deg"}
    return xr.Dataset(
        {
            "afferent_x": (dims, x, attributes("rf_x")),
            "afferent_y": (dims, y, attributes("rf_y")),
            "centre_radius": ((), centre_radius(model.retina), radius),
        }
    )


def centre_radius(retina: CentreSurround) -> float:
    """Where the centre and the surround of an LGN cell cancel, in degrees."""
    centre, surround, weight = (float(v) for v in (retina.centre, retina.surround, retina.surround_weight))
    return float(np.sqrt(2 * np.log(surround**2 / (weight * centre**2)) / (centre**-2 - surround**-2)))


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(7.4)
    upper, lower = drawing.subfigures(2, 1, height_ratios=(2.0, 1.0))
    panels = upper.subplots(2, 3, width_ratios=(1.3, 1, 1))
    rate = label(data.orientation_curve)
    draw_row(panels[0, 0], data)
    draw_tuning(panels[0, 1], data.orientation_curve.sel(contrast=data.contrast[-1]), rate)
    draw_lengths(panels[0, 2], data.row_bandwidth)
    draw_stack(panels[1, 0], data)
    draw_places(panels[1, 1], data.place_curve, rate)
    draw_phases(panels[1, 2], data.phase_curve, rate)
    columns = lower.subplots(1, 3, sharey=True)
    for axes, name in zip(columns, ("circular_variance", "overlap", "modulation_ratio"), strict=True):
        draw_units(axes, data[name])
    columns[2].axvline(skottun1991.BOUNDARY.value, color="0.4", linestyle="--", linewidth=0.8, zorder=0)
    columns[0].set_title("The same tests on a network")
    return drawing


def draw_row(axes: Axes, data: xr.Dataset) -> None:
    """Text-fig. 19: the row in the middle of the complex cell's stack, its LGN cells, the simple cell."""
    x, y = (place.isel(subunit=data.sizes["subunit"] // 2).values for place in (data.afferent_x, data.afferent_y))
    radius, apart = float(data.centre_radius), np.linspace(-0.9, 0.9, len(x))
    schematics.blank(axes, (-0.65, 2.35), (-1.15, 1.0))
    axes.plot(np.stack([x + radius, np.full_like(x, 0.9)]), np.stack([y, apart]), color="0.7", linewidth=0.5)
    for left, up in zip(x, y, strict=True):
        schematics.round_field(axes, left, up, radius=radius)
        schematics.signs(axes, [left - 1.7 * radius, left + 1.7 * radius], [up, up], "−")
    schematics.converge(axes, np.stack([np.full_like(apart, 0.9), apart], -1), (1.95, 0.0), gap=0.25)
    for up in apart:
        schematics.cell(axes, 0.9, up, radius=0.1, colour=colour("LGN"))
    schematics.cell(axes, 1.95, 0.0, radius=0.2, colour=colour("simple"), kind="pyramid", name="simple cell")
    schematics.scale_bar(axes, -0.25, -0.92, 0.5)
    axes.text(0.9, -1.03, "LGN cells", ha="center", va="top", fontsize=7)
    axes.set_title("A row of LGN cells")


def draw_stack(axes: Axes, data: xr.Dataset) -> None:
    """Text-fig. 20: the zones of the complex cell's simple cells at their places, a light and a dark one at each."""
    radius, x = float(data.centre_radius), data.afferent_x.mean("afferent").values
    length, heights = float(np.ptp(data.afferent_y)) + 2 * radius, np.linspace(-0.9, 0.9, 2 * len(x))
    schematics.blank(axes, (-0.65, 2.35), (-1.15, 1.0))
    for place, (across, low, high) in enumerate(zip(x, heights[::2], heights[1::2], strict=True)):
        zone = {"orientation": AXIS, "width": float(data.zone_width.sel(site="simple cell", bar="light").max())}
        schematics.long_field(axes, across, 0.0, length=length, **zone, facecolor="none", edgecolor="0.45", sign="")
        schematics.signs(axes, [across], [0.7 * low], "−")
        schematics.signs(axes, [across], [0.7 * high], "+")
        for up, sign in ((low, "−"), (high, "+")):
            schematics.cell(axes, 0.9, up, radius=0.09, colour=colour("simple"), kind="pyramid")
            schematics.signs(axes, [0.72], [up], sign)
    schematics.converge(axes, np.stack([np.full_like(heights, 0.9), heights], -1), (1.95, 0.0), gap=0.25)
    schematics.cell(axes, 1.95, 0.0, radius=0.2, colour=colour("complex"), kind="pyramid", name="complex cell")
    schematics.scale_bar(axes, -0.25, -0.92, 0.5)
    axes.text(0.9, -1.03, "simple cells", ha="center", va="top", fontsize=7)
    axes.set_title("A stack of simple cells")


def draw_tuning(axes: Axes, curve: xr.DataArray, rate: str) -> None:
    """Mean rate above rest against orientation, from the axis of the row."""
    away = (curve.orientation - AXIS + 90) % 180 - 90
    for name, (place, height) in {"LGN cell": (-85, 1.04), "simple cell": (50, 0.35), "complex cell": (27, 0.75)}.items():
        shown = curve.sel(site=name).assign_coords(orientation=away).sortby("orientation")
        axes.plot(shown.orientation, shown, color=colour(name))
        axes.text(place, height * float(curve.max()), name, color=colour(name), fontsize=7)
    axes.set(xlabel="orientation from the axis (deg)", ylabel=rate, xticks=(-90, -45, 0, 45, 90), title="Orientation")
    axes.set_ylim(0, 1.15 * float(curve.max()))


def draw_lengths(axes: Axes, width: xr.DataArray) -> None:
    """Half-bandwidth against the number of LGN cells; at the top, open, where the rate never falls to 0.707."""
    for shade, threshold in zip(np.linspace(0.75, 0.0, width.sizes["threshold"]), width.threshold, strict=True):
        line = width.sel(threshold=threshold)
        axes.plot(width.afferents, line, "o-", color=str(shade), label=f"{float(threshold):g}")
        untuned = width.afferents[line.isnull()]
        axes.plot(untuned, np.full(len(untuned), 88.0), "o", markerfacecolor="white", color=str(shade), clip_on=False)
    axes.set(xlabel=label(width.afferents), ylabel=label(width), xticks=width.afferents, yticks=(0, 30, 60, 88))
    axes.set(ylim=(0, 88), yticklabels=("0", "30", "60", "none"), title="Length and threshold")
    axes.legend(title="threshold", loc="upper right", bbox_to_anchor=(1.0, 0.95))


def draw_places(axes: Axes, swept: xr.DataArray, rate: str) -> None:
    """Rate above rest against the place of a light and a dark bar."""
    for name in ("simple cell", "complex cell"):
        for bars, line in (("light", "-"), ("dark", (0, (1, 1)))):
            axes.plot(swept.offset, swept.sel(site=name, bar=bars, channel=0), linestyle=line, color=colour(name))
    for bars, line in (("light", "-"), ("dark", (0, (1, 1)))):
        axes.plot([], [], linestyle=line, color="black", label=f"{bars} bar")
    axes.set(xlim=(-1, 1), xlabel="place of the bar (deg)", ylabel=rate, title="Place")
    axes.legend()


def draw_phases(axes: Axes, cycle: xr.DataArray, rate: str) -> None:
    """Rate against the phase of the preferred grating, once around."""
    around = cycle.pad(phase=(0, 1), mode="wrap")
    for name in CELLS:
        axes.plot(np.append(cycle.phase, 360), around.sel(site=name, channel=0), color=colour(name))
    axes.set(xlabel=label(cycle.phase), ylabel=rate, xticks=(0, 90, 180, 270, 360), title="Phase")


def draw_units(axes: Axes, values: xr.DataArray) -> None:
    """Every unit of every site; medians and quartiles where there are several."""
    names = [str(name) for name in values.site.values]
    shades, random = colours(names), np.random.default_rng(0)
    for place, name in enumerate(names):
        found = values.sel(site=name).dropna("channel").values
        if len(found) == 1:
            axes.plot(found, [place], "D", color=shades[name])
            continue
        scattered = place + random.uniform(-0.28, 0.28, len(found))
        axes.plot(found, scattered, ".", color=shades[name], markersize=1.8, alpha=0.6)
        low, middle, high = np.quantile(found, (0.25, 0.5, 0.75))
        axes.plot([low, high], [place, place], color="black", linewidth=1)
        axes.plot(middle, place, "o", color="black", markersize=3.5)
    axes.set(yticks=range(len(names)), yticklabels=names, ylim=(len(names) - 0.5, -0.5), xlabel=label(values))


def claims(data: xr.Dataset) -> list[Claim]:
    lgn, simple, complex_ = (data.sel(site=name).max("channel") for name in CELLS)
    recalled = {"source": f"{hubel_wiesel1962.CITATION}", "status": "recalled"}
    curve, widths = data.orientation_curve.isel(contrast=-1), data.row_bandwidth
    wider = complex_.zone_width.sel(bar="light") / simple.zone_width.sel(bar="light")
    alike = (data.contrast_bandwidth.sel(site="complex cell") / data.contrast_bandwidth.sel(site="simple cell"))[-1]
    dim = data.contrast_bandwidth.sel(site="simple cell")
    unit = data.median("channel")
    first = {name: unit.sel(site=f"{name} {FIRST}") for name in NETWORKS}
    deeper = {name: [str(s) for s in data.site.values if s.startswith(name) and FIRST not in s] for name in NETWORKS}
    return [
        Claim(
            "a cell of the geniculate answers all orientations alike (circular variance)",
            lgn.circular_variance,
            "1",
            holds=lgn.circular_variance > 0.95,
            kind="control",
            **recalled,
        ),
        Claim(
            "a row of them prefers the orientation of the row (circular variance)",
            simple.circular_variance,
            "selective",
            holds=(simple.circular_variance < 0.8) & (curve.sel(site="simple cell").idxmax() == AXIS),
            **recalled,
        ),
        Claim(
            "a stack of such simple cells is as sharply tuned as they are (ratio of half-bandwidths)",
            alike,
            "alike",
            holds=abs(alike - 1) < 0.2,
            **recalled,
        ),
    ]
