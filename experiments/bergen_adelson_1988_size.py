"""Xs among Ls: are they told apart by crossings and ends of lines, or by their size?

Xs and Ls of the same two bars, turned at random, part at a glance, though both have bars of all orientations. The one
has a crossing and four ends, the other a corner and two, which textons are made of [1]. Bergen & Adelson [2] note that
an L with bars as long is larger. Make the Ls larger still, and the textures part better; make them smaller, and they
hardly part, while crossings, corners and ends stay what they are. What counts, they say, is the energy of mechanisms
tuned for size. Ls of many sizes are shown with Xs of one, to such channels, to the model of Malik & Perona, to HMAX and
to AlexNet, trained and not, and each is asked which Ls it tells least from the Xs.

Channels as large as the elements (filled dots) order three sizes as people do, and so do the coarse bands of HMAX and,
barely, the model of Malik & Perona. Finer channels do not: of shorter bars with the same ink they see that these are
brighter. Nor do all channels together, or the layers of a network.

Protocol: textures of 9 × 9 elements, .75 deg apart, on 7 deg (224 samples), turned at random; bars of the Xs are
.4 deg long and .0625 deg wide, light on grey, and the crossing is no brighter than the bars. As in [2] the contrast of
the Ls is such that the ink of both textures is the same; channels are asked again without that. Features are the means
of responses over a display, distances are cross-validated over 32 displays of each texture, relative to that of Ls
whose bars are as long as those of the Xs. Channels are round filters (DOG2) half an octave apart, and squared; the one
tuned to the size of the Xs is that which answers most to a disc whose diameter is the length of their bars, whatever it
makes of Xs and Ls. Bands and bars are 95 % intervals by the jackknife. The circle around an L is as large as that
around an X where its bars are 1/√2 as long (dotted).

[1] Julesz (1981), Nature 290, 91-97.   [2] Bergen & Adelson (1988), Nature 333, 363-364.

What this does not show: that people see by such channels, only that these order three sizes as people do. The direction
of the effect is recalled, no size is known at which people see least. An observer who looks at one channel must know
which, and distances are those of an ideal one, who sees whatever differs reliably: people do not. Crowding, the fovea
and the time of a glance are left out.
"""

from collections.abc import Sequence
from functools import partial

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, record
from visualcortex.analysis.jackknife import interval
from visualcortex.analysis.minimum import place_of_minimum
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.hmax import Hmax
from visualcortex.models.model import Model
from visualcortex.models.readout import Layers, Pixels, SpatialPool
from visualcortex.models.texture import FilterRectifyFilter, MalikPerona
from visualcortex.papers import bergen_adelson1988 as paper
from visualcortex.plotting import colour, label
from visualcortex.plotting.intervals import banded
from visualcortex.plotting.style import PUBLISHED, canvas, styled
from visualcortex.plotting.verdicts import display
from visualcortex.protocols.segregation import populations, told_apart
from visualcortex.protocols.textures import drawn, responses
from visualcortex.stimuli import spot
from visualcortex.stimuli.textons import SIZE, textures
from visualcortex.vocabulary import attributes

SHORT, EQUAL, LONG = paper.HARD.value, paper.SEEN.value, paper.EASY.value
QUICK = {"ratios": (SHORT, EQUAL, LONG), "displays": 14}

FIELD = VisualField(7.0, 32.0)
LOOK = {"count": 9, "pitch": 0.75, "overlap": 0.0}
PRINT = VisualField(7.5, 48.0)
SCALES = tuple(2 ** (step / 2) / 32 for step in range(9))  # deg
VERDICTS = {SHORT: "hardly part", EQUAL: "part", LONG: "part better"}
INKS = ("equal ink", "equal contrast")
TUNED, BANK = "channel of the Xs' size", "all channels"
CONV = tuple(f"conv{i}" for i in range(1, 6))
NETWORK, TWIN = ([f"{name} {layer}" for layer in CONV] for name in ("AlexNet", "untrained"))
MALIK, HMAX, COARSE = "Malik & Perona", "HMAX C1", "its coarse bands"
CIRCLES, STRONGEST = 0.5**0.5, 1 / 3
BRIGHT = "fails: shorter bars of the same ink are brighter, which fine units see"
ENERGETIC = "fails: longer bars of the same contrast have more energy, which makes up for their size"
FINE = "fails: bars are brighter, which its fine bands see; its coarse bands order the sizes as people do"
LATE = "fails: conv4 and conv5 tell Ls of equal and of longer bars about as well"
DEPTHS = dict(zip(NETWORK, matplotlib.colormaps["plasma"](np.linspace(0.0, 0.85, len(CONV))), strict=True))
COLOURS = {TUNED: "#009E73", BANK: "#56B4E9", MALIK: "#CC79A7", HMAX: colour("HMAX"), COARSE: "#7FC4EE", **DEPTHS}


