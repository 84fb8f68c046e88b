"""Do reported intervals follow from their dates, and do dates, day numbers, ages and follow-up
agree?

Every time is a span of days (data/derived/timeline.csv): "August 2022" is all of its days and
"8 months" half a month either way, so only what no day can reconcile is a finding.
"""

from datetime import date

import pandas as pd

from evidence.audit.checks.chronology.thresholds import DAY_MONTH
from evidence.audit.core.findings import Frames, noted
from evidence.harmonise.memoise import read_each
from evidence.harmonise.times.dates import MONTHS, Span, read_date
from evidence.harmonise.times.intervals import read_day_number


def days_since_epoch(texts: pd.Series) -> pd.Series:
    """ISO days as numbers of days, missing where empty."""
    return read_each(texts, lambda text: float(date.fromisoformat(text).toordinal())).astype(float)


def entries(coded: Frames, derived: Frames) -> pd.DataFrame:
    """Coded timeline with the harmonised spans: earliest and latest as day numbers, day_low and
    day_high.
    """
    spans = derived["timeline"][
        ["timeline_id", "date_earliest", "date_latest", "day_low", "day_high", "sources"]
    ]
    frame = coded["timeline"].merge(spans, on="timeline_id", validate="one_to_one")
    return frame.assign(
        earliest=days_since_epoch(frame["date_earliest"]),
        latest=days_since_epoch(frame["date_latest"]),
    )


def date_in(text: str, year: int | None = None) -> Span | None:
    """The date in a reported text; with ``year``, also a date of only day and month."""
    found = read_date(text)
    short = DAY_MONTH.search(text)
    if found is None and short and year:
        day = date(year, MONTHS[short.group(2).lower()], int(short.group(1)))
        return Span(day, day)
    return found


def _disjoint(first: str, second: str) -> bool:
    """Do two reported times name days that cannot be the same?"""
    span, other_span = read_date(first), read_date(second)
    if span and other_span:
        return span.latest < other_span.earliest or other_span.latest < span.earliest
    number, other_number = read_day_number(first), read_day_number(second)
    return number is not None and other_number is not None and number != other_number


def contradicted_times(rows: pd.DataFrame, key: str, table: str, text: str) -> pd.DataFrame:
    """Findings on rows whose reported time cannot be that of their timeline entry."""
    pair = rows[text] + "\t" + rows["when_as_reported"]
    bad = read_each(pair, lambda both: _disjoint(*both.split("\t")), False).astype(bool)
    rows = rows[bad]
    return noted(
        table,
        rows,
        text,
        reported=rows[text],
        expected=rows["when_as_reported"],
        how="the timeline has another time for it",
        sources=f"{table}:" + rows[key] + " timeline:" + rows["timeline_id"],
        key=key,
    )
