"""The list of a case's events: numbered, with day and date, in columns read from top to bottom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd

LEADING, GUTTER, NARROWEST_PT = 1.2, 10.0, 145.0  # between lines (text sizes) and columns; a column
MOST_COLUMNS, MOST_LINES, AFTER_NUMBER = 3, 3, 4.0
NO_DAY = "day not known"


@dataclass(frozen=True, slots=True)
class EventList:
    """Events in columns; each is its number with its words in lines."""

    columns: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]
    column_width: float
    indent: float

    @property
    def height(self) -> float:
        """The height of the longest column, in points."""
        lines = [sum(len(words) for _, words in column) for column in self.columns]
        return LEADING * current().small_pt * max(lines, default=0)

    def draw(self, page: Page, left: float, top: float) -> None:
        """Write the list below a height."""
        size = current().small_pt
        for i, column in enumerate(self.columns):
            x, y = left + i * (self.column_width + GUTTER), top - LEADING * size / 2
            for number, lines in column:
                end = x + self.indent - AFTER_NUMBER
                page.text(end, y, number, size, align="right", gid="list number")
                for text in lines:
                    page.text(x + self.indent, y, text, size, gid="label")
                    y -= LEADING * size


def event_list(rows: pd.DataFrame, width: float) -> EventList:
    """Return the events of a case in as many columns as the width holds, none much longer than
    another.
    """
    size = current().small_pt
    count = max(1, min(MOST_COLUMNS, int((width + GUTTER) / (NARROWEST_PT + GUTTER))))
    column_width = (width - GUTTER * (count - 1)) / count
    indent = width_pt(str(len(rows)), size) + AFTER_NUMBER
    items = [
        (str(number), tuple(wrapped(words(row), column_width - indent, size, MOST_LINES)))
        for number, row in enumerate(rows.to_dict("records"), 1)
    ]
    return EventList(_columns(items, count), column_width, indent)


def words(row: dict) -> str:
    """When an event was, and what it was."""
    day = NO_DAY if missing(row["day"]) else f"day {one_line(row['day'])}"
    date = "" if missing(row["date"]) else f", {one_line(row['date'])}"
    return f"{day}{date}: {one_line(row['label'])}"


def _columns(items: list, count: int) -> tuple:
    """Divide items over columns in order, so that the longest column is as short as it can be."""
    heights = [len(lines) for _, lines in items]
    limit = max([math.ceil(math.fsum(heights) / count), *heights], default=0)
    while True:
        columns: list[list] = [[]]
        used = 0
        for item, height in zip(items, heights, strict=True):
            if used + height > limit and columns[-1]:
                columns.append([])
                used = 0
            columns[-1].append(item)
            used += height
        if len(columns) <= count:
            return tuple(tuple(column) for column in columns)
        limit += 1
