"""The numbers of textures agree with each other, as far as they must."""

from visualcortex.papers import (
    bergen_adelson1988,
    bergen_julesz1983,
    caelli_julesz1978,
    julesz1981,
    krose1987,
    malik_perona1990,
)
from visualcortex.stimuli.elements import MICROPATTERNS


def test_filters_are_of_zero_sum():
    paper = malik_perona1990
    centre, beside = paper.DOOG2_WEIGHTS.value
    assert sum(paper.DOG1_WEIGHTS.value) == sum(paper.DOG2_WEIGHTS.value) == centre + 2 * beside == 0
    assert len(paper.DOG1_WIDTHS.value) == len(paper.DOG1_WEIGHTS.value)
    assert len(paper.DOG2_WIDTHS.value) == len(paper.DOG2_WEIGHTS.value)


def test_the_model_was_asked_for_every_pair_that_people_were():
    people, model = dict(krose1987.DETECTABILITY.value), dict(malik_perona1990.DISCRIMINABILITY.value)
    assert set(people) < set(model) and len(people) == 7 and len(model) == 10
    assert max(people, key=people.get) == max(model, key=model.get) == ("+", "O")


def test_pairs_are_ordered_by_what_they_are_worth():
    for pairs in (krose1987.DETECTABILITY, malik_perona1990.DISCRIMINABILITY):
        values = [value for _, value in pairs.value]
        assert values == sorted(values, reverse=True)
        assert pairs.status == "recalled"


def test_longer_bars_are_seen_better():
    paper = bergen_adelson1988
    assert paper.HARD.value < paper.SEEN.value < paper.EASY.value


def test_pairs_of_julesz_are_among_the_micropatterns():
    pairs = [*julesz1981.UNSEEN.value, bergen_julesz1983.WITH_SCRUTINY.value, caelli_julesz1978.QUASI_COLLINEAR.value]
    assert {name for pair in (*pairs, bergen_julesz1983.AT_ONCE.value) for name in pair} < set(MICROPATTERNS)
    assert len(julesz1981.ELEMENTS.value) == len(julesz1981.UNSEEN.value)
