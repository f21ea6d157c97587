"""How the visual field lies on striate cortex: a large fovea and a small periphery.

One degree at the centre of gaze takes more than 20 mm of human striate cortex, one degree far out less than one: the
magnification falls as 17.3 / (E + 0.75) mm/deg [1]. A complex logarithm, the monopole, is a map whose magnification
falls like that; the dipole also compresses the far periphery [2, 3]. A chart of rings and wedges and a portrait, looked
at in its middle, are laid out on both hemispheres. Then they are read back from a sheet of few samples per mm: what is
left of them is what an evenly sampled cortex can know of the field. The same is done with gratings.

[1] Horton & Hoyt (1991), Arch. Ophthalmol. 109, 816-824.   [2] Schwartz (1977), Biol. Cybern. 25, 181-194.
[3] Schwartz (1980), Vision Res. 20, 645-669.

What this does not show: that the formula is true. It was put in, recalled and not read again, and the claims check
that the map follows it. That the vertical meridian comes out more magnified than the horizontal one is a property of
the logarithm, no finding. Maps differ between people and are folded; two samples per mm are a choice; and no cell of
cortex reports luminance. No area of a person's cortex is compared with the maps'.
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

from visualcortex import VisualField, retinotopy
from visualcortex.data.pictures import picture
from visualcortex.experiment import Claim
from visualcortex.layers.retinotopic import Retinotopic
from visualcortex.papers import horton1991
from visualcortex.plotting import figure, label, panels
from visualcortex.stimuli import grating
from visualcortex.stimuli.charts import rings_and_wedges
from visualcortex.vocabulary import attributes

QUICK = {"resolution": 8.0, "drawn": 2.0, "frequencies": (1.0, 2.0)}

MAPS = {"monopole": np.inf, "dipole": retinotopy.B}
STYLES = {"monopole": ("o", "-", "#0072B2"), "dipole": ("s", "--", "#D55E00")}
LEGEND = {"fontsize": 7, "frameon": False}
RINGS = (1.25, 2.5, 5.0, 10.0, 20.0)  # deg: circles of the chart
CENTRE = 10.0  # deg
EDGE = 90.0  # deg: where the visual field is taken to end


def run(
    photograph: str = "astronaut",
    row: int = 112,
    column: int = 222,
    extent: float = 42.0,
    resolution: float = 20.0,
    samples_per_mm: float = 2.0,
    drawn: float = 8.0,
    frequencies: Sequence[float] = (0.5, 1.0, 2.0, 4.0),
) -> xr.Dataset:
    """Map a chart, a photograph looked at in one place, and gratings to the cortex and back; measure the map itself."""
    field = VisualField(extent, resolution)
    cortex, fine = (Retinotopic(field, resolution=samples) for samples in (samples_per_mm, drawn))
    seen = {"rings and wedges": rings_and_wedges(field), photograph: fixated(picture(photograph), field, row, column)}
    data = xr.merge([images(seen, cortex, fine), detail(cortex, frequencies), magnification(), areas(cortex)])
    for name, coordinate in data.coords.items():
        coordinate.attrs = attributes("eccentricity" if name == "ring" else str(name))
    return data.assign_attrs(samples_per_mm=samples_per_mm)


def fixated(photograph: np.ndarray, field: VisualField, row: int, column: int) -> jax.Array:
    """The largest square of a photograph about one place, as wide as the field."""
    rows, columns = photograph.shape
    reach = min(row, column, rows - row, columns - column)
    square = photograph[row - reach : row + reach, column - reach : column + reach]
    return jax.image.resize(jnp.asarray(square), field.shape, "linear")


def images(seen: dict[str, jax.Array], cortex: Retinotopic, fine: Retinotopic) -> xr.Dataset:
    """What is seen, its cortical image on a fine sheet, with the place each sample stands for, and what comes back."""
    places = {name: list(axis) for name, axis in fine.axes.items()}
    on_field, on_sheet = ("stimulus", "y", "x"), tuple(places)
    cortical = [np.where(fine.mask, fine(image), np.nan) for image in seen.values()]
    kept = [cortex.inverse(cortex(image)) for image in seen.values()]
    x, y = (np.where(fine.mask, place, np.nan) for place in fine.positions)
    variables = {
        "image": (on_field, np.stack(list(seen.values())), attributes("contrast")),
        "image_kept": (on_field, np.stack(kept), attributes("contrast")),
        "cortical_image": (("stimulus", *on_sheet), np.stack(cortical), attributes("contrast")),
        "rf_x": (on_sheet, x, attributes("rf_x")),
        "rf_y": (on_sheet, y, attributes("rf_y")),
    }
    return xr.Dataset(variables, {"stimulus": list(seen), "x": fine.field.x, "y": fine.field.y, **places})


def detail(cortex: Retinotopic, frequencies: Sequence[float]) -> xr.Dataset:
    """The fraction of a grating's contrast that comes back, in rings one degree wide."""
    ring = np.hypot(*cortex.field.mesh()).astype(int)
    within = ring < int(cortex.field.width / 2)

    def kept(frequency: float) -> np.ndarray:
        phases = [grating(cortex.field, orientation=90, spatial_frequency=frequency, phase=phase) for phase in (0, 90)]
        power = np.sum([image**2 for image in phases], axis=0)
        back = np.sum([image * cortex.inverse(cortex(image)) for image in phases], axis=0)
        return np.bincount(ring[within], back[within]) / np.bincount(ring[within], power[within])

    values = np.array([kept(frequency) for frequency in frequencies])
    coordinates = {"spatial_frequency": list(frequencies), "ring": np.arange(values.shape[1]) + 0.5}
    described = {"long_name": "contrast that comes back", "units": "1"}
    return xr.Dataset({"contrast_kept": (tuple(coordinates), values, described)}, coordinates)


