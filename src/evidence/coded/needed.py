"""Tables, columns, codes and rows that rules, tables and figures ask for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.package_problems import FILE
from evidence.coded.problems import Problem
from evidence.coded.settings import FILE as SETTINGS

Column = tuple[str, str]  # table and column


@cache
def columns_needed_by(package: str) -> Mapping[Column, str]:
    """Type of each column that the rules of a package read, by table and column.

    Parameters
    ----------
    package : full name of a package with a ``needed_columns.json``: type by column by table.

    >>> columns_needed_by("evidence.coded")["doses", "cycle"]
    'integer'
    """
    text = files(package).joinpath("needed_columns.json").read_text(encoding="utf-8")
    return {
        (table, column): kind
        for table, columns in json.loads(text).items()
        for column, kind in columns.items()
    }


@dataclass(frozen=True)
class RowsAsked:
    """The section ``needed`` of review.toml: tables that may not be empty."""

    rows: tuple[str, ...] = ()


def _general_columns() -> Mapping[Column, str]:
    return columns_needed_by("evidence.coded")


@dataclass(frozen=True)
class Needed:
    """What the tables of a review must have.

    Attributes
    ----------
    columns : type by table and column; without more, those of every review.
    codes : codes that a rule asks for by name, by code list; asked of a list that has rows.
    rows : tables that may not be empty, as review.toml names them.
    """

    columns: Mapping[Column, str] = field(default_factory=_general_columns)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: tuple[str, ...] = ()


def needed_column_problems(tables: Mapping[str, Table], needed: Needed) -> list[Problem]:
    """What the dictionary lacks of the tables and columns that are needed.

    Parameters
    ----------
    tables : the dictionary. needed : what is asked for.
    """
    types = {
        name: {field.name: field.type for field in table.fields} for name, table in tables.items()
    }
    absent = dict.fromkeys(table for table, _ in needed.columns if table not in tables)
    problems = [
        Problem(FILE, table, "", "no such table", "this table is needed") for table in absent
    ]
    for (table, column), kind in needed.columns.items():
        if table in absent:
            continue
        found = types[table].get(column)
        if found is None:
            problems.append(Problem(FILE, table, column, "no such column", "this column is needed"))
        elif found != kind:
            problems.append(Problem(FILE, table, column, f"type {found}", f"type {kind}"))
    return problems


def needed_row_problems(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], needed: Needed
) -> list[Problem]:
    """Tables without a row that review.toml asks for, and names there that are no table.

    Parameters
    ----------
    frames : the tables that could be read. tables : the dictionary. needed : what is asked for.
    """
    unknown = [
        Problem(SETTINGS, "needed.rows", "", name, "tables of data/datapackage.json")
        for name in needed.rows
        if name not in tables
    ]
    return unknown + [
        Problem(tables[name].path, "", "", "no rows", f"at least one row, as {SETTINGS} asks")
        for name in needed.rows
        if name in frames and frames[name].empty
    ]


def needed_code_problems(frame: pd.DataFrame, table: Table, needed: Needed) -> list[Problem]:
    """Codes that a rule asks for and the code list lacks.

    Parameters
    ----------
    frame : the code list. table : its entry in the dictionary. needed : what is asked for.
    """
    asked = needed.codes.get(table.name, ())
    known = set(frame["code"]) if asked else set()
    return [
        Problem(table.path, code, "", "no such code", "this code is needed")
        for code in asked
        if code not in known
    ]
