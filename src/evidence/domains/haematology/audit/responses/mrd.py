"""MRD results against levels, methods and each other."""

import pandas as pd

from evidence.audit.checks.responses.terms import moment
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, shown
from evidence.audit.core.reported_numbers import FLOAT_NOISE
from evidence.domains.haematology.audit.responses.course import measured
from evidence.domains.haematology.audit.responses.thresholds import (
    NEGATIVE,
    POSITIVE,
    RISE,
    UNNAMED,
)
from evidence.domains.haematology.harmonise.responses import REMISSIONS


@check(
    "responses",
    severity="error",
    says="What is called negative or eradicated is not detected at the same time.",
    threshold="same assay, or an assay that is not named",
)
def mrd_contradicted(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded).assign(moment=moment)
    rows = rows[
        ((rows["is_mrd"] == "yes") | rows["response"].isin(NEGATIVE)) & (rows["moment"] != "")
    ]
    seen = (
        rows["response"].isin(POSITIVE)
        | (rows["share"].notna() & rows["comparator"].isin(["equal", "above"]))
        | (rows["comparator"] == "detected")
    )
    negative, positive = (
        rows[rows["response"].isin(NEGATIVE)],
        rows[seen & ~rows["response"].isin(NEGATIVE)],
    )
    pairs = negative.merge(
        positive, on=["patient_id", "moment"], suffixes=("", "_seen"), validate="many_to_many"
    )
    # Two assays may honestly differ; one assay, or one that is not named, may not.
    same = (
        (pairs["method"] == pairs["method_seen"])
        | pairs["method"].isin(UNNAMED)
        | pairs["method_seen"].isin(UNNAMED)
    )
    pairs = pairs[same].drop_duplicates("assessment_id")
    value = pairs["result_as_reported_seen"].where(
        pairs["result_as_reported_seen"] != "", pairs["term_as_reported_seen"]
    )
    return noted(
        "assessments",
        pairs,
        "term_as_reported",
        reported=pairs["term_as_reported"] + "; " + value,
        expected="positive, with its level",
        how="residual disease is reported as detected at the same time",
        sources="assessments:{assessment_id} assessments:{assessment_id_seen}",
    )


@check("responses", severity="error", says="Residual disease is measured by a method that can.")
def mrd_counted_by_morphology(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    mrd_only = set(
        coded["characteristics"].query("item == 'disease_status' and value == 'mrd_only'")[
            "patient_id"
        ]
    )
    worded = rows["term_as_reported"].str.contains(r"\bMRD\b|residual", case=False, regex=True)
    rows = rows[
        (rows["method"] == "morphology")
        & worded
        & (rows["comparator"] == "equal")
        & (rows["result_as_reported"] != "")
    ]
    likely = (
        rows["patient_id"]
        .isin(mrd_only)
        .map({True: "the status at inotuzumab rests on it", False: ""})
    )
    return noted(
        "assessments",
        rows,
        "method",
        reported="{term_as_reported} ({result_as_reported})",
        expected="a level by flow, PCR or sequencing",
        how="morphology cannot show residual disease below its limit of detection",
        likely_intended=likely,
    )


@check(
    "responses",
    severity="warning",
    says="What is called molecular was shown by a molecular method.",
)
def molecular_by_cells(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"].assign(moment=moment)
    called = rows[
        rows["term_as_reported"].str.contains(r"\bmolecular relapse", case=False, regex=True)
    ]
    molecular = rows[
        rows["method"].isin(["ig_tr_pcr", "ngs", "bcr_abl1_pcr", "mrd_method_not_stated"])
    ]
    shown = called.merge(
        molecular[["patient_id", "moment"]].drop_duplicates(),
        on=["patient_id", "moment"],
        how="left",
        indicator=True,
        validate="many_to_one",
    )
    rows = shown[(shown["_merge"] == "left_only") & (shown["moment"] != "")]
    return noted(
        "assessments",
        rows,
        "term_as_reported",
        expected="a relapse named after the method that showed it",
        how="no molecular method was used at that time",
    )


@check(
    "responses",
    severity="warning",
    says="Residual disease does not rise tenfold while remission is reported.",
    threshold=f"{RISE:g} times, a threshold of this project",
)
def mrd_rose(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded).assign(moment=moment)
    rows = rows[
        rows["share"].notna()
        & (rows["is_mrd"] == "yes")
        & rows["comparator"].isin(["equal", "above"])
    ].sort_values(["patient_id", "sequence"])
    groups = rows.groupby(["patient_id", "method"], sort=False)
    lowest = groups["share"].cummin()
    first = (
        rows["assessment_id"]
        .where(rows["share"] == lowest)
        .groupby([rows["patient_id"], rows["method"]], sort=False)
        .ffill()
    )
    rose = rows.assign(lowest=lowest, first=first)[
        rows["share"] >= RISE * lowest * (1 - FLOAT_NOISE)
    ]
    remission = (
        coded["assessments"]
        .assign(moment=moment)
        .loc[lambda rows: rows["response"].isin(REMISSIONS), ["patient_id", "moment"]]
        .drop_duplicates()
    )
    found = rose.merge(remission, on=["patient_id", "moment"], validate="many_to_one")
    return noted(
        "assessments",
        found,
        "result_as_reported",
        expected=shown(found["lowest"], "near {:g}"),
        how="at least ten times the lowest level before, while remission is reported",
        sources="assessments:{assessment_id} assessments:{first}",
    )


@check("responses", severity="note", says="Two results at two times are two results.")
def level_repeated(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded).assign(moment=moment)
    rows = rows[rows["share"].notna() & (rows["is_mrd"] == "yes")].sort_values(
        ["patient_id", "sequence"]
    )
    before = rows.groupby(["patient_id", "method", "marker"], sort=False)[
        ["share", "assessment_id", "moment"]
    ].shift()
    same = (rows["share"] == before["share"]) & (rows["moment"] != before["moment"])
    rows = rows.join(before.add_suffix("_before"))[same]
    return noted(
        "assessments",
        rows,
        "result_as_reported",
        expected="a new result, or the date of the old one",
        how="the same level as at the time before; it may be the same result again",
        sources="assessments:{assessment_id} assessments:{assessment_id_before}",
    )


@check("responses", severity="note", says="A negative MRD has its method and sensitivity.")
def negative_unqualified(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    rows = rows[
        (rows["is_mrd"] == "yes")
        & ((rows["comparator"] == "not_detected") | (rows["response"] == "mrd_negative"))
    ]
    method, limit = rows["method"] == "mrd_method_not_stated", rows["sensitivity_as_reported"] == ""
    rows, method, limit = rows[method | limit], method[method | limit], limit[method | limit]
    missing = method.map({True: "method, ", False: ""}) + limit.map(
        {True: "sensitivity, ", False: ""}
    )
    return noted(
        "assessments",
        rows,
        "sensitivity_as_reported",
        reported=rows["term_as_reported"],
        expected="a method and its sensitivity",
        how="not reported: " + missing.str.rstrip(", "),
    )
