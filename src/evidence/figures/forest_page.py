"""A forest plot's page: where head, rows, axis and foot stand, and the words set there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from evidence.figures.forest_rows import LEADING, Row, label_indent, page_rows, text_size
from evidence.figures.forest_table import MARGIN_PT, Placed, Plan, Wishes, heading_lines, light_pitch, plan
from evidence.figures.lights import draw_key, draw_light
from evidence.figures.paper import POINTS_PER_MM, Paper
from evidence.figures.style import current
from evidence.figures.wording import ELLIPSIS, NO_BREAK, one_line, shortened, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd

PITCHES = (1.65, 1.5, 1.4, 1.3, 1.22)
HEAD_GAP_PT = 6.0


@dataclass(frozen=True, slots=True)
class Page:
    """The composed page: where the rows, the axis and the foot stand, in points from below."""

    paper: Paper
    plan: Plan
    heights: tuple[float, ...]
    rows_top: float
    axis_y: float

    def label_axis(self, axes, wishes: Wishes, limits) -> None:
        """Set what each side favours and what the axis measures, below the ticks."""
        look, y = current(), self.axis_y - tick_room()
        if wishes.favours:
            y = self._favours(wishes, limits, y, look.small_pt)
        words = axis_words(wishes)
        half = width_pt(words, look.small_pt) / 2
        middle = (self.plan.plot_left + self.plan.plot_right) / 2
        x = min(max(middle, MARGIN_PT + half), self.paper.width_pt - MARGIN_PT - half)
        self.paper.text(x, y - 0.6 * look.small_pt, words, look.small_pt, align="center", gid="axis label")

    def _favours(self, wishes: Wishes, limits, y: float, size: float) -> float:
        """Set both labels; return the height below them."""
        x = reference_x(self.plan, wishes, limits)
        placed, lines = favours_lines(wishes, x, self.paper.width_pt, size)
        for words, at, align, line in placed:
            self.paper.text(at, y - (0.6 + LEADING * line) * size, words, size, align=align, gid="favours")
        return y - LEADING * size * lines - 2


def reference_x(wide: Plan, wishes: Wishes, limits) -> float:
    """Return where the reference line stands, in points; the plot's middle if it is off the axis."""
    reference, part = wishes.measure.reference, 0.5
    if reference is not None and limits[0] <= reference <= limits[1]:
        low, high, at = map(math.log, (*limits, reference)) if wishes.measure.log else (*limits, reference)
        part = (at - low) / (high - low)
    return wide.plot_left + part * (wide.plot_right - wide.plot_left)


def favours_lines(wishes: Wishes, x: float, width: float, size: float):
    """Return where the labels of both sides stand: (words, x, alignment, line), and how many lines.

    Each stands beside the reference line in at most two lines; one that needs
    more goes on a line of its own at the edge of the page, its arrow telling the side.
    """
    left, right = (one_line(words) for words in wishes.favours)
    sides = ((f"←{NO_BREAK}{left}" if left else "", x - 5 - MARGIN_PT, x - 5, "right", MARGIN_PT, "left"),
             (f"{right}{NO_BREAK}→" if right else "", width - MARGIN_PT - x - 5, x + 5, "left",
              width - MARGIN_PT, "right"))
    placed, alone = [], []
    for words, room, at, align, edge, edge_align in sides:
        lines = wrapped(words, room, size) if words else []
        if any(line.endswith(ELLIPSIS) for line in lines):
            alone.append((shortened(words, width - 2 * MARGIN_PT, size), edge, edge_align))
        else:
            placed += [(line, at, align, i) for i, line in enumerate(lines)]
    first = max((line + 1 for *_, line in placed), default=0)
    placed += [(*label, first + i) for i, label in enumerate(alone)]
    return placed, first + len(alone)


def axis_words(wishes: Wishes) -> str:
    """Return the label of the axis: the caller's, or the measure with its unit or scale."""
    if wishes.axis_label:
        return one_line(wishes.axis_label)
    name = wishes.measure.name.capitalize()
    unit = "%" if wishes.measure.reference is None else "percentage points"
    return f"{name} (log scale)" if wishes.measure.log else f"{name} ({unit})" if wishes.measure.percent else name


