"""A new review: every file is there, the tables are empty, what was asked is filled in."""

import json
import os

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.new.project import Answers, project_files

ANSWERS = Answers("A drug in a disease", "Drug X-1", "X-1")
FILES = {
    *(".gitignore", ".ci/run", "CITATION.cff", "Makefile", "README.md", "environment.yml"),
    *("pyproject.toml", "requirements.lock", "review.toml", "tests/test_review.py"),
    *("data/README.md", "data/datapackage.json", "notebooks/00_summary.ipynb"),
}


def new(*arguments):
    return CliRunner().invoke(app, ["new", *map(str, arguments)])


def test_the_project_is_whole():
    files = project_files(ANSWERS, example=False)
    assert set(files) >= FILES
    papers = {path for path in files if path.startswith("manuscript/")}  # have keys of numbers
    assert not [path for path, text in files.items() if "{{" in text and path not in papers]
    package = json.loads(files["data/datapackage.json"])
    assert {f"data/{table['path']}" for table in package["resources"]} <= set(files)
    assert files["data/coded/patients.csv"] == "patient_id,document_id,label,locator,note\n"
    assert "drug_x_1,Drug X-1,The index therapy" in files["data/vocabulary/agents.csv"]
    assert 'agent = "drug_x_1"' in files["review.toml"]


def test_a_domain_adds_its_tables():
    without, with_domain = (
        project_files(Answers("T", "X", "X", domains), example=False)
        for domains in ((), ("haematology",))
    )
    assert "data/coded/transplants.csv" in set(with_domain) - set(without)


def test_the_command_writes_it(tmp_path):
    result = new(tmp_path / "my", "--title", "A drug in a disease", "--index", "X")
    assert result.exit_code == 0, result.output
    assert os.access(tmp_path / "my" / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--index", "X"), "--title is needed where nobody can be asked"),
        (("--title", "T", "--index", "X", "--domain", "botany"), "found 'botany'"),
    ],
)
def test_what_is_missing_or_unknown_is_named_and_nothing_is_written(tmp_path, arguments, said):
    result = new(tmp_path / "my", *arguments)
    assert result.exit_code == 1 and said in result.output
    assert not (tmp_path / "my").exists()


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    result = new(tmp_path, "--title", "T", "--index", "X")
    assert result.exit_code == 1 and "is not empty" in result.output


def test_the_example_is_marked_as_invented():
    files = project_files(ANSWERS, example=True)
    assert "This report is invented." in files["sources/invented_2031.md"]
    rows = files["data/coded/documents.csv"].splitlines()[1:]
    assert len(rows) == 5 and all("Invented: an example." in row for row in rows)
    for row in files["data/coded/doses.csv"].splitlines()[1:]:
        assert ",drug_x_1," in row


def test_what_coding_md_quotes_is_in_the_example():
    files = project_files(ANSWERS, example=True)
    report = files["sources/invented_2031.md"].split("\n\n")
    quoted = [line[2:] for line in files["docs/CODING.md"].splitlines() if line.startswith("> ¶")]
    assert len(quoted) == 4
    for line in quoted:
        number, _, words = line.removeprefix("¶").partition(" ")
        assert report[int(number) - 1].strip() == words
