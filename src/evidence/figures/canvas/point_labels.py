"""Names beside points: each set where it meets no other name, point or edge, or left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.page import (
    HALF_CAPITAL,
    POINTS_PER_INCH,
    Area,
    Page,
    figure_of,
    overlap,
)
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, shortened, width_pt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST_PT = 90.0
APART_PT = 4.0
# Tried in turn: right, left, above, below, then the corners.
PLACES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


def label_points(
    axes: Axes,
    x: Sequence[float],
    y: Sequence[float],
    names: Sequence[str],
    *,
    order: Sequence[int] | None = None,
    areas_pt2: Iterable[float] | None = None,
    avoid: Sequence[tuple[float, float]] = (),
) -> list[str]:
    """Name points in the given order; return the names that found no free place.

    A name is never set over another name, a place to ``avoid`` (such
    as the points of a curve) or the edge of the plot, nor so near another point
    that it could be taken for that one's. ``areas_pt2`` are the markers' areas. The names
    left out are in the figure's data.
    """
    size = current().small_pt
    scale = POINTS_PER_INCH / figure_of(axes).dpi
    edge = axes.get_window_extent()
    plot = (edge.x0 * scale, edge.y0 * scale, edge.x1 * scale, edge.y1 * scale)
    points = [axes.transData.transform(point) * scale for point in zip(x, y, strict=True)]
    radii = (
        [0.5 * area**0.5 + 0.8 for area in areas_pt2]
        if areas_pt2 is not None
        else [3.0] * len(points)
    )
    others = [
        _around(point, radius + APART_PT) for point, radius in zip(points, radii, strict=True)
    ]
    taken = [_around(axes.transData.transform(point) * scale, 1.0) for point in avoid]
    left_out = []
    for i in order if order is not None else range(len(points)):
        words = shortened(one_line(names[i]), LONGEST_PT, size)
        apart = others[:i] + others[i + 1 :] + taken
        box = _free_place(points[i], words, size, radii[i], apart, plot) if words else None
        if box is None:
            left_out.append(names[i])
            continue
        taken.append(box)
        _set(axes, box, words, size)
    return left_out


def _around(point: np.ndarray, radius: float) -> Area:
    return point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius


def _free_place(
    point: np.ndarray,
    words: str,
    size: float,
    radius: float,
    taken: Sequence[Area],
    plot: Area,
) -> Area | None:
    width, height = width_pt(words, size), 1.1 * size
    for across, up in PLACES:
        distance = radius + 1.5
        left = point[0] + (
            distance if across > 0 else -distance - width if across < 0 else -width / 2
        )
        bottom = point[1] + (distance if up > 0 else -distance - height if up < 0 else -height / 2)
        box = (left, bottom, left + width, bottom + height)
        inside = (
            box[0] >= plot[0] + 1
            and box[1] >= plot[1] + 1
            and box[2] <= plot[2]
            and box[3] <= plot[3]
        )
        if inside and not any(overlap(box, other) for other in taken):
            return box
    return None


def _set(axes: Axes, box: Area, words: str, size: float) -> None:
    Page(figure_of(axes)).text(
        box[0], (box[1] + box[3]) / 2 - 0.1 * size * HALF_CAPITAL, words, size, gid="point label"
    )
