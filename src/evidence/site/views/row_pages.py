"""A page for each coded table: every row that a number rests on, and the numbers that do."""

from dataclasses import dataclass

from evidence.review.lineage.lineage import Source
from evidence.site.links.chains import Uses, anchor_of, spaced
from evidence.site.records import Records
from evidence.site.template import Site, page


@dataclass(frozen=True)
class RowShown:
    """A coded row as its page shows it."""

    anchor: str
    key: str
    cells: tuple[tuple[str, str], ...]
    document: str
    reference: str
    addresses: tuple[str, ...]
    uses: dict[tuple[str, str], dict[str, str]]


def row_pages(records: Records, uses: Uses, site: Site) -> dict[str, bytes]:
    """The pages by name; only rows that a number of the site rests on."""
    by_table: dict[str, list[Source]] = {}
    for row in records.lineage.rows:
        if row in uses.by_row:
            by_table.setdefault(row.table, []).append(row)
    return {
        f"rows-{table}.html": page(
            "rows.html",
            site,
            f"rows-{table}.html",
            f"Coded rows: {spaced(table)}",
            description=records.dictionary[table].description,
            rows=[_shown(row, records, uses) for row in rows],
        )
        for table, rows in by_table.items()
    }


def _shown(row: Source, records: Records, uses: Uses) -> RowShown:
    cells = records.lineage.rows[row]
    document = records.document(cells)
    return RowShown(
        anchor_of(row.key),
        row.key,
        tuple((spaced(name), cell) for name, cell in cells.items() if cell and name != "address"),
        records.named(document) if document else "",
        records.reference(document),
        tuple(records.addresses(cells)),
        uses.by_row[row],
    )
