"""Intervals recomputed, events in their order."""

import re
from datetime import date
from typing import Any

import pandas as pd

from evidence.audit.checks.chronology.dates import contradicted_times, date_in, entries
from evidence.audit.checks.chronology.thresholds import REPEATED_TIMES
from evidence.audit.core.check import check
from evidence.audit.core.findings import KEYS, Frames, noted
from evidence.coded.settings import settings_of
from evidence.harmonise.memoise import read_each
from evidence.harmonise.timeline import START
from evidence.harmonise.times.dates import Span, read_date
from evidence.harmonise.times.steps import read_step


def _recomputed(row: Any) -> tuple[str, str] | None:
    """Reported date and what the reported interval makes of the anchor's date, where they cannot
    agree.
    """
    anchor = Span(date.fromisoformat(row.anchor_earliest), date.fromisoformat(row.anchor_latest))
    reported, step = (
        date_in(row.when_as_reported, anchor.earliest.year),
        read_step(row.when_as_reported, row.relation, row.day_convention),
    )
    if reported is None or step is None:
        return None
    from_interval = anchor.shifted(step.low, step.high)
    if from_interval.earliest <= reported.latest and reported.earliest <= from_interval.latest:
        return None
    return (
        f"{from_interval.earliest} to {from_interval.latest}",
        f"{reported.earliest} to {reported.latest}",
    )


