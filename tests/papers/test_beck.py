"""What Beck compared can be drawn, and differs as it should."""

from visualcortex.papers import beck1966
from visualcortex.protocols.second_order import second_order
from visualcortex.stimuli.elements import MICROPATTERNS


def test_tilt_changes_the_orientation_of_lines_and_nothing_else():
    upright, tilted = beck1966.PART.value
    assert upright == beck1966.HARDLY.value[0] and {upright, tilted, *beck1966.HARDLY.value} <= set(MICROPATTERNS)
    turned, still = (second_order([beck1966.PART.value], angles=8, turned=turned) for turned in (True, False))
    assert turned.dipole_difference < 1e-2 and still.dipole_difference > 0.2
    assert still.ink_difference < 1e-3 and 360 / beck1966.TILT.value % 1 == 0
