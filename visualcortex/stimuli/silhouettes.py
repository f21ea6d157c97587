"""Silhouettes: a water bottle and the shapes to which it was simplified for one cell of inferotemporal cortex.

Each is the union of a few parts, and a part is a box cut by an ellipse of the box's height: an ellipse as wide as the
box leaves an ellipse, one much wider the box, one in between a box with rounded ends. The bounding boxes are the
figure's; the heights of the bodies, the columns of the stems and the bottle's shoulders were fitted to it by eye.

References:
    Wang, Tanifuji & Tanaka (1998), Neurosci. Res. 32, 33-46 (the cell).
    Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025, Fig. 3b (the shapes).
"""

import jax
import jax.numpy as jnp
import numpy as np

from visualcortex.field import VisualField
from visualcortex.papers import riesenhuber1999
from visualcortex.stimuli.coverage import about, ellipse, numbered, painted, strip

SHAPES = (*riesenhuber1999.SILHOUETTES, "ellipse and stem apart")

_FRAME = riesenhuber1999.SILHOUETTE_SIZE.value
_BOXES = dict(zip(riesenhuber1999.SILHOUETTES, riesenhuber1999.BOUNDING_BOXES.value, strict=True))
_GAP = 8  # rows between the parts that are apart
_WHOLE = 1e3  # an ellipse so many times as wide as its box leaves the box whole

_Part = tuple[float, float, float, float, float]


def silhouette(
    field: VisualField,
    *,
    shape: int = 2,
    size: float = 2.0,
    x: float = 0.0,
    y: float = 0.0,
    contrast: float = 1.0,
    background: float = -1.0,
) -> jax.Array:
    """One of `SHAPES`, where it stands in the figure's square frame.

    Args:
        field: where it is shown.
        shape: its number in `SHAPES`; 2, an ellipse on a stem, is what the cell preferred.
        size: side of the frame, in degrees; at 2 and 32 samples/deg the frame's samples are the field's.
        x: horizontal position of the frame's centre in degrees.
        y: vertical position in degrees.
        contrast: of the silhouette, -1 to 1.
        background: contrast of what is not silhouette.

    Returns:
        image (y, x). Where there is no shape of that number it is NaN, which ``record`` refuses.

    >>> image = silhouette(VisualField(extent=2.0, resolution=32), shape=SHAPES.index("stem"))
    >>> round(float((image + 1).sum() / 2))  # 3 × 11 samples
    33
    """
    parts = jnp.asarray(_PARTS).at[shape].get(mode="clip")
    ink = jax.vmap(lambda part: _drawn(field, part, size, x, y))(parts).max(0)
    return numbered(painted(ink, contrast=contrast, background=background), shape, len(SHAPES))


def _drawn(field: VisualField, part: jax.Array, size: float, x: float, y: float) -> jax.Array:
    """The fraction of each sample inside a part."""
    across, up, width, height = part[:4] * size / _FRAME
    place = {"x": x + across, "y": y + up}
    dx, dy = about(field, **place)
    box = strip(field, dx, width, 90.0) * strip(field, dy, height, 0.0)
    return jnp.minimum(box, ellipse(field, **place, width=width * part[4], height=height))


def _part(box: tuple[int, int, int, int], bulge: float = _WHOLE) -> _Part:
    """A part from the first and last columns and rows of its box, counted from the frame's upper left corner.

    Returns:
        the box's middle (x, y) and sides in samples, and the ellipse's width over the box's.
    """
    x0, x1, y0, y1 = box
    return (x0 + x1 + 1 - _FRAME) / 2, (_FRAME - y0 - y1 - 1) / 2, x1 + 1 - x0, y1 + 1 - y0, bulge


def _on_stem(name: str, *, rows: int, column: int, bulge: float = _WHOLE) -> list[_Part]:
    """A body so many rows high, and a stem that begins at a column and ends where the shape does."""
    x0, x1, y0, y1 = _BOXES[name]
    stem = _part((column, column + riesenhuber1999.STEM_WIDTH.value - 1, y0 + rows - 3, y1))
    return [_part((x0, x1, y0, y0 + rows - 1), bulge), stem]


def _apart(body: _Part, stem: _Part) -> list[_Part]:
    """A body and, some rows below it, a stem."""
    return [body, (stem[0], body[1] - body[3] / 2 - _GAP - stem[3] / 2, *stem[2:])]


def _table(shapes: list[list[_Part]]) -> np.ndarray:
    """Parts (shape, part, 5); a shape of few has its last one several times, which leaves the union as it is."""
    most = max(map(len, shapes))
    return np.array([parts + parts[-1:] * (most - len(parts)) for parts in shapes], np.float32)


_ELLIPSE_ON_STEM = _on_stem("ellipse on stem", rows=32, column=23, bulge=1.0)
_STEM = _part(_BOXES["stem"])
_PARTS = _table(
    [
        [_part((20, 28, 22, 37), bulge=1.5), *_on_stem("bottle", rows=29, column=23, bulge=1.25)],
        _on_stem("rectangle on stem", rows=28, column=22),
        _ELLIPSE_ON_STEM,
        _on_stem("disc on stem", rows=25, column=23, bulge=1.0),
        [_part(_BOXES["ellipse"], bulge=1.0)],
        [_STEM],
        _apart(_ELLIPSE_ON_STEM[0], _STEM),
    ]
)
