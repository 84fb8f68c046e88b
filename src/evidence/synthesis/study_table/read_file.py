"""A study table from a text file: its encoding, its separator, its header."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from evidence.synthesis.errors import SynthesisError, refuse_cases
from evidence.synthesis.study_table.column_names import known
from evidence.synthesis.study_table.sheet import (
    Sheet,
    refuse_repeated,
    sheet_of_frame,
    without_empty,
)

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a byte order mark"),
    (b"\xff\xfe\0\0", "utf-32", "UTF-32"),  # begins as UTF-16 does
    (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip (xlsx, ods) and OLE (xls)
PARQUET = b"PAR1"
HEADER_WITHIN = 12  # rows looked at for the header; more lines of title are no table

Records = list[tuple[int, list[str]]]  # number of the row in the file, its cells


def read_file(path: Path) -> Sheet:
    """Return the cells of a file with what was noted in reading it.

    Read are commas, semicolons, tabs and vertical bars between columns; UTF-8, UTF-16 and
    Windows-1252; lines of title above the header; Parquet where pyarrow is installed.

    Raises `SynthesisError`: no such file, a workbook, an unclosed quotation mark, a merged
    header, a row longer than the header, a column twice, no rows.
    """
    try:
        raw = path.read_bytes()
        if raw.startswith(PARQUET):
            return _of_parquet(raw)
        text, notes = _decoded(raw)
        separator, text, more = _separated(text)
        records = _records(text, separator)
    except (OSError, UnicodeError, csv.Error) as error:
        raise SynthesisError(f"cannot be read as a table of text: {error}") from None
    above, header, rows = _parts(records)
    refuse_repeated(header)
    _refuse_longer(header, rows)
    shorter = [
        f"row {number} has {len(cells)} of {len(header)} cells, the others not reported"
        for number, cells in rows
        if 0 < len(cells) < len(header)
    ]
    sheet = Sheet(
        tuple(header),
        tuple(tuple((cells + [""] * len(header))[: len(header)]) for _, cells in rows),
        tuple(f"row {number}" for number, _ in rows),
        (*notes, *more, *above, *shorter),
    )
    refuse_cases({name: [row[i] for row in sheet.rows] for i, name in enumerate(header)})
    found = without_empty(sheet)
    if not found.rows:
        raise SynthesisError("no rows; at least one study is needed")
    return found


def _of_parquet(raw: bytes) -> Sheet:
    import pandas as pd

    try:
        return sheet_of_frame(pd.read_parquet(io.BytesIO(raw), engine="pyarrow"))
    except ImportError:
        raise SynthesisError(
            "a Parquet file found, which needs pyarrow: pip install 'evidencekit[parquet]'"
        ) from None


def _decoded(raw: bytes) -> tuple[str, list[str]]:
    if not raw.strip():
        raise SynthesisError("cannot be read as a table of text: the file is empty")
    if raw.startswith(WORKBOOKS):
        raise SynthesisError("a workbook found; allowed: its sheet saved as CSV (UTF-8)")
    for mark, encoding, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _without_nul(raw.decode(encoding)), [f"read as {name}"]
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):  # the NULs of Latin letters
        if len(raw) > 3 and raw[place] == raw[place + 2] == 0:
            return _without_nul(raw.decode(encoding)), ["read as UTF-16"]
    try:
        return _without_nul(raw.decode("utf-8")), []
    except UnicodeDecodeError:
        return _without_nul(raw.decode("cp1252")), ["read as Windows-1252 (the file is not UTF-8)"]


def _without_nul(text: str) -> str:
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SynthesisError(f"row {line}: a NUL character found; allowed: text")
    return text


def _separated(text: str) -> tuple[str, str, list[str]]:
    """The separator, the text without a line that names it, and what is to be noted."""
    named = re.match(r"sep=(.)\r?\n", text)
    if named and named[1] in SEPARATORS:
        return named[1], text[named.end() - 1 :], [f"read with {SEPARATORS[named[1]]}"]

    def fitness(separator: str) -> tuple[int, int]:
        rows = [line.split(separator) for line in text.splitlines()[:HEADER_WITHIN]]
        best = max(known([cell.strip(' "') for cell in row]) for row in rows)
        return best, max(len(row) for row in rows)

    best = max(SEPARATORS, key=fitness)  # the first of equals: commas
    return best, text, [] if best == "," else [f"{SEPARATORS[best]} between columns"]


def _records(text: str, separator: str) -> Records:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: Records = []
    try:
        found.extend(
            (number, [cell.strip() for cell in row]) for number, row in enumerate(lines, 1)
        )
    except csv.Error as error:
        raise SynthesisError(
            f"row {len(found) + 1}: {error}; allowed: quotation marks in pairs around a cell"
        ) from None
    return found


def _parts(records: Records) -> tuple[list[str], list[str], Records]:
    """Notes on the lines above the header, the header, the rows."""
    notes: list[str] = []
    filled = [(number, cells) for number, cells in records if any(cells)]
    for place, (number, cells) in enumerate(filled):
        after = filled[place + 1][1] if place + 1 < len(filled) else []
        if not _is_title(cells, after):
            _refuse_merged(number, cells, after)
            return notes, cells, [record for record in records if record[0] > number]
        notes.append(f"row {number} left out, a title ({' '.join(filter(None, cells))!r})")
    raise SynthesisError("cannot be read as a table of text: no header found")


def _is_title(cells: list[str], after: list[str]) -> bool:
    """Few cells, side by side from the left, of which none is a name, above a row of names."""
    filled = sum(map(bool, cells))
    together = all(cells[:filled])
    return together and filled < sum(map(bool, after)) and known(cells) < known(after)


def _refuse_merged(number: int, cells: list[str], after: list[str]) -> None:
    if known(after) >= 2 and known(after) > known(cells):
        above, below = (", ".join(filter(None, row)) for row in (cells, after))
        raise SynthesisError(
            f"row {number} ({above}) and the row below it ({below}) are a merged header; allowed: "
            "one row of names, such as study, ai, n1i, ci, n2i"
        )


def _refuse_longer(header: list[str], rows: Records) -> None:
    """Raise where a row is longer than the header, which would shift its cells."""
    problems = [
        f"row {number}: {len(cells)} cells found; allowed: {len(header)}, as in the header"
        for number, cells in rows
        if any(cells[len(header) :])
    ]
    if problems:
        raise SynthesisError("; ".join(problems))
