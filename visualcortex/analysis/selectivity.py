"""Selectivity: what gratings tell of a population, by the protocol of Ringach, Shapley & Hawken, the same everywhere.

Each unit is measured at its preferred spatial frequency: that of the largest of F0 and F1 over a coarse grid of
orientations. Tuning is that of F0, the blank not subtracted; the half-bandwidth is that of the smoothed curve [1]. A
network's units are measured after rectification; what they were driven by before it is told apart.

[1] Ringach, Shapley & Hawken (2002), J. Neurosci. 22, 5639-5651.
"""

import numpy as np
import xarray as xr

from visualcortex.analysis import tuning
from visualcortex.analysis.labelling import as_tuple, named, require
from visualcortex.vocabulary import attributes


def to_gratings(drive: xr.DataArray, blank: xr.DataArray | float = 0.0, *, coarse: int = 2) -> xr.Dataset:
    """How selective every unit is for the orientation and the phase of gratings.

    Args:
        drive: responses before rectification, dimensions ``orientation`` (evenly around 180 deg),
            ``spatial_frequency``, ``phase`` and any others; of cells, which fire at rates, the rates.
        blank: response to the blank screen.
        coarse: the preferred frequency is sought over every so many orientations.

    Returns:
        ``circular_variance``, ``half_bandwidth`` and ``orthogonal_ratio`` of F0; ``modulation_ratio`` at the preferred
        orientation, also ``modulation_ratio_above_blank``, and whether it makes the unit ``simple``; before
        rectification ``circular_variance_of_drive``, that of F1, and ``cut_off``; ``preferred_spatial_frequency``.

    Raises:
        ValueError: if the drive lacks a dimension, or orientations or phases do not divide the circle evenly.
    """
    require(drive, "orientation", "spatial_frequency", "phase")
    response = drive.clip(min=0)
    preferred = tuning.preferred_grating(response.isel(orientation=slice(None, None, coarse))).spatial_frequency
    response, drive = (tuning.at(values, spatial_frequency=preferred) for values in (response, drive))
    best = tuning.at(response, orientation=tuning.preferred_grating(response, ["orientation"]).orientation)
    mean, ratio = tuning.mean_rate(response), tuning.modulation_ratio(best)
    index = tuning.orientation_selectivity(mean)
    found = {
        "circular_variance": tuning.circular_variance(mean),
        "half_bandwidth": tuning.half_bandwidth(tuning.smooth(mean, "orientation")),
        "orthogonal_ratio": (1 - index) / (1 + index),
        "modulation_ratio": ratio,
        "modulation_ratio_above_blank": tuning.modulation_ratio(best, baseline=blank),
        "simple": tuning.is_simple(ratio),
        "circular_variance_of_drive": tuning.circular_variance(tuning.first_harmonic(drive)),
        "cut_off": cut_off(drive, ("orientation", "phase")),
        "preferred_spatial_frequency": preferred,
    }
    return xr.Dataset({name: values.assign_attrs(attributes(name)) for name, values in found.items()})


def cut_off(drive: xr.DataArray, dim: str | tuple[str, ...]) -> xr.DataArray:
    """The share of a drive's range that rectification cuts off: what lies below zero.

    Args:
        drive: dimensions ``dim`` and any others.
        dim: the dimension or dimensions of the stimuli.

    Returns:
        0 where the drive is never negative, 1 where it is never positive; NaN where it is always the same.

    >>> cut_off(xr.DataArray([-1.0, 2.0, 3.0], dims="phase"), "phase").item()
    0.25
    """
    dims = list(as_tuple(dim))
    lowest, highest = drive.min(dims), drive.max(dims)
    return named((-lowest / (highest - lowest).where(highest > lowest)).clip(0, 1), "cut_off", drive)


def responsive(best: xr.DataArray, natural: xr.DataArray, dim: str = "index", *, share: float = 0.1) -> xr.DataArray:
    """Whether a unit responds to gratings, measured by what natural pictures make of it.

    Args:
        best: the response to the best grating.
        natural: rates in response to natural pictures, dimensions ``dim`` and those of ``best``.
        dim: the pictures.
        share: of the response that one picture in a hundred exceeds; gratings must give as much, and more than 0.

    Raises:
        ValueError: if there is no such dimension.

    >>> pictures = xr.DataArray([[0.0, 50.0], [0.0, 5.0]], dims=("unit", "index"), coords={"index": [0, 1]})
    >>> responsive(xr.DataArray([4.0, 4.0], dims="unit"), pictures).values
    array([False,  True])
    """
    require(natural, dim)
    usual = natural.quantile(0.99, dim).drop_vars("quantile")
    return named((best > 0) & (best >= share * usual), "responsive", best)


def gratings(
    lowest: float, highest: float, *, octaves: float = 0.5, orientations: int = 24, phases: int = 16
) -> dict[str, np.ndarray]:
    """The gratings that `to_gratings` needs, all combined: what to sweep in ``record``.

    Args:
        lowest: spatial frequency, in cycles/deg.
        highest: spatial frequency, in cycles/deg.
        octaves: between neighbouring frequencies, stretched to reach the highest.
        orientations: how many, evenly around 180 deg.
        phases: how many, evenly around 360 deg.

    >>> shown = gratings(0.5, 4, octaves=1, orientations=4, phases=2)
    >>> shown["spatial_frequency"].tolist(), shown["orientation"].tolist()
    ([0.5, 1.0, 2.0, 4.0], [0.0, 45.0, 90.0, 135.0])
    """
    return {
        "orientation": np.linspace(0, 180, orientations, endpoint=False),
        "phase": np.linspace(0, 360, phases, endpoint=False),
        "spatial_frequency": np.geomspace(lowest, highest, 1 + round(np.log2(highest / lowest) / octaves)),
    }
