"""Rows of the patient timelines: what happened, with dates and days as they are to be set."""

from __future__ import annotations

from datetime import date
from math import isnan

import pandas as pd

KINDS = {
    "diagnosis": "diagnosis",
    "therapy_start": "therapy",
    "therapy": "therapy",
    "blinatumomab": "therapy",
    "radiotherapy": "therapy",
    "index_start": "index",
    "index_dose": "index",
    "index_series": "index",
    "index_end": "index",
    "car_t": "car_t",
    "transplant": "transplant",
    "response": "response",
    "mrd": "response",
    "relapse": "relapse",
    "progression": "relapse",
    "vod_sos": "vod_sos",
    "follow_up": "follow_up",
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def timeline_rows(coded: dict[str, pd.DataFrame], derived: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.patient_timeline.draw`` needs, one row per event that marks the course.

    Parameters
    ----------
    coded : patients (labels) are used. derived : timeline is used.

    Returns
    -------
    case, kind, label, period (before, after the first dose), date, day (text; in brackets where
    worked
    out or inferred, empty where not known), day_low, day_high, date_earliest, date_latest, sources.
    """
    parts = []
    for patient in coded["patients"].itertuples():
        entries = derived["timeline"][
            derived["timeline"]["patient_id"] == patient.patient_id
        ].sort_values("sequence", kind="stable")
        starts = entries.loc[entries["event"] == "index_start", "sequence"]
        first = starts.iloc[0] if len(starts) else float("inf")
        shown = entries[entries["event"].isin(KINDS)]
        parts.append(
            pd.DataFrame(
                {
                    "case": patient.label,
                    "kind": shown["event"].map(KINDS),
                    "label": shown["description"],
                    "period": [
                        "after" if number >= first else "before" for number in shown["sequence"]
                    ],
                    "date": [
                        date_words(*times)
                        for times in zip(
                            shown["date_earliest"],
                            shown["date_latest"],
                            shown["date_basis"],
                            strict=True,
                        )
                    ],
                    # Day 0 is the first dose by definition, however its date is known.
                    "day": [
                        "0" if number == first else day_words(*times)
                        for number, *times in zip(
                            shown["sequence"],
                            shown["day_low"],
                            shown["day_high"],
                            shown["day_basis"],
                            strict=True,
                        )
                    ],
                    "day_low": shown["day_low"],
                    "day_high": shown["day_high"],
                    "date_earliest": shown["date_earliest"],
                    "date_latest": shown["date_latest"],
                    "sources": shown["sources"],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def timeline_page(
    coded: dict[str, pd.DataFrame], derived: dict[str, pd.DataFrame], page: int, cases: int = 3
) -> pd.DataFrame:
    """The rows of one page of timelines: so many ``cases`` on each, the first page is 1.

    All timelines together would be higher than a journal's page. Raises
    :class:`ValueError` for a page that there is not.
    """
    labels = list(coded["patients"]["label"])[(page - 1) * cases : page * cases]
    if page < 1 or not labels:
        raise ValueError(
            f"page {page} of timelines: there are {-(-len(coded['patients']) // cases)} "
            f"with {cases} cases each"
        )
    rows = timeline_rows(coded, derived)
    return rows[rows["case"].isin(labels)].reset_index(drop=True)


def date_words(earliest: str, latest: str, basis: str) -> str:
    """A span of dates as short as it can be said; in brackets where it is not printed as such.

    >>> (
    ...     date_words("2021-01-05", "2021-01-05", "printed"),
    ...     date_words("2020-12-01", "2020-12-31", "derived"),
    ...     date_words("", "", "unknown"),
    ... )
    ('5 Jan 2021', '(Dec 2020)', '')
    >>> (
    ...     date_words("2021-11-23", "2021-12-23", "derived"),
    ...     date_words("2015-01-01", "2015-12-31", "printed"),
    ... )
    ('(Nov–Dec 2021)', '2015')
    """
    if not earliest:
        return ""
    low, high = date.fromisoformat(earliest), date.fromisoformat(latest)
    words = _span(low, high)
    return words if basis == "printed" else f"({words})"


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
    """Days from the first dose; in brackets where inferred, nothing where not known.

    >>> (
    ...     day_words(17.0, 17.0, "printed"),
    ...     day_words(-35.0, -5.0, "printed"),
    ...     day_words(float("nan"), float("nan"), "unknown"),
    ... )
    ('17', '−35 to −5', '')
    """
    if low is None or isnan(low):
        return ""
    ends = [f"{round(value):d}".replace("-", "−") for value in (low, high)]
    words = ends[0] if ends[0] == ends[1] else " to ".join(ends)
    return words if basis == "printed" else f"({words})"
