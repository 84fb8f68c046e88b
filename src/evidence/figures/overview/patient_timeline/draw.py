"""Patient timelines: one strip a case from top to bottom, dates and day
numbers beside each event.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import FrameRules, check_frame, missing, without_words
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import line, symbol
from evidence.figures.canvas.text import one_line, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


KINDS = {  # words, shape, colour, fill
    "diagnosis": ("diagnosis", "v", "black", "open"),
    "therapy": ("therapy", "s", "sky", "full"),
    "index": ("inotuzumab", "d", "blue", "full"),
    "car_t": ("CAR T cells", "h", "purple", "full"),
    "transplant": ("transplant", "*", "green", "full"),
    "response": ("response or MRD result", "o", "yellow", "full"),
    "relapse": ("relapse or progression", "X", "vermillion", "full"),
    "vod_sos": ("VOD/SOS", "^", "orange", "full"),
    "follow_up": ("last follow-up", ">", "black", "full"),
    "other": ("other", "s", "black", "open"),
}


PERIODS = ("before", "after")


RULES = FrameRules(
    "a patient timeline",
    ("case", "kind", "label", "period", "date", "day", "sources"),
    codes={"kind": KINDS, "period": PERIODS},
    name="case",
)


MARGIN, GUTTER, LEADING, AIR = 3.0, 16.0, 1.2, 2.4


SPINE_GAP, DAY_GAP, NARROWEST = 6.0, 8.0, 200.0


@dataclass(frozen=True, slots=True)
class Strip:
    """One case laid out for a column: its name and its rows with their labels in lines."""

    name: tuple[str, ...]
    rows: tuple
    labels: tuple[tuple[str, ...], ...]
    rooms: tuple[float, float]

    @property
    def spine(self) -> float:
        """How far right of the strip's left edge its line stands, in points."""
        return math.fsum(self.rooms) + DAY_GAP * (self.rooms[0] > 0) + SPINE_GAP

    @property
    def height(self) -> float:
        """The height of the strip with its name, in points."""
        style = current()
        return (
            LEADING * style.text_pt * len(self.name)
            + 4
            + _row_height(("",))
            + math.fsum(_row_height(lines) for lines in self.labels)
            + 10
        )


def _row_height(lines: tuple[str, ...]) -> float:
    return LEADING * current().small_pt * len(lines) + AIR


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown codes or events without words."""
    check_frame(frame, RULES, lambda events: without_words(events, "label", "case"))


def draw(figure: Figure, frame: pd.DataFrame, *, columns: int = 2) -> Figure:
    """Draw timelines over the whole figure, make it as high as they need, return the figure.

    Columns of ``frame``, one row an event, in order within its case:

    - ``case``; ``kind``: a key of KINDS; ``label``: what happened, in a few words;
    - ``period``: ``before`` or ``after`` the first dose of inotuzumab (which is ``after``);
    - ``date``, ``day``: as they are to be set; missing where not known: a dash stands there;
    - ``sources``.

    Every event has a line of its own, so no label can meet another; distances are not to
    scale. ``columns`` sets how many strips stand side by side, where the page is wide enough.
    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame)
    page = Page(figure)
    columns = max(min(columns, int(page.width_pt / NARROWEST)), 1)
    width = (page.width_pt - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    strips = [_strip(name, rows, width) for name, rows in frame.groupby("case", sort=False)]
    stacks = _stacks(strips, columns)
    legend = [("", [_entry(kind) for kind in KINDS if kind in set(frame["kind"])])]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + MARGIN
    page.set_height(
        MARGIN + max(math.fsum(strip.height for strip in stack) for stack in stacks) + foot
    )
    for i, stack in enumerate(stacks):
        left, top = MARGIN + i * (width + GUTTER), page.height_pt - MARGIN
        for strip in stack:
            _draw_strip(page, strip, left, top, width)
            top -= strip.height
    draw_legend(page, MARGIN, foot, page.width_pt - 2 * MARGIN, legend)
    return figure


def _rooms(rows: pd.DataFrame) -> tuple[float, float]:
    """The widths of a case's dates and days; no width for dates where it has none."""
    small = current().small_pt
    dates, days = (
        max(width_pt(words, small) for words in [heading, *map(_shown, rows[column])])
        for column, heading in (("date", "Date"), ("day", "Day"))
    )
    return (0.0 if rows["date"].map(missing).all() else min(dates, 90.0)), min(days, 80.0)


def _shown(value: Any) -> str:
    return "–" if missing(value) else one_line(value)


def _strip(name: str, rows: pd.DataFrame, width: float) -> Strip:
    style = current()
    strip = Strip(
        tuple(wrapped(name, width - 90, style.text_pt, 2, "bold")),
        tuple(rows.itertuples()),
        (),
        _rooms(rows),
    )
    label_width = width - strip.spine - SPINE_GAP - 2
    return replace(
        strip,
        labels=tuple(
            tuple(wrapped(label, label_width, style.small_pt, 4)) for label in rows["label"]
        ),
    )


def _stacks(strips: list[Strip], columns: int) -> list[list[Strip]]:
    """Strips in order in at most so many columns, the highest column as low as possible."""
    heights = [strip.height for strip in strips]
    low, high = max(heights), math.fsum(heights)
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(strips, middle)) <= columns else (middle, high)
    return _filled(strips, high)


