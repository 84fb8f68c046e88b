"""Rows of the treatment sequence and of the patient timelines."""

import pandas as pd
import pytest

from evidence.summary.figure_rows.patient_timeline import TimelineWords, timeline_rows
from evidence.summary.figure_rows.treatment_sequence import SequenceWords, sequence_rows
from tests.unit.summary.figure_rows.case_tables import PATIENTS, known, timeline, unknown

WORDS = SequenceWords(
    index="drug",
    therapies={"drug": "Drug", "chemotherapy": "Chemo"},
    responses={"cr": "CR"},
    results={"cr": "absent", "relapse": "present"},
    residual={"cr": "CR, MRD+"},
)
LINE = {
    "patient_id": "p",
    "role": "line",
    "phase": "salvage",
    "agents": "",
    "protocol": "",
    "duration_as_reported": "",
    "response_as_reported": "",
    "as_reported": "",
}
DOSES = pd.DataFrame(columns=["therapy_id", "given", "cycle"])


def lines(*classes, doses=DOSES, residual=None):
    """(class, response, columns that differ from LINE) in order; the keys are t1, t2 ..."""
    therapies = [
        {**LINE, "therapy_id": f"t{i}", "sequence": i, "therapy_class": kind, "response": response}
        | more
        for i, (kind, response, more) in enumerate(classes, 1)
    ]
    labels = pd.DataFrame({"code": ["cr", "relapse"], "label": ["Complete", "Relapse"]})
    coded = {
        "patients": PATIENTS,
        "therapies": pd.DataFrame(therapies),
        "responses": labels,
        "doses": doses,
    }
    return sequence_rows(coded, WORDS, residual)


def test_lines_are_counted_from_the_first_of_the_index_therapy():
    frame = lines(
        ("chemotherapy", "cr", {}),
        ("antibiotic", "not_applicable", {"role": "concomitant"}),
        ("surgery", "relapse", {}),
        ("drug", "not_reported", {}),
    )
    assert list(frame["position"]) == [-2, -1, 0]
    assert list(frame["therapy"]) == ["Chemo", "Other", "Drug"]
    assert list(frame["result"]) == ["absent", "present", "not_reported"]
    assert list(frame["response"]) == ["CR", "Relapse", ""]
    assert list(frame["index"]) == [False, False, True]


@pytest.mark.parametrize(
    ("second", "positions"),
    [
        ({}, [0]),  # the same agents and protocol
        ({"agents": "b"}, [-1, 0]),
        ({"protocol": "B"}, [-1, 0]),
        ({"agents": "b", "phase": "consolidation"}, [0]),
        ({"agents": "b", "phase": "maintenance"}, [0]),
    ],
)
def test_courses_of_one_therapy_are_one_line(second, positions):
    frame = lines(("chemotherapy", "relapse", {"agents": ""}), ("chemotherapy", "cr", second))
    assert list(frame["position"] - frame["position"].max()) == positions
    assert frame["response"].iloc[-1] == "CR"
    assert frame["sources"].iloc[-1].split()[-1] == "therapies:t2"


@pytest.mark.parametrize(
    ("response", "residual", "result", "word"),
    [
        ("cr", {"t1": True}, "reduced", "CR, MRD+"),
        ("cr", {"t1": False}, "absent", "CR"),
        ("cr", {}, "absent", "CR"),
        ("cr", {"t1": True, "t2": False}, "absent", "CR"),  # the last of the line
        ("cr", {"t1": False, "t2": True}, "reduced", "CR, MRD+"),
        ("relapse", {"t2": True}, "present", "Relapse"),
        ("not_reported", {"t2": True}, "not_reported", ""),
    ],
)
def test_residual_disease_detected_is_disease(response, residual, result, word):
    frame = lines(("drug", "not_reported", {}), ("drug", response, {}), residual=residual)
    assert frame[["result", "response"]].values.tolist() == [[result, word]]


def test_a_therapy_resumed_after_another_is_a_new_line():
    frame = lines(("drug", "cr", {}), ("chemotherapy", "cr", {}), ("drug", "cr", {}))
    assert list(frame["position"]) == [0, 1, 2]


def test_courses_are_those_named_or_numbered_and_nothing_where_neither():
    given = pd.DataFrame({"therapy_id": ["t3"] * 4, "given": "given", "cycle": [1, 1, 2, None]})
    frame = lines(
        ("chemotherapy", "cr", {"duration_as_reported": "6 courses"}),
        ("surgery", "cr", {"duration_as_reported": "18 months"}),
        ("drug", "cr", {"duration_as_reported": "three infusions"}),
        ("drug", "cr", {"duration_as_reported": "a single cycle"}),
        ("drug", "cr", {"duration_as_reported": "second full cycle"}),
        doses=given,
    )
    assert frame["courses"].tolist()[:1] == [6] and pd.isna(frame["courses"][1])
    assert frame["courses"][2] == 2 + 1 + 1


COURSE = TimelineWords(
    start="start",
    kinds={
        "start": "index",
        "dose": "index",
        "relapse": "relapse",
        "response": "response",
        "graft": "graft",
    },
    ending=("graft",),
)


def course(*events, **columns):
    entries = timeline(*events).assign(when_as_reported="").assign(**columns)
    return timeline_rows({"patients": PATIENTS}, {"timeline": entries}, COURSE)


def test_the_list_has_dates_only_where_known_and_the_first_dose_is_day_0():
    frame = course(
        known("relapse", -35, -5),
        unknown("response"),
        known("start", 0, basis="inferred"),
        known("graft", 185),
        known("publication", 400),
        date_earliest=["2020-12-01", "", "", "", ""],
        date_latest=["2020-12-31", "", "", "", ""],
        date_basis=["reported", "", "", "", ""],
        when_as_reported=["December 2020", "", "", "9 July 2021", ""],
    )
    assert list(frame["date"]) == ["Dec 2020", "", "", ""]
    assert list(frame["day"]) == ["(−35 to −5)", "", "0", "(185)"]
    assert list(frame["listed"]) == [True, False, True, True]


def test_a_day_that_the_text_names_has_no_brackets():
    frame = course(
        known("start", 0),
        known("response", 17),
        known("response", 18),
        when_as_reported=["", "22 January (day 17)", "day 17"],
    )
    assert list(frame["day"]) == ["0", "17", "(18)"]


def test_doses_are_one_series_until_another_therapy_and_only_its_ends_are_listed():
    frame = course(
        known("start", 0),
        known("dose", 7),
        known("dose", 14),
        known("graft", 40),
        known("dose", 90),
    )
    assert list(frame["series"].fillna(-1)) == [0, 0, 0, -1, 1]
    assert list(frame["listed"]) == [True, False, True, True, True]


def test_an_event_that_only_its_neighbours_bound_has_no_place_on_the_band():
    frame = course(known("start", 0), known("relapse", 3, 9), by_neighbours=["no", "yes"])
    assert frame["day_low"].isna().tolist() == [False, True]
    assert frame["day"].tolist() == ["0", "(3 to 9)"] and frame["listed"].all()