def tick_room() -> float:
    """Return the height that ticks and their labels take below the axis."""
    return 3.0 + 3.5 + current().small_pt


def compose(paper: Paper, frame: pd.DataFrame, wishes: Wishes, limits) -> Page:
    """Plan the page, make the figure as high as needed, set every word, return the page."""
    look = current()
    bold = frozenset(i for i, kind in enumerate(frame["row_type"]) if kind in ("summary", "subgroup"))
    for sizes in ((look.text_pt, look.small_pt), (look.small_pt,)):
        wide = _plan(paper, frame, wishes, bold, sizes)
        rows, head, foot = _vertical(paper, frame, wishes, wide, limits)
        height = head + sum(row.height + row.before for row in rows) + foot
        if height <= height_limit():
            break
    paper.set_height(height)
    page = _stack(paper, wide, rows, paper.height_pt - head)
    _set_head(page, wishes)
    _set_rows(page, rows)
    _set_lights(page, frame, wishes)
    return page


def _plan(paper, frame, wishes, bold, sizes) -> Plan:
    labels = [one_line(wishes.label_heading)] + [
        one_line(label) for kind, label in zip(frame["row_type"], frame["label"], strict=True)
        if kind == "study"]
    wish = max(width_pt(label, 10.0) for label in labels) / 10 + label_indent(frame) / sizes[-1] + 0.2
    return plan(frame, wishes, bold, wish, sizes, paper.width_pt)


def _vertical(paper, frame, wishes, wide: Plan, limits) -> tuple[list[Row], float, float]:
    """Return rows, head and foot, at the widest row pitch that keeps within the journal's height."""
    head, foot = _head_height(wide), _foot_height(paper, wishes, wide, limits)
    for pitch in PITCHES:
        rows = page_rows(frame, wide, pitch)
        if head + foot + sum(row.height + row.before for row in rows) <= height_limit():
            break
    return rows, head, foot


def height_limit() -> float:
    """Return the journal's height limit in points; without one, there is no limit."""
    return (current().preset.height_limit_mm or math.inf) * POINTS_PER_MM


def _head_height(wide: Plan) -> float:
    spans, headings = _head_lines(wide)
    lines = max((len(lines) for lines in headings), default=1)
    over = max((len(lines) for _, _, lines in spans), default=0)
    return MARGIN_PT + LEADING * wide.size * (max(lines, 1) + over) + (4 if over else 0) + HEAD_GAP_PT


def _head_lines(wide: Plan):
    """Return the spanning headings (left, right, lines) and each column's own heading in lines."""
    every = [*wide.left, *wide.right]
    spans = []
    for name, members in groupby(every, key=lambda placed: placed.column.span):
        members = list(members)
        if name:
            room = members[-1].right - members[0].left
            spans.append((members[0].left, members[-1].right, wrapped(name, room + 1, wide.size, 3, "bold")))
    before = [wide.label_right, *(placed.left for placed in every[:-1])]
    return spans, [heading_lines(placed, wide.size, left) for placed, left in zip(every, before, strict=True)]


def _foot_height(paper, wishes: Wishes, wide: Plan, limits) -> float:
    small = current().small_pt
    favours = 0.0
    if wishes.favours:
        _, lines = favours_lines(wishes, reference_x(wide, wishes, limits), paper.width_pt, small)
        favours = LEADING * small * lines + 2
    key = len(_key_lines(paper, wishes)) * LEADING * small + 2 * small if wishes.lights else 0.0
    return tick_room() + favours + LEADING * small + key + MARGIN_PT


def _stack(paper: Paper, wide: Plan, rows: list[Row], top: float) -> Page:
    heights, y = [], top
    for row in rows:
        y -= row.before
        heights.append(y - row.height / 2)
        y -= row.height
    return Page(paper, wide, tuple(heights), top, y)


