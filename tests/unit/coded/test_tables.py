"""The container of the coded tables."""

import copy
import pickle
from pathlib import Path

import pandas as pd
import pytest

from evidence.coded.dictionary import read_dictionary
from evidence.coded.tables import CodedTables, NoSuchTable
from evidence.errors import EvidenceError

FRAME = pd.DataFrame({"dose_id": ["d.d1"]})
CODED = CodedTables({"doses": FRAME})


def test_a_table_is_an_attribute_and_a_key():
    assert CODED.doses is CODED["doses"] is FRAME
    assert dict(CODED) == {"doses": FRAME} and "doses" in dir(CODED)
    assert "dosis" not in CODED and CODED.get("dosis") is None


@pytest.mark.parametrize("ask", [lambda: CODED["dosis"], lambda: CODED.dosis])
def test_a_table_that_is_not_there_is_a_message(ask):
    with pytest.raises(
        NoSuchTable, match=r"^no table 'dosis' in data/datapackage.json$"
    ) as refusal:
        ask()
    assert isinstance(refusal.value, EvidenceError)


def test_it_cannot_be_changed_and_can_be_copied():
    with pytest.raises(TypeError):
        CODED["doses"] = FRAME
    assert list(copy.copy(CODED)) == list(pickle.loads(pickle.dumps(CODED))) == ["doses"]


def test_its_attributes_are_the_tables_of_the_dictionary_but_those_of_a_domain():
    tables = read_dictionary(Path(__file__).parents[3] / "data")
    of_a_domain = {"transplants", "dose_schedule", "label_limits"}
    assert list(CodedTables.__annotations__) == [name for name in tables if name not in of_a_domain]
