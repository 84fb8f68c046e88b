"""A matrix on the page: rows with names and groups, columns with headings,
and where each cell stands.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import line
from evidence.figures.canvas.text import one_line, width_pt, wrapped

MARGIN, LEADING, GUTTER = 3.0, 1.2, 6.0
MOST_LINES = 8
LOWEST_ROW, ROWS_PART = 1.25, 0.78


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where the cells of a matrix stand: the middle of each column and row, in points from the
    lower left.
    """

    columns: dict
    rows: dict
    column_width: float
    row_height: float
    left: float
    top: float
    bottom: float

    def centre(self, row: Hashable, column: Hashable) -> tuple[float, float]:
        """Return the middle of a cell."""
        return self.columns[column], self.rows[row]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a matrix needs before its height is known: its labels in lines and
    its sizes, in points.
    """

    rows: tuple
    names: dict
    groups: dict
    columns: tuple
    headings: dict
    label_width: float
    column_width: float
    row_height: float
    slanted: bool

    @property
    def head(self) -> float:
        """The height of the headings of the columns."""
        small = current().small_pt
        if self.slanted:
            longest = max(width_pt(lines[0], small) for lines in self.headings.values())
            return longest + 6
        return LEADING * small * max(len(lines) for lines in self.headings.values()) + 6

    @property
    def group_height(self) -> float:
        """The height of the heading of a group of rows."""
        return 1.7 * current().text_pt

    @property
    def body(self) -> float:
        """The height of all rows, with the headings of their groups."""
        return self.row_height * len(self.rows) + self.group_height * sum(
            1 for name in self._group_starts() if name
        )

    def _group_starts(self) -> list:
        starts, last = [], object()
        for row in self.rows:
            group = self.groups.get(row, "")
            if group != last:
                starts.append(group)
            last = group
        return starts


def plan(
    page: Page,
    rows: dict,
    columns: dict,
    *,
    groups: dict | None = None,
    row_height: float = 15.0,
    widest_label: float = 0.34,
    widest_column: float = 62.0,
) -> Plan:
    """Return the plan of a matrix over the whole width of the page.

    ``rows`` and ``columns`` give the words of each key, ``groups`` the group of each row.
    Names take at most two lines; headings take the lines that they need, or stand
    upright where the columns are too narrow for their words.
    """
    style = current()
    widest = max(width_pt(one_line(words), style.small_pt) for words in rows.values())
    page_width = page.width_pt - 2 * MARGIN
    label = min(max(widest + GUTTER, 50.0), widest_label * page_width)
    width = min((page_width - label) / len(columns), widest_column)
    names, height = _names(rows, label - GUTTER, row_height)
    longest_word = max(
        (
            width_pt(word, style.small_pt)
            for words in columns.values()
            for word in one_line(words).split()
        ),
        default=0,
    )
    slanted = longest_word > width - 2
    headings = {
        key: [wrapped(words, 110.0, style.small_pt, 1)[0]]
        if slanted
        else wrapped(words, width - 2, style.small_pt, MOST_LINES)
        for key, words in columns.items()
    }
    return Plan(
        tuple(rows), names, groups or {}, tuple(columns), headings, label, width, height, slanted
    )


def _names(rows: dict, width: float, row_height: float) -> tuple[dict, float]:
    """Return the names in lines and the height of a row: two lines, or one where the page would be
    too short.
    """
    style = current()
    limit = ROWS_PART * (style.preset.height_limit_mm or 1e9) * POINTS_PER_MM
    for most in (2, 1):
        names = {key: wrapped(words, width, style.small_pt, most) for key, words in rows.items()}
        lines = max(len(lines) for lines in names.values())
        height = max(row_height, lines * LEADING * style.small_pt + 3)
        if height * len(rows) <= limit:
            return names, height
    return names, max(LOWEST_ROW * style.small_pt, limit / len(rows))


def draw_matrix(page: Page, plan: Plan, top: float) -> Matrix:
    """Set names, headings and rules below a height; return where the cells stand."""
    style = current()
    left = MARGIN + plan.label_width
    columns = {key: left + (i + 0.5) * plan.column_width for i, key in enumerate(plan.columns)}
    right = left + plan.column_width * len(columns)
    _headings(page, plan, columns, top - plan.head + 4)
    y, rows, last = top - plan.head, {}, object()
    line(page, [MARGIN, right], [y, y], 0.6, style.muted)
    for key in plan.rows:
        group = plan.groups.get(key, "")
        if group and group != last:
            y -= plan.group_height
            page.text(
                MARGIN,
                y + 0.4 * plan.group_height,
                one_line(group),
                style.text_pt,
                weight="bold",
                gid="group",
            )
        last = group
        rows[key] = y - plan.row_height / 2
        _name(page, plan.names[key], rows[key])
        y -= plan.row_height
        line(page, [MARGIN, right], [y, y], 0.4, style.faint, layer=0.2)
    return Matrix(columns, rows, plan.column_width, plan.row_height, left, top - plan.head, y)


def _headings(page: Page, plan: Plan, columns: dict, bottom: float) -> None:
    small = current().small_pt
    for key, lines in plan.headings.items():
        if plan.slanted:
            page.figure.text(
                columns[key] + 0.36 * small,
                bottom,
                lines[0],
                fontsize=small,
                rotation=90,
                ha="right",
                va="bottom",
                rotation_mode="default",
                transform=page.transform,
                gid="heading",
            )
            continue
        for i, words in enumerate(reversed(lines)):
            page.text(
                columns[key],
                bottom + (0.6 + LEADING * i) * small,
                words,
                small,
                align="center",
                gid="heading",
            )


def _name(page: Page, lines: list[str], y: float) -> None:
    small = current().small_pt
    top = y + LEADING * small * (len(lines) - 1) / 2
    for i, words in enumerate(lines):
        page.text(MARGIN, top - LEADING * small * i, words, small, gid="row")