def _set_head(page: Page, wishes: Wishes) -> None:
    size, paper, wide = page.plan.size, page.paper, page.plan
    spans, headings = _head_lines(wide)
    y = page.rows_top + HEAD_GAP_PT
    paper.rule(MARGIN_PT, y - 2.5, paper.width_pt - MARGIN_PT, y - 2.5)
    for placed, lines in zip([*wide.left, *wide.right], headings, strict=True):
        _set_lines(paper, placed.anchor, y, lines, size, placed.column.align)
    _set_lines(paper, wide.label_left, y, [one_line(wishes.label_heading)], size, "left")
    y += LEADING * size * max((len(lines) for lines in headings), default=1)
    for left, right, lines in spans:
        paper.rule(left, y + 1, right, y + 1, 0.5)
        _set_lines(paper, (left + right) / 2, y + 3, lines, size, "center")
    for i, letter in enumerate(light_letters(wishes)):
        paper.text(_light_x(page, i), page.rows_top + HEAD_GAP_PT + 0.6 * size, letter, size, align="center",
                   weight="bold")


def _set_lines(paper: Paper, x: float, bottom: float, lines: list[str], size: float, align: str) -> None:
    for i, line in enumerate(reversed(lines)):
        paper.text(x, bottom + (0.6 + LEADING * i) * size, line, size, align, weight="bold", gid="heading")


def _set_rows(page: Page, rows: list[Row]) -> None:
    for i, (row, y) in enumerate(zip(rows, page.heights, strict=True)):
        size, weight = text_size(row.kind, page.plan), "bold" if row.bold else "normal"
        top = y + LEADING * size * (len(row.label) - 1) / 2
        for k, line in enumerate(row.label):
            page.paper.text(page.plan.label_left + row.indent, top - LEADING * size * k, line, size,
                            weight=weight, colour=current().muted if row.kind == "text" else None,
                            gid=f"label {i}")
        for placed in (*page.plan.left, *page.plan.right):
            _set_cell(page.paper, placed, i, y, page.plan.size, "bold" if row.kind == "summary" else "normal")


def _set_cell(paper: Paper, placed: Placed, i: int, y: float, size: float, weight: str) -> None:
    if placed.column.cells[i]:
        paper.text(placed.anchor, y, placed.column.cells[i], size, placed.column.align, weight,
                   gid=f"cell {i}")


def light_letters(wishes: Wishes) -> list[str]:
    """Return the letters over the lights: A, B, C, ..."""
    return [chr(ord("A") + i) for i in range(len(wishes.lights))]


def _light_x(page: Page, i: int) -> float:
    return page.plan.lights_left + (i + 0.5) * light_pitch(page.plan.size)


def _set_lights(page: Page, frame, wishes: Wishes) -> None:
    """Draw the lights of the study rows and, at the foot, what letters and lights mean."""
    if not wishes.lights:
        return
    size = page.plan.size
    for i, column in enumerate(wishes.lights):
        for kind, judgement, y in zip(frame["row_type"], frame[column], page.heights, strict=True):
            if kind == "study":
                draw_light(page.paper, _light_x(page, i), y, judgement, 1.3 * size, size)
    small = current().small_pt
    lines = _key_lines(page.paper, wishes)
    for k, line in enumerate(reversed(lines)):
        page.paper.text(MARGIN_PT, MARGIN_PT + (0.6 + LEADING * k) * small, line, small, gid="lights key")
    seen = [value for column in wishes.lights for value in frame.loc[frame["row_type"] == "study", column]]
    draw_key(page.paper, MARGIN_PT, MARGIN_PT + LEADING * small * len(lines) + 0.9 * small, seen,
             1.3 * small, small)


def _key_lines(paper: Paper, wishes: Wishes) -> list[str]:
    words = "; ".join(f"{letter}{NO_BREAK}{one_line(meaning)}"
                      for letter, meaning in zip(light_letters(wishes), wishes.lights.values(), strict=True))
    return wrapped(words, paper.width_pt - 2 * MARGIN_PT, current().small_pt, 6)
