"""The whole site with the nastiest words in every cell: they stay text, and bytes repeat."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evidence.coded.dictionary import read_dictionary
from evidence.review.core.project import find_project
from evidence.review.lineage.lineage import Lineage, coded_text
from evidence.site import build
from evidence.site.records import Records

PROJECT = find_project(Path(__file__))
NASTY = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}<!--"
WORDS = ("_as_reported", "label", "title", "locator", "definition", "note", "reason", "how")
ELEMENTS = frozenset(
    """
    html head meta title link script body a header nav ul li search label input div main h1 h2 h3
    p section dl dt dd ol cite span footer figure img figcaption strong em code pre details summary
    table thead tbody tr th td b br form fieldset legend select option noscript article
    """.split()  # noqa: SIM905 - a list of quoted words would be three times as long
)


class Page(HTMLParser):
    """What a browser would make of a page: its elements and what could run."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.runs, self.text = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style" or (value or "").startswith("javascript:"):
                self.runs.append((tag, name, value))
        if tag == "script":
            self.runs += (
                [] if dict(attrs).get("src") in ("site.js", "choices.js") else [(tag, attrs)]
            )

    def handle_data(self, data):
        self.text.append(data)


def spoiled(frame):
    columns = [name for name in frame if str(name).endswith(WORDS)]
    return frame.assign(**dict.fromkeys(columns, NASTY))


@pytest.fixture(scope="module")
def records():
    coded, names = coded_text(PROJECT)
    return Records(PROJECT, Lineage(coded, {}, names), read_dictionary(PROJECT.data))


@pytest.fixture(scope="module")
def made(records):
    """The pages made from tables with nasty words; notebooks speak of derived tables, so none."""
    lineage = records.lineage
    coded = {name: spoiled(frame) for name, frame in lineage.coded.items()}
    return files_of(replace(records, lineage=Lineage(coded, {}, lineage.coded_keys)))


def files_of(records):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "read_records", lambda project: records)
        patch.setattr(build, "MAKERS", [make for make in build.MAKERS if make not in NOTEBOOKS])
        return build.site_files(PROJECT)


NOTEBOOKS = (build.question_pages, build.figures_page)


def test_no_cell_becomes_an_element_or_a_script(made):
    pages = {name: Page(made[name].decode()) for name in made if name.endswith(".html")}
    assert len(pages) > 5
    assert {
        name: page.elements - ELEMENTS for name, page in pages.items() if page.elements - ELEMENTS
    } == {}
    assert {name: page.runs for name, page in pages.items() if page.runs} == {}
    assert sum("alert(1)" in "".join(page.text) for page in pages.values()) > 3


def test_scripts_hold_data_as_json_that_ends_no_element(made):
    for name in made:
        if name.endswith(".js") and name != "site.js":
            assert b"\n" not in made[name].rstrip(b"\n")


def test_the_same_review_gives_the_same_bytes(records, made):
    first, second = (files_of(replace(records, _rows={}, _keys={})) for _ in range(2))
    assert first == second
