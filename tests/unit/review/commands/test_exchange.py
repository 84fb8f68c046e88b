"""`evidence import`: rows are added to the tables that are there, all or none."""

import pytest
from typer.testing import CliRunner

from evidence.cli import app

RIS = "TY  - JOUR\nAU  - Doe, Jane\nTI  - An invented title\nPY  - 2020\nDO  - {}\nER  - \n"


@pytest.fixture
def ris(tmp_path):
    path = tmp_path / "a.ris"
    # the second is the trial of Kantarjian 2016, which is coded
    path.write_text(RIS.format("10.9999/x") + RIS.format("10.1056/NEJMoa1509277"))
    return path


def run(project, *arguments):
    return CliRunner().invoke(app, ["import", *map(str, arguments), "--project", str(project)])


def test_a_reference_list_becomes_documents_and_citations(copy, ris):
    documents = copy / "data" / "coded" / "documents.csv"
    citations = copy / "data" / "coded" / "citations.csv"
    before = documents.read_bytes(), citations.read_bytes()
    result = run(copy, "ris", ris, "--cited-by", "huang_2023")
    assert result.exit_code == 0, result.output
    assert "2 records: 1 documents, 2 citations added, 1 duplicates" in result.output
    assert "kantarjian_2016 by its DOI; left out" in result.output
    assert documents.read_bytes().startswith(before[0])
    assert b"doe_2020,cited,other,Doe J,An invented title" in documents.read_bytes()
    assert citations.read_bytes().count(b"\n") == before[1].count(b"\n") + 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--role", "paper"), "--role: found 'paper'; allowed: report, cited, trial"),
        (("--cited-by", "nobody"), "--cited-by: found 'nobody'"),
    ],
)
def test_unknown_arguments_are_refused_and_nothing_is_written(copy, ris, arguments, said):
    before = (copy / "data" / "coded" / "documents.csv").read_bytes()
    result = run(copy, "ris", ris, *arguments)
    assert result.exit_code == 1 and said in result.output
    assert (copy / "data" / "coded" / "documents.csv").read_bytes() == before
