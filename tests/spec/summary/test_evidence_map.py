"""What counts as a statement on an outcome, and the state of a patient without one."""

import pandas as pd
import pytest

from evidence.coded.settings import Index
from evidence.domains.haematology.map_items import MAP_ITEMS
from evidence.summary.results.evidence_map import (
    GENERAL_ITEMS,
    MapItem,
    evidence_map,
    map_counts,
    outcome_rows,
)
from tests.spec.harmonise.tables import rows

INDEX = Index("inotuzumab_ozogamicin", "inotuzumab ozogamicin", "inotuzumab")
ITEMS = {name: item for name, item in GENERAL_ITEMS.items() if name != "Adverse events"} | MAP_ITEMS
PATIENT = {"patient_id": "p", "document_id": "d"}
TABLES = {
    "assessments": {
        "assessment_id": "k",
        "evaluation": 1,
        "response": "cr",
        "compartment": "marrow",
        "is_mrd": "no",
    },
    "events": {"event_id": "k", "occurred": "no", "event": "infection", "phase": "on_index"},
    "doses": {"dose_id": "k", "agent": "inotuzumab_ozogamicin", "dose_as_reported": "0.8 mg/m2"},
    "transplants": {
        "transplant_id": "k",
        "timing": "after_index",
        "acute_gvhd": "not_reported",
        "chronic_gvhd": "not_reported",
    },
    "follow_up": {"follow_up_id": "k"},
}


def stated(table: str, **cells: object) -> set[str]:
    """The outcomes that one row of a table says something on."""
    coded = {name: rows(name) for name in TABLES}
    coded[table] = rows(table, PATIENT | TABLES[table] | cells)
    return {
        outcome.format(index=INDEX.short)
        for outcome, item in ITEMS.items()
        if len(outcome_rows(coded, item, INDEX))
    }


@pytest.mark.parametrize(
    ("cells", "outcomes"),
    [
        ({}, {"Marrow response"}),
        ({"evaluation": 0}, set()),  # before the first dose
        ({"evaluation": ""}, set()),
        ({"evaluation": 2}, {"Marrow response"}),
        ({"response": "not_applicable"}, set()),
        ({"response": "not_reported"}, {"Marrow response"}),
        ({"is_mrd": "yes"}, {"MRD"}),
        ({"compartment": "extramedullary"}, {"Extramedullary response"}),
        ({"compartment": "cns"}, {"CNS response"}),
        ({"compartment": "blood"}, set()),
        ({"compartment": "blood", "is_mrd": "yes"}, {"MRD"}),
    ],
)
def test_assessments(cells: dict, outcomes: set[str]) -> None:
    assert stated("assessments", **cells) == outcomes


CYTOPENIAS = ("neutropenia", "thrombocytopenia", "pancytopenia", "anaemia", "lymphopenia")


@pytest.mark.parametrize(
    ("cells", "outcomes"),
    [
        ({}, {"Other adverse events"}),
        ({"occurred": "yes"}, {"Other adverse events"}),
        ({"occurred": "not_reported"}, set()),
        ({"phase": "after_index"}, {"Other adverse events"}),
        ({"phase": "after_transplant"}, set()),
        *(({"event": event}, {"Cytopenias"}) for event in CYTOPENIAS),
        ({"event": "anaemia", "phase": "after_transplant"}, set()),
        ({"event": "vod_sos"}, {"VOD/SOS on inotuzumab"}),
        ({"event": "vod_sos", "phase": "after_transplant"}, {"VOD/SOS after transplant"}),
        ({"event": "vod_sos", "phase": "after_index"}, set()),
        ({"event": "vod_sos", "occurred": "not_reported"}, set()),
    ],
)
def test_events(cells: dict, outcomes: set[str]) -> None:
    assert stated("events", **cells) == outcomes


@pytest.mark.parametrize(
    ("table", "cells", "outcomes"),
    [
        ("doses", {}, {"Dose"}),
        ("doses", {"dose_as_reported": ""}, set()),
        ("doses", {"agent": "cyclophosphamide"}, set()),
        ("transplants", {}, {"Transplant afterwards"}),
        ("transplants", {"timing": "before_index"}, set()),
        (
            "transplants",
            {"engraftment_as_reported": "day 15"},
            {"Transplant afterwards", "Engraftment"},
        ),
        ("transplants", {"acute_gvhd": "no"}, {"Transplant afterwards", "GVHD"}),
        ("transplants", {"chronic_gvhd": "yes"}, {"Transplant afterwards", "GVHD"}),
        ("follow_up", {}, {"Last status"}),
        ("follow_up", {"length_as_reported": "a year"}, {"Last status", "Length of follow-up"}),
        ("follow_up", {"until_as_reported": "now"}, {"Last status", "Length of follow-up"}),
    ],
)
def test_other_tables(table: str, cells: dict, outcomes: set[str]) -> None:
    assert stated(table, **cells) == outcomes


CASE = {
    **PATIENT,
    "extramedullary": "not_reported",
    "cns": "not_reported",
    "transplant_after_index": "not_reported",
    "response_marrow": "not_reported",
    "response_mrd": "not_reported",
}


