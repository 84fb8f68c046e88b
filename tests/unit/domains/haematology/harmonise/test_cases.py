"""Columns of haematology in the case table: which of several statements counts."""

import pandas as pd
import pytest

from evidence.coded.settings import read_settings
from evidence.coded.tables import CodedTables
from evidence.domains.haematology.harmonise.cases import (
    last_evaluations,
    responses_to_index,
    vod_by_phase,
)
from evidence.review.core.definitions import definitions_for
from evidence.review.core.project import find_project
from tests.spec.harmonise.facts import characteristics, dated
from tests.spec.harmonise.tables import rows


def vod(*states, transplant="no"):
    events = [
        {
            "event_id": f"d.e{number}",
            "patient_id": "p",
            "event": "vod_sos",
            "phase": "on_index",
            "occurred": state,
            "grade_as_reported": "severe" if state == "yes" else "",
        }
        for number, state in enumerate(states, 1)
    ]
    return vod_by_phase(rows("events", *events), pd.Series({"p": transplant})).iloc[0]


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
    assert row["vod_on_index"] == found
    assert row["vod_after_transplant"] == "not_applicable"
    assert row["vod_grade_as_reported"] == ("severe" if "yes" in states else "")


@pytest.mark.parametrize(
    ("transplant", "found"),
    [("no", "not_applicable"), ("not_reported", "not_reported"), ("yes", "not_reported")],
)
def test_silence_on_vod_is_a_question_only_where_a_transplant_is_not_excluded(transplant, found):
    assert vod("no", transplant=transplant)["vod_after_transplant"] == found


def responses(*given):
    columns = ["evaluation", "compartment", "response", "author_term", "before_next_therapy"]
    return pd.DataFrame(given, columns=columns).assign(
        patient_id="p", phase="on_index", day_low=17.5, day_high=24.5
    )


SEVERAL = responses(
    (2, "marrow", "no_remission_marrow", "", "yes"),
    (1, "marrow", "remission_morphological", "", "yes"),
    (3, "marrow", "not_reported", "", "yes"),
    (1, "mrd", "failure", "MRD", "yes"),
    (1, "integrated", "not_reported", "CR", "yes"),
    (2, "integrated", "no_remission_marrow", "", "yes"),
    (3, "integrated", "not_reported", "relapse", "yes"),
    (4, "integrated", "cr", "CR again", "no"),
    (4, "marrow", "remission_morphological", "", "not_reported"),
)


def test_the_last_result_before_the_next_therapy_counts():
    found = responses_to_index(SEVERAL).loc["p"]
    assert found.filter(regex="response_.*[a-z](?<!_day)$").to_dict() == {
        "response_marrow": "no_remission_marrow",
        "response_mrd": "failure",
        "response_extramedullary": "not_reported",
        "response_cns": "not_reported",
        "response_integrated": "no_remission_marrow",
    }
    assert found[["response_marrow_day", "response_cns_day"]].tolist() == ["day 17 to 25", ""]
    assert found["author_terms"] == "CR / relapse"


def test_the_last_evaluation_counts_whatever_came_before_it():
    found = last_evaluations(SEVERAL.assign(phase=[*"123456", "7", "8", "8"])).loc["p"]
    assert found[
        ["last_marrow", "last_integrated", "last_mrd", "last_evaluation_phase"]
    ].tolist() == [
        "remission_morphological",
        "cr",
        "not_reported",
        "8",
    ]


def one_patient(timing, timeline):
    """The row of a patient of whom little is reported, and of one of whom nothing is."""
    patient = {"patient_id": "p", "document_id": "d", "label": "P 1"}
    coded = {
        "patients": rows("patients", patient, patient | {"patient_id": "q"}),
        "characteristics": characteristics(
            {"item": "sex", "value": "female", "as_reported": "a woman"},
            {"item": "cd22", "value": "positive", "as_reported": "98%"},
            {"item": "age", "value": "17", "as_reported": "17 years", "timing": timing},
            {"item": "sex", "value": "male", "patient_id": "q"},
        ),
        "doses": rows("doses", {"patient_id": "p", "dose_id": "d1"}),
        "events": rows(
            "events",
            {
                "patient_id": "p",
                "event_id": "e1",
                "event": "vod_sos",
                "phase": "on_index",
                "occurred": "no",
            },
        ),
        "follow_up": rows("follow_up", {"patient_id": "p", "follow_up_id": "f1"}),
        "transplants": rows("transplants", {"patient_id": "r", "transplant_id": "t1"}),
        "therapies": rows("therapies", {"patient_id": "p", "therapy_id": "t1", "sequence": 1}),
    }
    found = responses((1, "marrow", "failure", "", "yes"))
    entries = timeline.assign(timeline_id="t1", sequence=1)
    settings = read_settings(find_project().root)
    table = definitions_for(settings).derived_tables["cases"]
    made = {"timeline": entries, "responses": found}
    needed = (made[name] for name in table.needs)
    return table.make(CodedTables(coded, settings), *needed).set_index("patient_id")


def test_a_patient_of_whom_little_is_reported():
    both = one_patient("at_index", dated(None, None))
    assert both.loc["q", ["age", "sources"]].tolist() == ["not_reported", "characteristics:c4"]
    found = both.loc["p"]
    known = {
        "label": "P 1",
        "sex": "female",
        "cd22": "positive",
        "cd22_as_reported": "98%",
        "age": "17",
        "age_low_years": 17,
        "response_marrow": "failure",
        "vod_on_index": "no",
        "vod_after_transplant": "not_reported",
        "prior_lines": 0,
        "transplant_after_index": "not_reported",
        "sources": "characteristics:c1 characteristics:c2 characteristics:c3 events:e1"
        " follow_up:f1 doses:d1 therapies:t1",
    }
    assert {name: found[name] for name in known} == known
    for name in ("karyotype", "prior_hsct", "marrow_blasts_as_reported", "alive", "author_terms"):
        assert found[name] == "not_reported"


def test_a_derived_age_names_the_diagnosis_among_its_sources():
    found = one_patient("at_diagnosis", dated(-400, -400)).loc["p"]
    assert found["age"] == "18-19 (derived)"
    assert found["sources"].endswith("therapies:t1 timeline:t1")
