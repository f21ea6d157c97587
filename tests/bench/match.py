"""The algorithms of `canonical.match`, for shapes from a small bank to AlexNet's first layer."""

from functools import partial

import jax
import jax.numpy as jnp
from timing import best, table

from visualcortex.canonical import cheapest, match, match_separable

IMAGES = 16
SHAPES = [  # samples a side, kernels, samples of a kernel, stride
    (64, 4, 7, 1),
    (64, 48, 15, 1),
    (96, 24, 39, 1),
    (96, 24, 39, 8),
    (128, 32, 21, 2),
    (160, 12, 29, 1),
    (160, 48, 29, 1),
    (224, 64, 11, 4),
]


def bank(samples: int, count: int, size: int) -> tuple[jax.Array, jax.Array]:
    """Random images (image, y, x) and kernels (kernel, y, x)."""
    images = jax.random.normal(jax.random.key(0), (IMAGES, samples, samples))
    return images, jax.random.normal(jax.random.key(1), (count, size, size))


def algorithms() -> None:
    """Milliseconds an image by each algorithm, and how much slower the picked one is than the best."""
    rows = []
    for samples, count, size, stride in SHAPES:
        images, kernels = bank(samples, count, size)
        times = {}
        for algorithm in ("direct", "fft"):
            one = partial(match, stride=stride, algorithm=algorithm)
            run = jax.jit(jax.vmap(one, (0, None)))
            times[algorithm] = 1e3 * best(run, images, kernels) / IMAGES
        places = 1 + (samples - size) // stride
        picked = cheapest((samples, samples, 1), (count, size, size, 1), (places, places))
        shape = f"{samples}² · {count} of {size}² / {stride}"
        rows.append(
            [shape, *times.values(), picked, times["direct"] / times[picked], times[picked] / min(times.values())]
        )
    columns = [
        "image · kernels / stride",
        "direct ms",
        "fft ms",
        "picked",
        "× faster than direct",
        "× slower than best",
    ]
    table("match: time an image", columns, rows)


def separable() -> None:
    """Gaussians as products of banded matrices, against the dense kernels they stand for."""
    rows = []
    for samples, size in ((96, 33), (160, 65)):
        images = jax.random.normal(jax.random.key(0), (IMAGES, samples, samples))
        taps = jnp.exp(-(jnp.linspace(-2, 2, size) ** 2))[None]
        fast = best(jax.jit(jax.vmap(lambda i, t=taps: match_separable(i, t, t))), images)
        dense = taps[:, :, None] * taps[:, None, :]
        slow = best(jax.jit(jax.vmap(lambda i, k=dense, p=size // 2: match(i, k, padding=p))), images)
        rows.append([f"{samples}², {size} samples", 1e3 * fast / IMAGES, 1e3 * slow / IMAGES, slow / fast])
    table("separable kernels: time an image", ["image, kernel", "separable ms", "match ms", "× faster"], rows)


if __name__ == "__main__":
    algorithms()
    separable()
