"""PRISMA 2020 flow diagram: records, reports, studies and patients, each counted as itself."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import bold, current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.canvas.text import width_pt, wrapped
from evidence.figures.overview.prisma.check import (
    ARROWS,
    BOXES,
    LANES,
    STAGES,
    arrows_of,
    check,
    lines_of,
    not_done,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
from evidence.figures.overview.prisma.describe import HEADINGS

MARGIN, LEADING, PAD, GAP, ACROSS, STAGE_PT = 3.0, 1.25, 4.5, 14.0, 16.0, 13.0


# Arrows that lead down a lane and then into a box of another.
ACROSS_LANES = (
    ("other assessed", "included"),
    ("previous", "total"),
    ("named pooled", "total"),
)
STAGE_ROWS = ((0,), (1, 2, 3), (4, 5))


@dataclass(frozen=True, slots=True)
class Placed:
    """One box on the page: its lines and its edges, in points from the lower left."""

    lines: tuple[str, ...]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw a PRISMA 2020 flow diagram over the whole figure, make it as high as needed, return the
    figure.

    Columns of ``frame``, one row per variable of the reference implementation (WORDS in
    prisma_frame): ``variable``; ``n``, missing where not recorded; ``text``, if given:
    reasons ("Reason, n; Reason, n") below a count, or what stands instead of a missing
    one ("not searched"); ``sources``. Boxes without a variable are left out, and so are
    the lanes of previous studies and of other methods. From a box of which nothing was
    done no arrow leads on, and its frame is broken.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame)
    page = Page(figure)
    words = lines_of(frame)
    edges = _lanes(page, words)
    wrapped_words = {
        entry.name: _wrapped(words[entry.name], *edges[entry.lane])
        for entry in BOXES
        if entry.name in words
    }
    heights = _row_heights(wrapped_words)
    head = _head_height(edges)
    page.set_height(MARGIN + head + math.fsum(heights.values()) + GAP * (len(heights) - 1) + MARGIN)
    placed = _place(page, wrapped_words, edges, heights, page.height_pt - MARGIN - head)
    _set_heads(page, edges, page.height_pt - MARGIN, head)
    _stages(page, placed)
    idle = not_done(frame)
    active = {name: place for name, place in placed.items() if name not in idle}
    for start, end in arrows_of(frame):
        if start in active and end in active:
            _arrow(page, placed, start, end)
    _bridge(page, active)
    for name, place in placed.items():
        _box(page, place, name, name in idle)
    return figure


def _lanes(page: Page, words: dict) -> dict[str, tuple[float, float]]:
    """Left and right edge of each lane that occurs."""
    shown = [
        lane for lane in LANES if any(entry.lane == lane for entry in BOXES if entry.name in words)
    ]
    left = MARGIN + STAGE_PT + 7
    width = min(
        (page.width_pt - MARGIN - left - ACROSS * (len(shown) - 1)) / len(shown),
        0.36 * page.width_pt,
    )
    return {
        lane: (left + i * (width + ACROSS), left + i * (width + ACROSS) + width)
        for i, lane in enumerate(shown)
    }


def _wrapped(lines: list[str], left: float, right: float) -> tuple[str, ...]:
    size, width = current().small_pt, right - left - 2 * PAD
    return tuple(part for words in lines for part in wrapped(_unbroken(words), width, size, 5))


def _unbroken(words: str) -> str:
    """The count stays in one piece: no line is broken inside its brackets."""
    unbroken = words.replace("(n = ", "(n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    reason, comma, number = unbroken.rpartition(", ")
    return f"{reason},\N{NO-BREAK SPACE}{number}" if comma and number.isdigit() else unbroken


def _row_heights(words: dict) -> dict[int, float]:
    size = current().small_pt
    heights: dict[int, float] = {}
    for entry in BOXES:
        if entry.name in words:
            height = LEADING * size * len(words[entry.name]) + 2 * PAD
            heights[entry.row] = max(heights.get(entry.row, 0.0), height)
    for stage, rows in zip(STAGES, STAGE_ROWS, strict=True):
        shown = [row for row in rows if row in heights]
        stage_height = math.fsum(heights[row] for row in shown) + GAP * (len(shown) - 1)
        if shown:  # the name of the stage must fit beside its boxes
            heights[shown[-1]] += max(0.0, width_pt(stage, size, "bold") + 4 - stage_height)
    return dict(sorted(heights.items()))


def _place(
    page: Page, words: dict, edges: dict, heights: dict[int, float], top: float
) -> dict[str, Placed]:
    tops, y = {}, top
    for row, height in heights.items():
        tops[row] = y
        y -= height + GAP
    size, placed = current().small_pt, {}
    for entry in BOXES:
        if entry.name in words:
            height = max(
                LEADING * size * len(words[entry.name]) + 2 * PAD,
                heights[entry.row] if entry.row in (0, 4, 5) else 0,
            )
            left, right = edges[entry.lane]
            top = tops[entry.row]
            placed[entry.name] = Placed(words[entry.name], left, right, top, top - height)
    return placed


def _head_height(edges: dict) -> float:
    return (
        LEADING * current().small_pt * max(len(lines) for lines in _head_lines(edges).values()) + 8
    )


def _head_lines(edges: dict) -> dict[str, list[str]]:
    small = current().small_pt
    return {
        lane: wrapped(
            HEADINGS[lane], _span(edges, lane)[1] - _span(edges, lane)[0] - 6, small, 2, "bold"
        )
        for lane in edges
        if lane in HEADINGS
    }


def _span(edges: dict, lane: str) -> tuple[float, float]:
    """A heading covers its lane and the boxes beside it."""
    return edges[lane][0], edges.get(f"{lane} side", edges[lane])[1]


def _set_heads(page: Page, edges: dict, top: float, height: float) -> None:
    small = current().small_pt
    for lane, lines in _head_lines(edges).items():
        left, right = _span(edges, lane)
        box(page, left, top - height + 6, right, top, "0.9", "0.6", width=0.5, gid="lane")
        for i, words in enumerate(lines):
            y = (2 * top - height + 6) / 2 + LEADING * small * ((len(lines) - 1) / 2 - i)
            page.text(
                (left + right) / 2,
                y,
                words,
                small,
                align="center",
                weight="bold",
                gid="lane heading",
            )


def _stages(page: Page, placed: dict[str, Placed]) -> None:
    small = current().small_pt
    rows = {entry.name: entry.row for entry in BOXES}
    for stage, wanted in zip(STAGES, STAGE_ROWS, strict=True):
        boxes = [place for name, place in placed.items() if rows[name] in wanted]
        if not boxes:
            continue
        top, bottom = max(place.top for place in boxes), min(place.bottom for place in boxes)
        middle = (top + bottom) / 2
        if width_pt(stage, small, "bold") + 4 > top - bottom:
            half = width_pt(stage, small, "bold") / 2 + 2
            top, bottom = middle + half, middle - half
        box(page, MARGIN, bottom, MARGIN + STAGE_PT, top, "0.9", "0.6", width=0.5, gid="stage")
        page.figure.text(
            MARGIN + STAGE_PT / 2 + 0.36 * small,
            middle,
            stage,
            fontsize=small,
            rotation=90,
            ha="right",
            va="center",
            rotation_mode="default",
            **bold(stage),
            transform=page.transform,
            gid="stage words",
        )


def _box(page: Page, place: Placed, name: str, idle: bool) -> None:
    size = current().small_pt
    box(
        page,
        place.left,
        place.bottom,
        place.right,
        place.top,
        "white",
        current().ink,
        width=0.7,
        gid=f"box {name}",
        layer=2,
        line=(0, (3, 2)) if idle else "-",
    )
    top = (place.top + place.bottom) / 2 + LEADING * size * len(place.lines) / 2
    for i, words in enumerate(place.lines):
        page.text(
            place.left + PAD, top - LEADING * size * (i + 0.5), words, size, gid=f"words {name}"
        )


def _arrow(page: Page, placed: dict[str, Placed], start: str, end: str) -> None:
    a, b = placed[start], placed[end]
    if (start, end) in ACROSS_LANES:
        y = (b.top + b.bottom) / 2
        edge, head = (b.right, "<") if a.left > b.left else (b.left, ">")
        line(page, [a.middle, a.middle, edge], [a.bottom, y, y], 0.8, gid="arrow", layer=1.5)
        symbol(page, edge + (2 if head == "<" else -2), y, head, 4)
    elif abs(a.left - b.left) < 1:
        line(page, [a.middle, a.middle], [a.bottom, b.top], 0.8, gid="arrow", layer=1.5)
        symbol(page, a.middle, b.top + 2, "v", 4)
    else:
        y = max(min((b.top + b.bottom) / 2, a.top - 3), a.bottom + 3)
        line(page, [a.right, b.left], [y, y], 0.8, gid="arrow", layer=1.5)
        symbol(page, b.left - 2, y, ">", 4)


def _bridge(page: Page, placed: dict[str, Placed]) -> None:
    """Where a box between two is left out, the flow still runs on."""
    for lane in ("main", "other", "named"):
        column = sorted(
            (entry for entry in BOXES if entry.lane == lane and entry.name in placed),
            key=lambda entry: entry.row,
        )
        for above, below in itertools.pairwise(column):
            if (above.name, below.name) not in ARROWS:
                a, b = placed[above.name], placed[below.name]
                line(page, [a.middle, a.middle], [a.bottom, b.top], 0.8, gid="arrow", layer=1.5)
                symbol(page, a.middle, b.top + 2, "v", 4)
    last = [placed[entry.name] for entry in BOXES if entry.lane == "other" and entry.name in placed]
    if last and "other assessed" not in placed and "included" in placed:
        a, b = last[-1], placed["included"]
        y = (b.top + b.bottom) / 2
        line(page, [a.middle, a.middle, b.right], [a.bottom, y, y], 0.8, gid="arrow", layer=1.5)
        symbol(page, b.right + 2, y, "<", 4)
