"""The coded tables out to a workbook and back in."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.errors import EvidenceError
from evidence.review.commands.project_option import ProjectOption, project_at

if TYPE_CHECKING:
    import pandas as pd

    from evidence.coded.dictionary import Table
    from evidence.exchange.workbook.read import Coded
    from evidence.review.core.project import Project

TAKEN_OVER = "workbook.json"  # beside the stamps of the build

sheet = typer.Typer(
    name="sheet", help="Code in a spreadsheet: the tables as one workbook.", no_args_is_help=True
)
Workbook = Annotated[Path, typer.Argument(help="The workbook, e.g. coding.xlsx.")]


@sheet.command("out")
def sheet_out(workbook: Workbook, project: ProjectOption = None) -> None:
    """Write every coded table and code list to a workbook, a sheet per table, every cell text."""
    from evidence.coded.dictionary import read_dictionary
    from evidence.exchange.workbook.write import workbook_bytes
    from evidence.files.atomic_write import write_file
    from evidence.review.core.coded_texts import coded_texts

    found = project_at(project)
    tables = read_dictionary(found.data)
    write_file(workbook, workbook_bytes(coded_texts(found, tables), tables))
    print(f"{len(tables)} sheets in {workbook}")


@sheet.command("in")
def sheet_in(workbook: Workbook, project: ProjectOption = None) -> None:
    """Write the tables from a workbook: all of them, or none where a cell is no longer text."""
    from evidence.coded.dictionary import read_dictionary
    from evidence.exchange.workbook.read import read_workbook
    from evidence.files.atomic_write import write_all
    from evidence.files.lock import sole_writer
    from evidence.review.core.coded_texts import coded_texts

    found = project_at(project)
    tables = read_dictionary(found.data)
    coded = read_workbook(workbook, tables)
    with sole_writer(found.lock, "evidence sheet in"):
        taken_over = _taken_over(found)
        contents = _changed(coded_texts(found, tables), coded, tables, taken_over)
        for path in write_all(found.data, contents):
            print(f"written: {path}")
        _note_taken_over(found, coded, tables, contents, taken_over)
    for name in tables.keys() - coded.rows.keys():
        print(f"no sheet {name}: {tables[name].path} is as it was")
    print(f"{len(contents)} of {len(tables)} tables changed; `evidence check` says what is in them")


def _taken_over(project: "Project") -> dict[str, str]:
    """What each table became when it was last taken from a workbook, by what that workbook was
    written from: the same workbook is filled in, taken over, mended and taken over again.
    """
    path = project.stamps / TAKEN_OVER
    try:
        noted: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # nothing taken over here yet
        return {}
    return noted


def _note_taken_over(
    project: "Project",
    coded: "Coded",
    tables: "dict[str, Table]",
    contents: dict[str, str],
    before: dict[str, str],
) -> None:
    from evidence.exchange.workbook.write import exported_digest
    from evidence.files.atomic_write import write_file

    new = {
        _name_of_state(name, exported): exported_digest(contents[tables[name].path])
        for name, exported in coded.exported.items()
        if name in tables and tables[name].path in contents
    }
    if new:
        write_file(project.stamps / TAKEN_OVER, json.dumps(before | new, indent=1) + "\n")


def _name_of_state(table: str, exported: str) -> str:
    return f"{table} {exported}"


def _changed(
    frames: "dict[str, pd.DataFrame]",
    coded: "Coded",
    tables: "dict[str, Table]",
    taken_over: dict[str, str],
) -> dict[str, str]:
    """The text of each file that is not what the workbook says, by its path.

    Raises
    ------
    EvidenceError : a file changed since the workbook was written or taken over, so that its rows
        would be lost.
    """
    from evidence.exchange.workbook.layout import coded_csv
    from evidence.exchange.workbook.write import exported_digest

    contents, later = {}, []
    for name, rows in coded.rows.items():
        table = tables[name]
        before = coded_csv(table.columns, frames[name].itertuples(index=False))
        after = coded_csv(table.columns, rows)
        exported = coded.exported.get(name, exported_digest(before))
        exported = taken_over.get(_name_of_state(name, exported), exported)
        if after == before or exported_digest(after) == exported:
            continue  # nothing was coded on this sheet
        contents[table.path] = after
        if exported != exported_digest(before):
            later.append(table.path)
    if later:
        raise EvidenceError(
            "nothing was written: changed since the workbook was written, so that rows would be "
            f"lost: {', '.join(later)}; write a new workbook with `evidence sheet out` and put "
            "your rows into it"
        )
    return contents
