"""A bar swept over a receptive field: the figure of five tilts, and how sharply a cell is tuned.

A complex cell of the monkey answers a dark bar of one orientation with a dense burst, bars 20 to 25 deg away with a few spikes
and others with none [1]. The curve that textbooks put beside these traces is another cell's, of the cat [2], with the Gaussian
fitted in [3]: two cells, two species, two papers. Here the same bars are swept over three model cells, over the units of
AlexNet's first layer (one tower, torchvision's weights) and over untrained twins. The model cells are complex: five subunits side
by side make a field of 3/8 deg, as in [1]. They prefer the median frequency of foveal complex cells [4]; their subunits have the
median width and the upper quartile, the median and the lower quartile of the lengths in [5]. They differ in nothing else, and
nothing is fitted but the scale of the rates: each cell's peak is that of the cat's.

Protocol: the bar is as wide and long, relative to the field, as it is drawn in [1]; its speed, not published, makes it cross the
field in about the time the burst lasts there. A cell's rate is the mean while the bar crosses 3/8 deg. For AlexNet 28 samples are
a degree. Its units are selective if 1 - CV > 0.3 for gratings (12, then 24 orientations; 1/64 to 1/4 cycles/sample in half octaves;
blank not subtracted) and if the best grating gives 10 % or more of the 99th percentile over natural patches.

[1] Hubel & Wiesel (1968), J. Physiol. 195, 215-243.   [2] Henry, Dreher & Bishop (1974), J. Neurophysiol. 37, 1394-1409.
[3] Dayan & Abbott (2001), Theoretical Neuroscience, Fig. 1.5.   [4] De Valois, Albrecht & Thorell (1982), Vision Res. 22, 545-559.
[5] Ringach (2002), J. Neurophysiol. 88, 455-463.

What this does not show: why a cortical cell is tuned. The model's tuning follows from the length of its receptive field; in
cortex inhibition, a threshold or a network may sharpen it. That a cell is silent without a stimulus was put in, after [1]. The
tilts of [1] are recalled, not measured. AlexNet's degrees are a convention: its units are cells of no animal.
"""

from collections.abc import Callable, Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, compare, record
from visualcortex.analysis import population, spikes, tuning
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.hubel_wiesel import HubelWiesel
from visualcortex.papers import devalois1982, henry1974, hubel_wiesel1968, ringach2002b
from visualcortex.plotting import label, panels
from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.style import PUBLISHED, colour, colours
from visualcortex.plotting.swept_bars import icon, spike_records
from visualcortex.stimuli import bar, grating
from visualcortex.stimuli.natural import natural_pictures
from visualcortex.vocabulary import attributes

QUICK = {"orientations": 24, "steps": 60, "phases": 8, "patches": 200, "twins": 1}

DURATION = hubel_wiesel1968.DURATION.value  # s
FIELD = hubel_wiesel1968.FIELD_SIZE.value  # deg
WIDTH, LENGTH = FIELD / 5, 1.6 * FIELD  # deg: the bar as it is drawn
DIAGONAL = 135.0  # deg: preferred, as in the original
TILTS = {45.0: "horizontal", 22.5: "shallow", 0.0: "optimal", -22.5: "steep", -37.5: "near-vertical"}
QUANTILES = {"long field": 0.75, "median field": 0.5, "short field": 0.25}
LINES = dict(zip(QUANTILES, ("-", "--", ":"), strict=True))
TRAINED = "AlexNet conv1"
SELECTIVE, RESPONSIVE = 0.3, 0.1


def run(
    orientations: int = 72,
    steps: int = 120,
    speed: float = 0.6,
    trials: int = 10,
    phases: int = 16,
    patches: int = 1000,
    twins: int = 5,
    seed: int = 0,
) -> xr.Dataset:
    """Sweep a bar of every orientation over model cells and units of AlexNet; make spikes of the five tilts."""
    angles = np.arange(orientations) * 180 / orientations
    time = (np.arange(steps) * DURATION / steps).round(9)
    offset = speed * (time + time[1] / 2 - DURATION / 2)

    def sweep(site: Site) -> xr.DataArray:
        return record(site, bar, orientation=angles, offset=offset, width=WIDTH, length=LENGTH, contrast=-1.0)

    cells = about(compare(sweep, model_cells()), DIAGONAL)
    crossing = cells.sum("offset") * float(time[1]) * speed / FIELD
    scale = henry1974.PEAK_RATE.value / crossing.sel(tilt=0.0)
    rate = (scale * cells.sel(tilt=list(TILTS))).assign_coords(offset=time).rename(tilt="shown", offset="time")
    counts = spikes.poisson(rate.assign_attrs(attributes("response")), trials=trials, seed=seed)
    measured = {
        "rate": rate.assign_attrs(attributes("response")),
        "spike_time": spikes.spike_times(counts, seed=seed),
        "spike_count": counts.sum("time").assign_attrs(attributes("spikes")),
        "tuning": (scale * crossing).assign_attrs(attributes("response")),
        "tuning_width": width(crossing),
    }
    data = xr.Dataset(measured).merge(networks(sweep, phases, patches, twins, seed)).assign_attrs(speed=speed)
    data.time.attrs = attributes("time")
    return data


