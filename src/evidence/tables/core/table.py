"""A table as it is shown: text in cells, with the rows of the review behind each of its rows."""

from dataclasses import dataclass, field, replace
from typing import Self

from evidence.files.escape import one_line, printable

ALIGNMENTS = ("left", "center", "right")


@dataclass(frozen=True)
class Column:
    """One column: its heading, the heading that it shares with its neighbours,
    and its alignment.
    """

    name: str
    heading: str
    align: str = "left"
    group: str = ""


@dataclass(frozen=True)
class Row:
    """One row: cells as text, the keys of the rows behind it, and its group."""

    cells: tuple[str, ...]
    sources: str
    group: str = ""


@dataclass(frozen=True)
class Table:
    """What a writer needs to know; nothing in it is rounded or worded any further.

    Raises
    ------
    ValueError : rows with more or fewer cells than columns, or unknown alignments, all at once.

    >>> Table("t", "T", (Column("a", "A"),), (Row(("1", "2"), ""),))
    Traceback (most recent call last):
    ...
    ValueError: table t: row 1 has 2 cells; allowed: 1
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[str, ...] = field(default=())
    landscape: bool = False

    def __post_init__(self) -> None:
        faults = [
            f"column {column.name} has alignment {column.align!r}; allowed: {', '.join(ALIGNMENTS)}"
            for column in self.columns
            if column.align not in ALIGNMENTS
        ]
        faults += [
            f"row {number} has {len(row.cells)} cells; allowed: {len(self.columns)}"
            for number, row in enumerate(self.rows, 1)
            if len(row.cells) != len(self.columns)
        ]
        if faults:
            raise ValueError(f"table {self.name}: {'; '.join(faults)}")

    def printable(self) -> Self:
        """The same table without control characters, which no format that people open can hold."""
        columns = (
            replace(column, heading=printable(column.heading), group=printable(column.group))
            for column in self.columns
        )
        rows = (
            replace(row, cells=tuple(map(printable, row.cells)), group=printable(row.group))
            for row in self.rows
        )
        return replace(
            self,
            title=one_line(self.title),
            columns=tuple(columns),
            rows=tuple(rows),
            footnotes=tuple(map(printable, self.footnotes)),
        )

    @property
    def grouped(self) -> list[tuple[str, tuple[Row, ...]]]:
        """Rows under their group headings, groups in order of appearance; one group without a name
        if there is none.
        """
        names = dict.fromkeys(row.group for row in self.rows)
        return [(name, tuple(row for row in self.rows if row.group == name)) for name in names]

    @property
    def spans(self) -> list[tuple[str, int]]:
        """Headings above the headings, each with the number of columns below it; empty text where
        there is none.
        """
        spans: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and spans and spans[-1][0] == column.group:
                spans[-1] = (column.group, spans[-1][1] + 1)
            else:
                spans.append((column.group, 1))
        return spans


def columns(*definitions: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns from ``(name, heading, alignment, shared heading)``, the last two at will."""
    return tuple(Column(*definition) for definition in definitions)
