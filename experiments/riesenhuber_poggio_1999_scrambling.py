"""Scrambling: what is left of a unit's response to its paperclip once the picture is cut up and shuffled?

In Fig. 5 of [1] the preferred picture of each view-tuned unit, 128 samples a side, is cut into 4, 16, 64 or 256 tiles,
and these are shuffled. The finer the tiles, the less 21 units of version B respond, as cells of inferotemporal cortex
do to cut pictures [2]. A unit of the model has no layout to miss: C2 tells which features there are, not where. Cuts
take from it the features that lie across them, and add the edges of tiles. The same pictures are shown to HMAX
(version B, with filters as printed and as released, MAX or SUM at C2, MAX at C1) and to the layers of AlexNet
(torchvision's weights, maximum or mean over space), trained and not.

A unit that still responds need not know its clip still: others are cut alike, by the same shuffle, and shown to it
too. With filters as printed, units on forty afferents keep a third of their response at 256 tiles, and other clips so
cut give them as much. MAX keeps more than SUM, and early layers keep more than late ones, trained or not.

Protocol: 160 samples are 5 deg, all is black around. [1] does not state how large the clip was in its picture of 4 deg.
Here it fills it as the printed clips do (axis 38 / 64 of the side), or it has the size of the other figures, 2 deg.
Then the tiles take less of it apart; and forty features as printed hardly tell it from any heap of pieces, so that the
response does not fall at all. Units are tuned to the clip as it is shown, whole. Their width, not published either, is
found by one rule for all sites: the best of 60 distractors, whole, gives .57 on the mean, as to the unit of Fig. 4
(grey line). It leaves the shares of clips told from others as they are; how much is kept is relative to the best
distractor of each site. Five shuffles, 20 rivals; 40 afferents are the most excited of 256, or of a layer's channels.
Lines are means of units; for HMAX, bands are two standard errors and dotted lines others cut alike; grey areas span the
layers of one untrained network.

[1] Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.   [2] Vogels (1999), NeuroReport 10, 1811-1816.

What this does not show: how far the curves agree with those of [1], the model's and the cells', which were not read
off: that they fall is all that is compared. Thin wires on black are little but edges; in a photograph cuts add more of
them than it has. And shuffles are few, and the same for all units.
"""

from collections.abc import Sequence
from typing import Any

import jax.numpy as jnp
import matplotlib
import numpy as np
import xarray as xr
from jax.tree_util import Partial
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, record
from visualcortex.analysis.invariance import above_all
from visualcortex.analysis.view_tuned import calibrated_width, distance
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.hmax import Hmax, Variant
from visualcortex.models.readout import Layers, Pixels, SpatialPool
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.plotting import label
from visualcortex.plotting.recognition import averages, scenes
from visualcortex.plotting.style import canvas, styled
from visualcortex.stimuli.paperclips import random_clips
from visualcortex.stimuli.scrambling import scrambled_paperclip
from visualcortex.vocabulary import attributes

QUICK = {"units": 6, "distractors": 12, "rivals": 4, "shuffles": 2}

FIELD = VisualField(paper.RETINA.value, paper.RESOLUTION.value)
WINDOW = paper.SCRAMBLED_SIZE.value / paper.RESOLUTION.value  # deg
SIDES = tuple(round(count**0.5) for count in paper.TILES.value)  # tiles a side
POOLING = {"MAX": np.inf, "SUM": 0.0}
AFFERENTS = {str(paper.AFFERENTS.value): paper.AFFERENTS.value, "all": None}
HMAX = {"as released": "C2, code B", "as printed": "C2, text B"}
VARIANTS: dict[str, Variant] = {"as released": "code", "as printed": "text"}
CONV = tuple(f"conv{i}" for i in range(1, 6))
TWIN = "untrained"
PLACES = np.arange(len(SIDES))
FEW, ALL = AFFERENTS
COUNTS = {FEW: FEW, ALL: str(paper.B_C2_FEATURES.value)}
LINES = {FEW: "-", ALL: "--"}
SHADES = {"MAX": "#0072B2", "SUM": "#D55E00"}
OVER_SPACE = {"MAX": "MAX", "SUM": "mean"}
DEPTHS = dict(zip(CONV, matplotlib.colormaps["plasma"](np.linspace(0.85, 0.0, len(CONV))), strict=True))


