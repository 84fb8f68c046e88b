"""A page for the coded rows of each document: the rows that a number rests on, and the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.review.lineage.lineage import Source
from evidence.site.links.chains import SHORT, shortened, with_hosts
from evidence.site.records import OTHERS, Records, spaced
from evidence.site.shared import Shared
from evidence.site.template import page

# Cells that stand above the rows of a document, or in a column of addresses.
ABOVE = ("address", "doi")
# Of the numbers that rest on a row, those that rest on few others first, so many are named,
# and so many are links; of more their number is said.
TITLED = 1
LINKED = 4
Uses = list[tuple[str, str]]


@dataclass(frozen=True)
class RowShown:
    """A coded row as its page shows it: its cells, its own addresses, what rests on it."""

    anchor: str
    cells: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]
    uses: Uses

    @property
    def titled(self) -> Uses:
        return [(address, shortened(words, SHORT)) for address, words in self.uses[:TITLED]]

    @property
    def linked(self) -> Uses:
        return self.uses[TITLED:LINKED]

    @property
    def more(self) -> int:
        return max(0, len(self.uses) - LINKED)


@dataclass(frozen=True)
class TableShown:
    """The rows of one coded table: what is the same in all of them, and the columns that differ."""

    name: str
    description: str
    same: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[RowShown, ...]
    has_addresses: bool


def row_pages(shared: Shared) -> dict[str, bytes]:
    """The pages by name; only rows that a number of the site rests on."""
    records, uses = shared.records, shared.uses.by_row()
    pages: dict[str, list[Source]] = {}
    for row in records.lineage.rows:
        if row in uses:
            pages.setdefault(records.row_page(row).partition("#")[0], []).append(row)
    return {file: _page(shared, file, rows, uses) for file, rows in pages.items()}


def _page(shared: Shared, file: str, rows: list[Source], uses: dict[Source, Uses]) -> bytes:
    records = shared.records
    document = "" if file == OTHERS else records.document(records.lineage.rows[rows[0]])
    known = records.addresses({"document_id": document}) if document else []
    tables: dict[str, list[Source]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append(row)
    return page(
        "rows.html",
        shared.site,
        file,
        f"Coded rows: {records.named(document) if document else 'other documents'}",
        reference=records.reference(document),
        document_addresses=with_hosts(known),
        tables=[_table(records, part, known, uses) for part in tables.values()],
    )


def _table(
    records: Records, rows: Sequence[Source], known: list[str], uses: dict[Source, Uses]
) -> TableShown:
    table = rows[0].table
    cells = [records.lineage.rows[row] for row in rows]
    filled = [name for name in cells[0] if name not in ABOVE and any(row[name] for row in cells)]
    same = [name for name in filled[1:] if len(rows) > 1 and len({row[name] for row in cells}) == 1]
    key, *others = (name for name in filled if name not in same)
    columns = [key, *sorted(others, key=_position)]
    further = [[part for part in records.addresses(row) if part not in known] for row in cells]
    shown = (
        RowShown(
            records.row_page(row).partition("#")[2],
            tuple(texts[name] for name in columns),
            with_hosts(addresses),
            uses[row],
        )
        for row, texts, addresses in zip(rows, cells, further, strict=True)
    )
    return TableShown(
        spaced(table),
        records.dictionary[table].description,
        tuple((spaced(name), cells[0][name]) for name in same),
        tuple(map(spaced, columns)),
        tuple(shown),
        any(further),
    )


def _position(column: str) -> int:
    """The key and what the report says are the first columns; keys of other tables the last.

    >>> sorted(["n", "arm_id", "locator", "value_as_reported"], key=_position)
    ['value_as_reported', 'locator', 'n', 'arm_id']
    """
    if column.endswith("_as_reported"):
        return 1 if column == "value_as_reported" else 2
    return 3 if column == "locator" else 5 if column.endswith("_id") else 4
