"""Does the author's term fit the criteria printed, and do abstract, text and captions agree on a response?

Limits are those of ELN 2024 for adult ALL (Blood 143(19):1891): a partial response has 5 to 25%
marrow blasts, remission has less than 5% and, where known, MRD below 1%.
"""

import pandas as pd

from evidence.audit.core.findings import Check, both_sources, noted, shown, sources_of
from evidence.audit.core.printed_numbers import shares
from evidence.harmonise.responses import BLASTS, MRD_LIMIT, REMISSIONS

HIGHEST_BLASTS_IN_PR = 0.25
RISE = 10.0  # one step of the logarithmic scale on which MRD is read; a threshold of this project
NEGATIVE, POSITIVE = {"mrd_negative", "molecular_remission"}, {"mrd_positive"}
UNNAMED = {"mrd_method_not_stated", "not_stated", "clinical"}
GROWING = {"progressive_disease", "progressive_metabolic_disease", "relapse"}


def _measured(coded) -> pd.DataFrame:
    rows = coded["assessments"]
    return rows.assign(share=shares(rows["result_as_printed"]))


def _moment(rows: pd.DataFrame) -> pd.Series:
    """What ties results together: the entry that dates them, else the evaluation of inotuzumab."""
    evaluation = "evaluation " + rows["evaluation"].astype("string").fillna("")
    return (
        rows["timeline_id"]
        .where(rows["timeline_id"] != "", evaluation.astype(str))
        .where(lambda moment: moment != "evaluation ", "")
    )


def partial_response_blasts(coded, derived):
    rows = _measured(coded)
    rows = rows[
        (rows["response"] == "pr")
        & (rows["compartment"] == "marrow")
        & ~rows["share"].between(BLASTS, HIGHEST_BLASTS_IN_PR)
        & rows["share"].notna()
    ]
    return noted(
        "assessments",
        rows,
        "term_as_printed",
        printed=rows["term_as_printed"] + " (" + rows["result_as_printed"] + ")",
        expected=f"{BLASTS:.0%} to {HIGHEST_BLASTS_IN_PR:.0%} marrow blasts",
        how="partial response of ELN 2024",
    )


def remission_with_blasts(coded, derived):
    rows = _measured(coded)
    rows = rows[
        rows["response"].isin(REMISSIONS)
        & (rows["compartment"] == "marrow")
        & (rows["is_mrd"] == "no")
        & (rows["share"] >= BLASTS)
    ]
    return noted(
        "assessments",
        rows,
        "term_as_printed",
        printed=rows["term_as_printed"] + " (" + rows["result_as_printed"] + ")",
        expected=f"below {BLASTS:.0%} marrow blasts",
        how="remission of ELN 2024",
    )


def remission_with_mrd(coded, derived):
    rows = _measured(coded).assign(moment=_moment)
    rows = rows[rows["moment"] != ""]
    mrd = rows[
        (rows["is_mrd"] == "yes")
        & (rows["method"] != "bcr_abl1_pcr")
        & (rows["share"] >= MRD_LIMIT)
    ].drop_duplicates(["patient_id", "moment"])
    terms = rows[rows["response"].isin(REMISSIONS)].drop_duplicates(["patient_id", "moment"])
    found = terms.merge(
        mrd[["patient_id", "moment", "assessment_id", "result_as_printed"]],
        on=["patient_id", "moment"],
        suffixes=("", "_mrd"),
    )
    return noted(
        "assessments",
        found,
        "term_as_printed",
        printed=found["term_as_printed"] + " (MRD " + found["result_as_printed_mrd"] + ")",
        expected=f"MRD below {MRD_LIMIT:.0%}",
        how="remission of ELN 2024 where MRD is known",
        sources=both_sources("assessments", found["assessment_id"], found["assessment_id_mrd"]),
    )


