"""Citations numbered in the order in which the tables cite them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from evidence.tables.core.number_format import EN_DASH
from evidence.tables.core.table import Row, Table

MARK = re.compile(r"@\[([^\]]*)\]")


def cite(*documents: str) -> str:
    """A cell that cites; numbers take its place when the tables are in order.

    >>> cite("huang_2023", "", "di_palma_2022")
    '@[huang_2023;di_palma_2022]'
    """
    documents_cited = [document for document in dict.fromkeys(documents) if document]
    return f"@[{';'.join(documents_cited)}]" if documents_cited else ""


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in order, three or more in a row as a range.

    >>> ranges([5, 1, 2, 3, 7])
    '1–3, 5, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}{EN_DASH}{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def cited(tables: Iterable[Table]) -> list[str]:
    """Documents in order of first appearance: table by table, row by row as shown, cell by cell."""
    cells = (
        cell for table in tables for _, rows in table.grouped for row in rows for cell in row.cells
    )
    return list(
        dict.fromkeys(
            document
            for cell in cells
            for mark in MARK.findall(cell)
            for document in mark.split(";")
        )
    )


def _numbered(row: Row, number: dict[str, int]) -> Row:
    cells = tuple(
        MARK.sub(
            lambda found: ranges(number[document] for document in found.group(1).split(";")), cell
        )
        for cell in row.cells
    )
    return replace(row, cells=cells)


def numbered(tables: Iterable[Table]) -> tuple[list[Table], list[str]]:
    """The tables with numbers where they cite, and the documents in order of their numbers."""
    tables = list(tables)
    order = cited(tables)
    number = {document: count for count, document in enumerate(order, 1)}
    return [
        replace(table, rows=tuple(_numbered(row, number) for row in table.rows)) for table in tables
    ], order
