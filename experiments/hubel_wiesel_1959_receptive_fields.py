"""Where does light excite a cell, and where does dark? ON and OFF zones, by flashed squares and by noise.

A small light square is flashed at one place after another, then a dark one. In a cell of striate cortex the places
where light excites (×, as in the paper) and those where dark does lie side by side [1] (△, which there marks inhibition
by a light spot and the response when it goes off). That paper did not yet
tell simple cells from complex cells, in which both lie in the same places [2]. In a geniculate cell one zone surrounds
the other. The same squares, scaled to the receptive field, map all units of AlexNet's first two layers, trained and
untrained. Then many squares are shown at once, as sparse noise [3], and those before spikes are averaged: reverse
correlation.

Squares for the cells are 1/4 deg wide, flashed 1/8 deg apart; those of the noise are 1/8 deg. For a network they are
an eleventh of the layer's receptive field, in whole samples, 28 of which are a degree by convention. A window about as
large as the receptive field stands for the whole field. Responses of a network to noise are scaled to a mean of 10
spikes/s. Overlap is the sum of the smaller over the sum of the larger of both zones, each of unit sum.

[1] Hubel & Wiesel (1959), J. Physiol. 148, 574-591.   [2] Hubel & Wiesel (1962), J. Physiol. 160, 106-154.
[3] Jones & Palmer (1987), J. Neurophysiol. 58, 1187-1211.

What this does not show: that cells of cortex fall into two kinds, or how large their zones are. The Gabor cell's
zones were put in, and light and dark phases in equal parts make the complex cell's coincide exactly, as no real
cell's do. A unit of conv1 is one linear filter: its zones must lie apart, trained or not. In conv2 they may coincide
because rectified units converge, which needs no training. Overlap is our index; no number of these papers is compared
with it. One untrained twin stands for all.
"""

import math
from functools import partial
from typing import Any

import jax
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, compare, record, sites
from visualcortex.analysis import receptive_fields, spikes
from visualcortex.experiment import Claim
from visualcortex.layers import convolution
from visualcortex.models.alexnet import RESOLUTION, STAGES
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.papers import hubel_wiesel1959, hubel_wiesel1962
from visualcortex.plotting import label, zones
from visualcortex.plotting.line_names import name_ends
from visualcortex.plotting.schematics import scale_bar
from visualcortex.plotting.strips import strips
from visualcortex.plotting.style import canvas, colour, styled
from visualcortex.stimuli import bar, sparse_noise
from visualcortex.vocabulary import attributes

QUICK = {"frames": 8192}

LGN, SIMPLE, ROW, COMPLEX = CELLS = "LGN cell", "simple cell", "simple cell, row of LGN cells", "complex cell"
LAYERS = "AlexNet conv1", "AlexNet conv2", "untrained AlexNet conv1", "untrained AlexNet conv2"
SHOWN = 11, 14, 24  # units of conv1, chosen by eye among the 64: a diagonal, a horizontal and a vertical one
STEP, SIDE = 0.125, 0.25  # deg: distance and side of the squares flashed on the cells' fields
PLACES = 16  # a side of a map
RATE = 10.0  # spikes/s: mean of a network's unit during noise
SHADES = {name: colour(name.split(",")[0]) for name in CELLS}
LINEAR, UNSIGNED = COMBINATIONS = "light − dark", "light + dark"


def run(frames: int = 32768, density: float = 0.2, duration: float = 0.1, seed: int = 0) -> xr.Dataset:
    """Map cells and units by flashed squares and by noise."""
    noise: dict[str, Any] = {"frame": np.arange(frames), "density": density, "seed": seed}
    cells = compare(partial(measure, film=film(STEP, noise), duration=duration, step=STEP, width=SIDE), cortex())
    networks = {name: network(name, seed) for name in LAYERS}
    sample = 1 / RESOLUTION
    units = measure(networks[LAYERS[0]], film(sample, noise), duration, sample, sample)
    overlaps = compare(lambda site: overlap(flashed(site, side(site.layer), side(site.layer))), networks)
    own = {name: f"unit_{name}" for name in (*units.data_vars, "x", "y")}
    data = xr.merge([cells, units.rename(own)], combine_attrs="drop_conflicts")
    data["network_overlap"] = overlaps.rename(site="network", channel="unit").drop_vars("response_units")
    return data.drop_vars("response_units")