def therapy_remission_with_mrd(coded, derived):
    rows = coded["therapies"]
    rows = rows[rows["response"].isin(REMISSIONS) & (rows["therapy_class"] != "inotuzumab")]
    rows = rows.assign(share=shares(rows["mrd_as_printed"]))
    # Where the assessments have the same level beside the term, the finding is theirs.
    theirs = _measured(coded).merge(
        remission_with_mrd(coded, derived)[["sources"]].assign(
            assessment_id=lambda f: f["sources"].astype(str).str.split("assessments:").str[-1]
        ),
        on="assessment_id",
    )
    known = pd.MultiIndex.from_frame(theirs[["patient_id", "share"]])
    rows = rows[
        (rows["share"] >= MRD_LIMIT)
        & ~pd.MultiIndex.from_frame(rows[["patient_id", "share"]]).isin(known)
    ]
    return noted(
        "therapies",
        rows,
        "response_as_printed",
        printed=rows["response_as_printed"] + " (MRD " + rows["mrd_as_printed"] + ")",
        expected=f"MRD below {MRD_LIMIT:.0%}",
        how="remission of ELN 2024 where MRD is known",
    )


def remission_with_growing_disease(coded, derived):
    rows = coded["assessments"][coded["assessments"]["evaluation"].notna()]
    growing = rows[
        rows["compartment"].isin(["extramedullary", "cns"])
        & rows["response"].isin(GROWING)
        & (rows["evaluation"] > 0)
    ].drop_duplicates(["patient_id", "evaluation"])
    terms = rows[rows["response"].isin(REMISSIONS)].drop_duplicates(["patient_id", "evaluation"])
    found = terms.merge(
        growing[["patient_id", "evaluation", "assessment_id", "term_as_printed"]],
        on=["patient_id", "evaluation"],
        suffixes=("", "_other"),
    )
    return noted(
        "assessments",
        found,
        "term_as_printed",
        printed=found["term_as_printed"] + "; " + found["term_as_printed_other"],
        expected="no remission",
        how="remission of ELN 2024 needs the absence of disease outside the marrow",
        sources=both_sources("assessments", found["assessment_id"], found["assessment_id_other"]),
    )


def remission_present_before(coded, derived):
    rows = _measured(coded)
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


def mrd_contradicted(coded, derived):
    rows = _measured(coded).assign(moment=_moment)
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
    pairs = negative.merge(positive, on=["patient_id", "moment"], suffixes=("", "_seen"))
    # Two assays may honestly differ; one assay, or one that is not named, may not.
    same = (
        (pairs["method"] == pairs["method_seen"])
        | pairs["method"].isin(UNNAMED)
        | pairs["method_seen"].isin(UNNAMED)
    )
    pairs = pairs[same].drop_duplicates("assessment_id")
    value = pairs["result_as_printed_seen"].where(
        pairs["result_as_printed_seen"] != "", pairs["term_as_printed_seen"]
    )
    return noted(
        "assessments",
        pairs,
        "term_as_printed",
        printed=pairs["term_as_printed"] + "; " + value,
        expected="positive, with its level",
        how="residual disease is told as detected at the same time",
        sources=both_sources("assessments", pairs["assessment_id"], pairs["assessment_id_seen"]),
    )


def mrd_counted_by_morphology(coded, derived):
    rows = coded["assessments"]
    mrd_only = set(
        coded["characteristics"].query("item == 'disease_status' and value == 'mrd_only'")[
            "patient_id"
        ]
    )
    worded = rows["term_as_printed"].str.contains(r"\bMRD\b|residual", case=False, regex=True)
    rows = rows[
        (rows["method"] == "morphology")
        & worded
        & (rows["comparator"] == "equal")
        & (rows["result_as_printed"] != "")
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
        printed=rows["term_as_printed"] + " (" + rows["result_as_printed"] + ")",
        expected="a level by flow, PCR or sequencing",
        how="morphology cannot show residual disease below its own limit",
        likely_intended=likely,
    )


