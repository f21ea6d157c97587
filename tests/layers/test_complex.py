import jax.numpy as jnp
import numpy as np
import pytest

from visualcortex.layers.complex import ComplexCells, EndStopped

SIMPLE = jnp.asarray(np.random.default_rng(0).random((5, 3, 4, 2, 2)), jnp.float32)


@pytest.mark.parametrize(
    ("pooling", "expected"),
    [
        ("SUM", SIMPLE.mean((0, 2))),
        ("energy", jnp.sqrt((SIMPLE**2).mean((0, 2)))),
        ("MAX", SIMPLE.max((0, 2))),
        (3.0, (SIMPLE**3).mean((0, 2)) ** (1 / 3)),
    ],
)
def test_pooling_over_phase_and_position(pooling, expected):
    np.testing.assert_allclose(ComplexCells(pooling=pooling)(SIMPLE), expected, rtol=1e-5)


def test_subunits_are_staggered_across_the_receptive_field():
    across, along = ComplexCells(subunits=3, spacing=0.2).offsets.T
    np.testing.assert_allclose(across, [-0.2, 0, 0.2], atol=1e-7)
    np.testing.assert_allclose(along, 0)


@pytest.mark.parametrize("pooling", ["mean", 0.5, float("nan")])
def test_unknown_pooling_is_refused(pooling):
    with pytest.raises(ValueError, match="SUM, energy, MAX"):
        ComplexCells(pooling=pooling)


def test_ends_inhibit_by_their_mean():
    ends = jnp.array([[2.0], [4.0]])
    assert EndStopped(inhibition=0.5)(jnp.array([5.0]), ends).tolist() == [3.5]
    assert EndStopped(inhibition=2.0)(jnp.array([5.0]), ends).tolist() == [0.0]
