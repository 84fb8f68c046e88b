"""The rows of a sheet as names and numbers, whether they are studies or not."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from evidence.synthesis.effect_sizes.measures import Measure
from evidence.synthesis.errors import SynthesisError, raise_all, refuse_cases
from evidence.synthesis.study_table.column_names import (
    ABOUT_ROWS,
    columns_named,
    folded,
)
from evidence.synthesis.study_table.numbers import decimal_mark, read_number
from evidence.synthesis.study_table.sheet import Sheet, blank

WHOLE = ("ai", "bi", "ci", "di", "xi", "x1i", "x2i", "ni", "n1i", "n2i")
AUTHORS = ("author", "authors", "firstauthor", "studyauthor")  # may need the year to be a name


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of a sheet as read, studies or not: names, and numbers under metafor's names.

    ``statistics`` says which hold statistics of a pooled result, ``analyses`` what the columns
    hold that name the analysis of a row.
    """

    measure: Measure
    labels: tuple[str, ...]
    places: tuple[str, ...]
    columns: dict[str, np.ndarray]
    statistics: tuple[bool, ...]
    analyses: dict[str, tuple[str, ...]]
    found: tuple[str, ...]
    notes: tuple[str, ...]

    def take(self, rows: slice | list[int]) -> Rows:
        """Return some of the rows, by their positions."""

        def some(values: tuple) -> tuple:
            return values[rows] if isinstance(rows, slice) else tuple(values[row] for row in rows)

        return replace(
            self,
            labels=some(self.labels),
            places=some(self.places),
            columns={name: values[rows] for name, values in self.columns.items()},
            statistics=some(self.statistics),
            analyses={name: some(values) for name, values in self.analyses.items()},
        )


def rows_of(sheet: Sheet, measure: Measure) -> Rows:
    """Return the rows of a sheet, every cell read as a number that has to be one.

    Raises `SynthesisError` for every cell that cannot be read, `CaseLevelError` for patients.
    """
    used = columns_named(sheet.header, measure)
    labels, label_notes = _labels(sheet, used)
    columns, how = _numbers(sheet, used, labels)
    refuse_cases(columns)
    summary = used.get("summary", ())
    return Rows(
        measure,
        tuple(labels),
        sheet.places,
        columns,
        tuple(any(not blank(row[place]) for place in summary) for row in sheet.rows),
        {
            sheet.header[place]: tuple(
                "" if blank(row[place]) else str(row[place]) for row in sheet.rows
            )
            for place in used.get("analysis", ())
        },
        sheet.header,
        (*sheet.notes, *_renamed(sheet, used), *label_notes, *how),
    )


def _labels(sheet: Sheet, used: dict[str, list[int]]) -> tuple[list[str], list[str]]:
    """The names of the rows, '' where there is none, and a note where the table has no names."""
    place = next(iter(used.get("study", ())), None)
    notes = list[str]()
    if place is None and _first_are_names(sheet, used):
        place = 0  # R writes the names of rows without a name of their column
        shown = sheet.header[0].strip()
        notes += [f"names of studies read from the first column ({shown})"] if shown else []
    if place is None:
        return [""] * len(sheet.rows), ["no column of study names: study 1, study 2, ..."]
    labels = [_name(row[place], where) for row, where in zip(sheet.rows, sheet.places, strict=True)]
    years = next(iter(used.get("year", ())), None)
    if years is None or folded(sheet.header[place]) not in AUTHORS:
        return labels, notes
    return [
        label if not label or (year := _name(row[years], "")) in label else f"{label} {year}"
        for label, row in zip(labels, sheet.rows, strict=True)
    ], notes


def _first_are_names(sheet: Sheet, used: dict[str, list[int]]) -> bool:
    """Whether the first column, unless it is used otherwise, has another text in each row."""
    if not sheet.header or any(0 in places for places in used.values()):
        return False
    texts = [str(row[0]).strip() for row in sheet.rows if not blank(row[0])]
    numbers = all(text.replace(".", "").isdigit() for text in texts)
    return not numbers and (not sheet.header[0].strip() or len({*texts}) == len(texts))


def _name(label: Any, place: str) -> str:
    """The label in words; a number that a blank cell made a float is whole again."""
    if blank(label):
        return ""
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    words = " ".join(str(label).split())
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in words):
        raise SynthesisError(
            f"{place}: {words!r} found; allowed: a name without control characters"
        )
    return words


def _numbers(
    sheet: Sheet, used: dict[str, list[int]], labels: Sequence[str]
) -> tuple[dict[str, np.ndarray], list[str]]:
    """The columns as floats, and notes on how cells that are not plain numbers were read."""
    numeric = {name: places[0] for name, places in used.items() if name not in ABOUT_ROWS}
    decimal = decimal_mark(row[place] for row in sheet.rows for place in numeric.values())
    columns, problems, how = {}, list[str](), dict[str, None]()
    for name, place in numeric.items():
        shown = name if sheet.header[place] == name else f"{sheet.header[place]} ({name})"
        values = []
        for row, where, label in zip(sheet.rows, sheet.places, labels, strict=True):
            found = read_number(row[place], decimal, name in WHOLE)
            values.append(found.value)
            how |= {found.how: None} if found.how else {}
            if found.problem:
                who = f" ({label})" if label else ""
                problems.append(
                    f"{where}{who}, column {shown}: found {row[place]!r}; allowed: {found.problem}"
                )
        columns[name] = np.array(values, float)
    raise_all(problems, "table")
    return columns, [f"{reading} read" for reading in how]


def _renamed(sheet: Sheet, used: dict[str, list[int]]) -> list[str]:
    others = [
        f"{sheet.header[places[0]]} as {name}"
        for name, places in used.items()
        if name not in ABOUT_ROWS and sheet.header[places[0]] != name
    ]
    return ["columns read: " + ", ".join(others)] if others else []
