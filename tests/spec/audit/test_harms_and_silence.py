"""Harms reported and denied, and what silence is not."""

import pandas as pd
import pytest

from evidence.audit.checks.harms.completeness import (
    answer_without_statement,
    characteristic_silent,
    essential_not_reported,
    harm_not_in_abstract,
    statement_without_answer,
)
from evidence.audit.checks.harms.severity import denied_as_a_whole, event_reported_and_denied
from evidence.audit.checks.responses.terms import response_without_kind, terms_differ
from tests.spec.audit.small_tables import CHECKED, PLACE, empty, rows

EVENT = {
    **PLACE,
    "event": "vod_sos",
    "phase": "on_index",
    "timeline_id": "i1",
    "occurred": "no",
    "term_as_reported": "no VOD",
    "grade_as_reported": "",
}


def events(*cells: dict) -> dict[str, pd.DataFrame]:
    return {"events": rows(*({"event_id": f"e{n}"} | EVENT | c for n, c in enumerate(cells)))}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"occurred": "yes"}, 1),
        ({"occurred": "no"}, 0),
        ({"occurred": "not_reported"}, 0),
        ({"occurred": "yes", "phase": "after_transplant"}, 0),
        ({"occurred": "yes", "event": "death"}, 0),
        ({"occurred": "yes", "patient_id": "other"}, 0),
    ],
)
def test_an_event_is_not_reported_and_denied_in_a_phase(cells: dict, found: int) -> None:
    assert len(event_reported_and_denied(events({}, cells), {})) == found


@pytest.mark.parametrize("general", ["any_adverse_event", "non_haematological_toxicity", "other"])
def test_a_general_word_can_be_reported_and_denied(general: str) -> None:
    coded = events({"event": general}, {"event": general, "occurred": "yes"})
    assert event_reported_and_denied(coded, {}).empty


@pytest.mark.parametrize(
    ("whole", "cells", "found"),
    [
        ({}, {"occurred": "yes"}, 1),
        ({}, {"occurred": "no"}, 0),
        ({"occurred": "yes"}, {"occurred": "yes"}, 0),
        ({"term_as_reported": "no other toxicity"}, {"occurred": "yes"}, 0),
        ({"term_as_reported": "other: none"}, {"occurred": "yes"}, 0),
        ({"term_as_reported": "none, no other"}, {"occurred": "yes"}, 1),
        ({"timeline_id": "i2"}, {"occurred": "yes"}, 0),  # of another moment
        ({"phase": "after_index"}, {"occurred": "yes"}, 0),
        ({}, {"occurred": "yes", "event": "any_adverse_event"}, 0),
    ],
)
def test_where_all_events_are_denied_none_is_reported(whole: dict, cells: dict, found: int) -> None:
    denial = {"event": "any_adverse_event", "term_as_reported": "no adverse events"} | whole
    assert len(denied_as_a_whole(events(denial, cells), {})) == found


@pytest.mark.parametrize(
    ("cells", "unfounded", "unanswered"),
    [
        ({}, 0, 0),
        ({"occurred": "yes"}, 0, 0),
        ({"term_as_reported": ""}, 1, 0),
        ({"term_as_reported": "", "occurred": "yes"}, 1, 0),
        ({"term_as_reported": "", "occurred": "not_reported"}, 0, 0),
        ({"occurred": "not_reported"}, 0, 1),
        ({"locator": "whole text"}, 1, 0),  # nothing in a text is no statement
        ({"locator": "whole text", "occurred": "yes"}, 0, 0),
    ],
)
def test_an_answer_has_a_statement_and_a_statement_an_answer(
    cells: dict, unfounded: int, unanswered: int
) -> None:
    assert len(answer_without_statement(events(cells), {})) == unfounded
    assert len(statement_without_answer(events(cells), {})) == unanswered


@pytest.mark.parametrize(
    ("value", "basis", "words", "found"),
    [
        ("male", "reported", "man", 0),
        ("male", "not_reported", "", 1),
        ("not_reported", "not_reported", "", 0),
        ("not_reported", "reported", "", 1),
        ("not_reported", "not_reported", "man", 1),
    ],
)
def test_what_is_not_reported_has_no_value(value: str, basis: str, words: str, found: int) -> None:
    fact = {"characteristic_id": "h1", "value": value, "basis": basis, "as_reported": words}
    assert len(characteristic_silent({"characteristics": rows(fact, **PLACE)}, {})) == found


