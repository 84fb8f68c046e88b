"""The head of a forest plot: column headings, the arms over their columns, the rule below."""

from __future__ import annotations

from itertools import groupby

from evidence.figures.canvas.page import Page
from evidence.figures.canvas.text import one_line, wrapped
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.rows import LEADING
from evidence.figures.forest.widths import MARGIN_PT, Plan, heading_lines, light_x

HEAD_GAP_PT = 6.0


def head_height(wide: Plan) -> float:
    """Return the height of the head in points."""
    spans, headings = _head_lines(wide)
    lines = max((len(lines) for lines in headings), default=1)
    over = max((len(lines) for _, _, lines in spans), default=0)
    return (
        MARGIN_PT + LEADING * wide.size * (max(lines, 1) + over) + (4 if over else 0) + HEAD_GAP_PT
    )


def _head_lines(wide: Plan) -> tuple[list[tuple[float, float, list[str]]], list[list[str]]]:
    """Return the spanning headings (left, right, lines) and each column's own heading in lines."""
    every = [*wide.left, *wide.right]
    spans = []
    for name, group in groupby(every, key=lambda placed: placed.column.span):
        members = list(group)
        if name:
            span = members[-1].right - members[0].left
            spans.append(
                (members[0].left, members[-1].right, wrapped(name, span + 1, wide.size, 3, "bold"))
            )
    before = [wide.label_right, *(placed.left for placed in every[:-1])]
    return spans, [
        heading_lines(placed, wide.size, left) for placed, left in zip(every, before, strict=True)
    ]


def set_head(page: Page, wide: Plan, options: ForestOptions, rows_top: float) -> None:
    """Set the headings above the rows, their last lines on one height."""
    size = wide.size
    spans, headings = _head_lines(wide)
    y = rows_top + HEAD_GAP_PT
    page.rule(MARGIN_PT, y - 2.5, page.width_pt - MARGIN_PT, y - 2.5)
    for placed, lines in zip([*wide.left, *wide.right], headings, strict=True):
        _set_lines(page, placed.anchor, y, lines, size, placed.column.align)
    _set_lines(page, wide.label_left, y, [one_line(options.label_heading)], size, "left")
    y += LEADING * size * max((len(lines) for lines in headings), default=1)
    for left, right, lines in spans:
        page.rule(left, y + 1, right, y + 1, 0.5)
        _set_lines(page, (left + right) / 2, y + 3, lines, size, "center")
    for i, letter in enumerate(light_letters(options)):
        page.text(
            light_x(wide, i),
            rows_top + HEAD_GAP_PT + 0.6 * size,
            letter,
            size,
            align="center",
            weight="bold",
        )


def _set_lines(
    page: Page, x: float, bottom: float, lines: list[str], size: float, align: str
) -> None:
    for i, line in enumerate(reversed(lines)):
        page.text(
            x, bottom + (0.6 + LEADING * i) * size, line, size, align, weight="bold", gid="heading"
        )


def light_letters(options: ForestOptions) -> list[str]:
    """Return the letters over the lights: A, B, C, ..."""
    return [chr(ord("A") + i) for i in range(len(options.lights))]
