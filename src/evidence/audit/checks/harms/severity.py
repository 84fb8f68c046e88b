"""Do words on harms and tolerance fit the grades, values and statements reported beside them?

Grades follow CTCAE 5.0 as coded in data/vocabulary/severity_words.csv.
"""

import re

import pandas as pd

from evidence.audit.checks.harms.thresholds import SEVERE_GRADE
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted


def grade_of(texts: pd.Series) -> pd.Series:
    """The grade in each text, missing where it names none."""
    return pd.to_numeric(texts.str.extract(r"grade\s*(\d)", expand=False, flags=re.I)).astype(float)


@check(
    "responses",
    severity="warning",
    says="What is called mild has no grade 3 or higher.",
    threshold="CTCAE: grade 3 is severe",
)
def mild_with_severe_grade(coded: Frames, derived: Frames) -> pd.DataFrame:
    events = coded["events"].assign(grade=lambda f: grade_of(f["grade_as_reported"]))
    general = events[
        (events["event"] == "any_adverse_event")
        & events["grade_as_reported"].str.contains(r"\bmild\b", case=False, regex=True)
    ]
    severe = (
        events[events["grade"] >= SEVERE_GRADE]
        .sort_values("grade", ascending=False, kind="stable")
        .drop_duplicates(["patient_id", "phase"])
    )
    rows = general.merge(
        severe[["patient_id", "phase", "event_id", "term_as_reported", "grade_as_reported"]],
        on=["patient_id", "phase"],
        suffixes=("", "_severe"),
        validate="many_to_one",
    )
    return noted(
        "events",
        rows,
        "grade_as_reported",
        reported="{grade_as_reported}; {grade_as_reported_severe} {term_as_reported_severe}",
        expected="not mild",
        how="grade 3 or higher in the same phase",
        sources="events:{event_id} events:{event_id_severe}",
    )


@check("responses", severity="error", says="An event is not both reported and denied in a phase.")
def event_reported_and_denied(coded: Frames, derived: Frames) -> pd.DataFrame:
    events = coded["events"]
    named = events[
        ~events["event"].isin(["any_adverse_event", "non_haematological_toxicity", "other"])
    ]
    denied, reported = (
        named[named["occurred"] == "no"],
        named[named["occurred"] == "yes"].drop_duplicates(["patient_id", "event", "phase"]),
    )
    rows = denied.merge(
        reported[["patient_id", "event", "phase", "event_id", "term_as_reported"]],
        on=["patient_id", "event", "phase"],
        suffixes=("", "_reported"),
        validate="many_to_one",
    )
    return noted(
        "events",
        rows,
        "occurred",
        reported="{term_as_reported}; {term_as_reported_reported}",
        expected="a single statement",
        how="the event is denied and reported in the same phase",
        sources="events:{event_id} events:{event_id_reported}",
    )


@check("responses", severity="error", says="Where all adverse events are denied none is reported.")
def denied_as_a_whole(coded: Frames, derived: Frames) -> pd.DataFrame:
    events = coded["events"]
    whole = events[
        (events["event"] == "any_adverse_event")
        & (events["occurred"] == "no")
        & ~events["term_as_reported"].str.contains(r"^(?:no )?other\b", case=False, regex=True)
    ]
    reported = events[
        (events["occurred"] == "yes") & (events["event"] != "any_adverse_event")
    ].drop_duplicates(["patient_id", "phase", "timeline_id"])
    # A denial tied to one moment (the first course, one infusion) speaks of that moment only.
    rows = whole.merge(
        reported[["patient_id", "phase", "timeline_id", "event_id", "term_as_reported"]],
        on=["patient_id", "phase", "timeline_id"],
        suffixes=("", "_reported"),
        validate="many_to_one",
    )
    return noted(
        "events",
        rows,
        "occurred",
        reported="{term_as_reported}; {term_as_reported_reported}",
        expected="no denial of all adverse events",
        how="an event is reported of the same time",
        sources="events:{event_id} events:{event_id_reported}",
    ).drop_duplicates("row_key")


@check(
    "responses",
    severity="note",
    says="Mild, moderate and severe fit the value reported.",
    threshold="code list severity_words, CTCAE 5.0",
)
def word_against_value(coded: Frames, derived: Frames) -> pd.DataFrame:
    words = coded["severity_words"][["event", "analyte", "word", "low", "high", "unit"]]
    rows = (
        coded["events"]
        .assign(word=lambda f: f["grade_as_reported"].str.lower().str.strip())
        .merge(words, on=["event", "word"], validate="many_to_many")
    )
    values = derived["laboratory"][
        ["laboratory_id", "patient_id", "analyte", "phase", "low", "high", "value_as_reported"]
    ]
    pairs = rows.merge(
        values[values["low"].notna() & values["high"].notna()],
        on=["patient_id", "analyte", "phase"],
        suffixes=("", "_value"),
        validate="many_to_many",
    )
    bad = (pairs["low_value"] < pairs["low"].astype(float)) | (
        pairs["high_value"] >= pairs["high"].astype(float)
    )
    pairs = pairs[bad]
    expected = (
        pairs["low"].astype(str) + " to below " + pairs["high"].astype(str) + " " + pairs["unit"]
    )
    return noted(
        "events",
        pairs,
        "grade_as_reported",
        reported="{term_as_reported} ({value_as_reported})",
        expected=expected,
        how="CTCAE 5.0 for {word}",
        sources="events:{event_id} laboratory:{laboratory_id}",
    ).drop_duplicates("row_key")