@pytest.mark.parametrize(
    ("values", "item", "found"),
    [
        (("not_reported",), "consent", 1),
        (("not_reported", "not_reported"), "consent", 1),
        (("not_reported", "yes"), "consent", 0),
        (("yes",), "consent", 0),
        (("not_reported",), "height", 0),
    ],
)
def test_what_every_report_is_expected_to_have(values: tuple, item: str, found: int) -> None:
    expected = rows({"use": "expected", "item": "consent", "words": "a statement on consent"})
    facts = [{"characteristic_id": f"h{n}", "value": value} for n, value in enumerate(values)]
    coded = {"checked_codes": expected, "characteristics": rows(*facts, **PLACE, item=item)}
    noted = essential_not_reported(coded, {})
    assert noted["expected"].tolist() == ["a statement on consent"] * found


SEVERE = {"occurred": "yes", "grade_as_reported": "grade 3", "event": "anaemia"}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, 1),
        ({"grade_as_reported": "grade 2"}, 0),
        ({"grade_as_reported": "Grade 4"}, 1),
        ({"grade_as_reported": ""}, 0),
        ({"grade_as_reported": "", "event": "vod_sos"}, 1),  # grave whatever its grade
        ({"occurred": "no"}, 0),
        ({"phase": "before_index"}, 0),
        ({"locator": "Abstract ¶1"}, 0),
        ({"locator": "Abstract ¶1; Case ¶3"}, 0),
        ({"document_id": "letter"}, 0),  # a report without an abstract
    ],
)
def test_a_severe_harm_is_in_the_abstract(cells: dict, found: int) -> None:
    nothing = empty("document_id", "locator")
    facts = rows({"document_id": "report", "locator": "Abstract ¶1"})
    coded = events(SEVERE | cells) | {"characteristics": facts, "checked_codes": CHECKED}
    coded |= dict.fromkeys(("assessments", "follow_up", "therapies"), nothing)
    assert len(harm_not_in_abstract(coded, {})) == found


ASSESSED = {
    **PLACE,
    "compartment": "marrow",
    "marker": "",
    "timeline_id": "i1",
    "evaluation": 1,
    "response": "cr",
    "term_as_reported": "remission",
    "result_as_reported": "",
}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"response": "refractory"}, 1),
        ({"response": "pr"}, 0),
        ({"response": "refractory", "timeline_id": "i2"}, 0),
        ({"response": "refractory", "compartment": "cns"}, 0),
        ({"response": "refractory", "marker": "CD22"}, 0),
        ({"response": "refractory", "patient_id": "other"}, 0),
    ],
)
def test_one_response_has_one_term(cells: dict, found: int) -> None:
    pairs = [("cr", "refractory", "error"), ("refractory", "cr", "error")]
    coded = {
        "assessments": rows(
            {"assessment_id": "a1"} | ASSESSED, {"assessment_id": "a2"} | ASSESSED | cells
        ),
        "incompatible_responses": pd.DataFrame(pairs, columns=["first", "second", "severity"]),
    }
    assert len(terms_differ(coded, {})) == found


def test_a_result_without_an_entry_is_tied_to_its_evaluation() -> None:
    for evaluations, found in (((1, 1), 1), ((1, 2), 0), ((None, None), 0)):
        first, second = (
            ASSESSED | {"timeline_id": "", "evaluation": evaluation} for evaluation in evaluations
        )
        frame = rows(
            {"assessment_id": "a1"} | first,
            {"assessment_id": "a2"} | second | {"response": "refractory"},
        ).astype({"evaluation": "Int64"})
        pair = rows({"first": "cr", "second": "refractory", "severity": "warning"})
        noted = terms_differ({"assessments": frame, "incompatible_responses": pair}, {})
        assert noted["severity"].tolist() == ["warning"] * found


@pytest.mark.parametrize(
    ("response", "result", "found"),
    [("response", "", 1), ("response", "2% of blasts", 0), ("cr", "", 0)],
)
def test_a_response_has_a_kind_or_a_value(response: str, result: str, found: int) -> None:
    cells = {"assessment_id": "a1", "response": response, "result_as_reported": result}
    assert len(response_without_kind({"assessments": rows(ASSESSED | cells)}, {})) == found
