"""May patients be counted twice: reports of one trial, one patient in two reports, a case inside a
series?

For patients the fingerprint is sex, age, genetics, sequence of therapies and dates
(Cochrane Handbook 5.1, 7.2.2, for reports; the same traits serve for patients).
"""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, with_documents


@check("overlap", severity="error", says="A family of reports is pooled once.")
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
        reported="{study_id}, {measure}",
        expected="one row per family",
        how="the family {family_id} is in this pool already",
        sources="pool_rows:{pool_row_id} pool_rows:{first}",
    )


def _registered(studies: pd.DataFrame) -> pd.DataFrame:
    """Studies with each of their registration numbers."""
    numbers = studies["trial_identifier"].str.split(r"\s*;\s*", regex=True)
    rows = studies.assign(trial=numbers).explode("trial").drop_duplicates(["study_id", "trial"])
    return rows[rows["trial"].str.match(r"^[A-Z]{2,}\d{5,}")]


def _coded_as_overlap(trials: pd.DataFrame, overlaps: pd.DataFrame) -> pd.Series:
    """Whether the study is the second of a coded overlap within the same trial."""
    of_study = trials[["study_id", "trial"]]
    known = overlaps.merge(
        of_study, left_on="first_id", right_on="study_id", validate="many_to_many"
    ).merge(
        of_study,
        left_on=["second_id", "trial"],
        right_on=["study_id", "trial"],
        validate="many_to_one",
    )
    pairs = pd.MultiIndex.from_frame(known[["second_id", "trial"]])
    return pd.Series(pd.MultiIndex.from_frame(of_study).isin(pairs), trials.index)


@check(
    "overlap",
    severity="error",
    says="Reports with the same registration number are of the same family.",
)
def trial_in_two_families(coded: Frames, derived: Frames) -> pd.DataFrame:
    trials = _registered(coded["studies"].assign(locator="")).reset_index(drop=True)
    # What is coded as an overlap is known, and has its decision there.
    trials = trials[~_coded_as_overlap(trials, coded["overlaps"])]
    split = trials[trials.groupby("trial")["family_id"].transform("nunique") > 1]
    families = (
        split.groupby("trial")["family_id"]
        .agg(lambda ids: ", ".join(sorted(set(ids))))
        .rename("families")
    )
    rows = split.merge(families, on="trial", validate="many_to_one").drop_duplicates("study_id")
    return noted(
        "studies",
        rows,
        "family_id",
        reported="{trial}: {families}",
        expected="one family per trial",
        how="reports with the same registration number count the same patients",
    )
