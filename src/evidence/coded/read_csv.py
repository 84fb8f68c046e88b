"""CSV files as frames of text, or the reasons why they cannot be read."""

import codecs
import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem

QUOTED = re.compile(rb'"(?:[^"]|"")*"')
DELIMITERS = {b";": "semicolons", b"\t": "tabs", b"|": "vertical bars"}
SAVE_AS = 'UTF-8: save as "CSV UTF-8", or with the character set Unicode (UTF-8)'
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _opening_problem(raw: bytes, table: Table) -> Problem | None:
    """What the first line says."""
    first = raw.partition(b"\n")[0]
    if raw.startswith(UTF_16):
        return Problem(table.path, "row 1", "", "text in UTF-16", SAVE_AS)
    if not first.strip():
        return Problem(table.path, "", "", "an empty file", f"a header: {', '.join(table.columns)}")
    for mark, name in DELIMITERS.items():
        if len(table.columns) > 1 and b"," not in first and mark in first:
            return Problem(
                table.path, "row 1", "", f"{name} between columns", "commas between columns"
            )
    return None


def _line_end_problem(raw: bytes, table: Table) -> Problem | None:
    """A carriage return alone, which some programs take for a line end and others do not."""
    found = re.search(rb"\r(?!\n)", raw)
    if not found:
        return None
    line = raw[: found.start()].count(b"\n") + 1
    return Problem(table.path, f"row {line}", "", "a line end CR", "line ends LF or CR LF")


def _quote_problem(raw: bytes, table: Table) -> Problem | None:
    """A quotation mark that opens a cell and never closes it.

    Coded cells are one line each, so it is in the first row that goes over several lines.
    """
    if raw.count(b'"') % 2 == 0:
        return None
    reader, line, row = csv.reader(io.StringIO(raw.decode("utf-8"), newline="")), 0, 0
    try:
        while reader.line_num - line <= 1:
            line, row = reader.line_num, row + 1
            next(reader)
    except (csv.Error, StopIteration):  # the cell runs to the end of the file
        pass
    return Problem(
        table.path,
        f"row {row}",
        "",
        "an opening quotation mark without its end",
        "quotes in pairs",
    )


def _first_undecodable(raw: bytes, table: Table) -> Problem:
    """Where the file stops being UTF-8; asked only once reading has failed."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"{raw[error.start : error.end]!r}"[1:]
        return Problem(table.path, f"row {line}", "", found + _as_windows(raw, error), SAVE_AS)
    raise AssertionError("asked about a file that is UTF-8")


def _as_windows(raw: bytes, error: UnicodeDecodeError) -> str:
    """What the byte means in the encoding that spreadsheets use on Windows."""
    try:
        sign = raw[error.start : error.start + 1].decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return f", which is {sign!r} in Windows-1252"


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


def _without_empty_end(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows up to the last that holds anything: a spreadsheet adds rows of commas."""
    if len(frame) and (frame.iloc[-1] != "").any():
        return frame
    filled = np.flatnonzero((frame != "").any(axis=1))
    return frame.iloc[: filled[-1] + 1 if filled.size else 0]


def read_bytes(path: Path, table: Table) -> tuple[bytes, list[Problem]]:
    """The bytes of a table's file, or the reason why there are none."""
    if not path.is_file():
        return b"", [Problem(table.path, "", "", "no such file", "a CSV file at this path")]
    try:
        return path.read_bytes(), []
    except OSError as error:
        found = f"a file not to be read ({error.strerror})"
        return b"", [Problem(table.path, "", "", found, "a CSV file")]


def read_table(path: Path, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """The file as text, cell by cell, with the problems that prevent reading.

    Parameters
    ----------
    path : the file. table : its entry in the dictionary.

    Returns
    -------
    frame : every column of ``table`` as ``str``; empty when there are problems.
    problems : missing file, encoding, delimiter, quotes, header, ragged rows.
    """
    raw, problems = read_bytes(path, table)
    if problems:
        return pd.DataFrame(columns=table.columns, dtype=str), problems
    return table_of(raw, table)


def table_of(raw: bytes, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """The same of the file's bytes. A byte order mark of UTF-8 and empty rows at the end are
    left out.
    """
    nothing = pd.DataFrame(columns=table.columns, dtype=str)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    opening = _opening_problem(raw, table)
    if opening:
        return nothing, [opening]
    try:
        broken = _line_end_problem(raw, table) or _quote_problem(raw, table)
        if broken:
            return nothing, [broken]
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
    except (csv.Error, pd.errors.ParserError) as error:
        return nothing, [Problem(table.path, "", "", f"no CSV ({error})", "rows of cells")]
    return _without_empty_end(frame[table.columns]), []
