"""Words of severity against grades and values (limits of CTCAE 5.0), and possible ages."""

import pytest

from evidence.audit.checks.harms.severity import mild_with_severe_grade, word_against_value
from evidence.audit.checks.units.patients import age_implausible
from tests.spec.audit.small_tables import PLACE, rows


@pytest.mark.parametrize(
    ("grade", "found"), [("grade 2", 0), ("grade 3", 1), ("Grade 4", 1), ("mild", 0), ("", 0)]
)
def test_grade_3_is_not_mild(grade: str, found: int) -> None:
    events = rows(
        {"event_id": "report.e1", "event": "any_adverse_event", "grade_as_reported": "mild"},
        {"event_id": "report.e2", "event": "neutropenia", "grade_as_reported": grade},
        **PLACE,
        phase="on_index",
        term_as_reported="event",
    )
    assert len(mild_with_severe_grade({"events": events}, {})) == found


@pytest.mark.parametrize(
    ("word", "platelets", "found"),
    [
        # CTCAE 5.0, platelets in 10^9/L: mild from 75, moderate from 50 to below 75
        ("mild", 75.0, 0),
        ("mild", 74.9, 1),
        ("moderate", 75.0, 1),
        ("moderate", 74.9, 0),
        ("moderate", 50.0, 0),
        ("moderate", 49.9, 1),
        ("Moderate", 49.9, 1),
        ("", 49.9, 0),
    ],
)
def test_a_word_fits_its_value(word: str, platelets: float, found: int) -> None:
    words = rows(
        {"word": "mild", "low": "75", "high": "3000"},
        {"word": "moderate", "low": "50", "high": "75"},
        event="thrombocytopenia",
        analyte="platelets",
        unit="10^9/L",
    )
    event = {"event_id": "report.e1", "event": "thrombocytopenia", "term_as_reported": "low"}
    events = rows({**event, "grade_as_reported": word}, **PLACE, phase="on_index")
    value = {"laboratory_id": "report.l1", "analyte": "platelets", "low": platelets}
    laboratory = rows(
        {**value, "high": platelets, "value_as_reported": f"{platelets} × 10^9/L"},
        patient_id="patient",
        phase="on_index",
    )
    coded = {"events": events, "severity_words": words}
    assert len(word_against_value(coded, {"laboratory": laboratory})) == found


@pytest.mark.parametrize(
    ("age", "found"), [("110", 0), ("111", 1), ("17", 0), ("109 to 111", 1), ("not_reported", 0)]
)
def test_an_age_is_at_most_110_years(age: str, found: int) -> None:
    facts = rows({"characteristic_id": "report.h1", "item": "age", "value": age}, **PLACE)
    assert len(age_implausible({"characteristics": facts}, {})) == found
