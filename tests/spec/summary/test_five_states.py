"""Yes, no, not reported, not assessable, not applicable: none passes for another."""

import pandas as pd
import pytest

from evidence.review.core.open_review import open_review
from evidence.summary.results.counts import COMPLETE_MRD_RESPONSE, response_counts
from evidence.synthesis.proportions.count_reported import count_reported

STATES = ["reported", "not_reported", "not_assessable", "not_applicable"]


def test_every_state_is_counted_apart():
    states = ["yes", "no", "no", "not_reported", "not_assessable", "not_applicable", "unknown"]
    found = count_reported(pd.Series(states))
    assert [found[name] for name in ["yes", *STATES]] == [1, 3, 2, 1, 1]


def _mrd(*results: str) -> pd.DataFrame:
    """The MRD results of one patient, one evaluation each, and nothing else."""
    rows = [
        {"patient_id": "a", "evaluation": number, "compartment": compartment, "response": response}
        for number, response in enumerate(results, start=1)
        for compartment, response in {
            "marrow": "not_reported",
            "mrd": response,
            "extramedullary": "not_reported",
        }.items()
    ]
    return pd.DataFrame(rows).assign(
        evaluable_at_baseline="not_reported", before_next_therapy="yes", sources="s:1"
    )


CASES = pd.DataFrame({"patient_id": ["a"], "extramedullary": ["yes"]})


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("complete_response", "yes"),
        ("failure", "no"),
        ("positive_below_1e_4", "no"),
        ("positive_not_comparable", "no"),
        ("negative_insufficient_sensitivity", "not_assessable"),
        ("negative_sensitivity_not_stated", "not_assessable"),
        ("not_reported", "not_reported"),
    ],
)
def test_what_a_last_mrd_result_says_of_a_complete_response(result, state):
    counts = response_counts(_mrd(result), CASES).set_index("item")
    row = counts.loc["Complete MRD response to inotuzumab"]
    expected = {"yes": 0, **dict.fromkeys(STATES, 0)}
    expected |= {"yes": 1, "reported": 1} if state == "yes" else {}
    expected |= {"reported": 1} if state == "no" else {}
    expected |= {state: 1} if state.startswith("not_") else {}
    assert row[["yes", *STATES]].to_dict() == expected


def test_a_later_silence_does_not_hide_the_last_result():
    counts = response_counts(_mrd("failure", "not_reported"), CASES).set_index("item")
    assert counts.loc["Complete MRD response to inotuzumab", "reported"] == 1


def test_disease_that_was_not_there_cannot_be_cleared():
    without = CASES.assign(extramedullary="no")
    counts = response_counts(_mrd("failure"), without).set_index("item")
    assert counts.loc["Extramedullary disease cleared by inotuzumab", "not_applicable"] == 1


@pytest.mark.parametrize("table", ["case_counts", "response_counts"])
def test_the_counts_of_the_review_add_up_to_its_patients(table):
    review = open_review()
    assert (review[table][STATES].sum(axis=1) == len(review["cases"])).all()


def test_what_came_after_the_next_therapy_is_no_response_to_inotuzumab():
    results = _mrd("failure", "complete_response")
    later = results.assign(before_next_therapy=results["evaluation"].map({1: "yes", 2: "no"}))
    row = response_counts(later, CASES).set_index("item").loc["Complete MRD response to inotuzumab"]
    assert row[["yes", "reported"]].tolist() == [0, 1]


def test_no_complete_mrd_response_to_inotuzumab_is_reported():
    """Huang and Bertamini's second were positive; Di Palma, Bondarenko and Bertamini's first
    negative without a stated sensitivity; Lattupally's sensitive test came 14 months after
    inotuzumab, CAR T cells and a transplant.
    """
    row = (
        open_review()["response_counts"]
        .set_index("item")
        .loc["Complete MRD response to inotuzumab"]
    )
    assert row[["yes", *STATES]].tolist() == [0, 2, 1, 3, 0]


def test_every_category_of_mrd_has_its_state():
    review = open_review()
    mrd = review["responses"].query("compartment == 'mrd'")["response"]
    assert set(mrd) <= {*COMPLETE_MRD_RESPONSE, "not_reported"}
