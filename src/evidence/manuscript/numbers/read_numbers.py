"""Numbers by key: the row of a table that a review names, and a column or a form of it."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from evidence.manuscript.numbers.number_text import TEXT, shown
from evidence.manuscript.numbers.typed_numbers import typed_numbers
from evidence.manuscript.refused import ManuscriptRefused, nearest

FILE = "numbers.toml"
PART = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
EXAMPLE = 'allowed: table = "..." and where = { column = "value" }'
COUNT = "rows"  # in place of a column: how many rows there are
SECTIONS = {"rows", "forms", "typed"}


@dataclass(frozen=True)
class Number:
    """A number of a manuscript: its key, its text, and the cells behind it."""

    key: str
    text: str
    table: str
    row: str
    cells: dict[str, str]
    sources: str


@dataclass(frozen=True)
class RowName:
    """A row of a table under a name: the columns that find it, each with its value or values."""

    table: str
    where: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.table}, " + ", ".join(
            f"{name} {value}" for name, value in self.where.items()
        )


@dataclass(frozen=True)
class Numbers:
    """What ``numbers.toml`` names, with the rows that each name stands for."""

    rows: dict[str, RowName]
    found: dict[str, pd.DataFrame]
    forms: dict[str, str]
    typed: dict[str, str]
    problems: list[str]
    word: Callable[[str, str], str]

    def number(self, key: str) -> Number:
        """The number of a key: ``row.column:format``, ``row.form`` or ``row.rows``.

        Raises
        ------
        ManuscriptRefused : an unknown row, column, form or format; the nearest name is given.
        """
        path, _, form = key.partition(":")
        name, _, column = path.rpartition(".")
        if name not in self.found:
            raise ManuscriptRefused(
                f"unknown key {key!r}: no row {name!r} in {FILE}; "
                f"nearest: {nearest(name, self.found)}"
            )
        row, found = self.rows[name], self.found[name]
        cells: dict[str, str] = {}
        if column == COUNT:
            cells[COUNT] = str(len(found))
            text = shown(cells[COUNT], form)
        else:
            text = self._text(key, column, form, self._single(name, found), cells)
        sources = " ".join(dict.fromkeys(" ".join(_sources(row.table, found)).split()))
        return Number(key, text, row.table, str(row), cells, sources)

    def typed_in_forms(self) -> list[str]:
        """Numbers that were typed into forms."""
        texts = [PART.sub(" ", form) for form in self.forms.values()]
        return typed_numbers(texts, list(self.typed))

    def _text(self, key: str, column: str, form: str, row: pd.Series, cells: dict[str, str]) -> str:
        """The text of a column or form of one row; the cells used are added to ``cells``."""

        def cell(name: str, how: str | None) -> str:
            if name not in row:
                names = [*row.index, *self.forms, COUNT]
                raise ManuscriptRefused(
                    f"unknown key {key!r}: no column or form {name!r}; nearest: "
                    f"{nearest(name, names)}"
                )
            cells[name] = row[name]
            try:
                value = self.word(name, row[name]) if (how or "") in TEXT else row[name]
                return shown(value, how or "")
            except ValueError as error:
                raise ManuscriptRefused(f"key {key!r}, column {name}: {error}") from None

        if column in self.forms and not form:
            return PART.sub(lambda part: cell(part[1], part[2]), self.forms[column])
        return cell(column, form)

    def _single(self, name: str, found: pd.DataFrame) -> pd.Series:
        """The one row that a name stands for."""
        if len(found) > 1:
            differing = [
                f"{column} ({', '.join(sorted(found[column].unique())[:4])})"
                for column in found
                if found[column].nunique() > 1 and column != "sources"
            ]
            raise ManuscriptRefused(
                f"{FILE}, rows.{name}: {len(found)} rows of {self.rows[name].table}; allowed: "
                f"one, so add to where: {'; '.join(differing[:5])}"
            )
        return found.iloc[0]


def _sources(table: str, found: pd.DataFrame) -> list[str]:
    """The rows behind rows: as they name them, or themselves where the table is coded."""
    if "sources" in found:
        return list(found["sources"])
    return [f"{table}:{key}" for key in found.iloc[:, 0]]


def _matching(frame: pd.DataFrame, row: RowName) -> pd.DataFrame:
    """The rows that a name stands for.

    Raises
    ------
    ManuscriptRefused : a column or value that the table does not have.
    """
    found = frame
    for column, value in row.where.items():
        if column not in found:
            raise ManuscriptRefused(
                f"table {row.table} has no column {column!r}; "
                f"nearest: {nearest(column, found.columns)}"
            )
        values = [str(cell) for cell in (value if isinstance(value, list) else [value])]
        chosen = found[found[column].isin(values)]
        if chosen.empty:
            raise ManuscriptRefused(
                f"no row of {row.table} has {column} {value!r} and what stands before it; "
                f"nearest: {nearest(values[0], found[column].unique())}"
            )
        found = chosen
    return found


def _named_rows(section: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, RowName]]:
    """Every row of the file under its name with dots."""
    for name, entry in section.items():
        if not isinstance(entry, dict):
            raise ManuscriptRefused(f"{FILE}, rows.{path}{name}: found {entry!r}; {EXAMPLE}")
        if isinstance(entry.get("table"), str):
            yield f"{path}{name}", RowName(entry["table"], entry.get("where", {}))
        else:
            yield from _named_rows(entry, f"{path}{name}.")


def _read(path: Path) -> dict[str, Any]:
    """The sections of the file; none if there is no file.

    Raises
    ------
    ManuscriptRefused : it cannot be read, or has a section that is not known.
    """
    if not path.is_file():
        return {}
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManuscriptRefused(f"{FILE}: cannot be read: {error}") from None
    unknown = set(read) - SECTIONS
    if unknown:
        raise ManuscriptRefused(
            f"{FILE}: unknown section {', '.join(sorted(unknown))}; allowed: rows, forms, typed"
        )
    return read


def read_numbers(
    path: Path,
    tables: Callable[[Collection[str]], Mapping[str, pd.DataFrame]],
    names: Collection[str],
    word: Callable[[str, str], str],
) -> Numbers:
    """The file that names rows, forms and what may be typed.

    Parameters
    ----------
    tables : gives tables by name, their cells as text. names : of all tables that there are.
    word : the word for a code in a column.

    Raises
    ------
    ManuscriptRefused : the file cannot be read.
    """
    read = _read(path)
    rows = dict(_named_rows(read.get("rows", {})))
    frames = tables({row.table for row in rows.values()})
    found: dict[str, pd.DataFrame] = {}
    problems = []
    for name, row in rows.items():
        try:
            if row.table not in frames:
                raise ManuscriptRefused(
                    f"unknown table {row.table!r}; nearest: {nearest(row.table, names)}"
                )
            found[name] = _matching(frames[row.table], row)
        except ManuscriptRefused as error:
            problems.append(f"{FILE}, rows.{name}: {error}")
    return Numbers(rows, found, read.get("forms", {}), read.get("typed", {}), problems, word)
