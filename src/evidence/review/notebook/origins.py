"""From a number or a row to the place where it was reported."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from evidence.coded.dictionary import Table
from evidence.errors import EvidenceError
from evidence.review.lineage.lineage import as_text, key_columns, row_keys

FRACTION = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*")
Tables = Mapping[str, pd.DataFrame]


class NotFound(EvidenceError, LookupError):
    """A number that no coded row holds, or a row without sources."""


def keys_of(
    what: str | pd.Series | pd.DataFrame, coded: Tables, tables: Mapping[str, Table]
) -> list[str]:
    """The sources of a row or of rows, or the coded rows that report a number.

    Raises
    ------
    NotFound : the number is in no coded row; the rows name no sources.
    """
    if isinstance(what, str):
        return _reporting(what, coded, tables)
    cells = what.get("sources", "")
    named = " ".join([cells] if isinstance(cells, str) else map(str, cells)).split()
    if not named:
        raise NotFound("no sources found in the row; allowed: a row of a table of the review")
    return list(dict.fromkeys(named))


def _reporting(number: str, coded: Tables, tables: Mapping[str, Table]) -> list[str]:
    """Coded rows with these counts, or with this text between other signs in a reported cell."""
    counts = FRACTION.fullmatch(number)
    found = []
    for name, table in tables.items():
        # A table that cannot hold the number is not read: the notebook does not rest on it.
        quoted = [column for column in table.columns if column.endswith("as_reported")]
        if not ({"events", "n"} <= set(table.columns) if counts else quoted):
            continue
        frame = coded[name]
        if counts:
            holds = (frame["events"] == int(counts[1])) & (frame["n"] == int(counts[2]))
        else:
            exact = rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)"
            holds = frame[quoted].apply(lambda cells: cells.str.contains(exact)).any(axis=1)  # noqa: B023
        found += [f"{name}:{key}" for key in frame.loc[holds.fillna(False), table.key[0]]]
    if not found:
        raise NotFound(
            f"{number}: found in no coded row; allowed: a count as 121/164, or a number as reported"
        )
    return found


def coded_rows(
    names: Iterable[str], coded: Tables, derived: Tables, tables: Mapping[str, Table]
) -> list[tuple[str, str, pd.Series]]:
    """Table, key and cells of every coded row behind the names, each once."""
    rows: dict[tuple[str, str], pd.Series] = {}
    for name in names:
        table, _, key = name.partition(":")
        row = _coded_row(table, key, coded, tables)
        if row is not None:
            rows |= {(table, key): row} if is_placed(row) else {}
            continue
        behind = _derived_row(table, key, derived)["sources"].split()
        rows |= {(t, k): found for t, k, found in coded_rows(behind, coded, derived, tables)}
    return [(table, key, row) for (table, key), row in rows.items()]


def is_placed(row: pd.Series) -> bool:
    """Does a coded row stand in a document, rather than being a decision of the review?"""
    return bool(row.get("locator") or row.get("address"))


def _coded_row(
    table: str, key: str, coded: Tables, tables: Mapping[str, Table]
) -> pd.Series | None:
    if table not in tables:
        return None
    frame = coded[table]
    rows = frame[frame[tables[table].key[0]].astype(str) == key]
    return rows.iloc[0] if len(rows) else None


def _derived_row(table: str, key: str, derived: Tables) -> pd.Series:
    frame = as_text(derived[table])
    names = row_keys(frame, key_columns(frame))
    return frame.iloc[names.index(key)]
