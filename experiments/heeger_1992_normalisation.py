"""Is a cell divided by its neighbours? Contrast, masks and surrounds, in a normalised cell and in AlexNet.

The response of a cortical cell saturates with contrast. It is not that the cell can fire no faster: a grating of
another spatial frequency saturates it at the same contrast and a lower rate [1], and tuning is as wide at every
contrast [2]. A second grating, which does not drive the cell, shifts its contrast response to the right. Heeger's
model explains all of it by one division: the half-squared drive of a cell over a constant and the pooled energy of
cells of all orientations and frequencies [3], here also of those around it [4]. Beside it stand a cell without
division and one that saturates by itself. All units of AlexNet, trained and untrained, are then asked the same
questions, each with the grating it prefers.

Saturation is R(50 %)/R(100 %), for units that rectify have no half-maximum. The mask is at right angles to the
grating, both at 50 %, its effect the mean over four phases. Suppression is 1 - R(full field)/R(best diameter). All
responses are those above rest, to the best of the coarse grid's gratings at its best phase. A unit counts if it
answers that with a tenth of what one natural picture in a hundred exceeds.

[1] Albrecht & Hamilton (1982), J. Neurophysiol. 48, 217-237. [2] Sclar & Freeman (1982), Exp. Brain Res. 46, 457-461.
[3] Heeger (1992), Vis. Neurosci. 9, 181-197. [4] Cavanaugh, Bair & Movshon (2002), J. Neurophysiol. 88, 2530-2546.

What this does not show: that cortex divides, or by which synapses. That the curves keep their shape follows from the
equation, and the semi-saturation contrast and the surround were put in. The energy of the pool is computed from the
image, as that of infinitely many cells. A network's suppression by masks need not be division: masks help many of its
units. One untrained twin, with gratings of eight phases, stands for all. Units that do not respond are left out;
small numbers beside the dots count those that are shown.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, compare, record, sites
from visualcortex.analysis import contrast, size, tuning
from visualcortex.experiment import Claim
from visualcortex.models.column import Column
from visualcortex.papers import albrecht1982, heeger1992, sclar1982
from visualcortex.plotting import colour, label
from visualcortex.plotting.strips import units
from visualcortex.plotting.style import PUBLISHED, canvas, styled
from visualcortex.stimuli import grating, natural_pictures, plaid
from visualcortex.vocabulary import attributes

QUICK = {
    "layers": ("conv1", "conv2"),
    "orientations": 6,
    "frequencies": 5,
    "phases": 4,
    "pictures": 64,
}

CELLS = "simple cell", "normalised cell"
SATURATING = "saturating cell"
AXIS, FREQUENCY = 90.0, 2.0  # deg and cycles/deg: what the cells prefer
GRATINGS = {"preferred": (0.0, 1.0), "tilted 15 deg": (15.0, 1.0), "½ octave finer": (0.0, 2**0.5)}
CONTRASTS = 2.0 ** np.arange(-6.5, 0.1, 0.25)
MASKS = 0.0, 0.06, 0.12, 0.25, 0.5
DIAMETERS = 0.35, 0.7, 1.4, 2.8, 5.6, 12.0  # deg; the last one fills every field
FREQUENCIES = 28 / 64, 28 / 4  # cycles/deg: 1/64 to 1/4 cycles for a sample of AlexNet's field
UNRESPONSIVE = 0.1
COLOURS = {name: colour(name) for name in CELLS} | {SATURATING: "#8C564B"}
NETWORKS = {"AlexNet": "imagenet", "untrained AlexNet": None}


def run(
    layers: Sequence[str] = ("conv1", "conv2", "conv3", "conv4", "conv5"),
    orientations: int = 12,
    frequencies: int = 9,
    phases: int = 8,
    pictures: int = 1000,
    seed: int = 0,
) -> xr.Dataset:
    """Measure the cells' contrast responses, tuning, masks and sizes; then all units of cells and networks alike."""
    orientation, phase = (np.linspace(0, n, m, endpoint=False) for n, m in ((180, orientations), (360, phases)))
    spread = np.meshgrid(orientation, np.geomspace(*FREQUENCIES, frequencies), phase, indexing="ij")
    asked: dict[str, Any] = {"table": np.stack(spread, -1).reshape(-1, 3), "pictures": pictures, "seed": seed}
    found = {site.name: measure(site, **asked) for site in sites.get(*CELLS)}
    for name, weights in NETWORKS.items():
        column = Column(layers, weights=weights, seed=seed)
        every, of = measure(Site(column, "column", name=name), **asked), np.array(column.layer_of_unit)
        found |= {f"{name} {layer}": every.isel(unit=of == layer) for layer in layers}
    numbered = [part.assign_coords(unit=np.arange(part.sizes["unit"])) for part in found.values()]
    along = xr.DataArray(list(found), dims="population", name="population")
    data = xr.merge([curves(), xr.concat(numbered, along, join="outer")])
    for name in ("grating", "population", "unit"):
        data[name].attrs = attributes(name)
    return data


