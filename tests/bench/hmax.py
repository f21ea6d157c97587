"""HMAX: S1 and C1 against convolutions, Fourier transforms and PyTorch; S2 and C2, compilation, memory, swept poolings.

PyTorch is used here only, and only where it is installed. Ways are timed in turn, and the best of all turns counts.
"""

import functools
import importlib.util
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from timing import best, table

from visualcortex import Site, VisualField, record
from visualcortex.canonical import HIGHEST, window_centres
from visualcortex.layers.oriented import FLOOR, Filters, banded
from visualcortex.models.hmax import BANDS, FILTERS, Hmax
from visualcortex.papers import riesenhuber1999 as paper
from visualcortex.stimuli.paperclips import paperclips

FIELD = VisualField(paper.RETINA.value, paper.RESOLUTION.value)
SIDE = FIELD.shape[0]
IMAGES = 32
CHUNK = {"text": 2, "code": 1}  # what `record` shows at a time
Way = Callable[[Any], Any]


class Bank(NamedTuple):
    """What every way needs: the filters of all sizes, and where they lie within the image (size, y, x)."""

    filters: list[Filters]
    normalized: bool

    @property
    def sizes(self) -> list[int]:
        """Samples a side."""
        return [one.columns.shape[1] for one in self.filters]

    @property
    def whole(self) -> np.ndarray:
        """1 where a filter lies within the image, (size, y, x)."""
        places = np.arange(SIDE)
        lines = [(places >= size // 2) & (places < SIDE - size // 2) for size in self.sizes]
        return np.stack([line[:, None] & line for line in lines]).astype(np.float32)

    @property
    def padded(self) -> np.ndarray:
        """All filters, put amid squares of the largest size, (size, preferred_orientation, y, x)."""
        most = max(self.sizes)
        return np.stack(
            [np.pad(f.kernels, ((0, 0), *2 * [2 * ((most - f.kernels.shape[1]) // 2,)])) for f in self.filters]
        )


def bank(variant: str) -> Bank:
    """The filters of a variant."""
    shapes = zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, strict=True)
    return Bank([FILTERS[variant](*shape, paper.ORIENTATIONS.value) for shape in shapes], variant == "code")


@functools.cache
def images() -> np.ndarray:
    """Clips (image, y, x), luminance 0 to 1."""
    show = jax.vmap(lambda index: paperclips(count=IMAGES)(FIELD, index=index))
    return np.asarray((1 + show(jnp.arange(IMAGES))) / 2, np.float32)


def in_turn(ways: dict[str, Way], turns: int) -> dict[str, float]:
    """Seconds of the fastest of several runs of each way, after one that compiles; the ways take turns."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns + 1):
        for name, way in ways.items():
            time.sleep(0.01)  # threads of the other library go to sleep
            start = time.perf_counter()
            jax.block_until_ready(way(images()))
            times[name] += [time.perf_counter() - start] * bool(turn)
    return {name: min(each) for name, each in times.items()}


def in_chunks(way: Way, size: int) -> Way:
    """A way shown so many images at a time."""
    return lambda seen: [way(seen[i : i + size]) for i in range(0, len(seen), size)]


def ours(variant: str) -> Way:
    """C1 by the model."""
    model = Hmax(FIELD, variant=variant)  # type: ignore[arg-type]
    see = responses(c1_layers(model))
    return lambda seen: see(model, 2 * seen - 1)


def responses(layers: list[str]) -> Way:
    """Some layers of a model, for many images (image, y, x)."""
    return jax.jit(jax.vmap(lambda model, image: [model(image)[layer] for layer in layers], (None, 0)))


def c1_layers(model: Hmax) -> list[str]:
    """The names of a model's complex layers."""
    return [layer for layer in model.axes if layer.startswith("c1")]


def in_jax(bank: Bank) -> dict[str, Way]:
    """C1 by convolutions and by Fourier transforms in JAX: images (image, y, x), maps (image, y, x, orientation)."""
    numbers = ("NHWC", "HWIO", "NHWC")
    whole = jnp.asarray(bank.whole)[..., None]

    def convolve(seen: jax.Array, kernels: Any, padding: str) -> jax.Array:
        kernels = jnp.moveaxis(jnp.asarray(kernels, jnp.float32), 0, -1)[:, :, None]
        return lax.conv_general_dilated(
            seen[..., None], kernels, (1, 1), padding, dimension_numbers=numbers, precision=HIGHEST
        )

    def one_by_one(seen: jax.Array) -> list[jax.Array]:
        maps = [convolve(seen, one.kernels, "VALID") for one in bank.filters]
        return [
            jnp.pad(m, ((0, 0), (s // 2,) * 2, (s // 2,) * 2, (0, 0))) for m, s in zip(maps, bank.sizes, strict=True)
        ]

    def all_padded(seen: jax.Array) -> list[jax.Array]:
        maps = convolve(seen, bank.padded.reshape(-1, *bank.padded.shape[2:]), "SAME")
        return [m * w for m, w in zip(jnp.split(maps, len(bank.sizes), -1), whole, strict=True)]

    def fourier(seen: jax.Array) -> list[jax.Array]:
        maps = jnp.fft.irfft2(jnp.fft.rfft2(seen)[:, None, None] * jnp.asarray(spectra(bank)), (SIDE, SIDE))
        return [m * w[None, None, ..., 0] for m, w in zip(jnp.moveaxis(maps, 1, 0), whole, strict=True)]

    def sums(seen: jax.Array, size: int) -> jax.Array:
        for window in ((1, size, 1), (1, 1, size)):
            seen = lax.reduce_window(seen, np.float32(0), lax.add, window, (1, 1, 1), "SAME")
        return seen

    def complex_cells(drives: Way, axes: tuple[int, int]) -> Way:
        def see(seen: jax.Array) -> list[jax.Array]:
            maps = [jnp.abs(drive) for drive in drives(seen)]
            if bank.normalized:
                norms = [jnp.sqrt(jnp.maximum(sums(seen**2, s), FLOOR * s**2)) for s in bank.sizes]
                maps = [m / jnp.expand_dims(n, 6 - sum(axes)) for m, n in zip(maps, norms, strict=True)]
            return [pooled([maps[i] for i in band.sizes], band, axes) for band in BANDS["B"]]

        return jax.jit(see)

    def pooled(maps: list[jax.Array], band: Any, axes: tuple[int, int]) -> jax.Array:
        best = functools.reduce(jnp.maximum, maps)
        first, count = first_and_count(band)
        for axis in axes:
            seen = lax.slice_in_dim(best, first, first + band.window + (count - 1) * band.step, axis=axis)
            window, steps = ([n if i == axis else 1 for i in range(4)] for n in (band.window, band.step))
            best = lax.reduce_window(seen, np.float32(-np.inf), lax.max, window, steps, "VALID")
        return jnp.moveaxis(best, -1, 1) if axes == (1, 2) else best

    last, second = (1, 2), (2, 3)
    return {
        "lax.conv for each size": complex_cells(one_by_one, last),
        "one lax.conv, all padded": complex_cells(all_padded, last),
        "rfft2": complex_cells(fourier, second),
    }


def in_torch(bank: Bank) -> dict[str, Way]:
    """C1 by PyTorch's plain forms, and by our banded matrices in PyTorch: maps (image, orientation, y, x)."""
    import torch
    from torch.nn import functional as f

    def tensor(array: Any) -> Any:
        return torch.from_numpy(np.array(array, np.float32))

    whole, kernels = tensor(bank.whole), [tensor(one.kernels)[:, None] for one in bank.filters]
    flat = tensor(bank.padded).flatten(0, 1)[:, None]
    frequencies = torch.from_numpy(spectra(bank))
    columns = [tensor(one.columns)[:, None, :, None] for one in bank.filters]
    rows = [tensor(one.rows)[:, None, None, :] for one in bank.filters]
    mixing = [tensor(one.mixing)[:, :, None, None] for one in bank.filters]
    down, across = (
        tensor(np.concatenate([banded(getattr(one, line), SIDE, whole=True) for one in bank.filters]))
        for line in ("columns", "rows")
    )
    across = across.mT.contiguous()

    def within(maps: list[Any]) -> list[Any]:
        return [f.pad(m, [size // 2] * 4) for m, size in zip(maps, bank.sizes, strict=True)]

    def one_by_one(seen: Any) -> list[Any]:
        return within([f.conv2d(seen[:, None], each) for each in kernels])

    def all_padded(seen: Any) -> list[Any]:
        maps = f.conv2d(seen[:, None], flat, padding="same").chunk(len(whole), 1)
        return [m * w for m, w in zip(maps, whole, strict=True)]

    def separable(seen: Any) -> list[Any]:
        lines = [f.conv2d(seen[:, None], row) for row in rows]
        terms = [f.conv2d(line, each, groups=len(each)) for line, each in zip(lines, columns, strict=True)]
        return within([f.conv2d(term, each) for term, each in zip(terms, mixing, strict=True)])

    def fourier(seen: Any) -> list[Any]:
        maps = torch.fft.irfft2(torch.fft.rfft2(seen)[:, None, None] * frequencies, s=(SIDE, SIDE))
        return list((maps * whole[:, None]).unbind(1))

    def matrices(seen: Any) -> list[Any]:
        terms = torch.matmul(down, torch.matmul(seen[:, None], across)).chunk(len(whole), 1)
        return [f.conv2d(term, each) for term, each in zip(terms, mixing, strict=True)]

    def complex_cells(drives: Way) -> Way:
        def see(seen: np.ndarray) -> list[Any]:
            with torch.inference_mode():
                image = tensor(seen)
                maps = [drive.abs_() for drive in drives(image)]
                if bank.normalized:
                    maps = [m.div_(norm(image, size)) for m, size in zip(maps, bank.sizes, strict=True)]
                return [pooled(maps, band) for band in BANDS["B"]]

        return see

    def norm(image: Any, size: int) -> Any:
        means = (image**2)[:, None]
        for window in ((size, 1), (1, size)):
            means = f.avg_pool2d(means, window, 1, [n // 2 for n in window], divisor_override=size)
        return means.clamp_(min=FLOOR).sqrt_().mul_(size)

    def pooled(maps: list[Any], band: Any) -> Any:
        most = functools.reduce(torch.maximum, [maps[i] for i in band.sizes])
        first, _ = first_and_count(band)
        return f.max_pool2d(most[..., first:, first:], band.window, band.step)

    return {
        "torch conv2d for each size": complex_cells(one_by_one),
        "torch conv2d, all padded": complex_cells(all_padded),
        "torch conv2d of rows, then columns": complex_cells(separable),
        "torch.fft": complex_cells(fourier),
        "our matrices in torch": complex_cells(matrices),
    }


def spectra(bank: Bank) -> np.ndarray:
    """Conjugate spectra (size, preferred_orientation, fy, fx) of the filters about sample (0, 0)."""
    whole = np.zeros((len(bank.sizes), len(paper.ORIENTATIONS.value), SIDE, SIDE))
    most = max(bank.sizes)
    whole[..., :most, :most] = bank.padded
    return np.fft.rfft2(np.roll(whole, (-(most // 2), -(most // 2)), (-2, -1))).conj().astype(np.complex64)


def first_and_count(band: Any) -> tuple[int, int]:
    """First place of the first window of a band, and how many there are a side."""
    centres = window_centres(SIDE, band.window, band.step)
    return round(centres[0] - (band.window - 1) / 2), len(centres)


def simple_and_complex(variant: str, turns: int = 7) -> None:
    """S1 and C1 of 32 images by every way; each way must give what ours gives."""
    filters, model = bank(variant), ours(variant)
    ways = {f"ours, {n} at a time": in_chunks(model, n) for n in (1, 2, 4, IMAGES)}
    others = in_jax(filters)
    if importlib.util.find_spec("torch"):
        others |= in_torch(filters)
    else:
        print("\nPyTorch is not installed: its forms are left out")
    ways |= {f"{name}, {n} at a time": in_chunks(way, n) for name, way in others.items() for n in (4, IMAGES)}
    expected = model(images())
    errors = {name: error(way, expected) for name, way in ways.items()}
    times = in_turn(ways, turns)
    base = times[f"ours, {CHUNK[variant]} at a time"]
    rows = [
        [name, 1e3 * times[name], times[name] / base, errors[name]] for name in sorted(times, key=times.__getitem__)
    ]
    columns = ["way", "ms", f"× ours, {CHUNK[variant]} at a time", "largest difference"]
    table(f"S1 and C1 of {IMAGES} images of {SIDE}², {variant}", columns, rows)


def error(way: Way, expected: Sequence[Any]) -> float:
    """Largest difference of C1 from the expected, over its maximum."""
    chunks = way(images())
    found = [np.concatenate([np.asarray(chunk[i]) for chunk in chunks]) for i in range(len(expected))]
    return max(float(np.abs(f - e).max() / np.abs(e).max()) for f, e in zip(found, expected, strict=True))


def composite(turns: int = 15) -> None:
    """What S2 and C2 add to S1 and C1, for as many images at a time as `record` shows."""
    rows = []
    for version in BANDS:
        for sampling, chunk in (("published", CHUNK["text"]), ("dense", 1)):
            model = Hmax(FIELD, version=version, sampling=sampling)  # type: ignore[arg-type]
            layers = {"c1": responses(c1_layers(model)), "c2": responses(["c2"])}
            for pooling in (np.inf, 0.0, 4.0):
                m = model.with_parameters(c1_pooling=pooling, c2_pooling=pooling)
                ways = {k: lambda seen, see=see, m=m, n=chunk: see(m, 2 * seen[:n] - 1) for k, see in layers.items()}
                c1, c2 = in_turn(ways, turns).values()
                rows.append([version, sampling, pooling, 1e3 * c1 / chunk, 1e3 * (c2 - c1) / chunk, (c2 - c1) / c1])
    columns = ["version", "sampling", "exponent", "S1, C1 ms", "S2, C2 ms", "share"]
    table("S2 and C2 beside S1 and C1: time an image", columns, rows)


def compilation() -> None:
    """Seconds to build a model, to trace and to compile its C2, without a cache."""
    jax.config.update("jax_enable_compilation_cache", False)
    rows = []
    for version in BANDS:
        for variant in FILTERS:
            jax.clear_caches()
            start = time.perf_counter()
            model = Hmax(FIELD, version=version, variant=variant)  # type: ignore[arg-type]
            built = time.perf_counter()
            traced = jax.jit(lambda model, image: model(image)["c2"]).lower(model, jnp.zeros(FIELD.shape))
            lowered = time.perf_counter()
            traced.compile()
            times = np.diff([start, built, lowered, time.perf_counter()])
            rows.append([version, variant, *times.tolist(), float(times.sum())])
    table("a first C2: seconds", ["version", "variant", "build", "trace", "compile", "sum"], rows)


def memory(field: VisualField, counts: Sequence[int]) -> None:
    """Peak memory of the process after recordings of more and more images."""
    site, rows = Site(Hmax(field), "c2"), []
    for count in counts:
        start = time.perf_counter()
        record(site, paperclips(count=4), rotation=np.linspace(0, 180, count))
        cost = (time.perf_counter() - start) / count
        rows.append([count, 1e3 * cost, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20])
    table(f"record at c2, {field.shape[0]}² samples", ["images", "ms an image", "peak memory GB"], rows)


def sweep(values: int = 10, views: int = 32) -> None:
    """A swept pooling against as many recordings."""
    site, shown, rows = Site(Hmax(FIELD), "c2"), {"index": list(range(views))}, []
    clips = paperclips(count=views)
    for leaf in ("c1_pooling", "c2_pooling"):
        exponents = [0.0, *np.geomspace(0.5, 64, values - 2), np.inf]
        together = best(lambda leaf=leaf, p=exponents: record(site, clips, **shown, **{leaf: p}).values, runs=3)
        alone = best(
            lambda leaf=leaf, p=exponents: [record(site, clips, **shown, **{leaf: x}).values for x in p], runs=3
        )
        rows.append([leaf, alone, together, alone / together])
    table(f"{values} exponents, {views} images", ["leaf", "one by one s", "swept s", "× faster"], rows)


if __name__ == "__main__":
    memory(VisualField(1.5, 32), (500, 10_000))
    if "--full" in sys.argv:
        memory(FIELD, (500, 10_000))
    compilation()
    for variant in FILTERS:
        simple_and_complex(variant)
    composite()
    sweep()
