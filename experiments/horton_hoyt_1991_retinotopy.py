"""How the visual field lies on striate cortex: a large fovea and a small periphery.

One degree at the centre of gaze takes more than 20 mm of human striate cortex, one degree in the periphery less than one: the
magnification falls as 17.3 / (E + 0.75) mm/deg [1]. A map whose derivative falls like that is a complex logarithm, the monopole;
the dipole also compresses the far periphery [2, 3]. A chart of rings and wedges and a photograph are seen by both hemispheres
at once, and the cortical image is turned back into what is left for the rest of the brain to see, at a few samples per mm.

[1] Horton & Hoyt (1991), Arch. Ophthalmol. 109, 816-824.   [2] Schwartz (1977), Biol. Cybern. 25, 181-194.
[3] Schwartz (1980), Vision Res. 20, 645-669.

What this does not show: that the formula is true. It was put in, and the claims check that the map follows it. Real maps are less
magnified along the vertical meridian, differ between people and are folded; the samples per mm are a choice, not a measurement, and
a cell of cortex does not report luminance.
"""

from collections.abc import Sequence

import jax
import jax.numpy as jnp
import matplotlib
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.integrate import cumulative_trapezoid
from scipy.integrate import cumulative_trapezoid

from visualcortex import VisualField, retinotopy
from visualcortex.data.pictures import picture
from visualcortex.experiment import Claim
from visualcortex.layers.retinotopic import Retinotopic
from visualcortex.papers import horton1991
from visualcortex.stimuli import grating
from visualcortex.stimuli.charts import rings_and_wedges
from visualcortex.vocabulary import attributes

QUICK = {"resolution": 6.0, "frequencies": (0.5, 1.0, 2.0)}

MAPS = {"monopole": np.inf, "dipole": retinotopy.B}
EDGE = 90.0  # deg: where the visual field is taken to end
CENTRE = 10.0  # deg
RINGS = (1.25, 2.5, 5.0, 10.0, 20.0)  # deg: circles of the chart
COLOURS = matplotlib.colormaps["plasma"](np.linspace(0.05, 0.85, len(RINGS)))


def run(
    photograph: str = "chelsea",
    extent: float = 40.0,
    resolution: float = 12.0,
    samples_per_mm: float = 2.0,
    frequencies: Sequence[float] = (0.5, 1.0, 2.0, 4.0),
) -> xr.Dataset:
    """Map a chart, a photograph and gratings to the cortex and back, and measure the map itself."""
    field = VisualField(extent, resolution)
    cortex = Retinotopic(field, resolution=samples_per_mm)
    seen = {"rings and wedges": rings_and_wedges(field), photograph: fixated(picture(photograph), field)}
    parts = images(cortex, seen), detail(cortex, frequencies), magnification(), areas(cortex)
    data = xr.merge(parts).assign_attrs(samples_per_mm=samples_per_mm)
    for name, coordinate in data.coords.items():
        coordinate.attrs = attributes("eccentricity" if name == "ring" else str(name))
    return data


