"""Show a model a movie: what it remembers carries over from frame to frame, and from one movie to the next."""

from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jax import lax

from visualcortex.layers.lagged import Memory
from visualcortex.models.model import Model


def play(
    model: Model, movie: jax.Array, past: jax.Array | None = None
) -> tuple[Mapping[str, jax.Array], jax.Array | None]:
    """The responses to a movie, frame by frame; ``jax.jit(play)`` where many movies are shown.

    Args:
        model: one with lags sees each frame together with those before it; one without sees single images.
        movie: images (time, y, x), apart as far as the model's lags.
        past: what an earlier call returned: the movie goes on from there. By default the model has seen nothing but
            grey.

    Returns:
        for every layer its responses (time, …), and what the model remembers now (None where it has no memory).

    Raises:
        ValueError: if the movie's frames do not fit the model, or are not finite.
    """
    if jnp.ndim(movie) != 3 or movie.shape[1:] != model.field.shape:
        raise ValueError(f"a movie (time, y, x) of frames {model.field.shape} is needed, not {jnp.shape(movie)}")
    if not isinstance(movie, jax.core.Tracer) and not bool(jnp.isfinite(movie).all()):
        raise ValueError("the movie holds values that are not finite (NaN or infinite)")
    if not model.lags:
        return lax.map(model, movie), None
    memory = Memory(model.field.shape, len(model.lags))

    def step(seen: jax.Array, image: jax.Array) -> tuple[jax.Array, dict[str, jax.Array]]:
        seen = memory(seen, image)
        return seen, model(seen)

    start = memory.blank() if past is None else past
    remembered, responses = lax.scan(step, start, movie)
    return responses, remembered
