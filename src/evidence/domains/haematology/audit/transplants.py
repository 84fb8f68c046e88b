"""Transplants: their dates, and what they are cited for."""

import pandas as pd

from evidence.audit.checks.chronology.dates import contradicted_times
from evidence.audit.checks.citations.subjects import CONTEXT_SOURCES, with_titles
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted


def _dated_transplants(coded: Frames) -> pd.DataFrame:
    """Transplants with the timeline entry of the same number."""
    timeline = coded["timeline"].sort_values(["patient_id", "sequence"])
    timeline = timeline[timeline["event"] == "transplant"]
    numbered = timeline[["timeline_id", "patient_id", "when_as_reported"]].assign(
        number=timeline.groupby("patient_id").cumcount() + 1
    )
    transplants = coded["transplants"]
    return transplants.assign(number=transplants["number"].astype(int)).merge(
        numbered, on=["patient_id", "number"], validate="many_to_one"
    )


@check(
    "chronology",
    severity="error",
    says="A transplant has the same date wherever it is reported.",
)
def transplant_dated_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    transplants = _dated_transplants(coded)
    return contradicted_times(transplants, "transplant_id", "transplants", "date_as_reported")


@check(
    "citations",
    severity="warning",
    says="A transplant from a donor is not cited by a paper on autologous ones.",
    threshold="word in the title",
)
def cited_for_other_transplant(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = with_titles(coded, "citation_contexts")
    transplants = coded["transplants"]
    allogeneic = transplants.loc[transplants["donor"] != "not_reported", "document_id"]
    autologous = rows["title"].str.contains(r"\bautologous\b", case=False, regex=True) & ~rows[
        "title"
    ].str.contains(r"\ballo", case=False, regex=True)
    rows = rows[
        rows["subject"].isin(["protocol", "transplant"])
        & autologous
        & rows["document_id"].isin(allogeneic)
    ]
    return noted(
        "citation_contexts",
        rows,
        "cited_for",
        expected="allogeneic transplantation",
        how="the title cited is on autologous transplantation, the report's transplants have "
        "donors",
        sources=CONTEXT_SOURCES,
    )
