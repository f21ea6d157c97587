"""The numbers of the hierarchical models agree with each other, as far as they must."""

import itertools

import pytest

from visualcortex.papers import logothetis1995, riesenhuber1999, serre2007, wang1998


def test_the_retina_of_1999_has_32_samples_a_degree():
    paper = riesenhuber1999
    assert paper.RETINA_SAMPLES.value == paper.RETINA.value * paper.RESOLUTION.value
    assert [size * paper.RESOLUTION.value for size in paper.SIZES.value] == list(paper.SIZES_IN_SAMPLES.value)
    assert paper.TRAINING_SIZE.value in paper.SIZES.value and max(paper.SIZES.value) == paper.RETINA.value


def test_twelve_scales_fall_into_four_bands():
    paper = riesenhuber1999
    assert sum(paper.C1_BANDS.value, ()) == paper.S1_WIDTHS.value
    assert [size * paper.S1_WIDTH_PER_SIZE.value for size in paper.S1_SIZES.value] == list(paper.S1_WIDTHS.value)
    assert len(paper.C1_BANDS.value) == len(paper.C1_WINDOWS.value) == len(paper.C1_STEPS.value)
    overlap = paper.C1_OVERLAP.value
    for window, step in zip(paper.C1_WINDOWS.value, paper.C1_STEPS.value, strict=True):
        assert abs(step - overlap * window) <= 0.5


def test_features_are_counted_from_orientations():
    paper, orientations = riesenhuber1999, riesenhuber1999.ORIENTATIONS.value
    assert paper.A_S2_FEATURES.value == len(list(itertools.combinations(orientations, 2)))
    assert paper.A_C2_FEATURES.value == paper.A_S2_FEATURES.value + len(orientations)
    assert paper.B_C2_FEATURES.value == len(orientations) ** (paper.B_S2_NEIGHBOURS.value**2)
    assert paper.AFFERENTS.value < paper.B_C2_FEATURES.value


def test_a_plane_of_15_by_15_shifts_and_21_views_about_the_training_view():
    shifts, views = riesenhuber1999.SHIFTS.value, riesenhuber1999.VIEWS.value
    assert len(shifts) == 15 and shifts[7] == 0 and shifts[-1] * 32 == 112
    assert len(views) == 21 and views[10] == riesenhuber1999.TRAINING_VIEW.value


@pytest.mark.parametrize(
    ("curve", "best", "places"),
    [
        (riesenhuber1999.SIZE_TUNING, 64, riesenhuber1999.SIZES_IN_SAMPLES),
        (riesenhuber1999.VIEW_TUNING, 90, riesenhuber1999.VIEWS),
    ],
)
def test_a_digitised_curve_has_its_peak_at_the_training_view(curve, best, places):
    given, responses = zip(*curve.value, strict=True)
    assert given == places.value
    assert given[responses.index(max(responses))] == best and max(responses) == 1
    assert curve.status == "digitised"


def test_more_afferents_mean_more_invariance():
    for name in ("ROTATION_RANGE", "SCALE_RANGE", "TRANSLATION_RANGE"):
        few, many = (getattr(riesenhuber1999, f"{version}_{name}") for version in ("B40", "B256"))
        assert few.value < many.value and few.status == many.status == "printed"
    assert riesenhuber1999.A_TWO_CLIPS.value < riesenhuber1999.B40_TWO_CLIPS.value


def test_every_silhouette_has_a_box_and_three_responses():
    paper = riesenhuber1999
    columns = (paper.BOUNDING_BOXES, paper.SILHOUETTE_MAX, paper.SILHOUETTE_NEURON, paper.SILHOUETTE_SUM)
    assert {len(column.value) for column in columns} == {len(paper.SILHOUETTES)}
    boxes = dict(zip(paper.SILHOUETTES, paper.BOUNDING_BOXES.value, strict=True))
    for left, right, top, bottom in boxes.values():
        assert 0 <= left < right < paper.SILHOUETTE_SIZE.value and 0 <= top < bottom < paper.SILHOUETTE_SIZE.value
    assert boxes["stem"][1] - boxes["stem"][0] + 1 == paper.STEM_WIDTH.value
    assert boxes["ellipse"][:2] == boxes["ellipse on stem"][:2]


def test_only_max_follows_the_neuron():
    preferred = riesenhuber1999.SILHOUETTES.index("ellipse on stem")
    errors = {}
    for name in ("MAX", "SUM"):
        model = getattr(riesenhuber1999, f"SILHOUETTE_{name}").value
        assert model[preferred] == 1
        errors[name] = [abs(m - n) for m, n in zip(model, riesenhuber1999.SILHOUETTE_NEURON.value, strict=True)]
    assert max(errors["MAX"]) < 0.25 and max(errors["SUM"]) > 0.9


def test_the_neuron_of_both_papers_is_one():
    responses = dict(wang1998.RESPONSES.value)
    again = zip(riesenhuber1999.SILHOUETTES, riesenhuber1999.SILHOUETTE_NEURON.value, strict=True)
    assert {**responses, **dict(again)} == responses
    assert responses["bottle"] > responses["photograph of a bottle"]


def test_the_monkeys_ranges_lie_about_the_training_view():
    for value in (logothetis1995.SCALE_RANGE, logothetis1995.TRANSLATION_RANGE, logothetis1995.TRAINING_ROTATION):
        assert value.value[0] == -value.value[1]
    assert "Riesenhuber & Poggio (1999)" in logothetis1995.ROTATION_RANGE.source


def test_sixteen_gabors_fall_into_eight_bands():
    paper = serre2007
    assert {len(column.value) for column in (paper.S1_SIZES, paper.S1_WIDTHS, paper.S1_WAVELENGTHS)} == {16}
    assert len(paper.C1_WINDOWS.value) == len(paper.C1_STEPS.value) == 8
    assert [2 * step for step in paper.C1_STEPS.value] == list(paper.C1_WINDOWS.value)
    for width, wavelength in zip(paper.S1_WIDTHS.value, paper.S1_WAVELENGTHS.value, strict=True):
        assert width == pytest.approx(paper.WIDTH_PER_WAVELENGTH.value * wavelength, abs=0.1)
    assert paper.S1_WIDTHS.status == "recalled"
