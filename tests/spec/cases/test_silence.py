"""One rule for silence: each fact is reported, implied by what is reported, or not reported."""

from pathlib import Path

import pytest

from evidence.review.core.open_review import open_review

SILENT, EVERYWHERE = "not_reported", "whole text"


@pytest.fixture(scope="module")
def review():
    return open_review(Path(__file__).parents[3])


@pytest.fixture(scope="module")
def characteristics(review):
    return review.coded["characteristics"]


def test_what_is_not_reported_has_no_words_and_was_looked_for_everywhere(characteristics):
    silent = characteristics["basis"] == SILENT
    assert (characteristics.loc[silent, "value"] == SILENT).all()
    assert (characteristics.loc[silent, "as_reported"] == "").all()
    assert (characteristics.loc[silent, "locator"] == EVERYWHERE).all()
    assert (characteristics.loc[~silent, "value"] != SILENT).all()


def test_what_is_reported_or_implied_has_words_and_a_place(characteristics):
    said = characteristics[characteristics["basis"] != SILENT]
    assert (said["as_reported"] != "").all()
    assert said["locator"].str.contains("¶").all()


def test_what_is_implied_says_by_which_statement(characteristics):
    implied = characteristics[characteristics["basis"] == "inferred"]
    assert (implied["note"] != "").all()


@pytest.mark.parametrize("state", ["yes", "no"])
def test_an_event_that_did_or_did_not_occur_has_words_and_a_place(review, state):
    events = review.coded["events"].query("occurred == @state")
    assert (events["term_as_reported"] != "").all()
    assert events["locator"].str.contains("¶").all()


def test_an_event_without_words_is_not_reported(review):
    wordless = review.coded["events"].query("term_as_reported == ''")
    assert set(wordless["occurred"]) == {SILENT}
    assert set(wordless["locator"]) == {EVERYWHERE}


@pytest.mark.parametrize(
    ("patient", "item", "value", "basis"),
    [
        ("huang_1", "prior_blinatumomab", "no", "inferred"),
        ("huang_1", "transplant_after_index", SILENT, SILENT),
        ("bertamini_1", "transplant_after_index", "no", "inferred"),
        ("bertamini_1", "prior_hsct", SILENT, SILENT),
        ("bertamini_2", "prior_hsct", "no", "inferred"),
        ("bertamini_2", "prior_blinatumomab", "no", "inferred"),
        ("bertamini_2", "prior_car_t", "no", "inferred"),
        ("lattupally_1", "prior_hsct", "no", "inferred"),
        ("lattupally_1", "prior_car_t", "no", "reported"),
        ("bondarenko_1", "prior_car_t", SILENT, SILENT),
        ("di_palma_1", "prior_blinatumomab", SILENT, SILENT),
    ],
)
def test_states_held_against_the_rule(characteristics, patient, item, value, basis):
    row = characteristics.query("patient_id == @patient and item == @item").iloc[0]
    assert (row["value"], row["basis"]) == (value, basis)


@pytest.mark.parametrize(
    ("item", "timing"),
    [
        ("prior_hsct", "before_index"),
        ("transplant_after_index", "after_index"),
    ],
)
def test_a_transplant_is_a_yes_and_a_yes_is_a_transplant(review, item, timing):
    characteristics, transplants = review.coded["characteristics"], review.coded["transplants"]
    said = characteristics.query("item == @item and value == 'yes'")["patient_id"]
    assert set(said) == set(transplants.query("timing == @timing")["patient_id"])


@pytest.mark.parametrize(
    ("item", "therapy_class"),
    [("prior_blinatumomab", "blinatumomab"), ("prior_car_t", "car_t")],
)
def test_a_therapy_before_is_a_yes_and_a_yes_is_a_therapy(review, item, therapy_class):
    lines = review.coded["therapies"].query("role == 'line'")
    first = lines[lines["therapy_class"] == "index"].groupby("patient_id")["sequence"].min()
    before = lines[
        (lines["sequence"] < lines["patient_id"].map(first))
        & (lines["therapy_class"] == therapy_class)
    ]
    said = review.coded["characteristics"].query("item == @item and value == 'yes'")
    assert set(said["patient_id"]) == set(before["patient_id"])


def test_vod_after_a_transplant_is_asked_unless_the_transplant_is_denied(review):
    for case in review["cases"].itertuples():
        denied = case.transplant_after_index == "no"
        assert (case.vod_after_transplant == "not_applicable") is denied, case.patient_id


@pytest.mark.parametrize(
    ("event", "column", "words"),
    [
        # Read again in their sentences: cut at a column break, or of the next sentence.
        ("di_palma_2022.e9", "outcome_as_reported", "an improvement in"),
        ("di_palma_2022.e11", "onset_as_reported", "after the 2nd dose"),
        ("huang_2023.e4", "attribution_as_reported", None),
        ("bondarenko_2020.e2", "attribution_as_reported", None),
        ("lattupally_letter.e8", "attribution_as_reported", "did not test"),
    ],
)
def test_words_of_events_are_those_of_their_sentence(review, event, column, words):
    found = review.coded["events"].set_index("event_id").loc[event, column]
    assert found == "" if words is None else found.startswith(words)
