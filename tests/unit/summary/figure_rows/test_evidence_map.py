"""Rows of the maps, the network, the claims, the flow and the appraisal from invented tables."""

import pandas as pd

from evidence.coded.settings import Index, Settings
from evidence.coded.tables import CodedTables
from evidence.summary.figure_rows.appraisal import appraisal_rows
from evidence.summary.figure_rows.citation_network import citation_rows
from evidence.summary.figure_rows.claims_by_verdict import claim_rows
from evidence.summary.figure_rows.evidence_map import reporting_map_rows, study_map_rows
from evidence.summary.figure_rows.report_flow import flow_rows

PATIENTS = pd.DataFrame(
    {
        "patient_id": ["p1", "p2"],
        "document_id": ["d", "d"],
        "label": ["Invented 2020, case 1", "Invented 2020, case 2"],
    }
)


def test_a_patient_is_named_as_in_the_table_and_outcomes_stand_in_groups():
    cells = pd.DataFrame(
        {
            "patient_id": ["p1", "p2"],
            "outcome": ["MRD", "GVHD on drug"],
            "state": ["reported", "not_applicable"],
            "sources": ["assessments:a", "cases:p2"],
        }
    )
    groups = {"Response": ["MRD"], "Transplant": ["GVHD on {index}"]}
    settings = Settings(
        index=Index("drug", "the drug", "drug"), sections={"evidence_map": {"groups": groups}}
    )
    coded = CodedTables({"patients": PATIENTS}, settings)
    frame = reporting_map_rows(coded, {"evidence_map": cells})
    assert frame[["group", "row", "column", "state"]].values.tolist() == [
        ["Response", "MRD", "Invented 2020, case 1", "reported"],
        ["Transplant", "GVHD on drug", "Invented 2020, case 2", "not_applicable"],
    ]
    ungrouped = reporting_map_rows({"patients": PATIENTS}, {"evidence_map": cells})
    assert set(ungrouped["group"]) == {"Other"}


STUDIES = pd.DataFrame(
    {
        "study_id": ["s1", "s2", "s3", "s4"],
        "family_id": ["f", "f", "g", "h"],
        "document_id": ["x", "y", "z", "w"],
        "label": ["First", "Final", "Alone", "Other drug"],
        "design": ["randomised", "randomised", "single_arm", "single_arm"],
        "population": ["adults"] * 4,
        "treatment": ["index_single_agent"] * 3 + ["other"],
    }
)


def study_map(*outcomes):
    rows = pd.DataFrame(outcomes, columns=["outcome_id", "study_id", "arm_id", "measure", "n"])
    arms = pd.DataFrame({"arm_id": ["i", "c"], "agent": ["drug", "usual_care"]})
    measures = pd.DataFrame(
        [("cr", "CR"), ("death", "Survival"), ("age", "")], columns=["code", "group"]
    )
    coded = {
        "outcome_measures": measures,
        "studies": STUDIES,
        "outcomes": rows,
        "arms": arms,
        "populations": pd.DataFrame({"code": ["adults"], "label": ["Adults"]}),
    }
    sections = {"study_map": {"treatments": ["index_single_agent"]}}
    settings = Settings(index=Index("drug", "the drug", "drug"), sections=sections)
    frame = study_map_rows(CodedTables(coded, settings))
    return frame.set_index(["group", "column"])


def test_a_family_counts_once_with_its_largest_group():
    frame = study_map(
        ("o1", "s1", "i", "cr", 109), ("o2", "s2", "i", "cr", 164), ("o3", "s3", "i", "cr", 50)
    )
    assert frame.loc[("Randomised", "CR"), ["count", "size"]].tolist() == [1, 164]
    assert frame.loc[("Single arm", "CR"), ["count", "size"]].tolist() == [1, 50]
    assert frame.loc[("Randomised", "CR"), "sources"] == "outcomes:o1 outcomes:o2"


def test_other_drugs_and_other_arms_count_nothing_and_a_row_of_nothing_is_left_out():
    frame = study_map(
        ("o1", "s1", "c", "cr", 109), ("o2", "s4", "i", "cr", 30), ("o3", "s3", "i", "cr", None)
    )
    assert list(frame.index.unique("group")) == ["Single arm"]
    assert frame["count"].sum() == 1 and len(frame) == 2  # one design, two outcomes
    assert pd.isna(frame.loc[("Single arm", "CR"), "size"])  # how many is not reported


def test_links_join_reports_to_coded_studies_only():
    citations = pd.DataFrame(
        {
            "citation_id": ["r1", "r2", "r3"],
            "document_id": ["d"] * 3,
            "reference_number": [1, 2, 3],
            "cited_document_id": ["x", "a_guideline", "z"],
        }
    )
    families = pd.DataFrame({"family_id": ["f", "g"], "label": ["Trial F", "Trial G"]})
    frame = citation_rows(
        {"patients": PATIENTS, "citations": citations, "studies": STUDIES, "families": families}
    )
    assert frame[["report", "study", "family", "number"]].values.tolist() == [
        ["Invented 2020", "First", "Trial F", 1],
        ["Invented 2020", "Alone", "Trial G", 3],
    ]
    assert frame["sources"].iloc[0] == "citations:r1 studies:s1"


