"""The Word file that pandoc takes its styles from: pandoc's own, set as journals ask for it."""

import io
from functools import cache
from pathlib import Path
from typing import Any

from evidence.manuscript.tools import run_pandoc

FONT = "Arial"
MARGIN_MM, WIDTH_MM, HEIGHT_MM = 20, 210, 297  # A4
# Style, points, bold, points before and after, lines, kept with what follows.
STYLES = (
    ("Normal", 11, None, 0, 6, 1.15, False),
    ("Body Text", 11, None, 0, 8, 1.3, False),
    ("First Paragraph", 11, None, 0, 8, 1.3, False),
    ("Compact", 11, None, 0, 2, 1.0, False),
    ("Title", 16, True, 0, 10, 1.0, True),
    ("Author", 11, None, 0, 12, 1.0, False),
    ("Abstract Title", 12, True, 6, 3, 1.0, True),
    ("Abstract", 10.5, None, 0, 6, 1.2, False),
    ("Heading 1", 13, True, 14, 4, 1.0, True),
    ("Heading 2", 11, True, 10, 3, 1.0, True),
    ("Heading 3", 11, False, 8, 3, 1.0, True),
    ("Table Caption", 10, None, 6, 4, 1.0, True),
    ("Image Caption", 9, None, 2, 12, 1.0, False),
    ("Captioned Figure", 9, None, 8, 2, 1.0, True),
    ("Bibliography", 9.5, None, 0, 4, 1.0, False),
    ("Table Cell", 8, None, 1, 1, 1.0, False),
    ("Table Heading", 8, True, 1, 1, 1.0, True),
    ("Table Footnote", 8, None, 2, 0, 1.0, False),
)
LEFT = ("Title", "Author", "Abstract Title", "Abstract")
PAGE_NUMBER = '<w:fldSimple {names} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


@cache
def reference_document() -> bytes:
    """The file, made from pandoc's own by python-docx."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    from evidence.tables.writers.word_styles import RULES

    options = ("--print-default-data-file", "reference.docx")
    document = Document(io.BytesIO(run_pandoc(*options, text="", folder=Path.cwd())))
    _page(document.sections[0])
    for name, size, bold, before, after, lines, keep in STYLES:
        _style(document, name, size, bold, (before, after, lines), keep)
    for name in LEFT:
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    document.styles.element.append(parse_xml(RULES))
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer._p.append(parse_xml(PAGE_NUMBER.format(names=nsdecls("w"))))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _page(section: Any) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(WIDTH_MM), Mm(HEIGHT_MM)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(MARGIN_MM))
    section.footer_distance = Mm(MARGIN_MM / 2)


def _style(
    document: Any, name: str, size: float, bold: bool | None, space: tuple[float, ...], keep: bool
) -> None:
    """Give a paragraph style its size, weight and spaces; it is added where pandoc has none."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    names = {style.name for style in document.styles}
    style = (
        document.styles[name]
        if name in names
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, name == "Heading 3"
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]  # a theme's typeface would win over the one named
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(space[0]), Pt(space[1]), space[2]
    form.keep_with_next = keep
