"""Table 1: how each kind of item is shown, and items that cannot be shown."""

import pandas as pd
import pytest

from evidence.coded.problems import ProblemsFound
from evidence.tables.manuscript.table_1 import table_1

NO_CODES = pd.DataFrame({"code": [], "label": []})
CODED = {
    "phases": pd.DataFrame({"code": ["on_index"], "label": ["On xylose"]}),
    "responses": pd.DataFrame({"code": ["cured"], "label": ["Cured"]}),
    "response_categories": NO_CODES,
}
CASES = pd.DataFrame(
    [
        {
            "patient_id": "a",
            "label": "Alder 2020",
            "document_id": "alder",
            "sex": "female",
            "stage": "ii_b",
            "lines": 2,
            "phase": "on_index",
            "response": "cured",
            "response_day": "day 28",
            "rash_early": "yes",
            "rash_late": "no",
            "rash_grade": "mild",
        },
        {
            "patient_id": "b",
            "label": "Birch 2021",
            "document_id": "birch",
            "sex": "not_reported",
            "stage": "",
            "lines": 0,
            "phase": "not_reported",
            "response": "not_reported",
            "response_day": "not_reported",
            "rash_early": "no",
            "rash_late": "not_reported",
            "rash_grade": "",
        },
        {
            "patient_id": "c",
            "label": "Cedar 2022",
            "document_id": "cedar",
            "sex": "male",
            "stage": "i",
            "lines": 1,
            "phase": "not_applicable",
            "response": "not_applicable",
            "response_day": "",
            "rash_early": "no",
            "rash_late": "no",
            "rash_grade": "",
        },
    ]
)


def shown(*items: dict) -> list[tuple[str, ...]]:
    table = table_1(CODED, {"cases": CASES}, items={"Group": items})
    return [row.cells[1:] for row in table.rows[1:]]


@pytest.mark.parametrize(
    ("item", "cells"),
    [
        ({"column": "sex", "show": "state"}, ("Female", "NR", "Male")),
        (
            {"column": "stage", "show": "state", "words": {"ii_b": "IIB", "i": "I"}},
            ("IIB", "NR", "I"),
        ),
        ({"column": "lines", "show": "number"}, ("2", "0", "1")),
        ({"column": "phase", "show": "label"}, ("On xylose", "NR", "NA")),
        ({"column": "response", "show": "dated_label"}, ("Cured (day 28)", "NR", "NA")),
        ({"column": "rash_grade"}, ("mild", "NR", "NR")),
        # A grade is missing only where a rash occurred or may have.
        ({"column": "rash_grade", "if_any": ["rash_early", "rash_late"]}, ("mild", "NR", "NA")),
    ],
)
def test_an_item_is_shown(item: dict, cells: tuple[str, ...]) -> None:
    assert shown({"heading": "Item", **item}) == [cells]


def test_items_that_cannot_be_shown_are_told_together() -> None:
    with pytest.raises(ProblemsFound) as found:
        shown(
            {"heading": "Sex", "column": "sexe"},
            {"heading": "Grade", "column": "rash_grade", "if_any": ["rash_erly"], "show": "txt"},
            {"heading": "Stage", "colum": "stage"},
        )
    text = str(found.value)
    assert "review.toml: tables table_1, items, Sex: found 'sexe'" in text
    assert "did you mean 'sex'?" in text and "did you mean 'rash_early'?" in text
    assert "found 'txt'; allowed: text, state, number, label, dated_label" in text
    assert "items, Stage, colum: found 'no such entry'; allowed: heading, column" in text
    assert "items, Stage, column: found 'nothing'" in text


def test_without_cases_there_are_no_rows() -> None:
    item = {"heading": "Sex", "column": "sex"}
    assert table_1(CODED, {"cases": CASES.iloc[:0]}, items={"Group": (item,)}).rows == ()
