"""How well two textures part: does a model that ranks pairs as people do owe it to its theory?

Filters, half-wave rectification, inhibition and a wide gradient give a number to every pair of textures: how steeply
responses change where one borders on the other. Malik & Perona [1] set it beside what people detect at a glance [2],
and the two rank seven pairs nearly alike. The model is asked again, with parameters fixed beforehand, and so is what
has nothing of its theory: the ink of the micropatterns, the distances of their points (dipoles), squared energy of the
same filters, complex cells of HMAX, AlexNet. Then the brighter texture is dimmed until both have the same ink.

The model ranks the pairs as people do, and so do most parameters drawn at random; ink alone does better. Its order does
not rest on ink; but it has triangle and arrow last of the seven, and seven ranks tell it from none of the others. What
sees orientation fails on + and X, the one pair that is not turned; the other six it ranks, as drawn, no worse.

Protocol: 16 × 16 elements on 10 deg (320 samples), one texture left and one right, 20 displays of every pair, white on
grey. Strokes that meet count once, as on paper; ink and dipoles are taken from such drawings. Elements are turned at
random, but for + and X, which that would make the same. A site's discriminability is the gradient within half a pitch
of elements of the border, less that far from it: of the model its own, of the others the steepest of any channel under
a Gaussian of the same width. C1 is the band whose filters (11-15 samples) are as large as the elements (13). Parameters
drawn at random: inhibition from 0 to 0.95, and filters, windows and elongation up to half an octave below or above
their values; one display of each pair. Of seven pairs 5 % of all orders have a rank correlation of .71 or more. L and
M, R and its mirror image have values of the published model only; its L_L and M_L, of which it is not known what they
were, are left out. Bands and bars are 95 % intervals.

[1] Malik & Perona (1990), J. Opt. Soc. Am. A 7, 923-932.   [2] Kröse (1987), Biol. Cybern. 55, 289-298.

What this does not show: which theory is right. Seven ranks tell a model from chance, not from another model, and people
were asked for one pattern among others, not for a border. Nor is it known how [1] and [2] drew and lit their patterns,
and the published values were recalled. Differences of ink within 6 %, in five pairs of seven, are those of strokes that
meet; where these add up (``overlap`` 1) they vanish, and ink ranks the pairs at .76.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import t as student

from visualcortex import Site, VisualField
from visualcortex.analysis.displays import label as named
from visualcortex.analysis.jackknife import ratio
from visualcortex.analysis.ranks import advantage, least_significant, rank_correlation
from visualcortex.experiment import Claim
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.hmax import Hmax
from visualcortex.models.texture import FilterRectifyFilter, MalikPerona
from visualcortex.papers import krose1987, malik_perona1990
from visualcortex.plotting import texture_pairs
from visualcortex.plotting.intervals import banded
from visualcortex.plotting.style import PUBLISHED, canvas, styled
from visualcortex.protocols.second_order import second_order
from visualcortex.protocols.texture_borders import borders, random_parameters
from visualcortex.protocols.textures import bordered, responses
from visualcortex.stimuli.textons import PITCH
from visualcortex.vocabulary import attributes

QUICK = {"displays": 4, "sets": 2}

FIELD = VisualField(10.0, 32.0)
HUMAN = {named(pair): value for pair, value in krose1987.DETECTABILITY.value}
THEIRS = {named(pair): value for pair, value in malik_perona1990.DISCRIMINABILITY.value}
PAIRS = (*(pair for pair, _ in krose1987.DETECTABILITY.value), ("L", "M"), ("R", "mirror R"))
UPRIGHT = ("+", "X")
TURN = [0.0 if pair == UPRIGHT else 360.0 for pair in PAIRS]
INKS = {"as drawn": 0.0, "equal ink": 1.0}
AWAY = {"within": PITCH / 2, "beyond": 3.6 * PITCH, "margin": 2.8 * PITCH}  # deg, for the widest window
ENERGY = PITCH / 2**0.5  # deg: two windows of that size, one after the other, are one of PITCH
INHIBITION = (0.0, 0.95)
PAPER, OURS, INK, DIPOLES = "Malik & Perona 1990", "the model", "ink", "dipoles"
SITES = (OURS, "squared energy", "HMAX C1", "AlexNet conv2")
OTHERS = (INK, DIPOLES, *SITES[1:])
EXAMPLES = ("+ / O", "L / +", "triangle / arrow", "T / L", "R / mirror R")
LEVEL, MARGIN = 0.05, 0.15  # the latter of the excess of T and L: what is less is not seen
BLIND = "fails: undecided, the interval holds 0 but 20 displays leave it wider than the margin"
SHADES = {"as drawn": "#0072B2", "equal ink": "#D55E00"}


def run(displays: int = 20, sets: int = 40, overlap: float = 0.0, seed: int = 0) -> xr.Dataset:
    """Show the pairs to every site, with the ink they have and with equal ink, and rank them."""
    draw = partial(bordered, FIELD, PAIRS, displays=displays, seed=seed, turn=TURN, overlap=overlap)
    images = xr.concat(
        [draw(equal_ink=value, contrast=1 / (1 + 2 * overlap)) for value in INKS.values()], along("ink", INKS)
    )
    asked, model = images.sel(pair=list(HUMAN)), Site(MalikPerona(FIELD), "gradient")
    ours = borders(model, images, **AWAY)
    others = [borders(site, asked, sd, **AWAY).excess for site, sd in other_sites()]
    excess = xr.concat([ours.excess, *others], along("site", SITES), join="outer", combine_attrs="override")
    excess = excess.sel(pair=ours.pair)
    predicted = predictions(excess.mean("display"), overlap)
    drawn, anew = at_random(model, asked.isel(display=0, drop=True), sets, seed)
    six = predicted.drop_sel(pair=named(UPRIGHT))
    kinds = {"": predicted, "_of_six": six, "_of_sets": anew, "_of_displays": excess.sel(site=OURS, drop=True)}
    data = xr.Dataset({"excess": excess, "predicted": predicted, "luminance_difference": unequal(images)})
    data = data.merge(drawn).merge(ranked(kinds), join="outer")
    data = data.merge({"profile": ours.profile, **examples(model, images.sel(ink="as drawn", drop=True))}, join="outer")
    for dim, coordinate in data.coords.items():
        coordinate.attrs = coordinate.attrs or attributes(str(dim))
    return data.sel(pair=ours.pair)


def ranked(predicted: Mapping[str, xr.DataArray]) -> xr.Dataset:
    """What people detect, and how far several kinds of predictions rank it alike."""
    people = xr.DataArray(list(HUMAN.values()), {"pair": list(HUMAN)}, name="detectability")
    people.attrs = {"long_name": "detectability by people", "units": "1"}
    found: dict[str, xr.DataArray] = {}
    for of, values in predicted.items():
        asked = people.sel(pair=[pair for pair in HUMAN if pair in values.pair])
        ranks = rank_correlation(values.sel(pair=asked.pair), asked, "pair")
        found |= {f"{name}{of}": ranks[name] for name in ("rank_correlation", "p_one_sided")}
    return xr.Dataset(found).merge(people)


def at_random(model: Site, images: xr.DataArray, sets: int, seed: int) -> tuple[xr.Dataset, xr.DataArray]:
    """Parameters drawn at random, and what the model makes of one display of each pair with them."""
    images = images.rename(pair="display")  # all pairs in one recording
    drawn = random_parameters(model, sets, seed=seed, inhibition=INHIBITION)
    points = [{str(name): float(one) for name, one in drawn.isel(set=i).items()} for i in range(sets)]
    every = [borders(model, images, **AWAY, **point).excess for point in points]
    return drawn, xr.concat(every, drawn["set"]).rename(display="pair")


def along(dim: str, names: Sequence[str] | Mapping[str, float]) -> xr.DataArray:
    """The labels of a new dimension."""
    return xr.DataArray(list(names), dims=dim, name=dim, attrs=attributes(dim))


def other_sites() -> Iterator[tuple[Site, float]]:
    """Sites without the model's theory, and the Gaussians that their maps are seen through, in degrees."""
    yield Site(FilterRectifyFilter(FIELD, energy_size=ENERGY), "energy"), ENERGY
    yield Site(Hmax(FIELD, variant="code"), "c1_2"), PITCH
    yield Site(AlexNet(FIELD), "conv2"), PITCH


