"""Natural pictures, chosen by number."""

import jax
import jax.numpy as jnp
from jax.scipy.ndimage import map_coordinates

from visualcortex.field import VisualField


def natural(
    field: VisualField,
    *,
    pictures: jax.Array,
    index: int = 0,
    contrast: float = 1.0,
    x: float = 0.0,
    y: float = 0.0,
) -> jax.Array:
    """One of a table of pictures, its centre at (x, y), on grey.

    Args:
        field: where it is shown.
        pictures: contrasts (index, y, x), -1 to 1, sampled at the field's resolution; of any extent.
        index: which picture.
        contrast: factor by which its contrast is multiplied, -1 to 1.
        x: horizontal position of its centre in degrees.
        y: vertical position in degrees.

    Returns:
        image (y, x); between samples the picture is interpolated linearly, outside it is grey. Where there is no
        picture of that index it is NaN, which ``record`` refuses.
    """
    picture = jnp.asarray(pictures).at[index].get(mode="fill", fill_value=jnp.nan)
    middle = [(samples - 1) / 2 for samples in picture.shape]
    columns = jnp.subtract(field.x, x) * field.resolution + middle[1]
    rows = middle[0] - jnp.subtract(field.y, y) * field.resolution
    places = jnp.meshgrid(rows, columns, indexing="ij")
    return jnp.multiply(contrast, map_coordinates(picture, places, order=1))


def natural_pictures(field: VisualField, *, count: int = 100, seed: int = 0) -> jax.tree_util.Partial:
    """A stimulus that shows patches of natural pictures, as many samples large as the field.

    Args:
        field: where they are shown.
        count: number of patches.
        seed: of their choice.

    Returns:
        ``natural`` with its pictures bound: ``stimulus(field, index=3)``.
    """
    from visualcortex.data.pictures import natural_patches

    pictures = jnp.asarray(natural_patches(count, field.shape, seed), jnp.float32)
    return jax.tree_util.Partial(natural, pictures=pictures)
