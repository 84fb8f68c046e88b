"""All coded tables at once: read, validated, typed."""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from evidence.coded.characters import character_problems
from evidence.coded.dictionary import Table, read_dictionary
from evidence.coded.needed import (
    Needed,
    needed_code_problems,
    needed_column_problems,
    needed_row_problems,
)
from evidence.coded.problems import Problem
from evidence.coded.read_csv import read_bytes, table_of
from evidence.coded.validate import (
    circle_problems,
    column_problems,
    foreign_key_problems,
    key_problems,
    order_problems,
)

CHECKS = (
    character_problems,
    column_problems,
    key_problems,
    order_problems,
    circle_problems,
)
PANDAS_TYPES = {"integer": "Int64", "number": "Float64"}
REMEMBERED_BYTES = 1_000_000  # the largest table of the review has 0.1 MB
Problems = tuple[Problem, ...]


def _read_and_checked(raw: bytes, table: Table) -> tuple[pd.DataFrame, Problems, Problems]:
    """The rows of a file, why they cannot be read, and what is wrong in them, taken by itself."""
    frame, unread = table_of(raw, table)
    checks = () if frame.empty else CHECKS
    return frame, tuple(unread), tuple(found for find in checks for found in find(frame, table))


# A review is read again after each changed cell, and in two states to compare them.
_remembered = lru_cache(maxsize=256)(_read_and_checked)


def _table_at(path: Path, table: Table) -> tuple[pd.DataFrame, Problems, Problems]:
    """The same of the file at this path; the same bytes are read and checked once."""
    raw, problems = read_bytes(path, table)
    if problems:
        return pd.DataFrame(columns=table.columns, dtype=str), tuple(problems), ()
    read = _remembered if len(raw) <= REMEMBERED_BYTES else _read_and_checked
    frame, unread, wrong = read(raw, table)
    return frame.copy(deep=False), unread, wrong


def find_problems(
    data: Path,
    needed: Needed = Needed(),  # noqa: B008
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Every coded table as text, and every problem in them.

    Parameters
    ----------
    data : folder that holds ``datapackage.json``, ``coded/`` and ``vocabulary/``.
    needed : what the tables must have; without more, what every review needs.
    """
    tables = read_dictionary(data)
    frames, wrong = dict[str, pd.DataFrame](), dict[str, Problems]()
    problems, unread = needed_column_problems(tables, needed), set[str]()
    for table in tables.values():
        frames[table.name], found, wrong[table.name] = _table_at(Path(data) / table.path, table)
        problems += found
        unread |= {table.name} if found else set()
    could_be_read = {name: frame for name, frame in frames.items() if name not in unread}
    problems += needed_row_problems(could_be_read, tables, needed)
    for table in tables.values():
        if frames[table.name].empty:
            continue
        problems += wrong[table.name]
        problems += needed_code_problems(frames[table.name], table, needed)
        problems += foreign_key_problems(frames, table, unread)
    return frames, problems


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with its whole numbers and numbers as such; empty cells become missing there."""
    numeric = {
        field.name: PANDAS_TYPES[field.type] for field in table.fields if field.type in PANDAS_TYPES
    }
    return frame.assign(
        **{
            name: pd.to_numeric(frame[name].replace("", None)).astype(kind)
            for name, kind in numeric.items()
        }
    )
