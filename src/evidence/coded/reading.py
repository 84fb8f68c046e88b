"""CSV files as frames of text, or the reasons why they cannot be read."""

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem

UTF8_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
QUOTED = re.compile(rb'"(?:[^"]|"")*"')


def _opening_problem(path: Path, table: Table) -> Problem | None:
    """What already the first line and the encoding tell."""
    if not path.is_file():
        return Problem(table.path, "", "", "no such file", "a CSV file at this path")
    raw = path.read_bytes()
    if raw.startswith(UTF8_BYTE_ORDER_MARK):
        return Problem(table.path, "row 1", "", "a byte order mark", "UTF-8 without one")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Problem(table.path, f"row {line}", "", repr(raw[error.start : error.end])[1:], "UTF-8 text")
    first = raw.partition(b"\n")[0].decode("utf-8")
    if not first.strip():
        return Problem(table.path, "", "", "an empty file", f"a header: {', '.join(table.columns)}")
    if len(table.columns) > 1 and "," not in first and ";" in first:
        return Problem(table.path, "row 1", "", "semicolons between columns", "commas between columns")
    return None


def _header_problems(header: list[str], table: Table) -> list[Problem]:
    missing = [name for name in table.columns if name not in header]
    unknown = [name for name in header if name not in table.columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    return (
        [Problem(table.path, "row 1", name, "no such column", "this column is needed") for name in missing]
        + [Problem(table.path, "row 1", name, "an unknown column", f"one of {', '.join(table.columns)}") for name in unknown]
        + [Problem(table.path, "row 1", name, "the column twice", "each column once") for name in twice]
    )


def _even(raw: bytes, width: int) -> bool:
    """Has every line as many commas as the header, those inside quotes left out? Many times quicker than parsing."""
    letters = np.frombuffer(QUOTED.sub(b"", raw).rstrip(b"\n") + b"\n", np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    commas = np.diff(np.searchsorted(np.flatnonzero(letters == ord(",")), ends), prepend=0)
    blank = np.diff(ends, prepend=-1) == 1
    return bool((commas[~blank] == width - 1).all())


def _ragged_rows(path: Path, table: Table, width: int) -> list[Problem]:
    """Rows with more or fewer cells than the header."""
    if _even(path.read_bytes(), width):
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            Problem(table.path, f"row {number}", "", f"{len(row)} cells", f"{width} cells")
            for number, row in enumerate(csv.reader(handle), 1)
            if row and len(row) != width
        ]


def read_table(path: Path, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """The file as text, cell by cell, with the problems that keep it from being read.

    Returns
    -------
    frame : every column of ``table`` as ``str``; empty when there are problems.
    problems : missing file, encoding, byte order mark, delimiter, header, ragged rows, no rows.
    """
    nothing = pd.DataFrame(columns=table.columns, dtype=str)
    opening = _opening_problem(path, table)
    if opening:
        return nothing, [opening]
    with path.open(encoding="utf-8", newline="") as handle:
        header = next(csv.reader(handle))
    problems = _header_problems(header, table) or _ragged_rows(path, table, len(header))
    if problems:
        return nothing, problems
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", skip_blank_lines=True)
    if frame.empty:
        return nothing, [Problem(table.path, "", "", "no rows", "at least one row")]
    return frame[table.columns], []
