"""Lists: doses, claims, checklists, the dictionary, and the numbers that tables get."""

from types import SimpleNamespace

import pandas as pd
import pytest

from evidence.tables.core.table import Column, Row, Table
from evidence.tables.make_tables import make_tables
from evidence.tables.manuscript.checklists import prisma_items, swim_items
from evidence.tables.manuscript.claims import claims_audit
from evidence.tables.manuscript.data_dictionary import dictionary_table
from evidence.tables.manuscript.line_list import line_list_doses

NB = "\u00a0"


def codes(**labels: str) -> pd.DataFrame:
    return pd.DataFrame({"code": list(labels), "label": list(labels.values())})


DOSE = {
    "patient_id": "p",
    "document_id": "one",
    "agent": "x",
    "cycle_as_reported": "1",
    "day_as_reported": "day 1",
    "date_as_reported": "",
    "dose_as_reported": "1.8 mg/m^2",
    "administrations": 2.0,
    "given": "planned",
    "compared_with_label": "off",
    "sources": "doses:d",
}


@pytest.mark.parametrize(("administrations", "shown"), [(2.0, "2"), (float("nan"), "NR")])
def test_a_dose_is_shown_as_reported(administrations: float, shown: str) -> None:
    coded = {"agents": codes(x="Xylose"), "dose_comparisons": codes(off="Off the label")}
    derived = {
        "doses": pd.DataFrame([DOSE | {"administrations": administrations}]),
        "cases": pd.DataFrame({"patient_id": ["p"], "label": ["Alder"]}),
    }
    table = line_list_doses(coded, derived)
    [row] = table.rows
    assert row.cells == (
        *("Xylose", "1", "day 1", "NR", f"1.8{NB}mg/m²", shown, "Planned", "Off the label"),
        "@[one]",
    )
    assert (row.sources, row.group, table.landscape) == ("doses:d", "Alder", True)


CLAIM = {
    "claim_id": "c",
    "locator": "¶ 1",
    "measure": "cr",
    "value_as_reported": "80.7%",
    "numerator_as_reported": "",
    "denominator_as_reported": "",
    "comparator_value_as_reported": "",
}
VERDICT = {
    "claim_id": "c",
    "document_id": "one",
    "has_figure": "yes",
    "verdict": "not_checkable",
    "reason": "no_study",
    "also": "",
    "claimed_study_id": "",
    "cited_document_id": "",
    "compared_document_id": "",
    "study_coded": "no",
    "matched": "",
    "matched_study_id": "",
    "matched_measure": "",
    "matched_set": "",
    "matched_time_point": "",
    "matched_value": "",
    "measure": "cr",
    "value_as_reported": "80.7%",
    "claim_denominator": None,
    "sources": "claims:c",
}


def claimed(claim: dict, verdict: dict) -> list[Row]:
    coded = {
        "claims": pd.DataFrame([CLAIM | claim]),
        "studies": pd.DataFrame(
            {"study_id": ["s", "t"], "document_id": ["trial", "other"], "label": ["T 1", "T 2"]}
        ),
        "outcome_measures": codes(cr="Remission"),
        "analysis_sets": codes(all="All"),
    }
    derived = {
        "claim_verdicts": pd.DataFrame([VERDICT | verdict]),
        "cases": pd.DataFrame({"document_id": ["one"], "label": ["Alder, patient 1"]}),
    }
    return list(claims_audit(coded, derived).rows)


@pytest.mark.parametrize(
    ("has_figure", "verdict", "count"),
    [
        ("yes", "not_checkable", 1),
        ("no", "not_checkable", 0),
        ("no", "not_contradicted", 1),
        ("yes", "supported", 1),
    ],
)
def test_what_nothing_could_be_checked_against_is_not_shown(
    has_figure: str, verdict: str, count: int
) -> None:
    found = claimed({}, {"has_figure": has_figure, "verdict": verdict})
    assert len(found) == count


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ({}, "80.7%"),
        ({"comparator_value_as_reported": "29.4%"}, "80.7% v 29.4%"),
        ({"numerator_as_reported": "88", "denominator_as_reported": "109"}, "80.7%; 88/109"),
        (
            {"value_as_reported": "", "numerator_as_reported": "88",
             "denominator_as_reported": "109"},
            "88/109",
        ),
        ({"value_as_reported": "88", "numerator_as_reported": "88"}, "88"),
        ({"value_as_reported": ""}, "NR"),
    ],
)  # fmt: skip
def test_the_values_of_a_claim(claim: dict, shown: str) -> None:
    [row] = claimed(claim, {})
    assert row.cells[2] == shown


