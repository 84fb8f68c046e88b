"""Printed figures that the rules cannot read, as problems for the person who coded them."""

import re

import pandas as pd

from evidence.coded.dictionary import Field, Table
from evidence.coded.problems import Problem
from evidence.coded.validate import row_names
from evidence.harmonise.dates import read_date, read_day_number, read_interval
from evidence.harmonise.laboratory import ends
from evidence.harmonise.numbers import split_number
from evidence.harmonise.quantities import read_quantity

BEGINS_AS_FIGURE = re.compile(r"\s*[<>≤≥=~]?\s*(\d|day|D\+)")


def _quantity(text: str) -> bool:
    return all(read_quantity(end) for end in ends(text))


def _time(text: str) -> bool:
    readings = (read_date(text), read_day_number(text), read_interval(text))
    return any(reading is not None for reading in readings)


def _number(text: str) -> bool:
    return split_number(text)[1] == ""


def _percent(text: str) -> bool:
    return _number(text) and split_number(text)[0] <= 100


READERS = {
    "quantity": (_quantity, "a figure with a known unit, e.g. 10.3 g/dL"),
    "time": (_time, "a date, a day number or an interval, e.g. 5 January 2021, day 17, 8 months"),
    "number": (_number, "a number, e.g. 0.75"),
    "percent": (_percent, "a percentage from 0 to 100, e.g. 73.8"),
}


def _unreadable(text: str, read) -> bool:
    """Only what begins as a figure needs reading; anything else was told in words."""
    if not BEGINS_AS_FIGURE.match(text):
        return False
    try:
        return not read(text)
    except ValueError:
        return True


def _field_problems(frame: pd.DataFrame, table: Table, field: Field) -> list[Problem]:
    read, words = READERS[field.reads_as]
    bad = {text for text in frame[field.name].unique() if _unreadable(text, read)}
    rows = frame.index[frame[field.name].isin(bad)].tolist() if bad else []
    names = row_names(frame, table, rows) if rows else []
    return [
        Problem(table.path, name, field.name, frame.loc[row, field.name], words)
        for row, name in zip(rows, names, strict=True)
    ]


def readability_problems(
    frames: dict[str, pd.DataFrame], tables: dict[str, Table]
) -> list[Problem]:
    """Every cell with a figure or date that cannot be read, by the ``readsAs`` of its field in the
    dictionary.
    """
    return [
        problem
        for name, table in tables.items()
        for field in table.fields
        if field.reads_as and not frames[name].empty
        for problem in _field_problems(frames[name], table, field)
    ]
