"""Names beside points: each set where it meets no other name, point or edge, if need be at the
end of a thin line, or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
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
# How far from its point a name may stand: beside it, or at the end of a line.
DISTANCES_PT = (1.5, 12.0, 24.0, 36.0, 52.0)
LINE_STEPS = 30  # at which a line to a name is tested for what it crosses
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
    that it could be taken for that one's. One that finds no place beside its point stands
    farther off, at the end of a line that crosses no other name or point. ``areas_pt2`` are
    the markers' areas. The names left out are in the figure's data.
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
    others, circles = (
        [_around(point, radius + more) for point, radius in zip(points, radii, strict=True)]
        for more in (APART_PT, 0.0)
    )
    taken = [_around(axes.transData.transform(point) * scale, 1.0) for point in avoid]
    named: list[Area] = []
    left_out = []
    for i in order if order is not None else range(len(points)):
        words = shortened(one_line(names[i]), LONGEST_PT, size)
        apart = [*others[:i], *others[i + 1 :], *named, *taken]
        crossed = [*circles[:i], *circles[i + 1 :], *named]
        box = _free_place(points[i], words, size, radii[i], apart, crossed, plot) if words else None
        if box is None:
            left_out.append(names[i])
            continue
        named += [box, *_between(points[i], radii[i], box)]
        _set(axes, box, words, size)
        _draw_line(axes, points[i], radii[i], box)
    return left_out


def _around(point: np.ndarray, radius: float) -> Area:
    return point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius


def _free_place(
    point: np.ndarray,
    words: str,
    size: float,
    radius: float,
    apart: Sequence[Area],
    crossed: Sequence[Area],
    plot: Area,
) -> Area | None:
    """Return the nearest place of a name that meets nothing in ``apart`` and to which a line
    leads that meets nothing in ``crossed``.
    """
    width, height = width_pt(words, size), 1.1 * size
    for off, (across, up) in product(DISTANCES_PT, PLACES):
        distance = radius + off
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
        if inside and not any(overlap(box, other) for other in apart):
            steps = _between(point, radius, box) if off > DISTANCES_PT[0] else []
            if not any(overlap(step, other) for step in steps for other in crossed):
                return box
    return None


def _ends(point: np.ndarray, radius: float, box: Area) -> tuple[np.ndarray, np.ndarray]:
    """Return where the line from a point to its name begins and ends."""
    target = np.array(
        [min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])], dtype=float
    )
    length = float(np.hypot(*(target - point))) or 1.0
    return point + (target - point) * min(radius / length, 1.0), target


def _between(point: np.ndarray, radius: float, box: Area) -> list[Area]:
    """Return small areas along the line from a point to its name."""
    start, end = _ends(point, radius, box)
    return [
        _around(start + (end - start) * step / LINE_STEPS, 0.9) for step in range(LINE_STEPS + 1)
    ]


def _draw_line(axes: Axes, point: np.ndarray, radius: float, box: Area) -> None:
    """Draw a line to a name that does not stand right beside its point."""
    start, end = _ends(point, radius, box)
    if np.hypot(*(end - start)) > DISTANCES_PT[1] / 2:
        x0, y0, x1, y1 = (float(place) for place in (*start, *end))
        Page(figure_of(axes)).rule(x0, y0, x1, y1, 0.5, gid="line to a name")


def _set(axes: Axes, box: Area, words: str, size: float) -> None:
    Page(figure_of(axes)).text(
        box[0], (box[1] + box[3]) / 2 - 0.1 * size * HALF_CAPITAL, words, size, gid="point label"
    )
