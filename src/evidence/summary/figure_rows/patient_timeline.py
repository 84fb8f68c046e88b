"""Rows of the patient timelines: what happened, with dates and days as they are to be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from evidence.coded.labels import whole_days

Tables = dict[str, pd.DataFrame]
INDEX = "index"
# Kinds that the treatment sequence shows: without a day of their own they add nothing here.
IN_SEQUENCE = ("therapy", "response")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class TimelineWords:
    """How events of the timeline are shown.

    ``start`` is the event of the first dose; ``kinds`` gives each event that is shown its kind,
    ``index`` for a dose; a series of doses ends where an event of ``ending`` follows.
    """

    start: str
    kinds: Mapping[str, str]
    ending: tuple[str, ...]


def timeline_rows(coded: Tables, derived: Tables, words: TimelineWords) -> pd.DataFrame:
    """What ``figures.patient_timeline.draw`` needs, one row per event that marks the course.

    Parameters
    ----------
    coded : patients (labels) are used. derived : timeline is used.
    words : how events are shown.

    Returns
    -------
    case, kind, label, date, day (text; in brackets where computed or inferred, empty where not
    known), day_low, day_high, listed, series, date_earliest, date_latest, sources.
    """
    parts = [
        _of_patient(patient, derived["timeline"], words)
        for patient in coded["patients"].itertuples()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _of_patient(patient: Any, timeline: pd.DataFrame, words: TimelineWords) -> pd.DataFrame:
    entries = timeline[timeline["patient_id"] == patient.patient_id]
    entries = entries.sort_values("sequence", kind="stable")
    starts = entries.loc[entries["event"] == words.start, "sequence"]
    first = starts.iloc[0] if len(starts) else float("inf")
    entries = entries.assign(series=_series(entries["event"], words))
    shown = entries[entries["event"].isin(words.kinds)]
    kinds = shown["event"].map(words.kinds)
    own_day = shown["day_low"].notna() & (shown["by_neighbours"] != "yes")
    return pd.DataFrame(
        {
            "case": patient.label,
            "kind": kinds,
            "label": shown["description"],
            "date": [
                date_words(row.date_earliest, row.date_latest, row.date_basis)
                for row in shown.itertuples()
            ],
            # Day 0 is the first dose by definition, however its date is known.
            "day": [
                "0"
                if row.sequence == first
                else day_words(
                    row.day_low, row.day_high, day_basis(row.day_low, row.when_as_reported)
                )
                for row in shown.itertuples()
            ],
            "day_low": shown["day_low"].where(own_day | (kinds == INDEX)),
            "day_high": shown["day_high"].where(own_day | (kinds == INDEX)),
            "listed": (own_day | ~kinds.isin(IN_SEQUENCE)) & ~_between(shown["series"]),
            "series": shown["series"],
            "date_earliest": shown["date_earliest"],
            "date_latest": shown["date_latest"],
            "sources": shown["sources"],
        }
    )


def _series(events: pd.Series, words: TimelineWords) -> pd.Series:
    """Number the series of doses of the index therapy: missing for every other event."""
    doses = events.map(words.kinds).eq(INDEX)
    return events.isin(words.ending).cumsum().where(doses).astype(float)


def _between(series: pd.Series) -> pd.Series:
    """Doses that are neither the first nor the last of their series."""
    return series.notna() & series.duplicated() & series.duplicated(keep="last")


def _day(row: Any) -> str:
    return day_words(row.day_low, row.day_high, day_basis(row.day_low, row.when_as_reported))


def day_basis(low: float, as_reported: str) -> str:
    """Whether the text itself gives the day (``reported``), or it was computed (``derived``).

    >>> day_basis(17.0, "22 January (day 17)"), day_basis(185.0, "9 July 2021")
    ('reported', 'derived')
    """
    if isnan(low):
        return "unknown"
    given = re.search(rf"\bday\b\D*{low:.0f}\b", as_reported, re.I)
    return "reported" if given else "derived"


def date_words(earliest: str, latest: str, basis: str) -> str:
    """A span of dates as short as it can be said; in brackets where it is not reported as such.

    >>> (
    ...     date_words("2021-01-05", "2021-01-05", "reported"),
    ...     date_words("2020-12-01", "2020-12-31", "derived"),
    ...     date_words("", "", "unknown"),
    ... )
    ('5 Jan 2021', '(Dec 2020)', '')
    >>> (
    ...     date_words("2021-11-23", "2021-12-23", "derived"),
    ...     date_words("2015-01-01", "2015-12-31", "reported"),
    ... )
    ('(Nov–Dec 2021)', '2015')
    """
    if not earliest:
        return ""
    low, high = date.fromisoformat(earliest), date.fromisoformat(latest)
    words = _span(low, high)
    return words if basis == "reported" else f"({words})"


def _span(low: date, high: date) -> str:
    if low == high:
        return f"{low.day} {MONTHS[low.month - 1]} {low.year}"
    if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31):
        return f"{low.year}" if low.year == high.year else f"{low.year}–{high.year}"
    if (low.year, low.month) == (high.year, high.month):
        return f"{MONTHS[low.month - 1]} {low.year}"
    if low.year == high.year:
        return f"{MONTHS[low.month - 1]}–{MONTHS[high.month - 1]} {low.year}"
    return f"{MONTHS[low.month - 1]} {low.year}–{MONTHS[high.month - 1]} {high.year}"


def day_words(low: float, high: float, basis: str) -> str:
    """Days from the first dose, rounded outward; in brackets where inferred, nothing where not
    known.

    >>> (
    ...     day_words(17.0, 17.0, "reported"),
    ...     day_words(-35.0, -5.0, "reported"),
    ...     day_words(834.4, 902.3, "inferred"),
    ...     day_words(float("nan"), float("nan"), "unknown"),
    ... )
    ('17', '−35 to −5', '(834 to 903)', '')
    """
    if low is None or isnan(low):
        return ""
    ends = [f"{day}".replace("-", "−") for day in whole_days(low, high)]
    words = ends[0] if ends[0] == ends[1] else " to ".join(ends)
    return words if basis == "reported" else f"({words})"
