"""Textures that second-order statistics do not tell apart: which are seen, by people, by filters and by networks?

Textures whose pairs of points have the same statistics look alike at a glance, Julesz held, unless they differ in
textons [1]. To squared energy such textures are the same by theorem, for it is a second-order statistic itself; what
else a model sees in them says what it is made of. Layers of a network are said to tell mirror images, as people at a
glance do not. Does that come from training, from depth, or from the handedness of their features?

People: △ and → are seen (52 of 100, + among Os being 100) [2]; discs in a line too [3]; R and its mirror image, boxes
with crosses, and stubs above or below a line are not [1]. T and L, by which all distances are measured, need scrutiny
[4], yet are found better than by chance (31 of 100) [2].

Protocol: 40 displays of every texture (20 for VGG16) of 11 × 11 elements, .4 deg large and .625 deg apart, displaced by
up to an eighth of that and turned at random, on 7 deg (224 samples). Strokes add up where they meet: only so the
statistics are the same. A model's channels are averaged over a display; textures lie apart by their cross-validated
distance, and are not seen if the 95 % interval of its ratio to that of T and L lies within ±.15. Networks untrained are
five; mirrored ones answer with the mean of their responses to a display and to its mirror image. Larger elements are
fewer. Kernels of conv1, summed over colours, are compared with their own mirror images, turned and shifted, and so are
noises of their spectra, as smooth as they.

What was found: it is the features. Mirrored, a network no longer tells R from its mirror image, and △ from → as
before. Untrained kernels are handed, and tell the two from conv1 on; the trained ones of conv1 are nearly their own
mirror images, and conv2 and conv3 tell the two by 2 to 3 % of the distance of T and L (one layer of VGG16 by 17 %). In
units of noise R and its mirror image are up to twice as near as untrained in conv2 to conv4; T and L lie three to six
times as far apart, so that the share falls mostly for these. That networks tell the two about as well as T and L holds
where elements stand in a regular grid, 20 samples apart, five strides of conv1: all elements lie alike on the lattice
of units, whose mean then is none over places. Half a sample more between elements ends it. A t value hides that, for it
says how sure a distance is, not how large: on the grid it is about as high for either pair, untrained and up to conv3.
Elements 2.5 times as large, relative to receptive fields, raise the share, to 13 % at most (of conv1, to which T and L
are then the same, no share is known).

[1] Julesz (1981), Nature 290, 91-97.   [2] Kröse (1987), Biol. Cybern. 55, 289-298.   [3] Caelli & Julesz (1978),
Biol. Cybern. 28, 167-175.   [4] Bergen & Julesz (1983), Nature 303, 696-698.

What this does not show: what people see in these displays. They were shown others, with strokes that count once where
they meet; here the corners of △ and → are bright, and any model that is not second-order may count bright spots. Nor
is a mean over a display what people have of it, or the ratio to T and L a measure of how well they see.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex.analysis.displays import label as named
from visualcortex.analysis.handedness import mirror_likeness
from visualcortex.experiment import Claim
from visualcortex.learning.synthesis import phase_scrambled
from visualcortex.models.alexnet import STAGES, AlexNet
from visualcortex.models.imagenet import find_weights
from visualcortex.models.mirrored import Mirrored
from visualcortex.models.model import Model
from visualcortex.papers import caelli_julesz1978, julesz1981, krose1987
from visualcortex.plotting import verdicts
from visualcortex.plotting.strips import strips
from visualcortex.plotting.style import canvas, colour, styled
from visualcortex.protocols.second_order import second_order
from visualcortex.protocols.segregation import told_apart
from visualcortex.protocols.texture_models import BLOCKS, CONV, COUNT, FIELD, PASSES, by_layer, layered, shown
from visualcortex.protocols.textures import bordered, drawn
from visualcortex.stimuli.textons import PITCH, SIZE, STROKE
from visualcortex.vocabulary import attributes

QUICK = {"displays": 8, "vgg_displays": 0, "look_displays": 4, "twins": 1}

YARDSTICK, SAME = ("T", "L"), ("T", "T again")
MIRRORED, DUAL = julesz1981.UNSEEN.value[0], julesz1981.UNSEEN.value[1:]
DISCS, ARROW = caelli_julesz1978.QUASI_COLLINEAR.value, ("triangle", "arrow")
PAIRS = (YARDSTICK, SAME, ARROW, MIRRORED, *DUAL, DISCS)
KINDS = {name: name.removesuffix(" again") for pair in PAIRS for name in pair}
PEOPLE = {ARROW: "seen", DISCS: "seen", **dict.fromkeys(julesz1981.UNSEEN.value, "not seen"), SAME: "not seen"}
TITLES = dict(zip(PAIRS, ("T L", "T T", "△ →", "R Я", "boxes", "stubs", "discs"), strict=True))
SOURCES = ("with scrutiny [4]", "(control)", "seen [2]", "not seen [1]", "not seen [1]", "not seen [1]", "seen [3]")
SCALES = ("1", "1.6", "2.5")
JITTER = 0.25  # of the distance of elements: range of their random displacement
GRID, OFF = "grid of 20", "grid of 20.5"  # samples from element to element; conv1 has a stride of 4
TRAINED, BLIND, UNTRAINED = "AlexNet", "mirrored AlexNet", "untrained AlexNet"
CHANNELS = ("squared energy", "half-wave", "inhibited")
TWIN = f"{UNTRAINED} 0"
ROWS = (
    *("squared energy", "absolute", "half-wave", "inhibited", ""),
    *("HMAX C1 MAX", "HMAX C1 SUM", "HMAX C2 MAX", "HMAX C2 SUM", ""),
    *(*(f"{TRAINED} {layer}" for layer in CONV), ""),
    *(*(f"VGG16 {layer}" for layer in BLOCKS), ""),
)
JUDGED = {
    ARROW: krose1987.DETECTABILITY,
    **dict.fromkeys(DUAL, julesz1981.UNSEEN),
    DISCS: caelli_julesz1978.QUASI_COLLINEAR,
}
REASONS = {
    (DUAL[0], "half-wave"): "fails: round filters as wide as a stroke tell them, by 2 % of their mean",
    (DUAL[0], "inhibited"): "fails: round filters as wide as a stroke tell them, by a quarter of their mean",
    (DUAL[1], "half-wave"): "fails: round filters half as wide as a stroke tell them, by 3 % of their mean",
    (DUAL[1], "inhibited"): "fails: round filters as wide as two strokes give three times as much to one",
    (DISCS, "half-wave"): "fails: only round filters as wide as a stroke tell them, by 3 % of their mean",
}
UNEQUAL = "fails: conv4 is 2.2 times nearer, but so uncertain that it might be as far; conv3 is twice as near"
HANDED = "fails: conv3_3 does, wherever elements stand; the three others do not"
MARGIN = verdicts.MARGIN
HUES = {ARROW: "#D55E00", MIRRORED: "#0072B2"}
KERNELS = {"trained": colour(TRAINED), "random phases": "0.4", "untrained": colour(UNTRAINED)}
DEPTH = np.arange(1, len(CONV) + 1)
DEPTHS = dict(zip(CONV, matplotlib.colormaps["plasma"](np.linspace(0.85, 0.0, len(CONV))), strict=True))


def run(
    displays: int = 40, vgg_displays: int = 20, look_displays: int = 40, twins: int = 5, seed: int = 0
) -> xr.Dataset:
    """Show all textures to all models (VGG16 if it has displays), and some to two networks, larger or on a grid."""
    images = drawn(FIELD, KINDS, displays=displays, seed=seed, count=COUNT, jitter=JITTER)
    networks: dict[str, Model] = {BLIND: Mirrored(AlexNet(FIELD))}
    networks |= {f"{UNTRAINED} {twin}": AlexNet(FIELD, weights=None, seed=seed + twin) for twin in range(twins)}
    found = shown(images, [name for name in PASSES if name != "VGG16"])
    found |= shown(images[:, :vgg_displays], ["VGG16"] if vgg_displays else [])
    for name, network in networks.items():
        found |= of_network(name, network, images)
    data = judged(found, PAIRS)
    data = data.merge(of_looks({TRAINED: AlexNet(FIELD), TWIN: networks[TWIN]}, look_displays, seed))
    distinct = [pair for pair in PAIRS if pair != SAME]
    data = data.merge(second_order([*distinct, ("+", "O")]).rename(pair="elements"))
    data["mirror_likeness"] = handedness(seed)
    halves = bordered(
        FIELD, [tuple(KINDS[name] for name in pair) for pair in PAIRS], displays=1, seed=seed, count=COUNT
    )
    data["image"] = ("pair", "y", "x"), halves.values[:, 0], halves.attrs
    for dim, coordinate in data.coords.items():
        coordinate.attrs = coordinate.attrs or attributes(str(dim))
    return data.assign_coords(y=halves.y, x=halves.x).assign_attrs(twins=twins)


def of_network(name: str, network: Model, images: xr.DataArray) -> dict[str, xr.DataArray]:
    """What the layers of a network make of displays."""
    return layered(network, CONV, by_layer(name, CONV), images)


def judged(found: Mapping[str, xr.DataArray], pairs: Sequence[tuple[str, str]]) -> xr.Dataset:
    """Distances of pairs, and what they are of that of T and L."""
    return told_apart(found, pairs, YARDSTICK).drop_vars(["left_out", "noiseless", "display"])


def of_looks(networks: Mapping[str, Model], displays: int, seed: int) -> xr.Dataset:
    """T and L, R and its mirror image, larger or on a grid (look, network, look_pair)."""
    every, kinds = looks(), (*YARDSTICK, *MIRRORED)
    numbers = {name: [look[name] for look in every.values() for _ in kinds] for name in looks()[GRID]}
    names = {f"{kind}, {look}": kind for look in every for kind in kinds}
    images = drawn(FIELD, names, displays=displays, seed=seed, **numbers)
    rows = {row: one for name, network in networks.items() for row, one in of_network(name, network, images).items()}
    found = []
    for look in every:
        own = {"micropattern": [f"{kind}, {look}" for kind in kinds]}
        again = {row: one.sel(own).assign_coords(micropattern=list(kinds)) for row, one in rows.items()}
        found.append(judged(again, (YARDSTICK, MIRRORED)))
    data = xr.concat(found, xr.DataArray(list(every), dims="look", name="look", attrs=attributes("look")))
    return data.rename({"site": "network", "pair": "look_pair"} | {name: f"{name}_of_look" for name in data})


def looks() -> dict[str, dict[str, Any]]:
    """Larger elements, as many as fill the field; elements on a grid, as far apart as the others or a little more."""
    on_grid = resized(1.0) | {"jitter": 0.0}
    larger = {scale: resized(float(scale)) | {"jitter": JITTER} for scale in SCALES[1:]}
    return larger | {GRID: on_grid, OFF: on_grid | {"pitch": PITCH + 0.5 / FIELD.resolution}}


def resized(scale: float) -> dict[str, Any]:
    """Elements, their distance and their strokes larger by a factor."""
    count = int(FIELD.width / (PITCH * scale))
    return {"pitch": PITCH * scale, "size": SIZE * scale, "stroke": STROKE * scale, "count": count}


def handedness(seed: int) -> xr.DataArray:
    """How like their mirror images the kernels of conv1 are: trained, with random phases, and untrained."""
    trained, untrained = (
        np.asarray(find_weights("alexnet", STAGES, weights, seed)["conv1"][0].sum(2)) for weights in ("imagenet", None)
    )
    scrambled = [phase_scrambled(kernel, seed=seed + i) for i, kernel in enumerate(np.moveaxis(trained, 2, 0))]
    every = [trained, np.stack(scrambled, -1), untrained]
    patterns = xr.DataArray(np.stack(every), {"kernels": list(KERNELS)}, ("kernels", "y", "x", "channel"))
    return mirror_likeness(patterns, step=10.0)


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(8.9)
    upper, lower = drawing.subfigures(2, 1, squeeze=False, height_ratios=(5.4, 3.5))[:, 0]
    displays, table = upper.subplots(2, len(PAIRS), height_ratios=(1, 4.4))
    for axes, pair, words in zip(displays, PAIRS, SOURCES, strict=True):
        verdicts.display(axes, data.image.sel(pair=named(pair)))
        axes.set_title(TITLES[pair], loc="center")
        axes.set_xlabel(words, fontsize=6.5, labelpad=2)
    for axes, pair in zip(table, PAIRS, strict=True):
        draw_rows(axes, data.sel(pair=named(pair)), PEOPLE.get(pair))
    table[len(PAIRS) // 2].set_xlabel("distance / distance of T and L")
    (depth, mirror, kernels), (size, place, certain) = lower.subplots(2, 3)
    draw_depth(depth, data.sel(pair=named(MIRRORED)))
    draw_mirrored(mirror, data)
    strips(kernels, data.mirror_likeness, along="kernels", shades=KERNELS)
    kernels.set(ylim=(0, 1), ylabel="likeness to own mirror image", title="Kernels of conv1")
    kernels.set_xticks(range(len(KERNELS)), [name.replace(" ", "\n") for name in KERNELS], rotation=0, ha="center")
    draw_looks(size, data, SCALES, SIZE * FIELD.resolution * np.array([float(scale) for scale in SCALES]))
    size.set(xlabel="size of elements (samples)", ylim=(-0.2, 0.62), title="AlexNet: R Я, by size")
    size.legend(ncols=2, fontsize=6, loc="upper left", borderaxespad=0)
    draw_looks(place, data, ("1", GRID, OFF), range(3))
    place.set_xticks(range(3), ["displaced\nat random", "grid of\n20 samples", "grid of\n20.5"])
    place.set(title="AlexNet: R Я, by place", ylabel="")
    draw_certainty(certain, data.sel(look=GRID))
    return drawing


def draw_rows(axes: Axes, data: xr.Dataset, people: str | None) -> None:
    """One pair and all models; of T and L the distance itself, in units of how displays differ."""
    there = {name: place for place, name in enumerate(ROWS) if name in data.site.values}
    sites, places, below = list(there), list(there.values()), len(ROWS) + np.arange(len(CONV))
    shades = {name: colour("V1") if place < 4 else colour(name) for place, name in enumerate(ROWS)}
    if people:
        verdicts.ground(axes, people)
        verdicts.rows(axes, data.sel(site=sites), places, shades)
        verdicts.ranges(axes, of_twins(data.relative_distance), below, colour(UNTRAINED), "twin")
    else:
        for place, site in zip(places, sites, strict=True):
            axes.plot(
                [data.lower.sel(site=site), data.upper.sel(site=site)], [place, place], color=shades[site], linewidth=1
            )
            axes.plot(data.distance.sel(site=site), place, "s", color=shades[site], markersize=3.2)
        axes.plot(of_twins(data.distance).mean("twin"), below, "D", color=colour(UNTRAINED), markersize=3.2)
        axes.set(xscale="log", xlim=(0.1, None), xlabel="distance (d′²)")
    names = [] if people else [*sites, *(f"untrained {layer}" for layer in CONV)]
    axes.set(ylim=(below[-1] + 0.7, -0.7), yticks=[*places, *below], yticklabels=names)
    axes.tick_params("y", length=0, labelsize=6.5)


def draw_depth(axes: Axes, data: xr.Dataset) -> None:
    """R and its mirror image by layers, trained and not."""
    verdicts.courses(axes, data.sel(site=of(TRAINED)), DEPTH, color=colour(TRAINED), label=TRAINED)
    verdicts.courses(axes, data.reindex(site=of("VGG16", BLOCKS)), DEPTH + 0.1, color=colour("VGG16"), label="VGG16")
    untrained = of_twins(data.relative_distance)
    axes.plot(DEPTH, untrained.mean("twin"), color=colour(UNTRAINED), label="untrained")
    axes.fill_between(
        DEPTH, untrained.min("twin"), untrained.max("twin"), color=colour(UNTRAINED), alpha=0.35, linewidth=0
    )
    axes.set(xticks=DEPTH, xlabel="layer (conv)", title="R Я, by depth")
    axes.legend()


def draw_mirrored(axes: Axes, data: xr.Dataset) -> None:
    """What is left of pairs in a network that sees their mirror images too."""
    for pair, hue in HUES.items():
        one = data.sel(pair=named(pair))
        verdicts.courses(axes, one.sel(site=of(TRAINED)), DEPTH, color=hue, label=f"{TITLES[pair]}, AlexNet")
        look = {"color": hue, "fmt": "o--", "markerfacecolor": "white"}
        verdicts.courses(axes, one.sel(site=of(BLIND)), DEPTH + 0.1, label=f"{TITLES[pair]}, mirrored", **look)
    axes.set_yscale("symlog", linthresh=verdicts.LINEAR)
    axes.set(
        xticks=DEPTH, xlabel="layer (conv)", ylabel="", title="AlexNet, mirrored", yticks=(0, 1), yticklabels=("0", "1")
    )
    axes.minorticks_off()
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.8), fontsize=6, ncols=2)


def draw_looks(axes: Axes, data: xr.Dataset, looks: Sequence[str], places: Sequence[float] | np.ndarray) -> None:
    """R and its mirror image in displays of several looks, for every layer, trained and not."""
    for layer, hue in DEPTHS.items():
        look = {"color": hue, "linewidth": 1.2, "markersize": 3}
        verdicts.courses(axes, by_look(data, f"{TRAINED} {layer}", looks), places, label=layer, **look)
        axes.plot(places, by_look(data, f"{TWIN} {layer}", looks).relative_distance, ":", color=hue, linewidth=1.2)
    axes.plot([], [], ":", color="0.4", label="untrained")


def draw_certainty(axes: Axes, data: xr.Dataset) -> None:
    """On the grid, how sure the distances of R and of T are against how large they are."""
    ratio, t = data.relative_distance_of_look, data.distance_of_look / data.standard_error_of_look
    for layer, hue in DEPTHS.items():
        for name, mark in ((TRAINED, "o"), (TWIN, "D")):
            one = {"network": f"{name} {layer}"}
            axes.plot(ratio.sel(one), t.sel(one), mark, color=hue)
    axes.set(xlabel="relative distance", ylabel="t", ylim=(0, None), title="Grid of 20 (T L at 1)")


def of(network: str, layers: Sequence[str] = CONV) -> list[str]:
    """The sites of a network."""
    return [f"{network} {layer}" for layer in layers]


def of_twins(values: xr.DataArray) -> xr.DataArray:
    """Values of all untrained networks, (layer, twin)."""
    names = [name for name in values.site.values if str(name).startswith(UNTRAINED)]
    own = values.sel(site=names).values.reshape(-1, len(CONV))
    return xr.DataArray(own.T, {"layer": list(CONV)}, ("layer", "twin"))


def by_look(data: xr.Dataset, site: str, looks: Sequence[str]) -> xr.Dataset:
    """R and its mirror image at one site (look,): as in the table for the first look, then for others."""
    first = data.sel(site=site, pair=named(MIRRORED))
    others = data.sel(network=site, look_pair=named(MIRRORED), look=list(looks[1:]))
    names = ("relative_distance", "relative_lower", "relative_upper")
    found = xr.Dataset({name: ("look", [first[name], *others[f"{name}_of_look"]]) for name in names})
    return found.where(found.relative_upper - found.relative_lower < 0.5)  # else T and L are not told apart themselves


def claims(data: xr.Dataset) -> list[Claim]:
    return [*drawn_alike(data), *not_told(data), *as_people(data), *of_networks(data), *of_places(data)]


def below(statement: str, value: Any, limit: Any, **words: Any) -> Claim:
    """A claim that something is smaller than a limit."""
    return Claim(statement, value, words.pop("published", f"< {limit:g}"), holds=value < limit, **words)


def above(statement: str, value: Any, limit: Any, **words: Any) -> Claim:
    """A claim that something is larger than a limit."""
    return Claim(statement, value, f"> {limit:g}", holds=value > limit, **words)


def drawn_alike(data: xr.Dataset) -> list[Claim]:
    """Are the statistics of the drawings as the theory wants them?"""
    arrow, plus = (data.spectral_difference.sel(elements=pair) for pair in (named(ARROW), "+ / O"))
    dual = [named(pair) for pair in (*julesz1981.UNSEEN.value, DISCS)]
    power = data.spectral_difference.sel(elements=dual).max()
    shared = data.neighbour_difference.sel(elements=[*dual, named(ARROW)]).max()
    dipoles = data.dipole_difference.sel(elements=[*dual, named(ARROW)]).max()
    return [
        below("△ and → have the same power at every frequency (difference)", arrow, 1e-3, kind="check"),
        below("so have R and Я, boxes, stubs and discs (largest difference)", power, 5e-3, kind="check"),
        below("lengths of dipoles are the same in all five (largest difference)", dipoles, 1e-3, kind="check"),
        below("and what neighbours share of each other (largest difference)", shared, 1e-3, kind="check"),
        above("not so + and O, which anything tells apart (difference of power)", plus, 0.1, kind="check"),
    ]


def not_told(data: xr.Dataset) -> list[Claim]:
    """What must not be told apart: the same texture, and by squared energy any pair of the same power."""
    control = partial(below, limit=MARGIN, kind="control")
    every = [str(name) for name in data.site.values]
    reach = partial(farthest, data)
    return [
        control("filters do not tell a texture from itself (farthest end of an interval)", reach([SAME], CHANNELS)),
        control("nor does any layer of HMAX or of a network (farthest end)", reach([SAME], every), needs_full=True),
        control("squared energy does not see △ and → (farthest end)", reach([ARROW], CHANNELS[:1])),
        control("nor boxes, stubs or discs (farthest end)", reach([*DUAL, DISCS], CHANNELS[:1]), needs_full=True),
        below(
            "filters do not see R and Я, as people do not (farthest end of an interval)",
            reach([MIRRORED], CHANNELS),
            MARGIN,
            source=julesz1981.UNSEEN.source,
            status=julesz1981.UNSEEN.status,
        ),
    ]


def as_people(data: xr.Dataset) -> list[Claim]:
    """Do the channels of early vision see what people see, and nothing else?"""
    found = []
    for (pair, published), site in product(JUDGED.items(), CHANNELS[1:]):
        one = data.sel(pair=named(pair), site=site)
        found.append(
            Claim(
                f"{site} channels: {TITLES[pair]} {PEOPLE[pair]}, as by people (relative distance)",
                one.relative_distance,
                PEOPLE[pair],
                holds=one.verdict.item() == PEOPLE[pair],
                source=published.source,
                status=published.status,
                expected=REASONS.get((pair, site), "holds"),
                needs_full=pair != ARROW,
            )
        )
    return found


def of_networks(data: xr.Dataset) -> list[Claim]:
    """Mirror images and networks: training, depth, handedness."""
    mirrored, arrow = (data.sel(pair=named(pair)) for pair in (MIRRORED, ARROW))
    unseen = partial(below, limit=MARGIN, needs_full=True, source=julesz1981.UNSEEN.source, status="printed")
    foretold, control = ({"kind": kind, "needs_full": True} for kind in ("prediction", "control"))
    reach = partial(farthest, data, [MIRRORED])
    told = (mirrored.lower.sel(site=of(TRAINED)) > 0).sum()
    kept = (arrow.verdict.sel(site=of(BLIND)) == "seen").sum()
    gain = of_twins(mirrored.relative_distance).mean("twin") - mirrored.relative_distance.sel(site=of(TRAINED)).values
    first = (of_twins(mirrored.lower).sel(layer="conv1") > 0).mean()
    farther = mirrored.distance.sel(site=of(TRAINED)[1:4]).values / of_twins(mirrored.distance).mean("twin")[1:4]
    change = np.maximum(farther, 1 / farther).max()
    trained, scrambled, untrained = data.mirror_likeness.median("channel")
    discs = data.relative_lower.sel(pair=named(DISCS), site=of(TRAINED)[2:]).min()
    return [
        unseen("no layer of AlexNet sees R and Я, as people do not (farthest end of an interval)", reach(of(TRAINED))),
        unseen("nor does any of VGG16 from conv2_2 on (farthest end)", reach(of("VGG16", BLOCKS[1:])), expected=HANDED),
        unseen("nor C2 of HMAX, whose features are handed (farthest end)", reach(["HMAX C2 MAX", "HMAX C2 SUM"])),
        above("yet layers of AlexNet tell them apart (how many have an interval above 0)", told, 0, **foretold),
        below(
            "mirrored, none does, by theorem (farthest end)", reach(of(BLIND)), MARGIN, kind="check", needs_full=True
        ),
        above("but all see △ and → (how many)", kept, len(CONV) - 1, **control),
        above(
            "untrained, R and Я lie farther apart, relative to T and L, at every layer (least difference)",
            gain.min(),
            0,
            **foretold,
        ),
        above("and most networks tell them apart at conv1 (share)", first, 0.5, **foretold),
        below(
            "but about as far in units of noise, from conv2 to conv4 (largest factor, either way)",
            change,
            1.5,
            expected=UNEQUAL,
            **foretold,
        ),
        above("kernels of conv1 are nearly their own mirror images (median likeness)", trained, 0.8, kind="prediction"),
        above("more than others of their spectra, with random phases (difference)", trained - scrambled, 0, **foretold),
        below("untrained ones are not", untrained, 0.5, kind="prediction"),
        above(
            "AlexNet sees the discs from conv3 on, as people do (lowest end of an interval)",
            discs,
            MARGIN,
            needs_full=True,
            source=caelli_julesz1978.QUASI_COLLINEAR.source,
            status=caelli_julesz1978.QUASI_COLLINEAR.status,
        ),
    ]


def of_places(data: xr.Dataset) -> list[Claim]:
    """Mirror images, the size of elements, and where they stand."""
    foretold = {"kind": "prediction", "needs_full": True}
    looks, conv1, conv2 = data.sel(look_pair=named(MIRRORED)), of(TRAINED)[0], of(TRAINED)[1]
    larger = looks.relative_lower_of_look.sel(look=list(SCALES[1:]), network=of(TRAINED)).max()
    small, large = (
        np.mean([by_look(data, site, SCALES).relative_distance[i] for site in of(TRAINED)[1:4]]) for i in (0, -1)
    )
    on = looks.relative_lower_of_look.sel(look=GRID, network=conv1)
    off = looks.relative_upper_of_look.sel(look=OFF, network=conv1)
    t = (data.distance_of_look / data.standard_error_of_look).sel(look=GRID, network=conv2)
    as_sure = t.sel(look_pair=named(MIRRORED)) / t.sel(look_pair=named(YARDSTICK))
    return [
        below("nor is AlexNet shown to see larger elements (highest lower end)", larger, MARGIN, **foretold),
        above("but lie farther apart in conv2 to conv4 (mean, 2.5 times as large)", large, small, **foretold),
        above("on a grid of five strides conv1 sees R and Я (lower end)", on, MARGIN, **foretold),
        below("half a sample more from element to element, and it does not (upper end)", off, MARGIN, **foretold),
        above("on the grid conv2 is as sure of R and Я as of T and L (t / t)", as_sure, 0.5, **foretold),
    ]


def farthest(data: xr.Dataset, pairs: Sequence[tuple[str, str]], sites: Sequence[str]) -> xr.DataArray:
    """How far from 0 the intervals of some pairs reach at some sites."""
    ends = data[["relative_lower", "relative_upper"]].sel(pair=[named(pair) for pair in pairs])
    return abs(ends.reindex(site=list(sites)).to_array()).max(skipna=False)
