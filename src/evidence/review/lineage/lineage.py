"""From any computed row back to the coded rows behind it.

A derived row names its sources as ``table:key``. The name is that of the derived table
where there is one, since it rests on coded rows itself; within that same table, and where
it has no such row, it is that of the coded table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import StringIO

import pandas as pd

from evidence.coded.dictionary import read_dictionary
from evidence.coded.problems import ProblemsFound
from evidence.coded.read_csv import read_table
from evidence.errors import EvidenceError
from evidence.files.csv_text import csv_text
from evidence.review.core.project import Project
from evidence.review.core.stamps import Stamps, data_digest

CODED, DERIVED = "coded", "derived"
Frames = dict[str, pd.DataFrame]


class LineageProblem(EvidenceError, ValueError):
    """A chain that does not reach a coded row; the message names each broken link."""


@dataclass(frozen=True)
class Source:
    """One row: of a coded or a derived table, by its key."""

    side: str
    table: str
    key: str

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


def is_number(text: str) -> bool:
    """Is a cell a number?

    >>> [is_number(text) for text in ("0.8", "1e-05", "-3", "nan", "", "CR")]
    [True, True, True, False, False, False]
    """
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def _names_rows(frames: tuple[pd.DataFrame, ...], columns: list[str]) -> bool:
    return all(not frame.duplicated(columns).any() for frame in frames)


def key_columns(*frames: pd.DataFrame) -> list[str]:
    """The columns that name a row, in all the frames of one table.

    The first column of words that is never empty and never twice the same; else the columns of
    words from the left that do so together, without those that can be spared; else none.

    >>> key_columns(
    ...     pd.DataFrame(
    ...         {"n": ["1", "2"], "report": ["a", "a"], "outcome": ["x", "y"], "note": ["", ""]}
    ...     )
    ... )
    ['outcome']
    """
    shared = [
        name for name in frames[0] if all(name in frame for frame in frames) and name != "sources"
    ]
    words = [
        name
        for name in shared
        if not all(is_number(cell) or not cell for frame in frames for cell in frame[name])
    ]
    for name in words:
        if _names_rows(frames, [name]) and all((frame[name] != "").all() for frame in frames):
            return [name]
    return _together(frames, words)


def _together(frames: tuple[pd.DataFrame, ...], words: list[str]) -> list[str]:
    """The columns from the left that name a row together, without those that can be spared."""
    for count in range(2, len(words) + 1):
        if _names_rows(frames, words[:count]):
            chosen = words[:count]
            for name in words[:count]:
                fewer = [other for other in chosen if other != name]
                chosen = fewer if fewer and _names_rows(frames, fewer) else chosen
            return chosen
    return []


def row_keys(frame: pd.DataFrame, columns: list[str]) -> list[str]:
    """The name of each row: its cells in ``columns`` joined by "/", or its number from 1.

    >>> row_keys(pd.DataFrame({"report": ["a", "a"], "outcome": ["x", "y"]}), ["report", "outcome"])
    ['a/x', 'a/y']
    """
    if not columns:
        return [str(number) for number in range(1, len(frame) + 1)]
    return ["/".join(cells) for cells in frame[columns].itertuples(index=False)]


@dataclass(frozen=True)
class Lineage:
    """Coded and derived tables as text, and the ways between their rows."""

    coded: Frames
    derived: Frames
    coded_keys: dict[str, list[str]]

    @cached_property
    def rows(self) -> dict[Source, dict[str, str]]:
        """The cells of every row."""
        found = {}
        for side, frames in ((CODED, self.coded), (DERIVED, self.derived)):
            for table, frame in frames.items():
                columns = self.coded_keys[table] if side == CODED else key_columns(frame)
                cells = frame.to_dict("records")
                found |= {
                    Source(side, table, key): row
                    for key, row in zip(row_keys(frame, columns), cells, strict=True)
                }
        return found

    def source(self, name: str, within: str = "") -> Source:
        """The row that a name ``table:key`` in a row of the derived table ``within`` stands for.

        Raises
        ------
        LineageProblem : there is no such row.
        """
        table, _, key = name.partition(":")
        derived, coded = Source(DERIVED, table, key), Source(CODED, table, key)
        if table != within and derived in self.rows:
            return derived
        if coded in self.rows:
            return coded
        raise LineageProblem(f"{name}: no such row in data/derived or data/coded")

    def behind(self, row: Source) -> list[Source]:
        """The rows that a row names as its sources; none for a coded row.

        Raises
        ------
        LineageProblem : a derived row names none, or one that does not exist.
        """
        if row.side == CODED:
            return []
        names = self.rows[row].get("sources", "").split()
        if not names:
            raise LineageProblem(f"{row}: the derived row names no sources")
        return list(dict.fromkeys(self.source(name, within=row.table) for name in names))

    def resolve(self, names: Iterable[str]) -> list[Source]:
        """The coded rows behind names ``table:key``, each once, in the order in which they are met.

        Raises
        ------
        LineageProblem : a row that does not exist, a derived row without sources, or a circle.
        """
        found: dict[Source, None] = {}
        for name in names:
            self._collect(self.source(name), (), found)
        return list(found)

    def _collect(self, row: Source, path: tuple[Source, ...], found: dict[Source, None]) -> None:
        if row in path:
            raise LineageProblem(
                f"{row}: the row rests on itself, by way of {', '.join(map(str, path))}"
            )
        if row.side == CODED:
            found[row] = None
        for origin in self.behind(row):
            self._collect(origin, (*path, row), found)


def coded_text(project: Project) -> tuple[Frames, dict[str, list[str]]]:
    """The coded tables and code lists as text, and the columns that name their rows.

    Raises
    ------
    ProblemsFound : a file that cannot be read as its table; what its cells hold is not validated
    here.
    """
    tables = read_dictionary(project.data)
    read = {name: read_table(project.data / table.path, table) for name, table in tables.items()}
    problems = [problem for _, found in read.values() for problem in found]
    if problems:
        raise ProblemsFound(problems)
    return {name: frame for name, (frame, _) in read.items()}, {
        name: list(table.key) for name, table in tables.items()
    }


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as it is written to a CSV file: text, numbers at 12 significant digits."""
    return pd.read_csv(StringIO(csv_text(frame)), dtype=str, keep_default_na=False)


def derived_text(project: Project, names: Iterable[str]) -> Frames:
    """Derived tables by name: as written if they are what the coded tables give, else made afresh.

    Raises
    ------
    ProblemsFound : they have to be made, and the coded tables are not what the dictionary promises.
    """
    if Stamps(project.stamps, project.root).fresh("tables", data_digest(project)):
        return {
            name: pd.read_csv(project.derived / f"{name}.csv", dtype=str, keep_default_na=False)
            for name in names
        }
    from evidence.review.core.open_review import read_review

    derived = read_review(project).derived
    return {name: as_text(derived[name]) for name in names}


def read_lineage(project: Project) -> Lineage:
    """The lineage of a project as it stands.

    Raises
    ------
    ProblemsFound : the coded tables have changed since the last build and are not what the
    dictionary promises.
    """
    from evidence.review.core.definitions import definitions_in

    coded, keys = coded_text(project)
    return Lineage(coded, derived_text(project, definitions_in(project.root).derived_tables), keys)
