"""The rule of responses, compartment by compartment: findings of an evaluation in, answers out."""

import pytest

from evidence.domains.haematology.harmonise.mrd import harmonise_mrd
from evidence.domains.haematology.harmonise.responses import harmonise_responses
from tests.spec.harmonise.tables import rows
from tests.unit.domains.haematology.harmonise.evaluations import (
    CLEAR,
    FINDING,
    LESION,
    LEUKAEMIC,
    MRD,
    TIMELINE,
    answers,
    response,
)


def marrow(**finding):
    """The marrow's answer to one finding in words, after 90% at the baseline."""
    return response("marrow", LEUKAEMIC, {"comparator": "not_stated"} | finding)


@pytest.mark.parametrize(
    ("results", "answer"),
    [
        (["4.9%"], "remission_morphological"),
        (["4,9%"], "remission_morphological"),
        (["5%"], "no_remission_marrow"),  # fewer than 5% is asked for
        (["5.1%"], "no_remission_marrow"),
        (["4%", "6%"], "no_remission_marrow"),  # the higher count decides
        (["6%", "4%"], "no_remission_marrow"),
        (["3%", "4%"], "remission_morphological"),
        (["11.5% blasts"], "no_remission_marrow"),
    ],
)
def test_blasts_against_5_percent(results, answer):
    found = [{"result_as_reported": result} for result in results]
    assert response("marrow", LEUKAEMIC, *found) == answer


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        *((word, "remission_morphological") for word in ("cr", "cri", "crp", "marrow_cr")),
        ("morphological_remission", "remission_morphological"),
        ("haematological_remission", "remission_morphological"),
        ("remission", "remission_morphological"),
        ("normal", "remission_morphological"),
        *((word, "no_remission_marrow") for word in ("no_response", "relapse", "disease_present")),
        ("progressive_disease", "no_remission_marrow"),
        ("pr", "not_reported"),
        ("not_reported", "not_reported"),
    ],
)
def test_a_word_where_no_count_is_reported(word, answer):
    assert marrow(response=word) == answer


def test_a_count_decides_before_a_word():
    assert marrow(response="cr", comparator="equal", result_as_reported="6%") == (
        "no_remission_marrow"
    )
    assert marrow(response="relapse", comparator="equal", result_as_reported="4%") == (
        "remission_morphological"
    )


def test_no_blasts_detected_is_below_5_percent():
    assert marrow(comparator="not_detected") == "remission_morphological"


def test_a_remission_and_a_relapse_in_words_of_one_evaluation_is_a_remission():
    words = [{"comparator": "not_stated", "response": word} for word in ("cr", "relapse")]
    assert response("marrow", LEUKAEMIC, *words) == "remission_morphological"
    assert response("marrow", LEUKAEMIC, *words[::-1]) == "remission_morphological"


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("morphology", "no_remission_marrow"),
        ("clinical", "no_remission_marrow"),
        ("flow_cytometry", "no_remission_marrow"),
        ("cytogenetics", "not_reported"),  # a share of metaphases is no share of blasts
    ],
)
def test_methods_that_count_blasts(method, answer):
    assert marrow(method=method, comparator="equal", result_as_reported="20%") == answer


@pytest.mark.parametrize("elsewhere", [{"compartment": "blood"}, MRD])
def test_blasts_of_the_blood_and_residual_disease_are_no_blasts_of_the_marrow(elsewhere):
    assert (
        response("marrow", LEUKAEMIC, elsewhere | {"result_as_reported": "20%"}) == "not_reported"
    )


@pytest.mark.parametrize(
    ("baseline", "result", "answer", "evaluable"),
    [
        ("5%", "1%", "remission_morphological", "yes"),
        ("4.9%", "1%", "not_evaluable_marrow_below_5_percent_at_baseline", "no"),
        ("4.9%", "words", "not_evaluable_marrow_below_5_percent_at_baseline", "no"),
        ("4.9%", "5%", "no_remission_marrow", "no"),
        ("words", "1%", "remission_morphological", "not_reported"),
        ("words", "words", "not_reported", "not_reported"),
    ],
)
def test_a_marrow_that_was_clear_before_the_first_dose_shows_no_remission(
    baseline, result, answer, evaluable
):
    found = answers(LEUKAEMIC | {"result_as_reported": baseline}, {"result_as_reported": result})
    assert found.loc["marrow", ["response", "evaluable_at_baseline"]].tolist() == [
        answer,
        evaluable,
    ]


@pytest.mark.parametrize(
    ("result", "criterion"), [("4.9%", "met"), ("5%", "unmet"), ("words", "not_reported")]
)
def test_the_criterion_of_blasts(result, criterion):
    found = answers(LEUKAEMIC, {"result_as_reported": result})
    assert set(found["blasts_below_5_percent"]) == {criterion}


@pytest.mark.parametrize(
    ("word", "answer", "criterion"),
    [
        ("complete_metabolic_response", "complete_metabolic_response", "met"),
        ("resolved", "resolved", "met"),
        ("normal", "normal", "met"),
        ("partial_metabolic_response", "partial_metabolic_response", "unmet"),
        ("progressive_metabolic_disease", "progressive_metabolic_disease", "unmet"),
        ("relapse", "relapse", "unmet"),
        ("disease_present", "disease_present", "unmet"),
        ("pr", "not_reported", "not_reported"),
    ],
)
def test_disease_outside_the_marrow(word, answer, criterion):
    found = answers(LEUKAEMIC, CLEAR, LESION | {"response": word})
    assert found.loc["extramedullary", "response"] == answer
    assert set(found["no_extramedullary_disease"]) == {criterion}


