"""A workbook for coding: what goes out comes back, and what a spreadsheet changed is refused."""

import datetime
import io

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from evidence.coded.dictionary import Field, ForeignKey, Table
from evidence.coded.problems import ProblemsFound
from evidence.exchange.workbook.read import WorkbookProblem, read_workbook
from evidence.exchange.workbook.write import workbook_bytes

AGENTS = Table(
    "agents", "vocabulary/agents.csv", "", (Field("code", "string", "A code."),), ("code",), (), ()
)
DOSES = Table(
    "doses",
    "coded/doses.csv",
    "",
    (
        Field("dose_id", "string", "The key.", required=True),
        Field("agent", "string", "What was given."),
        Field("dose_as_reported", "string", "The dose.", unit="as reported"),
        Field("given", "string", "Given or planned.", enum=("given", "planned")),
    ),
    ("dose_id",),
    (ForeignKey(("agent",), "agents", ("code",)),),
    (),
)
TABLES = {"agents": AGENTS, "doses": DOSES}
ROWS = [("d1", "x", "0.450", "given"), ("d2", "", "=1+1", ""), ("d3", "x", "10-3", "planned")]


def frames(rows=ROWS):
    return {
        "agents": pd.DataFrame([("x",)], columns=AGENTS.columns, dtype=str),
        "doses": pd.DataFrame(rows, columns=DOSES.columns, dtype=str),
    }


@pytest.fixture
def book():
    return load_workbook(io.BytesIO(workbook_bytes(frames(), TABLES)))


def read(tmp_path, book):
    path = tmp_path / "coding.xlsx"
    book.save(path)
    return read_workbook(path, TABLES)


def problems(tmp_path, book):
    with pytest.raises(WorkbookProblem) as refused:
        read(tmp_path, book)
    heading, *lines = str(refused.value).splitlines()
    assert heading.startswith(f"nothing was written: {len(lines)} problem")
    return lines


def test_every_text_comes_back_as_it_was(tmp_path, book):
    assert read(tmp_path, book).rows == {"agents": [("x",)], "doses": ROWS}


def test_cells_and_empty_columns_are_formatted_as_text(book):
    sheet = book["doses"]
    assert {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value} == {"@"}
    assert {sheet.column_dimensions[letter].number_format for letter in "ABCD"} == {"@"}


def test_codes_are_drop_downs_and_descriptions_notes(book):
    lists = {
        str(rule.sqref): (rule.formula1, rule.errorStyle)
        for rule in book["doses"].data_validations.dataValidation
    }
    assert lists == {
        "B2:B1048576": (
            "OFFSET('agents'!$A$2,0,0,MAX(1,COUNTA('agents'!$A$2:$A$10000)),1)",
            "warning",
        ),
        "D2:D1048576": ("'_codes'!$A$2:$A$3", "stop"),
    }
    assert [row[0].value for row in book["_codes"].iter_rows()] == [
        "doses.given",
        "given",
        "planned",
    ]
    assert book["_codes"].sheet_state == "hidden"
    note = book["doses"]["A1"].comment.text
    assert note == "The key.\nPart of the key: each key once.\nMay not be empty."


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime.datetime(2020, 12, 1), "the date 2020-12-01: the spreadsheet changed what was"),
        (0.45, "the number 0.45: the spreadsheet changed what was typed; format the cell as text"),
        (datetime.time(9, 17), "the time 09:17:00"),
        (True, "the truth value TRUE"),
        ("=SUM(A1:A2)", "the formula '=SUM(A1:A2)': format the cell as text and type it again"),
    ],
)
def test_a_cell_that_is_no_text_is_named(tmp_path, book, value, said):
    book["doses"]["C3"] = value
    (line,) = problems(tmp_path, book)
    assert line.startswith(f"doses!C3 is {said}")


def test_everything_that_is_wrong_is_named_at_once(tmp_path, book):
    book.create_sheet("remarks")
    book["doses"]["E1"], book["doses"]["F2"], book["doses"]["C1"] = "remark", "aside", None
    assert problems(tmp_path, book) == [
        "remarks: an unknown sheet; allowed: agents, doses",
        "doses: no column dose_as_reported",
        "doses: an unknown column 'remark'; allowed: dose_id, agent, dose_as_reported, given",
        "doses!C2 holds '0.450' in a column without a heading",
        "doses!F2 holds 'aside' in a column without a heading",
        "doses!C3 holds '=1+1' in a column without a heading",
        "doses!C4 holds '10-3' in a column without a heading",
    ]


def test_columns_in_another_order_and_empty_rows_are_read(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "doses"
    sheet.append(["agent", "given", "dose_id", "dose_as_reported"])
    sheet.append([])
    sheet.append(["x", None, "d9"])
    assert read(tmp_path, book).rows == {"doses": [("d9", "x", "", "")]}


def test_a_file_that_is_no_workbook_is_named(tmp_path):
    path = tmp_path / "coding.xlsx"
    path.write_text("dose_id,agent")
    with pytest.raises(WorkbookProblem, match=r"no xlsx workbook \(BadZipFile\)"):
        read_workbook(path, TABLES)


@pytest.mark.parametrize(("length", "refused"), [(32_767, False), (32_768, True)])
def test_a_cell_longer_than_a_spreadsheet_holds_is_refused(length, refused):
    long = frames([("d1", "x", "a" * length, "")])
    if not refused:
        assert workbook_bytes(long, TABLES)
        return
    with pytest.raises(ProblemsFound, match="d1, dose_as_reported: found '32768 characters'"):
        workbook_bytes(long, TABLES)