@pytest.mark.parametrize(
    ("verdict", "study", "reference"),
    [
        ({}, "—", "—"),
        ({"claimed_study_id": "s"}, "T 1", "—"),
        ({"cited_document_id": "other"}, "T 2", "@[other]"),
        ({"claimed_study_id": "s", "cited_document_id": "other"}, "T 1", "@[other]"),
        ({"cited_document_id": "book"}, "—", "@[book]"),
    ],
)
def test_the_study_meant_comes_before_the_one_cited(
    verdict: dict, study: str, reference: str
) -> None:
    [row] = claimed({"measure": "rate_of_falls"}, verdict)
    assert (row.cells[3], row.cells[6]) == (study, reference)
    assert (row.cells[0], row.cells[1], row.cells[4]) == (
        "¶ 1",
        "Rate of falls",
        "Not checkable",
    )
    assert (row.group, row.sources) == ("Alder", "claims:c")


@pytest.mark.parametrize(
    ("make", "name", "title"),
    [
        (prisma_items, "prisma_items", "PRISMA 2020 checklist"),
        (swim_items, "swim_items", "SWiM checklist"),
    ],
)
def test_a_checklist_says_what_has_no_answer(make, name: str, title: str) -> None:
    columns = ["item", "topic", "asks", "status", "answered_in", "note"]
    items = [("1", "Title", "a title", "done", "README", ""), ("2", "T", "x", "not_done", "", "n")]
    table = make({name: pd.DataFrame(items, columns=columns)}, {})
    assert [(row.cells, row.sources) for row in table.rows] == [
        (("1", "Title", "a title", "Done", "README", "—"), f"{name}:1"),
        (("2", "T", "x", "Not done", "—", "n"), f"{name}:2"),
    ]
    assert (table.name, table.title, table.landscape) == (name, title, True)


FIELD = {
    "name": "n",
    "type": "integer",
    "description": "Patients.",
    "unit": "",
    "required": False,
    "enum": (),
    "minimum": None,
    "maximum": None,
}


@pytest.mark.parametrize(
    ("field", "table", "description", "allowed"),
    [
        ({}, {}, "Patients.", "—"),
        ({"unit": "kg"}, {}, "Patients. Unit: kg.", "—"),
        ({"required": True}, {}, "Patients.", "required"),
        ({"required": True}, {"key": ("n",)}, "Patients.", "key"),
        ({"minimum": 0.0, "maximum": 0.0}, {}, "Patients.", "from 0; to 0"),
        ({"enum": ("a", "b")}, {}, "Patients.", "a · b"),
        (
            {"required": True},
            {"foreign_keys": (("n",), ("n", "m"))},
            "Patients.",
            "required; of other",
        ),
    ],
)
def test_a_field_of_the_dictionary(
    field: dict, table: dict, description: str, allowed: str
) -> None:
    keys = [
        SimpleNamespace(fields=fields, table="other") for fields in table.get("foreign_keys", ())
    ]
    coded = SimpleNamespace(
        name="arms",
        key=table.get("key", ()),
        foreign_keys=keys,
        fields=[SimpleNamespace(**FIELD | field)],
    )
    [row] = dictionary_table({"arms": coded}).rows
    assert row.cells == ("n", "integer", description, allowed)
    assert (row.sources, row.group) == ("datapackage:arms.n", "arms")


def made(name: str, *cells: str):
    table = Table(
        name, name.title(), (Column("a", "A"),), tuple(Row((cell,), "") for cell in cells)
    )
    return lambda coded, derived: table


def test_tables_with_rows_are_numbered_in_their_order_whichever_are_asked_for() -> None:
    makers = {"first": made("first", "x"), "none": made("none"), "last": made("last", "y")}
    assert [table.title for table in make_tables(makers, {}, {})] == [
        "Table 1. First",
        "Table 2. Last",
    ]
    assert [table.title for table in make_tables(makers, {}, {}, ["last"])] == ["Table 2. Last"]
