"""Files written: which, with what in them, and the command that writes them."""

import json
import re

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.files.escape import markdown
from evidence.review.build.tables import TablesRefused, write_tables
from evidence.tables.writers.write_files import index_page, write_files

FEW = ("appraisal_items", "response_vocabulary")


@pytest.fixture(scope="module")
def written(made, review, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    heard = []
    paths = write_files([made[name] for name in FEW], review.coded, folder, done=heard.append)
    assert heard == list(FEW)
    return folder, paths


def test_every_format_and_the_references_are_written(written):
    folder, paths = written
    expected = {f"{name}.{ending}" for name in FEW for ending in ("html", "tex", "docx", "csv")} | {
        "tables.docx",
        "references.txt",
        "references.json",
        "references.bib",
        "references.ris",
        "README.md",
    }
    assert {path.name for path in paths} == {path.name for path in folder.iterdir()} == expected


def test_numbers_in_tables_lead_to_references(written):
    folder, _ = written
    entries = (folder / "references.txt").read_text(encoding="utf-8").splitlines()
    items = json.loads((folder / "references.json").read_text(encoding="utf-8"))
    assert len(entries) == len(items) > 5
    assert items[0]["id"] == "di_palma_2022" and entries[0].startswith("1. Di Palma M")
    text = (folder / "response_vocabulary.csv").read_text(encoding="utf-8")
    assert "@[" not in text
    numbers = {int(number) for number in re.findall(r",(\d+),response_definitions:", text)}
    assert numbers and max(numbers) <= len(entries)


def test_a_table_alone_lists_the_references_it_cites_under_their_numbers(written):
    page = (written[0] / "response_vocabulary.html").read_text(encoding="utf-8")
    assert "6. Kantarjian HM" in page and "1. Di Palma M" not in page


def test_two_builds_write_the_same_bytes(made, review, written, tmp_path):
    write_files([made[name] for name in FEW], review.coded, tmp_path)
    for path in written[1]:
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_links_of_the_page_lead_to_files(written):
    folder, _ = written
    links = re.findall(r"\]\(([^)]+)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert links and all((folder / link).is_file() for link in links)


def test_unknown_tables_and_formats_are_refused_together(review, tmp_path):
    with pytest.raises(TablesRefused) as refusal:
        write_tables(review, tmp_path, only=["table_99"], formats=["pdf"])
    assert str(refusal.value).splitlines() == [
        f"--only: no table 'table_99'; allowed: {', '.join(review.manuscript_tables)}",
        "--format: 'pdf'; allowed: html, latex, docx, csv",
    ]
    assert list(tmp_path.iterdir()) == []


def test_command_outside_a_project_says_so(tmp_path):
    done = CliRunner().invoke(
        app,
        [
            "tables",
            "--only",
            "appraisal_items",
            "--format",
            "csv",
            "--output",
            str(tmp_path),
            "--project",
            str(tmp_path.parent),
        ],
    )
    assert done.exit_code == 1 and "datapackage.json" in done.output


def test_command_refuses_with_one_message(request):
    root = request.config.rootpath
    done = CliRunner().invoke(app, ["tables", "--only", "nothing", "--project", str(root)])
    assert (
        done.exit_code == 1
        and done.output.startswith("--only: no table 'nothing'; allowed: table_1,")
        and "Traceback" not in done.output
    )


def test_the_page_of_tables_shows_titles_as_text(nasty):
    text, table = nasty
    page = index_page([table], ["csv"], [])
    assert f"- {markdown(text)}: [csv](t.csv)" in page.splitlines()
