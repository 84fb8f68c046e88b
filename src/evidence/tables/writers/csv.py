"""Tables as CSV: one header, the group in front, the keys of the rows
behind each row at the end.
"""

import csv
import io

from evidence.tables.core.table import Table


def to_csv(table: Table) -> str:
    """The table as CSV with names of columns as header; UTF-8 when written,
    one sort of line end.
    """
    grouped = any(row.group for row in table.rows)
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(
        [*(["group"] if grouped else []), *(column.name for column in table.columns), "sources"]
    )
    for group, rows in table.grouped:
        for row in rows:
            writer.writerow([*([group] if grouped else []), *row.cells, row.sources])
    return page.getvalue()
