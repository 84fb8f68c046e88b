"""A workbook as rows of text, or every cell that is no longer the text that was typed."""

import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from evidence.coded.dictionary import Table
from evidence.errors import EvidenceError
from evidence.exchange.workbook.layout import EXPORTED, HIDDEN, sheet_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TYPE_AGAIN = "format the cell as text and type it again"
Rows = list[tuple[str, ...]]


class WorkbookProblem(EvidenceError, ValueError):
    """A workbook that is not taken over; a line each reason."""


@dataclass(frozen=True)
class Coded:
    """The rows of each sheet by table, and what each table was when it was written out."""

    rows: dict[str, Rows]
    exported: dict[str, str]


def read_workbook(path: Path, tables: Mapping[str, Table]) -> Coded:
    """The rows of every sheet, in the columns of the dictionary; empty rows are left out.

    Parameters
    ----------
    path : an xlsx file. tables : the dictionary.

    Raises
    ------
    WorkbookProblem : no workbook; sheets and columns that the dictionary does not have, columns
    that are missing; cells that are numbers, dates or formulas. All at once.
    """
    book = _opened(path)
    by_sheet = {sheet_name(table.name): table for table in tables.values()}
    problems = [
        f"{name}: an unknown sheet; allowed: {', '.join(by_sheet)}"
        for name in book.sheetnames
        if name not in by_sheet and name not in HIDDEN
    ]
    rows: dict[str, Rows] = {}
    for name, table in by_sheet.items():
        if name in book.sheetnames:
            rows[table.name], found = _read_sheet(book[name], table)
            problems += found
    if not rows:
        problems.append(f"{path}: no sheet of a coded table")
    if problems:
        raise WorkbookProblem("\n".join([_heading(len(problems)), *problems]))
    return Coded(rows, _exported(book))


def _heading(count: int) -> str:
    return f"nothing was written: {count} problem{'' if count == 1 else 's'} in the workbook"


def _opened(path: Path) -> "Workbook":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    except OSError as error:
        raise WorkbookProblem(f"{path}: cannot be read: {error.strerror}") from None
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        SyntaxError,
    ) as error:
        reason = type(error).__name__
        raise WorkbookProblem(f"{path}: no xlsx workbook ({reason}): save it as .xlsx") from None


def _exported(book: "Workbook") -> dict[str, str]:
    if EXPORTED not in book.sheetnames:  # a program that drops hidden sheets, or another workbook
        return {}
    return {
        str(name): str(digest)
        for name, digest in book[EXPORTED].iter_rows(max_col=2, values_only=True)
    }


def _read_sheet(sheet: "Worksheet", table: Table) -> tuple[Rows, list[str]]:
    sheet.reset_dimensions()  # what a program wrote of the size need not hold
    lines = sheet.iter_rows()
    header = [_text(cell) for cell in next(lines, ())]
    rows = [row for row in lines if any(cell.value is not None for cell in row)]
    problems = _header_problems(sheet.title, header, table)
    problems += [
        f"{sheet.title}!{cell.coordinate} {found}"
        for row in rows
        for cell, name in zip(row, chain(header, repeat("")), strict=False)
        for found in _cell_problems(cell, name)
    ]
    if problems:
        return [], problems
    places = [header.index(name) for name in table.columns]
    return [tuple(map(_text, _in_order(row, places))) for row in rows], []


def _in_order(row: Sequence["Cell"], places: Iterable[int]) -> Iterator["Cell | None"]:
    """The cells of the places; a row ends at its last cell that is not empty."""
    return (row[place] if place < len(row) else None for place in places)


def _header_problems(sheet: str, header: list[str], table: Table) -> list[str]:
    allowed = ", ".join(table.columns)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    return [
        *(f"{sheet}: no column {name}" for name in table.columns if name not in header),
        *(
            f"{sheet}: an unknown column {name!r}; allowed: {allowed}"
            for name in header
            if name and name not in table.columns
        ),
        *(f"{sheet}: the column {name} twice" for name in twice),
    ]


def _text(cell: "Cell | None") -> str:
    return "" if cell is None or cell.value is None else str(cell.value)


def _cell_problems(cell: "Cell", column: str) -> Iterator[str]:
    """Why the cell is not taken over; nothing for text and empty cells below a heading."""
    if cell.value is None:
        return
    if not column:
        yield f"holds {_text(cell)!r} in a column without a heading"
    elif cell.data_type != "s":
        yield _not_text(cell.data_type, cell.value)


def _not_text(kind: str, value: Any) -> str:
    if kind == "f":
        formula = getattr(value, "text", value)
        return f"is the formula {formula!r}: {TYPE_AGAIN}"
    if kind == "e":
        return f"is the error {value}: {TYPE_AGAIN}"
    return f"is {_in_words(value)}: the spreadsheet changed what was typed; {TYPE_AGAIN}"


def _in_words(value: Any) -> str:
    """The value of a cell that is no text, as a reviewer would name it.

    >>> import datetime
    >>> _in_words(datetime.datetime(2020, 12, 1)), _in_words(0.45), _in_words(True)
    ('the date 2020-12-01', 'the number 0.45', 'the truth value TRUE')
    """
    if isinstance(value, bool):
        return f"the truth value {str(value).upper()}"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return f"the date {value.date() if midnight else value}"
    if isinstance(value, datetime.time | datetime.timedelta):
        return f"the time {value}"
    return f"the number {value}"