def predictions(excess: xr.DataArray, overlap: float) -> xr.DataArray:
    """The discriminability of pairs by the published model, by all sites, and by two statistics of the drawings."""
    turned = [pair for pair in PAIRS if pair != UPRIGHT]
    kinds = [second_order(pairs, overlap=overlap, turned=pairs is turned) for pairs in (turned, [UPRIGHT])]
    statistics = xr.concat(kinds, "pair").sel(pair=excess.pair)
    as_drawn = xr.DataArray([True, False], {"ink": list(INKS)})
    theirs = xr.DataArray([THEIRS[named(pair)] for pair in PAIRS], {"pair": excess.pair.values})
    rows = [
        theirs.where(as_drawn),
        *excess.drop_vars("site"),
        statistics.ink_difference.round(3).where(as_drawn, 0.0),  # drawings are as exact as that
        statistics.dipole_difference.where(as_drawn | True),
    ]
    found = xr.concat(rows, along("predictor", (PAPER, *SITES, INK, DIPOLES)), combine_attrs="drop")
    return found.rename("predicted").assign_attrs(long_name="predicted discriminability", units="a.u.")


def unequal(images: xr.DataArray) -> xr.DataArray:
    """By how much the two halves of displays differ in mean luminance, in % of their mean."""
    left, right = (images.isel(x=half).mean(("display", "y", "x")) for half in (FIELD.x < 0, FIELD.x > 0))
    difference = 200 * (right - left) / (right + left)
    return difference.assign_attrs(long_name="difference of luminance", units="%")


