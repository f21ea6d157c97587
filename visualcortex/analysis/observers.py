"""Observers who tell two textures apart from the responses to one whole display.

Read without limits, almost any population tells almost any two textures apart: over thousands of units and a whole
display small differences add up, and accuracy is 1 nearly everywhere. That is what an ideal observer is shown for.
Noise of its own makes an observer less than ideal.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from scipy.special import ndtr

from visualcortex.analysis.displays import UNIT, Pairs, inverse, labelled, noise, numbers, samples
from visualcortex.analysis.labelling import named


def observer(
    responses: xr.DataArray,
    pairs: Pairs,
    *,
    units: str | Sequence[str],
    dim: str = "micropattern",
    displays: str = "display",
    internal_noise: float = 0.0,
) -> xr.Dataset:
    """How well a linear observer tells two textures apart in displays from which it has not learned.

    Its template is the difference of means over the variance of noise, that of displays plus its own, found on all
    displays but those of one number (correlations of units are not made use of); it is applied to these, their
    projections counted from midway between the means and in units of the noise that the template passes.

    Args:
        responses: dimensions ``dim``, ``displays``, ``units`` and any others.
        pairs: the names of two textures each.
        units: the dimension or dimensions of units.
        dim: the textures; noise of displays is that of all of them.
        displays: independent displays, four or more.
        internal_noise: standard deviation of independent noise that is added to every unit whenever a display is shown,
            relative to the root mean square response of all units that respond. At 0 the observer is ideal but for the
            correlations, and units without noise of displays are left out.

    Returns:
        Dimension ``pair``: ``d_prime``, the difference of mean projections over their standard deviation, and
        ``accuracy``, how often of two displays, one of each texture, the right one is chosen: with noise of its own
        the expected share.

    Raises:
        ValueError: if a dimension or a texture is missing, displays are too few, or the noise is negative.
    """
    if not internal_noise >= 0:
        raise ValueError(f"internal_noise must not be negative, but is {internal_noise}")
    found = xr.apply_ufunc(
        _every_pair,
        samples(responses, dim, displays, units),
        input_core_dims=[[dim, displays, UNIT]],
        output_core_dims=[["pair"], ["pair"]],
        kwargs={"pairs": numbers(responses[dim], pairs), "internal_noise": internal_noise},
    )
    measures = zip(("d_prime", "accuracy"), found, strict=True)
    return xr.Dataset({name: named(labelled(values, pairs), name, responses, "1") for name, values in measures})


def _every_pair(
    shown: np.ndarray, pairs: list[tuple[int, int]], internal_noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Discriminability and accuracy (…, pair) from responses (…, kind, display, unit)."""
    own = internal_noise**2 * _power(shown)[..., None, None]
    variance = noise(shown)[1] + own
    found = [_pair(shown[..., i, :, :], shown[..., j, :, :], variance, own) for i, j in pairs]
    d_prime, accuracy = (np.stack(measure, -1) for measure in zip(*found, strict=True))
    return d_prime, accuracy


def _pair(a: np.ndarray, b: np.ndarray, variance: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    means = [_mean_of_others(texture) for texture in (a, b)]
    template = (means[0] - means[1]) * inverse(variance)
    template = template * inverse(np.sqrt((template**2 * variance).sum(-1, keepdims=True)))
    middle = (means[0] + means[1]) / 2
    a, b = (((texture - middle) * template).sum(-1) for texture in (a, b))
    blur = (own * template**2).sum(-1)
    return _d_prime(a, b, blur), _accuracy(a, b, blur)


def _d_prime(a: np.ndarray, b: np.ndarray, blur: np.ndarray) -> np.ndarray:
    variance = (a.var(-1, ddof=1) + b.var(-1, ddof=1)) / 2 + blur.mean(-1)
    return (a - b).mean(-1) / np.sqrt(np.where(variance > 0, variance, np.nan))


def _accuracy(a: np.ndarray, b: np.ndarray, blur: np.ndarray) -> np.ndarray:
    """Share of all pairs of projections (…, display) that are ordered rightly, each blurred by noise of its own."""
    lead = a[..., :, None] - b[..., None, :]
    spread = np.sqrt(blur[..., :, None] + blur[..., None, :])
    certain = (1 + np.sign(lead)) / 2
    return np.where(spread > 0, ndtr(lead * inverse(spread)), certain).mean((-2, -1))


def _mean_of_others(shown: np.ndarray) -> np.ndarray:
    """Mean response (…, display, unit) to all displays but each."""
    return (shown.sum(-2, keepdims=True) - shown) / (shown.shape[-2] - 1)


def _power(shown: np.ndarray) -> np.ndarray:
    """Mean square response of the units that respond (…)."""
    squares = (shown**2).mean((-3, -2))
    return squares.sum(-1) / np.maximum((squares > 0).sum(-1), 1)
