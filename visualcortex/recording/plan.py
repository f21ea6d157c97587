"""What `record` is asked for, checked: which parameters are held, which are swept, and over which values."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.tree_util import Partial

from visualcortex.models.model import Model
from visualcortex.recording.site import Site
from visualcortex.vocabulary import unknown

Stimulus = Callable[..., jax.Array]


class Plan(NamedTuple):
    """One recording: for every parameter of the stimulus one value a stimulus, for every swept leaf one a variant."""

    model: Model  # held leaves have the values asked for
    stimulus: Partial
    stimuli: dict[str, np.ndarray]
    variants: dict[str, np.ndarray]
    counts: tuple[int, int]  # variants, stimuli
    swept: dict[str, np.ndarray]  # outermost first: leaves of the model, then parameters of the stimulus
    held: dict[str, float]


class _Parameter(NamedTuple):
    default: Any
    kind: type


def plan(site: Site, stimulus: Stimulus, given: Mapping[str, Any]) -> Plan:
    """Check the parameters of a recording and lay them out.

    Args:
        site: where the electrode is.
        stimulus: as for `record`.
        given: for each name a number, or a sequence of numbers.

    Raises:
        ValueError: as `record` says.
    """
    wanted = _stimulus_parameters(stimulus)
    leaves = {name: v for name in site.model.parameters if (v := np.asarray(site.model.parameter(name))).ndim == 0}
    for name, values in given.items():
        _check(name, values, site, wanted, leaves)
    for name, parameter in wanted.items():
        if parameter.default is None and name not in given:
            raise ValueError(f"{name_of(stimulus)} needs a value for {name}")
    of_stimulus: dict[str, np.ndarray] = {
        name: np.asarray(given.get(name, p.default), p.kind) for name, p in wanted.items()
    }
    of_model = {name: np.asarray(values, np.float32) for name, values in given.items() if name not in wanted}
    swept = sorted((name for name, values in given.items() if np.ndim(values)), key=wanted.__contains__)
    stimuli, n_stimuli = _grid(of_stimulus, [name for name in swept if name in wanted])
    variants, n_variants = _grid(
        {name: v for name, v in of_model.items() if v.ndim}, [n for n in swept if n not in wanted]
    )
    return Plan(
        site.model.with_parameters(**{name: v for name, v in of_model.items() if v.ndim == 0}),
        stimulus if isinstance(stimulus, Partial) else Partial(stimulus),
        stimuli,
        variants,
        (n_variants, n_stimuli),
        {name: np.asarray(given[name]) for name in swept},
        {name: v.item() for name, v in (leaves | of_model | of_stimulus).items() if v.ndim == 0},
    )


def name_of(stimulus: Stimulus) -> str:
    """What a stimulus is called."""
    return getattr(stimulus.func if isinstance(stimulus, partial) else stimulus, "__name__", repr(stimulus))


def _stimulus_parameters(stimulus: Stimulus) -> dict[str, _Parameter]:
    """Default (None: required) and type of every parameter after the field that is not bound."""
    function, bound = (stimulus.func, stimulus.keywords) if isinstance(stimulus, partial) else (stimulus, {})
    free = [p for p in inspect.signature(function, eval_str=True).parameters.values() if p.kind is p.KEYWORD_ONLY]
    return {
        p.name: _Parameter(None if p.default is p.empty else p.default, np.int32 if p.annotation is int else np.float32)
        for p in free
        if p.name not in bound
    }


def _check(name: str, values: Any, site: Site, wanted: Mapping[str, _Parameter], leaves: Mapping[str, Any]) -> None:
    if name not in wanted and name not in leaves:
        raise unknown("parameter", name, [*wanted, *leaves])
    array = np.asarray(values)
    if array.ndim > 1 or array.size == 0 or array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be a number or a sequence of numbers, not {values!r}")
    if np.isnan(array).any():
        raise ValueError(f"{name} holds a value that is not a number (NaN)")
    if array.ndim:
        _check_sweep(name, array, site)
    if name in wanted and wanted[name].kind is np.int32 and (array % 1 != 0).any():
        raise ValueError(f"{name} takes whole numbers, not {values!r}")
    limit = site.model.field.nyquist
    if name.endswith("spatial_frequency") and (np.abs(array) > limit).any():
        fastest = np.abs(array).max()
        raise ValueError(
            f"{name} {fastest:g} cycles/deg is above {limit:g}, the most that samples of this field can carry"
        )


def _check_sweep(name: str, values: np.ndarray, site: Site) -> None:
    if len(np.unique(values)) < values.size:
        raise ValueError(f"{name} is swept over the same value twice")
    if name in site.axes:
        raise ValueError(
            f"{name!r} is swept, and it is an axis of layer {site.layer!r} too; choose units with Site(at=)"
        )


def _grid(values: Mapping[str, np.ndarray], swept: Sequence[str]) -> tuple[dict[str, np.ndarray], int]:
    """Every parameter as a flat array over the outer product of the swept ones, and how many points that has."""
    sizes = [values[name].size for name in swept]

    def spread(name: str) -> np.ndarray:
        shape = [-1 if other == name else 1 for other in swept]
        return np.broadcast_to(values[name].reshape(shape if name in swept else [1] * len(swept)), sizes).reshape(-1)

    return {name: spread(name) for name in values}, int(np.prod(sizes, dtype=np.int64))
