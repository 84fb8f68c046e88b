"""What a report of harms leaves unanswered."""

import pandas as pd

from evidence.audit.checks.harms.severity import grade_of
from evidence.audit.checks.harms.thresholds import SEVERE_GRADE, SUMMARIES
from evidence.audit.core.check import check
from evidence.audit.core.checked_codes import checked_codes
from evidence.audit.core.findings import Frames, noted


@check(
    "responses",
    severity="error",
    says="An event coded as occurred or not has a reported statement.",
)
def answer_without_statement(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["events"]
    bad = rows["occurred"].isin(["yes", "no"]) & (rows["term_as_reported"] == "")
    rows = rows[bad | ((rows["occurred"] == "no") & (rows["locator"] == "whole text"))]
    return noted(
        "events",
        rows,
        "occurred",
        expected="not_reported, or the words that say so",
        how="an answer without a reported statement: silence is not absence",
    )


@check("responses", severity="note", says="A statement on an event says whether it occurred.")
def statement_without_answer(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["events"]
    rows = rows[(rows["occurred"] == "not_reported") & (rows["term_as_reported"] != "")]
    return noted(
        "events",
        rows,
        "occurred",
        reported=rows["term_as_reported"],
        expected="yes or no",
        how="something is reported on the event, but not whether it occurred",
    )


@check("responses", severity="error", says="What is not reported has no value.")
def characteristic_silent(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["characteristics"]
    silent, basis = rows["value"] == "not_reported", rows["basis"] == "not_reported"
    rows = rows[(silent != basis) | (silent & (rows["as_reported"] != ""))]
    return noted(
        "characteristics",
        rows,
        "value",
        reported="{value} ({basis})",
        expected="value and basis that agree",
        how="what is not reported has no value and no quoted words",
    )


@check(
    "responses",
    severity="note",
    says="What every report is expected to have is reported.",
    threshold="code list checked_codes",
)
def essential_not_reported(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["characteristics"]
    expected = checked_codes(coded, "expected")
    rows = rows[rows["item"].isin(expected)]
    is_reported = (
        (rows["value"] != "not_reported")
        .groupby([rows["patient_id"], rows["item"]])
        .transform("any")
    )
    rows = rows[~is_reported].drop_duplicates(["patient_id", "item"])
    return noted(
        "characteristics",
        rows,
        "value",
        reported="",
        expected=rows["item"].map(expected),
        how="nothing is reported",
    )


@check(
    "responses",
    severity="note",
    says="Severe harms of the text are in the abstract.",
    threshold="CTCAE: grade 3 is severe; code list checked_codes",
)
def harm_not_in_abstract(coded: Frames, derived: Frames) -> pd.DataFrame:
    events = coded["events"]
    summed_up = pd.concat(
        coded[table][["document_id", "locator"]]
        for table in ("assessments", "characteristics", "events", "follow_up", "therapies")
    )
    with_summary = summed_up["locator"].str.contains(SUMMARIES, regex=True)
    grave = events["event"].isin(checked_codes(coded, "grave_harm")) | (
        grade_of(events["grade_as_reported"]) >= SEVERE_GRADE
    )
    rows = events[
        grave
        & (events["occurred"] == "yes")
        & events["phase"].isin(checked_codes(coded, "harms_of"))
        & ~events["locator"].str.contains(SUMMARIES, regex=True)
        & events["document_id"].isin(summed_up.loc[with_summary, "document_id"])
    ]
    return noted(
        "events",
        rows,
        "locator",
        reported=rows["term_as_reported"],
        expected="a word in the abstract",
        how="the text reports it, the abstract does not",
    )
