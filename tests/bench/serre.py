"""The model of 2007 on photographs of 256²: simple and complex cells against other ways, and against PyTorch's.

PyTorch is no requirement of the project: without it its rows are left out, and said to be.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from timing import table

from visualcortex.canonical import pool_windows
from visualcortex.data.pictures import natural_patches
from visualcortex.layers.oriented import FLOOR
from visualcortex.layers.spectral import gabors
from visualcortex.models.serre import BANDS, Serre
from visualcortex.papers import serre2007 as paper

try:
    import torch
    from torch.nn.functional import avg_pool2d, conv2d, max_pool2d, pad
except ModuleNotFoundError:
    torch = None

SHAPES = zip(paper.S1_SIZES.value, paper.S1_WIDTHS.value, paper.S1_WAVELENGTHS.value, strict=True)
KERNELS = [gabors(*shape, paper.ASPECT.value, paper.ORIENTATIONS.value).astype(np.float32) for shape in SHAPES]
LAYERS = [f"c1_{i}" for i in range(1, len(BANDS) + 1)]
DIMENSIONS = ("NHWC", "HWIO", "NHWC")


def build() -> Serre:
    """The model as published, and the time that it takes."""
    start = time.perf_counter()
    model = Serre()
    print(f"a model, its prototypes learned: {time.perf_counter() - start:.2g} s cold")
    return model


def complex_cells(model: Serre, images: jax.Array) -> list[jax.Array]:
    """S1 and C1 of the model."""
    responses = jax.vmap(model)(images)
    return [responses[layer] for layer in LAYERS]


def convolved(kernels: list[jax.Array], images: jax.Array) -> list[jax.Array]:
    """The same by one convolution a size."""
    intensity = (1 + images[..., None]) / 2

    def simple(i: int) -> jax.Array:
        bank, size = kernels[i], kernels[i].shape[1]
        energy = intensity**2
        for window in ((1, 1, size, 1), (1, size, 1, 1)):
            energy = lax.reduce_window(energy, 0.0, lax.add, window, (1, 1, 1, 1), "VALID")
        drive = lax.conv_general_dilated(
            intensity, bank[None].transpose(2, 3, 0, 1), (1, 1), "VALID", dimension_numbers=DIMENSIONS
        )
        cells = jnp.abs(drive) / jnp.sqrt(jnp.maximum(energy, FLOOR * size**2))
        return jnp.pad(jnp.moveaxis(cells, -1, 1), [(0, 0), (0, 0)] + 2 * [(size // 2, size // 2)])

    return [
        pool_windows(
            lambda b=band: [simple(i) for i in b.sizes], window=band.window, stride=band.step, exponent=jnp.inf
        )
        for band in BANDS
    ]


def in_torch(kernels: list[Any], images: Any) -> list[Any]:
    """The same by PyTorch, one convolution a size."""
    intensity = (1 + images[:, None]) / 2

    def simple(i: int) -> Any:
        size = kernels[i].shape[-1]
        energy = avg_pool2d(intensity**2, size, 1) * size**2
        return pad(
            conv2d(intensity, kernels[i]).abs_().div_(energy.clamp_min_(FLOOR * size**2).sqrt_()), [size // 2] * 4
        )

    maps = [torch.maximum(simple(i), simple(j)) for (i, j), *_ in BANDS]
    return [
        max_pool2d(_centred(m, band.window, band.step), band.window, band.step)
        for m, band in zip(maps, BANDS, strict=True)
    ]


def _centred(maps: Any, window: int, step: int) -> Any:
    first = (maps.shape[-1] - window) % step // 2
    return maps[..., first:, first:]


def composite_in_torch(prototypes: list[Any], bands: list[Any]) -> Any:
    """S2 and C2 by PyTorch, one convolution a size and band."""
    found = []
    for one in prototypes:
        size = one.shape[-1]
        fitting = [cells for cells in bands if cells.shape[-1] >= size]
        likeness = []
        for cells in fitting:
            seen = avg_pool2d((cells**2).sum(1, keepdim=True), size, 1) * size**2
            likeness.append((conv2d(cells, one) - seen / 2).amax((2, 3)))
        distance = (one**2).sum((1, 2, 3)) - 2 * torch.stack(likeness).amax(0)
        found.append(torch.exp(-distance.clamp_min_(0) / (2 * (size / 4) ** 2)))
    return torch.cat(found, 1)


def interleaved(ways: dict[str, Callable[[], Any]], runs: int = 9) -> dict[str, float]:
    """Seconds of the fastest run of each way, all of them once a round."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        jax.block_until_ready(way())
    for _ in range(runs):
        for name, way in ways.items():
            start = time.perf_counter()
            jax.block_until_ready(way())
            times[name].append(time.perf_counter() - start)
    return {name: min(taken) for name, taken in times.items()}


def compared(title: str, ways: dict[str, Callable[[], Any]], images: int) -> None:
    """Milliseconds an image of each way, and of how many of the first's runs that is the time."""
    first, *others = (jax.tree.leaves(jax.tree.map(np.asarray, way())) for way in ways.values())
    for other in others:
        assert max(np.abs(a - b).max() for a, b in zip(first, other, strict=True)) < 1e-4, "they do not agree"
    times = interleaved(ways)
    reference = next(iter(times.values()))
    table(
        title, ["way", "ms an image", "× the first"], [[n, 1e3 * t / images, t / reference] for n, t in times.items()]
    )


def simple_and_complex(model: Serre, count: int) -> None:
    """S1 and C1 of photographs, by several ways."""
    images = natural_patches(count, model.field.shape)
    kernels = [jnp.asarray(bank) for bank in KERNELS]
    ways = {
        "Serre": partial(jax.jit(complex_cells), model, images),
        "lax.conv, one a size": partial(jax.jit(convolved), kernels, images),
    }
    if torch:
        ways["PyTorch conv2d, one a size"] = partial(
            in_torch, [torch.tensor(b[:, None]) for b in KERNELS], torch.tensor(images)
        )
    compared(f"S1 and C1, {count} at a time", ways, count)


def composite(model: Serre, count: int) -> None:
    """S2 and C2 of complex cells, by several ways."""
    bands = jax.jit(complex_cells)(model, natural_patches(count, model.field.shape))
    pooled = jax.jit(lambda model, bands, p: jax.vmap(lambda cells: model.composite.pooled(cells, p))(bands))
    ways = {"Serre, MAX": partial(pooled, model, bands, jnp.inf)}
    if torch:
        prototypes = [torch.tensor(np.asarray(one[...])) for one in model.composite.patches]
        ways["PyTorch conv2d, one a size and band"] = partial(
            composite_in_torch, prototypes, [torch.tensor(np.asarray(cells)) for cells in bands]
        )
    compared(f"S2 and C2, {count} at a time", ways, count)


if __name__ == "__main__":
    if torch:
        torch.set_grad_enabled(False)
    else:
        print("PyTorch is not installed: its rows are missing")
    serre = build()
    for images in (1, 4):
        simple_and_complex(serre, images)
    composite(serre, 2)
