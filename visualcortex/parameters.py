"""Values of parameters as a hurried user gives them: text or numbers, read as the type of the default."""

import ast
import math
from collections.abc import Callable
from typing import Any


def typed(name: str, value: Any, default: Any) -> Any:
    """A value, read as the type of a parameter's default.

    Args:
        name: the parameter, for the message.
        value: a value or its text.
        default: what gives the type.

    Raises:
        ValueError: if it cannot be read so.

    >>> typed("cells", "12", 4), typed("sizes", "1,2", (0.5,)), typed("rewired", "yes", False)
    (12, (1.0, 2.0), True)
    """
    reader, words = _READERS.get(type(default), (_literal, "a value"))
    try:
        return tuple(_elements(value, default)) if isinstance(default, tuple) else reader(value)
    except (ValueError, TypeError, AttributeError):
        raise ValueError(f"{name} is {words}, such as {default!r}, not {value!r}") from None


def _boolean(value: Any) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    try:
        return words[str(value).lower()]
    except KeyError:
        raise ValueError from None


def _integer(value: Any) -> int:
    number = _real(value)
    if not number.is_integer():
        raise ValueError
    return int(number)


def _real(value: Any) -> float:
    number = float(value)
    if isinstance(value, bool) or math.isnan(number):
        raise ValueError
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return str(value)


def _literal(value: Any) -> Any:
    try:
        return ast.literal_eval(value) if isinstance(value, str) else value
    except (ValueError, SyntaxError):
        return value


def _elements(value: Any, default: tuple) -> list:
    parts = [part for part in value.strip("()[] ").split(",") if part.strip()] if isinstance(value, str) else value
    return [typed("element", part, default[0]) if default else _literal(part) for part in parts]


_READERS: dict[type, tuple[Callable[[Any], Any], str]] = {
    bool: (_boolean, "true or false"),
    int: (_integer, "a whole number"),
    float: (_real, "a number"),
    str: (_text, "a text"),
    tuple: (tuple, "a list of values"),
}
