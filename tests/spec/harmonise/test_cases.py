"""One row a patient: which of several statements counts, and what stays not reported."""

import pandas as pd
import pytest

from evidence.harmonise.ages import ages
from evidence.harmonise.cases import (
    best_responses,
    given_doses,
    harmonise_cases,
    last_status,
    nearest_to_first_dose,
    transplant_after,
    vod_by_phase,
)
from tests.spec.harmonise.tables import rows

DATED = ["patient_id", "event", "day_low", "day_high", "sources"]


def characteristics(*cells):
    shared = {"patient_id": "p", "timing": "at_inotuzumab", "basis": "printed"}
    return rows(
        "characteristics",
        *(
            shared | {"characteristic_id": f"c{number}"} | row
            for number, row in enumerate(cells, 1)
        ),
    )


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ("at_inotuzumab", "before_inotuzumab"),
        ("before_inotuzumab", "not_stated"),
        ("not_stated", "at_diagnosis"),
        ("at_inotuzumab", "at_diagnosis"),
    ],
)
def test_the_finding_nearest_to_the_first_dose_counts(nearer, farther):
    found = [
        {"item": "cd22", "value": value, "timing": timing}
        for value, timing in (("positive", nearer), ("negative", farther))
    ]
    for order in (found, found[::-1]):
        assert nearest_to_first_dose(characteristics(*order))["value"].tolist() == ["positive"]


@pytest.mark.parametrize("item", ["comorbidity", "karyotype"])
def test_what_accumulates_counts_whenever_it_was_found(item):
    found = [
        {"item": item, "value": value, "timing": timing}
        for value, timing in (("a", "at_diagnosis"), ("b", "at_inotuzumab"))
    ]
    assert nearest_to_first_dose(characteristics(*found))["value"].tolist() == ["a", "b"]


def dated(low, high):
    return pd.DataFrame([("p", "diagnosis", low, high, "timeline:t1")], columns=DATED)


def age(reported, timing, timeline):
    row = {"item": "age", "as_printed": reported, "timing": timing}
    return ages(characteristics(row), timeline)


@pytest.mark.parametrize(
    ("reported", "timing", "low_days", "high_days", "shown"),
    [
        ("17 years", "at_inotuzumab", -400, -400, "17"),
        # at diagnosis 17 years to 17 years and 364 days, here in years of 365.25 days
        ("17 years", "at_diagnosis", 0, 0, "17 (derived)"),
        ("17 years", "at_diagnosis", -1, -1, "17-18 (derived)"),
        ("17 years", "at_diagnosis", -365, -365, "17-18 (derived)"),
        ("17 years", "at_diagnosis", -366, -366, "18 (derived)"),
        ("17 years", "at_diagnosis", -367, -367, "18-19 (derived)"),
        ("17 years", "at_diagnosis", -731, -365, "17-19 (derived)"),
        ("17 years", "not_stated", -731, -731, "19 (derived)"),
    ],
)
def test_an_age_at_diagnosis_grows_until_the_first_dose(
    reported, timing, low_days, high_days, shown
):
    found = age(reported, timing, dated(low_days, high_days)).iloc[0]
    assert found["age"] == shown
    derived = "derived" in shown
    assert found["age_basis"] == ("derived" if derived else "printed")
    assert found["age_sources"] == "characteristics:c1" + (" timeline:t1" if derived else "")


@pytest.mark.parametrize("low", [float("nan"), None])
def test_an_age_at_a_diagnosis_without_a_day_is_not_given(low):
    assert age("17 years", "at_diagnosis", dated(low, low)).empty
    assert age("17 years", "at_inotuzumab", dated(low, low))["age"].tolist() == ["17"]


@pytest.mark.parametrize(("column", "value"), [("patient_id", "q"), ("event", "relapse")])
def test_only_the_patients_diagnosis_dates_an_age_at_diagnosis(column, value):
    assert age("17 years", "at_diagnosis", dated(-365, -365).assign(**{column: value})).empty


def test_an_age_that_cannot_be_read_is_not_given():
    assert age("adult", "at_inotuzumab", dated(0, 0)).empty


def test_an_age_as_reported_comes_before_a_derived_one():
    found = [
        {"item": "age", "as_printed": "17 years", "timing": "at_diagnosis"},
        {"item": "age", "as_printed": "18 years", "timing": "at_inotuzumab"},
        {"item": "sex", "as_printed": "19 years", "timing": "at_inotuzumab"},
    ]
    for order in (found, found[::-1]):
        assert ages(characteristics(*order), dated(-731, -731))["age"].tolist() == ["18"]


@pytest.mark.parametrize(
    ("agent", "given", "reported", "counts"),
    [
        ("inotuzumab_ozogamicin", "given", "0.8 mg/m2", True),
        ("inotuzumab_ozogamicin", "planned", "0.8 mg/m2", False),
        ("inotuzumab_ozogamicin", "given", "", False),
        ("cyclophosphamide", "given", "0.8 mg/m2", False),
    ],
)
def test_doses_of_inotuzumab_that_were_given(agent, given, reported, counts):
    row = {"patient_id": "p", "agent": agent, "given": given, "dose_as_printed": reported}
    found = given_doses(rows("doses", row))
    assert found["inotuzumab_doses_as_printed"].to_dict() == ({"p": reported} if counts else {})