def magnification() -> xr.Dataset:
    """Mm of cortex between the ends of a small step in the field, per degree, beside the formula."""
    eccentricity = np.geomspace(0.01, EDGE, 241)
    step, zero = 0.005 * (eccentricity + retinotopy.A), 0 * eccentricity
    ends = {
        "outwards": ((eccentricity - step, zero), (eccentricity + step, zero)),
        "upwards": ((eccentricity, -step), (eccentricity, step)),
        "outwards on the vertical meridian": ((zero, eccentricity - step), (zero, eccentricity + step)),
    }

    def distance(near: tuple, far: tuple, b: float) -> np.ndarray:
        return np.hypot(*np.subtract(retinotopy.dipole(*far, b=b), retinotopy.dipole(*near, b=b)))

    values = np.array([[distance(*pair, b) for pair in ends.values()] for b in MAPS.values()]) / (2 * step)
    coordinates = {"map": list(MAPS), "direction": list(ends), "eccentricity": eccentricity}
    formula = horton1991.K.value / (eccentricity + horton1991.A.value)
    variables = {
        "magnification": (tuple(coordinates), values, attributes("magnification")),
        "formula": ("eccentricity", formula, attributes("magnification")),
    }
    return xr.Dataset(variables, coordinates)


def areas(cortex: Retinotopic) -> xr.Dataset:
    """The cortex of both hemispheres within each eccentricity and, within the centre, as counted on the sheet."""
    eccentricity, angle = np.geomspace(0.01, EDGE, 241), np.deg2rad(np.linspace(-90, 90, 181))
    x, y = np.outer(eccentricity, np.cos(angle)), np.outer(eccentricity, np.sin(angle))
    density = [np.square(retinotopy.magnification_at(x, y, b=b)) * eccentricity[:, None] for b in MAPS.values()]
    area = 2 * cumulative_trapezoid(np.trapezoid(density, angle), eccentricity, initial=0)
    counted = (cortex.mask & (jnp.hypot(*cortex.positions) < CENTRE)).sum() / cortex.resolution**2
    described = {"long_name": "cortical area of both hemispheres", "units": "mm²"}
    variables = {"area": (("map", "eccentricity"), area, described), "counted_area": ((), float(counted), described)}
    return xr.Dataset(variables, {"map": list(MAPS), "eccentricity": eccentricity})


