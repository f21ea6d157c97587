"""Clutter: does a unit know its paperclip beside another one, or before a photograph?

A view-tuned unit was to keep to its clip when another stood beside it: with version B of the model, in which the 40
most excited of 256 features feed a unit, it did in 90 % of cases, with version A, ten features, in 40 % [1]. Here all
versions are shown two clips, with filters as printed ("text") and as released ("code"). In one of them (code B, 40)
the exponent of the pool is swept from SUM, the mean, to MAX, at C1 and at C2; this one also sees clips before
photographs. [1] compares MAX and SUM in clutter nowhere, and shows no photographs: those numbers replicate nothing.

A unit knows its clip where it responds more than to the clutter alone (for two clips the test of the paper); than to
each of 12 rivals, clips in the place of its own in the same clutter; than to each of 60 distractors, alone. The first
test hardly asks for anything of a MAX: C2 gives to two clips the larger of what it gives to each, so no afferent can be
further off than with the other clip alone, and only coarse sampling makes exceptions. Clips that do not overlap, as
here, cannot bring A down to 40 %; how the clips of [1] lay is open. By the strictest test A has 54 % (text) or 16 %
(code), and B, 40, has 92 or 57 %: as in [1], forty of many features do better than ten. By SUM C2 gives the sum. That
is off by all that the other clip adds, and the other alone is off by far less, since clips add much the same (code B:
cosine .99). It is not the amount alone: among rivals, which add as much, SUM is at chance, but for 256 features of text
B, by which some pass the first test too. Of units on 40 of these, a fifth do not know their clip even alone at its
place, by MAX; by SUM all do.

Protocol: 160 samples are 5 deg. Clips of 2 deg, white on black, its own at (-1, 1) deg, the other at (1, -1), never
overlapping; 21 units, 12 others. C1 is sampled as published, or densely. MAX or SUM acts at C2, and C1 takes MAX; in
the sweep, with 4 others, the stage not swept takes MAX. Six photographs, whose black is the background's and whose
white is as bright, relative to the clip's, as stated. How many others were shown in [1], and where, is open. Marks are
means of units; thick lines and bands two standard errors, thin lines quartiles.

[1] Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.   [2] Zoccolan, Cox & DiCarlo (2005), J. Neurosci. 25,
8150-8164.

What this does not show: that cortex takes a MAX. Cells of inferotemporal cortex often give to two objects the mean of
what they give to each [2], and attention or normalisation can set objects apart too. Clips of one size, at one
distance and without overlap were tried, and photographs darker than the clip.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from jax.tree_util import Partial
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from visualcortex import Site, VisualField, record
from visualcortex.experiment import Claim
from visualcortex.models.readout import Pixels
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.papers.published import Published
from visualcortex.plotting.invariance import ranges, standard_error
from visualcortex.plotting.recognition import afferents, averages, from_sum_to_max, scenes
from visualcortex.plotting.style import canvas, styled
from visualcortex.protocols.clutter import TESTS, on_pictures, pair_responses, two_clips, without_another
from visualcortex.protocols.invariance import ALL, ViewTunedUnits
from visualcortex.protocols.stages import MODELS, tuned
from visualcortex.stimuli.paperclips import paperclips
from visualcortex.stimuli.scenes import paperclips_on_pictures, two_paperclips
from visualcortex.vocabulary import attributes

QUICK = {
    "models": ("code A", "code B"),
    "units": 6,
    "distractors": 12,
    "others": 4,
    "rivals": 4,
    "exponents": (0.0, 10.0, np.inf),
    "few": 2,
    "contrasts": (0.0, 0.1, 0.5),
    "pictures": 2,
}

FIELD = VisualField(paper.RETINA.value, paper.RESOLUTION.value)
MAIN = "code B"
FEW, FEATURES = paper.AFFERENTS.value, str(paper.B_C2_FEATURES.value)
POOLING = {"MAX": np.inf, "SUM": 0.0}
SHADES = {"MAX": "#0072B2", "SUM": "#D55E00"}
STAGES = {"C1": "#CC79A7", "C2": "black"}
NAMED = {"C1": (0.04, 0.9), "C2": (0.6, 0.05)}
RULES = {"MAX": "the larger", "SUM": "the sum"}
TITLES = {
    "clutter": "two clips: above the other\nalone (the test of the paper)",
    "rivals": "above {rivals} rivals,\nbeside the same other",
    "distractors": "above all {distractors}\ndistractors, alone",
}
LINES: dict[str, Any] = {"clutter": "-", "rivals": ":", "distractors": "--"}
TESTED = {"clutter": "above the clutter alone", "rivals": "above rivals in it", "distractors": "above all distractors"}


def run(
    models: Sequence[str] = tuple(MODELS),
    units: int = paper.UNITS.value,
    distractors: int = paper.DISTRACTORS.value,
    others: int = 12,
    rivals: int = 12,
    exponents: Sequence[float] = (0.0, 1.0, 3.0, 6.0, 10.0, 20.0, 40.0, np.inf),
    few: int = 4,
    contrasts: Sequence[float] = (0.0, 0.02, 0.05, 0.1, 0.2, 0.5),
    pictures: int = 6,
    seed: int = 0,
) -> xr.Dataset:
    """Show all versions of the model two clips, and one of them, pooled in many ways, clips before photographs too."""
    clips = paperclips(count=units + distractors, seed=seed)

    def pooled(name: str, **pooling: Sequence[float]) -> ViewTunedUnits:
        swept = {"c1_pooling": [np.inf], "c2_pooling": list(POOLING.values()), **pooling}
        return tuned(name, clips, units=units, distractors=distractors, **swept)

    every = {name: pooled(name) for name in models}
    beside = [by_row(two_clips(cells, others, rivals), name) for name, cells in every.items()]
    moved = [by_row(without_another(cells), name) for name, cells in every.items()]
    stages = {
        "C1": two_clips(pooled(MAIN, c1_pooling=exponents, c2_pooling=[np.inf]), few, rivals=1),
        "C2": two_clips(pooled(MAIN, c2_pooling=exponents), few, rivals=1),
    }
    seen = by_row(on_pictures(every[MAIN], contrasts, pictures=pictures, rivals=rivals, seed=seed), MAIN)
    data = xr.Dataset(
        {
            "two_clips": xr.concat(beside, "model", combine_attrs="drop_conflicts").mean("other", keep_attrs=True),
            "alone": xr.concat(moved, "model", combine_attrs="drop_conflicts"),
            "by_exponent": by_stage(stages).mean("other", keep_attrs=True),
            "on_pictures": seen.isel(model=0, drop=True).mean("picture", keep_attrs=True),
            "c2": named(pair_responses(every[MAIN], min(units, others))),
            "image": examples(clips, units, contrasts, seed),
        }
    )
    data.background_contrast.attrs = {"long_name": "white of the photograph / the clip's", "units": "1"}
    for name, coordinate in data.coords.items():
        coordinate.attrs = coordinate.attrs or attributes(str(name))
    return data.assign_attrs(others=others, rivals=rivals, distractors=distractors)


def by_row(found: xr.DataArray, name: str) -> xr.DataArray:
    """One dimension for model and afferents, and one for pooling at C2, by names."""
    rows = [name if name.endswith("A") else f"{name}, {n.replace(ALL, FEATURES)}" for n in found.afferents.values]
    return named(found).rename(afferents="model").assign_coords(model=rows)


def named(found: xr.DataArray) -> xr.DataArray:
    """Poolings at C2 by their names, C1 pooling by MAX."""
    found = found.sel(c1_pooling=np.inf, drop=True).rename(c2_pooling="pooling")
    return found.assign_coords(pooling=list(POOLING))


def by_stage(found: Mapping[str, xr.DataArray]) -> xr.DataArray:
    """Verdicts (stage, exponent, …) from those where the exponent of one stage was swept, without rivals."""
    several = []
    for stage, one in found.items():
        swept, held = (f"{name.lower()}_pooling" for name in (stage, *set(found) - {stage}))
        several.append(one.sel(afferents=str(FEW), drop=True).rename({swept: "exponent"}).squeeze(held, drop=True))
    along = xr.DataArray(list(found), dims="stage", name="stage", attrs=attributes("stage"))
    joined = xr.concat(several, along, combine_attrs="drop_conflicts")
    joined.exponent.attrs = attributes("pooling")
    return joined.drop_sel(test="rivals")


def examples(clips: Partial, units: int, contrasts: Sequence[float], seed: int) -> xr.DataArray:
    """Some of the scenes: the clip of the first unit in clutter, and a rival."""
    table, last = clips.keywords["clips"], len(clips.keywords["clips"]) - 1
    photographs = paperclips_on_pictures(FIELD, count=len(table), pictures=4, seed=seed)
    busiest = int(np.abs(np.diff(photographs.keywords["pictures"])).mean((1, 2)).argmax())
    camera = Site(Pixels(FIELD), "pixels")
    two = record(camera, Partial(two_paperclips, clips=table), index=[0, last], other=[units, units + 1])
    shown = {
        "training view": record(camera, clips),
        "two clips": two.sel(index=0, other=units),
        "and two others": two.sel(index=0, other=units + 1),
        "a rival": two.sel(index=last, other=units),
    }
    for contrast in sorted(contrasts)[-3:]:
        behind = {"picture": busiest, "background": contrast - 1.0, "background_contrast": contrast}
        shown[f"photograph, {100 * contrast:g} %"] = record(camera, photographs, **behind)
    places = {"scene": list(shown), "y": FIELD.y, "x": FIELD.x}
    return xr.DataArray(np.stack(list(shown.values())), places, attrs=attributes("contrast"))


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(7.8)
    top, middle, bottom = drawing.subfigures(3, 1, height_ratios=(1.05, 3.0, 2.6), squeeze=False)[:, 0]
    scenes(top.subplots(1, data.sizes["scene"]), data.image)
    for axes, test in zip(middle.subplots(1, len(TESTS), sharey=True), TESTS, strict=True):
        draw_versions(axes, data, test)
    parts = bottom.subplot_mosaic([["exponent", "MAX", "photograph"], ["exponent", "SUM", "photograph"]])
    draw_exponents(parts["exponent"], data.by_exponent)
    draw_afferents(parts["MAX"], parts["SUM"], data.c2.sel(pair=0))
    draw_photographs(parts["photograph"], data)
    tests = [Line2D([], [], color="0.3", linestyle=line, label=TESTED[test]) for test, line in LINES.items()]
    bottom.legend(handles=tests, loc="outside lower center", ncols=len(tests), handlelength=2)
    return drawing


def percent(share: xr.DataArray) -> xr.DataArray:
    """A share as a percentage."""
    return (100 * share).assign_attrs(long_name="recognised", units="%")


def published(model: str) -> Published | None:
    """What the paper says of a version, whichever its filters."""
    version, _, afferents = model.partition(", ")
    if version.endswith("A"):
        return paper.A_TWO_CLIPS
    return paper.B40_TWO_CLIPS if afferents == str(FEW) and "dense" not in version else None


def draw_versions(axes: Axes, data: xr.Dataset, test: str) -> None:
    """How often each version knows its clip beside another, by one of the tests."""
    share = percent(data.two_clips.sel(test=test))
    known = {name: 100 * value.value for name in data.model.values if (value := published(name)) and test == "clutter"}
    ranges(axes, share, SHADES, published=known)
    axes.set(xlim=(-3, 103), title=TITLES[test].format(**data.attrs))
    if test == "rivals":
        chance = 100 / (data.rivals + 1)
        axes.axvline(chance, color="0.6", linestyle=":", linewidth=0.8, zorder=0)
        axes.text(chance + 2, -0.3, "chance", fontsize=7, color="0.4", va="center")
    if test == "clutter":
        axes.text(96, -0.17, "MAX", color=SHADES["MAX"], fontsize=7, ha="right", va="center")
        axes.text(4, 0.19, "SUM", color=SHADES["SUM"], fontsize=7, va="center")
        axes.text(known[str(share.model.values[0])] + 2, 0, "published", fontsize=7, va="center")


def draw_exponents(axes: Axes, share: xr.DataArray) -> None:
    """What the exponent of each stage does, the other stage pooling by MAX."""
    places = from_sum_to_max(axes, share.exponent.values)
    for stage, shade in STAGES.items():
        for test in ("clutter", "distractors"):
            one = percent(share.sel(stage=stage, test=test))
            averages(axes, one, "exponent", at=places, color=shade, linestyle=LINES[test])
        axes.text(*NAMED[stage], f"exponent of {stage}", color=shade, fontsize=7, transform=axes.transAxes)
    axes.set(ylim=(-3, 103), title="two clips, from SUM to MAX")


def draw_afferents(upper: Axes, lower: Axes, c2: xr.DataArray) -> None:
    """Why: what C2 gives to one unit."""
    shown = {"training view": {"color": "black"}, "the other": {"color": "0.6"}, "both": {}}
    for axes, (name, shade) in zip((upper, lower), SHADES.items(), strict=True):
        afferents(axes, c2.sel(pooling=name), FEW, shown | {"both": {"color": shade}})
        axes.set_title(f"{name}: {RULES[name]} of the two")
    upper.legend(loc="upper right", handlelength=1.2, borderpad=0, labelspacing=0.2)
    upper.set(xlabel="", xticklabels=[])
    blank = float(c2.sel(pooling="SUM", shown="nothing")[0])
    lower.axhline(blank, color="0.6", linestyle=":", linewidth=1.2)
    lower.annotate("nothing", (1, blank), (0, 2), textcoords="offset points", fontsize=7, color="0.4")


def draw_photographs(axes: Axes, data: xr.Dataset) -> None:
    """How bright a photograph may be."""
    places = np.arange(data.sizes["background_contrast"])
    for name, shade in SHADES.items():
        for test, line in LINES.items():
            one = percent(data.on_pictures.sel(pooling=name, test=test))
            averages(axes, one, "background_contrast", at=places, color=shade, linestyle=line)
    axes.set_xticks(places, [f"{100 * value:g}" for value in data.background_contrast.values])
    axes.set(ylim=(-3, 103), xlabel="photograph's white / clip's (%)", title="before photographs")


def claims(data: xr.Dataset) -> list[Claim]:
    share = data.two_clips.mean("clip")
    return [*published_claims(share), *sum_claims(data, share), *exponent_claims(data), *photograph_claims(data)]


def published_claims(share: xr.DataArray) -> list[Claim]:
    """MAX by the test of the paper, and the published order of versions by the strictest one."""
    lawful = "fails: to two clips C2 gives the larger response, so only sampling can make this test fail"
    by_max, names = share.sel(pooling="MAX"), list(map(str, share.model.values))
    strict, ten, forty = by_max.sel(test="distractors"), paper.A_TWO_CLIPS, paper.B40_TWO_CLIPS
    found = []
    for name in [name for name in names if published(name)]:
        measured, few = by_max.sel(model=name, test="clutter"), name.endswith("A")
        found.append(
            Claim(
                f"{name}, MAX: two clips excite more than the other alone, "
                + ("as seldom as published (within 0.1)" if few else "as often as published, or more often"),
                measured,
                ten if few else forty,
                holds=abs(measured - ten.value) <= 0.1 if few else measured >= forty.value,
                expected=lawful if few else "holds",
            )
        )
    for variant in [variant for variant in ("text", "code") if f"{variant} A" in names]:
        more = strict.sel(model=f"{variant} B, {FEW}") - strict.sel(model=f"{variant} A")
        found.append(
            Claim(
                f"{variant}, MAX: forty of many features do better than ten (difference above all distractors)",
                more,
                forty.value - ten.value,
                holds=more > 0,
                source=forty.source,
                status=forty.status,
            )
        )
    return found


def sum_claims(data: xr.Dataset, share: xr.DataArray) -> list[Claim]:
    """What SUM does, and that it is not for want of the clip."""
    differ = "fails: not explained; as printed, edges drive C1 beyond what S2 prefers, so that clips add less alike"
    main, chance = f"{MAIN}, {FEW}", 1 / (data.rivals + 1)
    found = [
        Claim(
            f"{name}, SUM: two clips excite more than the other alone in at most a tenth of cases",
            measured := share.sel(pooling="SUM", test="clutter", model=name),
            holds=measured <= 0.1,
            kind="prediction",
            expected=differ if name.startswith("text") else "holds",
        )
        for name in map(str, share.model.values)
        if name.endswith(str(FEW)) and published(name)
    ]
    by_sum, by_max = (share.sel(model=main, test="rivals", pooling=name) for name in ("SUM", "MAX"))
    alone = data.alone.sel(model=main).mean("clip").min()
    return [
        *found,
        Claim(
            f"{main}, SUM: among rivals, where as much is added to each, chance is not exceeded",
            by_sum,
            chance,
            holds=by_sum <= chance,
            kind="control",
            status="simulated",
        ),
        Claim(
            f"{main}, MAX: among rivals nearly all are known (at least 0.9)",
            by_max,
            holds=by_max >= 0.9,
            kind="control",
        ),
        Claim(
            f"{main}: without another every clip is known above all distractors, by MAX and by SUM",
            alone,
            holds=alone == 1,
            kind="control",
        ),
        *(
            Claim(
                f"{name}: C2 gives to two clips {RULES[name]} of what it gives to each (error / difference of the two)",
                off := error(data.c2.sel(pooling=name), name),
                holds=off < 0.05,
                kind="check",
            )
            for name in POOLING
        ),
    ]


def error(c2: xr.DataArray, name: str) -> xr.DataArray:
    """How far two clips are from the rule of their pool, relative to the difference of the two (root mean squares)."""
    nothing, own, other, both = (c2.sel(shown=shown) for shown in ("nothing", "its clip", "the other", "both"))
    rule = np.maximum(own, other) if name == "MAX" else own + other - nothing
    return (((both - rule) ** 2).mean() / ((own - other) ** 2).mean()) ** 0.5


def exponent_claims(data: xr.Dataset) -> list[Claim]:
    """At which stage MAX matters, and how hard it has to be."""
    c1, c2 = (data.by_exponent.sel(test="clutter", stage=stage).mean("clip") for stage in STAGES)
    least = c2.exponent.where(c2 >= 0.9, drop=True).min()
    strict = data.by_exponent.sel(test="distractors", stage="C1")
    at_max = strict.sel(exponent=np.inf)
    return [
        Claim(
            "at C1 the exponent does not matter: by the test of the paper nearly all are known at any (at least 0.9)",
            c1.min(),
            holds=c1.min() >= 0.9,
            kind="prediction",
        ),
        Claim(
            "nor by the strictest: no share is two standard errors or more from MAX's (the most, in such errors)",
            strictest := (abs(strict.mean("clip") - at_max.mean()) / standard_error(at_max)).max(),
            holds=strictest < 2,
            kind="prediction",
            needs_full=True,
        ),
        Claim(
            "at C2 it does, and need not be MAX (least exponent at which nearly all are known, finite)",
            least,
            holds=(least > 0) & (least < np.inf),
            kind="prediction",
            needs_full=True,
        ),
    ]


def photograph_claims(data: xr.Dataset) -> list[Claim]:
    """How bright a photograph may be."""
    share = data.on_pictures.mean("clip")
    least = share.sel(background_contrast=slice(0, 0.2), pooling="MAX", test="clutter").min()
    rivals = [("MAX", 0.1, True, "a tenth"), ("SUM", 0.1, False, "a tenth"), ("MAX", 0.5, False, "half")]
    return [
        Claim(
            "MAX: with the clip a photograph up to a fifth as bright excites more, nearly always (share, at least 0.9)",
            least,
            holds=least >= 0.9,
            kind="prediction",
        ),
        *(
            Claim(
                f"{name}: before photographs {words} as bright {'most' if most else 'not half of'} clips beat rivals",
                measured := share.sel(background_contrast=bright, pooling=name, test="rivals"),
                holds=(measured > 0.5) == most,
                kind="prediction",
            )
            for name, bright, most, words in rivals
        ),
    ]