def cortex() -> list[Site]:
    """Cells at the centre of gaze that prefer vertical bars."""
    field, centre = VisualField(3.0, 16.0), {"rf_x": 0.0, "rf_y": 0.0}
    gabors, rows = (HubelWiesel(field, wiring=wiring, orientations=2) for wiring in ("gabor", "afferents"))
    vertical = {"preferred_orientation": 90.0, **centre}
    return [
        Site(gabors, "lgn", {"polarity": "ON", **centre}, LGN),
        Site(gabors, "simple", {"preferred_phase": 0.0, **vertical}, SIMPLE),
        Site(rows, "simple", {"preferred_phase": 0.0, **vertical}, ROW),
        Site(gabors, "complex", vertical, COMPLEX),
    ]


def network(name: str, seed: int) -> Site:
    """All channels at the centre of one layer of AlexNet."""
    return sites.get(name, seed=seed)[0]


def side(layer: str) -> float:
    """Side of the squares for a layer of AlexNet, in degrees."""
    return math.ceil(convolution.receptive_fields(STAGES)[layer].size / 11) / RESOLUTION


def places(step: float) -> dict[str, np.ndarray]:
    """Where squares are shown, in degrees, from the top down and from left to right."""
    across = step * (np.arange(PLACES) - (PLACES - 1) / 2)
    return {"y": across[::-1], "x": across}


def measure(site: Site, film: xr.DataArray, duration: float, step: float, width: float) -> xr.Dataset:
    """Zones by flashed squares, the mean square before a spike, and how well they agree as the film goes on."""
    excited, noise = flashed(site, step, width), {name: film.attrs[name] for name in ("density", "seed", "size")}
    rates = record(site, sparse_noise, frame=film.frame.values, **noise)
    if site.units != "spikes/s":
        rates = (RATE * rates / rates.mean("frame")).fillna(0.0)
    counts = spikes.poisson(rates, trials=1, seed=noise["seed"], duration=duration).isel(trial=0, drop=True)
    shown = 2 ** np.arange(9, film.sizes["frame"].bit_length())
    averages = [triggered(counts[:n], film[:, :n]) for n in shown]
    time = xr.DataArray(shown * duration / 60, dims="film", name="film", attrs={"long_name": "film", "units": "min"})
    agreement = xr.concat([correlation(excited, average) for average in averages], time)
    halves = correlation(*(triggered(counts[k::2], film[:, k::2]) for k in (0, 1)))
    found = {
        "zones": excited,
        "average": averages[-1],
        "overlap": overlap(excited),
        "agreement": agreement.assign_attrs(long_name="correlation with the flashed map", units="1"),
        "reliability": halves.assign_attrs(long_name="correlation of the halves of the film", units="1"),
    }
    return xr.Dataset(found)


def flashed(site: Site, step: float, width: float) -> xr.DataArray:
    """Excitation by light (ON) and dark (OFF) squares (zone, y, x) above the response to the blank screen."""
    response = record(site, bar, contrast=[-1, 1], width=width, length=width, **places(step))
    maps = receptive_fields.on_off_maps(response, baseline=record(site, bar, contrast=0.0))
    joined = xr.concat(
        maps, xr.DataArray(["ON", "OFF"], dims="zone", name="zone", attrs=attributes("zone")), combine_attrs="drop"
    )
    return joined.assign_attrs(attributes("response", site.units))


def overlap(excited: xr.DataArray) -> xr.DataArray:
    """How far the ON and the OFF zone coincide."""
    found = receptive_fields.overlap(excited.sel(zone="ON"), excited.sel(zone="OFF"))
    return found.drop_vars("zone", errors="ignore").assign_attrs(long_name="overlap of ON and OFF zones", units="1")


