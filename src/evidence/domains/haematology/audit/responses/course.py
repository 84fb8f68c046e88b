"""Responses and relapses in the order of time."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, sources_of
from evidence.audit.core.reported_numbers import shares
from evidence.domains.haematology.audit.responses.thresholds import DISEASE, GIVEN, SEEN
from evidence.domains.haematology.harmonise.responses import BLASTS, REMISSIONS


def measured(coded: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    return rows.assign(share=shares(rows["result_as_reported"]))


def _cleared_at_baseline(rows: pd.DataFrame) -> pd.DataFrame:
    """The assessment of each patient whose marrow was in remission before the first dose."""
    rows = rows[rows["evaluation"] == 0]
    cleared = (rows["share"] < BLASTS) | rows["response"].isin(REMISSIONS)
    diseased = (rows["share"] >= BLASTS) | rows["response"].isin(DISEASE)
    found = rows[cleared & rows["method"].isin(SEEN)].drop_duplicates("patient_id")
    return found[~found["patient_id"].isin(rows.loc[diseased, "patient_id"])]


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
    is_remission = rows["response"].isin(REMISSIONS) & rows["method"].isin(SEEN)
    later = rows[(rows["evaluation"] > 0) & is_remission].drop_duplicates("patient_id")
    columns = ["patient_id", "assessment_id", "term_as_reported", "result_as_reported"]
    found = later.merge(
        _cleared_at_baseline(rows)[columns],
        on="patient_id",
        suffixes=("", "_before"),
        validate="one_to_one",
    )
    before = found["result_as_reported_before"].where(
        found["result_as_reported_before"] != "", found["term_as_reported_before"]
    )
    return noted(
        "assessments",
        found,
        "response",
        reported=found["term_as_reported"],
        expected="not evaluable for a morphological remission",
        how="before the first dose the marrow had " + before,
        sources="assessments:{assessment_id} assessments:{assessment_id_before}",
    )


@check(
    "responses", severity="error", says="The number of relapses is that of the relapses reported."
)
def relapses_counted(coded: Frames, derived: Frames) -> pd.DataFrame:
    timeline = coded["timeline"].sort_values(["patient_id", "sequence"], kind="stable")
    relapse = timeline["event"] == "relapse"
    count = relapse.astype(int).groupby(timeline["patient_id"], sort=False).cumsum()
    # Where inotuzumab is resumed later, relapses up to then may be meant.
    given = timeline["event"].isin(GIVEN)
    possible = pd.MultiIndex.from_arrays([timeline["patient_id"], count])[given]
    first = given & ~given.groupby(timeline["patient_id"]).cumsum().gt(1)
    members = timeline[relapse].groupby("patient_id")["timeline_id"].agg(" ".join)
    before = pd.DataFrame({"patient_id": timeline["patient_id"], "count": count})[
        first & (count > 0)
    ].merge(members.rename("members"), on="patient_id", validate="one_to_one")
    rows = coded["characteristics"]
    rows = rows[(rows["item"] == "relapse_number") & (rows["basis"] == "reported")].merge(
        before, on="patient_id", validate="many_to_one"
    )
    value = pd.to_numeric(rows["value"], errors="coerce").fillna(-1).astype(int)
    rows = rows[~pd.MultiIndex.from_arrays([rows["patient_id"], value]).isin(possible)]
    return noted(
        "characteristics",
        rows,
        "value",
        reported=rows["as_reported"],
        expected="{count} relapses",
        how="relapses reported before the first dose, or any later one, of inotuzumab",
        sources="characteristics:"
        + rows["characteristic_id"]
        + " "
        + sources_of("timeline", rows["members"]),
    )