def examples(model: Site, images: xr.DataArray) -> dict[str, xr.DataArray]:
    """The first display of some pairs, and what the model makes of it."""
    shown = images.sel(pair=list(EXAMPLES)).isel(display=0, drop=True).rename(pair="example")
    return {"image": shown, "gradient": responses(model, shown).assign_attrs(long_name="gradient")}


@styled()
def plot(data: xr.Dataset) -> Figure:
    drawing = canvas(8.2)
    upper, middle, lower = drawing.subfigures(3, 1, squeeze=False, height_ratios=(3.9, 2.1, 2.2))[:, 0]
    displays, maps, profiles = upper.subplots(3, len(EXAMPLES), height_ratios=(1, 1, 0.7), sharey="row")
    texture_pairs.displays(displays, maps, data.image, data.gradient)
    displays[0].set_ylabel("display")
    maps[0].set_ylabel("gradient")
    draw_profiles(profiles, data.profile)
    draw_pairs(middle.subplots(1, 3), data)
    ranks, models = lower.subplots(1, 2, width_ratios=(2, 1))
    draw_ranks(ranks, data)
    draw_published(models, data)
    return drawing


def draw_profiles(row: Sequence[Axes], profile: xr.DataArray) -> None:
    """The mean gradient of all displays across the border."""
    for axes, pair in zip(row, EXAMPLES, strict=True):
        for ink, shade in SHADES.items():
            mean, half = interval(profile.sel(pair=pair, ink=ink))
            banded(axes, mean, mean - half, mean + half, color=shade, linewidth=1.0, label=ink)
        axes.set(xlim=(-FIELD.width / 2, FIELD.width / 2), ylim=(0, None), xlabel="position (deg)")
    row[0].set_ylabel(f"mean gradient\n({profile.attrs['units']})")
    row[-1].legend(borderaxespad=0)


def draw_pairs(row: Sequence[Axes], data: xr.Dataset) -> None:
    """Predictions against people, each relative to that of + and O."""
    kinds = ((OURS, "as drawn"), (INK, "as drawn"), (OURS, "equal ink"))
    theirs = data.predicted.sel(predictor=PAPER, ink="as drawn") / THEIRS["+ / O"]
    style: dict[str, Any] = {"color": PUBLISHED, "markerfacecolor": "none", "label": PAPER, "zorder": 3}
    texture_pairs.against(row[0], data.detectability, theirs, named=False, **style)
    for axes, (name, ink) in zip(row, kinds, strict=True):
        values = data.predicted.sel(predictor=name, ink=ink)
        unit, error = float(values.sel(pair="+ / O")), None
        if name == OURS:
            error = interval(data.excess.sel(site=OURS, ink=ink))[1] / unit
        axes.axhline(0, color="0.8", linewidth=0.6, zorder=0)
        shade = SHADES[ink] if name == OURS else "0.4"
        texture_pairs.against(axes, data.detectability, values / unit, error, color=shade)
        axes.set(title=f"{name.capitalize()}, {ink}", ylabel="", xlim=(12, 115))
    row[0].set_ylabel("relative to that of + O")
    row[0].legend(handles=row[0].containers[:1], loc="upper left", borderaxespad=0)


