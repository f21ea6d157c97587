"""Texture models on a display of 320²: every layer, and their stages against other ways."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from timing import best, table

from visualcortex.layers.lattice import Lattice
from visualcortex.layers.texture_boundaries import Competition
from visualcortex.layers.texture_channels import TextureChannels
from visualcortex.models.model import Model
from visualcortex.models.readout import SpatialPool
from visualcortex.models.texture import FilterRectifyFilter, MalikPerona

NEGLIGIBLE = 1e-3  # of the largest response: transforms of other lengths differ at the finest frequency


def at_once(filters: TextureChannels, image: jax.Array) -> jax.Array:
    """All transforms in one call."""
    rows, columns = filters.field.shape
    spectra = jnp.fft.rfft2(image, filters.padded) * filters.transfer()
    return jnp.fft.irfft2(spectra, filters.padded)[:, :rows, :columns]


def half_by_half(filters: TextureChannels, image: jax.Array) -> jax.Array:
    """All columns first, and then only the rows that are wanted."""
    rows, columns = filters.field.shape
    spectra = jnp.fft.rfft2(image, filters.padded) * filters.transfer()
    return jnp.fft.irfft(jnp.fft.ifft(spectra, axis=1)[:, :rows], filters.padded[1], axis=2)[..., :columns]


def respond(filters: TextureChannels, image: jax.Array) -> jax.Array:
    """As the model does."""
    return filters(image)


def padded_to(length: int, filters: TextureChannels) -> TextureChannels:
    """The same filters over transforms of another length."""
    other = jax.tree.map(lambda leaf: leaf, filters)
    other.padded = (length, length)
    return other


def compete(competition: Competition, drive: jax.Array) -> jax.Array:
    """As the model does."""
    return competition(drive)


def sliced(competition: Competition, drive: jax.Array) -> jax.Array:
    """Maxima of slices instead of strided windows."""
    scales = drive.reshape(len(competition.reaches), -1, *competition.lattice.field.shape)
    left = jnp.concatenate([scales, -scales], 1) - competition.inhibition * competition.strongest(scales)
    pooled = jnp.stack(
        [_slices(one, competition.lattice, reach) for one, reach in zip(left, competition.reaches, strict=True)]
    )
    pairs = jnp.moveaxis(pooled.reshape(len(scales), 2, -1, *competition.lattice.shape), 1, 0)
    return jnp.maximum(pairs, 0).reshape(-1, *competition.lattice.shape) / (1 - competition.inhibition)


def _slices(maps: jax.Array, lattice: Lattice, reach: float) -> jax.Array:
    for axis in (1, 2):
        samples, units = lattice.field.shape[axis - 1], lattice.shape[axis - 1]
        span = (units - 1) * lattice.stride
        first = (samples - 1 - span) / 2
        places = range(int(np.ceil(first - reach)), int(np.floor(first + reach)) + 1)
        edge = max(0, -places[0])
        padding = [(0, 0, 0)] * 3
        padding[axis] = (edge, edge + lattice.stride, 0)
        seen = lax.pad(maps, np.float32(-np.inf), padding)
        lines = [lax.slice_in_dim(seen, edge + p, edge + p + span + 1, lattice.stride, axis) for p in places]
        maps = jnp.stack(lines).max(0)
    return maps


def interleaved(ways: dict[str, Callable[[], Any]], runs: int = 15) -> dict[str, float]:
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


def compared(title: str, ways: dict[str, Callable[[], jax.Array]]) -> None:
    """Milliseconds of each way, and of how many of the first's runs that is the time."""
    first, *others = (np.asarray(way()) for way in ways.values())
    for other in others:
        assert np.abs(other - first).max() < NEGLIGIBLE * np.abs(first).max(), "they do not agree"
    times = interleaved(ways)
    reference = next(iter(times.values()))
    table(title, ["way", "ms", "× the first"], [[name, 1e3 * t, t / reference] for name, t in times.items()])


def layers(model: Model, image: jax.Array) -> None:
    """Milliseconds of every layer by itself, and how much memory it takes beside what is counted."""
    rows = []
    for layer in model.axes:
        see = jax.jit(lambda model, image, layer=layer: model(image)[layer])
        memory = see.lower(model, image).compile().memory_analysis()
        numbers = (memory.temp_size_in_bytes + memory.output_size_in_bytes) / 4
        rows.append([layer, 1e3 * best(see, model, image), numbers / 1e6, model.footprint / 1e6])
    table(
        f"{type(model).__name__}, one display at a time", ["layer", "ms", "million numbers", "footprint, million"], rows
    )


if __name__ == "__main__":
    model = MalikPerona()
    display = jax.random.normal(jax.random.key(0), model.field.shape)
    layers(model, display)
    layers(FilterRectifyFilter(), display)
    layers(SpatialPool(MalikPerona(), pooling="SUM"), display)
    jitted = {way: jax.jit(way) for way in (respond, at_once, half_by_half, compete, sliced)}
    lengths = {f"one by one, {n}": partial(jitted[respond], padded_to(n, model.filters)) for n in (450, 512)}
    ways = {
        f"one by one, {model.filters.padded[0]}": partial(jitted[respond], model.filters),
        **lengths,
        "all at once": partial(jitted[at_once], model.filters),
        "all at once, rows that are wanted": partial(jitted[half_by_half], model.filters),
    }
    compared("32 filters", {name: partial(way, display) for name, way in ways.items()})
    drive = jitted[respond](model.filters, display)
    compared(
        "inhibition, and what it leaves",
        {
            "strided windows": partial(jitted[compete], model.competition, drive),
            "slices": partial(jitted[sliced], model.competition, drive),
        },
    )
