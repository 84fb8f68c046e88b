"""What each check reports of its example: where, how grave, which values, resting on which rows."""

import pytest

from bench.planted_errors.sensitivity import CHECKS
from tests.unit.audit.examples import EXAMPLES
from tests.unit.audit.inputs import Inputs

BY_ID = {check.id: check for check in CHECKS}


def test_every_check_has_an_example():
    assert set(EXAMPLES) == set(BY_ID)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_check_finds_what_it_is_for(name, clean):
    example, check = EXAMPLES[name], BY_ID[name]
    tables = example.spoilt(clean)
    rows = check.find(tables, Inputs(tables)).to_dict("records")
    assert len(rows) == len(example.findings)
    for row, found in zip(rows, example.findings, strict=True):
        place = f"{row['table']}:{row['row_key']}"
        assert (row["severity"] or check.severity, place) == (found.severity, found.row)
        assert (row["column"], row["reported"].strip()) == (found.column, found.reported)
        assert found.expected in (None, row["expected"]) and row["expected"]
        assert set(row["sources"].split()) == {found.row, *found.beside}
