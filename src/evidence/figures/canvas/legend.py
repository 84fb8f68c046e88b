"""A key in one or more lines: each sign beside its meaning, set in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Paper
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import width_pt, wrapped

if TYPE_CHECKING:
    from matplotlib.typing import ColorType, LineStyleType

SIGN_PT = 14.0
AFTER_SIGN_PT = 3.5
BETWEEN_PT = 12.0
LINE = 1.5


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign of a key: a marker, a line or a filled box, and what it means.

    ``face`` fills a marker or box; ``edge`` outlines it; ``line`` is a line style,
    ``width`` its weight in points; ``hatch`` fills a box.
    """

    words: str
    marker: str = ""
    face: ColorType = "none"
    edge: ColorType = "0.0"
    line: LineStyleType = ""
    width: float = 0.9
    hatch: str = ""

    @property
    def sign_width(self) -> float:
        """The width of the sign in points: a lone marker needs less than a line."""
        return SIGN_PT if self.line or not self.marker else 7.0


def key_lines(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    """Return the entries in lines that fit a width in points.

    >>> [len(line) for line in key_lines([Entry("one", "o"), Entry("two", "s")], 30)]
    [1, 1]
    """
    lines: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        need = _need(entry)
        if lines[-1] and used + need - BETWEEN_PT > width:
            lines, used = [*lines, []], 0.0
        lines[-1].append(entry)
        used += need
    return [line for line in lines if line]


def _need(entry: Entry) -> float:
    return entry.sign_width + AFTER_SIGN_PT + width_pt(entry.words, current().small_pt) + BETWEEN_PT


def key_height(entries: Sequence[Entry], width: float) -> float:
    """Return the height of a key in points, with the space below it; 0 for no entries."""
    lines = len(key_lines(entries, width))
    return lines * LINE * current().small_pt + 4 if lines else 0.0


def draw_key(paper: Paper, entries: Sequence[Entry], left: float, top: float, right: float) -> None:
    """Draw a key between two edges, downwards from ``top``, all in points."""
    size = current().small_pt
    for i, line in enumerate(key_lines(entries, right - left)):
        x, y = left, top - (i + 0.5) * LINE * size
        for entry in line:
            _draw_sign(paper, entry, x, y)
            words = wrapped(entry.words, right - x - entry.sign_width - AFTER_SIGN_PT, size, 1)[0]
            paper.text(x + entry.sign_width + AFTER_SIGN_PT, y, words, size, gid="key")
            x += _need(entry)


def _draw_sign(paper: Paper, entry: Entry, x: float, y: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    width = entry.sign_width
    if entry.line:
        paper.figure.add_artist(
            Line2D(
                [x, x + width],
                [y, y],
                color=entry.edge,
                linestyle=entry.line,
                linewidth=entry.width,
                transform=paper.transform,
            )
        )
    if entry.marker:
        paper.figure.add_artist(
            Line2D(
                [x + width / 2],
                [y],
                marker=entry.marker,
                markersize=4.5,
                linestyle="",
                markerfacecolor=entry.face,
                markeredgecolor=entry.edge,
                markeredgewidth=0.7,
                transform=paper.transform,
            )
        )
    if not entry.line and not entry.marker:
        paper.figure.add_artist(
            Rectangle(
                (x, y - 3),
                width,
                6,
                facecolor=entry.face,
                edgecolor=entry.edge,
                linewidth=0.5,
                hatch=entry.hatch,
                transform=paper.transform,
            )
        )