def curves() -> xr.Dataset:
    """Responses of the cells above rest: to gratings of all contrasts, under masks, to discs and to rings."""
    simple, normalised = sites.get(*CELLS)

    def both(stimulus: Any, **parameters: Any) -> xr.DataArray:
        measured = compare(partial(above, stimulus=stimulus, **parameters), [simple, normalised])
        return measured.reset_coords(drop=True)

    shown = {"contrast": CONTRASTS, "orientation": np.arange(0, 180, 7.5), "spatial_frequency": [2.0, 2 * 2**0.5]}
    best = {"orientation": AXIS, "spatial_frequency": FREQUENCY}
    mask = {"mask_orientation": 0.0, "mask_spatial_frequency": FREQUENCY, "mask_phase": [0, 90, 180, 270]}
    rate = xr.concat([both(grating, **shown), saturating(simple, normalised, shown)], "site", combine_attrs="override")
    masked = both(plaid, contrast=CONTRASTS, mask_contrast=MASKS, **best, **mask).mean("mask_phase", keep_attrs=True)
    masked = masked.where(masked.contrast + masked.mask_contrast <= 1)
    kinds = [rate.sel(orientation=AXIS - o, spatial_frequency=f * FREQUENCY, drop=True) for o, f in GRATINGS.values()]
    condition = xr.concat(kinds, xr.DataArray(list(GRATINGS), dims="grating", name="grating"))
    disc = both(grating, diameter=np.arange(0.25, 6.1, 0.25), **best)
    ring = both(grating, inner_diameter=np.arange(0, 4.1, 0.25), **best)
    found = {
        "tuning_curve": rate.sel(spatial_frequency=FREQUENCY, drop=True),
        "half_bandwidth": tuning.half_bandwidth(rate.sel(spatial_frequency=FREQUENCY, drop=True)),
        "contrast_curve": condition,
        "semi_saturation": contrast.fit_naka_rushton(condition).semi_saturation,
        "mask_curve": masked,
        "mask_semi_saturation": contrast.fit_naka_rushton(masked).semi_saturation,
        "disc_curve": disc,
        "ring_curve": ring,
        "put_in": ((), normalised.model.parameter("semi_saturation").item(), attributes("semi_saturation")),
    }
    return xr.Dataset(found)


def above(site: Site, stimulus: Any, **parameters: Any) -> xr.DataArray:
    """The response of a cell above its spontaneous rate."""
    rate = record(site, stimulus, **parameters)
    rest = site.model.parameter("spontaneous").item()
    return (rate - rest).assign_attrs(rate.attrs, long_name="response above rest")


def saturating(simple: Site, normalised: Site, shown: dict[str, Any]) -> xr.DataArray:
    """A cell with the same drive and the same half-maximum that saturates by itself, whatever its neighbours do."""
    most, half = simple.model.parameter("maximum").item(), normalised.model.parameter("semi_saturation").item()
    power = (above(simple, grating, threshold=0.0, **shown) / most) ** 2
    rate = most * power / (power + half**2)
    return rate.expand_dims(site=[SATURATING])


def trial(
    field: VisualField,
    *,
    table: jax.Array,
    index: int = 0,
    contrast: float = 1.0,
    mask_contrast: float = 0.0,
    mask_phase: float = 0.0,
    diameter: float = np.inf,
) -> jax.Array:
    """A grating out of a table (index, 3) of orientation, frequency and phase, and a mask at right angles to it."""
    orientation, frequency, phase = jnp.asarray(table)[index]
    mask = {"mask_orientation": orientation + 90, "mask_spatial_frequency": frequency, "mask_phase": mask_phase}
    test = {"orientation": orientation, "spatial_frequency": frequency, "phase": phase, "contrast": contrast}
    return plaid(field, **test, **mask, mask_contrast=mask_contrast, diameter=diameter)


