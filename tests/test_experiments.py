"""Every page of this project runs, small, and its claims come out as expected."""

import ast
from pathlib import Path

import pytest

from visualcortex.experiment import listed, reproduce

PAGES = Path(__file__).parent.parent / "experiments"
EXPERIMENTS = listed([PAGES])


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """One folder for all results, and for what is compiled on the way."""
    import jax

    before = jax.config.jax_compilation_cache_dir
    jax.config.update("jax_compilation_cache_dir", str(tmp_path_factory.mktemp("compiled")))
    yield tmp_path_factory.mktemp("figures")
    jax.config.update("jax_compilation_cache_dir", before)


def test_every_file_is_a_page():
    assert {path.stem for path in PAGES.glob("[!_]*.py")} == set(EXPERIMENTS)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_page_says_what_it_does_not_show(name):
    page = EXPERIMENTS[name]
    *_, last = (ast.get_docstring(page.tree) or "").split("\n\n")
    assert page.question and last.startswith("What this does not show")
    assert page.quick, "a page needs QUICK"


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_claims_come_out_as_expected(name, figures):
    (result,) = reproduce(name, quick=True, out=figures, experiments=PAGES)
    if result.error:
        raise result.error
    assert result.claims and [claim.statement for claim in result.unexpected] == []
