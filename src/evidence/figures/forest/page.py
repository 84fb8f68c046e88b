"""A forest plot's page: plans it, makes the figure as high as needed and sets every word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, width_pt
from evidence.figures.canvas.traffic_lights import draw_light
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.foot import foot_height, set_foot, set_lights_legend
from evidence.figures.forest.head import head_height, set_head
from evidence.figures.forest.rows import LEADING, Row, label_indent, page_rows, text_size
from evidence.figures.forest.widths import Placed, Plan, light_x, plan

if TYPE_CHECKING:
    import pandas as pd

# From row to row, in text sizes: the widest that keeps the page within the journal's height.
PITCHES = (1.65, 1.5, 1.4, 1.3, 1.22)


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows of the frame that share an axis: their number, its measure and its limits."""

    size: int
    options: ForestOptions
    limits: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ComposedPlot:
    """A composed plot: where the rows and the axis are, in points from below."""

    page: Page
    plan: Plan
    heights: tuple[float, ...]
    rows_top: float
    axis_y: float


def compose(
    page: Page, frame: pd.DataFrame, options: ForestOptions, panels: Sequence[Panel]
) -> list[ComposedPlot]:
    """Plan the page, make the figure as high as needed, set every word, return the panels.

    The columns of ``options`` run through all panels; rows of the frame are in their order.
    """
    style = current()
    bold = frozenset(
        i for i, kind in enumerate(frame["row_type"]) if kind in ("summary", "subgroup")
    )
    for sizes in ((style.text_pt, style.small_pt), (style.small_pt,)):
        wide = _plan(page, frame, options, bold, sizes)
        rows, head, feet = _vertical(page, frame, options, wide, panels)
        height = head + math.fsum(row.height + row.before for row in rows) + math.fsum(feet)
        if height <= height_limit():
            break
    page.set_height(height)
    composed = _stack(page, wide, rows, panels, feet, page.height_pt - head)
    set_head(page, wide, options, composed[0].rows_top)
    _set_rows(page, wide, [y for plot in composed for y in plot.heights], rows)
    for plot, panel in zip(composed, panels, strict=True):
        set_foot(page, panel.options, wide, panel.limits, plot.axis_y)
    if options.lights:
        _set_lights(composed[0], frame, options)
    return composed


def _plan(
    page: Page,
    frame: pd.DataFrame,
    options: ForestOptions,
    bold: frozenset[int],
    sizes: Sequence[float],
) -> Plan:
    labels = [one_line(options.label_heading)] + [
        one_line(label)
        for kind, label in zip(frame["row_type"], frame["label"], strict=True)
        if kind == "study"
    ]
    label_sizes = (
        max(width_pt(label, 10.0) for label in labels) / 10 + label_indent(frame) / sizes[-1] + 0.2
    )
    return plan(frame, options, bold, label_sizes, sizes, page.width_pt)


def _vertical(
    page: Page, frame: pd.DataFrame, options: ForestOptions, wide: Plan, panels: Sequence[Panel]
) -> tuple[list[Row], float, list[float]]:
    """Return rows, head and the foot of each panel, at the widest row pitch that keeps within
    the journal's height.
    """
    head = head_height(wide)
    feet = [foot_height(page, frame, panel.options, wide, panel.limits) for panel in panels]
    fixed = head + math.fsum(feet)
    for pitch in PITCHES:
        rows = page_rows(frame, wide, pitch)
        if fixed + math.fsum(row.height + row.before for row in rows) <= height_limit():
            break
    return rows, head, feet


def height_limit() -> float:
    """Return the journal's height limit in points; without one, there is no limit."""
    return (current().preset.height_limit_mm or math.inf) * POINTS_PER_MM


def _stack(
    page: Page,
    wide: Plan,
    rows: list[Row],
    panels: Sequence[Panel],
    feet: Sequence[float],
    top: float,
) -> list[ComposedPlot]:
    plots, y, first = [], top, 0
    for panel, foot in zip(panels, feet, strict=True):
        heights, rows_top = [], y
        for row in rows[first : first + panel.size]:
            y -= row.before
            heights.append(y - row.height / 2)
            y -= row.height
        plots.append(ComposedPlot(page, wide, tuple(heights), rows_top, y))
        y, first = y - foot, first + panel.size
    return plots


def _set_rows(page: Page, wide: Plan, heights: Sequence[float], rows: list[Row]) -> None:
    for i, (row, y) in enumerate(zip(rows, heights, strict=True)):
        size, weight = text_size(row.kind, wide), "bold" if row.bold else "normal"
        top = y + LEADING * size * (len(row.label) - 1) / 2
        for k, line in enumerate(row.label):
            page.text(
                wide.label_left + row.indent,
                top - LEADING * size * k,
                line,
                size,
                weight=weight,
                colour=current().muted if row.kind == "text" else None,
                gid=f"label {i}",
            )
        bold = "bold" if row.kind == "summary" else "normal"
        for placed in (*wide.left, *wide.right):
            _set_cell(page, placed, i, y, wide.size, bold)


def _set_cell(page: Page, placed: Placed, i: int, y: float, size: float, weight: str) -> None:
    if placed.column.cells[i]:
        page.text(
            placed.anchor,
            y,
            placed.column.cells[i],
            size,
            placed.column.align,
            weight,
            gid=f"cell {i}",
        )


def _set_lights(composed: ComposedPlot, frame: pd.DataFrame, options: ForestOptions) -> None:
    """Draw the lights of the study rows and, at the foot, what they mean."""
    size, studies = composed.plan.size, (frame["row_type"] == "study").to_numpy()
    for i, column in enumerate(options.lights):
        for judgement, y, study in zip(frame[column], composed.heights, studies, strict=True):
            if study:
                draw_light(composed.page, light_x(composed.plan, i), y, judgement, 1.3 * size, size)
    set_lights_legend(composed.page, frame, options)
