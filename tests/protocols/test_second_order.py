"""Pairs of Julesz are alike to the second order, others not; and so drawn as the theory wants it only."""

import numpy as np
import pytest

from visualcortex.protocols.second_order import DIFFERENCES, second_order

ALIKE = [
    ("triangle", "arrow"),
    ("R", "mirror R"),
    ("box and crosses a", "box and crosses b"),
    ("stub below", "stub above"),
    ("discs in line", "discs in rectangle"),
]


def test_dual_pairs_are_alike_within_and_between_elements():
    found = second_order(ALIKE)
    assert max(float(found[name].max()) for name in DIFFERENCES) < 2e-4


def test_other_pairs_are_not():
    found = second_order([("+", "O"), ("T", "L"), ("+", "square")], angles=8)
    assert (found.spectral_difference.sel(pair=["+ / O", "+ / square"]) > 0.1).all()
    assert found.spectral_difference.sel(pair="T / L") > 0.05  # the same two bars, joined elsewhere
    assert (found.dipole_difference > 0.1).all()
    assert found.ink_difference.sel(pair="+ / square") == pytest.approx(2 / 3, abs=0.01)  # twice as many strokes
    assert found.ink_difference.sel(pair="T / L") < 1e-3


def test_union_drawing_breaks_the_equality():
    found = second_order([("triangle", "arrow"), ("R", "mirror R")], overlap=0.0)
    assert found.spectral_difference.sel(pair="triangle / arrow") > 0.05
    assert found.spectral_difference.sel(pair="R / mirror R") < 1e-4


def test_directions_count_where_elements_do_not_turn():
    turned, still = (second_order([("+", "X")], turned=turned) for turned in (True, False))
    assert turned.dipole_difference < 1e-3 < 0.5 < still.dipole_difference


def test_a_micropattern_is_like_itself():
    found = second_order([("M", "M")], angles=2)
    assert all(float(found[name].item()) == 0 for name in DIFFERENCES)
    assert found.attrs == {} and found.dipole_difference.attrs["long_name"] == "difference of dipole lengths"


@pytest.mark.parametrize(
    ("pairs", "options", "words"),
    [
        ([], {}, "one pair at least"),
        (["TL"], {}, "two names each"),
        ([("T", "Lamda")], {}, "no micropattern"),
        ([("T", "L")], {"angles": 0}, "angles"),
    ],
)
def test_errors(pairs, options, words):
    with pytest.raises(ValueError, match=words):
        second_order(pairs, **options)


def test_differences_are_symmetric():
    one, other = (second_order([pair], angles=4) for pair in (("T", "L"), ("L", "T")))
    np.testing.assert_allclose(one.to_array(), other.to_array(), rtol=1e-9)