def plot(data: xr.Dataset) -> Figure:
    rows = len(data.stimulus)
    drawing, axes = figure(rows + 1, 3, width=10.0, height=2.6, width_ratios=(1.0, 2.0, 1.0))
    for name, (seen, cortex, kept) in zip(data.stimulus.values, axes, strict=False):
        one = data.sel(stimulus=name)
        draw(seen, one.image, np.hypot(one.y, one.x))
        draw(cortex, one.cortical_image, np.hypot(one.rf_y, one.rf_x))
        draw(kept, one.image_kept, np.hypot(one.y, one.x))
        name_circles(cortex)
    titles = "visual field", "striate cortex", f"kept by {data.samples_per_mm:g} samples per mm"
    for above, title in zip(axes[0], titles, strict=True):
        above.set_title(title, fontsize=9)
    draw_share(axes[rows, 0], data.area)
    draw_magnification(axes[rows, 1], data)
    draw_detail(axes[rows, 2], data)
    return drawing


def draw(axes: Axes, image: xr.DataArray, eccentricity: xr.DataArray) -> None:
    """A grey picture of the field or of the cortex, within the largest circle of the chart."""
    down, across = (image[dim] for dim in image.dims)
    panels.image(axes, image.where(eccentricity <= RINGS[-1]), vmin=-1.2, vmax=1.2, interpolation="antialiased")
    axes.contour(across, down, eccentricity, levels=RINGS, colors=shades(len(RINGS)), linewidths=1.2)
    if image.dims == ("y", "x"):
        axes.set(xticks=(-20, -10, 0, 10, 20), yticks=(-20, -10, 0, 10, 20))


def name_circles(axes: Axes) -> None:
    """The hemispheres, and the circles' radii at the upper vertical meridian."""
    for side, name in ((-1, "right hemisphere: left visual field"), (1, "left hemisphere: right visual field")):
        axes.text(side * 34, -34, name, ha="center", va="bottom", fontsize=7)
        for ring, shade in zip(RINGS, shades(len(RINGS)), strict=True):
            u, v = retinotopy.monopole(side * 1e-3, ring)
            axes.text(float(u) - side, float(v) + 1, f"{ring:g}°", color=shade, ha="center", va="bottom", fontsize=8)
    axes.set(xlim=(-66, 66), ylim=(-35, 35))


def draw_share(axes: Axes, area: xr.DataArray) -> None:
    """The share of the cortex within each eccentricity, and of the field."""
    for name, (_, line, shade) in STYLES.items():
        share = area.sel(map=name) / area.sel(map=name)[-1]
        axes.plot(area.eccentricity, share, line, color=shade, label=f"cortex, {name}")
    axes.plot(area.eccentricity, (area.eccentricity / EDGE) ** 2, ":", color="0.3", label="visual field")
    axes.set(xscale="log", xlim=(0.1, 100), ylim=(0, 1.02), xlabel=label(area.eccentricity))
    axes.set_ylabel(f"share within that eccentricity\n(of all within {EDGE:g} deg)")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.legend(**LEGEND)


def draw_magnification(axes: Axes, data: xr.Dataset) -> None:
    """Magnification measured on both maps, and the formula."""
    along = data.magnification.sel(direction="outwards", eccentricity=slice(0.1, None))[:, ::8]
    formula = f"{horton1991.K.value:g} / (E + {horton1991.A.value:g}), Horton & Hoyt (1991, recalled)"
    axes.plot(data.eccentricity, data.formula, color="black", label=formula)
    for name, (marker, _, shade) in STYLES.items():
        (points,) = axes.plot(
            along.eccentricity, along.sel(map=name), marker, color=shade, label=f"{name}, from the map"
        )
        points.set(markerfacecolor="none", markersize=4)
    axes.set(xscale="log", yscale="log", xlim=(0.1, 100), ylim=(0.05, 40))
    axes.set(xlabel=label(data.eccentricity), ylabel=label(data.magnification))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:g}")
    axes.legend(**LEGEND)


