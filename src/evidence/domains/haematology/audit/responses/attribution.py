"""What could explain a response, or a negative result, besides the drug."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, sources_of
from evidence.domains.haematology.audit.responses.course import measured
from evidence.domains.haematology.audit.responses.thresholds import (
    ALSO_ACTIVE,
    FLOW_LIMIT,
    SINGLE_MARKER,
)


@check("responses", severity="warning", says="An antigen seen before the therapy is seen after it.")
def antigen_lost(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    rows = rows[rows["marker"].str.fullmatch(SINGLE_MARKER)]
    seen = rows[rows["comparator"].isin(["detected", "equal"])]
    later = rows[rows["comparator"] == "not_detected"].merge(
        seen, on=["patient_id", "marker"], suffixes=("", "_before"), validate="many_to_many"
    )
    later = later[later["sequence_before"] < later["sequence"]].drop_duplicates("assessment_id")
    return noted(
        "assessments",
        later,
        "result_as_reported",
        reported="{marker} {result_as_reported_before}; {term_as_reported}",
        expected="a statement on what the loss means",
        how="the antigen of the therapy is no longer found: cells may have lost it",
        sources="assessments:{assessment_id} assessments:{assessment_id_before}",
    )


@check(
    "responses",
    severity="note",
    says="Nothing else that acts on leukaemia is given with a drug whose response is reported.",
    threshold="steroids, chemotherapy, kinase inhibitors, radiation, intrathecal therapy",
)
def given_together(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["therapies"].sort_values(["patient_id", "sequence"], kind="stable")
    line = rows["therapy_id"].where(rows["role"] == "line")
    rows = rows.assign(line=line.groupby(rows["patient_id"], sort=False).ffill())
    others = rows[(rows["role"] == "concomitant") & rows["therapy_class"].isin(ALSO_ACTIVE)]
    with_line = others.groupby("line", sort=False).agg(
        others=("as_reported", "; ".join), members=("therapy_id", " ".join)
    )
    drug = rows[
        (rows["therapy_class"] == "index")
        & ~rows["response"].isin(["not_reported", "not_applicable"])
    ].merge(with_line, left_on="therapy_id", right_index=True, validate="one_to_one")
    return noted(
        "therapies",
        drug,
        "response_as_reported",
        reported="{response_as_reported}; with {others}",
        expected="what each may have done",
        how="another treatment that acts on leukaemia was given in the same course",
        sources="therapies:" + drug["therapy_id"] + " " + sources_of("therapies", drug["members"]),
    )


@check(
    "responses",
    severity="note",
    says="A level of MRD is one that its method can see.",
    threshold="0.01% by flow cytometry where no sensitivity is reported, the limit of the MRD "
    "analysis doi:10.1016/j.leukres.2019.106283",
)
def level_below_method(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = measured(coded)
    rows = rows[
        (rows["is_mrd"] == "yes")
        & (rows["method"] == "flow_cytometry")
        & (rows["sensitivity_as_reported"] == "")
        & (rows["comparator"] == "equal")
        & (rows["share"] > 0)
        & (rows["share"] < FLOW_LIMIT)
    ].drop_duplicates(["patient_id", "result_as_reported"])
    return noted(
        "assessments",
        rows,
        "result_as_reported",
        expected="the sensitivity of the method",
        how="below 0.01%, what flow cytometry usually sees",
    )
