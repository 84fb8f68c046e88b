"""The four formats of a manuscript: data stays text, tables are tables, pictures have words."""

import io
import json
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from evidence.files.escape import printable
from tests.unit.manuscript.conftest import ALT, CELLS, build

TWIP = 635  # English metric units


def squeezed(text):
    return "".join(text.split())


EXPECTED = [squeezed(printable(text)) for text in CELLS]


@pytest.fixture(scope="session")
def word(made):
    return docx.Document(io.BytesIO(made["paper.docx"]))


def test_word_cells_are_text(word):
    shown = [squeezed(row.cells[0].text) for row in word.tables[0].rows]
    assert [text for text in EXPECTED if text not in shown] == []


def test_word_tables_have_header_rows_titles_and_descriptions(word):
    first = word.tables[0]
    headers = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in first.rows]
    assert headers == [True, True] + [False] * (len(headers) - 2)
    properties = first._tbl.tblPr
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "Table 1. Title $x$ | #y"
    assert "Text #1, Ref." in properties.find(qn("w:tblDescription")).get(qn("w:val"))


def test_word_columns_fill_the_page(word):
    upright, turned = word.sections[0], word.sections[-1]
    for table, section in zip(word.tables, (upright, turned), strict=True):
        text = (section.page_width - section.left_margin - section.right_margin) / TWIP
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert abs(sum(map(int, widths)) - text) <= len(widths)


def test_a_wide_table_lies_on_its_side(word):
    assert [section.orientation for section in word.sections] == [0, 1]


def test_word_picture_has_alternative_text(word):
    found = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert found == [ALT]


def test_references_are_numbered_in_order_of_appearance(word):
    entries = [p.text for p in word.paragraphs if p.style.name == "Bibliography"]
    assert [entry[:2] for entry in entries] == ["1.", "2."]
    assert "$another$" in entries[0] and "#kind" in entries[1]
    assert any("[1,2]" in p.text for p in word.paragraphs)
    assert word.tables[0].rows[2].cells[1].text == "[2]"


def test_word_properties_and_footer(word):
    assert word.core_properties.title == "A paper on 121 <b> patients"
    assert "PAGE" in word.sections[0].footer._element.xml


def test_html_cells_are_text(made):
    page = made["paper.html"].decode()
    assert "<script>alert" not in page and 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<span class="number" data-key="trial.events">121 &lt;b&gt;</span>' in page


def test_html_asks_for_nothing(made):
    page = made["paper.html"].decode()
    assert 'src="http' not in page and "@import" not in page and "<link" not in page


def test_jats_is_xml_with_its_parts(made):
    root = ElementTree.fromstring(made["paper.xml"])
    assert root.findtext(".//article-title") == "A paper on 121 <b> patients"
    assert "Seen in" in "".join(root.find(".//abstract").itertext())
    cells = [squeezed("".join(cell.itertext())) for cell in root.iter("td")]
    # XML keeps no line end of its own: a break is an element.
    assert [text for text in EXPECTED if text not in cells] == []
    assert root.findtext(".//graphic/alt-text").split() == ALT.split()
    assert len(root.findall(".//ref")) == 2


def test_pdf_is_tagged_and_claims_ua(made):
    pdf = made["paper.pdf"]
    assert pdf.startswith(b"%PDF-1.7") and b"/StructTreeRoot" in pdf and b"pdfuaid:part" in pdf


def test_typst_shows_cells_as_text(made, paper, contents, monkeypatch):
    import typst

    from evidence.manuscript.writers import formats

    seen = {}
    monkeypatch.setattr(
        formats, "to_pdf", lambda markup, source: seen.update({"typ": markup}) or b""
    )
    build(paper, *contents)
    (paper / "figures").mkdir(exist_ok=True)
    (paper / "figures" / "dots.svg").write_bytes((contents[0] / "dots.svg").read_bytes())
    (paper / "cells.typ").write_text(seen["typ"], "utf-8")
    found = typst.query(str(paper / "cells.typ"), "<table-nasty>")
    text = squeezed(_words(json.loads(found)))
    assert [cell for cell in EXPECTED if cell not in text] == []


def _words(node):
    """The text of typst's content as its query gives it."""
    if isinstance(node, list):
        return "".join(map(_words, node))
    if not isinstance(node, dict):
        return ""
    return str(node.get("text", "")) + "".join(
        _words(value) for name, value in node.items() if name != "text"
    )


def test_same_bytes_twice(made, paper, contents):
    again = build(paper, *contents)
    assert [name for name in made if made[name] != again[name]] == []


def test_word_file_has_no_clock(made):
    with zipfile.ZipFile(io.BytesIO(made["paper.docx"])) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        assert "2000-01-01" in package.read("docProps/core.xml").decode()
