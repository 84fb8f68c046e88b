"""How wide each column is to be, so that a table is as low as its page allows."""

import numpy as np

from evidence.tables.core.table import Table

# Characters that a line of the page holds in the type that tables are set in, with room for the
# cells' margins.
PORTRAIT, LANDSCAPE = 104, 158
BOLD = 1.25  # a bold letter beside a plain one
GAP = 2.0  # characters of margin a column
TALL = 3  # how much more a tall cell weighs than a low one


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _longest_word(text: str) -> int:
    """The longest stretch that cannot be broken; a no-break space does not break."""
    return max(len(word) for line in _lines(text) for word in line.split(" "))


def _texts(table: Table) -> list[list[str]]:
    """Every text that stands in each column, its heading first."""
    return [
        [column.heading, *(row.cells[position] for row in table.rows)]
        for position, column in enumerate(table.columns)
    ]


def shares(table: Table) -> list[float]:
    """Share of the page's width for each column; they add up to 1.

    Every column first gets its longest word; what is left goes, one character after the other, to
    the column whose lines it shortens most, tall cells weighing most.
    """
    texts = _texts(table)
    available = (LANDSCAPE if table.landscape else PORTRAIT) - GAP * len(texts)
    widths = np.array(
        [
            max(2, BOLD * _longest_word(column[0]), *map(_longest_word, column[1:]))
            for column in texts
        ],
        float,
    )
    if widths.sum() >= available:
        widths = np.minimum(widths, np.maximum(available / len(texts), 0.6 * widths))
    lengths = np.array([list(map(len, column)) for column in texts], float)  # (columns, rows)
    longest_lines = np.array(
        [max(len(line) for text in column for line in _lines(text)) for column in texts]
    )
    while widths.sum() < available and (widths < longest_lines).any():
        gain = ((lengths / widths[:, None]) ** TALL).sum(axis=1) / widths
        gain[widths >= longest_lines] = -1
        widths[gain.argmax()] += 1
    widths += GAP
    return (widths / widths.sum()).tolist()
