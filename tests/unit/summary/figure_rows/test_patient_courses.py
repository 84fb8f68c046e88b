"""Courses of a review without a field of medicine: only codes that its review.toml names."""

import pandas as pd

from evidence.summary.figure_rows.patient_courses import patient_courses
from tests.unit.summary.figure_rows.case_tables import known, rows_of, tables, timeline


def courses(*entries, assessments=(), **options):
    coded, derived = tables(timeline(*entries), assessments=assessments)
    del derived["responses"]  # there is no such table without a field of medicine
    columns = ["assessment_id", "patient_id", "response", "evaluation", "timeline_id"]
    coded["assessments"] = pd.DataFrame(
        list(assessments), columns=[*columns, "term_as_reported"]
    ).astype({"evaluation": "Int64"})
    choices = {"events": {"relapse": "relapse"}, "results": {"cleared": "absent"}, **options}
    return patient_courses(coded, derived, **choices)


def test_events_that_are_named_are_shown_and_doses_of_the_index_therapy_always():
    frame = courses(known("index_start", 0), known("relapse", 9), known("admission", 12))
    assert rows_of(frame, "event")["kind"].tolist() == ["dose", "relapse"]


def test_a_result_is_what_the_review_says_that_it_means():
    assessed = {"patient_id": "p", "term_as_reported": "clear", "evaluation": 1}
    rows = [
        {**assessed, "assessment_id": "a1", "response": "cleared", "timeline_id": "i2"},
        {**assessed, "assessment_id": "a2", "response": "unnamed", "timeline_id": "i2"},
        {**assessed, "assessment_id": "a3", "response": "cleared", "timeline_id": ""},
        {**assessed, "assessment_id": "a4", "response": "cleared", "timeline_id": "i2"}
        | {"evaluation": None},
    ]
    frame = courses(known("index_start", 0), known("assessment", 21), assessments=rows)
    found = rows_of(frame, "response")
    assert found[["kind", "result", "day_low"]].to_numpy().tolist() == [["finding", "absent", 21]]
    assert found["sources"].tolist() == ["assessments:a1 timeline:i2"]


def test_another_therapy_begins_a_phase_where_the_review_names_it():
    entries = (known("index_start", 0), known("therapy_start", 30), known("follow_up", 60))
    frame = courses(*entries, phases={"therapy_start": "other_therapy"})
    assert rows_of(frame, "phase")["kind"].tolist() == ["follow_up", "other_therapy"]
    assert rows_of(courses(*entries), "phase")["kind"].tolist() == ["follow_up"]
