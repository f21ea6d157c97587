"""How far apart two textures are by what simple statistics see: ink, distances of points, power at every frequency.

Two micropatterns whose dipoles (pairs of points) have the same lengths give textures of the same second-order
statistics, if their elements are turned at random; the power spectrum says the same once more. Both are taken from the
drawings, turned by many angles.

Reference:
    Julesz (1981), Nature 290, 91-97.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from visualcortex.field import VisualField
from visualcortex.models.readout import Pixels
from visualcortex.recording import Site, record
from visualcortex.stimuli.textons import SIZE, STROKE, micropatterns
from visualcortex.vocabulary import attributes, whole

FRAME = VisualField(3.5, 48.0)  # deg, for micropatterns of 1 deg: an autocorrelation does not reach around it

DIFFERENCES = ("ink_difference", "dipole_difference", "spectral_difference", "neighbour_difference")


def second_order(
    pairs: Sequence[tuple[str, str]],
    *,
    stroke: float = STROKE / SIZE,
    overlap: float = 1.0,
    angles: int = 16,
    turned: bool = True,
) -> xr.Dataset:
    """Differences of ink, dipoles and power between the micropatterns of pairs.

    Args:
        pairs: names of two micropatterns each.
        stroke: width of the strokes, in units of the micropatterns' size.
        overlap: how often ink is counted where strokes meet: 1 as often as there are strokes, 0 once.
        angles: how many angles from 0 to 360° micropatterns are drawn at.
        turned: whether textures turn their elements at random. If so lengths of dipoles and frequencies count, whatever
            their direction; else micropatterns are drawn at one angle and directions count.

    Returns:
        (pair,): ``ink_difference``; ``dipole_difference``, of the numbers of dipoles of every length;
        ``spectral_difference``, of the power at every frequency but 0, which is ink; ``neighbour_difference``, of the
        power of the mean micropattern over all angles, from which the dipoles between neighbours come. Each is the sum
        of the sizes of all differences, over the mean of the two sums: 0 for the same, 2 for nothing in common.

    Raises:
        ValueError: if there is no pair, no such micropattern, or no angle.

    >>> found = second_order([("triangle", "arrow"), ("+", "O")], angles=4)
    >>> (found.dipole_difference < 1e-3).values.tolist()
    [True, False]
    """
    if not len(pairs) or any(isinstance(pair, str) or len(pair) != 2 for pair in pairs):
        raise ValueError(f"pairs are two names each, and one pair at least, not {pairs!r}")
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    drawn = _drawn(names, stroke, overlap, whole("angles", angles) if turned else 1)
    statistics = dict(zip(names, (_statistics(ink, turned) for ink in drawn), strict=True))
    found = {name: [_apart(statistics[a][name], statistics[b][name]) for a, b in pairs] for name in DIFFERENCES}
    along = xr.DataArray([f"{a} / {b}" for a, b in pairs], dims="pair", name="pair", attrs=attributes("pair"))
    return xr.Dataset({name: ("pair", values, attributes(name)) for name, values in found.items()}, {"pair": along})


def _drawn(names: Sequence[str], stroke: float, overlap: float, angles: int) -> np.ndarray:
    """Ink (micropattern, variant and angle, y, x) of micropatterns of 1 deg."""
    stimulus = micropatterns(*names)
    ink = record(
        Site(Pixels(FRAME), "pixels"),
        stimulus,
        index=np.arange(len(names)),
        variant=np.arange(stimulus.keywords["micropatterns"].shape[1]),
        orientation=np.arange(angles) * 360 / angles,
        **{"size": 1.0, "stroke": stroke, "overlap": overlap, "contrast": 1.0},
    )
    return ink.values.astype(float).reshape(len(names), -1, *FRAME.shape)


def _statistics(ink: np.ndarray, turned: bool) -> dict[str, np.ndarray]:
    """What differences are taken of, from the drawings (drawing, y, x) of a micropattern."""
    power = (np.abs(np.fft.fft2(ink)) ** 2).mean(0)
    of_mean = np.abs(np.fft.fft2(ink.mean(0))) ** 2
    dipoles = np.fft.ifft2(power).real
    power[0, 0] = of_mean[0, 0] = 0
    found = (dipoles / dipoles.sum(), power, of_mean)
    counted = [_by_length(one) if turned else one.ravel() for one in found]
    return dict(zip(DIFFERENCES, [ink.mean(0).sum(keepdims=True), *counted], strict=True))


def _by_length(values: np.ndarray) -> np.ndarray:
    """Sums over all places of an array that are as far from its origin, to the nearest whole number."""
    steps = [np.fft.fftfreq(side) * side for side in values.shape]
    lengths = np.hypot(steps[0][:, None], steps[1]).round().astype(int)
    return np.bincount(lengths.ravel(), values.ravel())


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    return 2 * np.abs(one - other).sum() / (one.sum() + other.sum())
