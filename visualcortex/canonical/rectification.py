"""Half-wave rectification and divisive normalisation.

References:
    Heeger (1992), Vis. Neurosci. 9, 181-197.   Carandini & Heeger (2012), Nat. Rev. Neurosci. 13, 51-62.
"""

import jax
import jax.numpy as jnp


def rectify(drive: jax.Array, threshold: jax.Array | float = 0.0, exponent: jax.Array | float = 1.0) -> jax.Array:
    """Half-wave rectification above a threshold, raised to a power: ⌊drive − threshold⌋₊ⁿ.

    >>> rectify(jnp.array([-1.0, 0.5, 2.0]), threshold=0.5, exponent=2.0).tolist()
    [0.0, 0.0, 2.25]
    """
    above = drive - threshold
    silent = above <= 0  # so NaN stays NaN
    return jnp.where(silent, 0.0, jnp.where(silent, 1.0, above) ** exponent)


def normalize(
    drive: jax.Array, pool: jax.Array, semi_saturation: jax.Array | float, exponent: jax.Array | float = 1.0
) -> jax.Array:
    """Divisive normalisation: driveⁿ / (σⁿ + poolⁿ) (Heeger 1992; Carandini & Heeger 2012, eq. 10).

    Args:
        drive: rectified drive of the units, ≥ 0.
        pool: rectified drive of the units that divide them, ≥ 0; broadcasts to `drive`.
        semi_saturation: σ, in units of the drive; with 0 a unit and a pool that are both silent stay silent.
        exponent: n.
    """
    total = semi_saturation**exponent + rectify(pool, 0.0, exponent)
    nothing = total <= 0
    return jnp.where(nothing, 0.0, rectify(drive, 0.0, exponent) / jnp.where(nothing, 1.0, total))
