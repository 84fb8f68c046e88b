"""What the workbook looks like, for the part that writes it and the part that reads it."""

import csv
import io
from collections.abc import Iterable, Sequence

CODES = "_codes"  # hidden: the codes that the dictionary itself lists, a column per field
EXPORTED = "_exported"  # hidden: each table with the digest of what was written out
HIDDEN = (CODES, EXPORTED)
LONGEST_SHEET_NAME = 31  # characters; Excel specifications and limits, Microsoft
LONGEST_CELL = 32_767  # characters, same page
TEXT = "@"  # the number format of text, ISO/IEC 29500-1, 18.8.30


def sheet_name(table: str) -> str:
    """The name of a table's sheet.

    >>> sheet_name("claims_of_statistical_significance")
    'claims_of_statistical_significa'
    """
    return table[:LONGEST_SHEET_NAME]


def coded_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The text of a coded CSV: a header, commas, quotes where needed, one sort of line end.

    >>> coded_csv(["key", "label"], [["a", "x, y"]])
    'key,label\\na,"x, y"\\n'
    """
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return page.getvalue()