def molecular_by_cells(coded, derived):
    rows = coded["assessments"].assign(moment=_moment)
    called = rows[
        rows["term_as_printed"].str.contains(r"\bmolecular relapse", case=False, regex=True)
    ]
    molecular = rows[
        rows["method"].isin(["ig_tr_pcr", "ngs", "bcr_abl1_pcr", "mrd_method_not_stated"])
    ]
    shown = called.merge(
        molecular[["patient_id", "moment"]].drop_duplicates(),
        on=["patient_id", "moment"],
        how="left",
        indicator=True,
    )
    rows = shown[(shown["_merge"] == "left_only") & (shown["moment"] != "")]
    return noted(
        "assessments",
        rows,
        "term_as_printed",
        printed=rows["term_as_printed"],
        expected="a relapse told by the method that showed it",
        how="no molecular method was used at that time",
    )


def terms_differ(coded, derived):
    rows = coded["assessments"].assign(moment=_moment)
    rows = rows[(rows["moment"] != "") & (rows["is_mrd"] == "no")].drop_duplicates(
        ["patient_id", "moment", "compartment", "marker", "response"]
    )
    both = rows.merge(
        coded["incompatible_responses"][["first", "second", "severity"]],
        left_on="response",
        right_on="first",
        suffixes=("", "_pair"),
    )
    others = rows[
        [
            "patient_id",
            "moment",
            "compartment",
            "marker",
            "response",
            "assessment_id",
            "term_as_printed",
        ]
    ]
    pairs = (
        both.sort_values("severity", kind="stable")
        .merge(
            others,
            left_on=["patient_id", "moment", "compartment", "marker", "second"],
            right_on=["patient_id", "moment", "compartment", "marker", "response"],
            suffixes=("", "_other"),
        )
        .drop_duplicates(["patient_id", "moment", "compartment"])
    )
    return noted(
        "assessments",
        pairs,
        "response",
        printed=pairs["term_as_printed"] + "; " + pairs["term_as_printed_other"],
        expected="one term for one response",
        how=pairs["first"] + " and " + pairs["second"] + " are told of one compartment at one time",
        sources=both_sources("assessments", pairs["assessment_id"], pairs["assessment_id_other"]),
        severity=pairs["severity"],
    )


def mrd_rose(coded, derived):
    rows = _measured(coded).assign(moment=_moment)
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
    rose = rows.assign(lowest=lowest, first=first)[rows["share"] >= RISE * lowest * (1 - 1e-9)]
    remission = (
        coded["assessments"]
        .assign(moment=_moment)
        .query("response in @REMISSIONS")[["patient_id", "moment"]]
        .drop_duplicates()
    )
    found = rose.merge(remission, on=["patient_id", "moment"])
    return noted(
        "assessments",
        found,
        "result_as_printed",
        printed=found["result_as_printed"],
        expected=shown(found["lowest"], "near {:g}"),
        how="at least ten times the lowest level before, while remission is told",
        sources=both_sources("assessments", found["assessment_id"], found["first"]),
    )


def level_repeated(coded, derived):
    rows = _measured(coded).assign(moment=_moment)
    rows = rows[rows["share"].notna() & (rows["is_mrd"] == "yes")].sort_values(
        ["patient_id", "sequence"]
    )
    before = rows.groupby(["patient_id", "method", "marker"], sort=False)[
        ["share", "assessment_id", "moment"]
    ].shift()
    same = (rows["share"] == before["share"]) & (rows["moment"] != before["moment"])
    rows, before = rows[same], before[same]
    return noted(
        "assessments",
        rows,
        "result_as_printed",
        printed=rows["result_as_printed"],
        expected="a new result, or the date of the old one",
        how="the same level as at the time before; it may be that result told again",
        sources=both_sources("assessments", rows["assessment_id"], before["assessment_id"]),
    )


