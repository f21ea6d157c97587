import ast
import importlib
import math
import pkgutil
import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from visualcortex import papers
from visualcortex.papers import (
    albrecht1982,
    devalois1982,
    henry1974,
    horton1991,
    hubel_wiesel1968,
    ringach2002,
    ringach2002b,
    schwartz1980,
)
from visualcortex.papers.published import Published, Status

NAMES = sorted({module.name for module in pkgutil.iter_modules(papers.__path__)} - {"published"})
EVERY = pytest.mark.parametrize("name", NAMES)


def load(name):
    return importlib.import_module(f"visualcortex.papers.{name}")


def published(name):
    return {constant: value for constant, value in vars(load(name)).items() if isinstance(value, Published)}


def leaves(value):
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, tuple) else [value]


@EVERY
def test_a_module_names_its_paper(name):
    module = load(name)
    (year,) = re.findall(r"\d{4}", name)
    assert f"({year})" in module.CITATION and year in module.__doc__
    assert getattr(module, "DOI", "10.").startswith("10.")


@EVERY
def test_a_value_says_its_units_its_source_and_how_well_it_is_known(name):
    for constant, value in published(name).items():
        assert value.status in get_args(Status), constant
        assert value.units and len(value.source) > 10, constant


@EVERY
def test_values_are_constants_of_finite_numbers(name):
    for constant, value in published(name).items():
        assert constant.isupper()
        hash(value)
        assert leaves(value.value), constant
        assert all(isinstance(leaf, str) or math.isfinite(leaf) for leaf in leaves(value.value)), constant


@EVERY
def test_a_module_imports_nothing_but_the_type_of_its_values(name):
    tree = ast.parse(Path(load(name).__file__).read_text())
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))
    assert set(imported) <= {"visualcortex.papers.published"}


def test_the_package_lists_its_modules():
    assert [name for name in NAMES if name not in papers.__doc__] == []


def test_the_tuning_curve_has_31_points_three_degrees_apart():
    orientation, rate = zip(*henry1974.TUNING.value, strict=True)
    assert orientation == tuple(range(-45, 46, 3))
    assert max(rate) == 55.8
    assert henry1974.TUNING.status == "digitised" and henry1974.PEAK_RATE.status == "printed"


def test_the_printed_gaussian_goes_through_the_digitised_points():
    peak, centre, width = (
        value.value for value in (henry1974.PEAK_RATE, henry1974.PREFERRED_ORIENTATION, henry1974.TUNING_WIDTH)
    )
    errors = [rate - peak * math.exp(-(((x - centre) / width) ** 2) / 2) for x, rate in henry1974.TUNING.value]
    assert math.sqrt(sum(error**2 for error in errors) / len(errors)) < 4


def test_the_contrast_response_rises_to_its_maximum_and_the_fit_follows_it():
    contrast, response = zip(*albrecht1982.CONTRAST_RESPONSE.value, strict=True)
    assert list(contrast) == sorted(contrast) and list(response) == sorted(response) and response[-1] == 100
    n, c50 = albrecht1982.FITTED_EXPONENT.value, albrecht1982.FITTED_SEMI_SATURATION.value
    assert all(abs(100 * c**n / (c**n + c50**n) - r) < 5 for c, r in albrecht1982.CONTRAST_RESPONSE.value)
    assert "not given in the paper" in albrecht1982.FITTED_EXPONENT.source


@pytest.mark.parametrize(
    ("counts", "edges", "cells"),
    [
        (ringach2002.CIRCULAR_VARIANCE_COUNTS, ringach2002.CIRCULAR_VARIANCE_EDGES, 304),
        (ringach2002.MODULATION_RATIO_COUNTS, ringach2002.MODULATION_RATIO_EDGES, 304),
        (devalois1982.SIMPLE_FOVEAL_COUNTS, devalois1982.SPATIAL_FREQUENCY_EDGES, 148),
        (devalois1982.COMPLEX_FOVEAL_COUNTS, devalois1982.SPATIAL_FREQUENCY_EDGES, 84),
    ],
)
def test_a_histogram_counts_all_cells_between_its_edges(counts, edges, cells):
    assert sum(counts.value) == cells
    assert len(edges.value) == len(counts.value) + 1
    assert list(edges.value) == sorted(edges.value)


@pytest.mark.parametrize(
    ("median", "counts", "edges"),
    [
        (ringach2002.CIRCULAR_VARIANCE, ringach2002.CIRCULAR_VARIANCE_COUNTS, ringach2002.CIRCULAR_VARIANCE_EDGES),
        (ringach2002.MODULATION_RATIO, ringach2002.MODULATION_RATIO_COUNTS, ringach2002.MODULATION_RATIO_EDGES),
    ],
)
def test_a_printed_median_agrees_with_its_histogram(median, counts, edges):
    below = sum(n for n, upper in zip(counts.value, edges.value[1:], strict=True) if upper <= median.value)
    upto = sum(n for n, lower in zip(counts.value, edges.value[:-1], strict=True) if lower <= median.value)
    assert below <= ringach2002.CELLS.value / 2 <= upto


def test_the_fraction_of_simple_cells_is_that_of_the_histogram():
    counts, edges = ringach2002.MODULATION_RATIO_COUNTS.value, ringach2002.MODULATION_RATIO_EDGES.value
    simple = sum(n for n, lower in zip(counts, edges[:-1], strict=True) if lower >= 1)
    assert simple / ringach2002.CELLS.value == pytest.approx(ringach2002.SIMPLE_FRACTION.value, abs=5e-4)


def test_joint_counts_have_n_x_in_rows_and_n_y_in_columns():
    counts, edges = ringach2002b.JOINT_COUNTS.value, ringach2002b.EDGES.value
    assert [len(row) for row in counts] == [len(edges) - 1] * (len(edges) - 1)
    assert [sum(row) for row in counts] == [3, 22, 42, 12, 0]
    assert (edges[0], edges[-1]) == pytest.approx((0.1, 10**0.2))
    ratios = [upper / lower for lower, upper in pairwise(edges)]
    assert ratios == pytest.approx([10**0.24] * 5)


def test_what_is_recalled_is_called_so():
    recalled = (horton1991.K, horton1991.A, schwartz1980.A, schwartz1980.B, schwartz1980.K, hubel_wiesel1968.FIELD_SIZE)
    assert {value.status for value in recalled} == {"recalled"}
