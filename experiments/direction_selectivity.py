"""Direction selectivity: what a cell needs to tell a bar that moves right from one that moves left.

Many cells of striate cortex answer a bar that moves in one direction and not the same bar on its way back [1]. No cell
that sees one image at a time can do that: both ways it sees the same images in another order. A second input that comes
later is enough [2]: an even receptive field now and an odd one a while ago make a field tilted in space and time [3, 4].
Bars and gratings are moved both ways over such a cell, over the same cell without its lagged input, over a complex cell
without memory, and over the units of AlexNet's first layer. Then the weight of the lagged input is raised from 0 to 1.

Protocol: direction index (P - N) / (P + N), N at +180 deg, of mean rates; the spontaneous rate is not subtracted. Gratings
at the best of the spatial frequencies shown. The field in space and time is the response to a flashed line, light less
dark, of a simple cell whose threshold is set to zero.

[1] Hubel & Wiesel (1962), J. Physiol. 160, 106-154.   [2] Saul & Humphrey (1992), J. Neurophysiol. 68, 1190-1208.
[3] Adelson & Bergen (1985), J. Opt. Soc. Am. A 2, 284-299.   [4] Watson & Ahumada (1985), J. Opt. Soc. Am. A 2, 322-341.

What this does not show: that cortical cells are wired so. Inhibition from the side, or a difference of delays over one
dendrite, would give a direction as well. No index is compared with a measured one: the model's was put in with its lagged
input, and real cells spread from 0 to 1. AlexNet learned from still photographs; a network trained on films has memory.
"""

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, record, sites
from visualcortex.analysis import spikes, tuning
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.movie import play
from visualcortex.plotting import label, panels
from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.style import colour
from visualcortex.stimuli import bar, drifting_grating, moving_bar
from visualcortex.vocabulary import attributes

QUICK = {"directions": 12, "phases": 8, "weights": 5, "trials": 20}

WAYS = (0.0, 180.0)  # deg: to the right, which the cell prefers, and back
BAR = {"start": -1.5, "width": 0.25, "length": 2.0}  # deg
INTERVAL = 0.02  # s, from frame to frame
FRAMES = 74


def run(
    directions: int = 24,
    phases: int = 16,
    weights: int = 11,
    speed: float = 2.0,
    spatial_frequency: float = 2.0,
    temporal_frequency: float = 4.0,
    trials: int = 40,
    seed: int = 0,
) -> xr.Dataset:
    """Move bars and gratings over a cell whose lagged input has every weight, and over units without memory."""
    cell, still = sites.get("direction-selective cell", "complex cell")
    network = Site(AlexNet(VisualField(63 / 28, 28.0)), "conv1", sites.CENTRE)
    weight, passing = np.linspace(0, 1, weights), {"time": np.arange(FRAMES) * INTERVAL, "speed": speed, **BAR}
    drift = {"temporal_frequency": temporal_frequency, "direction": np.arange(directions) * 360 / directions}
    cycle, octaves = np.arange(phases) * 360 / phases, 0.5 * 2 ** np.arange(0, 4.5, 0.5)

    def gratings(site: Site, **shown: object) -> xr.DataArray:
        return tuning.mean_rate(record(site, drifting_grating, phase=cycle, **{**drift, **shown}))

    bars = record(cell, moving_bar, lag_weight=weight, direction=WAYS, **passing)
    around = gratings(cell, lag_weight=weight, spatial_frequency=spatial_frequency)
    units = gratings(network, spatial_frequency=octaves)
    units = tuning.at(units, spatial_frequency=tuning.preferred(units.max("direction"), "spatial_frequency"))
    rhythm = 0.5 * 2 ** np.arange(0, 5.5, 0.5)
    rhythms = gratings(cell, temporal_frequency=rhythm, spatial_frequency=spatial_frequency, direction=WAYS)
    trains = spikes.poisson(bars.sel(lag_weight=[0, 1]), trials=trials, seed=seed)
    there_and_back = {"direction": "way"}
    return xr.Dataset(
        {
            "rate": bars.rename(there_and_back),
            "psth": spikes.psth(trains, bin_width=2 * INTERVAL).rename(time="bin", lag_weight="shown", **there_and_back),
            "around": around,
            "index_for_bars": tuning.direction_selectivity(bars.mean("time", keep_attrs=True)),
            "index_for_gratings": tuning.direction_selectivity(around),
            "still_around": gratings(still, spatial_frequency=spatial_frequency),
            "network_around": units,
            "rhythms": rhythms.rename(there_and_back),
            "index_for_rhythms": tuning.direction_selectivity(rhythms),
            "field": space_time(cell).rename(lag_weight="shown"),
            "film": film(cell, passing),
        },
        attrs={"speed": speed, "temporal_frequency": temporal_frequency},
    )


def flash(field: VisualField, *, x: float = 0.0, time: float = 0.0, contrast: float = 1.0) -> jax.Array:
    """A vertical line that is shown for one frame at time 0."""
    shown = jnp.abs(jnp.asarray(time)) < INTERVAL / 2
    return shown * bar(field, orientation=90.0, width=1 / field.resolution, length=3.0, x=x, contrast=contrast)


