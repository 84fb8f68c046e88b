"""The coded tables as a workbook: a sheet per table, every cell text."""

import io
from collections.abc import Mapping
from hashlib import sha256
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from evidence.coded.dictionary import Field, Table
from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.validate import row_names
from evidence.exchange.workbook.layout import (
    CODES,
    EXPORTED,
    LONGEST_CELL,
    TEXT,
    coded_csv,
    sheet_name,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 1_048_576  # of a sheet; Excel specifications and limits, Microsoft
LISTED_ROWS = 10_000  # of a sheet that a drop-down refers to
NARROWEST, WIDEST = 12, 40  # characters
NOTE_WIDTH, NOTE_LINE, NOTE_LINE_LENGTH = 320, 18, 46  # pixels, pixels, characters


def workbook_bytes(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table]) -> bytes:
    """One workbook with the rows that are there, for coding in Excel or LibreOffice.

    Parameters
    ----------
    frames : coded tables as text, by name. tables : the dictionary.

    Returns
    -------
    An xlsx file: a sheet per table, columns formatted as text, descriptions as notes of the header,
    code lists as drop-downs.

    Raises
    ------
    ProblemsFound : a cell with more characters than a spreadsheet holds.
    """
    from openpyxl import Workbook

    _refuse_long_cells(frames, tables)
    book = Workbook()
    book.remove(book.active)
    for table in tables.values():
        _fill(book.create_sheet(sheet_name(table.name)), frames[table.name], table)
    _list_codes(book, tables)
    _record_exported(book, frames, tables)
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def exported_digest(text: str) -> str:
    """What a table was when it was written out, so that a later change of its file is noticed."""
    return sha256(text.encode()).hexdigest()


def _refuse_long_cells(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table]) -> None:
    problems = []
    for table in tables.values():
        frame = frames[table.name]
        for column in table.columns:
            rows = frame.index[frame[column].str.len() > LONGEST_CELL].tolist()
            problems += [
                Problem(
                    table.path,
                    name,
                    column,
                    f"{len(frame.loc[row, column])} characters",
                    f"at most {LONGEST_CELL}, which is what a spreadsheet's cell holds",
                )
                for row, name in zip(
                    rows, row_names(frame, table, rows) if rows else (), strict=True
                )
            ]
    if problems:
        raise ProblemsFound(problems)


def _fill(sheet: "Worksheet", frame: pd.DataFrame, table: Table) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for place, field in enumerate(table.fields, 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.number_format = TEXT  # of the cells that are still empty
        column.width = min(max(len(field.name) + 2, NARROWEST), WIDEST)
        heading = _write(sheet, 1, place, field.name)
        heading.font = Font(bold=True)
        heading.comment = _note(field, table)
    for row, cells in enumerate(frame.itertuples(index=False), 2):
        for place, cell in enumerate(cells, 1):
            if cell:
                _write(sheet, row, place, cell)
    sheet.freeze_panes = "B2"


def _write(sheet: "Worksheet", row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # a text that begins with "=" is no formula
    cell.number_format = TEXT
    return cell


def _note(field: Field, table: Table) -> Any:
    from openpyxl.comments import Comment

    text = "\n".join([field.description, *_rules(field, table)])
    lines = [part for line in text.splitlines() for part in wrap(line, NOTE_LINE_LENGTH)]
    return Comment(text, "dictionary", width=NOTE_WIDTH, height=NOTE_LINE * (len(lines) + 1))


def _rules(field: Field, table: Table) -> list[str]:
    """What the cell may hold, in sentences."""
    rules = ["Part of the key: each key once."] if field.name in table.key else []
    rules += ["May not be empty."] if field.required else []
    rules += [f"Unit: {field.unit}."] if field.unit else []
    rules += ["A whole number."] if field.type == "integer" else []
    rules += ["A number."] if field.type == "number" else []
    rules += [f"At least {field.minimum:g}."] if field.minimum is not None else []
    rules += [f"At most {field.maximum:g}."] if field.maximum is not None else []
    rules += [f"Form: {field.pattern}"] if field.pattern else []
    rules += ["One of: " + ", ".join(field.enum)] if field.enum else []
    return rules + [
        f"{', '.join(key.fields)}: a row of the sheet {sheet_name(key.table)}."
        for key in table.foreign_keys
        if field.name in key.fields
    ]


def _list_codes(book: "Workbook", tables: Mapping[str, Table]) -> None:
    """Drop-downs: of codes that the dictionary lists, and of the keys of other sheets."""
    from openpyxl.utils import get_column_letter

    codes, listed = book.create_sheet(CODES), 0
    codes.sheet_state = "hidden"
    for table in tables.values():
        sheet = book[sheet_name(table.name)]
        for place, field in enumerate(table.fields, 1):
            area = f"{get_column_letter(place)}2:{get_column_letter(place)}{LAST_ROW}"
            if field.enum:
                listed += 1
                for row, code in enumerate((f"{table.name}.{field.name}", *field.enum), 1):
                    _write(codes, row, listed, code)
                letter = get_column_letter(listed)
                source = f"'{CODES}'!${letter}$2:${letter}${len(field.enum) + 1}"
                _drop_down(sheet, area, source, "stop", "One of the codes of the list.")
            elif source := _keys_of_other_sheet(field, table, tables):
                words = "No such row yet: add it to the sheet that the heading's note names."
                _drop_down(sheet, area, source, "warning", words)


def _keys_of_other_sheet(field: Field, table: Table, tables: Mapping[str, Table]) -> str:
    """The filled part of the column that the field refers to; empty where it refers to none.

    It grows with the sheet, so that a code or patient just added is offered.
    """
    from openpyxl.utils import get_column_letter

    for key in table.foreign_keys:
        if key.fields == (field.name,):
            letter = get_column_letter(tables[key.table].columns.index(key.other_fields[0]) + 1)
            sheet = f"'{sheet_name(key.table)}'"
            filled = f"COUNTA({sheet}!${letter}$2:${letter}${LISTED_ROWS})"
            return f"OFFSET({sheet}!${letter}$2,0,0,MAX(1,{filled}),1)"
    return ""


def _drop_down(sheet: "Worksheet", area: str, source: str, style: str, words: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        "list", source, allow_blank=True, showErrorMessage=True, errorStyle=style, error=words
    )
    rule.add(area)
    sheet.add_data_validation(rule)


def _record_exported(
    book: "Workbook", frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table]
) -> None:
    sheet = book.create_sheet(EXPORTED)
    sheet.sheet_state = "hidden"
    for row, table in enumerate(tables.values(), 1):
        text = coded_csv(table.columns, frames[table.name].itertuples(index=False))
        _write(sheet, row, 1, table.name)
        _write(sheet, row, 2, exported_digest(text))
