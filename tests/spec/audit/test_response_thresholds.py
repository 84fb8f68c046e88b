"""Terms against blasts, MRD, grades and values; limits of ELN 2024 and CTCAE 5.0."""

import pandas as pd
import pytest

from evidence.audit.checks.harms.severity import mild_with_severe_grade, word_against_value
from evidence.audit.checks.units.patients import age_implausible
from evidence.domains.haematology.audit.responses.criteria import (
    partial_response_blasts,
    remission_with_blasts,
    remission_with_mrd,
)
from evidence.domains.haematology.audit.responses.mrd import mrd_rose
from evidence.domains.haematology.audit.units import share_above_one
from tests.spec.audit.small_tables import PLACE, rows


def assessments(*cells: dict[str, object]) -> dict[str, pd.DataFrame]:
    """Assessments of the marrow at the same time."""
    table = rows(
        *({"assessment_id": f"report.a{n}", "sequence": n, **row} for n, row in enumerate(cells)),
        **PLACE,
        compartment="marrow",
        timeline_id="report.i1",
        evaluation=1,
    )
    defaults = {
        "response": "not_applicable",
        "method": "morphology",
        "is_mrd": "no",
        "comparator": "equal",
        "term_as_reported": "",
        "result_as_reported": "",
    }
    for name, value in defaults.items():
        table[name] = table[name].fillna(value) if name in table else value
    return {"assessments": table}


@pytest.mark.parametrize(
    ("blasts", "found"),
    [("4.9%", 1), ("4,9%", 1), ("5%", 0), ("5,0%", 0), ("25%", 0), ("25.1%", 1), ("", 0)],
)
def test_a_partial_response_has_5_to_25_percent_blasts(blasts: str, found: int) -> None:
    tables = assessments({"response": "pr", "result_as_reported": blasts})
    assert len(partial_response_blasts(tables, {})) == found


@pytest.mark.parametrize(
    ("blasts", "found"), [("4.9%", 0), ("4,9%", 0), ("5%", 1), ("5·0%", 1), ("12% of blasts", 1)]
)
def test_a_remission_has_fewer_than_5_percent_blasts(blasts: str, found: int) -> None:
    tables = assessments({"response": "cr", "result_as_reported": blasts})
    assert len(remission_with_blasts(tables, {})) == found


@pytest.mark.parametrize(
    ("mrd", "found"),
    [("0.99%", 0), ("0,99%", 0), ("1%", 1), ("1.8%", 1), ("10^-2", 1), ("9.9 × 10^-3", 0)],
)
def test_a_remission_has_mrd_below_1_percent(mrd: str, found: int) -> None:
    measured = {"is_mrd": "yes", "method": "flow_cytometry", "result_as_reported": mrd}
    tables = assessments({"response": "cr", "term_as_reported": "CR"}, measured)
    assert len(remission_with_mrd(tables, {})) == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("0.001%", "0.0099%", 0),
        ("0.001%", "0.01%", 1),  # tenfold
        ("10^-5", "10^-4", 1),
        ("0.001%", "0.02%", 1),
        ("0.01%", "0.001%", 0),
    ],
)
def test_mrd_rises_tenfold(first: str, second: str, found: int) -> None:
    mrd = {"is_mrd": "yes", "method": "flow_cytometry"}
    tables = assessments(
        {**mrd, "result_as_reported": first},
        {**mrd, "result_as_reported": second},
        {"response": "cr", "term_as_reported": "CR"},
    )
    assert len(mrd_rose(tables, {})) == found


@pytest.mark.parametrize(
    ("share", "found"),
    [("99.9% of blasts", 0), ("100%", 0), ("100.1%", 1), ("100,1%", 1), ("164% of blasts", 1)],
)
def test_a_share_is_at_most_100_percent(share: str, found: int) -> None:
    assert len(share_above_one(assessments({"result_as_reported": share}), {})) == found


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
