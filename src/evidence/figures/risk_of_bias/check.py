"""What appraisal figures are drawn from: instruments, refusals, and what the items ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
from evidence.figures.canvas.traffic_lights import LIGHTS, ROBVIS, unknown_judgements

if TYPE_CHECKING:
    import pandas as pd

RULES = FrameRules(
    "an appraisal figure",
    ("study", "item", "item_label", "judgement", "sources"),
    name="study",
)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A tool: its name, its items in their order (any, if empty), judgements, and colours."""

    name: str
    items: tuple[str, ...] = ()
    judgements: tuple[str, ...] = tuple(LIGHTS)
    colours: Mapping[str, str] = field(default_factory=dict)


def _numbered(count: int, *further: str) -> tuple[str, ...]:
    return (*map(str, range(1, count + 1)), *further)


ANSWERS = ("yes", "no", "unclear", "not applicable", "no information")
# The domains and judgements are those of the code lists, with their sources.
INSTRUMENTS = {
    "jbi_case_report": Instrument("the JBI checklist for case reports", _numbered(8), ANSWERS),
    "jbi_case_series": Instrument("the JBI checklist for case series", _numbered(10), ANSWERS),
    "murad": Instrument("the questions of Murad 2018", _numbered(8), ANSWERS),
    "rob2": Instrument(
        "RoB 2", _numbered(5, "Overall"), ("low", "some concerns", "high", "no information")
    ),
    "robins_i_v2": Instrument(
        "ROBINS-I V2",
        _numbered(6, "Overall"),
        ("low", "low except confounding", "moderate", "serious", "critical", "no information"),
        ROBVIS,
    ),
    "quadas_2": Instrument(
        "QUADAS-2",
        _numbered(4, "A1", "A2", "A3"),
        ("low", "unclear", "high", "no information"),
        ROBVIS,
    ),
    "generic": Instrument("the items listed"),
}
MARGIN, LEADING = 3.0, 1.25


def item_name(item: str) -> str:
    """Return an item as a sentence begins with it: a number is called an item, a word stands for
    itself.
    """
    return f"Item {item}" if item[:1].isdigit() else item


def check(frame: pd.DataFrame, instrument: str) -> None:
    """Raise :class:`FrameError` for missing columns, doubled cells, and for items or judgements
    that the instrument does not have.
    """
    if instrument not in INSTRUMENTS:
        raise FrameError(
            f"{RULES.kind}: instrument {instrument!r} is unknown; allowed: {', '.join(INSTRUMENTS)}"
        )
    check_frame(frame, RULES, partial(_judgements, instrument))


def _judgements(instrument: str, frame: pd.DataFrame) -> Iterator[str]:
    for column in ("study", "item"):
        yield from without_words(frame, column, "study")
    tool = INSTRUMENTS[instrument]
    yield from unknown_judgements(frame, "judgement", "study", tool.judgements)
    for i in np.flatnonzero(frame.duplicated(["study", "item"])):
        yield f"{place(frame, i, 'item', 'study')}: {frame['item'].iloc[i]} is judged twice"
    allowed = ", ".join(tool.items)
    for row, item in enumerate(frame["item"]):
        if tool.items and not missing(item) and _order(item, tool) == len(tool.items):
            yield f"{place(frame, row, 'item', 'study')}: {item!r}; {tool.name} has {allowed}"


def _order(item: object, tool: Instrument) -> int:
    """The place of an item in its tool, ``D1`` being item 1; after the last if it has none."""
    word = str(item).strip().casefold()
    named = word.removeprefix("d") if word[1:].isdigit() else word
    known = [name.casefold() for name in tool.items]
    return known.index(named) if named in known else len(known)


def items(frame: pd.DataFrame, instrument: str = "generic") -> dict[str, str]:
    """Return what each item asks, by its heading, in the instrument's order or as they appear."""
    tool = INSTRUMENTS[instrument]
    labels = (
        frame[~frame["item_label"].map(missing)]
        .drop_duplicates("item")
        .set_index("item")["item_label"]
    )
    found = sorted(dict.fromkeys(frame["item"]), key=lambda item: _order(item, tool))
    return {item: one_line(labels.get(item)) for item in found}


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
