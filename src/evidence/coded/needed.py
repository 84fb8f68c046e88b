"""Tables, columns and codes that the rules, tables and figures read, and the type they expect."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.package_problems import FILE
from evidence.coded.problems import Problem

# table -> codes that a rule asks for by name
NEEDED_CODES = {
    "label_limits": (
        *("cycles", "cycles_before_transplant", "doses_in_a_cycle", "days_between_doses"),
    )
}


@cache
def needed_columns() -> dict[str, dict[str, str]]:
    """Type by column by table."""
    text = files("evidence.coded").joinpath("needed_columns.json").read_text(encoding="utf-8")
    needed: dict[str, dict[str, str]] = json.loads(text)
    return needed


def needed_problems(tables: Mapping[str, Table]) -> list[Problem]:
    """What the dictionary lacks of the tables and columns that are needed.

    Parameters
    ----------
    tables : the dictionary.
    """
    problems = []
    for name, columns in needed_columns().items():
        if name not in tables:
            problems.append(Problem(FILE, name, "", "no such table", "this table is needed"))
            continue
        types = {field.name: field.type for field in tables[name].fields}
        for column, kind in columns.items():
            if column not in types:
                problems.append(
                    Problem(FILE, name, column, "no such column", "this column is needed")
                )
            elif types[column] != kind:
                problems.append(
                    Problem(FILE, name, column, f"type {types[column]}", f"type {kind}")
                )
    return problems


def needed_code_problems(frame: pd.DataFrame, table: Table) -> list[Problem]:
    """Codes that a rule asks for and the code list lacks.

    Parameters
    ----------
    frame : the code list. table : its entry in the dictionary.
    """
    needed = NEEDED_CODES.get(table.name, ())
    known = set(frame["code"]) if needed else set()
    return [
        Problem(table.path, code, "", "no such code", "this code is needed")
        for code in needed
        if code not in known
    ]
