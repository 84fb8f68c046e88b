"""Cells that a spreadsheet would run are named; they are no fault."""

from typer.testing import CliRunner

from evidence.cli import app


def check(folder):
    return CliRunner().invoke(app, ["check", "--project", str(folder)])


def test_check_names_cells_that_a_spreadsheet_takes_for_formulas(copy):
    path = copy / "data" / "coded" / "documents.csv"
    text = path.read_text(encoding="utf-8")
    title = "Management of Relapsed/Refractory ALL"
    assert text.count(title) == 1
    path.write_text(text.replace(title, f"=1+{title}"), encoding="utf-8")
    result = check(copy)
    assert result.exit_code == 0 and "no problems" in result.output
    (remark,) = [line for line in result.output.splitlines() if "spreadsheet" in line]
    assert remark.startswith("coded/documents.csv: di_palma_2022, title: found '=1+Management")
    assert remark.endswith("a spreadsheet takes it for a formula: import the column as text")


def test_nothing_is_said_of_numbers_and_signs(copy):
    assert "spreadsheet" not in check(copy).output
