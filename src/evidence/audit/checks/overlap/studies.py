"""May patients be counted twice: reports of one trial, one patient in two reports, a case inside a
series?

For patients the fingerprint is sex, age, genetics, sequence of therapies and dates
(Cochrane Handbook 5.1, 7.2.2, for reports; the same traits serve for patients).
"""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, with_documents


@check(
    "overlap",
    severity="error",
    says="A family of reports is pooled once.",
    threshold="none",
)
def family_pooled_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = with_documents(coded, "pool_rows")
    rows = rows[rows["primary"] == "yes"]
    first = rows.groupby(["measure", "population", "family_id"], sort=False)[
        "pool_row_id"
    ].transform("first")
    rows = rows.assign(first=first)[rows["pool_row_id"] != first]
    return noted(
        "pool_rows",
        rows,
        "primary",
        printed=rows["study_id"] + ", " + rows["measure"],
        expected="one row per family",
        how="the family " + rows["family_id"] + " is in this pool already",
        sources="pool_rows:" + rows["pool_row_id"] + " pool_rows:" + rows["first"],
    )


@check(
    "overlap",
    severity="error",
    says="Reports with the same registration number are of the same family.",
    threshold="none",
)
def trial_in_two_families(coded: Frames, derived: Frames) -> pd.DataFrame:
    studies = coded["studies"].assign(locator="")
    trials = studies.assign(
        trial=studies["trial_identifier"].str.split(r"\s*;\s*", regex=True)
    ).explode("trial")
    trials = trials[trials["trial"].str.match(r"^[A-Z]{2,}\d{5,}")]
    # What is coded as an overlap is known, and has its decision there.
    known = (
        coded["overlaps"]
        .merge(trials[["study_id", "trial"]], left_on="first_id", right_on="study_id")
        .merge(
            trials[["study_id", "trial"]],
            left_on=["second_id", "trial"],
            right_on=["study_id", "trial"],
        )
    )
    trials = trials[
        ~pd.MultiIndex.from_frame(trials[["study_id", "trial"]]).isin(
            pd.MultiIndex.from_frame(known[["second_id", "trial"]])
        )
    ]
    split = trials[trials.groupby("trial")["family_id"].transform("nunique") > 1]
    families = (
        split.groupby("trial")["family_id"]
        .agg(lambda ids: ", ".join(sorted(set(ids))))
        .rename("families")
    )
    rows = split.merge(families, on="trial").drop_duplicates("study_id")
    return noted(
        "studies",
        rows,
        "family_id",
        printed=rows["trial"] + ": " + rows["families"],
        expected="one family per trial",
        how="reports with the same registration number count the same patients",
    )
