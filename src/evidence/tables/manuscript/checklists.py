"""Reporting checklists filled in: where each item is answered, and plainly what was not done."""

from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import NOT_APPLICABLE, NOTHING, state
from evidence.tables.core.table import Row, Table, columns

COLUMNS = columns(
    ("item", "Item"),
    ("topic", "Topic"),
    ("asks", "What it asks"),
    ("status", "Here"),
    ("where", "Answered in"),
    ("note", "Remark"),
)


def _checklist(coded: Tables, name: str, title: str) -> Table:
    rows = tuple(
        Row(
            (
                item.item,
                item.topic,
                item.asks,
                state(item.status),
                item.answered_in or NOTHING,
                item.note or NOTHING,
            ),
            f"{name}:{item.item}",
        )
        for item in coded[name].itertuples()
    )
    footnotes = (
        (
            f"{NOT_APPLICABLE}, not applicable; {NOTHING}, nothing to add. What an item asks "
            f"is in our own words; files are those of this project."
        ),
    )
    return Table(name, title, COLUMNS, rows, footnotes, landscape=True)


def prisma_items(coded: Tables, derived: Tables) -> Table:
    """PRISMA 2020, item by item."""
    return _checklist(coded, "prisma_items", "PRISMA 2020 checklist")


def swim_items(coded: Tables, derived: Tables) -> Table:
    """SWiM, item by item."""
    return _checklist(coded, "swim_items", "SWiM checklist")