def run(
    ratios: Sequence[float] = (0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6),
    displays: int = 32,
    seed: int = 0,
) -> xr.Dataset:
    """Show textures of Xs and of Ls of several sizes to every site."""
    if not {SHORT, EQUAL, LONG} <= set(ratios):
        raise ValueError(f"ratios are those of the paper, {SHORT}, {EQUAL} and {LONG}, and others, not {ratios}")
    images = shown(ratios, displays, seed)
    energy = responses(Site(pooled(channels()), "squared"), images).rename(channel="unit")
    tuned = size_tuned()
    found = among(ratios, {TUNED: energy.isel(unit=[tuned]), BANK: energy})
    others = among(ratios, everywhere(images.sel(ink="equal ink", drop=True), seed)).expand_dims(ink=INKS[:1])
    data = xr.concat([found, others], "site", join="outer", combine_attrs="drop_conflicts").sel(ink=list(INKS))
    data = data.assign(minima(data) | each(energy, ratios)).drop_vars(["left_out", "verdict"])
    data = data.assign(ink_difference=ink_difference(images, ratios), image=examples(seed))
    for dim, coordinate in data.coords.items():
        coordinate.attrs = attributes(str(dim))
    data["relative_size"].attrs = {"long_name": "bars of the Ls / of the Xs", "units": "1"}
    return data.assign_attrs(tuned_scale=SCALES[tuned])


def pooled(model: Model) -> SpatialPool:
    """A model whose responses are means over a display."""
    return SpatialPool(model, pooling="SUM")


def channels() -> FilterRectifyFilter:
    """Round filters of many sizes."""
    return FilterRectifyFilter(FIELD, kinds=("DOG2",), scales=SCALES)