def test_a_claim_is_told_as_reported_with_its_verdict_and_reason():
    claims = pd.DataFrame(
        {
            "claim_id": ["c1", "c2"],
            "document_id": ["d", "d"],
            "measure": ["cr", "new_measure"],
            "value_as_reported": ["73.8%", "good"],
            "comparator_value_as_reported": ["30.9%", ""],
        }
    )
    verdicts = pd.DataFrame(
        {
            "claim_id": ["c1"],
            "verdict": ["wrong_reference"],
            "reason": [""],
            "matched_study_id": ["s1"],
            "matched_set": ["all_randomised"],
            "matched_time_point": [""],
            "matched_value": ["9"],
            "claim_denominator": [None],
            "compared_document_id": ["z_2"],
            "sources": ["claims:c1 outcomes:o1"],
        }
    )
    codes = {
        "outcome_measures": pd.DataFrame({"code": ["cr"], "label": ["CR"]}),
        "analysis_sets": pd.DataFrame(
            {"code": ["all_randomised"], "label": ["All who were randomised"]}
        ),
    }
    studies = pd.DataFrame(
        {
            "study_id": ["s1", "s2"],
            "document_id": ["a_1", "z_2"],
            "label": ["First 2001", "Alone 2002"],
        }
    )
    frame = claim_rows(
        {"patients": PATIENTS, "claims": claims, "studies": studies, **codes}, verdicts
    )
    assert frame.values.tolist() == [
        [
            "Invented 2020",
            "CR: 73.8% v 30.9%",
            "wrong_reference",
            "the value is of First 2001, all who were randomised: 9; "
            "the reference cited is Alone 2002",
            "claims:c1 outcomes:o1",
        ]
    ]


def test_the_flow_keeps_what_was_counted_and_says_what_was_not_done():
    screening = pd.DataFrame(
        {
            "variable": [
                "previous_studies",
                "database_results",
                "duplicates",
                "new_studies",
                "total_studies",
                "total_studies_ma",
            ],
            "n": [None, None, None, 5, 5, 0],
            "status": [
                "not_applicable",
                "not_done",
                "not_applicable",
                "counted",
                "counted",
                "counted",
            ],
        }
    )
    families = pd.DataFrame({"family_id": ["f", "g", "h"]})
    pool = pd.DataFrame(
        {
            "outcome": ["cr", "cr", "vod"],
            "primary": ["yes", "no", "yes"],
            "family_id": ["f", "g", "f"],
            "sources": ["pool_rows:1", "pool_rows:2", "pool_rows:3"],
        }
    )
    frame = flow_rows({"screening": screening, "families": families}, pool, "cr")
    assert frame.set_index("variable")["n"].tolist()[1:] == [5, 1, 3, 2, 1, 1]
    assert list(frame["variable"]) == [
        "database_results",
        "new_studies",
        "total_studies_ma",
        "named_results",
        "named_left_out",
        "named_pooled",
        "named_populations",
    ]
    assert frame["text"].tolist() == [
        "not searched",
        "",
        "Case reports, 0; Looked up by name, 1",
        "",
        "",
        "",
        "",
    ]
    assert frame["sources"].iloc[2] == "screening:total_studies_ma pool_rows:1"


def test_judgements_are_in_the_order_of_the_tool_one_row_a_result():
    items = pd.DataFrame(
        {
            "code": ["a", "b", "c"],
            "tool": ["rob2", "rob2", "other"],
            "number": ["1", "overall", "1"],
            "label": ["First", "All", "Other"],
            "definition": ["First?", "All in all?", "Other?"],
        }
    )
    appraisal = pd.DataFrame(
        {
            "appraisal_id": ["j1", "j2", "j3", "j4"],
            "document_id": ["x", "x", "x", "d"],
            "item": ["b", "a", "a", "c"],
            "applies_to": ["cr", "cr", "vod", "report"],
            "judgement": ["some", "low", "low", "low"],
            "reason": "",
        }
    )
    labels = pd.DataFrame({"code": ["low", "some"], "label": ["low", "some concerns"]})
    coded = {
        "patients": PATIENTS,
        "studies": STUDIES,
        "appraisal": appraisal,
        "appraisal_items": items,
        "appraisal_judgements": labels,
        "outcome_measures": pd.DataFrame({"code": ["cr", "vod"], "label": ["CR", "VOD"]}),
    }
    frame = appraisal_rows(coded, "rob2")
    assert frame[["study", "item", "judgement"]].values.tolist() == [
        ["First: CR", "1", "low"],
        ["First: CR", "Overall", "some concerns"],
        ["First: VOD", "1", "low"],
    ]
    assert appraisal_rows(coded, "other")["study"].tolist() == ["Invented 2020"]


def test_populations_stand_in_the_order_of_their_vocabulary_within_their_design():
    studies = pd.DataFrame(
        {
            "study_id": ["a", "b", "c"],
            "family_id": ["a", "b", "c"],
            "document_id": ["a", "b", "c"],
            "label": ["A", "B", "C"],
            "design": ["single_arm", "randomised", "single_arm"],
            "population": ["late", "early", "early"],
            "treatment": "index_single_agent",
        }
    )
    results = pd.DataFrame(
        {
            "outcome_id": ["o1", "o2", "o3"],
            "study_id": ["a", "b", "c"],
            "arm_id": "a1",
            "measure": "cr",
            "n": 9,
        }
    )
    coded = {
        "studies": studies,
        "outcomes": results,
        "arms": pd.DataFrame({"arm_id": ["a1"], "agent": ["drug"]}),
        "populations": pd.DataFrame({"code": ["early", "late"], "label": ["Early", "Late"]}),
        "outcome_measures": pd.DataFrame({"code": ["cr"], "group": ["CR"]}),
    }
    frame = study_map_rows(CodedTables(coded, Settings(index=Index("drug", "the drug", "drug"))))
    assert list(frame[["group", "row"]].drop_duplicates().itertuples(index=False, name=None)) == [
        ("Single arm", "Early"),
        ("Single arm", "Late"),
        ("Randomised", "Early"),
    ]
