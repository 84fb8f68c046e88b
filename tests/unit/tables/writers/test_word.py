"""Word files, read back as an editor's program reads them."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from evidence.files.escape import printable
from evidence.tables.core.table import Column, Row, Table
from evidence.tables.writers.word import to_word
from tests.unit.tables.nasty import NASTY


@pytest.fixture
def written(small):
    return Document(io.BytesIO(to_word([small], ["1. A reference."], "Title")))


def texts(row):
    return [cell.text for cell in row.cells]


def body(document):
    """Kinds of the blocks of the body in order: style of a paragraph, or table."""
    return [
        "table" if block.tag == qn("w:tbl") else block.style
        for block in document.element.body
        if block.tag in (qn("w:tbl"), qn("w:p"))
    ]


def test_caption_stands_above_and_footnotes_below(written):
    order = [kind for kind in body(written) if kind]
    assert order[:4] == ["TableTitle", "table", "TableFootnote", "TableFootnote"]
    notes = [
        paragraph.text
        for paragraph in written.paragraphs
        if paragraph.style.name == "Table Footnote"
    ]
    assert notes == ["NR, not reported.", "Second note, 5% & more."]
    assert written.paragraphs[0].text == "Table 9. A small table"


def test_cells_come_back_as_they_were(written):
    rows = [texts(row) for row in written.tables[0].rows]
    assert rows[0] == ["", "Result", "Result", ""]
    assert rows[1] == ["Patient", "n/N (%) [95% CI]", "Mean", "VOD"]
    assert rows[2] == ["Adults"] * 4, "a group's heading spans the table"
    assert rows[3] == ["Ærø & <Co>", "1/3 (33.3)", "−0.5", "No"]
    assert rows[4] == ["C", "0/2 (0.0)", "1.0", "Yes"], "rows of one group stand together"
    assert rows[6] == ["B_1", "NR", "first\nsecond", "NR"]


def test_header_rows_are_repeated_and_no_row_is_split(written):
    rows = written.tables[0].rows
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert repeated == [True, True, False, False, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_alignment_follows_the_columns(written):
    cells = written.tables[0].rows[3].cells
    assert [cell.paragraphs[0].alignment for cell in cells] == [
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.RIGHT,
        WD_ALIGN_PARAGRAPH.RIGHT,
        WD_ALIGN_PARAGRAPH.CENTER,
    ]


def test_styles_are_real_ones(written):
    assert written.tables[0].style.name == "Evidence Table"
    assert written.tables[0].rows[3].cells[0].paragraphs[0].style.name == "Table Cell"
    assert written.styles["Table Cell"].font.name == "Arial"


def test_columns_fill_the_text_width_of_a_turned_page(written):
    section, table = written.sections[0], written.tables[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.page_width > section.page_height
    text_width = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in table.columns) == pytest.approx(text_width, rel=0.005)


def test_references_follow_the_tables(written):
    assert [paragraph.text for paragraph in written.paragraphs][-2:] == [
        "References",
        "1. A reference.",
    ]


def test_several_tables_turn_the_page_as_each_needs(small):
    from dataclasses import replace

    upright = replace(small, landscape=False)
    document = Document(io.BytesIO(to_word([small, upright, small])))
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    assert len(document.tables) == 3


def test_bytes_depend_on_the_tables_alone(small):
    first, second = to_word([small], ["1. A."]), to_word([small], ["1. A."])
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = Document(io.BytesIO(first)).core_properties
    assert (about.author, about.last_modified_by, about.created.year) == ("", "", 2000)


def test_stress_keeps_every_word(stressed):
    document = Document(io.BytesIO(to_word([stressed])))
    shown = [texts(row) for row in document.tables[0].rows]
    assert shown[1:] == [list(row.cells) for row in stressed.rows]


def test_a_word_file_holds_whatever_a_cell_holds():
    rows = tuple(Row((text, "next"), "s:1", text) for text in NASTY)
    columns = (Column("a", NASTY[0], "left", NASTY[1]), Column("b", "B"))
    table = Table("t", "\n".join(NASTY), columns, rows, NASTY)
    document = Document(io.BytesIO(to_word([table], NASTY, NASTY[0])))
    shown = [texts(row) for row in document.tables[0].rows][2:]
    assert shown[0::2] == [[printable(text)] * 2 for text in NASTY]
    assert shown[1::2] == [[printable(text), "next"] for text in NASTY]
    notes = [paragraph.text for paragraph in document.paragraphs]
    assert notes.count(printable(NASTY[2])) == 2, "as footnote and as reference"
    assert not document.element.body.findall(f".//{qn('w:hyperlink')}")
    assert not document.element.body.findall(f".//{qn('w:fldSimple')}")


def test_a_title_longer_than_a_property_may_be_is_cut_there_only(small):
    title = "long " * 100
    document = Document(io.BytesIO(to_word([replace(small, title=title.strip())], (), title)))
    assert len(document.core_properties.title) == 255
    assert document.paragraphs[0].text == title.strip()
