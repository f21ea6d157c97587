"""The visual cortex in JAX: from the receptive field of a single cell to a convolutional network.

A stimulus is a function of degrees of visual angle; a model is a pure JAX module from one image to the responses of
every layer; an electrode (`Site`) is put into one layer; `record` turns it all into one labelled array; analysis and
plots know only labelled arrays; an experiment is one page that says what the paper showed. From the ground up:

* `vocabulary`, `field`, `papers`: names and units; a window of the visual field; published values and their sources.
* `retinotopy`, `filters`, `canonical`, `data`: the visual field and cortex in mm; profiles of receptive fields;
  canonical computations; pictures and weights that arrive with installed packages.
* `stimuli`: ``(field, *, parameters) -> image``. `layers`: modules array -> array.
* `models`: modules image -> {layer: responses}.
* `recording`: `Site`, `record`, `compare`. `sites`: the named recording sites that comparisons use.
* `analysis`: functions of labelled arrays. `plotting`: panels that show one.
* `experiment`: pages run, saved and reported by `reproduce`; with `pages`, `parameters`, `claims`, `saving`, `gallery`.
* `sweeping`: many runs as one labelled array, by `sweep`. `cli`: the commands, with `tables`.

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
