"""Tables as Word: caption above, header repeated on every page, footnotes below, wide tables on a
page turned.

The bytes depend on nothing but the tables: no clock, no author, fixed times inside the file.
"""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from evidence.files.escape import one_line, printable
from evidence.tables.core.table import Table
from evidence.tables.writers.column_widths import shares
from evidence.tables.writers.word_styles import TABLE_STYLE, add_styles

PAGE, MARGIN = (Mm(210), Mm(297)), Mm(18)
TWIPS = 635  # English metric units in a twentieth of a point
NO_RULE = '<w:bottom w:val="nil"/>'
HAIRLINE, HEADER_RULE = (
    f'<w:bottom w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
    for eighths in (4, 6)
)  # eighths of a point
LAST_ROWS = 2  # rows at the end of a table that no page break parts from its footnotes
ENTRY_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
LONGEST_PROPERTY = 255  # characters of a title among the properties of a Word file
WRITTEN = datetime(2000, 1, 1)


def _paragraph(text: str, style: str, align: str, keep_with_next: bool) -> str:
    """A paragraph, kept on the page of the next one if asked; a line break in
    the text stays one.
    """
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(
        escape(line) for line in text.split("\n")
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep_with_next else ""}<w:jc '
        f'w:val="{align}"/></w:pPr><w:r><w:t xml:space="preserve">{lines}</w:t></w:r></w:p>'
    )


def _cell(
    text: str,
    width: int,
    style: str = "TableCell",
    align: str = "left",
    span: int = 1,
    heading: bool = False,
    rule: str = "",
    keep_with_next: bool = False,
) -> str:
    """A cell; ``rule`` is the line under it."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    ruled = f"<w:tcBorders>{rule}</w:tcBorders>" if rule else ""
    bottom = '<w:vAlign w:val="bottom"/>' if heading else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" '
        f'w:type="dxa"/>{spanned}{ruled}{bottom}</w:tcPr>'
        f"{_paragraph(text, style, align, keep_with_next)}</w:tc>"
    )


def _row(cells: Iterable[str], header: bool = False) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _spanning(table: Table, widths: list[int]) -> str:
    """The row of shared headings, empty above columns without one: merged cells are cut short where
    a header is repeated.
    """
    cells, position = [], 0
    for heading, count in table.spans:
        width = sum(map(int, widths[position : position + count]))
        cells.append(
            _cell(heading, width, "TableHeading", "center", count, heading=True, rule=HAIRLINE)
            if heading
            else _cell("", width, "TableHeading", rule=NO_RULE)
        )
        position += count
    return _row(cells, header=True)


def _rows(table: Table, widths: list[int]) -> Iterable[str]:
    if any(column.group for column in table.columns):
        yield _spanning(table, widths)
    yield _row(
        [
            _cell(
                column.heading, width, "TableHeading", column.align, heading=True, rule=HEADER_RULE
            )
            for column, width in zip(table.columns, widths, strict=True)
        ],
        header=True,
    )
    left = len(table.rows)
    for group, rows in table.grouped:
        if group:
            yield _row([_cell(group, sum(map(int, widths)), "TableGroup", span=len(widths))])
        for row in rows:
            left -= 1  # the last rows stay with the footnotes
            yield _row(
                _cell(text, width, align=column.align, keep_with_next=left < LAST_ROWS)
                for text, width, column in zip(row.cells, widths, table.columns, strict=True)
            )


def _table(table: Table, width: int) -> str:
    widths = [round(share * width) for share in shares(table)]
    grid = "".join(f'<w:gridCol w:w="{width_of_column}"/>' for width_of_column in widths)
    conditional = (
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(map(int, widths))}" '
        f'w:type="dxa"/><w:tblLayout w:type="fixed"/>{conditional}</w:tblPr>'
    )
    rows = "".join(_rows(table, widths))
    return f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _turn(section: Any, landscape: bool) -> int:
    """Set the page of a section; the width of its text in twentieths of a point."""
    short, long = PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    return int((section.page_width - 2 * MARGIN) / TWIPS)


def _add(document: Any, table: Table, section: Any) -> None:
    table = table.printable()
    width = _turn(section, table.landscape)
    document.add_paragraph(table.title, style="Table Title")
    document.element.body.insert_element_before(parse_xml(_table(table, width)), "w:sectPr")
    for position, note in enumerate(table.footnotes, 1):
        shown = document.add_paragraph(note, style="Table Footnote")
        shown.paragraph_format.keep_with_next = position < len(table.footnotes)


def _timeless(package: bytes) -> bytes:
    """The same file with fixed times on its entries."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, ENTRY_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            after.writestr(entry, before.read(name))
    return written.getvalue()


def to_word(
    tables: Iterable[Table], references: Iterable[str] = (), title: str = "Tables"
) -> bytes:
    """A Word file with the tables, each on pages of its own, then the references, numbered as
    given.
    """
    document = Document()
    add_styles(document)
    about = document.core_properties
    about.title = one_line(title)[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = WRITTEN
    section = document.sections[0]
    for position, table in enumerate(tables):
        section = document.add_section(WD_SECTION.NEW_PAGE) if position else section
        _add(document, table, section)
    references = list(references)
    if references:
        document.add_paragraph("References", style="Heading 1")
        for entry in references:
            document.add_paragraph(printable(entry), style="Reference Entry")
    written = io.BytesIO()
    document.save(written)
    return _timeless(written.getvalue())
