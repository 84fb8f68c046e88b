"""Coded cells that a spreadsheet takes for formulas: no fault, but whoever opens the file so loses
what they hold.
"""

import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.validate import row_names
from evidence.files.escape import is_formula


def formula_cells(frames: dict[str, pd.DataFrame], tables: dict[str, Table]) -> list[str]:
    """Every cell that begins as a formula does, in the words of a problem.

    Parameters
    ----------
    frames : coded tables by name. tables : the dictionary.

    Returns
    -------
    A sentence a cell: file, row, column and what stands there. Numbers are no formulas.
    """
    return [
        f"{table.path}: {row_name}, {field.name}: found {cell!r}; a spreadsheet takes it for a "
        f"formula: import the column as text"
        for table in tables.values()
        for field in table.fields
        if field.type == "string"
        for row_name, cell in _found(frames[table.name], field.name, table)
    ]


def _found(frame: pd.DataFrame, column: str, table: Table) -> list[tuple[str, str]]:
    rows = frame.index[frame[column].map(is_formula).astype(bool)].tolist()
    if not rows:
        return []
    return list(zip(row_names(frame, table, rows), frame.loc[rows, column], strict=True))
