"""Populations of cells: histograms, bootstrap intervals, summaries. Missing values are skipped and counted."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from visualcortex.analysis.labelling import as_tuple, named, units_of


def histogram(
    values: xr.DataArray,
    dim: str | Iterable[str],
    bins: int | Sequence[float] | np.ndarray,
    *,
    proportion: bool = False,
) -> xr.DataArray:
    """How many cells fall into each bin.

    Args:
        values: dimensions ``dim`` and any others.
        dim: the dimension or dimensions to count over.
        bins: edges, ascending, in the units of the values, or a number of bins between the smallest and largest value.
            A bin holds its lower edge; the last one holds both.
        proportion: whether to divide by the number of values that are not missing.

    Returns:
        Dimension ``<name>_bin``, its coordinate the centres, with the edges in ``<name>_low`` and ``<name>_high``
        and the numbers of missing values and of values beyond the edges in ``missing`` and ``outside``.

    Raises:
        ValueError: if the edges do not ascend, or no value is there to set them.

    >>> cv = xr.DataArray([0.1, 0.6, 0.7, np.nan], dims="cell", name="circular_variance")
    >>> counts = histogram(cv, "cell", [0, 0.5, 1])
    >>> counts.values, counts.circular_variance_bin.values, counts.missing.item()
    (array([1, 2]), array([0.25, 0.75]), 1)
    """
    core, name = list(as_tuple(dim)), str(values.name or "value")
    edges = _edges(values, bins)
    counts = xr.apply_ufunc(
        lambda sample: np.histogram(sample[np.isfinite(sample)], edges)[0],
        values.astype(float),
        input_core_dims=[core],
        output_core_dims=[[f"{name}_bin"]],
        vectorize=True,
    )
    present = values.count(core)
    outside = present - counts.sum(f"{name}_bin")
    result = counts / present.where(present > 0) if proportion else counts
    result = named(result, "proportion" if proportion else "number", values, "1" if proportion else "cells")
    centres = xr.DataArray((edges[:-1] + edges[1:]) / 2, dims=f"{name}_bin", attrs=_meaning(values))
    sides = {f"{name}_low": edges[:-1], f"{name}_high": edges[1:]}
    return result.assign_coords(
        {f"{name}_bin": centres, "missing": values.isnull().sum(core), "outside": outside}
    ).assign_coords({side: (f"{name}_bin", edge, _meaning(values)) for side, edge in sides.items()})


def bootstrap(
    values: Any,
    statistic: Callable[[Any, str], xr.DataArray],
    dim: str,
    *,
    samples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> xr.DataArray:
    """Interval of a statistic over resampled cells: the percentiles of the bootstrap (Efron 1979, Ann. Stat. 7, 1-26).

    Args:
        values: an array, or a Dataset of several measured on the same cells; dimensions ``dim`` and any others.
        statistic: function of values and dimension, such as ``xr.DataArray.median``; all other dimensions pass through
            it. It is called once, on all resamples (dimension ``resample``).
        dim: the cells, drawn with replacement; a cell with a missing value may be drawn, and the statistic skips it.
        samples: number of resamples.
        seed: of the random numbers.
        level: coverage of the interval.

    Returns:
        Dimension ``bound``: low, high.

    Raises:
        ValueError: if the dimension is missing or the level is out of range.

    >>> cv = xr.DataArray(np.linspace(0, 1, 101), dims="cell")
    >>> low, high = bootstrap(cv, xr.DataArray.median, "cell").values
    >>> bool(0.35 < low < 0.5 < high < 0.65)
    True
    """
    if dim not in values.dims:
        raise ValueError(f"no dimension {dim!r}; there is {', '.join(map(str, values.dims))}")
    if not 0 < level < 1:
        raise ValueError(f"level lies between 0 and 1, not {level}")
    drawn = np.random.default_rng(seed).integers(values.sizes[dim], size=(samples, values.sizes[dim]))
    estimates = statistic(values.isel({dim: xr.DataArray(drawn, dims=("resample", dim))}), dim)
    bounds = quantiles(estimates, "resample", [(1 - level) / 2, (1 + level) / 2], new="bound")
    bounds = bounds.assign_coords(bound=["low", "high"])
    bounds.attrs = {**estimates.attrs, "samples": samples, "seed": seed, "level": level}
    return bounds


def summary(values: xr.DataArray, dim: str | Iterable[str]) -> xr.Dataset:
    """Mean, median and quartiles of a population.

    Args:
        values: dimensions ``dim`` and any others.
        dim: the dimension or dimensions of the cells.

    Returns:
        ``mean``, ``median``, ``lower_quartile``, ``upper_quartile`` in the units of the values; ``number`` of the
        values they rest on, and how many are ``missing``.

    >>> found = summary(xr.DataArray([1.0, 2.0, 3.0, np.nan], dims="cell"), "cell")
    >>> found["median"].item(), found.number.item(), found.missing.item()
    (2.0, 3, 1)
    """
    cells = values.astype(float).stack(_cells=list(as_tuple(dim)), create_index=False)
    quartiles = quantiles(cells, "_cells", [0.25, 0.5, 0.75])
    found = {name: quartiles.isel(quantile=i) for i, name in enumerate(("lower_quartile", "median", "upper_quartile"))}
    found = {"mean": cells.mean("_cells")} | found
    counts = {"number": cells.count("_cells"), "missing": cells.isnull().sum("_cells")}
    return xr.Dataset(
        {name: named(result, name, values, units_of(values)) for name, result in found.items()}
        | {name: named(result, name, values, "cells") for name, result in counts.items()}
    )


def quantiles(values: xr.DataArray, dim: str, at: Sequence[float], *, new: str = "quantile") -> xr.DataArray:
    """Quantiles of what is not missing; NaN, without a warning, where nothing is there.

    Args:
        values: dimensions ``dim`` and any others.
        dim: the cells.
        at: which quantiles, from 0 to 1.
        new: name of the dimension they lie along.

    >>> quantiles(xr.DataArray([0.0, 1.0, 2.0, np.nan], dims="cell"), "cell", [0.25, 0.75]).values
    array([0.5, 1.5])
    """

    def one(sample: np.ndarray) -> np.ndarray:
        present = sample[~np.isnan(sample)]
        return np.quantile(present, at) if present.size else np.full(len(at), np.nan)

    return xr.apply_ufunc(one, values.astype(float), input_core_dims=[[dim]], output_core_dims=[[new]], vectorize=True)


def _edges(values: xr.DataArray, bins: int | Sequence[float] | np.ndarray) -> np.ndarray:
    finite = values.values[np.isfinite(values.values)]
    if np.ndim(bins) == 0 and not finite.size:
        raise ValueError("no value sets the range of the bins: give their edges")
    edges = np.histogram_bin_edges(finite, bins)
    if not (np.diff(edges) > 0).all():
        raise ValueError(f"edges of bins must ascend, not {edges}")
    return edges.astype(float)


def _meaning(values: xr.DataArray) -> dict[str, str]:
    return {"long_name": values.attrs.get("long_name", str(values.name or "value")), "units": units_of(values)}