def everywhere(images: xr.DataArray, seed: int) -> dict[str, xr.DataArray]:
    """The responses of models of cortex and of networks, means over a display."""
    found = populations(MALIK, Site(pooled(MalikPerona(FIELD)), "inhibited"), images)
    bands = Layers(pooled(Hmax(FIELD, variant="code")), [f"c1_{band}" for band in range(1, 5)])
    found |= populations(HMAX, Site(bands, "layers"), images)
    found[COARSE] = found[HMAX].isel(unit=slice(found[HMAX].sizes["unit"] // 2, None))
    for name, weights in (("AlexNet", "imagenet"), ("untrained", None)):
        network = Site(Layers(pooled(AlexNet(FIELD, weights=weights, seed=seed)), CONV), "layers")
        found |= populations(name, network, images, apart="layer")
    return found


def among(ratios: Sequence[float], found: dict[str, xr.DataArray]) -> xr.Dataset:
    """Distances of Ls of all sizes from the Xs, and those relative to that of Ls of equal bars."""
    judged = told_apart(found, [("X", f"L {ratio:g}") for ratio in ratios], ("X", f"L {EQUAL:g}"))
    return judged.assign_coords(pair=list(ratios)).rename(pair="relative_size")


def minima(data: xr.Dataset) -> dict[str, xr.DataArray]:
    """Which size of the Ls is told least from the Xs; without an interval where it is the first or the last."""
    least, left_out = (place_of_minimum(data[name], "relative_size") for name in ("distance", "left_out"))
    inside = (least > data.relative_size.min()) & (least < data.relative_size.max())
    ends = interval(least, left_out, "display").where(inside)
    return {"minimum": least, "minimum_lower": ends.lower, "minimum_upper": ends.upper}


def shown(ratios: Sequence[float], displays: int, seed: int) -> xr.DataArray:
    """Displays of Xs, and of Ls of several sizes, (ink, micropattern, display, y, x)."""
    kinds = {"X": "X", **{f"L {ratio:g}": "L" for ratio in ratios}}
    sizes = [SIZE, *(ratio * SIZE for ratio in ratios)]
    images = drawn(FIELD, kinds, displays=displays, seed=seed, size=sizes, **LOOK)
    ink = images.mean(["display", "y", "x"])
    factors = xr.concat([ink.sel(micropattern="X") / ink, xr.ones_like(ink)], xr.DataArray(list(INKS), dims="ink"))
    return (factors * images).transpose("ink", "micropattern", "display", "y", "x").assign_attrs(images.attrs)


def size_tuned() -> int:
    """Number of the channel that answers most to a disc whose diameter is the length of the Xs' bars."""
    peak = record(Site(SpatialPool(channels(), pooling="MAX"), "linear"), spot, diameter=SIZE)
    return int(peak.argmax("channel"))


def each(energy: xr.DataArray, ratios: Sequence[float]) -> dict[str, xr.DataArray]:
    """What each channel makes of the Ls, and whether it tells shorter ones from Xs worse and longer ones better."""
    mean = energy.mean("display").rename(unit="rf_scale").reset_coords(drop=True).assign_coords(rf_scale=list(SCALES))
    judged = among(ratios, {f"{scale:g}": energy.isel(unit=[i]) for i, scale in enumerate(SCALES)})
    longer = judged.relative_lower.sel(relative_size=LONG, drop=True) > 1
    shorter = judged.relative_upper.sel(relative_size=SHORT, drop=True) < 1
    alike = (longer & shorter).astype(float).rename(site="rf_scale").assign_coords(rf_scale=list(SCALES))
    words = {"energy_ratio": "energy of Ls / energy of Xs", "as_people": "whether sizes are ordered as by people"}
    found = zip(words.items(), (over_xs(mean, ratios), alike), strict=True)
    return {name: values.assign_attrs(long_name=long, units="1") for (name, long), values in found}


def over_xs(values: xr.DataArray, ratios: Sequence[float]) -> xr.DataArray:
    """Values of the Ls over those of the Xs."""
    larger = values.sel(micropattern=[f"L {ratio:g}" for ratio in ratios]).rename(micropattern="relative_size")
    return larger.assign_coords(relative_size=list(ratios)) / values.sel(micropattern="X", drop=True)


def ink_difference(images: xr.DataArray, ratios: Sequence[float]) -> xr.DataArray:
    """How much more ink the Ls have than the Xs."""
    more = over_xs(images.mean(["display", "y", "x"]), ratios) - 1
    return (100 * more).assign_attrs(long_name="ink of Ls more than that of Xs", units="%")


def examples(seed: int) -> xr.DataArray:
    """Xs among Ls of the three published sizes, of equal ink."""
    camera, stimulus = Site(Pixels(PRINT), "pixels"), textures("L", "X")
    look = {**LOOK, "count": 10, "figure": 1, "layout": 2, "equal_ink": 1.0, "seed": seed}
    images = [record(camera, stimulus, size=ratio * SIZE, size_ratio=1 / ratio, **look).values for ratio in VERDICTS]
    places = {"scene": list(VERDICTS), "image_y": PRINT.y, "image_x": PRINT.x}
    return xr.DataArray(np.stack(images), places, attrs=attributes("contrast"))


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(7.6)
    top, middle, bottom = drawing.subfigures(3, 1, height_ratios=(1.2, 1.0, 1.05), squeeze=False)[:, 0]
    for axes, (ratio, verdict) in zip(top.subplots(1, len(VERDICTS)), VERDICTS.items(), strict=True):
        display(axes, data.image.sel(scene=ratio).clip(max=STRONGEST))
        axes.set_title(f"bars of the Ls × {ratio:g}", loc="center")
        axes.set_xlabel(f"people: {verdict}", color=PUBLISHED)
    energies, distances = middle.subplots(1, 2)
    draw_energies(energies, data)
    draw_channels(distances, data)
    models, network, least = bottom.subplots(1, 3)
    draw_distances(models, data, [MALIK, HMAX, COARSE])
    models.set_title("Models of cortex")
    untrained = data.relative_distance.sel(site=TWIN, ink="equal ink")
    band = untrained.min("site"), untrained.max("site")
    network.fill_between(data.relative_size, *band, color="0.88", linewidth=0, label="untrained")
    draw_distances(network, data, NETWORK)
    network.set_title("AlexNet")
    for axes in (distances, models, network):
        axes.legend(handlelength=1.3, labelspacing=0.2, borderaxespad=0, fontsize=6.5, loc="lower right")
    draw_minima(least, data)
    return drawing


def draw_energies(axes: Axes, data: xr.Dataset) -> None:
    """What channels of all sizes make of three sizes of Ls; filled are those that order them as people do."""
    shades = dict(zip(VERDICTS, matplotlib.colormaps["viridis"]((0.0, 0.45, 0.8)), strict=True))
    for ratio, shade in shades.items():
        one = data.energy_ratio.sel(relative_size=ratio, ink="equal ink")
        alike = one.where(data.as_people.sel(ink="equal ink") == 1)
        axes.plot(data.rf_scale, one, "o-", color=shade, markerfacecolor="white", label=f"Ls × {ratio:g}")
        axes.plot(data.rf_scale, alike, "o", color=shade)
    axes.axhline(1, color="0.6", linewidth=0.8, zorder=0)
    axes.axvline(data.tuned_scale, color=COLOURS[TUNED], linewidth=5, alpha=0.3, zorder=0)
    ticks = [2.0**octave for octave in range(-5, 0)]
    axes.set(xscale="log", yscale="log", xlabel="scale of the channel σ (deg)", ylabel=label(data.energy_ratio))
    axes.set_xticks(ticks, [f"1/{1 / tick:g}" for tick in ticks])
    axes.set_yticks((0.5, 1, 2), ("½", "1", "2"))
    axes.minorticks_off()
    axes.set_title("Channels: energy")
    axes.legend()


def draw_channels(axes: Axes, data: xr.Dataset) -> None:
    """One channel and all of them, with equal ink and with equal contrast."""
    draw_distances(axes, data, [TUNED, BANK], least=0.003)
    for site in (TUNED, BANK):
        one = data.relative_distance.sel(site=site, ink="equal contrast")
        axes.plot(data.relative_size, one, "--", color=COLOURS[site], linewidth=0.9)
    axes.plot([], [], "--", color="0.4", linewidth=0.9, label="at equal contrast")
    axes.set_title("Channels: distance of Ls from Xs")


def draw_distances(axes: Axes, data: xr.Dataset, names: Sequence[str], least: float = 0.03) -> None:
    """Distances of Ls of all sizes from the Xs."""
    one = data.sel(ink="equal ink")
    for site in names:
        look = {"color": COLOURS[site], "label": site.removeprefix("AlexNet ")}
        ends = one.relative_lower.sel(site=site), one.relative_upper.sel(site=site)
        banded(axes, one.relative_distance.sel(site=site), *ends, floor=least, **look)
    axes.axvline(CIRCLES, color="0.6", linewidth=0.8, linestyle=":", zorder=0)
    axes.axhline(1, color="0.6", linewidth=0.8, zorder=0)
    axes.set(yscale="log", ylim=(least, 30), xlabel=label(data.relative_size), ylabel="distance / that at equal bars")


def draw_minima(axes: Axes, data: xr.Dataset) -> None:
    """Which Ls every site tells least from the Xs; an arrow where these are the first or the last."""
    names = [TUNED, BANK, MALIK, HMAX, COARSE, *NETWORK, *TWIN]
    one = data.sel(ink="equal ink", site=names)
    ends = {float(data.relative_size.min()): "<", float(data.relative_size.max()): ">"}
    for place, site in enumerate(names):
        shade, least = COLOURS.get(site, colour(site)), float(one.minimum.sel(site=site))
        reach = one.minimum_lower.sel(site=site), one.minimum_upper.sel(site=site)
        axes.plot(reach, [place, place], color=shade)
        axes.plot(least, place, ends.get(least, "o"), color=shade)
    axes.axvline(SHORT, color=PUBLISHED, linewidth=0.8, zorder=0)
    axes.text(SHORT + 0.03, -0.9, "people: hardly", fontsize=6.5, color=PUBLISHED)
    axes.axvline(CIRCLES, color="0.6", linewidth=0.8, linestyle=":", zorder=0)
    axes.set(yticks=range(len(names)), yticklabels=names, ylim=(len(names) - 0.5, -1.0))
    axes.set(xlabel=label(data.relative_size))
    axes.set_title("Told least", pad=8)


def claims(data: xr.Dataset) -> list[Claim]:
    one, other = (data.sel(ink=ink) for ink in INKS)
    published = partial(Claim, source=paper.SEEN.source, status=paper.SEEN.status)
    control, prediction = (partial(Claim, kind=kind) for kind in ("control", "prediction"))
    twins, size = "each layer of an untrained twin", "a channel tuned to the size of the Xs"
    return [
        *ordered(one.sel(site=TUNED), size, published),
        *ordered(one.sel(site=BANK), "channels of all sizes", published, worse=BRIGHT),
        nearest(one.sel(site=TUNED), published),
        *of_ink(one, other),
        *ordered(other.sel(site=TUNED), f"at equal contrast, {size}", control, better=ENERGETIC),
        *ordered(one.sel(site=MALIK), MALIK, prediction, needs_full=True),
        *ordered(one.sel(site=HMAX), HMAX, prediction, worse=FINE),
        *ordered(one.sel(site=NETWORK), "each layer of AlexNet", prediction, better=LATE, worse=BRIGHT),
        *ordered(one.sel(site=TWIN), twins, prediction, worse=BRIGHT),
    ]


def ordered(
    one: xr.Dataset,
    words: str,
    claim: partial[Claim],
    better: str = "holds",
    worse: str = "holds",
    **further: bool,
) -> list[Claim]:
    """That at a site, or at each of several, longer Ls are told better than those of equal bars, shorter ones worse."""
    shorter, longer = (one.sel(relative_size=ratio) for ratio in (SHORT, LONG))
    return [
        claim(
            f"{words}: Ls with bars × {LONG:g} are told from Xs better than with equal bars (relative distance)",
            longer.relative_distance.min(skipna=False),
            "> 1",
            holds=longer.relative_lower.min(skipna=False) > 1,
            expected=better,
            **further,
        ),
        claim(
            f"{words}: Ls with bars × {SHORT:g} are told from Xs less well (relative distance)",
            shorter.relative_distance.max(skipna=False),
            "< 1",
            holds=shorter.relative_upper.max(skipna=False) < 1,
            expected=worse,
            **further,
        ),
    ]


def nearest(one: xr.Dataset, claim: partial[Claim]) -> Claim:
    """Which Ls are told least: the upper end of the interval, where there is one."""
    least = one.minimum_upper.fillna(one.minimum)
    return claim(
        "the Ls that this channel tells least are nearer in size to those people hardly see than to equal bars (upper "
        "end, where there is one)",
        least,
        paper.HARD,
        holds=least < (SHORT + EQUAL) / 2,
        needs_full=True,
    )


def of_ink(one: xr.Dataset, other: xr.Dataset) -> list[Claim]:
    """What the ink of the textures says, where it is equal and where it is not."""
    check, most = partial(Claim, kind="check"), abs(one.ink_difference).max(skipna=False)
    ink = abs(other.ink_difference).sel(relative_size=[SHORT, EQUAL])
    return [
        check("the ink of the textures is the same (largest difference, %)", most, "0", holds=most < 0.1),
        check(
            f"at equal contrast ink alone would make Ls with bars × {SHORT:g} easier, not harder (ink less by, %)",
            ink[0],
            holds=ink[0] > ink[1],
        ),
    ]
