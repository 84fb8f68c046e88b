"""The gallery, and the sheets that set figures beside those of other tools."""

import re
from pathlib import Path

import pytest

from docs.make.api_page import SECTIONS
from docs.make.gallery_page import PAGE, examples
from evidence.analysis.figure import drawn
from evidence.figures import KINDS
from evidence.review.core.open_review import open_review
from tests.unit.figures import proof_reading as proof

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
GALLERY = (ROOT / PAGE).read_text(encoding="utf-8")
LINES = 5  # of a reader's code, from a table or a fit to a figure


def pictures(page):
    return re.findall(r"!\[(.+)\]\(([^()]+)\)", page)


def on_the_sheets():
    return pictures((DOCS / "figures.md").read_text(encoding="utf-8"))


def test_every_kind_has_a_picture():
    shown = {Path(path).stem for _, path in [*on_the_sheets(), *pictures(GALLERY)]}
    figures = {spec.name: spec.kind for spec in open_review(ROOT).figures.values()}
    assert set(KINDS) - {figures.get(name, name) for name in shown} == set()


def test_every_picture_of_the_sheets_is_a_figure_of_the_review_and_has_words():
    figures = {f"../figures/{name}.png" for name in open_review(ROOT).figures}
    assert {path for _, path in on_the_sheets()} <= figures
    assert all(len(words) > 20 for words, _ in on_the_sheets())


def test_a_link_to_the_gallery_is_to_one_of_its_headings():
    headings = {
        re.sub(r"[^\w -]", "", line[3:].lower()).replace(" ", "-")
        for line in GALLERY.splitlines()
        if line.startswith("## ")
    }
    links = re.findall(r"gallery\.md#([^)]+)", (DOCS / "figures.md").read_text(encoding="utf-8"))
    assert links and set(links) <= headings


def test_every_figure_of_the_package_is_in_the_gallery():
    names = [*SECTIONS["Figures of a result"], *SECTIONS["Figures of a frame"]]
    assert [name for name in names if f"ev.{name}(" not in GALLERY] == []


def test_every_picture_of_the_gallery_is_there_with_its_words():
    found = pictures(GALLERY)
    assert all((ROOT / PAGE.parent / path).is_file() and len(words) > 20 for words, path in found)
    assert len({path for _, path in found}) == len(found) == GALLERY.count("\n## ")


@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_examples_are_short_and_not_crowded(palette, monkeypatch):
    monkeypatch.setitem(drawn.__kwdefaults__, "palette", palette)
    for address, code, figure in examples(GALLERY):
        assert len(code.splitlines()) <= LINES, address
        assert figure.palette == palette
        assert proof.problems(figure, 7) == [], address
