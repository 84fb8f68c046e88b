"""The styles of the Word tables: real paragraph and table styles, so that an editor can change all
at once.
"""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

FONT = "Arial"
TABLE_STYLE = "EvidenceTable"
# Name, size in points, bold, space before and after in points, kept with the next paragraph.
PARAGRAPHS = (
    ("Table Title", 10, True, 0, 4, True),
    ("Table Heading", 8, True, 1, 1, True),
    ("Table Group", 8, True, 3, 1, True),
    ("Table Cell", 8, False, 1, 1, False),
    ("Table Footnote", 7, False, 2, 0, False),
    ("Reference Entry", 9, False, 0, 3, False),
)
RULES = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">
  <w:name w:val="Evidence Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>\
<w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>\
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
    <w:insideH w:val="single" w:sz="2" w:space="0" w:color="D0D0D0"/>
  </w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/>\
<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>
"""


def _font(style: Any, size: float, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)


def add_styles(document: Any) -> None:
    """Give an empty document the styles that the tables use."""
    _font(document.styles["Normal"], 9, False)
    for name, size, bold, before, after, keep_with_next in PARAGRAPHS:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _font(style, size, bold)
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next, form.line_spacing = (
            Pt(before),
            Pt(after),
            keep_with_next,
            1.0,
        )
    heading = document.styles["Heading 1"]
    _font(heading, 12, True)
    document.styles.element.append(parse_xml(RULES))
