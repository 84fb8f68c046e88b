"""Do printed intervals follow from their dates, and do dates, day numbers, ages and follow-up agree?

Every time is a span of days (data/derived/timeline.csv): "August 2022" is all of its days and
"8 months" half a month either way, so only what no day can reconcile is a finding.
"""

import re
from datetime import date

import numpy as np
import pandas as pd

from evidence.audit.core.findings import Check, both_sources, noted, shown
from evidence.harmonise.dates import MONTHS, YEAR_DAYS, Span, read_date, read_day_number
from evidence.harmonise.memoise import read_each
from evidence.harmonise.timeline import START, read_step

LONGEST_SILENCE_DAYS = 60  # from a "current" status to submission; a threshold of this project
CURRENT = r"\b(?:current|currently|at present|now|to date)\b"
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\b(?!\s*,?\s*\d{{4}})", re.I)
TOLD_AGAIN = (("assessments", "time_as_printed"), ("events", "onset_as_printed"))


def days_since_epoch(texts: pd.Series) -> pd.Series:
    """ISO days as numbers of days, missing where empty."""
    return read_each(texts, lambda text: float(date.fromisoformat(text).toordinal())).astype(float)


def entries(coded, derived) -> pd.DataFrame:
    """Coded timeline with the harmonised spans: earliest and latest as day numbers, day_low and day_high."""
    spans = derived["timeline"][
        ["timeline_id", "date_earliest", "date_latest", "day_low", "day_high", "sources"]
    ]
    frame = coded["timeline"].merge(spans, on="timeline_id")
    return frame.assign(
        earliest=days_since_epoch(frame["date_earliest"]),
        latest=days_since_epoch(frame["date_latest"]),
    )


def own_date(text: str, year: int | None = None) -> Span | None:
    """The date in a printed text; with ``year``, also one that prints only day and month."""
    found = read_date(text)
    short = DAY_MONTH.search(text)
    if found is None and short and year:
        day = date(year, MONTHS[short.group(2).lower()], int(short.group(1)))
        return Span(day, day)
    return found


def _recomputed(row) -> tuple[str, str] | None:
    """Printed date and what the printed interval makes of the anchor's date, where they cannot agree."""
    anchor = Span(date.fromisoformat(row.anchor_earliest), date.fromisoformat(row.anchor_latest))
    printed, step = (
        own_date(row.when_as_printed, anchor.earliest.year),
        read_step(row.when_as_printed, row.relation, row.day_convention),
    )
    if printed is None or step is None:
        return None
    from_interval = anchor.shifted(step.low, step.high)
    if from_interval.earliest <= printed.latest and printed.earliest <= from_interval.latest:
        return None
    return (
        f"{from_interval.earliest} to {from_interval.latest}",
        f"{printed.earliest} to {printed.latest}",
    )


