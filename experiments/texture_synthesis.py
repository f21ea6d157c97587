"""Textons after textons: what do statistics keep of a texture, and which models can tell?

Julesz conjectured in 1962 that textures of the same second-order statistics look the same [1]; when they did not,
textons took their place. Synthesis asks of any list of statistics whether it is long enough: noise is changed until it
has those of a texture, and one looks. Random phases leave a texture no more than its second order [2]. The statistics
of neighbouring complex cells, 710 in all [3], and Gram matrices of a network's layers [4], random ones too [5], keep
more. Then originals and syntheses are shown to other models: do these tell them apart?

Gravel of random phases is gravel to squared energy, as it must be, and to AlexNet's conv1; most others tell. Portilla &
Simoncelli's fools all but VGG16. AlexNet's fools AlexNet, from conv2 on, and nobody else. What random filters of VGG16
make no model tells better than what trained ones make, but VGG16 itself; on the page one sees a difference. C2 is no
judge: at equal contrast it does not tell gravel from grass.

Protocol: gravel, brick and grass are crops of photographs reduced by two; R's are drawn, 8 × 8, turned at random. All
have the same mean and contrast and are made periodic [6]: on the torus that statistics see, the border of a crop would
be an edge. Searches start from Gaussian noise and are as long as the curves. Gram matrices are those of AlexNet's five
layers, and of conv1_1, conv2_1, conv3_1 of VGG16. Sites are shown the sixteen crops of gravel of 64 samples a side that
there are, and of each a synthesis by every statistic (100 steps; Portilla & Simoncelli 250, with three scales of four).
Features are means of responses over space (maxima for C2, for Portilla & Simoncelli the statistics); distances are
cross-validated over the sixteen, and relative to that of gravel from grass. Lines are 95 % intervals by the jackknife.
Within the grey band, ±.15, a distance is negligible by the rule of other pages, which have twenty displays or more.

[1] Julesz (1962), IRE Trans. Inf. Theory 8, 84-92.   [2] Galerne, Gousseau & Morel (2011), IEEE Trans. Image Process.
20, 257-267.   [3] Portilla & Simoncelli (2000), Int. J. Comput. Vis. 40, 49-71.   [4] Gatys, Ecker & Bethge (2015),
arXiv:1505.07376.   [5] Ustyuzhaninov, Brendel, Gatys & Bethge (2016), arXiv:1606.00021.   [6] Moisan (2011), J. Math.
Imaging Vis. 39, 161-179.

What this does not show: what people see. Nobody was asked; what looks like its texture is for the reader to judge. That
gravel is the rule: it suits most statistics, R's suit none, and Portilla & Simoncelli's need ten times as many steps.
That what is left is a statistic's fault: where a search is not at its end, as for trained VGG16, it may be that. What
other random filters do: there is one untrained VGG16. What Gatys's network does, with colour, 256 samples a side and
more layers. Intervals are too narrow: sixteen crops that lie side by side in one photograph are not independent. And
models are asked for means over space: they may know more.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField
from visualcortex.analysis.jackknife import interval
from visualcortex.data.pictures import TEXTURES
from visualcortex.experiment import Claim
from visualcortex.learning.synthesis import phase_scrambled
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.gram import Gram
from visualcortex.models.hmax import Hmax
from visualcortex.models.model import Model
from visualcortex.models.portilla_simoncelli import PortillaSimoncelli
from visualcortex.models.readout import Layers, SpatialPool
from visualcortex.models.texture import FilterRectifyFilter, MalikPerona
from visualcortex.models.vgg import VGG16
from visualcortex.papers import portilla2000 as paper
from visualcortex.plotting import label
from visualcortex.plotting.intervals import groups
from visualcortex.plotting.style import canvas, styled
from visualcortex.plotting.syntheses import gallery
from visualcortex.protocols.crops import crops
from visualcortex.protocols.segregation import populations, told_apart
from visualcortex.protocols.synthesis import synthesised
from visualcortex.vocabulary import attributes

QUICK = {
    "size": 2.0,
    "shown": ("gravel", "R"),
    "steps": (60, 30, 10, 10),
    "displays": 6,
    "display_steps": (60, 30, 10, 10),
}

RESOLUTION = 32.0
JUDGED, OTHER = "gravel", "grass"
CONV = tuple(f"conv{i}" for i in range(1, 6))
SHALLOW = ("conv1_1", "conv2_1", "conv3_1")
ORIGINAL, SCRAMBLED = "original", "random phases"
PORTILLA, ALEXNET, RANDOM, TRAINED = "Portilla & Simoncelli", "AlexNet, Gram", "random VGG16, Gram", "VGG16, Gram"
STATISTICS = (PORTILLA, ALEXNET, RANDOM, TRAINED)
RENDERINGS = (SCRAMBLED, *STATISTICS)
ALL = (ORIGINAL, *RENDERINGS)
LAYERS = [f"AlexNet {layer}" for layer in CONV]
ENERGY, OWN, MALIK, C2, VGG = "squared energy", "P & S statistics", "Malik & Perona", "HMAX C2", "VGG16 conv3_1"
SITES = (ENERGY, OWN, MALIK, C2, *LAYERS, VGG)
MARGIN, FACTOR = 0.15, 1000
TEXTURE = {"pitch": 0.5, "size": 0.32, "overlap": 0.0, "contrast": -0.8}
SHADES = dict(zip(RENDERINGS, ("0.45", "#0072B2", "#E69F00", "#009E73", "#8B5A00"), strict=True))


def run(
    size: float = 4.0,
    shown: Sequence[str] = ("gravel", "brick", "grass", "R"),
    steps: Sequence[int] = (250, 100, 25, 40),
    displays: int = 16,
    display_size: float = 2.0,
    display_steps: Sequence[int] = (250, 100, 100, 100),
    seed: int = 0,
) -> xr.Dataset:
    """Synthesise textures by every statistic; show smaller crops, and syntheses of each, to every site."""
    large, small = (VisualField(side, RESOLUTION) for side in (size, display_size))
    pictures = rendered(large, shown, 1, steps, seed).isel(display=0, drop=True)
    several = rendered(small, [JUDGED], displays, display_steps, seed).isel(micropattern=0, drop=True)
    told = judged(small, several.image, originals(small, [OTHER], displays, seed)[0])
    left = last(several.loss) / several.loss.isel(step=0)
    told["loss_left"] = left.assign_attrs(long_name="share of the loss that is left", units="1")
    data = xr.merge([pictures.rename(micropattern="texture"), told], join="outer", combine_attrs="drop_conflicts")
    data = data.sel(texture=[*shown], rendering=list(ALL), site=list(SITES))
    for dim, coordinate in data.coords.items():
        coordinate.attrs = attributes(str(dim))
    return data


def rendered(field: VisualField, names: Sequence[str], displays: int, steps: Sequence[int], seed: int) -> xr.Dataset:
    """Originals, the same with random phases, and their syntheses: image; loss and seconds of the searches."""
    seen = originals(field, names, displays, seed)
    models = statistics(field, seed)
    found = [made(models[name], seen, count, seed) for name, count in zip(STATISTICS, steps, strict=True)]
    searches = xr.concat(found, along("statistic", STATISTICS), join="outer", combine_attrs="drop_conflicts")
    scrambled = [[phase_scrambled(one, seed=seed + i) for i, one in enumerate(row)] for row in seen.values]
    parts = [seen, seen.copy(data=scrambled), *searches.image.drop_vars("statistic")]
    image = xr.concat(parts, along("rendering", ALL), combine_attrs="override").transpose(*seen.dims[:1], ...)
    return searches.assign(image=image)


def originals(field: VisualField, names: Sequence[str], displays: int, seed: int) -> xr.DataArray:
    """Crops of photographs, and drawings, (micropattern, display, y, x)."""
    look = TEXTURE | {"count": round(field.width / TEXTURE["pitch"])} if set(names) - set(TEXTURES) else {}
    return crops(field, names, displays=displays, seed=seed, **look)


def statistics(field: VisualField, seed: int) -> dict[str, Model]:
    """What syntheses have in common with their originals, by the name of the model."""
    return {
        PORTILLA: portilla_simoncelli(field),
        ALEXNET: Gram(AlexNet(field), CONV),
        RANDOM: Gram(VGG16(field, weights=None, seed=seed), SHALLOW),
        TRAINED: Gram(VGG16(field), SHALLOW),
    }


def portilla_simoncelli(field: VisualField) -> PortillaSimoncelli:
    """The published statistics, of as many scales as the field is large enough for."""
    largest = int(np.log2(min(field.shape) / paper.NEIGHBOURHOOD.value))
    return PortillaSimoncelli(field, scales=min(paper.SCALES.value, largest))


def made(model: Model, seen: xr.DataArray, steps: int, seed: int) -> xr.Dataset:
    """A synthesis of every original (micropattern, display), each display from noise of its own."""
    textures = []
    for texture in seen:
        every = [
            synthesised(model, list(model.axes), one, seed=seed + i, steps=steps, progress=False).drop_vars("target")
            for i, one in enumerate(texture)
        ]
        textures.append(xr.concat(every, seen.display, join="outer", combine_attrs="drop_conflicts"))
    return xr.concat(textures, seen.micropattern, join="outer", combine_attrs="drop_conflicts")


def last(loss: xr.DataArray) -> xr.DataArray:
    """The loss after the last step: a search may end by itself."""
    return loss.isel(step=loss.notnull().sum("step") - 1)


def along(dim: str, names: Sequence[str]) -> xr.DataArray:
    """The labels of a new dimension."""
    return xr.DataArray(list(names), dims=dim, name=dim, attrs=attributes(dim))


def judged(field: VisualField, pictures: xr.DataArray, others: xr.DataArray) -> xr.Dataset:
    """Distances of originals from their renderings at every site, relative to that from another texture."""
    seen = pictures.rename(rendering="micropattern")
    images = xr.concat([seen, others.assign_coords(micropattern=OTHER)], "micropattern", combine_attrs="override")
    found: dict[str, xr.DataArray] = {}
    for name, site, apart in sites(field):
        found |= populations(name, site, images.transpose("micropattern", "display", "y", "x"), apart=apart)
    pairs = [(ORIGINAL, name) for name in (*RENDERINGS, OTHER)]
    told = told_apart(found, pairs, pairs[-1])
    others = (told.left_out / told.left_out.isel(pair=-1, drop=True)).where(told.relative_distance.notnull())
    told = told[["distance", "relative_distance", "relative_lower", "relative_upper"]].assign(relative_left_out=others)
    yardstick = told.distance.isel(pair=-1, drop=True).assign_attrs(long_name=f"distance of {JUDGED} from {OTHER}")
    told = told.isel(pair=slice(-1)).rename(pair="rendering").assign_coords(rendering=list(RENDERINGS))
    return told.assign(yardstick=yardstick)


def sites(field: VisualField) -> Iterator[tuple[str, Site, str | None]]:
    """Sites by name, and the axis whose values are sites of their own."""

    def mean(model: Model) -> SpatialPool:
        return SpatialPool(model, pooling="SUM")

    portilla = portilla_simoncelli(field)
    yield ENERGY, Site(mean(FilterRectifyFilter(field)), "squared"), None
    yield OWN, Site(Layers(portilla, list(portilla.axes)), "layers"), None
    yield MALIK, Site(mean(MalikPerona(field)), "inhibited"), None
    yield C2, Site(Hmax(field, variant="code"), "c2"), None
    yield "AlexNet", Site(Layers(mean(AlexNet(field)), CONV), "layers"), "layer"
    yield VGG, Site(mean(VGG16(field)), "conv3_1"), None


@styled()
def plot(data: xr.Dataset) -> Figure:
    tall = 1.16 * data.sizes["texture"]
    drawing = canvas(tall + 3.3)
    top, bottom = drawing.subfigures(2, 1, height_ratios=(tall, 3.3), squeeze=False)[:, 0]
    gallery(top.subplots(data.sizes["texture"], len(ALL), squeeze=False), data.image, SHADES)
    losses, told = bottom.subplots(1, 2, width_ratios=(1, 1.6))
    draw_losses(losses, data.loss)
    one = data.sel(rendering=list(RENDERINGS)).transpose("site", "rendering", ...)
    groups(told, one.relative_distance, one.relative_lower, one.relative_upper, SHADES)
    told.set_xscale("symlog", linthresh=MARGIN)
    told.axvspan(-MARGIN, MARGIN, color="0.9", linewidth=0, zorder=0)
    told.axvline(1, color="0.6", linewidth=0.8, linestyle=":", zorder=0)
    for place, blind in enumerate(one.relative_distance.isnull().all("rendering").values):
        words = f"does not tell {JUDGED} from {OTHER}" if blind else ""
        told.text(0, place, words, fontsize=6.5, color="0.4", ha="center", va="center")
    told.set(xlabel=f"distance from the original / that of {JUDGED} from {OTHER}")
    told.set_title(f"{JUDGED.capitalize()}: told from the original")
    return drawing


def draw_losses(axes: Axes, loss: xr.DataArray) -> None:
    """Searches for all textures, relative to their starts; those for gravel bold."""
    for name, texture in product(STATISTICS, loss.texture.values):
        one, bold = loss.sel(statistic=name, texture=texture), texture == JUDGED
        axes.plot(one.step[1:], (one / one[0])[1:], color=SHADES[name], linewidth=1.6 if bold else 0.6)
    axes.axhline(1 / FACTOR, color="0.6", linewidth=0.8, linestyle=":", zorder=0)
    axes.set(xscale="log", yscale="log", xlabel=label(loss.step), ylabel="loss / loss of noise")
    axes.set_title(f"Searches ({JUDGED} bold)")


def claims(data: xr.Dataset) -> list[Claim]:
    return [*searched(data), *floors(data), *told(data)]


def searched(data: xr.Dataset) -> list[Claim]:
    """That searches find what they are to find."""
    loss = data.loss.sel(texture=JUDGED)
    factor, count = loss.isel(step=0) / last(loss), loss.notnull().sum("step") - 1
    check, left = partial(Claim, kind="check"), data.loss_left.max(skipna=False)
    return [
        *(
            check(
                f"{JUDGED}, {name}: the search lowers the loss of noise {FACTOR} times",
                f"{float(factor.sel(statistic=name)):.0f} times in {int(count.sel(statistic=name))} steps",
                FACTOR,
                holds=factor.sel(statistic=name) >= FACTOR,
                needs_full=True,
            )
            for name in (PORTILLA, RANDOM)
        ),
        check(
            "of every display that sites are shown, a tenth of the loss or less is left", left, 0.1, holds=left <= 0.1
        ),
    ]


def floors(data: xr.Dataset) -> list[Claim]:
    """That a model does not tell what has all that it reads."""
    matched = {
        "random phases are invisible to squared energy, which reads second order alone": (SCRAMBLED, [ENERGY]),
        "syntheses by Portilla & Simoncelli's statistics are invisible to a model that reads these": (PORTILLA, [OWN]),
        "and to squared energy": (PORTILLA, [ENERGY]),
        "syntheses by AlexNet's matrices are invisible to the means of its five layers": (ALEXNET, LAYERS),
        "syntheses by VGG16's matrices are invisible to the means of its conv3_1": (TRAINED, [VGG]),
    }
    unfinished = (
        "fails: conv1's search is not at its end (half as much is left after 400 steps); conv2 to conv5 are there"
    )
    found = []
    for words, (how, where) in matched.items():
        one = data.sel(rendering=how, site=where)
        furthest = np.maximum(-one.relative_lower, one.relative_upper).max(skipna=False)
        found.append(
            Claim(
                f"{words} (furthest end of an interval)",
                furthest,
                f"within ±{MARGIN}",
                holds=furthest < MARGIN,
                kind="control",
                expected=unfinished if how == ALEXNET else "holds",
                needs_full=how != SCRAMBLED,
            )
        )
    return found


def told(data: xr.Dataset) -> list[Claim]:
    """What models tell, and which syntheses come nearer."""
    prediction = partial(Claim, kind="prediction", needs_full=True)

    def seen(words: str, how: str, where: Sequence[str], expected: str = "holds") -> Claim:
        least = float(data.relative_lower.sel(rendering=how, site=[*where]).min(skipna=False))
        measured = "no yardstick" if np.isnan(least) else least
        return prediction(words, measured, f"> {MARGIN}", holds=least > MARGIN, expected=expected)

    def nearer(words: str, how: str, other: str, where: Sequence[str], expected: str = "holds") -> Claim:
        one, another = (data.sel(site=[*where], rendering=name) for name in (how, other))
        less, left_out = (one[part] - another[part] for part in ("relative_distance", "relative_left_out"))
        most = interval(less, left_out, "display").upper.max(skipna=False)
        return prediction(
            f"{words} (greatest upper end of a difference)", most, "< 0", holds=most < 0, expected=expected
        )

    best = data.relative_lower.sel(rendering=list(RENDERINGS)).max("site").min(skipna=False)
    blind = f"fails: C2 does not tell {JUDGED} from {OTHER} either, once they have the same contrast"
    early = "fails: mean rectified filters hardly depend on phases: conv1 not at all; conv3 to conv5 do tell"
    near = "fails: to conv1 random phases are hardly apart from the original, and nothing can be nearer for sure"
    slow = (
        "fails: random filters' fool AlexNet already; trained ones' nearly do after 400 steps: their search is slower"
    )
    return [
        seen("Malik & Perona's model tells random phases from the original (lower end)", SCRAMBLED, [MALIK]),
        seen("so does C2 of HMAX", SCRAMBLED, [C2], blind),
        seen("so does every layer of AlexNet (least lower end)", SCRAMBLED, LAYERS, early),
        nearer(
            "Portilla & Simoncelli's syntheses are nearer than random phases, to Malik & Perona's model and AlexNet",
            *(PORTILLA, SCRAMBLED, [MALIK, *LAYERS], near),
        ),
        nearer(
            "trained VGG16's syntheses are nearer than random filters', to every layer of AlexNet",
            *(TRAINED, RANDOM, LAYERS, slow),
        ),
        seen("squared energy tells AlexNet's syntheses from the original (lower end)", ALEXNET, [ENERGY]),
        prediction(
            "no statistic fools every site (least lower end, at the site that tells best)",
            *(best, f"> {MARGIN}"),
            holds=best > MARGIN,
        ),
    ]