def negative_unqualified(coded, derived):
    rows = coded["assessments"]
    rows = rows[
        (rows["is_mrd"] == "yes")
        & ((rows["comparator"] == "not_detected") | (rows["response"] == "mrd_negative"))
    ]
    method, limit = rows["method"] == "mrd_method_not_stated", rows["sensitivity_as_printed"] == ""
    rows, method, limit = rows[method | limit], method[method | limit], limit[method | limit]
    missing = method.map({True: "method, ", False: ""}) + limit.map(
        {True: "sensitivity, ", False: ""}
    )
    return noted(
        "assessments",
        rows,
        "sensitivity_as_printed",
        printed=rows["term_as_printed"],
        expected="a method and its sensitivity",
        how="not printed: " + missing.str.rstrip(", "),
    )


def response_without_kind(coded, derived):
    rows = coded["assessments"]
    rows = rows[(rows["response"] == "response") & (rows["result_as_printed"] == "")]
    return noted(
        "assessments",
        rows,
        "term_as_printed",
        printed=rows["term_as_printed"],
        expected="a kind of response",
        how="the term names no kind of response and no figure stands with it",
    )


def relapses_counted(coded, derived):
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
        how="relapses told before the first dose of inotuzumab",
        sources="characteristics:"
        + rows["characteristic_id"]
        + " "
        + sources_of("timeline", rows["members"]),
    )


CHECKS = (
    Check(
        "partial_response_blasts",
        "responses",
        "error",
        "A partial response has its share of blasts.",
        f"{BLASTS:.0%} to {HIGHEST_BLASTS_IN_PR:.0%}, ELN 2024",
        partial_response_blasts,
    ),
    Check(
        "remission_with_blasts",
        "responses",
        "error",
        "A remission has its share of blasts.",
        f"below {BLASTS:.0%}, ELN 2024",
        remission_with_blasts,
    ),
    Check(
        "remission_with_mrd",
        "responses",
        "warning",
        "A remission has MRD below its limit, where MRD is known.",
        f"{MRD_LIMIT:.0%}, ELN 2024",
        remission_with_mrd,
    ),
    Check(
        "therapy_remission_with_mrd",
        "responses",
        "warning",
        "So has a remission after an earlier therapy.",
        f"{MRD_LIMIT:.0%}, ELN 2024",
        therapy_remission_with_mrd,
    ),
    Check(
        "remission_with_growing_disease",
        "responses",
        "warning",
        "There is no remission while disease outside the marrow grows.",
        "ELN 2024",
        remission_with_growing_disease,
    ),
    Check(
        "remission_present_before",
        "responses",
        "warning",
        "A remission that was there before is not credited to inotuzumab.",
        f"marrow blasts below {BLASTS:.0%} at baseline",
        remission_present_before,
    ),
    Check(
        "mrd_contradicted",
        "responses",
        "error",
        "What is called negative or eradicated is not detected at the same time.",
        "same assay, or an assay that is not named",
        mrd_contradicted,
    ),
    Check(
        "mrd_counted_by_morphology",
        "responses",
        "error",
        "Residual disease is measured by a method that can.",
        "none",
        mrd_counted_by_morphology,
    ),
    Check(
        "molecular_by_cells",
        "responses",
        "warning",
        "What is called molecular was shown by a molecular method.",
        "none",
        molecular_by_cells,
    ),
    Check(
        "terms_differ",
        "responses",
        "error",
        "Abstract, text and captions have one term for one response.",
        "code list incompatible_responses",
        terms_differ,
    ),
    Check(
        "mrd_rose",
        "responses",
        "warning",
        "Residual disease does not rise tenfold while remission is told.",
        f"{RISE:g} times, a threshold of this project",
        mrd_rose,
    ),
    Check(
        "level_repeated",
        "responses",
        "note",
        "Two results at two times are two results.",
        "none",
        level_repeated,
    ),
    Check(
        "negative_unqualified",
        "responses",
        "note",
        "A negative MRD has its method and sensitivity.",
        "none",
        negative_unqualified,
    ),
    Check(
        "response_without_kind",
        "responses",
        "note",
        "A response has a kind.",
        "none",
        response_without_kind,
    ),
    Check(
        "relapses_counted",
        "responses",
        "error",
        "The number of relapses is that of the relapses told.",
        "none",
        relapses_counted,
    ),
)
