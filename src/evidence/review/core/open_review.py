"""The derived tables: made when first asked for, from coded tables that were just read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from evidence.coded.tables import CodedTables
from evidence.domains.definitions import Definitions
from evidence.review.core.definitions import definitions_for
from evidence.review.core.project import Project, find_project, read_project
from evidence.review.core.stamps import read_digest
from evidence.review.core.table_specs import TableSpec, table_specs

if TYPE_CHECKING:
    from evidence.review.core.figure_specs import FigureSpec


class Derived(Mapping[str, pd.DataFrame]):
    """Derived tables by name, each made when first asked for and then kept.

    Every row of every table names the rows behind it in ``sources``.
    """

    def __init__(
        self,
        coded: Mapping[str, pd.DataFrame],
        definitions: Definitions,
        made: dict[str, pd.DataFrame] | None = None,
    ) -> None:
        self._coded = coded
        self._tables = definitions.derived_tables
        self._made = {} if made is None else made

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            table = self._tables[name]
            self._made[name] = table.make(self._coded, *(self[needed] for needed in table.needs))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


@dataclass(frozen=True)
class Review:
    """The coded tables of a project and everything derived from them; ``review["cases"]`` is a
    derived table.
    """

    coded: CodedTables
    derived: Mapping[str, pd.DataFrame]
    definitions: Definitions

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.derived[name]

    @cached_property
    def figures(self) -> "dict[str, FigureSpec]":
        """The figures that review.toml declares, by name.

        Raises
        ------
        ProblemsFound : entries that are wrong, all at once.
        """
        from evidence.review.core.figure_specs import figure_specs  # imports matplotlib

        return figure_specs(self.coded.settings, self.definitions)

    @cached_property
    def manuscript_tables(self) -> dict[str, TableSpec]:
        """The tables of the manuscript that review.toml declares, by name.

        Raises
        ------
        ProblemsFound : entries that are wrong, all at once.
        """
        return table_specs(self.coded.settings, self.definitions)


def read_review(project: Project) -> Review:
    """The project's coded tables and what is derived from them; nothing is written.

    Read afresh whenever a byte of the coded tables has changed since the last time.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    """
    return _review_of(project, read_digest(project))


@lru_cache(maxsize=2)  # two states are compared
def _review_of(project: Project, digest: str) -> Review:
    coded = read_project(project)
    definitions = definitions_for(coded.settings)
    return Review(coded, Derived(coded, definitions, _made_from(digest)), definitions)


@lru_cache(maxsize=4)
def _made_from(digest: str) -> dict[str, pd.DataFrame]:
    """Where derived tables are kept: copies of a review, and states alike, share them."""
    return {}


def open_review(start: Path | None = None) -> Review:
    """The review around the working folder, so that a changed coded row shows at once."""
    return read_review(find_project(start))
