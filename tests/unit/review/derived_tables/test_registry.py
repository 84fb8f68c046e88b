"""What a derived table is made from is declared, and the declaration is true."""

from graphlib import TopologicalSorter

import pandas as pd
import pytest

from evidence.review.core.open_review import derive
from evidence.review.core.project import find_project, read_project
from evidence.review.derived_tables import DERIVED_TABLES
from evidence.review.derived_tables.registry import make_table


@pytest.fixture(scope="module")
def coded() -> dict[str, pd.DataFrame]:
    return read_project(find_project())


@pytest.fixture(scope="module")
def derived(coded):
    return derive(coded)


def test_needs_name_derived_tables_and_are_free_of_circles():
    needs = {name: set(table.needs) for name, table in DERIVED_TABLES.items()}
    assert set().union(*needs.values()) <= set(DERIVED_TABLES)
    assert list(TopologicalSorter(needs).static_order())


class Recorded(dict):
    """Coded tables that remember which of them were read."""

    def __init__(self, tables):
        super().__init__(tables)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("name", [name for name in DERIVED_TABLES if name != "subsets"])
def test_a_table_reads_what_it_declares_and_nothing_else(name, coded, derived):
    recorded = Recorded(coded)
    make_table(name, recorded, derived)
    assert recorded.read == set(DERIVED_TABLES[name].reads)