def film(step: float, noise: dict[str, Any]) -> xr.DataArray:
    """The light (ON) and the dark (OFF) squares of the noise (zone, frame, y, x): 1 where one is, else 0."""
    squares, held = VisualField(PLACES * step, 1 / step), noise | {"size": step}
    one = jax.vmap(lambda frame: sparse_noise(squares, **held | {"frame": frame}))
    images = np.asarray(jax.jit(one)(noise["frame"]))
    coordinates = {"zone": ["ON", "OFF"], "frame": noise["frame"], **places(step)}
    shown = np.stack([images > 0, images < 0]).astype(np.float32)
    return xr.DataArray(shown, coordinates, list(coordinates), attrs={k: v for k, v in held.items() if k != "frame"})


def triggered(counts: xr.DataArray, squares: xr.DataArray) -> xr.DataArray:
    """How much likelier a light (ON) or dark (OFF) square is at each place before a spike (zone, y, x)."""
    average = receptive_fields.spike_triggered_average(counts, squares) - squares.mean("frame")
    return average.assign_attrs(long_name="excess of squares before a spike", units="1")


def combined(maps: xr.DataArray) -> xr.DataArray:
    """Light minus dark, which tells their zones apart, and light plus dark, which does not."""
    on, off = (maps.sel(zone=zone, drop=True) for zone in ("ON", "OFF"))
    equal = abs(on - off) <= 1e-5 * (on + off).max(("y", "x"))
    both = [(on - off).where(~equal, 0.0), on + off]
    return xr.concat(
        both, xr.DataArray(list(COMBINATIONS), dims="combination", name="combination", attrs=attributes("combination"))
    )


def correlation(first: xr.DataArray, second: xr.DataArray) -> xr.DataArray:
    """Correlation of two maps over places, light minus dark and light plus dark."""
    return receptive_fields.map_correlation(combined(first), combined(second))


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(5.7)
    upper, lower = drawing.subfigures(2, 1, squeeze=False, height_ratios=(1.25, 1.0))[:, 0]
    draw_maps(upper.subplots(3, 7), data)
    every, together, agree = lower.subplots(1, 3, width_ratios=(1.05, 0.95, 1.1))
    on, off = (data.unit_zones.sel(zone=zone) for zone in ("ON", "OFF"))
    zones.mosaic(every, zones.mixed(on, off, ("unit_y", "unit_x"))[:, 2:-2, 2:-2], columns=8)
    every.set_title("AlexNet conv1, flashed squares")
    draw_overlap(together, data)
    draw_agreement(agree, data)
    return drawing


def draw_maps(grid: np.ndarray, data: xr.Dataset) -> None:
    """Cells, then units: flashed maps as in the paper, then what noise finds, light minus dark and light plus dark."""
    cells = [(name.replace(", ", ",\n"), data.sel(site=name)[["zones", "average"]], 0.5) for name in CELLS]
    names = {"unit_zones": "zones", "unit_average": "average", "unit_y": "y", "unit_x": "x"}
    units = data[list(names)[:2]].rename(names)
    shown = [(f"AlexNet conv1,\nunit {number}", units.sel(channel=number), 0.1) for number in SHOWN]
    for column, (title, one, length) in zip(grid.T, cells + shown, strict=True):
        on, off = (one.zones.sel(zone=zone) for zone in ("ON", "OFF"))
        zones.crosses_and_triangles(column[0], on, off)
        difference, both = combined(one.average.transpose("zone", "y", "x"))
        zones.signed(column[1], difference)
        zones.signed(column[2], both, ends=("#7F7F7F", zones.BOTH))
        column[0].set_title(title, fontsize=7, loc="center")
        scale_bar(column[2 if length < 0.5 else 0], float(one.x[2]), float(one.y[-4]), length)
    for axes, name in zip(
        grid[:, 0], ("flashed squares\n× light   △ dark", "noise\n" + LINEAR, "noise\n" + UNSIGNED), strict=True
    ):
        axes.set_ylabel(name, fontsize=7)


def draw_overlap(axes: Axes, data: xr.Dataset) -> None:
    """Overlap of every cell's and every unit's zones."""
    cells = data.overlap.sel(site=[LGN, SIMPLE, COMPLEX]).expand_dims(unit=[0])
    both = xr.concat([cells, data.network_overlap.rename(network="site")], "site", join="outer")
    strips(axes, both.assign_attrs(data.overlap.attrs), "unit")
    axes.set_xticklabels([name.removeprefix("AlexNet ").replace("AlexNet ", "") for name in both.site.values])
    axes.set_ylim(-0.04, 1.04)
    axes.set_title("do the zones coincide?")


