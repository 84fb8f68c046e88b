"""Which tables something is made from, noted while it is made."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from evidence.coded.tables import CodedTables
from evidence.review.core.open_review import Review

Note = Callable[[str], object]
AnyReview = TypeVar("AnyReview", bound=Review)
READS_FILE = "EVIDENCE_READS_FILE"  # where a kernel notes the tables that its notebook reads


class _NotedCoded(CodedTables):
    """Coded tables that note the name of each that is read."""

    def __init__(self, tables: CodedTables, note: Note) -> None:
        super().__init__({name: tables[name] for name in tables}, tables.settings)
        self._note = note

    def __getitem__(self, name: str) -> pd.DataFrame:
        self._note(name)
        return super().__getitem__(name)


class _NotedDerived(Mapping[str, pd.DataFrame]):
    """Derived tables that note the name of each that is read."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], note: Note) -> None:
        self._tables, self._note = tables, note

    def __getitem__(self, name: str) -> pd.DataFrame:
        self._note(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def noted(review: AnyReview, note: Note) -> AnyReview:
    """The review, with ``note`` called by the name of every table that is read from it.

    Parameters
    ----------
    note : called with a name before its table is read, as often as it is read.
    """
    coded, derived = _NotedCoded(review.coded, note), _NotedDerived(review.derived, note)
    return replace(review, coded=coded, derived=derived)


def noted_in_file(review: AnyReview) -> AnyReview:
    """The review, with the tables that are read noted in the file that the build has named."""
    path = os.environ.get(READS_FILE)
    if not path:
        return review
    names: set[str] = set()

    def note(name: str) -> None:
        if name not in names:
            names.add(name)
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")

    return noted(review, note)


def names_in_file(path: Path) -> tuple[str, ...]:
    """The names that :func:`noted_in_file` left there; none without a file."""
    return tuple(path.read_text(encoding="utf-8").split()) if path.is_file() else ()
