"""`evidence sheet out` and `evidence sheet in`: all files or none, and no row lost."""

import json

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from evidence.cli import app


def run(command, workbook, project):
    return CliRunner().invoke(app, ["sheet", command, str(workbook), "--project", str(project)])


def files(project):
    return {path: path.read_bytes() for path in (project / "data").rglob("*.csv")}


def resource(name, columns):
    fields = [{"name": column, "type": "string", "description": column} for column in columns]
    schema = {"fields": fields, "primaryKey": [columns[0]]}
    return {"name": name, "path": f"coded/{name}.csv", "description": name, "schema": schema}


@pytest.fixture
def project(tmp_path):
    """Two tables of two columns."""
    tables = {"patients": ["patient_id", "note"], "doses": ["dose_id", "dose_as_reported"]}
    data = tmp_path / "data"
    (data / "coded").mkdir(parents=True)
    package = {"resources": [resource(name, columns) for name, columns in tables.items()]}
    (data / "datapackage.json").write_text(json.dumps(package))
    (data / "coded" / "patients.csv").write_text("patient_id,note\np1,\n")
    (data / "coded" / "doses.csv").write_text('dose_id,dose_as_reported\nd1,"0,45 mg"\n')
    return tmp_path


@pytest.fixture
def workbook(project, tmp_path):
    path = tmp_path / "coding.xlsx"
    assert run("out", path, project).exit_code == 0
    return path


def edit(workbook, sheet, cell, value):
    book = load_workbook(workbook)
    book[sheet][cell] = value
    if isinstance(value, str):
        book[sheet][cell].data_type = "s"
    book.save(workbook)


def test_out_and_in_leaves_every_byte(project, workbook):
    before = files(project)
    result = run("in", workbook, project)
    assert result.exit_code == 0 and result.output.startswith("0 of ")
    assert files(project) == before


def test_a_coded_row_is_written_and_no_other_file(project, workbook):
    before = files(project)
    path = project / "data" / "coded" / "patients.csv"
    edit(workbook, "patients", "A3", "p2")
    result = run("in", workbook, project)
    assert result.exit_code == 0 and "1 of " in result.output
    assert files(project) == {**before, path: before[path] + b"p2,\n"}


def test_a_number_in_one_cell_leaves_every_file(project, workbook):
    before = files(project)
    edit(workbook, "patients", "B2", "a remark")
    edit(workbook, "doses", "B2", 0.8)
    result = run("in", workbook, project)
    assert result.exit_code == 1 and "doses!B2 is the number 0.8" in result.output
    assert files(project) == before


def test_a_file_changed_meanwhile_is_not_overwritten(project, workbook):
    path = project / "data" / "coded" / "patients.csv"
    path.write_bytes(path.read_bytes() + b"p3,\n")
    before = files(project)
    assert run("in", workbook, project).exit_code == 0 and files(project) == before
    edit(workbook, "patients", "B2", "a remark")
    result = run("in", workbook, project)
    assert result.exit_code == 1 and "coded/patients.csv; write a new workbook" in result.output
    assert files(project) == before


def test_the_same_workbook_is_mended_and_taken_over_again(project, workbook):
    path = project / "data" / "coded" / "doses.csv"
    for dose in ("0.45 mgg", "0.45 mg", "0,45 mg"):  # the last is what was written out
        edit(workbook, "doses", "B2", dose)
        result = run("in", workbook, project)
        assert result.exit_code == 0, result.output
        cell = f'"{dose}"' if "," in dose else dose
        assert path.read_text() == f"dose_id,dose_as_reported\nd1,{cell}\n"


def test_a_row_added_to_the_file_after_the_workbook_was_taken_over_is_not_lost(project, workbook):
    path = project / "data" / "coded" / "patients.csv"
    edit(workbook, "patients", "B2", "a remark")
    assert run("in", workbook, project).exit_code == 0
    path.write_bytes(path.read_bytes() + b"p3,\n")
    edit(workbook, "patients", "B2", "another remark")
    result = run("in", workbook, project)
    assert result.exit_code == 1 and "coded/patients.csv; write a new workbook" in result.output


def test_a_sheet_that_is_gone_leaves_its_file(project, workbook):
    before = files(project)
    book = load_workbook(workbook)
    del book["doses"]
    book.save(workbook)
    result = run("in", workbook, project)
    assert result.exit_code == 0
    assert "no sheet doses: coded/doses.csv is as it was" in result.output
    assert files(project) == before
