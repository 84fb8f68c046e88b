"""The coded tables as text, for what writes them."""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.characters import character_problems
from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.read_csv import read_table
from evidence.exchange.workbook.layout import coded_csv
from evidence.review.core.project import Project

Row = Mapping[str, str]


def coded_texts(project: Project, tables: Mapping[str, Table]) -> dict[str, pd.DataFrame]:
    """Every coded table as text, whatever `evidence check` finds in it.

    Raises
    ------
    ProblemsFound : files that cannot be read, and characters that no spreadsheet holds.
    """
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for table in tables.values():
        frames[table.name], found = read_table(project.data / table.path, table)
        problems += found or character_problems(frames[table.name], table)
    if problems:
        raise ProblemsFound(problems)
    return frames


def with_rows(
    frames: Mapping[str, pd.DataFrame],
    tables: Mapping[str, Table],
    rows: Mapping[str, list[Row]],
) -> dict[str, str]:
    """The text of each table with rows added at its end, by the path of its file."""
    return {
        tables[name].path: coded_csv(
            tables[name].columns,
            [
                *frames[name].itertuples(index=False),
                *([row.get(column, "") for column in tables[name].columns] for row in added),
            ],
        )
        for name, added in rows.items()
        if added
    }