def test_each_reported_dose_is_named_once_in_its_order():
    shared = {"patient_id": "p", "agent": "inotuzumab_ozogamicin", "given": "given"}
    doses = [shared | {"dose_as_printed": dose} for dose in ("0.8 mg", "0.5 mg", "0.8 mg")]
    assert given_doses(rows("doses", *doses)).loc["p"].tolist() == ["0.8 mg; 0.5 mg"]


def vod(*states):
    events = [
        {
            "event_id": f"d.e{number}",
            "patient_id": "p",
            "event": "vod_sos",
            "phase": "on_inotuzumab",
            "occurred": state,
            "grade_as_printed": "severe" if state == "yes" else "",
        }
        for number, state in enumerate(states, 1)
    ]
    return vod_by_phase(rows("events", *events)).iloc[0]


@pytest.mark.parametrize(
    ("states", "found"),
    [
        (["yes", "no"], "yes"),
        (["no", "yes"], "yes"),  # denied in one sentence and reported in another
        (["no", "not_reported"], "no"),
        (["not_reported", "no"], "no"),
        (["not_reported"], "not_reported"),
    ],
)
def test_vod_of_several_sentences(states, found):
    row = vod(*states)
    assert row["vod_on_inotuzumab"] == found
    assert row["vod_after_transplant"] == "not_applicable"
    assert row["vod_grade_as_printed"] == ("severe" if "yes" in states else "")


def responses(*given):
    columns = ["patient_id", "evaluation", "compartment", "response", "author_term"]
    return pd.DataFrame([("p", *row) for row in given], columns=columns)


def test_the_last_evaluation_with_a_result_counts():
    found = best_responses(
        responses(
            (2, "marrow", "no_remission_marrow", ""),
            (1, "marrow", "remission_morphological", ""),
            (3, "marrow", "not_reported", ""),
            (1, "mrd", "failure", "MRD"),
            (1, "integrated", "not_reported", "CR"),
            (2, "integrated", "no_remission_marrow", ""),
            (3, "integrated", "not_reported", "relapse"),
        )
    )
    assert found.loc["p"].to_dict() == {
        "response_integrated": "no_remission_marrow",
        "response_marrow": "no_remission_marrow",
        "response_mrd": "failure",
        "author_terms": "CR / relapse",
    }


STATES = ["alive", "in_remission", "mrd_negative", "relapse_afterwards", "on_inotuzumab"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["yes", "no"], "yes"),
        (["no", "yes"], "yes"),
        (["no", "not_reported"], "no"),
        (["not_reported", "no"], "no"),
        (["not_reported"], "not_reported"),
    ],
)
def test_a_state_at_the_last_follow_up(state, statements, found):
    unknown = dict.fromkeys(STATES, "not_reported")
    follow_up = [{"patient_id": "p"} | unknown | {state: value} for value in statements]
    assert last_status(rows("follow_up", *follow_up)).loc["p", state] == found


def test_follow_up_as_reported():
    statement = {"patient_id": "p", "status_as_printed": "alive", "until_as_printed": ""}
    follow_up = [statement | {"length_as_printed": text} for text in ("8 months", "", "a year")]
    found = last_status(rows("follow_up", *follow_up)).loc["p"]
    assert found["follow_up_length_as_printed"] == "8 months; a year"
    assert found["status_as_printed"] == "alive"
    assert found["until_as_printed"] == "not_reported"


@pytest.mark.parametrize(
    ("timing", "answer"), [("after_inotuzumab", "yes"), ("before_inotuzumab", "not_reported")]
)
def test_a_transplant_after_inotuzumab(timing, answer):
    patients = rows("patients", {"patient_id": "p"}, {"patient_id": "q"})
    transplants = rows("transplants", {"patient_id": "p", "timing": timing})
    assert transplant_after(patients, transplants).tolist() == [answer, "not_reported"]


def test_a_patient_of_whom_little_is_reported():
    coded = {
        "patients": rows("patients", {"patient_id": "p", "document_id": "d", "label": "P 1"}),
        "characteristics": characteristics(
            {"item": "sex", "value": "female", "as_printed": "a woman"},
            {"item": "cd22", "value": "positive", "as_printed": "98%"},
            {"item": "age", "value": "17", "as_printed": "17 years"},
        ),
        "doses": rows("doses", {"patient_id": "p", "dose_id": "d1"}),
        "events": rows(
            "events",
            {
                "patient_id": "p",
                "event_id": "e1",
                "event": "vod_sos",
                "phase": "on_inotuzumab",
                "occurred": "no",
            },
        ),
        "follow_up": rows("follow_up", {"patient_id": "p", "follow_up_id": "f1"}),
        "transplants": rows("transplants", {"patient_id": "q", "transplant_id": "t1"}),
    }
    found = harmonise_cases(coded, dated(None, None), responses((1, "marrow", "failure", ""))).iloc[
        0
    ]
    known = {
        "label": "P 1",
        "sex": "female",
        "cd22": "positive",
        "cd22_as_printed": "98%",
        "age": "17",
        "age_low_years": 17,
        "response_marrow": "failure",
        "vod_on_inotuzumab": "no",
        "vod_after_transplant": "not_applicable",
        "transplant_after_inotuzumab": "not_reported",
        "sources": "characteristics:c1 characteristics:c2 characteristics:c3 events:e1"
        " follow_up:f1 doses:d1",
    }
    assert {name: found[name] for name in known} == known
    for name in ("karyotype", "prior_hsct", "marrow_blasts_as_printed", "alive", "author_terms"):
        assert found[name] == "not_reported"