def draw_ranks(axes: Axes, data: xr.Dataset) -> None:
    """Rank correlations with people: of all predictors, of the model's single displays and of random parameters."""
    rows = {name: data.rank_correlation.sel(predictor=name) for name in (PAPER, OURS)}
    rows |= {
        "one display of each": data.rank_correlation_of_displays,
        "random parameters": data.rank_correlation_of_sets,
    }
    rows |= {name: data.rank_correlation.sel(predictor=name) for name in OTHERS}
    shades = {name: PUBLISHED if name == PAPER else "0.5" if name in OTHERS else SHADES["as drawn"] for name in rows}
    six = {name: data.rank_correlation_of_six.sel(predictor=name) for name in (OURS, *OTHERS)}
    texture_pairs.correlations(axes, rows, shades, dim="ink", rare=least_significant(len(HUMAN)), ticks=six)
    axes.set_xlabel(f"rank correlation with people, ρ (grey: p < {LEVEL:g} of seven)")
    for look, name in (("ko", "as drawn"), ("ko", "equal ink"), ("k|", "without + ×")):
        axes.plot([], [], look, markerfacecolor="none" if INKS.get(name) else "k", label=name)
    axes.legend(loc="upper left", bbox_to_anchor=(0, 1.02))
    axes.set_title("Ranks of seven pairs")


def draw_published(axes: Axes, data: xr.Dataset) -> None:
    """The model against the published one."""
    one = data.predicted.sel(ink="as drawn")
    ours, theirs = one.sel(predictor=OURS), one.sel(predictor=PAPER)
    error = interval(data.excess.sel(site=OURS, ink="as drawn"))[1]
    texture_pairs.against(axes, theirs, ours, error, color=SHADES["as drawn"])
    axes.axhline(0, color="0.8", linewidth=0.6, zorder=0)
    axes.set(xlabel="published model (a.u.)", ylabel=f"the model ({data.excess.attrs['units']})", title="Nine pairs")


def interval(values: xr.DataArray, confidence: float = 0.95) -> tuple[xr.DataArray, xr.DataArray]:
    """Mean over displays, and half the width of its interval."""
    count = values.sizes["display"]
    error = values.std("display", ddof=1) / count**0.5
    return values.mean("display", keep_attrs=True), student.ppf((1 + confidence) / 2, count - 1) * error


def claims(data: xr.Dataset) -> list[Claim]:
    return [*replications(data), *without_the_theory(data), *of_equal_ink(data)]


def replications(data: xr.Dataset) -> list[Claim]:
    """What the papers report."""
    published = partial(Claim, source=malik_perona1990.CITATION, status="recalled")
    rho, p = (data[name].sel(predictor=OURS, ink="as drawn") for name in ("rank_correlation", "p_one_sided"))
    theirs = data.rank_correlation.sel(predictor=PAPER, ink="as drawn")
    one = data.predicted.sel(ink="as drawn")
    nine = rank_correlation(one.sel(predictor=OURS), one.sel(predictor=PAPER), "pair")
    excess = data.excess.sel(site=OURS, ink="as drawn")
    easy, hard, turned = (excess.sel(pair=pair) for pair in ("+ / O", "T / L", "R / mirror R"))
    more, unsure = interval(easy - hard)
    place = 1 + int((excess.mean("display") > turned.mean("display")).sum())
    share = ratio(turned, hard, "display")
    far = np.maximum(abs(share.lower), abs(share.upper))
    return [
        published(
            "the model ranks seven pairs of textures as people do (ρ; one-sided p < .05)",
            rho,
            theirs,
            holds=p < LEVEL,
            needs_full=True,
        ),
        published(
            "it ranks nine pairs as the published model does (ρ; one-sided p < .05)",
            nine.rank_correlation,
            holds=nine.p_one_sided < LEVEL,
        ),
        Claim(
            "its gradient is steeper between + and O than between T and L (ratio)",
            easy.mean("display") / hard.mean("display"),
            HUMAN["+ / O"] / HUMAN["T / L"],
            holds=more > unsure,
            source=krose1987.CITATION,
            status="recalled",
        ),
        published(
            "of the nine R and its mirror image part least (place in order)", place, 9, holds=place == len(PAIRS)
        ),
        Claim(
            "and do not part at all, as filters that come in mirror pairs must have it (excess / that of T and L, far "
            "end of the interval)",
            far,
            f"within ±{MARGIN}",
            holds=far < MARGIN,
            kind="control",
            expected=BLIND,
            needs_full=True,
        ),
    ]


