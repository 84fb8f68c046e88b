"""An error planted in clean tables and the findings that follow from it.

What a finding must say is written down from the planted rows by hand: their keys, their words, and
the value that the rest of the row, a code list or a calculation gives.
"""

from collections.abc import Callable
from typing import NamedTuple

from evidence.audit.core.findings import Frames

Spoil = Callable[[Frames], Frames]


class Found(NamedTuple):
    """One finding: how grave, on which row and column, what is reported and what is right.

    ``expected`` is None where a finding has words in the place of a value. The finding rests on
    its row and on the rows ``beside`` it.
    """

    severity: str
    row: str
    column: str
    reported: str
    expected: str | None
    beside: frozenset[str]


class Example:
    """What spoils clean tables, and the findings of the check that is meant for it."""

    def __init__(self, spoils: list[Spoil], *findings: Found) -> None:
        self.spoils, self.findings = spoils, findings

    def spoilt(self, tables: Frames) -> Frames:
        """The tables with the error."""
        for spoil in self.spoils:
            tables = spoil(tables)
        return tables


def found(
    severity: str,
    row: str,
    column: str,
    reported: str,
    *,
    expected: str | None = None,
    beside: tuple[str, ...] = (),
) -> Found:
    """A finding that is expected."""
    return Found(severity, row, column, reported, expected, frozenset(beside))
