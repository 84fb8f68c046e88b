"""CSV files as frames of text, or the reasons why they cannot be read."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem

UTF8_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
QUOTED = re.compile(rb'"(?:[^"]|"")*"')


def _opening_problem(path: Path, table: Table) -> Problem | None:
    """What already the first line tells."""
    if not path.is_file():
        return Problem(table.path, "", "", "no such file", "a CSV file at this path")
    with path.open("rb") as handle:
        first = handle.readline()
    if first.startswith(UTF8_BYTE_ORDER_MARK):
        return Problem(table.path, "row 1", "", "a byte order mark", "UTF-8 without one")
    if not first.strip():
        return Problem(table.path, "", "", "an empty file", f"a header: {', '.join(table.columns)}")
    if len(table.columns) > 1 and b"," not in first and b";" in first:
        return Problem(
            table.path, "row 1", "", "semicolons between columns", "commas between columns"
        )
    return None


def _first_undecodable(raw: bytes, table: Table) -> Problem:
    """Where the file stops being UTF-8; asked only once reading has failed."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Problem(
            table.path, f"row {line}", "", repr(raw[error.start : error.end])[1:], "UTF-8 text"
        )
    raise AssertionError("asked about a file that is UTF-8")


def _header_problems(header: list[str], table: Table) -> list[Problem]:
    missing = [name for name in table.columns if name not in header]
    unknown = [name for name in header if name not in table.columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    return (
        [
            Problem(table.path, "row 1", name, "no such column", "this column is needed")
            for name in missing
        ]
        + [
            Problem(
                table.path, "row 1", name, "an unknown column", f"one of {', '.join(table.columns)}"
            )
            for name in unknown
        ]
        + [
            Problem(table.path, "row 1", name, "the column twice", "each column once")
            for name in twice
        ]
    )


def _even(raw: bytes, width: int) -> bool:
    """Has every line as many commas as the header, those inside quotes left out? Many times quicker
    than parsing.
    """
    plain = QUOTED.sub(b"", raw) if b'"' in raw else raw
    letters = np.frombuffer(plain.rstrip(b"\n") + b"\n", np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    commas = np.diff(np.searchsorted(np.flatnonzero(letters == ord(",")), ends), prepend=0)
    blank = np.diff(ends, prepend=-1) == 1
    return bool((commas[~blank] == width - 1).all())


def _ragged_rows(raw: bytes, table: Table, width: int) -> list[Problem]:
    """Rows with more or fewer cells than the header."""
    if _even(raw, width):
        return []
    rows = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""))
    return [
        Problem(table.path, f"row {number}", "", f"{len(row)} cells", f"{width} cells")
        for number, row in enumerate(rows, 1)
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
    raw = path.read_bytes()
    try:
        header = next(csv.reader([raw.partition(b"\n")[0].decode("utf-8")]))
        problems = _header_problems(header, table) or _ragged_rows(raw, table, len(header))
        if problems:
            return nothing, problems
        frame = pd.read_csv(
            io.BytesIO(raw),
            dtype=str,
            keep_default_na=False,
            encoding="utf-8",
            skip_blank_lines=True,
        )
    except UnicodeDecodeError:
        return nothing, [_first_undecodable(raw, table)]
    if frame.empty:
        return nothing, [Problem(table.path, "", "", "no rows", "at least one row")]
    return frame[table.columns], []