def run(
    units: int = paper.UNITS.value,
    distractors: int = paper.DISTRACTORS.value,
    rivals: int = 20,
    shuffles: int = 5,
    sizes: Sequence[float] = (WINDOW, paper.TRAINING_SIZE.value),
    seed: int = 0,
) -> xr.Dataset:
    """Cut up the clips that units are tuned to, and other clips, and show them to HMAX and to AlexNet."""
    if rivals > distractors:
        raise ValueError(f"{rivals} rivals need as many distractors, not {distractors}")
    wires = jnp.asarray(random_clips(units + distractors, seed=seed))
    scrambled = Partial(scrambled_paperclip, clips=wires)
    clip, distractor = np.split(np.arange(units + distractors), [units])

    def measure(site: Site, pooling: str, size: float) -> xr.Dataset:
        shown: dict[str, Any] = {"size": size, "window": WINDOW, pooling: list(POOLING.values())}
        intact = record(site, scrambled, index=[*clip, *distractor], tiles=[1], seed=[seed], **shown)
        which, orders = [*clip, *distractor[:rivals]], seed + np.arange(shuffles)
        cut = record(site, scrambled, index=which, tiles=SIDES[1:], seed=orders, **shown)
        found = judged(intact, cut, units).rename({pooling: "pooling"})
        return found.assign_coords(pooling=list(POOLING)).expand_dims(size=[size])

    parts = []
    for title, name in HMAX.items():
        site = Site(Hmax(FIELD, variant=VARIANTS[title]), "c2")
        several = [measure(site, "c2_pooling", size) for size in sizes]
        parts.append(xr.concat(several, "size", combine_attrs="drop_conflicts").expand_dims(site=[name]))
    for name, weights in (("AlexNet", "imagenet"), (TWIN, None)):
        site = Site(Layers(SpatialPool(AlexNet(FIELD, weights=weights, seed=seed)), CONV), "layers")
        found = measure(site, "spatial_pooling", sizes[0]).rename(layer="site")
        parts.append(found.assign_coords(site=[f"{name} {layer}" for layer in CONV]))
    data = xr.concat(parts, "site", join="outer", combine_attrs="drop_conflicts").sel(size=list(sizes))
    data = data.assign_coords(tiles=list(paper.TILES.value))
    data.tiles.attrs = {"long_name": "number of tiles", "units": "1"}
    data = data.merge(examples(scrambled, sizes, seed))
    for dim, coordinate in data.coords.items():
        coordinate.attrs = coordinate.attrs or attributes(str(dim))
    return data.assign_attrs(distractors=distractors, rivals=rivals, shuffles=shuffles)


def judged(intact: xr.DataArray, cut: xr.DataArray, units: int) -> xr.Dataset:
    """What units respond to clips (index; their own first), cut up or not, from the features of these."""
    training = intact[{"index": slice(units)}].isel(tiles=0, seed=0, drop=True).rename(index="clip")
    clip, rivals = training["clip"].values, cut["index"].values[units:]
    found = []
    for count in AFFERENTS.values():
        whole, pieces = (distance(seen, training, afferents=count) for seen in (intact, cut))
        distractors = whole[{"index": slice(units, None)}].rename(index="distractor").isel(tiles=0, seed=0, drop=True)
        width = calibrated_width(distractors)
        answers = [answered(seen, distractors, width, clip, rivals) for seen in (whole, pieces)]
        found.append(xr.concat(answers, "tiles", combine_attrs="drop_conflicts").assign(tuning_width=width))
    along = xr.DataArray(list(AFFERENTS), dims="afferents", name="afferents", attrs=attributes("afferents"))
    return xr.concat(found, along, combine_attrs="drop_conflicts")


def answered(
    seen: xr.DataArray, distractors: xr.DataArray, width: xr.DataArray, clip: np.ndarray, rivals: np.ndarray
) -> xr.Dataset:
    """Mean responses and verdicts over shuffles, from squared distances (index, tiles, seed, clip)."""
    own = seen.sel(index=xr.DataArray(clip, dims="clip")).drop_vars("index")
    others = seen.sel(index=rivals).rename(index="rival")
    response, of_others = (responding(distances, width) for distances in (own, others))
    found = {
        "response": response,
        "response_to_others": of_others.mean("rival", keep_attrs=True),
        "told_apart": above_all(-own, -others, "rival").assign_attrs(long_name="share above all rivals", units="1"),
        "recognised": above_all(-own, -distractors).assign_attrs(long_name="share above all distractors", units="1"),
    }
    return xr.Dataset(found).mean("seed", keep_attrs=True)


def responding(distances: xr.DataArray, width: xr.DataArray) -> xr.DataArray:
    """The responses of view-tuned units of one width, from squared distances."""
    return xr.apply_ufunc(np.exp, -distances / (2 * width**2)).assign_attrs(attributes("response", "1"))


