"""Figures as printed beside the results of an MRD plot, where nothing else stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evidence.figures.canvas.page import Area, Page, overlap
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import width_pt
from evidence.figures.mrd.layout import Columns, Panel

CLEAR_PT = 4.0


def label_points(
    page: Page,
    points: list[tuple[float, float, str, bool]],
    paths: list[list[tuple[float, float]]],
    across: Columns,
    shown: Panel,
) -> None:
    """Set each label right or left of its point, above or below it; leave it out where nothing is
    free.

    ``points`` are x, y, words, and whether the point stands on the axis: only there is
    the figure worth a label. ``paths`` are the lines between points: no label is set on one.
    """
    size = current().small_pt
    left, right = next(iter(across.edges.values()))[0], page.width_pt - 3
    taken: list[Area] = [
        (x - CLEAR_PT, y - CLEAR_PT, x + CLEAR_PT, y + CLEAR_PT) for x, y, _, _ in points
    ]
    taken += [spot for path in paths for spot in _along(path)]
    for x, y, words, on_axis in points:
        if not (words and on_axis):
            continue
        width = width_pt(words, size)
        for corner, align in _places(x, y, width, size):
            area = (
                corner,
                _bottom(y, align, size),
                corner + width,
                _bottom(y, align, size) + 1.2 * size,
            )
            inside = (
                area[0] >= left
                and area[2] <= right
                and area[1] >= shown.bottom - 2
                and area[3] <= shown.top - 12
            )
            if inside and not any(overlap(area, other) for other in taken):
                page.text(corner, area[1] + 0.6 * size, words, size, gid="value")
                taken.append(area)
                break


def _along(path: list[tuple[float, float]]) -> Iterator[Area]:
    """Small boxes every few points along a line."""
    for (x0, y0), (x1, y1) in pairwise(path):
        count = max(int(max(abs(x1 - x0), abs(y1 - y0)) / 3), 1)
        for i in range(count + 1):
            x, y = x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count
            yield x - 0.5, y - 0.5, x + 0.5, y + 0.5


def _places(x: float, y: float, width: float, size: float) -> Iterator[tuple[float, int]]:
    yield x + 5.5, 0
    yield x - 5.5 - width, 0
    yield x - width / 2, 1
    yield x - width / 2, -1
    for side in (1, -1):
        yield x + 2.5, side
        yield x - 2.5 - width, side


def _bottom(y: float, side: int, size: float) -> float:
    return y - 0.6 * size + side * (0.6 * size + 4.5)