def measure(site: Site, table: np.ndarray, pictures: int, seed: int) -> xr.Dataset:
    """Saturation, the effect of a mask and suppression by size of every unit, with its own grating."""
    trials = Partial(trial, table=jnp.asarray(table, jnp.float32))
    natural = natural_pictures(site.model.field, count=pictures, seed=seed)
    every, blank = rectified(site, trials, index=np.arange(len(table))), rectified(site, trials, contrast=0.0)
    common = rectified(site, natural, index=np.arange(pictures)).quantile(0.99, "index")
    most = every.max("index")
    own = every.idxmax("index").where((most > blank) & (most >= UNRESPONSIVE * common))
    asked = np.unique(own.values[own.notnull()]).astype(int)

    def answer(**parameters: Any) -> xr.DataArray:
        return tuning.at(rectified(site, trials, index=asked, **parameters), index=own) - blank

    alone = answer(contrast=[0.5, 1.0])
    half = alone.sel(contrast=0.5, drop=True).clip(min=0)
    masked = answer(contrast=0.5, mask_contrast=0.5, mask_phase=[0, 90, 180, 270]).mean("mask_phase").clip(min=0)
    effect = (masked - half) / (masked + half).where(half > 0)
    found = {
        "saturation": contrast.saturation_ratio(alone).assign_attrs(long_name="R(50 %) / R(100 %)", units="1"),
        "mask_effect": effect.assign_attrs(long_name="effect of a mask, (M − R) / (M + R)", units="1"),
        "suppression": size.suppression_index(answer(diameter=DIAMETERS)),
    }
    return xr.Dataset(found).reset_coords(drop=True)


def rectified(site: Site, stimulus: Any, **parameters: Any) -> xr.DataArray:
    """Responses with a dimension of units; a cell is the only one of its kind."""
    response = record(site, stimulus, **parameters).clip(min=0)
    return response if "unit" in response.dims else response.expand_dims(unit=[0], axis=-1)


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(7.4)
    upper, lower = drawing.subfigures(2, 1, squeeze=False, height_ratios=(1.8, 1.0))[:, 0]
    (divided, alone, tuned), (width, masked, sizes) = upper.subplots(2, 3)
    draw_contrast(divided, data, "normalised cell")
    draw_contrast(alone, data, SATURATING)
    draw_published(divided, data)
    draw_tuning(tuned, data.tuning_curve.sel(site="normalised cell"))
    draw_widths(width, data)
    draw_masks(masked, data)
    draw_sizes(sizes, data)
    columns = lower.subplots(1, 3, sharey=True)
    for axes, name in zip(columns, ("saturation", "mask_effect", "suppression"), strict=True):
        units(axes, data[name].rename(population="site"), "unit")
    for axes, nothing in zip(columns, (0.5, 0.0, 0.0), strict=True):
        axes.axvline(nothing, color="0.4", linestyle="--", linewidth=0.8, zorder=0)
    columns[2].set_xlim(-0.05, 1.05)
    columns[0].set(xlim=(-0.1, 1.6), title="The same questions to units of a network")
    return drawing


def draw_contrast(axes: Axes, data: xr.Dataset, site: str) -> None:
    """Contrast responses to three gratings; a dot at half the maximum of each, a line down to its contrast."""
    for name, line in zip(GRATINGS, ("-", "--", ":"), strict=True):
        one = data.sel(site=site, grating=name)
        half = one.semi_saturation, np.interp(one.semi_saturation, one.contrast, one.contrast_curve)
        axes.plot(one.contrast, one.contrast_curve, line, color=COLOURS[site], label=name)
        axes.plot(*half, "o", color=COLOURS[site], markersize=3.5)
        axes.vlines(half[0], 0, half[1], color=COLOURS[site], linewidth=0.6)
    logarithmic(axes, data)
    axes.set(ylim=(0, 55), ylabel=label(data.contrast_curve), title=site.capitalize())


def logarithmic(axes: Axes, data: xr.Dataset) -> None:
    """A logarithmic axis of contrast."""
    axes.set(xscale="log", xlim=(0.01, 1), xlabel=label(data.contrast))
    axes.set_xticks((0.01, 0.1, 1), ("0.01", "0.1", "1"))


