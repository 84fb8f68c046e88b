"""The tables of the manuscript that review.toml declares, in their order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evidence.coded.problems import ProblemsFound
from evidence.coded.settings import Settings
from evidence.domains.definitions import Definitions
from evidence.review.core.declared import TABLES, Entry, declared, of_function, option_problems
from evidence.tables.core.labels import Tables
from evidence.tables.core.table import Table

SECTION = "tables"
ENTRIES = {"name": str, "table": str, "options": dict}
REQUIRED = ("name",)


@dataclass(frozen=True)
class TableSpec:
    """One table of the manuscript.

    Attributes
    ----------
    make : makes it from the coded and the derived tables, and its options.
    """

    name: str
    make: Callable[..., Table]
    options: Mapping[str, Any]

    def __call__(self, coded: Tables, derived: Tables) -> Table:
        """The table."""
        return replace(self.make(coded, derived, **self.options), name=self.name)


def table_specs(settings: Settings, definitions: Definitions) -> dict[str, TableSpec]:
    """The tables of a review by name, in the order of review.toml.

    Raises
    ------
    ProblemsFound : entries that are wrong or missing, tables or options that there are not, all at
        once.
    """
    entries, problems = declared(settings, SECTION, ENTRIES, REQUIRED)
    known = definitions.manuscript_tables
    for entry in entries:
        entry.setdefault("table", entry["name"])
        problems += entry.unknown("table", known)
        if entry["table"] in known:
            problems += option_problems(entry, "options", (known[entry["table"]],), TABLES)
    if problems:
        raise ProblemsFound(problems)
    return {entry["name"]: _spec(entry, known[entry["table"]], settings) for entry in entries}


def _spec(entry: Entry, make: Callable[..., Table], settings: Settings) -> TableSpec:
    usual = {"index": settings.index.short}  # for the tables that name the index therapy
    return TableSpec(entry["name"], make, of_function(make, {**usual, **entry.get("options", {})}))