def interval_recomputed(coded, derived):
    rows = entries(coded, derived)
    both = (
        read_each(
            rows["when_as_printed"], lambda text: own_date(text, 2000) is not None, False
        ).astype(bool)
        & (rows["anchor_id"] != "")
        & rows["relation"].isin(["after", "before"])
    )
    anchors = rows[["timeline_id", "date_earliest", "date_latest"]].set_axis(
        ["anchor_id", "anchor_earliest", "anchor_latest"], axis=1
    )
    rows = rows[both].merge(anchors, on="anchor_id")
    rows = rows[rows["anchor_earliest"] != ""]
    found = pd.Series([_recomputed(row) for row in rows.itertuples()], rows.index, dtype=object)
    rows, found = rows[found.notna()], found[found.notna()]
    return noted(
        "timeline",
        rows,
        "when_as_printed",
        printed=rows["when_as_printed"],
        expected=found.str[0],
        how="the printed interval counted from " + rows["anchor_id"],
        sources=both_sources("timeline", rows["timeline_id"], rows["anchor_id"]),
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


def order_of_events(coded, derived):
    rows = entries(coded, derived)
    found = pd.concat(
        [_after_in_order(rows, "earliest", "latest"), _after_in_order(rows, "day_low", "day_high")]
    ).drop_duplicates("timeline_id")
    when = found["when_as_printed"].where(found["when_as_printed"] != "", found["when_inferred"])
    return noted(
        "timeline",
        found,
        "sequence",
        printed=when + ": " + found["description"],
        expected="not before " + found["setter"],
        how="its latest possible day lies before the earliest possible day of an entry that comes before it",
        sources=found["sources"]
        + " "
        + found["setter"].map(rows.set_index("timeline_id")["sources"]).astype(str),
    )


def _disjoint(first: str, second: str) -> bool:
    """Do two printed times name days that cannot be the same?"""
    dates = read_date(first), read_date(second)
    if all(dates):
        return dates[0].latest < dates[1].earliest or dates[1].latest < dates[0].earliest
    numbers = read_day_number(first), read_day_number(second)
    return None not in numbers and numbers[0] != numbers[1]


def _pairs(rows: pd.DataFrame, key: str, table: str, text: str) -> pd.DataFrame:
    """Rows whose own printed time cannot be that of the timeline entry that dates them."""
    pair = rows[text] + "\t" + rows["when_as_printed"]
    bad = read_each(pair, lambda both: _disjoint(*both.split("\t")), False).astype(bool)
    rows = rows[bad]
    return noted(
        table,
        rows,
        text,
        printed=rows[text],
        expected=rows["when_as_printed"],
        how="the timeline tells another time for it",
        sources=f"{table}:" + rows[key] + " timeline:" + rows["timeline_id"],
    )


def time_told_twice(coded, derived):
    timeline = coded["timeline"][["timeline_id", "when_as_printed"]]
    parts = [
        _pairs(
            coded[table].merge(timeline, on="timeline_id"), table.rstrip("s") + "_id", table, text
        )
        for table, text in TOLD_AGAIN
    ]
    timeline = coded["timeline"][
        ["timeline_id", "patient_id", "event", "when_as_printed", "sequence"]
    ].sort_values(["patient_id", "sequence"])
    numbered = timeline[timeline["event"] == "transplant"].assign(
        number=lambda f: f.groupby("patient_id").cumcount() + 1
    )
    transplants = (
        coded["transplants"]
        .assign(number=coded["transplants"]["number"].astype(int))
        .merge(numbered, on=["patient_id", "number"])
    )
    parts.append(_pairs(transplants, "transplant_id", "transplants", "date_as_printed"))
    first = timeline[timeline["event"] == START].drop_duplicates("patient_id")
    doses = (
        coded["doses"][
            (coded["doses"]["cycle"] == 1).fillna(False)
            & (coded["doses"]["day_of_cycle"] == 1).fillna(False)
        ]
        .drop_duplicates("patient_id")
        .merge(first, on="patient_id")
    )
    parts.append(_pairs(doses, "dose_id", "doses", "date_as_printed"))
    return pd.concat(parts)


def day_convention_open(coded, derived):
    rows = coded["timeline"]
    numbered = rows["when_as_printed"].str.contains(
        r"\b(?:days?|d)[\s…]*\+?\s*\d+\b", case=False, regex=True
    )
    rows = rows[
        numbered
        & (rows["day_convention"] == "")
        & (rows["anchor_id"] != "")
        & (rows["basis"] == "printed")
    ]
    return noted(
        "timeline",
        rows,
        "day_convention",
        printed=rows["when_as_printed"],
        expected="an anchor, and whether it is day 0 or day 1",
        how="the text tells a day number and not what it counts from as which day",
    )


def day_counts_differ(coded, derived):
    timeline = coded["timeline"]
    starts = timeline.loc[timeline["event"] == START, "timeline_id"]
    rows = timeline[
        (timeline["day_convention"] == "day_0")
        & timeline["anchor_id"].isin(starts)
        & (timeline["basis"] == "printed")
    ].drop_duplicates("patient_id")
    doses = coded["doses"]
    from_one = doses[
        doses["day_as_printed"].str.contains(r"^(?:D|days?)\s*1\b", case=False, regex=True)
    ].drop_duplicates("patient_id")
    rows = rows.merge(from_one[["patient_id", "dose_id", "day_as_printed"]], on="patient_id")
    return noted(
        "timeline",
        rows,
        "day_convention",
        printed=rows["when_as_printed"] + "; " + rows["day_as_printed"],
        expected="one way of counting days",
        how="the schedule counts the first dose as day 1, the course as day 0",
        sources="timeline:" + rows["timeline_id"] + " doses:" + rows["dose_id"],
    )


def _years(text: str) -> tuple[float, float]:
    """Lowest and highest age in years that a harmonised age means.

    >>> _years("17"), _years("18 to 19")
    ((17.0, 18.0), (18.0, 20.0))
    """
    parts = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", text)]
    whole = parts[-1] == int(parts[-1])
    return parts[0], parts[-1] + (1.0 if whole else 0.1)


def age_against_dates(coded, derived):
    ages = coded["characteristics"]
    ages = ages[(ages["item"] == "age") & (ages["value"] != "not_reported")]
    sides = [
        ages[ages["timing"] == timing].drop_duplicates("patient_id").set_index("patient_id")
        for timing in ("at_diagnosis", "at_inotuzumab")
    ]
    rows = (
        sides[1]
        .reset_index()
        .merge(sides[0][["value", "characteristic_id"]], on="patient_id", suffixes=("", "_before"))
    )
    timeline = entries(coded, derived)
    when = [
        timeline[timeline["event"] == event]
        .drop_duplicates("patient_id")
        .set_index("patient_id")[["earliest", "latest", "sources"]]
        for event in ("diagnosis", START)
    ]
    rows = rows.merge(
        when[0].merge(when[1], on="patient_id", suffixes=("_0", "_1")), on="patient_id"
    )
    low, high = (
        (rows["earliest_1"] - rows["latest_0"]) / YEAR_DAYS,
        (rows["latest_1"] - rows["earliest_0"]) / YEAR_DAYS,
    )
    before, after = (
        pd.DataFrame(
            list(map(_years, rows[name])), rows.index, columns=["low", "high"], dtype=float
        )
        for name in ("value_before", "value")
    )
    bad = (after["high"] < before["low"] + low) | (after["low"] > before["high"] + high)
    rows, low, high, before = rows[bad], low[bad], high[bad], before[bad]
    expected = (
        shown(before["low"] + low, "{:.1f}") + " to " + shown(before["high"] + high, "{:.1f} years")
    )
    return noted(
        "characteristics",
        rows,
        "value",
        printed=rows["value"],
        expected=expected,
        how="age at diagnosis ("
        + rows["value_before"]
        + ") and the time from diagnosis to inotuzumab",
        sources=both_sources(
            "characteristics", rows["characteristic_id"], rows["characteristic_id_before"]
        )
        + " "
        + rows["sources_0"]
        + " "
        + rows["sources_1"],
    )


def _submissions(coded) -> pd.DataFrame:
    """Each report's first printed date of submission, acceptance or publication, as day numbers."""
    documents = coded["documents"]
    text = documents["received_as_printed"].where(
        documents["received_as_printed"] != "", documents["accepted_as_printed"]
    )
    text = text.where(text != "", documents["published_as_printed"])
    spans = [read_date(one) for one in text]
    days = [
        (span.earliest.toordinal(), span.latest.toordinal()) if span else (np.nan, np.nan)
        for span in spans
    ]
    return pd.DataFrame(days, columns=["submitted_earliest", "submitted_latest"]).assign(
        document_id=documents["document_id"].to_numpy(), submitted=text.to_numpy()
    )


def _followed(coded, derived) -> pd.DataFrame:
    spans = entries(coded, derived)[
        ["timeline_id", "earliest", "latest", "date_earliest", "date_latest"]
    ]
    return (
        coded["follow_up"]
        .merge(spans, on="timeline_id")
        .merge(_submissions(coded), on="document_id")
    )


def status_out_of_date(coded, derived):
    rows = _followed(coded, derived)
    silence = rows["submitted_earliest"] - rows["latest"]
    rows = rows[
        (silence > LONGEST_SILENCE_DAYS)
        & rows["until_as_printed"].str.contains(CURRENT, case=False, regex=True)
    ].drop_duplicates(["patient_id", "timeline_id"])
    silence = silence[rows.index]
    return noted(
        "follow_up",
        rows,
        "until_as_printed",
        printed=rows["length_as_printed"] + ", " + rows["until_as_printed"],
        expected="a status near " + rows["submitted"],
        how="the status is of "
        + rows["date_latest"]
        + " at the latest, "
        + shown(silence, "{:.0f} days before submission"),
        sources="follow_up:" + rows["follow_up_id"] + " timeline:" + rows["timeline_id"],
    )


def follow_up_after_submission(coded, derived):
    rows = _followed(coded, derived)
    rows = rows[rows["earliest"] > rows["submitted_latest"]]
    return noted(
        "follow_up",
        rows,
        "length_as_printed",
        printed=rows["length_as_printed"] + " " + rows["until_as_printed"],
        expected="not after " + rows["submitted"],
        how="the status is of " + rows["date_earliest"] + " at the earliest",
        sources="follow_up:" + rows["follow_up_id"] + " timeline:" + rows["timeline_id"],
    )


def follow_up_without_start(coded, derived):
    rows = coded["follow_up"]
    rows = rows[(rows["length_as_printed"] != "") & (rows["counted_from_as_printed"] == "")]
    return noted(
        "follow_up",
        rows,
        "counted_from_as_printed",
        printed=rows["length_as_printed"],
        expected="what it counts from",
        how="a length of follow-up without its start",
    )


def follow_up_without_length(coded, derived):
    followed = coded["follow_up"].assign(
        told=lambda f: (
            (f["length_as_printed"] != "")
            | f["until_as_printed"].str.contains(r"\d{4}", regex=True)
        )
    )
    dated = followed.groupby("patient_id")["told"].transform("any")
    rows = followed[~dated].drop_duplicates("patient_id")
    return noted(
        "follow_up",
        rows,
        "length_as_printed",
        printed=rows["status_as_printed"],
        expected="a length or a date",
        how="no statement on this patient's last status has either",
    )


def first_dose_undated(coded, derived):
    rows = coded["timeline"]
    rows = rows[rows["event"] == START].drop_duplicates("patient_id")
    rows = rows[
        ~read_each(rows["when_as_printed"], lambda text: read_date(text) is not None, False).astype(
            bool
        )
    ]
    return noted(
        "timeline",
        rows,
        "when_as_printed",
        printed=rows["when_as_printed"],
        expected="a date",
        how="without it intervals from the first dose cannot be checked",
    )


def start_and_end_in_one_year(coded, derived):
    rows = coded["timeline"].sort_values(["patient_id", "sequence"], kind="stable")
    year = (
        rows["when_as_printed"]
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
    rows, before = rows[same], before[same]
    return noted(
        "timeline",
        rows,
        "when_as_printed",
        printed=rows["when_as_printed"],
        expected="a later year, or months",
        how="a therapy of several phases starts and ends in one year",
        sources=both_sources("timeline", rows["timeline_id"], before["timeline_id"]),
    )


def publication_order(coded, derived):
    documents = coded["documents"].assign(locator=coded["documents"]["locator"])
    spans = {
        name: read_each(documents[f"{name}_as_printed"], lambda text: read_date(text))
        for name in ("received", "accepted", "published")
    }
    bad = pd.Series(False, documents.index)
    for first, second in (
        ("received", "accepted"),
        ("accepted", "published"),
        ("received", "published"),
    ):
        pairs = zip(spans[first], spans[second])
        bad |= pd.Series(
            [
                isinstance(a, Span) and isinstance(b, Span) and b.latest < a.earliest
                for a, b in pairs
            ],
            documents.index,
        )
    rows = documents[bad]
    return noted(
        "documents",
        rows,
        "received_as_printed",
        printed=rows["received_as_printed"]
        + "; "
        + rows["accepted_as_printed"]
        + "; "
        + rows["published_as_printed"],
        expected="received, accepted, published",
        how="dates out of order",
    )


CHECKS = (
    Check(
        "interval_recomputed",
        "chronology",
        "error",
        "A printed interval and a printed date of one event agree.",
        "rounding of the interval, half a unit",
        interval_recomputed,
    ),
    Check(
        "order_of_events",
        "chronology",
        "error",
        "Dates and day numbers follow the order of the events.",
        "none: spans must not overlap",
        order_of_events,
    ),
    Check(
        "time_told_twice",
        "chronology",
        "error",
        "One event has one time wherever it is told.",
        "none",
        time_told_twice,
    ),
    Check(
        "day_convention_open",
        "chronology",
        "note",
        "A day number says what it counts from, as day 0 or day 1.",
        "none",
        day_convention_open,
    ),
    Check(
        "day_counts_differ",
        "chronology",
        "note",
        "A report counts days in one way.",
        "none",
        day_counts_differ,
    ),
    Check(
        "age_against_dates",
        "chronology",
        "error",
        "Ages at two times are as far apart as their dates.",
        "completed years",
        age_against_dates,
    ),
    Check(
        "status_out_of_date",
        "chronology",
        "warning",
        "A status called current is of the time of submission.",
        f"{LONGEST_SILENCE_DAYS} days, a threshold of this project",
        status_out_of_date,
    ),
    Check(
        "follow_up_after_submission",
        "chronology",
        "error",
        "Follow-up ends before the report was submitted.",
        "none",
        follow_up_after_submission,
    ),
    Check(
        "follow_up_without_start",
        "chronology",
        "note",
        "A length of follow-up says what it counts from.",
        "none",
        follow_up_without_start,
    ),
    Check(
        "follow_up_without_length",
        "chronology",
        "note",
        "Each patient has a length or date of follow-up.",
        "none",
        follow_up_without_length,
    ),
    Check(
        "first_dose_undated",
        "chronology",
        "note",
        "The first dose of inotuzumab is dated.",
        "none",
        first_dose_undated,
    ),
    Check(
        "start_and_end_in_one_year",
        "chronology",
        "note",
        "Start and end of a therapy can be told apart.",
        "none",
        start_and_end_in_one_year,
    ),
    Check(
        "publication_order",
        "chronology",
        "error",
        "A report is received, accepted and published in this order.",
        "none",
        publication_order,
    ),
)