def model_cells() -> dict[str, Site]:
    """Complex cells whose subunits differ in length alone."""
    frequency = quantile(devalois1982.COMPLEX_FOVEAL_COUNTS.value, devalois1982.SPATIAL_FREQUENCY_EDGES.value, 0.5)
    shapes, edges = np.array(ringach2002b.JOINT_COUNTS.value), ringach2002b.EDGES.value
    cortex = HubelWiesel(VisualField(2.0, 40.0), orientations=4, spontaneous=0.0).with_parameters(
        preferred_spatial_frequency=frequency,
        rf_width=quantile(shapes.sum(1), edges, 0.5) / frequency,
        subunit_spacing=FIELD / 6,  # five subunits divide the field into six
    )
    at = {"preferred_orientation": DIAGONAL, "rf_x": 0.0, "rf_y": 0.0}
    lengths = {name: quantile(shapes.sum(0), edges, q) / frequency for name, q in QUANTILES.items()}
    return {name: Site(cortex.with_parameters(rf_length=long), "complex", at) for name, long in lengths.items()}


def quantile(counts: Sequence[float], edges: Sequence[float], q: float) -> float:
    """A quantile of a histogram whose values are log-uniform within its bins."""
    below = np.concatenate([[0], np.cumsum(counts)]) / np.sum(counts)
    return float(np.exp(np.interp(q, below, np.log(edges))))


def about(response: xr.DataArray, preferred: xr.DataArray | float) -> xr.DataArray:
    """The response against tilt, the orientation less the preferred one, -90 deg to 90 deg."""
    count = response.sizes["orientation"]
    tilt = xr.DataArray((np.arange(count) - count // 2) * 180 / count, dims="tilt")
    place = np.rint((preferred + tilt) % 180 * count / 180).astype(int) % count
    described = {"long_name": "tilt from the optimum", "units": "deg"}
    return response.isel(orientation=place).drop_vars("orientation").assign_coords(tilt=("tilt", tilt.values, described))


def width(curve: xr.DataArray, dim: str = "tilt") -> xr.DataArray:
    """The standard deviation of the Gaussian fitted to a tuning curve."""
    return tuning.fit_gaussian(curve, dim).width.assign_attrs(long_name="width of tuning σ", units="deg")


def networks(sweep: Callable[[Site], xr.DataArray], phases: int, patches: int, twins: int, seed: int) -> xr.Dataset:
    """The same bars shown to conv1 of AlexNet and of untrained twins, and which of their units gratings find selective."""
    field, centre = VisualField(63 / 28, 28.0), {"rf_x": 0.0, "rf_y": 0.0}
    untrained = {f"untrained twin {seed + i}": AlexNet(field, weights=None, seed=seed + i) for i in range(twins)}
    models = {TRAINED: AlexNet(field), **untrained}
    sites = {name: Site(model, "conv1", centre) for name, model in models.items()}
    bars = compare(lambda site: sweep(site).mean("offset"), sites)
    curves = about(bars, tuning.preferred(bars, "orientation").fillna(0))
    kernels = np.moveaxis(np.asarray(models[TRAINED].stack.kernels["conv1"][...]), -1, 0)
    bare = {"long_name": "kernel", "units": "1"}
    return (
        compare(lambda site: by_gratings(site, phases, patches, seed), sites)
        .assign(network_tuning=curves / curves.max("tilt"), network_width=width(curves))
        .assign(kernel=(("channel", "row", "column", "colour"), kernels, bare))
        .rename(site="network")
        .drop_vars("response_units")
    )


def by_gratings(site: Site, phases: int, patches: int, seed: int) -> xr.Dataset:
    """Selectivity of units for the orientation of gratings, the width of their tuning, and which of them respond."""
    frequencies = site.model.field.resolution / 64 * 2 ** np.arange(0, 4.5, 0.5)
    shown = {"orientation": np.arange(0, 180, 7.5), "spatial_frequency": frequencies}
    response = record(site, grating, **shown, phase=np.arange(phases) * 360 / phases)
    best = tuning.preferred_grating(response[::2]).spatial_frequency
    curve = tuning.at(tuning.mean_rate(response), spatial_frequency=best)
    pictures = record(site, natural_pictures(site.model.field, count=patches, seed=seed), index=np.arange(patches))
    responsive = response.max(["phase", *shown]) >= RESPONSIVE * pictures.quantile(0.99, "index").drop_vars("quantile")
    selectivity = 1 - tuning.circular_variance(curve)
    return xr.Dataset(
        {
            "grating_width": width(curve, "orientation"),
            "selectivity": selectivity.assign_attrs(long_name="selectivity 1 - CV", units="1"),
            "selective": (responsive & (selectivity > SELECTIVE)).assign_attrs(units="1"),
        }
    )


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(5.2)
    left, right = drawing.subfigures(1, 2, width_ratios=(1, 1), wspace=0.03)
    draw_records(left.subplots(len(TILTS), 3, width_ratios=(0.8, 1.4, 1.4)), data)
    upper, lower = right.subfigures(2, 1, height_ratios=(1.5, 1), hspace=0.03)
    draw_tuning(upper.subplots(), data)
    parts = lower.subplot_mosaic([["units", str(i), "widths"] for i in range(4)], width_ratios=(1.3, 0.3, 1.2))
    draw_units(parts["units"], [parts[str(i)] for i in range(4)], data.sel(network=TRAINED))
    draw_widths(parts["widths"], data)
    return drawing


def shades() -> dict[str, str]:
    """A colour for each model cell."""
    return dict(zip(QUANTILES, colours([f"complex {name}" for name in QUANTILES]).values(), strict=True))


def draw_records(grid: np.ndarray, data: xr.Dataset) -> None:
    """Five tilts, and what two of the cells answer: one record as a trace, the others as rows of ticks."""
    for row, (tilt, name) in zip(grid, TILTS.items(), strict=True):
        icon(row[0], DIAGONAL + tilt, field_orientation=DIAGONAL, field_size=FIELD, width=WIDTH, length=LENGTH)
        row[0].set_title(name, fontsize=7, loc="center", pad=1)
        for axes, site in zip(row[1:], ("median field", "long field"), strict=True):
            one = data.sel(site=site, shown=tilt)
            spike_records(axes, one.spike_time.transpose("trial", "spike").values, DURATION, colors=[shades()[site]])
            axes.set_title(f"{float(one.spike_count.mean()):.1f} spikes", loc="right", fontsize=7, color="0.35", pad=1)
            axes.set(xticks=(0, 1, 2), xlabel="")
            axes.tick_params(labelbottom=row is grid[-1], bottom=row is grid[-1])
            axes.spines["bottom"].set_visible(row is grid[-1])
    for axes, site in zip(grid[0, 1:], ("median field", "long field"), strict=True):
        axes.set_title(site, color=shades()[site], pad=1)
    for axes in grid[-1, 1:]:
        axes.set_xlabel(label(data.time))


def draw_tuning(axes: Axes, data: xr.Dataset) -> None:
    """The published curve and those of the model cells."""
    near = data.sel(tilt=slice(-45, 45))
    peak, centre, sigma = (v.value for v in (henry1974.PEAK_RATE, henry1974.PREFERRED_ORIENTATION, henry1974.TUNING_WIDTH))
    panels.points(axes, henry1974.TUNING.value, name=f"cat (Henry et al. 1974)\nGaussian, σ {sigma}°", linestyle="")
    fine = np.linspace(-45, 45, 181)
    axes.plot(fine, tuning.gaussian(fine, peak, centre, sigma), color=PUBLISHED, linewidth=1.0)
    for name, shade in shades().items():
        one = near.sel(site=name)
        text = f"model, {name}\nσ {float(one.tuning_width):.1f}°"
        axes.plot(one.tilt, one.tuning, LINES[name], color=shade, label=text)
    axes.set(xlim=(-46, 46), ylim=(0, 60), xlabel=label(data.tilt), ylabel=label(data.tuning))
    axes.set_title("Two cells, two species, two papers")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), borderpad=0, labelspacing=1.0)