@check(
    "chronology",
    severity="error",
    says="A reported interval and a reported date of an event agree.",
    threshold="rounding of the interval, half a unit",
)
def interval_recomputed(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = entries(coded, derived)
    both = (
        read_each(
            rows["when_as_reported"], lambda text: date_in(text, 2000) is not None, False
        ).astype(bool)
        & (rows["anchor_id"] != "")
        & rows["relation"].isin(["after", "before"])
    )
    anchors = rows[["timeline_id", "date_earliest", "date_latest"]].set_axis(
        ["anchor_id", "anchor_earliest", "anchor_latest"], axis=1
    )
    rows = rows[both].merge(anchors, on="anchor_id", validate="many_to_one")
    rows = rows[rows["anchor_earliest"] != ""]
    found = pd.Series([_recomputed(row) for row in rows.itertuples()], rows.index, dtype=object)
    rows, found = rows[found.notna()], found[found.notna()]
    return noted(
        "timeline",
        rows,
        "when_as_reported",
        expected=found.str[0],
        how="the reported interval counted from {anchor_id}",
        sources="timeline:{timeline_id} timeline:{anchor_id}",
    )


def _after_in_order(rows: pd.DataFrame, low: str, high: str) -> pd.DataFrame:
    """Entries that end before an entry earlier in the order begins, with that entry."""
    rows = rows[
        rows[low].notna() & rows[high].notna() & (rows["relation"] != "during")
    ].sort_values(["patient_id", "sequence"], kind="stable")
    # The earliest possible day so far; the entry that set it is carried along.
    highest = rows.groupby("patient_id", sort=False)[low].cummax()
    setter = rows["timeline_id"].where(rows[low] == highest)
    setter = setter.groupby(rows["patient_id"], sort=False).ffill()
    return rows.assign(setter=setter)[rows[high] < highest]


@check(
    "chronology",
    severity="error",
    says="Dates and day numbers follow the order of the events.",
    threshold="none: spans must not overlap",
)
def order_of_events(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = entries(coded, derived)
    found = pd.concat(
        [_after_in_order(rows, "earliest", "latest"), _after_in_order(rows, "day_low", "day_high")]
    ).drop_duplicates("timeline_id")
    when = found["when_as_reported"].where(found["when_as_reported"] != "", found["when_inferred"])
    return noted(
        "timeline",
        found,
        "sequence",
        reported=when + ": " + found["description"],
        expected="not before {setter}",
        how="its latest possible day lies before the earliest possible day of an entry that "
        "comes before it",
        sources=found["sources"]
        + " "
        + found["setter"].map(rows.set_index("timeline_id")["sources"]).astype(str),
    )


def _dated_first_doses(coded: Frames) -> pd.DataFrame:
    """First doses with the timeline entry of the start of the index therapy."""
    timeline = coded["timeline"].sort_values(["patient_id", "sequence"])
    start = timeline[timeline["event"] == START].drop_duplicates("patient_id")
    doses = coded["doses"]
    is_first = (doses["cycle"] == 1).fillna(False) & (doses["day_of_cycle"] == 1).fillna(False)
    return (
        doses[is_first]
        .drop_duplicates("patient_id")
        .merge(
            start[["timeline_id", "patient_id", "when_as_reported"]],
            on="patient_id",
            validate="one_to_one",
        )
    )


@check("chronology", severity="error", says="An event has the same time wherever it is reported.")
def time_reported_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    timeline = coded["timeline"][["timeline_id", "when_as_reported"]]
    repeated = [
        contradicted_times(
            coded[table].merge(timeline, on="timeline_id", validate="many_to_one"),
            KEYS[table],
            table,
            column,
        )
        for table, column in REPEATED_TIMES
    ]
    doses = _dated_first_doses(coded)
    return pd.concat(
        [
            *repeated,
            contradicted_times(doses, "dose_id", "doses", "date_as_reported"),
        ]
    )


@check(
    "chronology", severity="note", says="A day number says what it counts from, as day 0 or day 1."
)
def day_convention_open(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["timeline"]
    numbered = rows["when_as_reported"].str.contains(
        r"\b(?:days?|d)[\s…]*\+?\s*\d+\b", case=False, regex=True
    )
    rows = rows[
        numbered
        & (rows["day_convention"] == "")
        & (rows["anchor_id"] != "")
        & (rows["basis"] == "reported")
    ]
    return noted(
        "timeline",
        rows,
        "day_convention",
        reported=rows["when_as_reported"],
        expected="day 0 or day 1 for the day that it counts from",
        how="whether the count begins with day 0 or day 1 is not reported",
    )


@check("chronology", severity="note", says="A report counts all days from the same day 0 or day 1.")
def day_counts_differ(coded: Frames, derived: Frames) -> pd.DataFrame:
    timeline = coded["timeline"]
    starts = timeline.loc[timeline["event"] == settings_of(coded).index.event, "timeline_id"]
    rows = timeline[
        (timeline["day_convention"] == "day_0")
        & timeline["anchor_id"].isin(starts)
        & (timeline["basis"] == "reported")
    ].drop_duplicates("patient_id")
    doses = coded["doses"]
    from_one = doses[
        doses["day_as_reported"].str.contains(r"^(?:D|days?)\s*1\b", case=False, regex=True)
    ].drop_duplicates("patient_id")
    rows = rows.merge(
        from_one[["patient_id", "dose_id", "day_as_reported"]],
        on="patient_id",
        validate="one_to_one",
    )
    return noted(
        "timeline",
        rows,
        "day_convention",
        reported="{when_as_reported}; {day_as_reported}",
        expected="the same day 0 or day 1 throughout",
        how="the schedule counts the first dose as day 1, the course as day 0",
        sources="timeline:{timeline_id} doses:{dose_id}",
    )


@check("chronology", severity="note", says="The first dose of the index therapy is dated.")
def first_dose_undated(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["timeline"]
    rows = rows[rows["event"] == START].drop_duplicates("patient_id")
    rows = rows[
        ~read_each(
            rows["when_as_reported"], lambda text: read_date(text) is not None, False
        ).astype(bool)
    ]
    return noted(
        "timeline",
        rows,
        "when_as_reported",
        expected="a date",
        how="without it intervals from the first dose cannot be checked",
    )


@check("chronology", severity="note", says="Start and end of a therapy are distinguishable.")
def start_and_end_in_one_year(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["timeline"].sort_values(["patient_id", "sequence"], kind="stable")
    year = (
        rows["when_as_reported"]
        .str.extract(r"^(?:in |since )?((?:19|20)\d{2})$", flags=re.I)[0]
        .fillna("")
    )
    before = rows.groupby("patient_id", sort=False)[["event", "timeline_id"]].shift()
    same = (
        (year != "")
        & (year == year.groupby(rows["patient_id"], sort=False).shift())
        & (rows["event"] == "therapy_end")
        & (before["event"] == "therapy_start")
    )
    rows = rows.join(before.add_suffix("_before"))[same]
    return noted(
        "timeline",
        rows,
        "when_as_reported",
        expected="a later year, or months",
        how="a therapy of several phases starts and ends in one year",
        sources="timeline:{timeline_id} timeline:{timeline_id_before}",
    )
