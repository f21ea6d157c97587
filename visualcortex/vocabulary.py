"""The vocabulary: long name, units and symbol of every dimension and quantity that a user meets.

Labels on figures, attributes of arrays and the documentation all read this one table.
"""

import difflib
import operator
from collections.abc import Iterable
from typing import NamedTuple


class Quantity(NamedTuple):
    """What a name means: in words, in units, as a symbol."""

    long_name: str
    units: str
    symbol: str = ""


QUANTITIES: dict[str, Quantity] = {
    # places
    "x": Quantity("horizontal position", "deg", "x"),
    "y": Quantity("vertical position", "deg", "y"),
    "rf_x": Quantity("horizontal position of the receptive field", "deg", "x"),
    "rf_y": Quantity("vertical position of the receptive field", "deg", "y"),
    "eccentricity": Quantity("eccentricity", "deg", "E"),
    "polar_angle": Quantity("polar angle", "deg", "φ"),
    "cortex_x": Quantity("cortical distance along the horizontal meridian", "mm", "u"),
    "cortex_y": Quantity("cortical distance across it", "mm", "v"),
    "magnification": Quantity("cortical magnification", "mm/deg", "M"),
    # stimuli
    "orientation": Quantity("orientation", "deg", "θ"),
    "direction": Quantity("direction of motion", "deg", "θ"),
    "spatial_frequency": Quantity("spatial frequency", "cycles/deg", "f"),
    "temporal_frequency": Quantity("temporal frequency", "Hz", "ω"),
    "phase": Quantity("spatial phase", "deg", "φ"),
    "contrast": Quantity("contrast", "1", "c"),
    "mask_contrast": Quantity("contrast of the mask", "1", "c"),
    "mask_orientation": Quantity("orientation of the mask", "deg", "θ"),
    "mask_spatial_frequency": Quantity("spatial frequency of the mask", "cycles/deg", "f"),
    "mask_phase": Quantity("spatial phase of the mask", "deg", "φ"),
    "width": Quantity("width", "deg", "w"),
    "length": Quantity("length", "deg", "l"),
    "diameter": Quantity("diameter", "deg", "d"),
    "inner_diameter": Quantity("inner diameter", "deg", "d"),
    "offset": Quantity("distance from the centre of the receptive field", "deg", "s"),
    "surround_orientation": Quantity("orientation of the surround", "deg", "θ"),
    "surround_phase": Quantity("spatial phase of the surround", "deg", "φ"),
    "surround_contrast": Quantity("contrast of the surround", "1", "c"),
    "surround_diameter": Quantity("diameter of the surround", "deg", "d"),
    "size": Quantity("size", "deg"),
    "density": Quantity("share of the field that is covered", "1"),
    "start": Quantity("starting point of the movement", "deg"),
    "ratio": Quantity("ratio of neighbouring rings", "1"),
    "wedges": Quantity("number of wedges", "1"),
    "speed": Quantity("speed", "deg/s", "v"),
    "time": Quantity("time", "s", "t"),
    "lag": Quantity("lag", "s", "τ"),
    "quadrature_frequency": Quantity("frequency at which the lagged input is a quarter of a cycle late", "Hz", "ω"),
    "frame": Quantity("frame", "1"),
    "index": Quantity("index of the picture or object", "1"),
    "seed": Quantity("seed of the random numbers", "1"),
    "rotation": Quantity("rotation in depth", "deg"),
    "axis": Quantity("orientation of the axis of rotation", "deg"),
    "stroke": Quantity("width of the line / size", "1"),
    "background": Quantity("contrast of the background", "1"),
    "background_contrast": Quantity("contrast of the picture behind", "1", "c"),
    "picture": Quantity("index of the picture behind", "1"),
    "other": Quantity("index of the distractor", "1"),
    "other_x": Quantity("horizontal position of the distractor", "deg", "x"),
    "other_y": Quantity("vertical position of the distractor", "deg", "y"),
    "shape": Quantity("silhouette", "1"),
    "stimulus": Quantity("stimulus", "1"),
    "tiles": Quantity("tiles per side", "1"),
    "variant": Quantity("form of the micropattern", "1"),
    "ground": Quantity("micropattern of the ground", "1"),
    "figure": Quantity("micropattern of the figure", "1"),
    "layout": Quantity("layout of the display", "1"),
    "count": Quantity("elements per side", "1"),
    "pitch": Quantity("distance of elements", "deg"),
    "size_ratio": Quantity("size of the figure's elements / of the ground's", "1"),
    "jitter": Quantity("range of displacement / distance of elements", "1"),
    "turn": Quantity("range of random rotation", "deg"),
    "overlap": Quantity("count of ink where strokes meet", "1"),
    "equal_ink": Quantity("exponent by which ink is made equal", "1"),
    "window": Quantity("side of the window", "deg"),
    # units of a model
    "preferred_orientation": Quantity("preferred orientation", "deg", "θ"),
    "preferred_direction": Quantity("preferred direction of motion", "deg", "θ"),
    "preferred_phase": Quantity("preferred spatial phase", "deg", "φ"),
    "preferred_spatial_frequency": Quantity("preferred spatial frequency", "cycles/deg", "f"),
    "polarity": Quantity("polarity of the centre", "1"),
    "channel": Quantity("channel", "1"),
    "cell": Quantity("cell", "1"),
    "unit": Quantity("unit", "1"),
    "feature": Quantity("feature", "1"),
    "layer": Quantity("layer", "1"),
    "rf_scale": Quantity("standard deviation of the receptive field", "deg", "σ"),
    "zone": Quantity("zone", "1"),
    "side": Quantity("side of the transition", "1"),
    "channel_2": Quantity("other channel", "1"),
    "feature_2": Quantity("other feature", "1"),
    "preferred_orientation_2": Quantity("other preferred orientation", "deg", "θ"),
    "coarser_orientation": Quantity("preferred orientation at the next coarser scale", "deg", "θ"),
    "orientations": Quantity("two preferred orientations", "1"),
    "cut_off_frequency": Quantity("highest spatial frequency that passes", "cycles/deg", "f"),
    "shift": Quantity("shift to the right and up in samples of the scale", "1"),
    "part": Quantity("part of the complex number", "1"),
    "statistic": Quantity("statistic", "1"),
    "site": Quantity("recording site", "1"),
    "trial": Quantity("trial", "1"),
    "micropattern": Quantity("micropattern", "1"),
    "display": Quantity("display", "1"),
    "pair": Quantity("pair of textures", "1"),
    # parameters of models
    "threshold": Quantity("threshold", "1", "θ"),
    "pooling": Quantity("exponent of pooling", "1", "p"),
    "s1_width": Quantity("width of the tuning of S1", "1", "σ"),
    "c1_pooling": Quantity("exponent of pooling by C1", "1", "p"),
    "c2_pooling": Quantity("exponent of pooling by C2", "1", "p"),
    "s2_width": Quantity("width of the tuning of S2", "1", "σ"),
    "s2_growth": Quantity("exponent by which the width of S2's tuning grows with the patch", "1", "growth"),
    "s2_centre": Quantity("response that S2 prefers", "1"),
    "spontaneous": Quantity("spontaneous rate", "spikes/s"),
    "maximum": Quantity("rate of a response of 1", "spikes/s"),
    "rf_width": Quantity("standard deviation of the receptive field across", "deg"),
    "rf_length": Quantity("standard deviation of the receptive field along", "deg"),
    "subunit_spacing": Quantity("distance of subunits", "deg"),
    "afferent_spacing": Quantity("distance of afferents", "deg"),
    "end_distance": Quantity("distance of the end zones", "deg"),
    "end_inhibition": Quantity("inhibition by the end zones", "1"),
    "pool_size": Quantity("size of the normalisation pool", "deg"),
    "energy_size": Quantity("size of the window of energy", "deg"),
    "gradient_size": Quantity("size of the window of the gradient", "deg"),
    "filter_scale": Quantity("factor on the sizes of filters", "1"),
    "elongation": Quantity("length of oriented filters / width", "1"),
    "inhibition": Quantity("inhibition among channels", "1", "α"),
    "surround_size": Quantity("size of the surround", "deg"),
    "surround_weight": Quantity("weight of the surround", "1"),
    "lgn_centre": Quantity("size of the centre of LGN cells", "deg"),
    "lgn_surround": Quantity("size of the surround of LGN cells", "deg"),
    "lgn_surround_weight": Quantity("weight of the surround of LGN cells", "1"),
    "lgn_semi_saturation": Quantity("semi-saturation of LGN cells", "1"),
    "lag_weight": Quantity("weight of the lagged input", "1"),
    "threshold_scale": Quantity("scale of the thresholds", "1"),
    "spatial_pooling": Quantity("exponent of pooling over space", "1", "p"),
    "tuning_width": Quantity("width of the tuning to a view", "1", "σ"),
    # results
    "response": Quantity("response", "spikes/s", "R"),
    "spikes": Quantity("spike count", "spikes"),
    "circular_variance": Quantity("circular variance", "1", "CV"),
    "orientation_selectivity": Quantity("orientation selectivity index", "1", "OSI"),
    "direction_selectivity": Quantity("direction selectivity index", "1", "DSI"),
    "half_bandwidth": Quantity("half-bandwidth", "deg"),
    "octave_bandwidth": Quantity("bandwidth", "octaves"),
    "modulation_ratio": Quantity("modulation ratio F1/F0", "1", "F1/F0"),
    "modulation_ratio_above_blank": Quantity("modulation ratio F1/F0, blank subtracted", "1", "F1/F0"),
    "simple": Quantity("share of simple units (F1/F0 > 1)", "1"),
    "orthogonal_ratio": Quantity("orthogonal / preferred response", "1", "O/P"),
    "circular_variance_of_drive": Quantity("circular variance of F1 before rectification", "1", "CV"),
    "cut_off": Quantity("share of the drive's range", "1"),
    "semi_saturation": Quantity("semi-saturation contrast", "1", "c₅₀"),
    "suppression_index": Quantity("suppression index", "1"),
    "squared_distance": Quantity("squared distance to the training view", "1"),
    "lower": Quantity("lower end of the invariance range", "deg"),
    "upper": Quantity("upper end of the invariance range", "deg"),
    "extent": Quantity("invariance range", "deg"),
    "rotation_range": Quantity("range of rotation in depth", "deg"),
    "size_range": Quantity("range of size", "octaves"),
    "translation_range": Quantity("range of translation", "deg"),
    "distractors": Quantity("number of distractors", "1"),
    "afferents": Quantity("number of afferents", "1"),
    "censored": Quantity("whether the range ends where measurements do", "1"),
    "pseudo_mirror": Quantity("share of units tuned to the view half a turn away", "1"),
    "recognised": Quantity("share recognised beside a distractor", "1"),
    "above_all": Quantity("share above every distractor", "1"),
    "image": Quantity("contrast of the image", "1", "c"),
    "target": Quantity("contrast of the target", "1", "c"),
    "step": Quantity("step of the search", "1"),
    "loss": Quantity("distance from what is sought", "1"),
    "seconds": Quantity("time taken", "s"),
    "dissimilarity": Quantity("representational dissimilarity", "1"),
    "mirror_likeness": Quantity("likeness to the mirror image", "1"),
    "ink_difference": Quantity("difference of ink", "1"),
    "dipole_difference": Quantity("difference of dipole lengths", "1"),
    "spectral_difference": Quantity("difference of power spectra", "1"),
    "power": Quantity("power", "1"),
    "dipoles": Quantity("dipoles / by chance", "1"),
    "dipole_length": Quantity("distance of two points", "deg"),
    "neighbour_difference": Quantity("difference of mean elements", "1"),
    "common_noise_distance": Quantity("squared distance of means / noise", "1"),
    "relative_distance": Quantity("relative cross-validated distance", "1"),
    "d_prime": Quantity("discriminability", "1", "d′"),
    "accuracy": Quantity("share of right choices", "1"),
    "texture_gradient": Quantity("texture gradient", "1/deg"),
    "rank_correlation": Quantity("rank correlation", "1", "ρ"),
    "p": Quantity("probability by chance", "1", "p"),
    "p_one_sided": Quantity("probability by chance, one-sided", "1", "p"),
}


