"""The legend of the swimmer plot: one entry for each kind of mark that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.legend import LegendEntry
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line
from evidence.figures.swimmer.check import DOSE, ENDS, RESULTS, SERIES, Signs

if TYPE_CHECKING:
    import pandas as pd
from evidence.figures.swimmer.marks import (
    DASHES,
    DOTS,
    HATCH,
    UNDER_PT,
    bar,
    dose,
    dose_series,
    draw_ending,
    draw_event,
    draw_response,
)


def legend_groups(frame: pd.DataFrame, signs: Signs) -> list[tuple[str, list[LegendEntry]]]:
    """Return the legend: only what occurs, one line each for treatment, events, findings and how
    sure days are. Sites are named beside their rows.
    """
    kinds = {
        row_type: set(frame.loc[frame["row_type"] == row_type, "kind"])
        for row_type in ("phase", "event", "end")
    }
    results = set(frame["result"].dropna())
    events = [kind for kind in signs.events if kind in kinds["event"] - {DOSE, SERIES}]
    groups = (
        [_phase_entry(kind, signs) for kind in signs.phases if kind in kinds["phase"]]
        + _dose_entries(frame),
        _series_entry(frame) + [_event_entry(kind, signs) for kind in events],
        [_result_entry(kind) for kind in RESULTS if kind in results],
        _certainty_entries(frame) + [_end_entry(kind) for kind in ENDS if kind in kinds["end"]],
    )
    return [("", entries) for entries in groups if entries]


def _phase_entry(kind: str, signs: Signs) -> LegendEntry:
    def mark(page: Page, x: float, y: float) -> None:
        bar(page, signs, kind, x - 5, x + 5, y, 9.0, "solid")

    return LegendEntry(signs.phases[kind][0], mark)


def _certainty_entries(frame: pd.DataFrame) -> list[LegendEntry]:
    def hatched(page: Page, x: float, y: float) -> None:
        box(page, x - 5, y - 3.2, x + 5, y + 3.2, "0.6", current().muted, HATCH, "white", 0.5)

    def dots(page: Page, x: float, y: float) -> None:
        line(page, [x - 6, x + 6], [y, y], 0.7, current().muted, DOTS)

    def dashes(page: Page, x: float, y: float) -> None:
        line(page, [x - 6, x + 6], [y, y], 0.7, current().muted, DASHES)

    def under(page: Page, x: float, y: float) -> None:
        draw_response(page, "o", x, y + 1, "absent", 7.0)
        line(page, [x - 3, x + 3], [y - 3, y - 3], UNDER_PT)

    entries = [
        LegendEntry("end uncertain", hatched),
        LegendEntry("between two known days", dots),
        LegendEntry("inferred", dashes),
        LegendEntry("possible days", under),
    ]
    shown = frame[frame["row_type"] != "lane"]
    exact = shown["basis"].eq("reported") & shown["day_low"].eq(shown["day_high"])
    return entries if (shown["row_type"] == "phase").any() and not exact.all() else []


def _dose_entries(frame: pd.DataFrame) -> list[LegendEntry]:
    exact = frame.loc[(frame["row_type"] == "event") & (frame["kind"] == DOSE), "basis"].eq(
        "reported"
    )
    words = (
        (True, "dose"),
        (False, "dose, day uncertain"),
    )
    return [_dose_entry(text, known) for known, text in words if exact.eq(known).any()]


def _series_entry(frame: pd.DataFrame) -> list[LegendEntry]:
    if not (frame["kind"] == SERIES).any():
        return []
    return [LegendEntry("series of doses", lambda page, x, y: dose_series(page, x - 5, y, 7.0))]


def _dose_entry(words: str, known: bool) -> LegendEntry:
    return LegendEntry(words, lambda page, x, y: dose(page, x, y, 7.0, known))


def _event_entry(kind: str, signs: Signs) -> LegendEntry:
    def mark(page: Page, x: float, y: float) -> None:
        draw_event(page, signs, x, y, kind, 9.0)

    return LegendEntry(signs.events[kind][0], mark)


def _end_entry(kind: str) -> LegendEntry:
    words = {
        "alive": "alive at last report",
        "dead": "dead",
        "not_reported": "survival not reported",
    }[kind]
    return LegendEntry(words, lambda page, x, y: draw_ending(page, x - 5, y, kind))


def _result_entry(kind: str) -> LegendEntry:
    return LegendEntry(
        RESULTS[kind][0], lambda page, x, y: draw_response(page, "o", x, y, kind, 9.0)
    )