def draw_published(axes: Axes, data: xr.Dataset) -> None:
    """The points of Albrecht & Hamilton, at the height of the model's response to the same contrast."""
    points = np.array(albrecht1982.CONTRAST_RESPONSE.value) / 100 * [1, scale(data)]
    axes.plot(*points.T, "o", color=PUBLISHED, markersize=3.5, label="Albrecht &\nHamilton 1982")
    axes.legend(handles=axes.get_lines()[-1:], loc="upper left")
    for name, above_curve in zip(GRATINGS, (-5, 1.5, 1.5), strict=True):
        height = data.contrast_curve.sel(site="normalised cell", grating=name)[-1] + above_curve
        axes.text(0.95, float(height), name, ha="right", color=colour("normalised"), fontsize=7)


def draw_tuning(axes: Axes, rate: xr.DataArray) -> None:
    """Tuning of the normalised cell at several contrasts."""
    for shade, step in ((0.3, -5.5), (0.55, -4.5), (0.8, -3.5), (1.0, 0.0)):
        shown = rate.sel(contrast=2**step, method="nearest")
        axes.plot(rate.orientation - AXIS, shown, color=colour("normalised"), alpha=shade, label=f"{2**step:.0%}")
    axes.set(xlabel="orientation from the axis (deg)", ylabel=label(rate), xticks=(-90, -45, 0, 45, 90))
    axes.set_title("Tuning, normalised cell")
    axes.legend(title="contrast")


def draw_widths(axes: Axes, data: xr.Dataset) -> None:
    """Half-bandwidth against contrast."""
    for name in (*CELLS, SATURATING):
        axes.plot(data.contrast, data.half_bandwidth.sel(site=name), color=COLOURS[name], label=name)
    axes.set(ylim=(0, 60), ylabel=label(data.half_bandwidth), title="Width of tuning")
    logarithmic(axes, data)
    axes.legend()


def draw_masks(axes: Axes, data: xr.Dataset) -> None:
    """Contrast responses of the normalised cell under masks."""
    rate = data.mask_curve.sel(site="normalised cell")
    for shade, mask in zip(np.linspace(1.0, 0.3, rate.sizes["mask_contrast"]), rate.mask_contrast.values, strict=True):
        shown = rate.sel(mask_contrast=mask)
        axes.plot(rate.contrast, shown, color=colour("normalised"), alpha=shade, label=f"{mask:.0%}")
    axes.set(ylim=(0, 55), ylabel=label(rate), title="Under a mask, normalised cell")
    logarithmic(axes, data)
    axes.legend(title="contrast of\nthe mask")


def draw_sizes(axes: Axes, data: xr.Dataset) -> None:
    """Responses to discs of growing diameter, and to a field with a growing hole."""
    for name in CELLS:
        axes.plot(data.diameter, data.disc_curve.sel(site=name), color=COLOURS[name])
        axes.plot(data.inner_diameter, data.ring_curve.sel(site=name), ":", color=COLOURS[name])
    for line, kind in (("-", "disc"), (":", "all but a disc")):
        axes.plot([], [], line, color="black", label=kind)
    axes.set(xlabel="diameter of the disc (deg)", ylabel=label(data.disc_curve), title="Size")
    axes.legend()


def scale(data: xr.Dataset) -> float:
    """Response of the normalised cell at the highest contrast of the published points."""
    most = max(albrecht1982.CONTRAST_RESPONSE.value)[0] / 100
    return float(data.contrast_curve.sel(site="normalised cell", grating="preferred").interp(contrast=most))


