"""What appraisal figures are drawn from: instruments, refusals, and what the items ask."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import (
    FrameError,
    FrameRules,
    check_frame,
    missing,
    place,
    without_words,
)
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, width_pt, wrapped
from evidence.figures.canvas.traffic_lights import unknown_judgements

if TYPE_CHECKING:
    import pandas as pd

RULES = FrameRules(
    "an appraisal figure",
    ("study", "item", "item_label", "judgement", "sources"),
    name="study",
)
# Instrument: its name and how many items it has (RoB 2: five domains and the overall judgement).
INSTRUMENTS = {
    "jbi_case_report": ("the JBI checklist for case reports", 8),
    "jbi_case_series": ("the JBI checklist for case series", 10),
    "murad": ("the questions of Murad 2018", 8),
    "rob2": ("RoB 2", 6),
    "generic": ("the items listed", None),
}
MARGIN, LEADING = 3.0, 1.25


def item_name(item: str) -> str:
    """Return an item as a sentence begins with it: a number is called an item, a word stands for
    itself.
    """
    return f"Item {item}" if item[:1].isdigit() else item


def check(frame: pd.DataFrame, instrument: str) -> None:
    """Raise :class:`FrameError` for missing columns, unknown judgements, doubled cells or too many
    items.
    """
    if instrument not in INSTRUMENTS:
        raise FrameError(
            f"{RULES.kind}: instrument {instrument!r} is unknown; allowed: {', '.join(INSTRUMENTS)}"
        )
    check_frame(frame, RULES, partial(_judgements, instrument))


def _judgements(instrument: str, frame: pd.DataFrame) -> Iterator[str]:
    for column in ("study", "item"):
        yield from without_words(frame, column, "study")
    yield from unknown_judgements(frame, "judgement", "study")
    for i in np.flatnonzero(frame.duplicated(["study", "item"])):
        yield f"{place(frame, i, 'item', 'study')}: {frame['item'].iloc[i]} is judged twice"
    limit, found = INSTRUMENTS[instrument][1], frame["item"].nunique()
    if limit and found > limit:
        yield f"column item: {found} items, but {INSTRUMENTS[instrument][0]} has {limit}"


def items(frame: pd.DataFrame) -> dict[str, str]:
    """Return what each item asks, by its heading, in order of appearance."""
    labels = (
        frame[~frame["item_label"].map(missing)]
        .drop_duplicates("item")
        .set_index("item")["item_label"]
    )
    return {item: one_line(labels.get(item)) for item in dict.fromkeys(frame["item"])}


def _item_lines(asked: dict[str, str], width: float) -> list[list[tuple[str, list[str]]]]:
    """What the items ask, in two columns of (heading, lines)."""
    small, explained = (
        current().small_pt,
        [(item, words) for item, words in asked.items() if words and words != item],
    )
    width = (width - 2 * MARGIN - 14) / 2
    entries = [
        (item, wrapped(words, width - _indent(asked), small, 3)) for item, words in explained
    ]
    half = (len(entries) + 1) // 2
    return [entries[:half], entries[half:]]


def _indent(asked: dict[str, str]) -> float:
    return max(width_pt(item, current().small_pt, "bold") for item in asked) + 5


def item_list_height(asked: dict[str, str], width: float) -> float:
    """Return how high the list of items will be."""
    counts = [sum(len(lines) for _, lines in column) for column in _item_lines(asked, width)]
    return LEADING * current().small_pt * max(counts) + (6 if max(counts) else 0)


def set_item_list(page: Page, asked: dict[str, str], top: float) -> None:
    """Set what each item asks below a height, in two columns."""
    small, indent = current().small_pt, _indent(asked)
    for i, column in enumerate(_item_lines(asked, page.width_pt)):
        left, y = MARGIN + i * ((page.width_pt - 2 * MARGIN + 14) / 2), top - 4
        for item, lines in column:
            page.text(left, y - 0.6 * LEADING * small, item, small, weight="bold", gid="item")
            for words in lines:
                page.text(left + indent, y - 0.6 * LEADING * small, words, small, gid="item label")
                y -= LEADING * small
