"""What pandoc leaves open in a Word file: widths, rules and alternative text of tables, and pages
that lie on their side.
"""

import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from evidence.manuscript.writers.word_reference import HEIGHT_MM, MARGIN_MM, WIDTH_MM
from evidence.tables.writers.word import ENTRY_TIME, LAST_ROWS
from evidence.tables.writers.word_styles import TABLE_STYLE

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS_IN_MM = 1440 / 25.4  # a twip is a twentieth of a point
DOCUMENT = "word/document.xml"
# A paragraph that ends a section; the first ends one upright, the second one on its side.
UPRIGHT, TURNED = (
    f'<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/><w:pgSz w:orient="{orient}"/></w:sectPr>'
    "</w:pPr></w:p>"
    for orient in ("portrait", "landscape")
)


def finished(package: bytes, descriptions: Mapping[str, str]) -> bytes:
    """A Word file of pandoc with its tables and sections finished, with fixed times inside.

    Parameters
    ----------
    descriptions : alternative text by the title of the table.
    """
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, ENTRY_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            content = before.read(name)
            after.writestr(entry, _document(content, descriptions) if name == DOCUMENT else content)
    return written.getvalue()


def _document(content: bytes, descriptions: Mapping[str, str]) -> bytes:
    root = etree.fromstring(content)
    body = root.find(_tag("body"))
    _sections(body)
    for table, turned in _tables(body):
        _finish_table(table, HEIGHT_MM if turned else WIDTH_MM, descriptions)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"


def _element(name: str, **values: str) -> Any:
    return etree.Element(_tag(name), {_tag(key): value for key, value in values.items()})


def _sections(body: Any) -> None:
    """Give every section the margins and the footer of the last, and the size of its page.

    A section that ends the document is the last one itself.
    """
    last = body.find(_tag("sectPr"))
    ends = [
        paragraph
        for paragraph in body.findall(_tag("p"))
        if paragraph.find(f"{_tag('pPr')}/{_tag('sectPr')}") is not None
    ]
    for paragraph in ends:
        given = paragraph.find(f"{_tag('pPr')}/{_tag('sectPr')}")
        section = deepcopy(last)
        turned = given.find(_tag("pgSz")).get(_tag("orient")) == "landscape"
        size = section.find(_tag("pgSz"))
        width, height = (HEIGHT_MM, WIDTH_MM) if turned else (WIDTH_MM, HEIGHT_MM)
        size.set(_tag("w"), str(round(width * TWIPS_IN_MM)))
        size.set(_tag("h"), str(round(height * TWIPS_IN_MM)))
        if turned:
            size.set(_tag("orient"), "landscape")
        if _next(paragraph) is last:
            body.replace(last, section)
            body.remove(paragraph)
        else:
            _end_section(paragraph, given, section)


def _next(element: Any) -> Any:
    """The element after, bookmarks left out."""
    return next(element.itersiblings(_tag("p"), _tag("tbl"), _tag("sectPr")), None)


def _previous(element: Any) -> Any:
    """The element before, bookmarks left out."""
    return next(element.itersiblings(_tag("p"), _tag("tbl"), preceding=True), None)


def _end_section(paragraph: Any, given: Any, section: Any) -> None:
    """End a section with the paragraph before the mark, so that no empty line is left."""
    before = _previous(paragraph)
    if before is None or before.tag != _tag("p"):
        given.getparent().replace(given, section)
        return
    properties = before.find(_tag("pPr"))
    if properties is None:
        properties = _element("pPr")
        before.insert(0, properties)
    properties.append(section)
    paragraph.getparent().remove(paragraph)


def _tables(body: Any) -> list[tuple[Any, bool]]:
    """Every table, and whether its page lies on its side."""
    found: list[tuple[Any, bool]] = []
    waiting: list[Any] = []
    for element in body:
        if element.tag == _tag("tbl"):
            waiting.append(element)
        section = (
            element
            if element.tag == _tag("sectPr")
            else element.find(f"{_tag('pPr')}/{_tag('sectPr')}")
        )
        if section is not None:
            turned = section.find(_tag("pgSz")).get(_tag("orient")) == "landscape"
            found += [(table, turned) for table in waiting]
            waiting = []
    return found


def _finish_table(table: Any, page_mm: float, descriptions: Mapping[str, str]) -> None:
    properties = table.find(_tag("tblPr"))
    properties.find(_tag("tblStyle")).set(_tag("val"), TABLE_STYLE)
    caption = properties.find(_tag("tblCaption"))
    title = "" if caption is None else caption.get(_tag("val"))
    if title in descriptions:
        properties.append(_element("tblDescription", val=descriptions[title]))
    _set_widths(table, (page_mm - 2 * MARGIN_MM) * TWIPS_IN_MM)
    rows = table.findall(_tag("tr"))
    for number, row in enumerate(rows):
        _finish_row(row, keep=number >= len(rows) - LAST_ROWS)


def _set_widths(table: Any, available: float) -> None:
    """Columns that fill the page's width in the shares that pandoc was given."""
    columns = table.findall(f"{_tag('tblGrid')}/{_tag('gridCol')}")
    given = [int(column.get(_tag("w"))) for column in columns]
    widths = [round(available * width / sum(map(int, given))) for width in given]
    for column, width in zip(columns, widths, strict=True):
        column.set(_tag("w"), str(width))
    total = table.find(f"{_tag('tblPr')}/{_tag('tblW')}")
    total.set(_tag("type"), "dxa")
    total.set(_tag("w"), str(sum(map(int, widths))))
    for row in table.findall(_tag("tr")):
        position = 0
        for cell in row.findall(_tag("tc")):
            span = cell.find(f"{_tag('tcPr')}/{_tag('gridSpan')}")
            count = 1 if span is None else int(span.get(_tag("val")))
            width = sum(map(int, widths[position : position + count]))
            cell.find(_tag("tcPr")).insert(0, _element("tcW", w=str(width), type="dxa"))
            position += count


def _finish_row(row: Any, keep: bool) -> None:
    """The styles of a row, which stays on one page and, near the end, with the row after it."""
    properties = row.find(_tag("trPr"))
    if properties is None:
        properties = _element("trPr")
        row.insert(0, properties)
    properties.insert(0, _element("cantSplit"))
    heading = properties.find(_tag("tblHeader")) is not None
    cells = row.findall(_tag("tc"))
    group = not heading and len(cells) == 1
    for form in row.iterfind(f"{_tag('tc')}/{_tag('p')}/{_tag('pPr')}"):
        form.find(_tag("pStyle")).set(_tag("val"), "TableHeading" if heading else "TableCell")
        if keep or group:
            form.insert(1, _element("keepNext"))
    if heading:
        _rule_below(cells)


def _rule_below(cells: list[Any]) -> None:
    """A line below each heading; none below an empty cell above other headings."""
    for cell in cells:
        properties = cell.find(_tag("tcPr"))
        borders = _element("tcBorders")
        filled = cell.find(f".//{_tag('t')}") is not None
        borders.append(
            _element("bottom", val="single" if filled else "nil", sz="6", color="000000")
        )
        properties.append(borders)
        properties.append(_element("vAlign", val="bottom"))
