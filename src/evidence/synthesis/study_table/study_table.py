"""One row per study: names, numbers under metafor's names, and what was noted in reading."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes.measures import Measure, measure_named
from evidence.synthesis.errors import SynthesisError, offenders, raise_all
from evidence.synthesis.study_table.read_file import read_file
from evidence.synthesis.study_table.read_rows import WHOLE, Rows, rows_of
from evidence.synthesis.study_table.rows import left_out, repeated
from evidence.synthesis.study_table.sheet import Sheet, Table, listed, sheet_of_frame


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
    return studies_of(rows_of(sheet_of(source), chosen))


def sheet_of(source: Table | str | os.PathLike[str]) -> Sheet:
    """Return the cells of a file, frame or mapping.

    >>> sheet_of({"xi": [1], "ni": [9]}).header
    ('xi', 'ni')
    """
    if isinstance(source, (str, os.PathLike)):
        return read_file(Path(source))
    return sheet_of_frame(source)


def studies_of(rows: Rows) -> StudyTable:
    """Return the studies among the rows of one analysis; the notes name the others.

    Raises `SynthesisError` for rows of several analyses, counts that are sums of the rows above,
    rows of which none is a study, and standard errors below 0.
    """
    _refuse_several_analyses(rows)
    labels, places = rows.labels, rows.places
    counts = [name for name in rows.columns if name in WHOLE]
    reasons, sums = left_out(labels, places, rows.columns, counts, rows.statistics)
    included = rows.take([i for i in range(len(labels)) if i not in reasons]) if reasons else rows
    notes = (
        *rows.notes,
        *(f"{places[i]} ({labels[i]!r}) left out: {why}" for i, why in reasons.items()),
        *sums,
        *repeated(included.labels, included.places, included.columns),
    )
    if not included.labels and labels:
        raise SynthesisError("no study found: " + "; ".join(notes))
    named = tuple(label or f"study {i + 1}" for i, label in enumerate(included.labels))
    shown = [f"{place} ({label})" for place, label in zip(included.places, named, strict=True)]
    columns = _with_effects(_with_variances(included.columns, shown), rows.measure)
    return StudyTable(rows.measure, named, included.places, columns, rows.found, notes)


def _refuse_several_analyses(rows: Rows) -> None:
    several = {
        name: found
        for name, values in rows.analyses.items()
        if len(found := [value for value in dict.fromkeys(values) if value]) > 1
    }
    if several:
        problems = [f"column {name!r} holds {listed(found)}" for name, found in several.items()]
        raise SynthesisError(
            "; ".join(problems) + "; allowed: the rows of one analysis, since they are pooled"
        )


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
