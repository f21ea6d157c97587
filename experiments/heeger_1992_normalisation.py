"""Is a cell divided by the activity of its neighbours? Contrast, masks and surrounds, in a normalised cell and in AlexNet.

The response of a cortical cell saturates with contrast. It is not that the cell can fire no faster: a grating of another
spatial frequency saturates it at the same contrast and a lower rate [1], and tuning is as wide at every contrast [2]. A
second grating, which does not drive the cell, shifts its contrast response to the right. Heeger's model explains all of it
by one division: the half-squared drive of a cell over a constant and the pooled energy of cells of all orientations and
frequencies [3], here also of those around it [4]. Beside it stand a cell without division and one that saturates by itself.
All units of AlexNet, trained and untrained, are then asked the same questions, each with the grating it prefers.

Saturation is R(50 %)/R(100 %), for units that rectify have no half-maximum. The mask is at right angles to the grating, both
at 50 %, its effect the mean over four phases. Suppression is 1 - R(full field)/R(best diameter). All responses are those
above rest, to the best of the coarse grid's gratings at its best phase. A unit counts if it answers that with a tenth of
what one natural picture in a hundred exceeds.

[1] Albrecht & Hamilton (1982), J. Neurophysiol. 48, 217-237. [2] Sclar & Freeman (1982), Exp. Brain Res. 46, 457-461.
[3] Heeger (1992), Vis. Neurosci. 9, 181-197. [4] Cavanaugh, Bair & Movshon (2002), J. Neurophysiol. 88, 2530-2546.

What this does not show: that cortex divides, or by which synapses. That the curves keep their shape follows from the
equation, and the semi-saturation contrast and the surround were put in. The energy of the pool is computed from the image,
as that of infinitely many cells. A network's suppression by masks need not be division: masks help many of its units.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from jax.tree_util import Partial
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from visualcortex import Site, VisualField, compare, record, sites
from visualcortex.analysis import contrast, size, tuning
from visualcortex.experiment import Claim
from visualcortex.models.column import Column
from visualcortex.papers import albrecht1982, heeger1992, sclar1982
from visualcortex.plotting import colour, label, panels
from visualcortex.plotting.canvas import canvas, styled
from visualcortex.plotting.units import units
from visualcortex.stimuli import grating, natural_pictures, plaid

QUICK = {
    "layers": ("conv1", "conv2"),
    "orientations": 6,
    "frequencies": 5,
    "phases": 4,
    "pictures": 64,
}

CELLS = "simple cell", "normalised cell"
SATURATING = "cell that saturates by itself"
BEST, TILTED, FINER = "preferred", "tilted by 15 deg", "finer by half an octave"
GRATINGS = {BEST: (90.0, 2.0), TILTED: (75.0, 2.0), FINER: (90.0, 2.0 * 2**0.5)}  # orientation, cycles/deg
CONTRASTS = 2.0 ** np.arange(-6.5, 0.1, 0.5)
MASKS = 0.0, 0.06, 0.12, 0.25, 0.5
DIAMETERS = 0.35, 0.7, 1.4, 2.8, 5.6, 12.0  # deg; the last one fills every field
FREQUENCIES = 28 / 64, 28 / 4  # cycles/deg: 1/64 to 1/4 cycles for a sample of AlexNet's field
UNRESPONSIVE = 0.1


def run(
    layers: Sequence[str] = ("conv1", "conv2", "conv3", "conv4", "conv5"),
    orientations: int = 12,
    frequencies: int = 9,
    phases: int = 8,
    pictures: int = 1000,
    seed: int = 0,
) -> xr.Dataset:
    """Measure contrast responses, tuning, masks and sizes of the cells, then all units of cells and networks alike."""
    angles = (np.linspace(0, turn, number, endpoint=False) for turn, number in ((180, orientations), (360, phases)))
    orientation, phase = angles
    spread = np.meshgrid(orientation, np.geomspace(*FREQUENCIES, frequencies), phase, indexing="ij")
    table = jnp.asarray(np.stack(spread, -1).reshape(-1, 3), jnp.float32)
    found = {site.name: measure(site, table, pictures, seed) for site in sites.get(*CELLS)}
    for name, weights in (("AlexNet", "imagenet"), ("untrained AlexNet", None)):
        column = Column(layers, weights=weights, seed=seed)
        every = measure(Site(column, "column", name=name), table, pictures, seed)
        of = np.array(column.layer_of_unit)
        found |= {f"{name} {layer}": every.isel(unit=of == layer) for layer in layers}
    numbered = [part.assign_coords(unit=np.arange(part.sizes["unit"])) for part in found.values()]
    population = xr.concat(numbered, xr.DataArray(list(found), dims="population", name="population"), join="outer")
    return xr.merge([curves(), population])


def curves() -> xr.Dataset:
    """Responses of the cells above rest to gratings of all contrasts, to masks, discs and rings."""
    pair = sites.get(*CELLS)
    shown = {"contrast": CONTRASTS, "orientation": np.arange(0, 180, 7.5)}
    shown |= {"spatial_frequency": [f for _, f in (GRATINGS[BEST], GRATINGS[FINER])]}
    response = xr.concat([compare(partial(above, stimulus=grating, **shown), pair), saturating(*pair, shown)], "site")
    best = {"orientation": GRATINGS[BEST][0], "spatial_frequency": GRATINGS[BEST][1]}
    mask = {"mask_orientation": best["orientation"] - 90, "mask_spatial_frequency": best["spatial_frequency"]}
    mask |= {"mask_contrast": MASKS, "mask_phase": [0, 90, 180, 270]}
    masked = compare(partial(above, stimulus=plaid, contrast=CONTRASTS, **best, **mask), pair).mean("mask_phase", keep_attrs=True)
    masked = masked.where(masked.contrast + masked.mask_contrast <= 1)
    at = xr.DataArray(list(GRATINGS), dims="condition", name="condition")
    condition = xr.concat([response.sel(orientation=o, spatial_frequency=f, drop=True) for o, f in GRATINGS.values()], at)
    return xr.Dataset(
        {
            "response": response.sel(spatial_frequency=best["spatial_frequency"], drop=True),
            "contrast_curve": condition,
            "semi_saturation": contrast.fit_naka_rushton(condition).semi_saturation,
            "half_bandwidth": tuning.half_bandwidth(response.sel(spatial_frequency=2.0, drop=True)),
            "mask_curve": masked,
            "mask_semi_saturation": contrast.fit_naka_rushton(masked).semi_saturation,
            "disc_curve": compare(partial(above, stimulus=grating, diameter=np.arange(0.25, 6.1, 0.25), **best), pair),
            "ring_curve": compare(partial(above, stimulus=grating, inner_diameter=np.arange(0, 4.1, 0.25), **best), pair),
        }
    )
