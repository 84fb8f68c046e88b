"""Residual disease against methods and terms; remissions against what was there before."""

import pandas as pd
import pytest

from evidence.domains.haematology.audit.responses.course import remission_present_before
from evidence.domains.haematology.audit.responses.criteria import (
    remission_with_growing_disease,
    therapy_remission_with_mrd,
)
from evidence.domains.haematology.audit.responses.mrd import (
    level_repeated,
    molecular_by_cells,
    mrd_contradicted,
    mrd_counted_by_morphology,
    negative_unqualified,
)
from tests.spec.audit.small_tables import PLACE, rows

RESULT = {
    **PLACE,
    "sequence": 1,
    "timeline_id": "i1",
    "evaluation": 1,
    "compartment": "marrow",
    "method": "flow_cytometry",
    "marker": "",
    "comparator": "not_detected",
    "response": "mrd_negative",
    "is_mrd": "yes",
    "term_as_reported": "MRD negative",
    "result_as_reported": "",
    "sensitivity_as_reported": "10^-4",
}


def assessed(*cells: dict) -> dict[str, pd.DataFrame]:
    frame = rows(*({"assessment_id": f"a{n}"} | RESULT | cell for n, cell in enumerate(cells)))
    return {"assessments": frame.astype({"evaluation": "Int64"})}


SEEN = {
    "response": "not_reported",
    "comparator": "equal",
    "result_as_reported": "0.03%",
    "term_as_reported": "residual disease",
}


@pytest.mark.parametrize(
    ("cells", "reported"),
    [
        ({}, ["MRD negative; 0.03%"]),
        ({"comparator": "above"}, ["MRD negative; 0.03%"]),
        ({"comparator": "below"}, []),
        ({"comparator": "detected", "result_as_reported": ""}, ["MRD negative; residual disease"]),
        (
            {"response": "mrd_positive", "result_as_reported": ""},
            ["MRD negative; residual disease"],
        ),
        ({"timeline_id": "i2"}, []),
        ({"patient_id": "other"}, []),
        ({"method": "ngs"}, []),  # two assays may differ
        ({"method": "not_stated"}, ["MRD negative; 0.03%"]),
        ({"is_mrd": "no"}, []),
    ],
)
def test_what_is_negative_is_not_detected(cells: dict, reported: list) -> None:
    assert mrd_contradicted(assessed({}, SEEN | cells), {})["reported"].tolist() == reported


COUNTED = {
    "method": "morphology",
    "comparator": "equal",
    "result_as_reported": "3% of blasts",
    "term_as_reported": "MRD-positive relapse",
}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, 1),
        ({"term_as_reported": "Residual leukaemia"}, 1),
        ({"term_as_reported": "relapse"}, 0),
        ({"method": "flow_cytometry"}, 0),
        ({"comparator": "below"}, 0),
        ({"result_as_reported": ""}, 0),
    ],
)
def test_morphology_measures_no_residual_disease(cells: dict, found: int) -> None:
    for status, likely in (("mrd_only", "the status at inotuzumab rests on it"), ("relapse", "")):
        status_rows = rows({"item": "disease_status", "value": status, "patient_id": "patient"})
        coded = assessed(COUNTED | cells) | {"characteristics": status_rows}
        noted = mrd_counted_by_morphology(coded, {})
        assert noted["likely_intended"].tolist() == [likely] * found


@pytest.mark.parametrize("method", ["ig_tr_pcr", "ngs", "bcr_abl1_pcr", "mrd_method_not_stated"])
def test_a_molecular_relapse_was_shown_by_a_molecular_method(method: str) -> None:
    called = {"term_as_reported": "a Molecular relapse", "method": "flow_cytometry"}
    for cells, found in (({}, 0), ({"timeline_id": "i2"}, 1), ({"method": "morphology"}, 1)):
        noted = molecular_by_cells(assessed(called, {"method": method} | cells), {})
        assert noted["row_key"].tolist() == ["a0"] * found
    assert molecular_by_cells(assessed({"term_as_reported": "relapse"}), {}).empty


