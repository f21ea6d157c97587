"""The jackknife: how far a measure varies when each of the samples it rests on is left out in turn.

[1] Efron & Stein (1981), Ann. Stat. 9, 586-596.
"""

from functools import partial

import xarray as xr
from scipy.stats import t as student

from visualcortex.analysis.labelling import named, units_of


def ratio(one: xr.DataArray, other: xr.DataArray, dim: str, *, confidence: float = 0.95) -> xr.Dataset:
    """The mean of samples over that of others, with its interval; samples of one number are left out together.

    Args:
        one: dimension ``dim`` and any others.
        other: of the same samples.
        dim: the samples.
        confidence: coverage of the intervals.

    Returns:
        ``ratio``, its ``standard_error``, and ``lower`` and ``upper`` end of its interval: NaN where the interval of
        the mean of ``other`` reaches down to 0.

    Raises:
        ValueError: as `interval` does.

    >>> one, other = (xr.DataArray(values, dims="trial") for values in ([1.0, 2.0, 3.0], [3.0, 4.0, 5.0]))
    >>> ratio(one, other, "trial").ratio.item()
    0.5
    """
    (above, above_left), (below, below_left) = map(partial(_means, dim=dim), (one, other))
    known = interval(below, below_left, dim, confidence=confidence).lower > 0
    found = named((above / below).where(known), "ratio", one, "1").assign_attrs(long_name="ratio")
    left_out = (above_left / below_left).where(known)
    return xr.Dataset({"ratio": found}).assign(interval(found, left_out, dim, confidence=confidence))


def interval(estimate: xr.DataArray, left_out: xr.DataArray, dim: str, *, confidence: float = 0.95) -> xr.Dataset:
    """Standard error and interval of a measure, by Student's t with one degree of freedom less than samples.

    The standard error is on average not too small [1]: where samples count only in pairs (a cross-validated distance
    of 0) it is about √2 too large.

    Args:
        estimate: the measure, from all samples.
        left_out: the measure without each sample: dimension ``dim`` and those of the estimate.
        dim: the samples.
        confidence: coverage of the interval.

    Returns:
        ``standard_error``, and ``lower`` and ``upper`` end, in the units of the estimate; NaN where any value is.

    Raises:
        ValueError: if there is no such dimension, or confidence is out of range.

    >>> values = xr.DataArray([1.0, 2.0, 6.0], dims="trial", name="response")
    >>> others = (values.sum() - values) / 2
    >>> round(interval(values.mean(), others, "trial").standard_error.item(), 3), round(values.std(ddof=1).item(), 3)
    (1.528, 2.646)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, not {confidence}")
    if dim not in left_out.dims:
        raise ValueError(f"no dimension {dim!r}; there is {', '.join(map(str, left_out.dims))}")
    count = left_out.sizes[dim]
    scatter = (left_out - left_out.mean(dim, skipna=False)) ** 2
    error = ((count - 1) / count * scatter.sum(dim, skipna=False)) ** 0.5
    half = float(student.ppf((1 + confidence) / 2, count - 1)) * error
    found = {"standard_error": error, "lower": estimate - half, "upper": estimate + half}
    measure, units = estimate.attrs.get("long_name", str(estimate.name or "value")), units_of(estimate)
    words = {"standard_error": "standard error", "lower": "lower end of the interval", "upper": "upper end of it"}
    return xr.Dataset(
        {
            name: named(values, name, estimate, units).assign_attrs(long_name=f"{measure}, {words[name]}")
            for name, values in found.items()
        }
    )


def _means(values: xr.DataArray, dim: str) -> tuple[xr.DataArray, xr.DataArray]:
    """The mean of samples, and that without each."""
    if dim not in values.dims:
        raise ValueError(f"no dimension {dim!r}; there is {', '.join(map(str, values.dims))}")
    return values.mean(dim, skipna=False), (values.sum(dim, skipna=False) - values) / (values.sizes[dim] - 1)
