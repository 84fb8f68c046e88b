"""A forest plot from left to right: how wide each column is and what is left for the plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.text import width_pt, wrapped
from evidence.figures.forest.columns import GUTTER_PT, Column, ForestOptions, blocks

if TYPE_CHECKING:
    import pandas as pd

MARGIN_PT = 3.0
# The columns left and right of the plot, and the width of each in points.
Sides = Sequence[list[Column]]
Widths = Sequence[list[float]]
SMALLEST_PLOT_PT = 58.0
SMALLEST_LABEL_PT = 46.0
# The larger text is given up for a plot of at least this part of the width.
GOOD_PLOT = 0.24
# Beside the plot: a space before it, and half a tick label after it.
PLOT_PAD_PT = 4.0
TICK_PAD_PT = 9.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with its left and right edge, in points."""

    column: Column
    left: float
    right: float

    @property
    def anchor(self) -> float:
        """Where the column's text is anchored."""
        return self.left if self.column.align == "left" else self.right


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands from left to right, in points."""

    size: float
    label_left: float
    label_right: float
    left: tuple[Placed, ...]
    right: tuple[Placed, ...]
    plot_left: float
    plot_right: float
    lights_left: float


def plan(
    frame: pd.DataFrame,
    options: ForestOptions,
    bold_rows: frozenset[int],
    label_ems: float,
    sizes: Sequence[float],
    width: float,
) -> Plan:
    """Return the widest plan that fits the page, trying each text size in turn.

    Raises :class:`FrameError` saying what each column needs when none fits.
    """
    sides = blocks(frame, options)
    good_label = 0.3 * width
    tries = [(size, good_label, GOOD_PLOT * width) for size in sizes]
    for size, most_label, plot in [*tries, (sizes[-1], SMALLEST_LABEL_PT, SMALLEST_PLOT_PT)]:
        widths = [_widths(side, size, bold_rows) for side in sides]
        lights = len(options.lights) * light_pitch(size) + (GUTTER_PT if options.lights else 0)
        free = _free_width(sides, widths, width, lights)
        if free >= max(min(label_ems * size, most_label), SMALLEST_LABEL_PT) + plot:
            label = min(label_ems * size, max(0.55 * free, most_label), free - plot)
            return _place(sides, widths, size, max(label, SMALLEST_LABEL_PT), free, width, lights)
    raise FrameError(_too_wide(sides, widths, width, lights))


def _free_width(sides: Sides, widths: Widths, width: float, lights: float) -> float:
    """Return what the columns leave to the labels and the plot, in points."""
    taken = math.fsum(map(math.fsum, widths)) + math.fsum(
        column.gap for side in sides for column in side
    )
    after = PLOT_PAD_PT if sides[1] else TICK_PAD_PT
    return width - 2 * MARGIN_PT - taken - lights - GUTTER_PT - PLOT_PAD_PT - after


def light_pitch(size: float) -> float:
    """Return the distance between the centres of two lights."""
    return 1.6 * size


def light_x(wide: Plan, i: int) -> float:
    """Return where the i-th column of lights stands, in points."""
    return wide.lights_left + (i + 0.5) * light_pitch(wide.size)


def _widths(side: list[Column], size: float, bold_rows: frozenset[int]) -> list[float]:
    """Return each column's width; the last of a pair takes what their shared heading needs."""
    widths = [column.width(size, bold_rows) for column in side]
    for i, column in enumerate(side):
        if column.span and i and side[i - 1].span == column.span:
            need = max(width_pt(word, size, "bold") for word in column.span.split(" "))
            widths[i] = max(widths[i], need - widths[i - 1] - column.gap)
    return widths


def _place(
    sides: Sides,
    widths: Widths,
    size: float,
    label: float,
    free: float,
    width: float,
    lights: float,
) -> Plan:
    """Return the plan in which labels have their share of the free width and
    the plot has the rest.
    """
    plot = free - label
    left, x = _run(sides[0], widths[0], MARGIN_PT + label)
    plot_left = x + GUTTER_PT + PLOT_PAD_PT
    plot_right = plot_left + plot
    right, x = _run(sides[1], widths[1], plot_right + PLOT_PAD_PT)
    return Plan(
        size,
        MARGIN_PT,
        MARGIN_PT + label,
        left,
        right,
        plot_left,
        plot_right,
        width - MARGIN_PT - lights + GUTTER_PT,
    )


def _run(side: list[Column], widths: list[float], x: float) -> tuple[tuple[Placed, ...], float]:
    placed = []
    for column, column_width in zip(side, widths, strict=True):
        placed.append(Placed(column, x + column.gap, x + column.gap + column_width))
        x += column.gap + column_width
    return tuple(placed), x


def _too_wide(sides: Sides, widths: Widths, width: float, lights: float) -> str:
    parts = [
        f"{column.heading or 'estimate'} {column_width + column.gap:.0f} pt"
        for side, side_widths in zip(sides, widths, strict=True)
        for column, column_width in zip(side, side_widths, strict=True)
    ]
    return (
        f"the forest plot does not fit {width:.0f} pt: names need {SMALLEST_LABEL_PT:.0f} "
        f"pt, the plot "
        f"{SMALLEST_PLOT_PT:.0f} pt, lights {lights:.0f} pt, {', '.join(parts)}; "
        "choose a wider figure, layout 'compact' or fewer columns"
    )


def heading_lines(placed: Placed, size: float, before: float) -> list[str]:
    """Return a heading in lines; it may reach left over a joined column that has none."""
    if not placed.column.heading:
        return []
    heading_width = placed.right - (before if placed.column.joined else placed.left) + 0.5
    return wrapped(placed.column.heading, heading_width, size, 4, "bold")
