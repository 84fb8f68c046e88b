"""The legend of the swimmer plot: one entry for each kind of mark that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Paper
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import Key, box, line, symbol
from evidence.figures.swimmer.check import COMPARTMENTS, EVENTS, PHASES, RESULTS

if TYPE_CHECKING:
    import pandas as pd
from evidence.figures.swimmer.marks import (
    DASHES,
    DOTS,
    HATCH,
    bar,
    dose,
    draw_ending,
    draw_event,
    draw_response,
)


def key_groups(frame: pd.DataFrame) -> list[tuple[str, list[Key]]]:
    """Return the key: only what occurs, in groups with headings."""
    kinds = {
        row_type: set(frame.loc[frame["row_type"] == row_type, "kind"])
        for row_type in ("phase", "event", "response", "end")
    }
    return [
        (heading, entries)
        for heading, entries in (
            ("Treatment", [_phase_key(kind) for kind in PHASES if kind in kinds["phase"]]),
            ("Bars and lines", _certainty_keys(frame)),
            (
                "Events",
                _dose_keys(frame)
                + [_event_key(kind) for kind in EVENTS if kind in kinds["event"] - {"dose"}]
                + [
                    _end_key(kind)
                    for kind in ("alive", "dead", "not_reported")
                    if kind in kinds["end"]
                ],
            ),
            ("Sites", [_site_key(kind) for kind in COMPARTMENTS if kind in kinds["response"]]),
            (
                "Findings",
                [_result_key(kind) for kind in RESULTS if kind in set(frame["result"].dropna())],
            ),
        )
        if entries
    ]


def _phase_key(kind: str) -> Key:
    def mark(paper: Paper, x: float, y: float) -> None:
        bar(paper, kind, x - 5, x + 5, y, 9.0, "solid")

    return Key(PHASES[kind][0], mark)


def _certainty_keys(frame: pd.DataFrame) -> list[Key]:
    def hatched(paper: Paper, x: float, y: float) -> None:
        box(paper, x - 5, y - 3.2, x + 5, y + 3.2, "0.6", current().muted, HATCH, "white", 0.5)

    def slim(paper: Paper, x: float, y: float) -> None:
        box(paper, x - 5, y - 1.8, x + 5, y + 1.8, "0.6", current().muted, width=0.5)

    def dots(paper: Paper, x: float, y: float) -> None:
        line(paper, [x - 6, x + 6], [y, y], 0.7, current().muted, DOTS)

    def dashes(paper: Paper, x: float, y: float) -> None:
        line(paper, [x - 6, x + 6], [y, y], 0.7, current().muted, DASHES)

    def span(paper: Paper, x: float, y: float) -> None:
        line(paper, [x - 6, x + 6], [y, y], 0.7, current().muted)

    return (
        [
            Key("an end is approximate, inferred or known by order only", hatched),
            Key("order only, length means nothing", slim),
            Key("somewhere between two known days", dots),
            Key("inferred day or days", dashes),
            Key("printed, not to the day", span),
        ]
        if (frame["row_type"] == "phase").any()
        else []
    )


def _dose_keys(frame: pd.DataFrame) -> list[Key]:
    exact = frame.loc[(frame["row_type"] == "event") & (frame["kind"] == "dose"), "basis"].eq(
        "printed"
    )
    words = (
        (True, "inotuzumab dose, day printed"),
        (False, "inotuzumab dose, day inferred or not known"),
    )
    return [_dose_key(text, known) for known, text in words if exact.eq(known).any()]


def _dose_key(words: str, known: bool) -> Key:
    return Key(words, lambda paper, x, y: dose(paper, x, y, 7.0, known))


def _event_key(kind: str) -> Key:
    def mark(paper: Paper, x: float, y: float) -> None:
        draw_event(paper, x, y, kind, 9.0)

    return Key(EVENTS[kind][0], mark)


def _end_key(kind: str) -> Key:
    words = {
        "alive": "alive at last report",
        "dead": "dead",
        "not_reported": "survival not reported",
    }[kind]
    return Key(words, lambda paper, x, y: draw_ending(paper, x - 5, y, kind))


def _site_key(kind: str) -> Key:
    return Key(
        COMPARTMENTS[kind][0],
        lambda paper, x, y: symbol(paper, x, y, COMPARTMENTS[kind][1], 5.6, "open"),
    )


def _result_key(kind: str) -> Key:
    return Key(
        RESULTS[kind][0], lambda paper, x, y: draw_response(paper, x, y, "marrow", kind, 9.0)
    )
