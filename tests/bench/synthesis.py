"""Texture synthesis of gravel at 128²: what an evaluation costs, and how far different searches get in equal time.

Plenoptic (and PyTorch) is no requirement of the project: without it its row is left out, and said to be.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from timing import best, table

from visualcortex.data.pictures import picture
from visualcortex.field import VisualField
from visualcortex.learning import synthesis
from visualcortex.models.alexnet import AlexNet
from visualcortex.models.gram import Gram
from visualcortex.models.model import Model
from visualcortex.models.portilla_simoncelli import PortillaSimoncelli
from visualcortex.models.vgg import VGG16

try:
    import torch
    from plenoptic.models import PortillaSimoncelli as Plenoptic
except ModuleNotFoundError:
    torch = None

FIELD = VisualField(4.0, 32.0)
GRAVEL = picture("gravel").reshape(256, 2, 256, 2).mean((1, 3))[: FIELD.shape[0], : FIELD.shape[1]]
RATES = 0.003, 0.01, 0.03  # of Adam; the best counts

Step = Callable[[Any], tuple[Any, jax.Array]]  # the state of a search, and the loss there


def models() -> dict[str, Model]:
    """The models, by name."""
    return {
        "Portilla & Simoncelli": PortillaSimoncelli(FIELD),
        "AlexNet, untrained, Gram": Gram(AlexNet(FIELD, weights=None), ["conv1", "conv2", "conv3"]),
        "VGG16, untrained, Gram": Gram(VGG16(FIELD, weights=None), ["conv1_1", "conv2_1", "conv3_1"]),
    }


def squares(responses: dict[str, jax.Array]) -> jax.Array:
    """Something to differentiate."""
    return sum((values**2).sum() for values in responses.values())


def evaluations(found: dict[str, Model]) -> None:
    """Milliseconds of a model's responses, and of a gradient."""
    responses = jax.jit(lambda model, image: model(image))
    gradient = jax.jit(jax.grad(lambda image, model: squares(model(image))))
    image = jnp.asarray(GRAVEL)
    rows = [[name, 1e3 * best(responses, m, image), 1e3 * best(gradient, image, m)] for name, m in found.items()]
    if torch:
        rows.append(["Portilla & Simoncelli, plenoptic", *in_torch(responses(found["Portilla & Simoncelli"], image))])
    table("one image", ["model", "ms responses", "ms gradient, with them"], rows)


def in_torch(ours: dict[str, jax.Array]) -> tuple[float, float]:
    """The same by plenoptic, once some statistics agree that both define alike."""
    model = Plenoptic(FIELD.shape, n_scales=4, n_orientations=4, spatial_corr_width=7)
    image = torch.tensor(GRAVEL)[None, None]
    theirs = {name: values.numpy()[0, 0] for name, values in model.convert_to_dict(model(image)).items()}
    np.testing.assert_allclose(theirs["skew_reconstructed"], ours["low_pass"][:, 1], atol=1e-4)
    np.testing.assert_allclose(theirs["kurtosis_reconstructed"], ours["low_pass"][:, 2] + 3, atol=1e-4)
    pairs = theirs["cross_orientation_correlation_magnitude"]
    both = [np.sort(pairs[np.isfinite(pairs)]), np.sort(np.asarray(ours["magnitude_correlation"]).ravel())]
    np.testing.assert_allclose(*both, atol=1e-4)

    def gradient() -> None:
        seen = image.clone().requires_grad_()
        (model(seen) ** 2).sum().backward()

    with torch.no_grad():
        forward = best(partial(model, image))
    return 1e3 * forward, 1e3 * best(gradient)


def adam(rate: float) -> Callable[[Any, jax.Array], tuple[Any, Step]]:
    """Adam: the state it starts from, and its step."""
    optimizer = optax.adam(rate)

    def begin(loss: Any, start: jax.Array) -> tuple[Any, Step]:
        @jax.jit
        def step(state: Any) -> Any:
            image, inner = state
            value, slope = jax.value_and_grad(loss)(image)
            change, inner = optimizer.update(slope, inner)
            return (image + change, inner), value

        return (start, optimizer.init(start)), step

    return begin


def zoom(loss: Any, start: jax.Array) -> tuple[Any, Step]:
    """optax.lbfgs with a line search of its own, compiled as a whole."""
    optimizer = optax.lbfgs(memory_size=synthesis.MEMORY)

    @jax.jit
    def step(state: Any) -> Any:
        image, inner = state
        value, slope = optax.value_and_grad_from_state(loss)(image, state=inner)
        change, inner = optimizer.update(slope, inner, image, value=value, grad=slope, value_fn=loss)
        return (image + change, inner), value

    return (start, optimizer.init(start)), step


def course(loss: Any, start: jax.Array, begin: Callable[..., tuple[Any, Step]], seconds: float) -> list[float]:
    """Seconds to compile; steps; the share of the first loss that is left when the time is up."""
    clock = time.perf_counter()
    state, step = begin(loss, start)
    first = float(step(state)[1])
    for _ in range(2):  # the second state may have other types than the first
        state, value = step(state)
    compiled = time.perf_counter() - clock
    steps, clock = 2, time.perf_counter()
    while time.perf_counter() - clock < seconds:
        state, value = step(state)
        steps, last = steps + 1, float(value)
    return [compiled, steps, last / first]


def ours(model: Model, seconds: float) -> list[float]:
    """The same for `synthesis`."""
    compiled = synthesis.synthesis(model, list(model.axes), GRAVEL, steps=1, progress=False).seconds[-1]
    found = synthesis.synthesis(model, list(model.axes), GRAVEL, steps=10**6, seconds=seconds, progress=False)
    return [compiled, len(found.loss) - 1, found.loss[-1] / found.loss[0]]


def searches(name: str, model: Model, seconds: float) -> None:
    """How far each search gets."""
    target = jnp.asarray(GRAVEL)
    loss = partial(synthesis._loss, model, synthesis._goal(model, tuple(model.axes), target))
    start = synthesis._noise(target, 0)
    rows = [["synthesis", *ours(model, seconds)], ["optax.lbfgs", *course(loss, start, zoom, seconds)]]
    rows.append(["Adam", *min((course(loss, start, adam(rate), seconds) for rate in RATES), key=lambda row: row[-1])])
    columns = ["search", "s to compile", "steps", "loss, of the first"]
    table(f"{name}, {seconds:g} s each", columns, rows)


if __name__ == "__main__":
    if not torch:
        print("plenoptic is not installed: its row is missing")
    everything = models()
    evaluations(everything)
    for name, model in everything.items():
        searches(name, model, seconds=10.0)