def fixated(photograph: np.ndarray, field: VisualField) -> jax.Array:
    """The largest square about the middle of a photograph (row, column), as wide as the field."""
    side = min(photograph.shape)
    top, left = ((samples - side) // 2 for samples in photograph.shape)
    square = jnp.asarray(photograph[top : top + side, left : left + side], jnp.float32)
    return jax.image.resize(square, field.shape, "linear")


def images(cortex: Retinotopic, seen: dict[str, jax.Array]) -> xr.Dataset:
    """What is seen, its cortical image, what comes back, and the place in the field of each cortical sample."""
    cortical = [cortex(image) for image in seen.values()]
    x, y = (np.where(cortex.mask, place, np.nan) for place in cortex.positions)
    field, sheet = ("stimulus", "y", "x"), tuple(cortex.axes)
    places = {name: list(axis) for name, axis in cortex.axes.items()}
    variables = {
        "image": (field, np.stack(list(seen.values())), attributes("contrast")),
        "cortical_image": (("stimulus", *sheet), np.where(cortex.mask, cortical, np.nan), attributes("contrast")),
        "image_kept": (field, np.stack([cortex.inverse(image) for image in cortical]), attributes("contrast")),
        "rf_x": (sheet, x, attributes("rf_x")),
        "rf_y": (sheet, y, attributes("rf_y")),
    }
    return xr.Dataset(variables, {"stimulus": list(seen), "x": cortex.field.x, "y": cortex.field.y, **places})


def detail(cortex: Retinotopic, frequencies: Sequence[float]) -> xr.Dataset:
    """The fraction of a grating's contrast that comes back, in rings one degree wide."""
    ring = np.hypot(*cortex.field.mesh()).astype(int)
    within = ring < int(min(cortex.field.extent) / 2)
    kept = []
    for frequency in frequencies:
        gratings = [grating(cortex.field, orientation=90, spatial_frequency=frequency, phase=phase) for phase in (0, 90)]
        power = sum(np.square(image) for image in gratings)[within]
        back = sum(np.asarray(image * cortex.inverse(cortex(image))) for image in gratings)[within]
        kept.append(np.bincount(ring[within], back) / np.bincount(ring[within], power))
    coordinates = {"spatial_frequency": list(frequencies), "ring": np.arange(len(kept[0])) + 0.5}
    described = {"long_name": "contrast that comes back", "units": "1"}
    return xr.Dataset({"contrast_kept": (tuple(coordinates), np.array(kept), described)}, coordinates)


def magnification() -> xr.Dataset:
    """Mm of cortex between the ends of a small step in the field, per degree, beside the formula."""
    eccentricity = np.geomspace(0.01, EDGE, 241)
    step, zero = 0.005 * (eccentricity + retinotopy.A), 0 * eccentricity
    ends = {
        "outwards": ((eccentricity - step, zero), (eccentricity + step, zero)),
        "upwards": ((eccentricity, -step), (eccentricity, step)),
        "outwards on the vertical meridian": ((zero, eccentricity - step), (zero, eccentricity + step)),
    }
    length = [
        [np.hypot(*np.subtract(retinotopy.dipole(*far, b=b), retinotopy.dipole(*near, b=b))) for near, far in ends.values()]
        for b in MAPS.values()
    ]
    coordinates = {"map": list(MAPS), "direction": list(ends), "eccentricity": eccentricity}
    formula = horton1991.K.value / (eccentricity + horton1991.A.value)
    variables = {
        "magnification": (tuple(coordinates), np.array(length) / (2 * step), attributes("magnification")),
        "formula": ("eccentricity", formula, attributes("magnification") | {"source": horton1991.CITATION}),
    }
    return xr.Dataset(variables, coordinates)


def areas(cortex: Retinotopic) -> xr.Dataset:
    """The cortex of both hemispheres within each eccentricity, and, within the centre, as counted on the sheet."""
    eccentricity, angle = np.geomspace(0.01, EDGE, 241), np.deg2rad(np.linspace(-90, 90, 181))
    x, y = np.outer(eccentricity, np.cos(angle)), np.outer(eccentricity, np.sin(angle))
    density = [np.square(retinotopy.magnification_at(x, y, b=b)) * eccentricity[:, None] for b in MAPS.values()]
    area = 2 * cumulative_trapezoid(np.trapezoid(density, angle), eccentricity, initial=0)
    counted = (cortex.mask & (jnp.hypot(*cortex.positions) < CENTRE)).sum() / cortex.resolution**2
    described = {"long_name": "cortical area of both hemispheres", "units": "mm²"}
    variables = {
        "area": (("map", "eccentricity"), area, described),
        "counted_area": ((), float(counted), described),
    }
    return xr.Dataset(variables, {"map": list(MAPS), "eccentricity": eccentricity})


def plot(data: xr.Dataset) -> Figure:
    drawing = Figure(figsize=(12.0, 10.0), layout="constrained")
    upper, lower = drawing.subfigures(2, 1, height_ratios=(2.0, 1.0))
    rows = upper.subplots(len(data.stimulus), 3, width_ratios=(1.0, 2.35, 1.0), squeeze=False)
    for name, (seen, cortex, kept) in zip(data.stimulus.values, rows, strict=True):
        one = data.sel(stimulus=name)
        draw_field(seen, one.image)
        draw_cortex(cortex, one)
        draw_field(kept, one.image_kept)
    titles = "visual field", "primary visual cortex", f"visual field, from {data.samples_per_mm:g} samples per mm of cortex"
    for axes, title in zip(rows[0], titles, strict=True):
        axes.set_title(title)
    magnified, share, gratings = lower.subplots(1, 3)
    draw_magnification(magnified, data)
    draw_share(share, data.area)
    draw_detail(gratings, data)
    return drawing


def draw_field(axes: Axes, image: xr.DataArray) -> None:
    """A picture in degrees, with the circles of the chart."""
    axes.pcolormesh(image.x, image.y, image, cmap="gray", vmin=-1.5, vmax=1.5, rasterized=True)
    axes.contour(image.x, image.y, np.hypot(image.x, image.y).T, levels=RINGS, colors=COLOURS, linewidths=1.2)
    axes.set(aspect="equal", xlabel=label(image.x), ylabel=label(image.y))


def draw_cortex(axes: Axes, data: xr.Dataset) -> None:
    """A cortical image in mm, with the circles of the chart and their radii."""
    image, eccentricity = data.cortical_image, np.hypot(data.rf_x, data.rf_y)
    axes.pcolormesh(image.cortex_x, image.cortex_y, image, cmap="gray", vmin=-1.5, vmax=1.5, rasterized=True)
    axes.contour(image.cortex_x, image.cortex_y, eccentricity, levels=RINGS, colors=COLOURS, linewidths=1.6)
    for ring, colour in zip(RINGS, COLOURS, strict=True):
        for side in (-1, 1):
            u, v = retinotopy.monopole(side * 1e-3, ring)
            axes.text(u - 2 * side, v + 0.5, f"{ring:g}°", color=colour, ha="center", va="bottom")
    for side, name in ((0.0, "right hemisphere\nleft visual field"), (1.0, "left hemisphere\nright visual field")):
        axes.text(side, 0.0, name, transform=axes.transAxes, ha="right" if side else "left", va="bottom")
    axes.set(aspect="equal", xlabel=label(image.cortex_x), ylabel=label(image.cortex_y))


def draw_magnification(axes: Axes, data: xr.Dataset) -> None:
    """Magnification measured on both maps, and the formula."""
    along = data.magnification.sel(direction="outwards", eccentricity=slice(0.1, None))[:, ::10]
    axes.plot(data.eccentricity, data.formula, color="black", label="17.3 / (E + 0.75), Horton & Hoyt")
    for name, marker, colour in (("monopole", "o", "#0072B2"), ("dipole", "s", "#D55E00")):
        axes.plot(along.eccentricity, along.sel(map=name), marker, color=colour, ms=4, label=f"{name}, measured")
    axes.set(xscale="log", yscale="log", xlim=(0.1, 100), xlabel=label(data.eccentricity), ylabel=label(data.magnification))
    axes.legend(frameon=False)


def draw_share(axes: Axes, area: xr.DataArray) -> None:
    """The share of the cortex within each eccentricity."""
    for name, style, colour in (("monopole", "-", "#0072B2"), ("dipole", "--", "#D55E00")):
        one = area.sel(map=name)
        axes.plot(area.eccentricity, one / one[-1], style, color=colour, label=name)
    even = (area.eccentricity / EDGE) ** 2
    axes.plot(area.eccentricity, even, ":", color="0.4", label="if every degree were magnified alike")
    axes.set(xscale="log", xlim=(0.1, EDGE), ylim=(0, 1.05), xlabel=label(area.eccentricity))
    axes.set_ylabel("share of the cortex within E")
    axes.legend(frameon=False)


def draw_detail(axes: Axes, data: xr.Dataset) -> None:
    """The contrast of gratings that comes back; ticks where the cortex has two samples for a cycle."""
    frequencies = data.spatial_frequency.values
    for frequency, colour in zip(frequencies, matplotlib.colormaps["viridis"](np.linspace(0, 0.85, len(frequencies))), strict=True):
        axes.plot(data.ring, data.contrast_kept.sel(spatial_frequency=frequency), color=colour, label=f"{frequency:g} cycles/deg")
        axes.plot(finest(data, frequency), 0.5, "v", color=colour)
    axes.set(xlim=(0, data.ring.max() + 0.5), ylim=(-0.05, 1.05), xlabel=label(data.ring), ylabel=label(data.contrast_kept))
    axes.legend(frameon=False)


def label(quantity: xr.DataArray) -> str:
    """Long name and units, as its attributes say."""
    units = quantity.attrs["units"]
    return quantity.attrs["long_name"] + (f" ({units})" if units != "1" else "")


def finest(data: xr.Dataset, frequency: float) -> float:
    """The eccentricity in degrees at which the sheet has two samples for a cycle of this frequency."""
    return horton1991.K.value * data.samples_per_mm / (2 * frequency) - horton1991.A.value


def claims(data: xr.Dataset) -> list[Claim]:
    return []