def examples(scrambled: Partial, sizes: Sequence[float], seed: int) -> xr.Dataset:
    """The clip of the first unit, whole and cut, and again at the last of its sizes."""
    shown = {f"{side**2} tiles" if side > 1 else "preferred clip": (side, sizes[0]) for side in SIDES}
    shown |= {f"{sizes[-1]:g} deg": (1, sizes[-1]), f"{sizes[-1]:g} deg, 16 tiles": (4, sizes[-1])}
    camera = Site(Pixels(FIELD), "pixels")
    every = record(camera, scrambled, tiles=SIDES, size=sorted(set(sizes)), window=WINDOW, seed=seed)
    images = [every.sel(tiles=side, size=size).values for side, size in shown.values()]
    places = {"scene": list(shown), "y": FIELD.y, "x": FIELD.x}
    inside = np.abs(FIELD.x) < WINDOW / 2
    image = xr.DataArray(np.stack(images), places, attrs=attributes("contrast"))
    return xr.Dataset({"image": image[:, inside, inside]})


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(7.8)
    top, middle, bottom = drawing.subfigures(3, 1, height_ratios=(0.95, 3.5, 2.25), squeeze=False)[:, 0]
    scenes(top.subplots(1, data.sizes["scene"]), data.image)
    grid = middle.subplots(2, len(HMAX) * data.sizes["size"], sharex=True, sharey="row")
    kinds = [(title, site, size) for title, site in HMAX.items() for size in data["size"].values]
    for column, (title, site, size) in zip(grid.T, kinds, strict=True):
        draw_hmax(column, data.sel(site=site, size=size))
        column[0].set_title(f"HMAX, {title}\nclip of {size:g} deg")
    layers = bottom.subplots(1, 2 * len(POOLING), sharex=True)
    for i, (name, words) in enumerate(OVER_SPACE.items()):
        draw_network(layers[i::2], data.sel(pooling=name, afferents=FEW)[{"size": 0}])
        for axes in layers[i::2]:
            axes.set_title(f"AlexNet, {words}\nclip of {data['size'].values[0]:g} deg")
    finish([*grid[0], *layers[:2]], [*grid[1], *layers[2:]], data)
    return drawing


def draw_hmax(column: Sequence[Axes], data: xr.Dataset) -> None:
    """Responses to the clip and, dotted, to others cut alike; how often it is told from them."""
    responses, apart = column
    for pooling, shade in SHADES.items():
        for count, line in LINES.items():
            one = data.sel(pooling=pooling, afferents=count)
            look = {"color": shade, "linestyle": line, "label": f"{pooling}, {COUNTS[count]}"}
            averages(responses, one.response, "tiles", at=PLACES, **look)
            averages(apart, percent(one.told_apart), "tiles", at=PLACES, **look)
            if count == FEW:
                mean = one.response_to_others.mean("clip")
                responses.plot(PLACES, mean, ":", color=shade, linewidth=1.0)


def draw_network(pair: Sequence[Axes], data: xr.Dataset) -> None:
    """The same of every layer of a network."""
    untrained = data.sel(site=[f"{TWIN} {layer}" for layer in CONV]).mean("clip")
    for axes, name, scale in zip(pair, ("response", "told_apart"), (1, 100), strict=True):
        low, high = (scale * getattr(untrained[name], end)("site") for end in ("min", "max"))
        axes.fill_between(PLACES, low, high, color="0.88", linewidth=0, label="untrained")
        for layer, shade in DEPTHS.items():
            axes.plot(PLACES, scale * data[name].sel(site=f"AlexNet {layer}").mean("clip"), color=shade, label=layer)


def finish(responses: Sequence[Axes], apart: Sequence[Axes], data: xr.Dataset) -> None:
    """Levels to compare with, axes and legends."""
    for axes in (*responses, *apart):
        axes.set(xlabel="", ylabel="")
        axes.set_xticks(PLACES, [f"{count:g}" for count in data.tiles.values])
    for axes in responses:
        axes.axhline(paper.BEST_DISTRACTOR.value, color="0.5", linewidth=0.7, zorder=0)
        axes.set(ylim=(0, 1.03), yticks=(0, 0.5, 1))
    for axes in apart:
        axes.axhline(100 / (data.rivals + 1), color="0.5", linewidth=0.7, zorder=0)
        axes.set(ylim=(0, 103), yticks=(0, 50, 100))
    for axes in (*apart, *responses[-2:]):
        axes.set_xlabel(label(data.tiles))
    for axes in (responses[0], responses[-2]):
        axes.set_ylabel("response")
    for axes in (apart[0], apart[-2]):
        axes.set_ylabel(f"above {data.rivals} rivals,\ncut alike (%)")
    responses[1].text(PLACES[-1], 0.59, "best distractor", fontsize=6.5, color="0.4", ha="right")
    apart[0].text(-0.15, 6.5, "chance", fontsize=6.5, color="0.4")
    responses[0].plot([], [], ":", color="0.4", linewidth=1.0, label="others cut alike")
    for axes in (responses[0], responses[-1]):
        axes.legend(loc="upper right", borderpad=0, handlelength=1.3, labelspacing=0.2, borderaxespad=0, fontsize=6.5)


