"""What the site is made from: tables as text, labels of codes, names of documents, addresses."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from evidence.coded.dictionary import Table, read_dictionary
from evidence.coded.settings import read_settings
from evidence.review.core.definitions import definitions_in
from evidence.review.core.project import Project
from evidence.review.lineage.lineage import (
    CODED,
    DERIVED,
    Frames,
    Lineage,
    Source,
    key_columns,
    read_lineage,
)
from evidence.review.notebook.words import Words, in_words, word_of, words_by_column


def spaced(name: str) -> str:
    """The name of a table or a column for reading.

    >>> spaced("value_as_reported")
    'value as reported'
    """
    return name.replace("_", " ")


def anchor_of(key: str) -> str:
    """A key as an anchor: characters that an address would escape become hyphens.

    >>> anchor_of("a b.d1")
    'a-b.d1'
    """
    return "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in key)


# A document of fewer coded rows shares a page with others like it.
ALONE_FROM = 20
OTHERS = "rows.html"


@dataclass(frozen=True)
class Records:
    """The tables of a review and the words for what is in them."""

    project: Project
    lineage: Lineage
    dictionary: dict[str, Table]
    _rows: dict[str, list[Source]] = field(default_factory=dict)
    _keys: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def words(self) -> Words:
        """Label by code of every column of codes."""
        definitions = definitions_in(self.project.root)
        return words_by_column(self.coded, self.project.data, definitions)

    @property
    def coded(self) -> Frames:
        return self.lineage.coded

    @property
    def derived(self) -> Frames:
        return self.lineage.derived

    @property
    def title(self) -> str:
        """The title of the review."""
        return read_settings(self.project.root).title

    @cached_property
    def _documents(self) -> dict[str, dict[str, str]]:
        return self._by_key("documents", "document_id")

    @cached_property
    def _studies(self) -> dict[str, dict[str, str]]:
        return self._by_key("studies", "study_id")

    def _by_key(self, table: str, key: str) -> dict[str, dict[str, str]]:
        rows = self.coded[table].to_dict("records") if table in self.coded else []
        return {row[key]: row for row in rows}

    def document(self, cells: Mapping[str, str]) -> str:
        """The key of the document that a coded row was read in; empty where it names none."""
        study = self._studies.get(cells.get("study_id", ""), {})
        return cells.get("document_id") or study.get("document_id", "")

    def named(self, document_id: str) -> str:
        """The name of a document: the label of its report or study, else authors and year."""
        known = self.words.get("document_id", {}).get(document_id)
        if known:
            return known
        row = self._documents.get(document_id, {})
        first = row.get("authors_as_reported", "").partition(";")[0].strip()
        return " ".join(part for part in (first, row.get("year", "")) if part) or document_id

    @cached_property
    def _row_pages(self) -> dict[Source, str]:
        """Page and anchor of every coded row; the anchor is the last part of the key, or the whole
        key, or table and key: the first that no other row on the page has.
        """
        rows = self.lineage.rows.items()
        documents = {row: self.document(cells) for row, cells in rows if row.side == CODED}
        counts, taken, found = Counter(documents.values()), set[str](), dict[Source, str]()
        for row, document in documents.items():
            alone = document and counts[document] >= ALONE_FROM
            page = f"rows-{anchor_of(document)}.html" if alone else OTHERS
            names = (row.key.rpartition(".")[2], row.key, f"{row.table}.{row.key}")
            free = (place for name in names if (place := f"{page}#{anchor_of(name)}") not in taken)
            found[row] = next(free)
            taken.add(found[row])
        return found

    def row_page(self, row: Source) -> str:
        """The address of a coded row in the site."""
        return self._row_pages[row]

    def reference(self, document_id: str) -> str:
        """Title and journal of a document."""
        row = self._documents.get(document_id, {})
        parts = (row.get(name, "") for name in ("title", "container_title", "year"))
        return ". ".join(part for part in parts if part)

    def addresses(self, cells: Mapping[str, str]) -> list[str]:
        """Where a row can be read: its own addresses, else those of its study or document."""
        study = self._studies.get(cells.get("study_id", ""), {})
        named = cells.get("address") or study.get("address", "")
        document = self._documents.get(self.document(cells), {})
        doi = f"https://doi.org/{document['doi']}" if document.get("doi") else ""
        named = named or document.get("address", "")
        found = [part for part in named.split() if part.startswith(("https://", "http://"))]
        return list(dict.fromkeys([*found, *([doi] if doi else [])]))

    def rows(self, table: str) -> list[Source]:
        """The rows of a table, in its order: of the derived one where there is one."""
        if table not in self._rows:
            side = DERIVED if table in self.derived else CODED
            self._rows[table] = [
                row for row in self.lineage.rows if row.side == side and row.table == table
            ]
        return self._rows[table]

    def key_in_words(self, row: Source) -> str:
        """The key of a derived row with labels for the codes in it."""
        cells = self.lineage.rows[row]
        if row.table not in self._keys:
            self._keys[row.table] = key_columns(self.derived[row.table])
        columns = self._keys[row.table]
        words = (word_of(cells[name], self.words, name) for name in columns)
        return ", ".join(words) if columns else f"row {row.key}"

    def in_words(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with labels in place of codes."""
        return in_words(frame, self.words)


def read_records(project: Project) -> Records:
    """The tables of a project as they stand.

    Raises
    ------
    ProblemsFound : the coded tables have changed since the last build and are not what the
    dictionary promises.
    """
    return Records(project, read_lineage(project), read_dictionary(project.data))
