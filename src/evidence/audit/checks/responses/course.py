"""Responses and relapses in the order of time."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, both_sources, noted, sources_of
from evidence.audit.core.reported_numbers import shares
from evidence.harmonise.responses import BLASTS, REMISSIONS


def measured(coded: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    return rows.assign(share=shares(rows["result_as_printed"]))


def moment(rows: pd.DataFrame) -> pd.Series:
    """What ties results together: the entry that dates them, else the evaluation of inotuzumab."""
    evaluation = "evaluation " + rows["evaluation"].astype("string").fillna("")
    return (
        rows["timeline_id"]
        .where(rows["timeline_id"] != "", evaluation.astype(str))
        .where(lambda moment: moment != "evaluation ", "")
    )


@check(
    "responses",
    severity="warning",
    says="A remission that was there before is not credited to inotuzumab.",
    threshold=f"marrow blasts below {BLASTS:.0%} at baseline",
)
def remission_present_before(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded)
    rows = rows[
        (rows["compartment"] == "marrow") & (rows["is_mrd"] == "no") & rows["evaluation"].notna()
    ]
    cleared = (rows["share"] < BLASTS) | rows["response"].isin(REMISSIONS)
    disease = (rows["share"] >= BLASTS) | rows["response"].isin(
        ["disease_present", "no_response", "refractory", "progressive_disease"]
    )
    baseline = rows[
        (rows["evaluation"] == 0) & cleared & rows["method"].isin(["morphology", "clinical"])
    ].drop_duplicates("patient_id")
    baseline = baseline[
        ~baseline["patient_id"].isin(rows.loc[(rows["evaluation"] == 0) & disease, "patient_id"])
    ]
    later = rows[
        (rows["evaluation"] > 0)
        & rows["response"].isin(REMISSIONS)
        & rows["method"].isin(["morphology", "clinical"])
    ].drop_duplicates("patient_id")
    found = later.merge(
        baseline[["patient_id", "assessment_id", "term_as_printed", "result_as_printed"]],
        on="patient_id",
        suffixes=("", "_before"),
    )
    before = found["result_as_printed_before"].where(
        found["result_as_printed_before"] != "", found["term_as_printed_before"]
    )
    return noted(
        "assessments",
        found,
        "response",
        printed=found["term_as_printed"],
        expected="not evaluable for a morphological remission",
        how="before the first dose the marrow had " + before,
        sources=both_sources("assessments", found["assessment_id"], found["assessment_id_before"]),
    )


@check(
    "responses",
    severity="error",
    says="The number of relapses is that of the relapses reported.",
    threshold="none",
)
def relapses_counted(coded: Frames, derived: Frames) -> pd.DataFrame:
    timeline = coded["timeline"].sort_values(["patient_id", "sequence"], kind="stable")
    started = (
        timeline["event"]
        .eq("inotuzumab_start")
        .groupby(timeline["patient_id"], sort=False)
        .cummax()
    )
    relapses = (
        timeline[(timeline["event"] == "relapse") & ~started]
        .groupby("patient_id")
        .agg(count=("timeline_id", "size"), members=("timeline_id", " ".join))
    )
    rows = coded["characteristics"]
    rows = rows[(rows["item"] == "relapse_number") & (rows["basis"] == "printed")].merge(
        relapses, left_on="patient_id", right_index=True
    )
    rows = rows[pd.to_numeric(rows["value"], errors="coerce") != rows["count"]]
    return noted(
        "characteristics",
        rows,
        "value",
        printed=rows["as_printed"],
        expected=rows["count"].astype(str) + " relapses",
        how="relapses reported before the first dose of inotuzumab",
        sources="characteristics:"
        + rows["characteristic_id"]
        + " "
        + sources_of("timeline", rows["members"]),
    )
