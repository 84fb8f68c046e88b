"""A forest plot's page: plans it, makes the figure as high as needed and sets every word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import POINTS_PER_MM, Paper
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, width_pt
from evidence.figures.canvas.traffic_lights import draw_light
from evidence.figures.forest.columns import Wishes
from evidence.figures.forest.foot import foot_height, set_foot, set_lights_legend
from evidence.figures.forest.head import head_height, set_head
from evidence.figures.forest.rows import LEADING, Row, label_indent, page_rows, text_size
from evidence.figures.forest.widths import Placed, Plan, light_x, plan

if TYPE_CHECKING:
    import pandas as pd

# From row to row, in text sizes: the widest that keeps the page within the journal's height.
PITCHES = (1.65, 1.5, 1.4, 1.3, 1.22)


@dataclass(frozen=True, slots=True)
class Page:
    """The composed page: where the rows and the axis stand, in points from below."""

    paper: Paper
    plan: Plan
    heights: tuple[float, ...]
    rows_top: float
    axis_y: float


def compose(paper: Paper, frame: pd.DataFrame, wishes: Wishes, limits: tuple[float, float]) -> Page:
    """Plan the page, make the figure as high as needed, set every word, return the page."""
    look = current()
    bold = frozenset(
        i for i, kind in enumerate(frame["row_type"]) if kind in ("summary", "subgroup")
    )
    for sizes in ((look.text_pt, look.small_pt), (look.small_pt,)):
        wide = _plan(paper, frame, wishes, bold, sizes)
        rows, head, foot = _vertical(paper, frame, wishes, wide, limits)
        height = head + sum(row.height + row.before for row in rows) + foot
        if height <= height_limit():
            break
    paper.set_height(height)
    page = _stack(paper, wide, rows, paper.height_pt - head)
    set_head(paper, wide, wishes, page.rows_top)
    _set_rows(page, rows)
    set_foot(paper, wishes, wide, limits, page.axis_y)
    if wishes.lights:
        _set_lights(page, frame, wishes)
    return page


def _plan(
    paper: Paper, frame: pd.DataFrame, wishes: Wishes, bold: frozenset[int], sizes: Sequence[float]
) -> Plan:
    labels = [one_line(wishes.label_heading)] + [
        one_line(label)
        for kind, label in zip(frame["row_type"], frame["label"], strict=True)
        if kind == "study"
    ]
    wish = (
        max(width_pt(label, 10.0) for label in labels) / 10 + label_indent(frame) / sizes[-1] + 0.2
    )
    return plan(frame, wishes, bold, wish, sizes, paper.width_pt)


def _vertical(
    paper: Paper, frame: pd.DataFrame, wishes: Wishes, wide: Plan, limits: tuple[float, float]
) -> tuple[list[Row], float, float]:
    """Return rows, head and foot, at the widest row pitch that keeps within
    the journal's height.
    """
    head, foot = head_height(wide), foot_height(paper, frame, wishes, wide, limits)
    for pitch in PITCHES:
        rows = page_rows(frame, wide, pitch)
        if head + foot + sum(row.height + row.before for row in rows) <= height_limit():
            break
    return rows, head, foot


def height_limit() -> float:
    """Return the journal's height limit in points; without one, there is no limit."""
    return (current().preset.height_limit_mm or math.inf) * POINTS_PER_MM


def _stack(paper: Paper, wide: Plan, rows: list[Row], top: float) -> Page:
    heights, y = [], top
    for row in rows:
        y -= row.before
        heights.append(y - row.height / 2)
        y -= row.height
    return Page(paper, wide, tuple(heights), top, y)


def _set_rows(page: Page, rows: list[Row]) -> None:
    for i, (row, y) in enumerate(zip(rows, page.heights, strict=True)):
        size, weight = text_size(row.kind, page.plan), "bold" if row.bold else "normal"
        top = y + LEADING * size * (len(row.label) - 1) / 2
        for k, line in enumerate(row.label):
            page.paper.text(
                page.plan.label_left + row.indent,
                top - LEADING * size * k,
                line,
                size,
                weight=weight,
                colour=current().muted if row.kind == "text" else None,
                gid=f"label {i}",
            )
        for placed in (*page.plan.left, *page.plan.right):
            _set_cell(
                page.paper,
                placed,
                i,
                y,
                page.plan.size,
                "bold" if row.kind == "summary" else "normal",
            )


def _set_cell(paper: Paper, placed: Placed, i: int, y: float, size: float, weight: str) -> None:
    if placed.column.cells[i]:
        paper.text(
            placed.anchor,
            y,
            placed.column.cells[i],
            size,
            placed.column.align,
            weight,
            gid=f"cell {i}",
        )


def _set_lights(page: Page, frame: pd.DataFrame, wishes: Wishes) -> None:
    """Draw the lights of the study rows and, at the foot, what they mean."""
    size, studies = page.plan.size, (frame["row_type"] == "study").to_numpy()
    for i, column in enumerate(wishes.lights):
        for judgement, y, study in zip(frame[column], page.heights, studies, strict=True):
            if study:
                draw_light(page.paper, light_x(page.plan, i), y, judgement, 1.3 * size, size)
    set_lights_legend(page.paper, frame, wishes)
