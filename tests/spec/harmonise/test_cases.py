"""One row per patient: which of several statements counts, and what stays not reported."""

import pandas as pd
import pytest

from evidence.harmonise.cases import (
    CaseTable,
    adverse_events,
    characteristics_side_by_side,
    days_as_words,
    given_doses,
    index_days,
    join_case_columns,
    last_status,
    nearest_to_first_dose,
)
from tests.spec.harmonise.facts import characteristics
from tests.spec.harmonise.tables import rows


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ("at_index", "before_index"),
        ("before_index", "not_stated"),
        ("not_stated", "at_diagnosis"),
        ("at_index", "at_diagnosis"),
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
        for value, timing in (("a", "at_diagnosis"), ("b", "at_index"))
    ]
    assert nearest_to_first_dose(characteristics(*found), [item])["value"].tolist() == ["a", "b"]


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
    row = {"patient_id": "p", "agent": agent, "given": given, "dose_as_reported": reported}
    found = given_doses(rows("doses", row), "inotuzumab_ozogamicin")
    assert found["index_doses_as_reported"].to_dict() == ({"p": reported} if counts else {})


def test_each_reported_dose_is_named_once_in_its_order():
    shared = {"patient_id": "p", "agent": "inotuzumab_ozogamicin", "given": "given"}
    doses = [shared | {"dose_as_reported": dose} for dose in ("0.8 mg", "0.5 mg", "0.8 mg")]
    assert given_doses(rows("doses", *doses), "inotuzumab_ozogamicin").loc["p"].tolist() == [
        "0.8 mg; 0.5 mg"
    ]


STATES = ["alive", "in_remission", "mrd_negative", "relapse_afterwards", "on_index"]


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
    given = [{state: value} for value in statements]
    assert followed_up(*given)[state] == found


CHOICE = CaseTable(
    states=("alive", "in_remission", "mrd_negative", "on_index"), ever=("relapse_afterwards",)
)
UNDATED = pd.DataFrame(columns=["timeline_id", "sequence"])


def followed_up(*statements, timeline=UNDATED):
    unknown = {"patient_id": "p", "status_as_reported": "alive"}
    unknown |= dict.fromkeys(STATES, "not_reported")
    coded = rows("follow_up", *(unknown | statement for statement in statements))
    return last_status(coded, timeline, CHOICE).loc["p"]


@pytest.mark.parametrize(
    ("earlier", "later", "found"),
    [("yes", "no", "no"), ("no", "yes", "yes"), ("yes", "not_reported", "not_reported")],
)
def test_the_status_of_the_last_time_counts(earlier, later, found):
    entries = pd.DataFrame([("t1", 1), ("t2", 2)], columns=UNDATED.columns)
    given = [
        {"timeline_id": entry, "alive": state, "relapse_afterwards": state}
        for entry, state in (("t1", earlier), ("t2", later))
    ]
    for order in (given, given[::-1]):
        row = followed_up(*order, timeline=entries)
        assert row["alive"] == found
        # a relapse, once reported, stays one
        assert row["relapse_afterwards"] == ("yes" if "yes" in (earlier, later) else later)


def test_follow_up_as_reported():
    found = followed_up(*({"length_as_reported": text} for text in ("8 months", "", "a year")))
    assert found["follow_up_length_as_reported"] == "8 months; a year"
    assert found["status_as_reported"] == "alive"
    assert found["until_as_reported"] == "not_reported"


UNKNOWN = float("nan")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (67, 67, "day 67"),
        (67, 68, "day 67 to 68"),
        (17.5, 24.5, "day 17 to 25"),  # rounded outwards
        (-3.5, -3.5, "day -4 to -3"),
        (UNKNOWN, 9, ""),
        (9, UNKNOWN, ""),
        (UNKNOWN, UNKNOWN, ""),
    ],
)
def test_days_in_words(low, high, words):
    assert days_as_words(low, high) == words


def test_chosen_items_stand_side_by_side() -> None:
    facts = characteristics(
        {"item": "sex", "value": "female", "as_reported": "a woman"},
        {"item": "cd22", "value": "positive", "as_reported": "98%"},
        {"item": "weight", "value": "60", "as_reported": "60 kg"},
    )
    choice = CaseTable(items={"sex": "sex", "marker": "cd22"}, as_reported={"marker_text": "cd22"})
    found = characteristics_side_by_side(facts, pd.Series(["p", "q"]), choice)
    assert found.to_dict("index") == {
        "p": {"sex": "female", "marker": "positive", "marker_text": "98%"},
        "q": dict.fromkeys(["sex", "marker", "marker_text"], "not_reported"),
    }


def test_a_time_that_no_code_names_comes_last() -> None:
    found = [
        {"item": "sex", "value": value, "timing": timing}
        for value, timing in (("late", "some_day"), ("early", "after_index"))
    ]
    assert nearest_to_first_dose(characteristics(*found))["value"].tolist() == ["early"]


def test_first_and_last_day_of_the_index_therapy() -> None:
    entries = [
        ("p", "index_start", 0, 0),
        ("p", "index_dose", 7, 9),
        ("p", "admission", 30, 30),
        ("q", "index_start", None, None),
    ]
    timeline = pd.DataFrame(entries, columns=["patient_id", "event", "day_low", "day_high"])
    found = index_days(timeline)
    assert found.loc["p"].tolist() == [0, 9]
    assert found.loc["q"].isna().all()


def test_adverse_events_that_occurred_in_words() -> None:
    events = [
        {"event": event, "occurred": occurred, "patient_id": "p"}
        for event, occurred in (("rash", "yes"), ("fever", "no"), ("rash", "yes"), ("pain", "yes"))
    ]
    found = adverse_events(rows("events", *events), {"rash": "Rash"})
    assert found["adverse_events"].to_dict() == {"p": "Rash; pain"}


PATIENTS = pd.DataFrame({"patient_id": ["p", "q"], "document_id": "d", "label": ["P", "Q"]})


def test_parts_are_joined_by_patient_and_silence_is_said() -> None:
    parts = [
        pd.DataFrame({"dose": ["5 mg"], "sources": ["timeline:t1"]}, index=["p"]),
        pd.DataFrame({"lines": [2, 3]}, index=["p", "q"]),
    ]
    doses = pd.DataFrame({"dose_id": ["d1", "d2"], "patient_id": ["p", "p"]})
    found = join_case_columns(PATIENTS, parts, {"doses": doses}).set_index("patient_id")
    assert found["dose"].to_dict() == {"p": "5 mg", "q": "not_reported"}
    assert found["lines"].to_dict() == {"p": 2, "q": 3}
    assert found["sources"].to_dict() == {"p": "doses:d1 doses:d2 timeline:t1", "q": "patients:q"}


def test_no_patient_is_an_empty_table_of_the_same_columns() -> None:
    parts = [pd.DataFrame({"dose": pd.Series([], dtype=object)})]
    found = join_case_columns(PATIENTS.head(0), parts, {})
    assert found.empty
    assert [*found] == ["patient_id", "document_id", "label", "dose", "sources"]
