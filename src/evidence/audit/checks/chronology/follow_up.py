"""Follow-up against submission and publication."""

import numpy as np
import pandas as pd

from evidence.audit.checks.chronology.dates import entries
from evidence.audit.checks.chronology.thresholds import CURRENT, LONGEST_SILENCE_DAYS
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, shown
from evidence.harmonise.memoise import read_each
from evidence.harmonise.times.dates import Span, read_date


def _submissions(coded: Frames) -> pd.DataFrame:
    """First date of submission, acceptance or publication of each report, as day numbers."""
    documents = coded["documents"]
    text = documents["received_as_reported"].where(
        documents["received_as_reported"] != "", documents["accepted_as_reported"]
    )
    text = text.where(text != "", documents["published_as_reported"])
    spans = [read_date(date) for date in text]
    days = [
        (span.earliest.toordinal(), span.latest.toordinal()) if span else (np.nan, np.nan)
        for span in spans
    ]
    return pd.DataFrame(days, columns=["submitted_earliest", "submitted_latest"]).assign(
        document_id=documents["document_id"].to_numpy(), submitted=text.to_numpy()
    )


def _followed(coded: Frames, derived: Frames) -> pd.DataFrame:
    spans = entries(coded, derived)[
        ["timeline_id", "earliest", "latest", "date_earliest", "date_latest"]
    ]
    return (
        coded["follow_up"]
        .merge(spans, on="timeline_id", validate="many_to_one")
        .merge(_submissions(coded), on="document_id", validate="many_to_one")
    )


@check(
    "chronology",
    severity="warning",
    says="A status called current is of the time of submission.",
    threshold=f"{LONGEST_SILENCE_DAYS} days, a threshold of this project",
)
def status_out_of_date(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = _followed(coded, derived)
    silence = rows["submitted_earliest"] - rows["latest"]
    rows = rows[
        (silence > LONGEST_SILENCE_DAYS)
        & rows["until_as_reported"].str.contains(CURRENT, case=False, regex=True)
    ].drop_duplicates(["patient_id", "timeline_id"])
    silence = silence[rows.index]
    return noted(
        "follow_up",
        rows,
        "until_as_reported",
        reported="{length_as_reported}, {until_as_reported}",
        expected="a status near {submitted}",
        how="the status is of "
        + rows["date_latest"]
        + " at the latest, "
        + shown(silence, "{:.0f} days before submission"),
        sources="follow_up:{follow_up_id} timeline:{timeline_id}",
    )


@check("chronology", severity="error", says="Follow-up ends before the report was submitted.")
def follow_up_after_submission(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = _followed(coded, derived)
    rows = rows[rows["earliest"] > rows["submitted_latest"]]
    return noted(
        "follow_up",
        rows,
        "length_as_reported",
        reported="{length_as_reported} {until_as_reported}",
        expected="not after {submitted}",
        how="the status is of {date_earliest} at the earliest",
        sources="follow_up:{follow_up_id} timeline:{timeline_id}",
    )


@check("chronology", severity="note", says="A length of follow-up says what it counts from.")
def follow_up_without_start(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["follow_up"]
    rows = rows[(rows["length_as_reported"] != "") & (rows["counted_from_as_reported"] == "")]
    return noted(
        "follow_up",
        rows,
        "counted_from_as_reported",
        reported=rows["length_as_reported"],
        expected="what it counts from",
        how="a length of follow-up without its start",
    )


@check("chronology", severity="note", says="Each patient has a length or date of follow-up.")
def follow_up_without_length(coded: Frames, derived: Frames) -> pd.DataFrame:
    followed = coded["follow_up"].assign(
        has_end=lambda f: (
            (f["length_as_reported"] != "")
            | f["until_as_reported"].str.contains(r"\d{4}", regex=True)
        )
    )
    dated = followed.groupby("patient_id")["has_end"].transform("any")
    rows = followed[~dated].drop_duplicates("patient_id")
    return noted(
        "follow_up",
        rows,
        "length_as_reported",
        reported=rows["status_as_reported"],
        expected="a length or a date",
        how="no statement on this patient's last status has either",
    )


@check(
    "chronology",
    severity="error",
    says="A report is received, accepted and published in this order.",
)
def publication_order(coded: Frames, derived: Frames) -> pd.DataFrame:
    documents = coded["documents"].assign(locator=coded["documents"]["locator"])
    spans = {
        name: read_each(documents[f"{name}_as_reported"], lambda text: read_date(text))
        for name in ("received", "accepted", "published")
    }
    bad = pd.Series(False, documents.index)
    for first, second in (
        ("received", "accepted"),
        ("accepted", "published"),
        ("received", "published"),
    ):
        pairs = zip(spans[first], spans[second], strict=True)
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
        "received_as_reported",
        reported="{received_as_reported}; {accepted_as_reported}; {published_as_reported}",
        expected="received, accepted, published",
        how="dates out of order",
    )
