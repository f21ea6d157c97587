"""Pickles read as data: a pickle names the functions it wants called, and here it finds only those that are allowed.

Reference:
    Python documentation, pickle, "Restricting Globals".
"""

import pickle
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

Allowed = Mapping[tuple[str, str], Any]


class RefusedError(ValueError):
    """A pickle asked for something that is not allowed; it was neither imported nor called."""


def load(file: BinaryIO, allowed: Allowed, persistent: Callable[[Any], Any] | None = None) -> Any:
    """Load one pickle that may use the allowed globals only.

    Args:
        file: an open binary file; it is left behind the pickle.
        allowed: what stands for each global (module, name).
        persistent: what stands for a persistent id; by default there may be none.

    Raises:
        RefusedError: if the pickle names anything else.
        Exception: of nearly any kind, if the pickle is damaged.

    >>> import io
    >>> load(io.BytesIO(pickle.dumps({"a": 1})), {})
    {'a': 1}
    >>> load(io.BytesIO(pickle.dumps(print)), {})
    Traceback (most recent call last):
    visualcortex.data.pickles.RefusedError: the pickle asks for builtins.print, which is refused and was not executed
    """
    return _Unpickler(file, allowed, persistent).load()


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, allowed: Allowed, persistent: Callable[[Any], Any] | None) -> None:
        super().__init__(file)
        self._allowed, self._persistent = allowed, persistent

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) not in self._allowed:
            raise RefusedError(f"the pickle asks for {module}.{name}, which is refused and was not executed")
        return self._allowed[module, name]

    def persistent_load(self, identity: Any, /) -> Any:
        if self._persistent is None:
            raise RefusedError(f"the pickle asks for the persistent id {identity!r}, which is refused")
        return self._persistent(identity)