def without_the_theory(data: xr.Dataset) -> list[Claim]:
    """What else ranks the pairs as people do, and how far the parameters matter."""
    control, check = (partial(Claim, kind=kind) for kind in ("control", "check"))
    one = data.sel(ink="as drawn")
    rho, p = one.rank_correlation, one.p_one_sided
    ours, ink = rho.sel(predictor=OURS), rho.sel(predictor=INK)
    also, beaten = int((p.sel(predictor=list(OTHERS[1:])) < LEVEL).sum()), exceeded(one, OTHERS)
    six, share = one.rank_correlation_of_six, (one.p_one_sided_of_sets < LEVEL).mean()
    least = six.sel(predictor=list(SITES[1:])).min(skipna=False)
    return [
        control(
            "ink alone ranks the seven as well as the model or better: the order does not speak for the theory (ρ)",
            ink,
            ours,
            holds=ink >= ours,
        ),
        control(
            f"so does something but ink without the theory (how many of {len(OTHERS) - 1}; one-sided p < .05)",
            also,
            holds=also > 0,
            expected="fails: + and X, not turned, mislead what sees orientation, and dipoles miss by little (p = .07)",
        ),
        check(
            "a limit of the test: seven pairs could tell the model from nothing that lacks its theory (how many of "
            f"{len(OTHERS)} it exceeds, exchanging ranks, p < .05)",
            beaten,
            holds=beaten == 0,
        ),
        control(
            "squared energy, C1 and conv2 rank all pairs but + and X, which alone are not turned, as well as the model "
            "or better (least ρ; asked after it had been seen)",
            least,
            six.sel(predictor=OURS),
            holds=least >= six.sel(predictor=OURS),
            needs_full=True,
        ),
        control(
            "random parameters rank the seven as people do (share of sets, over half)",
            share,
            holds=share > 0.5,
            needs_full=True,
        ),
        control(
            "parameters fixed beforehand are none of the best (share of random sets that reach the median of their "
            "single displays, over 5 %)",
            reached := (one.rank_correlation_of_sets >= one.rank_correlation_of_displays.median()).mean(),
            holds=reached > LEVEL,
            needs_full=True,
        ),
    ]


def of_equal_ink(data: xr.Dataset) -> list[Claim]:
    """What is left without differences of luminance."""
    control, check = (partial(Claim, kind=kind) for kind in ("control", "check"))
    one = data.sel(ink="equal ink")
    rho, p, others = one.rank_correlation, one.p_one_sided, OTHERS[1:]
    ours, best = rho.sel(predictor=OURS), rho.sel(predictor=list(others)).max(skipna=False)
    beaten, share = exceeded(one, others), (one.p_one_sided_of_sets < LEVEL).mean()
    uneven = abs(one.luminance_difference).max()
    return [
        check("equal ink: both halves are as bright (largest difference, %)", uneven, holds=uneven < 1),
        control(
            "equal ink: the model still ranks the seven as people do (ρ; one-sided p < .05)",
            ours,
            holds=p.sel(predictor=OURS) < LEVEL,
        ),
        control(
            "equal ink: something without the theory still ranks them as well or better (largest ρ)",
            best,
            ours,
            holds=best >= ours,
            expected="fails: + and X, not turned, mislead what sees orientation; without them conv2 ranks better",
        ),
        check(
            "equal ink, a limit of the test: seven pairs could tell the model from nothing else (how many of "
            f"{len(others)} it exceeds, exchanging ranks, p < .05)",
            beaten,
            holds=beaten == 0,
            needs_full=True,
        ),
        control(
            "equal ink: random parameters rank the seven as people do (share of sets, over half)",
            share,
            holds=share > 0.5,
            needs_full=True,
        ),
    ]


def exceeded(data: xr.Dataset, others: Sequence[str]) -> int:
    """How many of several predictors the model exceeds beyond chance."""
    few = data.predicted.sel(pair=list(HUMAN))
    found = advantage(
        few.sel(predictor=OURS), few.sel(predictor=list(others)), data.detectability.sel(pair=few.pair), "pair"
    )
    return int((found.p_one_sided < LEVEL).sum())