def attributes(name: str, units: str | None = None) -> dict[str, str]:
    """The xarray attributes of a quantity; an unknown name stands for itself, without a unit.

    Args:
        name: a key of ``QUANTITIES``, or any name.
        units: units that differ from the vocabulary's (the response of a network is no spike rate).

    >>> attributes("orientation")
    {'long_name': 'orientation', 'units': 'deg'}
    >>> attributes("response", units="a.u.")
    {'long_name': 'response', 'units': 'a.u.'}
    """
    quantity = QUANTITIES.get(name, Quantity(name.replace("_", " "), "1"))
    return {"long_name": quantity.long_name, "units": quantity.units if units is None else units}


def unknown(kind: str, given: str, names: Iterable[str], place: str = "") -> ValueError:
    """The error for a name that does not exist: the names there are, and the nearest ones.

    Args:
        kind: what is named.
        given: the name given.
        names: the names that exist.
        place: what has these names.

    >>> print(unknown("parameter", "contrst", ["contrast", "seed"], "page"))
    no parameter 'contrst'; page has contrast, seed (did you mean 'contrast'?)
    """
    names = list(names)
    words = {name: [name, *name.replace(" ", "_").split("_")] for name in names}
    likeness = {name: max(difflib.SequenceMatcher(None, given, word).ratio() for word in words[name]) for name in names}
    nearest = [name for name in sorted(names, key=likeness.__getitem__, reverse=True)[:2] if likeness[name] >= 0.6]
    near = " or ".join(map(repr, nearest))
    owner = f"{place} has" if place else "there are"
    known = ("; " if any("," in name for name in names) else ", ").join(names) or "none"
    return ValueError(f"no {kind} {given!r}; {owner} {known}{near and f' (did you mean {near}?)'}")


def whole(name: str, value: object, *, least: int = 1) -> int:
    """A count that a user gave.

    Args:
        name: what is counted.
        value: what was given.
        least: the smallest count allowed.

    Raises:
        ValueError: if it is no whole number, or too small.

    >>> whole("cells", 3)
    3
    """
    try:
        count = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        count = least - 1
    if count < least:
        raise ValueError(f"{name} must be a whole number, at least {least}, not {value!r}")
    return count
