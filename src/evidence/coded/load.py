"""All coded tables at once: read, validated, typed."""

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
from evidence.coded.read_csv import read_table
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
    frames: dict[str, pd.DataFrame] = {}
    problems, unread = needed_column_problems(tables, needed), set[str]()
    for table in tables.values():
        frames[table.name], found = read_table(Path(data) / table.path, table)
        problems += found
        unread |= {table.name} if found else set()
    could_be_read = {name: frame for name, frame in frames.items() if name not in unread}
    problems += needed_row_problems(could_be_read, tables, needed)
    for table in tables.values():
        if frames[table.name].empty:
            continue
        for find in CHECKS:
            problems += find(frames[table.name], table)
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