def _filled(strips: list[Strip], limit: float) -> list[list[Strip]]:
    stacks: list[list[Strip]] = [[]]
    for strip in strips:
        if stacks[-1] and math.fsum(placed.height for placed in stacks[-1]) + strip.height > limit:
            stacks.append([])
        stacks[-1].append(strip)
    return stacks


def _draw_strip(page: Page, strip: Strip, left: float, top: float, width: float) -> None:
    style = current()
    small = style.small_pt
    line(page, [left, left + width], [top - 1, top - 1], 0.6, style.muted, layer=0.3)
    for i, words in enumerate(strip.name):
        page.text(
            left,
            top - 3 - LEADING * style.text_pt * (i + 0.5),
            words,
            style.text_pt,
            weight="bold",
            gid="case",
        )
    y = top - 4 - LEADING * style.text_pt * len(strip.name)
    spine, heights = left + strip.spine, []
    for units, right in (("date", left + strip.rooms[0]), ("day", spine - SPINE_GAP)):
        if units == "day" or strip.rooms[0]:
            page.text(
                right,
                y - AIR / 2 - LEADING * small / 2,
                units,
                small,
                align="right",
                colour=style.muted,
                gid="units",
            )
    y -= _row_height(("",))
    for row, lines in zip(strip.rows, strip.labels, strict=True):
        middle = y - AIR / 2 - LEADING * small / 2
        if strip.rooms[0]:
            page.text(
                left + strip.rooms[0],
                middle,
                _fitted(row.date, strip.rooms[0], small),
                small,
                align="right",
                gid="date",
            )
        page.text(
            spine - SPINE_GAP,
            middle,
            _fitted(row.day, strip.rooms[1], small),
            small,
            align="right",
            gid="day",
        )
        for i, words in enumerate(lines):
            page.text(
                spine + SPINE_GAP + 2, middle - LEADING * small * i, words, small, gid="label"
            )
        heights.append(middle)
        y -= _row_height(lines)
    _spine(page, strip, spine, heights)


def _fitted(value: Any, width: float, size: float) -> str:
    return wrapped(_shown(value), width + 0.5, size, 1)[0]


def _spine(page: Page, strip: Strip, x: float, heights: list[float]) -> None:
    """The line of the strip: thin and broken before inotuzumab, heavy from the first dose on."""
    style = current()
    after = [y for row, y in zip(strip.rows, heights, strict=True) if row.period == "after"]
    before = [y for row, y in zip(strip.rows, heights, strict=True) if row.period == "before"]
    if before:
        line(
            page,
            [x, x],
            [before[0], after[0] if after else before[-1]],
            0.8,
            style.muted,
            (0, (2, 1.5)),
            gid="spine before",
            layer=1,
        )
    if after:
        line(
            page,
            [x, x],
            [after[0], after[-1]],
            2.2,
            style.colour("blue"),
            gid="spine after",
            layer=1.1,
        )
    for row, y in zip(strip.rows, heights, strict=True):
        _, shape, colour, fill = KINDS[row.kind]
        symbol(
            page,
            x,
            y,
            shape,
            7.0 if shape == "*" else 5.2,
            fill,
            style.colour(colour),
            gid=f"event {row.kind}",
        )


def _entry(kind: str) -> LegendEntry:
    words, shape, colour, fill = KINDS[kind]
    return LegendEntry(
        words,
        lambda page, x, y: symbol(
            page, x, y, shape, 7.0 if shape == "*" else 5.2, fill, current().colour(colour)
        ),
    )
