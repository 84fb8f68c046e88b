"""What LibreOffice itself makes of a coding workbook and of CSVs, opened and saved."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.coded.dictionary import read_dictionary
from evidence.coded.read_csv import read_table
from evidence.exchange.spreadsheet_changes import spreadsheet_changes

SOFFICE = shutil.which("soffice")
HAS_CALC = SOFFICE and (Path(SOFFICE).resolve().parent / "libsclo.so").is_file()
pytestmark = pytest.mark.skipif(
    not HAS_CALC,
    reason="LibreOffice Calc is not installed (Debian: libreoffice-calc): NOT TESTED IN A PROGRAM",
)
# Language identifiers of the CSV filter's tokens, LibreOffice help, "CSV Filter Parameters".
ENGLISH, GERMAN = 1033, 1031
CELLS = (
    *("0.450", "48.0", ".0105", "2,3", "9/17", "11.12.2018", "December 2020", "March 20, 2022"),
    *("10-3", "<0.1 g/dL", "0.8 mg/m²", "day 21", "40,000–50,000 /μL", "not reported", "=1+1"),
)
# Dates are found where "detect special numbers" is on; what each setting changes, seen in 7.4.
CHANGED = {
    ENGLISH: {
        "0.450": "decimals lost",
        "48.0": "decimals lost",
        ".0105": "decimals added",
        "9/17": "made a date",
        "December 2020": "date written anew",
        "March 20, 2022": "made a date",
        "=1+1": "made the result of a formula",
    },
    GERMAN: {
        "0.450": "digits regrouped",
        "2,3": "digits regrouped",
        "11.12.2018": "date written anew",
        "=1+1": "made the result of a formula",
    },
}


def convert(path, to, folder, *options):
    """Open and save a file in LibreOffice, with a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, "--headless", profile, *options, "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / path.name


@pytest.fixture
def project(tmp_path):
    """One table of one column of values."""
    columns = ["key", "reported"]
    fields = [{"name": column, "type": "string", "description": column} for column in columns]
    schema = {"fields": fields, "primaryKey": ["key"]}
    table = {"name": "values", "path": "coded/values.csv", "description": "V", "schema": schema}
    (tmp_path / "data" / "coded").mkdir(parents=True)
    (tmp_path / "data" / "datapackage.json").write_text(json.dumps({"resources": [table]}))
    lines = ["key,reported", *(f'k{n},"{cell}"' for n, cell in enumerate(CELLS, 1))]
    (tmp_path / "data" / "coded" / "values.csv").write_text("\n".join(lines) + "\n")
    return tmp_path


def test_a_workbook_comes_back_as_it_went(project, tmp_path):
    written = project / "data" / "coded" / "values.csv"
    workbook, before = tmp_path / "coding.xlsx", written.read_bytes()
    sheet = ["--project", str(project)]
    assert CliRunner().invoke(app, ["sheet", "out", str(workbook), *sheet]).exit_code == 0
    (tmp_path / "saved").mkdir()
    saved = convert(workbook, "xlsx", tmp_path / "saved")
    result = CliRunner().invoke(app, ["sheet", "in", str(saved), *sheet])
    assert result.exit_code == 0 and result.output.startswith("0 of 1 tables changed")
    assert written.read_bytes() == before


@pytest.mark.parametrize("language", [ENGLISH, GERMAN])
def test_every_cell_that_a_csv_loses_is_named(project, tmp_path, language):
    path, table = project / "data" / "coded" / "values.csv", read_dictionary(project / "data")
    (tmp_path / "saved").mkdir()
    tokens = f"44,34,76,1,,{language},false,true"  # comma, quote, UTF-8; special numbers found
    saved = convert(
        path,
        f"csv:Text - txt - csv (StarCalc):{tokens},false",
        tmp_path / "saved",
        f"--infilter=CSV:{tokens}",
    )
    before, _ = read_table(path, table["values"])
    after, unread = read_table(saved, table["values"])
    assert not unread
    reported = zip(before["reported"], after["reported"], strict=True)
    changed = {was for was, found in reported if was != found}
    problems = spreadsheet_changes(before, after, table["values"])
    cells = before.set_index("key")["reported"]
    named = {cells[problem.row]: problem.allowed for problem in problems}
    assert changed == set(named)
    for cell, how in CHANGED[language].items():
        assert how in named[cell]
