"""Tables as CSV: one header, the group in front, the keys of the rows
behind each row at the end.
"""

import csv
import io

from evidence.files.escape import spreadsheet_cell
from evidence.tables.core.table import Table


def to_csv(table: Table) -> str:
    """The table as CSV for spreadsheets: names of columns as header, no cell that is a formula.

    Returns
    -------
    Text to be written in UTF-8, with one sort of line end. A cell that a spreadsheet would take for
    a formula stands behind an apostrophe.
    """
    grouped = any(row.group for row in table.rows)
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(
        [*(["group"] if grouped else []), *(column.name for column in table.columns), "sources"]
    )
    for group, rows in table.grouped:
        for row in rows:
            cells = [*([group] if grouped else []), *row.cells, row.sources]
            writer.writerow(map(spreadsheet_cell, cells))
    return page.getvalue()