LEVEL = {"comparator": "equal", "result_as_reported": "0.1%", "response": "mrd_positive"}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, 1),
        ({"result_as_reported": "0.2%"}, 0),
        ({"result_as_reported": "10^-3"}, 1),  # the same level
        ({"timeline_id": "i1"}, 0),
        ({"method": "ngs"}, 0),
        ({"marker": "CD22"}, 0),
        ({"is_mrd": "no"}, 0),
        ({"patient_id": "other"}, 0),
    ],
)
def test_two_results_at_two_times_differ(cells: dict, found: int) -> None:
    later = LEVEL | {"sequence": 2, "timeline_id": "i2"} | cells
    noted = level_repeated(assessed(later, LEVEL), {})
    assert noted["sources"].tolist() == ["assessments:a0 assessments:a1"] * found


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({}, []),
        ({"sensitivity_as_reported": ""}, ["not reported: sensitivity"]),
        ({"method": "mrd_method_not_stated"}, ["not reported: method"]),
        (
            {"method": "mrd_method_not_stated", "sensitivity_as_reported": ""},
            ["not reported: method, sensitivity"],
        ),
        ({"sensitivity_as_reported": "", "is_mrd": "no"}, []),
        (
            {"sensitivity_as_reported": "", "comparator": "below"},
            ["not reported: sensitivity"],
        ),
        (
            {"sensitivity_as_reported": "", "response": "not_reported"},
            ["not reported: sensitivity"],
        ),
        (
            {"sensitivity_as_reported": "", "comparator": "equal", "response": "mrd_positive"},
            [],
        ),
    ],
)
def test_a_negative_result_has_method_and_sensitivity(cells: dict, missing: list) -> None:
    assert negative_unqualified(assessed(cells), {})["how"].tolist() == missing


BEFORE = {
    "evaluation": 0,
    "method": "morphology",
    "is_mrd": "no",
    "response": "not_applicable",
    "result_as_reported": "4.9% of blasts",
}
AFTER = BEFORE | {"evaluation": 1, "response": "cr", "result_as_reported": "1% of blasts"}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {}, 1),
        ({"result_as_reported": "5% of blasts"}, {}, 0),
        ({"result_as_reported": "5.1% of blasts"}, {}, 0),
        ({"result_as_reported": "", "response": "cr"}, {}, 1),
        ({"result_as_reported": ""}, {}, 0),
        ({"response": "refractory"}, {}, 0),
        ({"method": "flow_cytometry"}, {}, 0),
        ({"is_mrd": "yes"}, {}, 0),
        ({"compartment": "cns"}, {}, 0),
        ({"patient_id": "other"}, {}, 0),
        ({}, {"evaluation": 0}, 0),
        ({}, {"response": "not_applicable"}, 0),
        ({}, {"method": "flow_cytometry"}, 0),
    ],
)
def test_a_remission_that_was_there_before(before: dict, after: dict, found: int) -> None:
    assert len(remission_present_before(assessed(BEFORE | before, AFTER | after), {})) == found


GROWN = AFTER | {"compartment": "extramedullary", "response": "progressive_disease"}


@pytest.mark.parametrize(
    ("cells", "response", "found"),
    [
        ({}, "cr", 1),
        ({"compartment": "cns"}, "cr", 1),
        ({"compartment": "marrow"}, "cr", 0),
        ({"response": "relapse"}, "cr", 1),
        ({"response": "no_response"}, "cr", 0),
        ({"evaluation": 2}, "cr", 0),
        ({}, "pr", 0),
        ({}, "marrow_cr", 0),  # a remission of the marrow alone
        ({"patient_id": "other"}, "cr", 0),
    ],
)
def test_no_remission_while_disease_grows(cells: dict, response: str, found: int) -> None:
    coded = assessed(AFTER | {"response": response}, GROWN | cells)
    assert len(remission_with_growing_disease(coded, {})) == found


def test_growth_before_the_therapy_is_no_contradiction() -> None:
    coded = assessed(AFTER | {"evaluation": 0}, GROWN | {"evaluation": 0})
    assert remission_with_growing_disease(coded, {}).empty


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, 1),
        ({"mrd_as_reported": "1%"}, 1),
        ({"mrd_as_reported": "0.99%"}, 0),
        ({"mrd_as_reported": ""}, 0),
        ({"response": "pr"}, 0),
        ({"response": "marrow_cr"}, 0),
        ({"therapy_class": "index"}, 0),
    ],
)
def test_a_remission_after_an_earlier_therapy(cells: dict, found: int) -> None:
    therapy = {
        **PLACE,
        "therapy_id": "t1",
        "therapy_class": "chemotherapy",
        "response": "cr",
        "response_as_reported": "CR",
        "mrd_as_reported": "1.8%",
    }
    coded = assessed({}) | {"therapies": rows(therapy | cells)}
    assert len(therapy_remission_with_mrd(coded, {})) == found