def claims(data: xr.Dataset) -> list[Claim]:
    divided, alone, plain = (data.sel(site=name) for name in ("normalised cell", SATURATING, "simple cell"))
    same, moved = ((cell.semi_saturation / cell.semi_saturation[0]).max() for cell in (divided, alone))
    width, wider = (cell.half_bandwidth.max() / cell.half_bandwidth.min() for cell in (divided, alone))
    narrower = plain.half_bandwidth.dropna("contrast")[0] / plain.half_bandwidth[-1]
    masked, rule = divided.mask_semi_saturation.sel(mask_contrast=0.25), np.hypot(data.put_in, 0.25)
    shift = masked / divided.mask_semi_saturation.sel(mask_contrast=0)
    half, far = divided.semi_saturation[0], misfit(data)
    check, control = (partial(Claim, kind=kind) for kind in ("check", "control"))
    digitised = partial(check, source=albrecht1982.CONTRAST_RESPONSE.source, status="digitised")
    # that these two come out follows from the equation: they check that the layer computes it
    before, tuned = (partial(check, source=p.CITATION, status="recalled") for p in (albrecht1982, sclar1982))
    heeger = partial(Claim, source=heeger1992.CITATION, status="recalled")
    return [
        check("the fitted c₅₀ is the one put in", half, data.put_in, holds=abs(half / data.put_in - 1) < 0.05),
        digitised("the curve runs through the published points (rms, % of maximum)", far, "0", holds=far < 5),
        before("c₅₀ is the same for gratings it prefers less (largest ratio)", same, "1", holds=abs(same - 1) < 0.05),
        control("a cell that saturates by itself changes its c₅₀ (largest ratio)", moved, holds=moved > 1.2),
        tuned("tuning is as wide at all contrasts (widest / narrowest)", width, "1", holds=abs(width - 1) < 0.05),
        control("a cell that saturates by itself is wider at high contrast (ratio)", wider, holds=wider > 1.2),
        control("one with a threshold is narrower at low contrast (ratio)", narrower, holds=narrower < 0.8),
        heeger("a mask of 25 % shifts the curve to the right (ratio of c₅₀)", shift, "> 1", holds=shift > 1.2),
        check("it comes to lie at √(σ² + mask²)", masked, rule, holds=abs(masked / rule - 1) < 0.05),
        *population_claims(data[["saturation", "mask_effect", "suppression"]]),
    ]


def population_claims(units: xr.Dataset) -> list[Claim]:
    """What the units of cells and networks answer to the same questions."""
    middle = units.median("unit")
    cell, plain, first = (middle.sel(population=name) for name in ("normalised cell", "simple cell", "AlexNet conv1"))
    trained, untrained = (
        [str(p) for p in units.population.values if p.startswith(network) and "conv1" not in p] for network in NETWORKS
    )
    saturated = middle.saturation.sel(population=["AlexNet conv1", *trained]).max()
    masks, twin = middle.mask_effect.sel(population=trained).max(), middle.mask_effect.sel(population=untrained).min()
    helped = ((units.mask_effect > 0.1).sum("unit") / units.mask_effect.count("unit")).sel(population=trained).min()
    sizes = middle.suppression.sel(population=trained).max()
    foretold, control = (partial(Claim, kind=kind) for kind in ("prediction", "control"))
    heeger = partial(Claim, source=heeger1992.CITATION, status="recalled")
    return [
        heeger(
            "a mask that does not drive a cell suppresses it (effect)",
            cell.mask_effect,
            "< 0",
            holds=cell.mask_effect < -0.1,
        ),
        control(
            "it does nothing to a cell without division (effect)",
            plain.mask_effect,
            holds=abs(plain.mask_effect) < 0.05,
        ),
        Claim(
            "a large grating suppresses it, as put in (index)",
            cell.suppression,
            holds=cell.suppression > 0.1,
            kind="check",
        ),
        control(
            "it does not suppress a cell without division (index)",
            plain.suppression,
            holds=abs(plain.suppression) < 0.05,
        ),
        foretold("no layer of AlexNet saturates (largest median R(50 %)/R(100 %))", saturated, holds=saturated < 0.75),
        foretold(
            "a mask does nothing to conv1 (median effect)", first.mask_effect, holds=abs(first.mask_effect) < 0.05
        ),
        foretold("from conv2 on it suppresses (weakest median effect of a layer)", masks, holds=masks < -0.1),
        control("training does that: not in the untrained twin (strongest median)", twin, holds=twin > -0.1),
        foretold("unlike division it helps some units (least share of a layer)", helped, holds=helped > 0.05),
        foretold("size hardly suppresses the median unit (largest index of a layer)", sizes, holds=sizes < 0.1),
    ]


def misfit(data: xr.Dataset) -> float:
    """Root mean square distance of the model's curve from the published points, in % of the maximum."""
    at, published = np.array(albrecht1982.CONTRAST_RESPONSE.value).T
    curve = data.contrast_curve.sel(site="normalised cell", grating="preferred")
    model = np.interp(np.log(at / 100), np.log(curve.contrast), curve) / scale(data)
    return float(np.sqrt(np.mean((100 * model - published) ** 2)))
