"""The visual cortex in JAX: from the receptive field of a single cell to a convolutional network.

A stimulus is a function of degrees of visual angle; a model is a pure JAX module from one image to the responses of every layer;
an electrode (`Site`) is put into one layer; `record` turns it all into one labelled array; analysis and plots know only labelled
arrays; an experiment is one page that says what the paper showed.

===================================  ===================================================================================
`vocabulary`, `field`, `papers`      names and units; the window of the visual field; published values with their sources
`retinotopy`, `filters`,             visual field and cortex in mm; receptive-field profiles; canonical computations;
`canonical`, `data`                  pictures and weights that arrive with installed packages
`stimuli`, `layers`                  ``(field, *, parameters) -> image``; modules array -> array
`models`, `learning`                 modules image -> {layer: responses}; (model, inputs) -> new model
`recording`, `sites`                 `Site`, `record`, `compare`; the named sites that comparisons use
`analysis`, `plotting`               functions of labelled arrays; panels of labelled arrays
`experiment` (`pages`,               a page found, run, saved and reported: `reproduce`; many runs as one array: `sweep`;
`claims`, …), `sweeping`, `cli`      the commands
===================================  ===================================================================================

Nothing heavy is imported before it is needed: ``import visualcortex`` imports neither jax nor xarray.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visualcortex.experiment import reproduce
    from visualcortex.field import VisualField
    from visualcortex.recording import Site, compare, record
    from visualcortex.sweeping import sweep

    __version__: str

__all__ = ["Site", "VisualField", "__version__", "compare", "record", "reproduce", "sweep"]

_HOMES = {
    "Site": "recording",
    "VisualField": "field",
    "compare": "recording",
    "record": "recording",
    "reproduce": "experiment",
    "sweep": "sweeping",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from visualcortex.saving import versions

        return versions()["visualcortex"]
    if name not in _HOMES:
        raise AttributeError(f"module 'visualcortex' has no attribute {name!r}")
    return getattr(import_module(f"visualcortex.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