def cell(outcome: str, table: str | None = None, cells: dict | None = None, **case: str) -> dict:
    coded = {name: rows(name) for name in TABLES}
    if table:
        other = TABLES[table] | {f"{next(iter(TABLES[table]))}": "other"} | {"patient_id": "q"}
        coded[table] = rows(table, PATIENT | TABLES[table] | (cells or {}), other)
    found = evidence_map(coded, pd.DataFrame([CASE | case]), ITEMS, INDEX).set_index("outcome")
    return found.loc[outcome].to_dict()


@pytest.mark.parametrize(
    ("outcome", "item"),
    [
        ("Extramedullary response", "extramedullary"),
        ("CNS response", "cns"),
        ("VOD/SOS after transplant", "transplant_after_index"),
        ("Engraftment", "transplant_after_index"),
        ("GVHD", "transplant_after_index"),
    ],
)
@pytest.mark.parametrize(
    ("answer", "state", "sources"),
    [
        ("no", "not_applicable", "cases:p"),
        ("yes", "not_reported", "documents:d"),
        ("not_reported", "not_reported", "documents:d"),
    ],
)
def test_an_outcome_that_a_patient_cannot_have(
    outcome: str, item: str, answer: str, state: str, sources: str
) -> None:
    found = cell(outcome, **{item: answer})
    assert (found["state"], found["rows"], found["sources"]) == (state, 0, sources)
    assert cell("Dose", **{item: answer})["state"] == "not_reported"


@pytest.mark.parametrize(
    ("answer", "state", "sources"),
    [
        ("no", "reported", "cases:p"),  # no transplant is no row of transplants
        ("yes", "reported", "cases:p"),
        ("not_reported", "not_reported", "documents:d"),
        ("", "not_reported", "documents:d"),
    ],
)
def test_an_outcome_is_reported_where_the_case_table_answers_it(
    answer: str, state: str, sources: str
) -> None:
    found = cell("Transplant afterwards", transplant_after_index=answer)
    assert (found["state"], found["rows"], found["sources"]) == (state, 0, sources)


def test_what_is_reported_wins_over_what_table_1_excludes() -> None:
    found = cell("CNS response", "assessments", {"compartment": "cns"}, cns="no")
    assert (found["state"], found["rows"], found["sources"]) == ("reported", 1, "assessments:k")


@pytest.mark.parametrize(
    ("outcome", "cells", "item", "response", "state"),
    [
        *(
            ("Marrow response", {}, "response_marrow", response, state)
            for response, state in (
                ("not_evaluable_marrow_below_5_percent_at_baseline", "not_assessable"),
                ("remission_morphological", "reported"),
                ("not_reported", "reported"),
            )
        ),
        *(
            ("MRD", {"is_mrd": "yes"}, "response_mrd", response, state)
            for response, state in (
                ("negative_sensitivity_not_stated", "not_assessable"),
                ("negative_insufficient_sensitivity", "not_assessable"),
                ("complete_response", "reported"),
                ("failure", "reported"),
            )
        ),
    ],
)
def test_what_is_reported_and_cannot_be_judged(
    outcome: str, cells: dict, item: str, response: str, state: str
) -> None:
    assert cell(outcome, "assessments", cells, **{item: response})["state"] == state
    assert cell(outcome, **{item: response})["state"] == "not_reported"


def test_a_review_without_a_field_of_medicine_asks_what_every_review_asks() -> None:
    coded = {name: rows(name) for name in TABLES}
    event = PATIENT | TABLES["events"] | {"event": "anaemia"}
    coded["events"] = rows("events", event, event | {"occurred": "not_reported"})
    case = pd.DataFrame([PATIENT])
    found = evidence_map(coded, case, GENERAL_ITEMS, INDEX).set_index("outcome")
    assert found["rows"].to_dict() == {
        "Dose": 0,
        "Adverse events": 1,
        "Length of follow-up": 0,
        "Last status": 0,
    }


def test_an_outcome_of_a_review_is_rows_of_a_table() -> None:
    troponin = MapItem("laboratory", where={"analyte": ("troponin",)}, reported=("as_reported",))
    values = pd.DataFrame(
        {
            "laboratory_id": ["l1", "l2", "l3"],
            "patient_id": "p",
            "analyte": ["troponin", "troponin", "sodium"],
            "as_reported": ["3 ng/L", "", "140"],
        }
    )
    found = outcome_rows({"laboratory": values}, troponin, INDEX)
    assert found["source"].tolist() == ["laboratory:l1"]


def test_nobody_to_ask_is_an_empty_map_of_the_same_columns() -> None:
    coded = {name: rows(name) for name in TABLES}
    found = evidence_map(coded, pd.DataFrame(columns=[*CASE]), ITEMS, INDEX)
    assert found.empty
    assert [*found] == ["patient_id", "document_id", "outcome", "state", "rows", "sources"]


def test_cells_are_counted_by_state() -> None:
    cells = pd.DataFrame(
        {
            "document_id": ["d", "e", "d", "e", "d"],
            "state": ["reported", "reported", "not_assessable", "not_applicable", "not_reported"],
        }
    )
    found = map_counts(cells)
    assert found[["item", "count"]].values.tolist() == [
        ["cells", 5],
        ["reported", 2],
        ["not_assessable", 1],
        ["not_applicable", 1],
        ["not_reported", 1],
    ]
    assert set(found["sources"]) == {"documents:d documents:e"}
