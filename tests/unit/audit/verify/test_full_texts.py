"""The five reports: every coded figure is reported where its locator says.

The full texts may not be distributed. They are looked for in the folder that
EVIDENCE_SOURCES names, else in a folder called sources beside the project.
"""

import os
import random
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.audit.verify.full_texts import SourcesProblem, find_texts
from evidence.audit.verify.locate_values import coded_values, verify
from evidence.cli import app
from evidence.coded.dictionary import read_dictionary
from evidence.review.core.project import find_project, read_project

ROOT = Path(__file__).resolve().parents[4]


def sources_folder() -> Path | None:
    named = os.environ.get("EVIDENCE_SOURCES")
    if named:
        return Path(named)
    return next(
        (folder for folder in sorted(ROOT.parent.glob("*/sources")) if folder.is_dir()), None
    )


@pytest.fixture(scope="module")
def sources() -> Path:
    folder = sources_folder()
    if folder is None:
        pytest.skip(
            "THE FULL TEXTS OF THE FIVE REPORTS ARE NOT HERE: no coded figure was "
            "verified against them. Set EVIDENCE_SOURCES to the folder that holds them."
        )
    return folder


@pytest.fixture(scope="module")
def coded():
    return read_project(find_project(ROOT))


@pytest.fixture(scope="module")
def keys():
    return {name: table.key[0] for name, table in read_dictionary(ROOT / "data").items()}


def test_every_figure_is_in_the_paragraph_that_its_locator_names(sources, coded, keys):
    results = verify(coded, keys, find_texts(sources, coded["documents"]))
    astray = results[results["found"] != "paragraph named"]
    assert set(results["document"].str.split().explode()) == set(
        coded["documents"].query("role == 'report'")["document_id"]
    )
    assert astray.empty, "\n" + astray.to_string()


def misread(reported: str, chance: random.Random) -> str:
    """The figure with one digit changed."""
    place = chance.choice([match.start() for match in re.finditer(r"\d", reported)])
    other = chance.choice([digit for digit in "0123456789" if digit != reported[place]])
    return reported[:place] + other + reported[place + 1 :]


def test_a_misread_digit_is_noticed(sources, coded, keys):
    """Marks and years of references are left out: the next reference's is in the same paragraph."""
    texts, chance, changed = find_texts(sources, coded["documents"]), random.Random(20201), {}
    for name in ("doses", "laboratory", "assessments", "timeline", "follow_up", "transplants"):
        reported = [column for column in coded[name] if column.endswith("as_reported")]
        changed[name] = coded[name].assign(
            **{
                column: [
                    misread(cell, chance) if re.search(r"\d", cell) else ""
                    for cell in coded[name][column]
                ]
                for column in reported
            }
        )
    tables = {
        **changed,
        "documents": coded["documents"].assign(
            authors_as_reported="",
            received_as_reported="",
            accepted_as_reported="",
            published_as_reported="",
        ),
        "citations": coded["citations"].assign(
            first_author_as_reported="", year_as_reported="", as_reported=""
        ),
    }
    results = verify(tables, keys, texts)
    assert len(results) > 150
    assert (results["found"] == "paragraph named").mean() <= 0.03


def test_the_command_confirms_and_leaves_with_status_0(sources):
    outcome = CliRunner().invoke(app, ["verify", "--sources", str(sources), "--project", str(ROOT)])
    assert outcome.exit_code == 0, outcome.output


def test_the_command_lists_what_is_nowhere_and_leaves_with_status_1(tmp_path, coded, keys):
    title = coded["documents"].query("document_id == 'huang_2023'")["title"].iloc[0]
    (tmp_path / "empty.txt").write_text(f"{title}\n\nNothing else.\n", encoding="utf-8")
    outcome = CliRunner().invoke(
        app, ["verify", "--sources", str(tmp_path), "--project", str(ROOT)]
    )
    figures = coded_values(coded, keys).query(
        "document_id == 'huang_2023' and table == 'laboratory' and column == 'value_as_reported'"
    )
    assert outcome.exit_code == 1
    figures = figures[figures["reported"].str.contains(r"\d")]  # a word may stand in the title
    assert len(figures) > 5
    for figure in figures.itertuples():
        assert (
            f"nowhere: coded/{figure.table}.csv: {figure.row}, {figure.column}: " in outcome.output
        )
    assert (
        "no text at hand for bertamini_2018, bondarenko_2020, di_palma_2022, lattupally_letter"
        in outcome.output
    )


def test_a_coded_file_that_cannot_be_read_is_one_message_with_status_1(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_bytes(
        (ROOT / "data" / "datapackage.json").read_bytes()
    )
    outcome = CliRunner().invoke(
        app, ["verify", "--sources", str(tmp_path), "--project", str(tmp_path)]
    )
    assert outcome.exit_code == 1
    assert (
        "coded/doses.csv: file: found 'no such file'" in outcome.output
        and "Traceback" not in outcome.output
    )


def test_a_missing_folder_is_one_message_without_traceback(tmp_path):
    outcome = CliRunner().invoke(
        app, ["verify", "--sources", str(tmp_path / "absent"), "--project", str(ROOT)]
    )
    assert outcome.exit_code == 1
    assert "no such folder" in outcome.output and "Traceback" not in outcome.output


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path, coded):
    (tmp_path / "a.txt").write_bytes("Title\n\n1–2 months".encode("cp1252"))
    (tmp_path / "b.txt").write_text("Title\n\nwell", encoding="utf-16")
    with pytest.raises(SourcesProblem) as refusal:
        find_texts(tmp_path, coded["documents"])
    first, second = str(refusal.value).splitlines()
    assert "a.txt: line 3: byte 0x96 is not UTF-8" in first and "b.txt: line 1" in second
