"""What a derived table is made from is declared, and the declaration is true."""

from graphlib import TopologicalSorter
from pathlib import Path

import pandas as pd
import pytest

from evidence.coded.tables import CodedTables
from evidence.review.core.definitions import definitions_in
from evidence.review.core.open_review import Derived
from evidence.review.core.project import find_project, read_project

DEFINITIONS = definitions_in(find_project(Path(__file__)).root)
DERIVED_TABLES = DEFINITIONS.derived_tables


def test_needs_name_derived_tables_and_are_free_of_circles():
    needs = {name: set(table.needs) for name, table in DERIVED_TABLES.items()}
    assert set().union(*needs.values()) <= set(DERIVED_TABLES)
    assert list(TopologicalSorter(needs).static_order())


class Recorded(CodedTables):
    """Coded tables that remember which of them were read."""

    def __init__(self, tables):
        super().__init__(tables, tables.settings)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


class RecordedTables(Derived):
    """Derived tables, each made once, with the coded tables that were read for it."""

    def __init__(self, coded: CodedTables) -> None:
        super().__init__(coded, DEFINITIONS)
        self.reads: dict[str, set[str]] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            needed = [self[other] for other in DERIVED_TABLES[name].needs]
            recorded = Recorded(self._coded)
            self._made[name] = DERIVED_TABLES[name].make(recorded, *needed)
            self.reads[name] = recorded.read
        return self._made[name]


@pytest.fixture(scope="module")
def derived() -> RecordedTables:
    return RecordedTables(read_project(find_project()))


@pytest.mark.parametrize("name", [name for name in DERIVED_TABLES if name != "subsets"])
def test_a_table_reads_what_it_declares_and_nothing_else(name, derived):
    assert derived[name] is not None
    assert derived.reads[name] == set(DERIVED_TABLES[name].reads)