def draw_units(axes: Axes, pictures: Sequence[Axes], data: xr.Dataset) -> None:
    """All selective units of conv1, and the kernels of the most selective."""
    curves = data.network_tuning.where(data.selective, drop=True).transpose("tilt", "channel")
    best = data.selectivity.where(data.selective).fillna(0).argsort().values[::-1][: len(pictures)]
    axes.plot(data.tilt, curves, color=colour(TRAINED), alpha=0.3, linewidth=0.7)
    axes.plot(data.tilt, data.network_tuning.transpose("tilt", "channel")[:, best], color="#8A5A00", linewidth=1.0)
    axes.set(xlim=(-90, 90), ylim=(0, 1.02), xticks=(-90, 0, 90), xlabel=label(data.tilt), ylabel="response / maximum")
    axes.set_title(f"{TRAINED}, {curves.sizes['channel']} units")
    for picture, channel in zip(pictures, best, strict=True):
        kernel = data.kernel[channel]
        picture.imshow((kernel - kernel.min()) / (kernel.max() - kernel.min()))
        picture.set_axis_off()


def draw_widths(axes: Axes, data: xr.Dataset) -> None:
    """How many of them are how sharply tuned, beside the cat's cell and the model's."""
    widths = data.sel(network=TRAINED).network_width.where(data.selective.sel(network=TRAINED))
    counts = population.histogram(widths.clip(max=69), "channel", np.arange(0, 71, 5))
    panels.histogram(axes, counts, "network_width_bin", color=colour(TRAINED))
    axes.axvline(henry1974.TUNING_WIDTH.value, color=PUBLISHED, linewidth=1.2)
    for name, shade in shades().items():
        axes.axvline(float(data.tuning_width.sel(site=name)), color=shade, linestyle=LINES[name], linewidth=1.2)
    axes.set(xlabel="σ (deg)", ylabel="units", xticks=(0, 20, 40, 60))


def claims(data: xr.Dataset) -> list[Claim]:
    return []
