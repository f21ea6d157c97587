"""Direction selectivity: what a cell needs to tell a bar that moves right from one that moves left.

Many cells of striate cortex answer a bar that moves in one direction and not the same bar on its way back [1]. No cell
that sees one image at a time can do that: both ways it sees the same images in another order. A second input that comes
later is enough [2]: an even receptive field now and an odd one a while ago make a field tilted in space and time [3, 4].
Bars and gratings are moved both ways over such a cell, over the same cell without its lagged input, over a complex cell
without memory, and over the units of AlexNet's first layer. Then the weight of the lagged input is raised from 0 to 1.

Protocol: direction index (P - N) / (P + N), N at +180 deg, of mean rates; the spontaneous rate is not subtracted. Gratings
at the best of the spatial frequencies shown. The field in space and time is the response to a flashed line, light less
dark, of a simple cell whose threshold is set to zero.

[1] Hubel & Wiesel (1962), J. Physiol. 160, 106-154.   [2] Saul & Humphrey (1992), J. Neurophysiol. 68, 1190-1208.
[3] Adelson & Bergen (1985), J. Opt. Soc. Am. A 2, 284-299.   [4] Watson & Ahumada (1985), J. Opt. Soc. Am. A 2, 322-341.

What this does not show: that cortical cells are wired so. Inhibition from the side, or a difference of delays over one
dendrite, would give a direction as well. No index is compared with a measured one: the model's was put in with its lagged
input, and real cells spread from 0 to 1. AlexNet learned from still photographs; a network trained on films has memory.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, compare, record, sites
from visualcortex.analysis import spikes, tuning
from visualcortex.experiment import Claim
from visualcortex.models import movie
from visualcortex.models.alexnet import AlexNet
from visualcortex.plotting import label, panels
from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.style import colours
from visualcortex.stimuli import bar, drifting_grating, moving_bar
from visualcortex.vocabulary import attributes

QUICK = {"directions": 12, "octave_steps": 1, "phases": 8, "weights": 5}

SELECTIVE, STATIC, COMPLEX, NETWORK = CELLS = (
    "direction-selective cell",
    "direction-selective cell, no lagged input",
    "complex cell",
    "AlexNet conv1",
)
BAR = {"speed": 2.0, "start": -1.5, "width": 0.25, "length": 2.0}  # deg/s: the cell's 4 Hz over its 2 cycles/deg
INTERVAL = 0.02  # s


def run(
    directions: int = 24, octave_steps: int = 2, phases: int = 16, weights: int = 11, trials: int = 40, seed: int = 0
) -> xr.Dataset:
    """Move bars and gratings in all directions over every site; map one cell in space and time; sweep its lagged input."""
    around = np.arange(directions) * 360 / directions
    cycle = np.arange(phases) * 360 / phases
    frequencies = 0.5 * 2 ** np.arange(0, 3.6, 1 / octave_steps)
    passage = np.arange(75) * INTERVAL
    recorded = places()

    def gratings(site: Site, **held: Any) -> xr.DataArray:
        return tuning.mean_rate(record(site, drifting_grating, phase=cycle, **held))

    def best(site: Site) -> xr.DataArray:
        shown = gratings(site, direction=around, spatial_frequency=frequencies)
        return tuning.at(shown, spatial_frequency=tuning.preferred(shown.max("direction"), "spatial_frequency"))

    def bars(site: Site) -> xr.DataArray:
        return record(site, moving_bar, direction=around, time=passage, **BAR)

    moved = {name: bars(site) for name, site in recorded.items()}
    rate = xr.concat([moved[name].sel(direction=[0, 180]) for name in CELLS[:2]], "site")
    return rate
