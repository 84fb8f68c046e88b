"""A table of the review as a table of pandoc's document."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from evidence.manuscript.document.nodes import (
    Inlines,
    Node,
    attributes,
    cite,
    paragraph,
    strong,
)
from evidence.tables.core.citation_numbers import MARK
from evidence.tables.core.table import Column, Row, Table
from evidence.tables.writers.column_widths import shares

CITED = "[10–12]"  # about as wide as the numbers of the documents that a cell cites
ALIGNMENTS = {"left": "AlignLeft", "center": "AlignCenter", "right": "AlignRight"}


def table_block(
    table: Table,
    number: str,
    text: Callable[[str], Inlines],
    footnotes: Callable[[list[Node]], list[Node]],
) -> list[Node]:
    """The table under its number and title, then its footnotes.

    Parameters
    ----------
    number : as the manuscript counts it: ``Table 1``. text : a text as nodes that the format shows
    as it is. footnotes : sets paragraphs as footnotes.
    """
    shown = table.printable()
    widths = _widths(shown)
    columns = [
        [{"t": ALIGNMENTS[column.align]}, {"t": "ColWidth", "c": width}]
        for column, width in zip(shown.columns, widths, strict=True)
    ]
    caption = [None, [paragraph([strong(text(f"{number}. {shown.title}"))])]]
    block = {
        "t": "Table",
        "c": [
            attributes(f"table-{shown.name}"),
            caption,
            columns,
            [attributes(), _head(shown, text)],
            [[attributes(), 0, [], _body(shown, text)]],
            [attributes(), []],
        ],
    }
    notes = [paragraph(_cell_text(note, text)) for note in shown.footnotes]
    return [block, *footnotes(notes)] if notes else [block]


@lru_cache(maxsize=64)  # the same in every format
def _widths(table: Table) -> list[float]:
    """The share of the page's width of each column."""
    return shares(_with_short_citations(table))


def _with_short_citations(table: Table) -> Table:
    """The table with a number where it cites, for how wide its columns are to be."""
    rows = (
        replace(row, cells=tuple(MARK.sub(CITED, cell) for cell in row.cells)) for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _cell_text(cell: str, text: Callable[[str], Inlines]) -> Inlines:
    """The text of a cell; what it cites becomes a citation."""
    found: Inlines = []
    for position, part in enumerate(MARK.split(cell)):
        found += [cite(part.split(";"))] if position % 2 else text(part) if part else []
    return found


def _cell(content: Inlines, align: str = "left", span: int = 1) -> list[object]:
    blocks = [{"t": "Plain", "c": content}] if content else []
    return [attributes(), {"t": ALIGNMENTS[align]}, 1, span, blocks]


def _head(table: Table, text: Callable[[str], Inlines]) -> list[object]:
    """The headings, below the headings that they share where there are any."""
    headings = [attributes(), [_heading(column, text) for column in table.columns]]
    if not any(column.group for column in table.columns):
        return [headings]
    shared = [
        _cell([strong(text(words))] if words else [], "center", n) for words, n in table.spans
    ]
    return [[attributes(), shared], headings]


def _heading(column: Column, text: Callable[[str], Inlines]) -> list[object]:
    return _cell([strong(text(column.heading))] if column.heading else [], column.align)


def _body(table: Table, text: Callable[[str], Inlines]) -> list[object]:
    """The rows, each group below its name."""
    rows: list[object] = []
    for group, members in table.grouped:
        if group:
            cell = _cell([strong(text(group))], span=len(table.columns))
            rows.append([attributes("", "group"), [cell]])
        rows += [_row(row, table.columns, text) for row in members]
    return rows


def _row(row: Row, columns: tuple[Column, ...], text: Callable[[str], Inlines]) -> list[object]:
    cells = [
        _cell(_cell_text(cell, text), column.align)
        for cell, column in zip(row.cells, columns, strict=True)
    ]
    return [attributes(), cells]