@pytest.mark.parametrize(("first", "last"), [("resolved", "relapse"), ("relapse", "resolved")])
def test_the_latest_finding_in_a_compartment_counts(first, last):
    findings = [LESION | {"response": word} for word in (first, last)]
    assert response("extramedullary", *findings) == last


@pytest.mark.parametrize(
    ("word", "evaluable"),
    [("disease_present", "yes"), ("normal", "no"), ("pr", "not_reported")],
)
def test_disease_before_the_first_dose_makes_a_compartment_evaluable(word, evaluable):
    before = {"evaluation": 0, "response": word}
    for compartment in ("extramedullary", "cns"):
        place = LESION | {"compartment": compartment}
        found = answers(place | before, place | {"response": "resolved"})
        assert found.loc[compartment, "evaluable_at_baseline"] == evaluable


def test_the_central_nervous_system_is_a_compartment_of_its_own():
    found = answers(LESION | {"compartment": "cns", "response": "relapse"})
    assert found.loc["cns", "response"] == "relapse"
    assert found.loc["extramedullary", "response"] == "not_reported"


@pytest.mark.parametrize(
    ("findings", "answer"),
    [
        ([CLEAR], "remission_counts_not_reported"),
        ([{"result_as_reported": "5%"}], "no_remission_marrow"),
        ([CLEAR, LESION | {"response": "relapse"}], "no_remission_extramedullary_disease"),
        ([CLEAR, LESION | {"response": "resolved"}], "remission_counts_not_reported"),
        ([CLEAR, MRD | {"result_as_reported": "0.99%"}], "remission_counts_not_reported"),
        ([CLEAR, MRD | {"result_as_reported": "1%"}], "no_remission_mrd_at_least_1_percent"),
        ([MRD | {"result_as_reported": "0.99%"}], "not_reported"),
        # what speaks most clearly against a remission is named: marrow, then disease, then MRD
        (
            [{"result_as_reported": "5%"}, LESION | {"response": "relapse"}],
            "no_remission_marrow",
        ),
        (
            [CLEAR, LESION | {"response": "relapse"}, MRD | {"result_as_reported": "1%"}],
            "no_remission_extramedullary_disease",
        ),
    ],
)
def test_the_whole_patient(findings, answer):
    assert response("integrated", LEUKAEMIC, *findings) == answer


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        ("1%", "no_remission_mrd_at_least_1_percent"),
        ("0.5%", "not_evaluable_marrow_below_5_percent_at_baseline"),
    ],
)
def test_the_whole_patient_whose_marrow_was_clear_before(result, answer):
    before = LEUKAEMIC | {"result_as_reported": "3%"}
    assert response("integrated", before, CLEAR, MRD | {"result_as_reported": result}) == answer


@pytest.mark.parametrize(
    ("blood", "counts", "answer"),
    [
        ({"response": "normal"}, "met", "cr"),
        ({"response": "not_reported"}, "not_reported", "remission_counts_not_reported"),
        ({"response": "relapse"}, "not_reported", "remission_counts_not_reported"),
        ({"response": "normal", "compartment": "cns"}, "not_reported",
         "remission_counts_not_reported"),
    ],
)  # fmt: skip
def test_a_complete_remission_needs_counts_that_recovered(blood, counts, answer):
    found = answers(LEUKAEMIC, CLEAR, {"compartment": "blood"} | blood)
    assert set(found["count_recovery"]) == {counts}
    assert found.loc["integrated", "response"] == answer


def test_words_and_sources_of_each_compartment():
    found = answers(
        LEUKAEMIC | {"term_as_reported": "relapse"},
        CLEAR | {"term_as_reported": "CR"},
        MRD | {"comparator": "not_detected", "term_as_reported": "MRD-negative"},
        CLEAR | {"term_as_reported": "CR"},
        LESION | {"response": "resolved"},
    )
    assert found["author_term"].to_dict() == {
        "marrow": "CR",
        "mrd": "MRD-negative",
        "extramedullary": "",
        "cns": "",
        "integrated": "CR; MRD-negative",
    }
    assert found["sources"].to_dict() == {
        "marrow": "assessments:d.a1 assessments:d.a3 assessments:d.a0",
        "mrd": "assessments:d.a2",
        "extramedullary": "assessments:d.a4",
        "cns": "documents:d",
        "integrated": "assessments:d.a1 assessments:d.a2 assessments:d.a3 assessments:d.a4"
        " assessments:d.a0",
    }
    assert found["response_id"]["marrow"] == "p.1.marrow"


def test_every_evaluation_of_every_patient_has_its_answers():
    coded = rows(
        "assessments",
        FINDING | {"assessment_id": "a", "evaluation": 2} | CLEAR,
        FINDING | {"assessment_id": "b", "evaluation": 1, "result_as_reported": "6%"},
        FINDING | {"assessment_id": "c", "evaluation": "", "result_as_reported": "6%"},
        FINDING | {"assessment_id": "e", "patient_id": "q", "document_id": "e"} | CLEAR,
        FINDING
        | {"assessment_id": "f", "patient_id": "q", "document_id": "e"}
        | MRD
        | {"result_as_reported": "2%"},
    )
    found = harmonise_responses(coded, harmonise_mrd(coded, TIMELINE), rows("therapies"), TIMELINE)
    whole = found[found["compartment"] == "integrated"]
    assert whole[["patient_id", "document_id", "evaluation", "response"]].values.tolist() == [
        ["p", "d", 1, "no_remission_marrow"],
        ["p", "d", 2, "remission_counts_not_reported"],
        ["q", "e", 1, "no_remission_mrd_at_least_1_percent"],
    ]
    assert len(found) == 15