def space_time(cell: Site) -> xr.DataArray:
    """The receptive field of a simple cell in space and time, with and without lagged input."""
    simple = Site(cell.model, "simple", cell.at | {"preferred_phase": 0.0})
    columns = cell.model.field.x[abs(cell.model.field.x) < 0.9]
    swept = {"lag_weight": [0.0, 1.0], "contrast": [1.0, -1.0], "time": cell.model.lags, "x": columns}
    responses = record(simple, flash, threshold=0.0, **swept)
    light, dark = (responses.sel(contrast=sign, drop=True) for sign in (1.0, -1.0))
    field = (light - dark).rename(time="lag").assign_attrs(attributes("response"))
    return field.assign_coords(lag=("lag", field.lag.values, attributes("lag")))


def film(cell: Site, passing: dict) -> xr.DataArray:
    """The bar as a film: shown at once, in two halves, and as single moments of which each brings its own past."""
    model = cell.model
    frames = jnp.stack([moving_bar(model.field, **{**passing, "time": t}, direction=0.0) for t in passing["time"]])
    whole, _ = play(model, frames)
    first, memory = play(model, frames[: FRAMES // 2])
    second, _ = play(model, frames[FRAMES // 2 :], memory)
    played = whole["complex"], jnp.concatenate([first["complex"], second["complex"]])
    units = {name: list(places) for name, places in model.axes[cell.layer].items()}
    axes = {"showing": ["whole", "two halves"], "time": passing["time"], **units}
    film = xr.DataArray(np.stack(played), axes, list(axes)).sel(cell.at)
    return film.reset_coords(drop=True).assign_attrs(attributes("response"))


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(6.4)
    rows = [[f"{panel} {weight}" for panel in ("field", 0, 180)] for weight in (1, 0)]
    parts = drawing.subplot_mosaic(
        [*rows, ["around", "weight", "rhythm"]],
        per_subplot_kw={"around": {"projection": "polar"}},
        height_ratios=(1, 1, 1.25),
    )
    for weight in (1, 0):
        draw_field(parts[f"field {weight}"], data.field.sel(shown=weight), data.speed)
        for way in (0, 180):
            draw_psth(parts[f"{way} {weight}"], data.psth.sel(shown=weight, way=way))
    draw_around(parts["around"], data)
    draw_weight(parts["weight"], data)
    draw_rhythm(parts["rhythm"], data)
    return drawing


def draw_field(axes: Axes, field: xr.DataArray, speed: float) -> None:
    """The field in space and time, and the path of a bar that moves to the right."""
    panels.image(axes, field.transpose("lag", "x"), cmap="RdBu_r", aspect="auto")
    weight = int(field.shown)
    axes.set_title("with lagged input" if weight else "without lagged input", color=shade(weight))
    if weight:
        axes.axline((0.0, 0.1), slope=-1 / speed, color="black", linestyle="--", linewidth=0.9)


def draw_psth(axes: Axes, psth: xr.DataArray) -> None:
    """What a bar on its way calls forth."""
    panels.histogram(axes, psth, "bin", color=shade(int(psth.shown)))
    axes.set(ylim=(0, 40), xlim=(0, 1.5))
    axes.set_title("bar moves right" if psth.way == 0 else "bar moves left")


def draw_around(axes: Axes, data: xr.Dataset) -> None:
    """Direction tuning, each curve as a share of its maximum."""
    network = data.network_around.sel(channel=vertical(data))
    curves = {"with lagged input": (data.around.sel(lag_weight=1), shade(1), "-")}
    curves |= {"without": (data.around.sel(lag_weight=0), shade(0), "-")}
    curves |= {"complex cell": (data.still_around, colour("complex"), "--"), "AlexNet conv1 unit": (network, colour("AlexNet"), "-")}
    for name, (curve, own, line) in curves.items():
        closed = np.append(curve, curve[0]) / float(curve.max())
        axes.plot(np.deg2rad(np.append(curve.direction, 360)), closed, line, color=own, label=name)
    axes.set(xticks=np.deg2rad([0, 90, 180, 270]), yticks=(0.5, 1), yticklabels=[], ylim=(0, 1.05))
    axes.legend(loc="upper left", bbox_to_anchor=(-0.5, 0.0))


def draw_weight(axes: Axes, data: xr.Dataset) -> None:
    axes.plot(data.lag_weight, data.index_for_gratings, "o-", color=shade(1), label="gratings")
    axes.plot(data.lag_weight, data.index_for_bars, "s--", color=shade(1), label="bars", mfc="white")
    axes.set(ylim=(-0.03, 1), xlabel="weight of the lagged input", ylabel=label(data.index_for_bars))
    axes.legend(loc="upper left")


def draw_rhythm(axes: Axes, data: xr.Dataset) -> None:
    """Both directions at every temporal frequency, and the index."""
    right, left = (data.rhythms.sel(way=way) for way in WAYS)
    axes.plot(data.temporal_frequency, right, color=shade(1), label="right")
    axes.plot(data.temporal_frequency, left, color=shade(0), label="left")
    axes.set(xscale="log", xlabel=label(data.temporal_frequency), ylabel=label(data.rhythms))
    axes.legend()


def shade(weight: int) -> str:
    """With lagged input, the colour of direction-selective cells; without it, grey."""
    return colour("direction") if weight else "0.55"


def vertical(data: xr.Dataset) -> int:
    """The unit of the network that most prefers vertical bars to horizontal ones."""
    across, along = (data.network_around.sel(direction=way) for way in (0.0, 90.0))
    return int(((across - along) / (across + along)).where(across > 0).idxmax())


def claims(data: xr.Dataset) -> list[Claim]:
    return []
