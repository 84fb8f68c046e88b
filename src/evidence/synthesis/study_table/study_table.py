"""One row per study: names, numbers under metafor's names, and what was noted in reading."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes.measures import Measure, measure_named
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, refuse_cases
from evidence.synthesis.study_table.column_names import (
    ABOUT_ROWS,
    columns_named,
    folded,
)
from evidence.synthesis.study_table.numbers import decimal_mark, read_number
from evidence.synthesis.study_table.read_file import read_file
from evidence.synthesis.study_table.rows import left_out, repeated
from evidence.synthesis.study_table.sheet import Sheet, Table, blank, listed, sheet_of_frame

WHOLE = ("ai", "bi", "ci", "di", "xi", "x1i", "x2i", "ni", "n1i", "n2i")
EVENTS = ("ai", "ci", "xi", "x1i", "x2i")
AUTHORS = ("author", "authors", "firstauthor", "studyauthor")  # may need the year to be a name


@dataclass(frozen=True, slots=True, eq=False)
class StudyTable:
    """The studies of a table: ``columns`` of floats under metafor's names, NaN not reported.

    ``places`` says where each study stands (``row 2``); ``found`` are the table's own column
    names; ``notes`` says what was read otherwise than plainly, and which rows were left out.
    """

    measure: Measure
    labels: tuple[str, ...]
    places: tuple[str, ...]
    columns: dict[str, np.ndarray]
    found: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def named_places(self) -> list[str]:
        """Each study as a message names it: its row and its label."""
        return [f"{place} ({label})" for place, label in zip(self.places, self.labels, strict=True)]

    @property
    def note(self) -> str:
        """The notes as one sentence."""
        return "; ".join(self.notes)


@checked_arguments()
def read_study_table(source: Table | str | os.PathLike[str], measure: str | Measure) -> StudyTable:
    """Return the studies of a file (CSV, also with semicolons or tabs), frame or mapping.

    Columns may have metafor's names, those of R meta or of RevMan's exports, or the usual ones
    of spreadsheets (`column_names.csv`), in any case, with or without blanks and dots. Rows of
    totals and rows without numbers are left out and noted.

    Raises `CaseLevelError` for rows that are patients; `SynthesisError`, with every cell at
    once, for what is no number, for counts that are not whole, and for tables of several analyses.

    >>> table = read_study_table(
    ...     {"Study ID": ["001", "Total"], "event": [1, 1], "n": [10, 10]}, "PR"
    ... )
    >>> table.labels, table.notes[-1]
    (('001',), "row 3 ('Total') left out: a row of totals")
    """
    chosen = measure_named(measure)
    if isinstance(source, (str, os.PathLike)):
        return _table(read_file(Path(source)), chosen)
    return _table(sheet_of_frame(source), chosen)


def _table(sheet: Sheet, measure: Measure) -> StudyTable:
    used = columns_named(sheet.header, measure)
    _refuse_several_analyses(sheet, used)
    labels, label_notes = _labels(sheet, used)
    columns, how = _numbers(sheet, used, labels)
    refuse_cases(columns)
    counts = [name for name in columns if name in WHOLE]
    statistics = [
        any(not blank(row[place]) for place in used.get("summary", ())) for row in sheet.rows
    ]
    reasons = left_out(labels, sheet.places, columns, counts, statistics)
    studies = [i for i in range(len(labels)) if i not in reasons]
    columns = {name: values[studies] for name, values in columns.items()}
    places = tuple(sheet.places[i] for i in studies)
    kept = [labels[i] for i in studies]
    notes = (
        *sheet.notes,
        *_renamed(sheet, used),
        *label_notes,
        *how,
        *(f"{sheet.places[i]} ({labels[i]!r}) left out: {why}" for i, why in reasons.items()),
        *repeated(kept, places, columns),
    )
    if not studies and sheet.rows:
        raise SynthesisError("no study found: " + "; ".join(notes))
    named = tuple(label or f"study {i + 1}" for i, label in enumerate(kept))
    shown = [f"{place} ({label})" for place, label in zip(places, named, strict=True)]
    variances = _with_effects(_with_variances(columns, shown), measure)
    return StudyTable(measure, named, places, variances, sheet.header, notes)


def _refuse_several_analyses(sheet: Sheet, used: dict[str, list[int]]) -> None:
    problems = []
    for place in used.get("analysis", ()):
        several = list(
            dict.fromkeys(str(row[place]) for row in sheet.rows if not blank(row[place]))
        )
        if len(several) > 1:
            problems.append(f"column {sheet.header[place]!r} holds {listed(several)}")
    if problems:
        raise SynthesisError(
            "; ".join(problems) + "; allowed: the rows of one analysis, since they are pooled"
        )


def _labels(sheet: Sheet, used: dict[str, list[int]]) -> tuple[list[str], list[str]]:
    """The names of the rows, '' where there is none, and a note where the table has no names."""
    place = next(iter(used.get("study", ())), None)
    if place is None and sheet.header and not sheet.header[0].strip():
        texts = [str(row[0]) for row in sheet.rows if not blank(row[0])]
        if any(not text.replace(".", "").isdigit() for text in texts):
            place = 0  # the names of rows, as R writes them
    if place is None:
        return [""] * len(sheet.rows), ["no column of study names: study 1, study 2, ..."]
    labels = [_name(row[place], where) for row, where in zip(sheet.rows, sheet.places, strict=True)]
    years = next(iter(used.get("year", ())), None)
    if years is None or folded(sheet.header[place]) not in AUTHORS:
        return labels, []
    return [
        label if not label or (year := _name(row[years], "")) in label else f"{label} {year}"
        for label, row in zip(labels, sheet.rows, strict=True)
    ], []


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
    return columns, [f"{one} read" for one in how]


def _renamed(sheet: Sheet, used: dict[str, list[int]]) -> list[str]:
    others = [
        f"{sheet.header[places[0]]} as {name}"
        for name, places in used.items()
        if name not in ABOUT_ROWS and sheet.header[places[0]] != name
    ]
    return ["columns read: " + ", ".join(others)] if others else []


def _with_effects(columns: dict[str, np.ndarray], measure: Measure) -> dict[str, np.ndarray]:
    """The columns with ``yi`` from an estimate that is on the scale of analysis as it is."""
    if measure.interval_scale != "identity" or not {"estimate", "vi"} <= columns.keys():
        return columns
    given = columns.get("yi", np.full_like(columns["vi"], np.nan))
    return columns | {"yi": np.where(np.isnan(given), columns["estimate"], given)}


def _with_variances(columns: dict[str, np.ndarray], places: Sequence[str]) -> dict[str, np.ndarray]:
    """The columns with ``vi`` from the standard errors where no variance is reported."""
    if "sei" not in columns:
        return columns
    errors = columns["sei"]
    raise_all(offenders(errors < 0, "sei must not be negative", places, errors), "table")
    given = columns.get("vi", np.full_like(errors, np.nan))
    return columns | {"vi": np.where(np.isnan(given), errors**2, given)}