def draw_detail(axes: Axes, data: xr.Dataset) -> None:
    """The contrast of gratings that comes back, marked where the cortex has two samples for a cycle."""
    for (frequency, kept), shade in zip(kept_at(data, 2).items(), shades(len(data.spatial_frequency)), strict=True):
        curve = data.contrast_kept.sel(spatial_frequency=frequency)
        axes.plot(data.ring, curve, color=shade, label=f"{frequency:g}")
        axes.plot(limit(data, frequency, 2), kept, "o", color=shade, markersize=4)
    axes.set(xlim=(0, 20), ylim=(0, 1.45), yticks=(0, 0.5, 1), xlabel=label(data.ring))
    axes.set_ylabel(f"{label(data.contrast_kept)}\n(dot: two samples a cycle)")
    axes.legend(
        ncols=4, title=label(data.spatial_frequency), title_fontsize=7, handlelength=1, columnspacing=1, **LEGEND
    )


def shades(count: int) -> np.ndarray:
    """Colours of rising lightness, none too light for white paper."""
    return matplotlib.colormaps["plasma"](np.linspace(0.1, 0.82, count))


def limit(data: xr.Dataset, frequency: float, samples: float) -> float:
    """The eccentricity in degrees at which the sheet has so many samples for a cycle of this frequency."""
    return horton1991.K.value * data.samples_per_mm / (samples * frequency) - horton1991.A.value


def kept_at(data: xr.Dataset, samples: float) -> dict[float, float]:
    """For each frequency the contrast kept at its limit; NaN where that lies outside the field."""
    frequencies = data.spatial_frequency.values
    kept = data.contrast_kept.interp(ring=[limit(data, frequency, samples) for frequency in frequencies])
    return dict(zip(frequencies.tolist(), np.diagonal(kept).tolist(), strict=True))


def claims(data: xr.Dataset) -> list[Claim]:
    outwards, upwards, vertical = (data.magnification.sel(map="monopole", direction=d) for d in data.direction.values)
    far = data.magnification.sel(map="dipole", direction="outwards") / outwards
    centre, formula = data.area.interp(eccentricity=CENTRE), data.formula
    share = centre / data.area[:, -1]
    two, four = (np.array(list(kept_at(data, samples).values())) for samples in (2, 4))
    return [
        Claim(
            "along the horizontal meridian the map magnifies as the formula says, everywhere and so at 10 deg (mm/deg)",
            outwards.interp(eccentricity=CENTRE),
            formula.interp(eccentricity=CENTRE),
            holds=abs(outwards / formula - 1).max() < 1e-3,
            kind="check",
            source=horton1991.K.source,
            status=horton1991.K.status,
        ),
        Claim(
            "all directions are magnified alike (largest difference)",
            abs(upwards / outwards - 1).max(),
            holds=abs(upwards / outwards - 1).max() < 1e-3,
            kind="check",
        ),
        Claim(
            "so other meridians cannot follow the formula: the vertical one exceeds it, by the root of 2 at most",
            (vertical / formula).max(),
            np.sqrt(2),
            holds=abs((vertical / formula).max() - np.sqrt(2)) < 0.01,
            kind="check",
        ),
        Claim(
            "the dipole leaves the central degree as it is and compresses the periphery (dipole / monopole at 90 deg)",
            far[-1],
            holds=(far.sel(eccentricity=slice(0, 1)) > 0.98).all() & (far[-1] < 0.7),
            kind="check",
        ),
        Claim(
            "the cortex of the central 10 deg, counted on the sheet, is the integral of squared magnification (mm²)",
            data.counted_area,
            centre.sel(map="monopole"),
            holds=abs(data.counted_area / centre.sel(map="monopole") - 1) < 0.01,
            kind="check",
        ),
        Claim(
            "the central 10 deg, a hundredth of the field, take more than two fifths of the cortex, on either map",
            share.min(),
            holds=(share > 0.4).all(),
            kind="check",
        ),
        Claim(
            "a grating fades where the sheet runs out of samples: at two a cycle less than a quarter of it comes back",
            np.nanmax(two),
            holds=np.nanmax(two) < 0.25,
            kind="check",
        ),
        Claim(
            "and not before: at four samples a cycle more than half of it comes back",
            np.nanmin(four),
            holds=np.nanmin(four) > 0.5,
            kind="check",
        ),
    ]
