"""Legends: each sign beside its meaning, in rows that fit a width, in groups with headings."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import width_pt, wrapped

if TYPE_CHECKING:
    from matplotlib.typing import ColorType, LineStyleType

# From one row of a legend to the next, and between the lines of one entry, in text sizes.
ROW, LEADING = 1.5, 1.2
# In points: from the left edge of an entry to its words, from them to the next entry, and from the
# heading of a group to its entries.
SIGN_WIDTH_PT, GAP_PT, HEADING_GAP_PT = 15.0, 11.0, 8.0
# Signs of plots of two axes, in points: a line or box, a lone marker, and what follows them.
LINE_PT, MARKER_PT, AFTER_SIGN_PT, PLOT_GAP_PT = 14.0, 7.0, 3.5, 12.0
MOST_LINES = 4

Sign = Callable[[Page, float, float], object]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One entry of a legend: its words, and what draws its sign around a centre.

    ``sign_width`` reaches from the left edge to the words, ``centre`` to the middle of the sign,
    ``gap`` from the words to the next entry, all in points.
    """

    words: str
    sign: Sign
    sign_width: float = SIGN_WIDTH_PT
    centre: float = SIGN_WIDTH_PT / 2 - 2
    gap: float = GAP_PT

    def lines(self, width: float) -> list[str]:
        """Return the words in lines: more than one only where they are wider than the legend."""
        return wrapped(self.words, width - self.sign_width, current().small_pt, MOST_LINES)

    @property
    def width(self) -> float:
        """The width of sign and words in points."""
        return self.sign_width + width_pt(self.words, current().small_pt)


Group = tuple[str, Sequence[LegendEntry]]


def marker_entry(words: str, shape: str, face: ColorType, edge: ColorType) -> LegendEntry:
    """Return the entry of a marker of a plot."""

    def sign(page: Page, x: float, y: float) -> None:
        from matplotlib.lines import Line2D

        page.figure.add_artist(
            Line2D(
                [x],
                [y],
                marker=shape,
                markersize=4.5,
                linestyle="",
                markerfacecolor=face,
                markeredgecolor=edge,
                markeredgewidth=0.7,
                transform=page.transform,
            )
        )

    return _plot_entry(words, sign, MARKER_PT)


def line_entry(
    words: str, style: LineStyleType, colour: ColorType, width: float = 0.9
) -> LegendEntry:
    """Return the entry of a line of a plot, ``width`` points thick."""

    def sign(page: Page, x: float, y: float) -> None:
        from matplotlib.lines import Line2D

        page.figure.add_artist(
            Line2D(
                [x - LINE_PT / 2, x + LINE_PT / 2],
                [y, y],
                color=colour,
                linestyle=style,
                linewidth=width,
                transform=page.transform,
            )
        )

    return _plot_entry(words, sign, LINE_PT)


def area_entry(words: str, face: ColorType, edge: ColorType) -> LegendEntry:
    """Return the entry of a filled area of a plot."""

    def sign(page: Page, x: float, y: float) -> None:
        from matplotlib.patches import Rectangle

        page.figure.add_artist(
            Rectangle(
                (x - LINE_PT / 2, y - 3),
                LINE_PT,
                6,
                facecolor=face,
                edgecolor=edge,
                linewidth=0.5,
                transform=page.transform,
            )
        )

    return _plot_entry(words, sign, LINE_PT)


def _plot_entry(words: str, sign: Sign, width: float) -> LegendEntry:
    return LegendEntry(words, sign, width + AFTER_SIGN_PT, width / 2, PLOT_GAP_PT)


def legend_rows(entries: Sequence[LegendEntry], width: float) -> list[list[LegendEntry]]:
    """Return the entries in rows no wider than ``width`` points.

    >>> one, two = (line_entry(words, "-", "0.0") for words in ("one", "two"))
    >>> [len(row) for row in legend_rows([one, two], 40)]
    [1, 1]
    """
    rows: list[list[LegendEntry]] = []
    used = 0.0
    for entry in entries:
        if not rows or used + entry.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += entry.width + entry.gap
    return rows


def legend_height(groups: Sequence[Group], width: float) -> float:
    """Return how high a legend will be, in points; 0 without entries."""
    width -= _headings_width(groups)
    rows = [row for _, entries in groups for row in legend_rows(entries, width)]
    return math.fsum(_row_height(row, width) for row in rows)


def draw_legend(
    page: Page, left: float, top: float, width: float, groups: Sequence[Group]
) -> float:
    """Draw a legend, each group with its heading in bold on the left; return where it ends.

    ``left``, ``top`` and ``width`` are in points.
    """
    size, indent, y = current().small_pt, _headings_width(groups), top
    for heading, entries in groups:
        if heading:
            middle = y - ROW * size / 2
            page.text(left, middle, heading, size, weight="bold", gid="legend heading")
        for row in legend_rows(entries, width - indent):
            _draw_row(page, row, left + indent, y - ROW * size / 2, width - indent)
            y -= _row_height(row, width - indent)
    return y


def _draw_row(page: Page, row: list[LegendEntry], x: float, y: float, width: float) -> None:
    size = current().small_pt
    for entry in row:
        _draw_sign(page, entry, x + entry.centre, y)
        for i, words in enumerate(entry.lines(width)):
            page.text(x + entry.sign_width, y - LEADING * size * i, words, size, gid="legend")
        x += entry.width + entry.gap


def _draw_sign(page: Page, entry: LegendEntry, x: float, y: float) -> None:
    """Draw a sign under an id of its own, so that it is not counted among the data."""
    before = {id(artist) for artist in page.figure.get_children()}
    entry.sign(page, x, y)
    for artist in page.figure.get_children():
        if id(artist) not in before:
            artist.set_gid("legend sign")


def _row_height(row: Sequence[LegendEntry], width: float) -> float:
    size = current().small_pt
    return ROW * size + LEADING * size * (max(len(entry.lines(width)) for entry in row) - 1)


def _headings_width(groups: Sequence[Group]) -> float:
    """Return the width that the headings of the groups take on the left."""
    size = current().small_pt
    widest = max((width_pt(heading, size, "bold") for heading, _ in groups if heading), default=0.0)
    return widest + HEADING_GAP_PT if widest else 0.0
