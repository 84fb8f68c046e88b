"""The legend of the swimmer plot: one entry for each kind of mark that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.legend import LegendEntry
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.swimmer.check import COMPARTMENTS, EVENTS, PHASES, RESULTS

if TYPE_CHECKING:
    import pandas as pd
from evidence.figures.swimmer.marks import (
    DASHES,
    DOTS,
    HATCH,
    bar,
    dose,
    dose_series,
    draw_ending,
    draw_event,
    draw_response,
)


def legend_groups(frame: pd.DataFrame) -> list[tuple[str, list[LegendEntry]]]:
    """Return the legend: only what occurs, in groups with headings."""
    kinds = {
        row_type: set(frame.loc[frame["row_type"] == row_type, "kind"])
        for row_type in ("phase", "event", "response", "end")
    }
    return [
        (heading, entries)
        for heading, entries in (
            ("Treatment", [_phase_entry(kind) for kind in PHASES if kind in kinds["phase"]]),
            ("Bars and lines", _certainty_entries(frame)),
            (
                "Events",
                _dose_entries(frame)
                + [
                    _event_entry(kind)
                    for kind in EVENTS
                    if kind in kinds["event"] - {"dose", "dose_series"}
                ]
                + [
                    _end_entry(kind)
                    for kind in ("alive", "dead", "not_reported")
                    if kind in kinds["end"]
                ],
            ),
            ("Sites", [_site_entry(kind) for kind in COMPARTMENTS if kind in kinds["response"]]),
            (
                "Findings",
                [_result_entry(kind) for kind in RESULTS if kind in set(frame["result"].dropna())],
            ),
        )
        if entries
    ]


def _phase_entry(kind: str) -> LegendEntry:
    def mark(page: Page, x: float, y: float) -> None:
        bar(page, kind, x - 5, x + 5, y, 9.0, "solid")

    return LegendEntry(PHASES[kind][0], mark)


def _certainty_entries(frame: pd.DataFrame) -> list[LegendEntry]:
    def hatched(page: Page, x: float, y: float) -> None:
        box(page, x - 5, y - 3.2, x + 5, y + 3.2, "0.6", current().muted, HATCH, "white", 0.5)

    def dots(page: Page, x: float, y: float) -> None:
        line(page, [x - 6, x + 6], [y, y], 0.7, current().muted, DOTS)

    def dashes(page: Page, x: float, y: float) -> None:
        line(page, [x - 6, x + 6], [y, y], 0.7, current().muted, DASHES)

    return (
        [
            LegendEntry("end approximate or inferred", hatched),
            LegendEntry("somewhere between two known days", dots),
            LegendEntry("inferred", dashes),
        ]
        if (frame["row_type"] == "phase").any()
        else []
    )


def _dose_entries(frame: pd.DataFrame) -> list[LegendEntry]:
    exact = frame.loc[(frame["row_type"] == "event") & (frame["kind"] == "dose"), "basis"].eq(
        "printed"
    )
    words = (
        (True, "inotuzumab dose, day printed"),
        (False, "inotuzumab dose, day inferred or not known"),
    )
    single = [_dose_entry(text, known) for known, text in words if exact.eq(known).any()]
    if (frame["kind"] == "dose_series").any():
        comb = LegendEntry(
            EVENTS["dose_series"][0], lambda page, x, y: dose_series(page, x - 5, y, 7.0)
        )
        return [*single, comb]
    return single


def _dose_entry(words: str, known: bool) -> LegendEntry:
    return LegendEntry(words, lambda page, x, y: dose(page, x, y, 7.0, known))


def _event_entry(kind: str) -> LegendEntry:
    def mark(page: Page, x: float, y: float) -> None:
        draw_event(page, x, y, kind, 9.0)

    return LegendEntry(EVENTS[kind][0], mark)


def _end_entry(kind: str) -> LegendEntry:
    words = {
        "alive": "alive at last report",
        "dead": "dead",
        "not_reported": "survival not reported",
    }[kind]
    return LegendEntry(words, lambda page, x, y: draw_ending(page, x - 5, y, kind))


def _site_entry(kind: str) -> LegendEntry:
    return LegendEntry(
        COMPARTMENTS[kind][0],
        lambda page, x, y: symbol(page, x, y, COMPARTMENTS[kind][1], 5.6, "open"),
    )


def _result_entry(kind: str) -> LegendEntry:
    return LegendEntry(
        RESULTS[kind][0], lambda page, x, y: draw_response(page, x, y, "marrow", kind, 9.0)
    )