def draw_agreement(axes: Axes, data: xr.Dataset) -> None:
    """How like the flashed map the map by noise becomes."""
    low, middle, high = data.unit_agreement.sel(combination=LINEAR).quantile([0.25, 0.5, 0.75], "channel")
    axes.fill_between(data.film, low, high, color=colour("AlexNet"), alpha=0.3, linewidth=0)
    axes.plot(data.film, middle, color=colour("AlexNet"), label="AlexNet conv1")
    for name, line in zip(CELLS, ("-", "-", ":", "--"), strict=True):
        combination = UNSIGNED if name == COMPLEX else LINEAR
        curve = data.agreement.sel(site=name, combination=combination)
        text = f"{name}, {combination}" if name == COMPLEX else name
        axes.plot(data.film, curve, line, color=SHADES[name], label=text.replace(", ", ",\n"))
    axes.set(xscale="log", ylim=(0, 1.02), xlabel=label(data.film), ylabel=label(data.agreement))
    axes.xaxis.set_major_formatter("{x:g}")
    name_ends(axes, least=0.13)
    axes.set_title("does noise agree?")


def claims(data: xr.Dataset) -> list[Claim]:
    lgn, simple, _, both = data.overlap
    peaks = data.zones.sel(site=ROW).max(("y", "x"))
    row = peaks.sel(zone="OFF") / peaks.sel(zone="ON")
    apart = receptive_fields.separation(*(data.zones.sel(site=LGN, zone=zone) for zone in ("ON", "OFF")))
    most, middle = data.network_overlap.max("unit"), data.network_overlap.median("unit")
    linear, unsigned = (data.agreement.isel(film=-1).sel(combination=name) for name in COMBINATIONS)
    found, units = (
        linear.sel(site=[LGN, SIMPLE]).min(),
        data.unit_agreement.isel(film=-1).sel(combination=LINEAR).median(),
    )
    halves = data.reliability.sel(combination=LINEAR)
    blind, sees = abs(halves.sel(site=COMPLEX)), halves.sel(site=SIMPLE)
    first = partial(Claim, source=hubel_wiesel1959.CITATION, status="recalled")
    later = partial(Claim, source=hubel_wiesel1962.CITATION, status="recalled")
    silent = "fails: dark beside the row excites it by the surrounds, below the threshold of 0.25 (not of 0.05)"
    control = partial(Claim, kind="control")
    return [
        first(
            "light and dark excite a simple cell side by side (overlap)",
            simple,
            "side by side",
            holds=simple < 0.1,
            kind="check",
        ),
        later("and a complex cell in the same places (overlap)", both, "the same", holds=both > 0.9, kind="check"),
        control(
            "one zone of an LGN cell surrounds the other (distance of their centres, in mean diameters)",
            apart,
            holds=(apart < 0.1) & (lgn < 0.1),
        ),
        later(
            "a row of LGN cells has zones side by side (peaks, OFF / ON)",
            row,
            "side by side",
            holds=row > 0.1,
            expected=silent,
        ),
        Claim(
            "the zones of each unit of conv1 lie apart, as a linear filter's must (largest overlap)",
            most[0],
            holds=most[0] < 1e-5,
            kind="check",
        ),
        Claim(
            "in conv2 they overlap, and more so than in the untrained twin (medians)",
            middle[1],
            middle[3],
            holds=middle[1] > middle[3] + 0.1,
            kind="prediction",
            status="simulated",
        ),
        control(
            "noise finds the maps of the LGN and the simple cell (the smaller correlation)", found, holds=found > 0.7
        ),
        control("and those of units of conv1 (median correlation)", units, holds=units > 0.7),
        control(
            "light − dark says nothing about a complex cell (correlation of two halves of the film)",
            blind,
            holds=(blind < 0.2) & (sees > 0.5),
        ),
        control(
            "light + dark does (correlation with the flashed map)",
            unsigned.sel(site=COMPLEX),
            holds=unsigned.sel(site=COMPLEX) > 0.5,
            needs_full=True,
        ),
    ]
