"""This review's paper: every key is found, no number is typed, checklists point to its parts."""

import json
import re
from pathlib import Path

import pytest

from evidence.manuscript.contents import FOLDER, find_contents
from evidence.manuscript.document.source import read_sources
from evidence.manuscript.tools import run_pandoc
from evidence.review.core.open_review import read_review
from evidence.review.core.project import find_project
from evidence.tables.core.bibliography import formatted
from evidence.tables.core.csl_items import csl_items

PROJECT = find_project(Path(__file__))
STYLE = Path("src/evidence/tables/core/numbered.csl")


@pytest.fixture(scope="module")
def review():
    return read_review(PROJECT)


@pytest.fixture(scope="module")
def sources():
    return read_sources(PROJECT.root / FOLDER)


@pytest.fixture(scope="module")
def contents(review, sources):
    return find_contents(PROJECT, review, sources)


def test_numbers_are_those_of_the_reports(contents):
    """As the abstracts of INO-VATE print them."""
    assert contents.numbers["remission.first.arms"].text == "88/109 v 32/109"
    assert contents.numbers["death.final.hazard"].text == "0.75 (97.5% CI 0.57 to 0.99)"


def test_every_number_has_sources(contents):
    assert [key for key, number in contents.numbers.items() if not number.sources] == []


def test_case_reports_are_never_a_percentage(contents):
    counted = [
        n for n in contents.numbers.values() if n.table in ("case_counts", "response_counts")
    ]
    assert counted
    assert [n.key for n in counted if "%" in n.text and not n.key.endswith(".limits")] == []


@pytest.mark.parametrize("name", ["prisma_items", "swim_items"])
def test_checklists_point_to_parts_of_the_paper(review, sources, name):
    text = (PROJECT.root / FOLDER / "paper.md").read_text("utf-8")
    parts = {heading.strip() for heading in re.findall(r"^#+ (.*)$", text, re.M)} | {"Title"}
    parts |= {item.number for item in sources[0].placed}
    places = [place.partition(", ")[2] for place in review.coded[name]["answered_in"]]
    named = [part for place in places if place for part in place.split(": ")]
    assert named and [part for part in named if part not in parts] == []


def test_both_citation_engines_print_the_same_references(review, tmp_path):
    documents = list(review.coded["documents"]["document_id"])
    items = csl_items(dict(review.coded), documents)
    (tmp_path / "references.json").write_text(json.dumps(items), "utf-8")
    text = " ".join(f"[@{document}]" for document in documents) + "\n\n::: {#refs}\n:::\n"
    options = ("--from", "markdown", "--to", "plain", "--wrap", "none", "--citeproc")
    style = ("--csl", str(PROJECT.root / STYLE), "--bibliography", "references.json")
    reported = run_pandoc(*options, *style, text=text, folder=tmp_path).decode()
    entries = [line for line in reported.split("\n\n")[1:] if line.strip()]
    assert [_plain(entry) for entry in entries] == [_plain(entry) for entry in formatted(items)]


def _plain(entry):
    """Pandoc sets apostrophes and quotation marks as a printer does; that is no difference."""
    return " ".join(entry.split()).translate(str.maketrans("’‘“”", "''\"\""))
