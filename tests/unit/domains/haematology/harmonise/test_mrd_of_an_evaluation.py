"""Residual disease of an evaluation: its worst result, 1% for a remission, evaluable or not."""

import pytest

from tests.unit.domains.haematology.harmonise.evaluations import (
    CLEAR,
    LEUKAEMIC,
    MRD,
    answers,
    response,
)


@pytest.mark.parametrize(
    ("found", "criterion"),
    [
        ([{"result_as_reported": "0.99%"}], "met"),
        ([{"result_as_reported": "1%"}], "unmet"),
        ([{"result_as_reported": "0.1%"}, {"result_as_reported": "2%"}], "unmet"),
        ([{"comparator": "not_detected"}], "met"),
        ([{"comparator": "detected"}], "not_reported"),
        # a ratio of transcripts is no share of cells
        ([{"method": "bcr_abl1_pcr", "result_as_reported": "5%"}], "not_reported"),
        ([{"method": "bcr_abl1_pcr", "result_as_reported": "0.1%"}], "not_reported"),
        ([], "not_reported"),
    ],
)
def test_the_criterion_of_1_percent_mrd(found, criterion):
    assert set(answers(CLEAR, *(MRD | finding for finding in found))["mrd_below_1_percent"]) == {
        criterion
    }


WORST_FIRST = [
    ({"result_as_reported": "0.1%"}, "failure"),
    ({"comparator": "detected"}, "positive_not_comparable"),
    ({"result_as_reported": "0.001%"}, "positive_below_1e_4"),
    (
        {"comparator": "not_detected", "sensitivity_as_reported": "10^-3"},
        "negative_insufficient_sensitivity",
    ),
    ({"comparator": "not_detected"}, "negative_sensitivity_not_stated"),
    ({"comparator": "not_detected", "sensitivity_as_reported": "10^-4"}, "complete_response"),
]


@pytest.mark.parametrize("place", range(len(WORST_FIRST)))
def test_the_worst_result_of_an_evaluation_counts(place):
    found = [MRD | finding for finding, _ in WORST_FIRST[place:]]
    assert response("mrd", *found) == WORST_FIRST[place][1]
    assert response("mrd", *found[::-1]) == WORST_FIRST[place][1]


@pytest.mark.parametrize(
    ("before", "evaluable"),
    [
        ([LEUKAEMIC], "yes"),
        ([LEUKAEMIC | {"result_as_reported": "3%"}], "not_reported"),
        ([MRD | {"evaluation": 0, "comparator": "not_detected"}], "yes"),
        ([], "not_reported"),
    ],
)
def test_residual_disease_can_be_evaluated_after_leukaemia_or_an_assay_before(before, evaluable):
    found = answers(*before, CLEAR)
    assert found.loc["mrd", "evaluable_at_baseline"] == evaluable
