"""What `record` is asked for, checked: which parameters are held, which are swept, and over which values."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.tree_util import Partial

from visualcortex.models.model import Model
from visualcortex.recording.site import Site
from visualcortex.vocabulary import unknown

Stimulus = Callable[..., jax.Array]
Values = dict[str, np.ndarray]


class Plan(NamedTuple):
    """One recording: the values of every parameter of the stimulus and of every swept leaf of the model."""

    model: Model  # its held leaves have the values asked for
    stimulus: Partial
    stimulus_values: Values  # the swept ones first, (n,) each, outermost first; then the held ones
    leaf_values: Values  # swept leaves only, outermost first
    held: dict[str, Any]

    @property
    def swept(self) -> list[str]:
        """Names of the swept leaves, then of the swept parameters of the stimulus, outermost first."""
        return [*self.leaf_values, *(name for name, values in self.stimulus_values.items() if values.ndim)]


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
    if not isinstance(site, Site):
        raise ValueError(f"record takes a Site(model, layer), one at a time, not {site!r}")
    if not callable(stimulus):
        raise ValueError(f"a stimulus is a function (field, *, …) -> image, not a {type(stimulus).__name__}")
    wanted, bound = _parameters(stimulus)
    leaves = {name: float(v) for name in site.model.parameters if (v := site.model.parameter(name)).ndim == 0}
    _check_given(given, wanted, leaves, site)
    shown = {name: given.get(name, p.default) for name, p in wanted.items()}
    _check_shown(name_of(stimulus), bound, shown | dict(given), site)
    swept = sorted((name for name, values in given.items() if np.ndim(values)), key=wanted.__contains__)
    of_model = {name: values for name, values in given.items() if name not in wanted}
    return Plan(
        site.model.with_parameters(**{name: v for name, v in of_model.items() if name not in swept}),
        stimulus if isinstance(stimulus, Partial) else Partial(stimulus),
        {name: np.asarray(shown[name], wanted[name].kind) for name in sorted(shown, key=[*swept, *shown].index)},
        {name: np.asarray(values, np.float32) for name, values in of_model.items() if name in swept},
        {name: np.asarray(v).item() for name, v in (leaves | of_model | shown).items() if name not in swept},
    )


def name_of(stimulus: Stimulus) -> str:
    """What a stimulus is called."""
    return getattr(stimulus.func if isinstance(stimulus, partial) else stimulus, "__name__", repr(stimulus))


def _parameters(stimulus: Stimulus) -> tuple[dict[str, _Parameter], dict[str, Any]]:
    """Default (None: required) and type of every free parameter after the field, and the values of the bound ones."""
    function, bound = (stimulus.func, stimulus.keywords) if isinstance(stimulus, partial) else (stimulus, {})
    asked = list(inspect.signature(function).parameters.values())
    free = asked[1:]
    if (
        not asked
        or (isinstance(stimulus, partial) and stimulus.args)
        or any(p.kind is not p.KEYWORD_ONLY for p in free)
    ):
        raise ValueError(f"{name_of(stimulus)} must take its field first and all else by name: (field, *, …)")
    kinds = {p.name: np.int32 if p.annotation in (int, "int") else np.float32 for p in free}
    wanted = {p.name: _Parameter(None if p.default is p.empty else p.default, kinds[p.name]) for p in free}
    return {name: p for name, p in wanted.items() if name not in bound}, bound


def _check_given(given: Mapping[str, Any], wanted: Mapping[str, _Parameter], leaves: Mapping, site: Site) -> None:
    for name, values in given.items():
        if name not in wanted and name not in leaves:
            raise unknown("parameter", name, [*wanted, *leaves])
        _check_numbers(name, values, whole=name in wanted and wanted[name].kind is np.int32)
        _check_sweep(name, np.asarray(values), site)


def _check_numbers(name: str, values: Any, *, whole: bool) -> None:
    array = np.asarray(values)
    if array.size == 0:
        raise ValueError(f"{name} is given no value")
    if array.ndim > 1 or array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be a number or a sequence of numbers, not {values!r}")
    if np.isnan(array).any():
        raise ValueError(f"{name} holds a value that is not a number (NaN)")
    if whole and ((array % 1 != 0).any() or (np.abs(array) >= 2**31).any()):
        raise ValueError(f"{name} takes whole numbers below 2³¹, not {values!r}")


def _check_sweep(name: str, values: np.ndarray, site: Site) -> None:
    if values.ndim and len(np.unique(values)) < values.size:
        raise ValueError(f"{name} is swept over the same value twice")
    if values.ndim and name in site.axes:
        raise ValueError(
            f"{name!r} is swept, and it is an axis of layer {site.layer!r} too; choose units with Site(at=)"
        )


def _check_shown(stimulus: str, bound: Mapping[str, Any], free: Mapping[str, Any], site: Site) -> None:
    """Nothing is missing, and no grating is finer than the samples of the field can carry."""
    if site.model.lags and "time" in bound:
        raise ValueError("a model with memory sees the stimulus at several times: `time` cannot be bound to one")
    limit = site.model.field.nyquist
    for name, value in {**bound, **free}.items():
        if value is None:
            raise ValueError(f"{stimulus} needs a value for {name}")
        if name.endswith("spatial_frequency") and (fastest := np.abs(np.asarray(value)).max()) > limit:
            raise ValueError(
                f"{name} {fastest:g} cycles/deg is above {limit:g}, the most that samples of this field can carry"
            )
