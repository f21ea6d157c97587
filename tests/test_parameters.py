"""Values of parameters as a user types them."""

import numpy as np
import pytest

from visualcortex.parameters import typed


@pytest.mark.parametrize(
    ("given", "default", "value"),
    [
        ("12", 1, 12),
        ("1e3", 1, 1000),
        (np.int64(3), 1, 3),
        (3, 1.0, 3.0),
        ("inf", 1.0, float("inf")),
        ("no", True, False),
        (np.bool_(True), False, True),
        ("conv1", "conv2", "conv1"),
        ("(1, 2)", (0.5,), (1.0, 2.0)),
        ([1, 2], (0.5,), (1.0, 2.0)),
        ("a,b", ("c",), ("a", "b")),
        ("", (1,), ()),
        ("0.5", None, 0.5),
        ("free", None, "free"),
    ],
)
def test_read_as_the_type_of_the_default(given, default, value):
    read = typed("x", given, default)
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize(
    ("given", "default"),
    [
        ("3.5", 1),
        ("many", 1),
        (True, 1),
        ("nan", 1.0),
        ("x", 1.0),
        ("maybe", True),
        (2, True),
        (3, "a"),
        ("1,x", (1,)),
        (5, (1,)),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(given, default):
    with pytest.raises(ValueError, match=r"contrast is .*, such as .*, not "):
        typed("contrast", given, default)