def percent(share: xr.DataArray) -> xr.DataArray:
    """A share as a percentage."""
    return (100 * share).assign_attrs(units="%")


def claims(data: xr.Dataset) -> list[Claim]:
    few = data.sel(afferents=FEW)
    return [*falling(data), *kept(few), *trained_or_not(few[{"size": 0}])]


def falling(data: xr.Dataset) -> list[Claim]:
    """The published course, with 40 afferents and with all, at either size."""
    heap = "fails: at this size any heap of pieces has its forty best features; all 256 do fall"
    found = []
    for title, site in HMAX.items():
        for size in data["size"].values:
            for count in AFFERENTS:
                mean = data.response.sel(site=site, size=size, pooling="MAX", afferents=count).mean("clip")
                none = (title, count) == ("as printed", FEW) and size < WINDOW
                found.append(
                    Claim(
                        f"C2, {title}, {COUNTS[count]} afferents: the finer the tiles of a clip of {size:g} deg, "
                        "the less units respond (at 256)",
                        mean[-1],
                        "falls",
                        holds=(mean.diff("tiles") < 0).all(),
                        expected=heap if none else "holds",
                        source="Riesenhuber & Poggio (1999), Fig. 5",
                        status="recalled",
                    )
                )
    return found


def kept(data: xr.Dataset) -> list[Claim]:
    """How much is left, and whether for the clip."""
    released, printed = (data.sel(site=site, pooling="MAX").mean("clip") for site in HMAX.values())
    for_others = (printed.response_to_others / printed.response).sel(tiles=256).min()
    whole = released.response_to_others.sel(tiles=1)
    four, sixteen = (released.response.sel(tiles=count) for count in (4, 16))
    by_max, by_sum = (data.response.sel(tiles=4, pooling=name).mean("clip") for name in POOLING)
    trained = [*HMAX.values(), *(f"AlexNet {layer}" for layer in CONV)]
    more = (by_max - by_sum).sel(site=trained).min()
    return [
        Claim(
            "C2, as released: cut into four, a clip excites its unit more than others do that are whole (difference)",
            (four - whole).min(),
            holds=(four > whole).all(),
            kind="prediction",
        ),
        Claim(
            "cut into sixteen, the smaller clip, more of which is left whole, excites it more than the larger",
            sixteen[-1],
            sixteen[0],
            holds=sixteen[-1] > sixteen[0],
            kind="prediction",
            status="simulated",
        ),
        Claim(
            "C2, as printed: what is left at 256 tiles is not for the clip (others cut alike / own, at least 0.9)",
            for_others,
            holds=for_others >= 0.9,
            kind="control",
        ),
        Claim(
            "cut into four, MAX keeps more than SUM, in HMAX and in every layer of AlexNet (least difference)",
            more,
            holds=more > 0,
            kind="prediction",
        ),
    ]


def trained_or_not(data: xr.Dataset) -> list[Claim]:
    """The layers of AlexNet, MAX over space, and clips cut into four."""
    four = data.sel(tiles=4, pooling="MAX").mean("clip")
    last = four.response.sel(site=[f"AlexNet {layer}" for layer in CONV]).values
    trained, twin = (four.told_apart.sel(site=[f"{name} {i}" for i in CONV]).values for name in ("AlexNet", TWIN))
    gain = trained - twin
    return [
        Claim(
            "conv5 of AlexNet keeps less than any layer before it (share of the least of these)",
            last[-1] / last[:-1].min(),
            holds=last[-1] < last[:-1].min(),
            kind="prediction",
        ),
        Claim(
            "MAX, cut into four: conv2 to conv5 tell more clips from others than one untrained twin (least gain)",
            gain[1:].min(),
            holds=gain[1:].min() > 0,
            kind="control",
            needs_full=True,
        ),
    ]
