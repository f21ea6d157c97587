"""Spikes from rates: Poisson counts, rasters, histograms over time.

Along ``time`` a coordinate is the beginning of its bin.
"""

from collections.abc import Iterable

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import as_tuple, even_step, named, require
from visualcortex.vocabulary import attributes


def poisson(rates: xr.DataArray, *, trials: int, seed: int, duration: float | None = None) -> xr.DataArray:
    """Spike counts of repeated trials: independent Poisson numbers with mean rate x bin width.

    Args:
        rates: spikes/s, any dimensions. Where ``time`` is one, its spacing is the bin width.
        trials: number of trials; the first of many are the same as few.
        seed: of the random numbers; the same seed gives the same bits.
        duration: of each response, in s, for rates without ``time``.

    Returns:
        Counts, dimensions ``trial`` and those of the rates; seed and bin width (s) in the attributes.

    Raises:
        ValueError: if a rate is negative or missing, or the bin width is not known or given twice.

    >>> rates = xr.DataArray([0.0, 50.0], coords={"orientation": [0, 90]}, dims="orientation")
    >>> counts = poisson(rates, trials=3, seed=0, duration=0.5)
    >>> counts.dims, int(counts.sel(orientation=0).sum())
    (('trial', 'orientation'), 0)
    """
    if not (rates >= 0).all():
        raise ValueError("rates must be numbers of spikes/s, none negative and none missing")
    if ("time" in rates.dims) == (duration is not None):
        raise ValueError("the bin width is the spacing of 'time' or, without that dimension, the duration: give one")
    width = even_step(rates, "time") if duration is None else duration
    drawn = np.random.default_rng(seed).poisson(rates.values * width, (trials, *rates.shape))
    counts = rates.astype(drawn.dtype).expand_dims(trial=np.arange(trials)).copy(data=drawn)
    counts.trial.attrs = attributes("trial")
    return named(counts, "spikes", rates).assign_attrs(seed=seed, bin_width=width)


def spike_times(counts: xr.DataArray, dim: str = "time", *, seed: int) -> xr.DataArray:
    """The times of the spikes behind the counts, for a raster: uniform within each bin.

    Args:
        counts: spikes in each bin; dimensions ``dim`` (evenly spaced, in s) and any others.
        dim: time.
        seed: of the random numbers.

    Returns:
        Ascending times in s; dimension ``spike`` in place of ``dim``, padded with NaN to the largest number of spikes.

    Raises:
        ValueError: if the bins are not evenly spaced.
    """
    width = even_step(counts, dim)
    bins = counts.transpose(..., dim)
    rows = bins.values.reshape(-1, bins.shape[-1]).astype(int)
    owner, place = (np.repeat(index.ravel(), rows.ravel()) for index in np.indices(rows.shape))
    drawn = bins[dim].values[place] + width * np.random.default_rng(seed).random(place.size)
    order = np.lexsort((drawn, owner))
    totals = rows.sum(1)
    times = np.full((len(rows), totals.max(initial=0)), np.nan)
    times[np.arange(times.shape[1]) < totals[:, None]] = drawn[order]
    raster = bins.isel({dim: 0}, drop=True).astype(float).expand_dims(spike=times.shape[1], axis=-1)
    return named(raster.copy(data=times.reshape(raster.shape)), "time", counts).assign_attrs(seed=seed)


def psth(
    counts: xr.DataArray, dim: str = "time", *, bin_width: float, over: str | Iterable[str] = "trial"
) -> xr.DataArray:
    """Peri-stimulus time histogram: the mean rate in bins of time.

    Args:
        counts: spikes in each fine bin; dimensions ``dim`` (evenly spaced, in s) and any others.
        dim: time.
        bin_width: s, a multiple of the spacing; an incomplete last bin is left out.
        over: the dimensions to average over, where they are there.

    Returns:
        Spikes/s; ``dim`` holds the beginning of each bin.

    Raises:
        ValueError: if the bin width is no multiple of the spacing, or exceeds the recording.
    """
    require(counts, dim)
    ratio = bin_width / even_step(counts, dim)
    fine = round(ratio)
    if not 1 <= fine <= counts.sizes[dim] or abs(ratio - fine) > 1e-3:
        raise ValueError(f"bin_width {bin_width} s is no multiple of the spacing of {dim!r}, or exceeds the recording")
    mean = counts.mean([name for name in as_tuple(over) if name in counts.dims])
    windows = mean.coarsen({dim: fine}, boundary="trim", coord_func="min")
    return named(windows.sum() / bin_width, "response", counts, "spikes/s").assign_attrs(bin_width=bin_width)
