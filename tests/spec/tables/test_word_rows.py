"""A table in Word: what each row and cell says of itself to the program that lays it out."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from evidence.tables.core.table import Column, Row, Table
from evidence.tables.writers.column_widths import shares
from evidence.tables.writers.word import to_word

COLUMNS = (
    Column("who", "Who"),
    Column("n", "n/N", "right", "Result"),
    Column("m", "Mean", "center", "Result"),
)


def table(count: int, landscape: bool = False, columns: tuple = COLUMNS, group: str = "") -> Table:
    rows = tuple(Row((f"r{n}", "1/2", "0.5"), "", group) for n in range(count))
    return Table("t", "Table 1. T", columns, rows, ("First.", "Second.", "Third."), landscape)


def read(*tables: Table, **options: object):
    return Document(io.BytesIO(to_word(tables, **options)))


def each_cell(document, value: Callable) -> list[list]:
    """A value of each cell as it is written: a merged cell once."""
    return [[value(cell) for cell in row.tc_lst] for row in document.tables[0]._tbl.tr_lst]


def bottom_rule(cell) -> str | None:
    [found] = cell.findall(f".//{qn('w:bottom')}") or [None]
    return None if found is None else found.get(qn("w:sz")) or found.get(qn("w:val"))


def test_headings_stand_at_the_bottom_over_their_rules() -> None:
    document = read(table(1))
    assert each_cell(document, lambda cell: cell.find(f".//{qn('w:vAlign')}") is not None) == [
        [False, True],  # the empty heading above "Who", and the shared one
        [True, True, True],
        [False, False, False],
    ]
    assert each_cell(document, bottom_rule) == [["nil", "4"], ["6", "6", "6"], [None] * 3]
    spans = each_cell(document, lambda cell: cell.grid_span)
    assert spans == [[1, 2], [1, 1, 1], [1, 1, 1]]
    aligned = each_cell(document, lambda cell: cell.find(f".//{qn('w:jc')}").get(qn("w:val")))
    assert aligned == [["left", "center"], *[["left", "right", "center"]] * 2]


def test_without_shared_headings_there_is_one_header_row() -> None:
    plain = tuple(Column(column.name, column.heading) for column in COLUMNS)
    document = read(table(2, columns=plain))
    rows = document.tables[0]._tbl.tr_lst
    repeated = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows]
    assert repeated == [True, False, False]


def test_a_group_is_a_row_across_the_table() -> None:
    spans = each_cell(read(table(2, group="Adults")), lambda cell: cell.grid_span)
    assert spans == [[1, 2], [1, 1, 1], [3], [1, 1, 1], [1, 1, 1]]


@pytest.mark.parametrize(("count", "together"), [(1, "k"), (2, "kk"), (3, "-kk"), (4, "--kk")])
def test_the_last_two_rows_stay_with_the_footnotes(count: int, together: str) -> None:
    document = read(table(count))
    with_next = each_cell(document, lambda cell: cell.find(f".//{qn('w:keepNext')}") is not None)
    assert with_next == [[False, False], [False] * 3, *([flag == "k"] * 3 for flag in together)]


def test_footnotes_stay_together_and_the_last_ends_them() -> None:
    notes = [p for p in read(table(1)).paragraphs if p.style.name == "Table Footnote"]
    assert [note.paragraph_format.keep_with_next for note in notes] == [True, True, False]


def test_a_page_is_turned_for_a_wide_table() -> None:
    document = read(table(1), table(1, landscape=True))
    sizes = [
        (round(section.page_width / Mm(1)), round(section.page_height / Mm(1)))
        for section in document.sections
    ]
    assert sizes == [(210, 297), (297, 210)]
    # A4 less two margins of 18 mm; a twentieth of a point is 25.4 / 1440 mm
    for shown, millimetres in zip(document.tables, (210 - 36, 297 - 36), strict=True):
        width = sum(int(column.get(qn("w:w"))) for column in shown._tbl.tblGrid)
        assert width == pytest.approx(millimetres * 1440 / 25.4, abs=2)


def test_properties_name_the_title_and_nobody() -> None:
    about = read(table(1), title="A\nreview").core_properties
    assert (about.title, about.author, about.last_modified_by) == ("A review", "", "")
    assert (about.created.year, about.modified.year) == (2000, 2000)


def test_without_references_there_is_no_heading_of_them() -> None:
    assert "References" not in [p.text for p in read(table(1)).paragraphs]
    with_one = read(table(1), references=["1. A."]).paragraphs
    assert [(p.text, p.style.name) for p in with_one][-2:] == [
        ("References", "Heading 1"),
        ("1. A.", "Reference Entry"),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # 104 characters a line: a longest word each, and 2 of margin; nothing to shorten
        (("aaaa", "aaaa"), [0.5, 0.5]),
        (("a" * 16, "a" * 6), [18 / 26, 8 / 26]),
        (("a" * 8 + "\n" + "a" * 16, "a" * 6), [18 / 26, 8 / 26]),
        (("a" * 16, "a"), [18 / 22, 4 / 22]),  # two characters at least
        (("a" * 200, "a" * 200), [0.5, 0.5]),
        (("aaaa\u00a0aaaa", "aaaa"), [11 / 17, 6 / 17]),  # a no-break space does not break
        (("aaaa aaaa", "aaaa"), [11 / 17, 6 / 17]),  # the rest of the line goes to who needs it
    ],
)
def test_columns_share_the_width_by_what_they_hold(cells: tuple, expected: list) -> None:
    columns = tuple(Column(name, "") for name in ("a", "b"))
    found = shares(Table("t", "T", columns, (Row(cells, ""),)))
    assert found == pytest.approx(expected)
