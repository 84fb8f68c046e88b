"""Any coded table may be empty: what is derived from it is then empty, with the same columns."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from evidence.coded.dictionary import read_dictionary
from evidence.coded.settings import read_settings
from evidence.coded.tables import CodedTables
from evidence.review.core.definitions import definitions_for
from evidence.review.core.open_review import Derived, read_review
from evidence.review.core.project import find_project

PROJECT = find_project(Path(__file__))
DEFINITIONS = definitions_for(read_settings(PROJECT.root))
TABLES = DEFINITIONS.derived_tables
CODED = [
    name for name, table in read_dictionary(PROJECT.data).items() if table.path.startswith("coded/")
]
AUDIT = {"audit_findings", "claim_verdicts"}
STUDIES = {"subsets"}  # a column for each study


def behind(name: str) -> set[str]:
    """Coded and derived tables that a derived table is made from, through others too."""
    table = TABLES[name]
    return {*table.reads, *table.needs}.union(*(behind(needed) for needed in table.needs))


class Seeded(Derived):
    """Derived tables of which those that are not touched are taken from the whole review."""

    def __init__(
        self, coded: CodedTables, whole: Mapping[str, pd.DataFrame], untouched: set[str]
    ) -> None:
        super().__init__(coded, DEFINITIONS)
        self._made = {name: whole[name] for name in untouched}


@pytest.fixture(scope="module")
def coded() -> CodedTables:
    return read_review(PROJECT).coded


@pytest.fixture(scope="module")
def whole() -> Mapping[str, pd.DataFrame]:
    return read_review(PROJECT).derived


def emptied(coded: CodedTables, names: list[str]) -> CodedTables:
    frames = {name: rows.head(0) if name in names else rows for name, rows in coded.items()}
    return CodedTables(frames, coded.settings)


@pytest.mark.parametrize("name", CODED)
def test_tables_derived_without_one_coded_table(
    name: str, coded: CodedTables, whole: Mapping[str, pd.DataFrame]
) -> None:
    touched = {table for table in TABLES if name in behind(table)}
    derived = Seeded(emptied(coded, [name]), whole, set(TABLES) - touched - STUDIES)
    for table in touched - STUDIES:
        if not (behind(table) | {table}) & AUDIT:
            assert [*derived[table]] == [*whole[table]], table


@pytest.fixture(scope="module")
def nothing(coded: CodedTables) -> Derived:
    return Derived(emptied(coded, CODED), DEFINITIONS)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_derived_from_nothing(
    name: str, nothing: Derived, whole: Mapping[str, pd.DataFrame]
) -> None:
    assert nothing[name].empty
    if name not in STUDIES:
        assert [*nothing[name]] == [*whole[name]]
