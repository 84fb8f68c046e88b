"""The cells of a study table before any is read as a number: from a frame, or from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evidence.synthesis.errors import SynthesisError, is_missing, refuse_cases

Table = Mapping[str, Sequence[Any]]  # a pandas frame is one too: name of column -> its values


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header, rows of as many cells, the place of each row, and what was noted in reading."""

    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    places: tuple[str, ...]
    notes: tuple[str, ...] = ()


def sheet_of_frame(frame: Table) -> Sheet:
    """Return the cells of a frame, or of a mapping of columns; rows are counted as in a sheet.

    >>> sheet_of_frame({"study": ["A", "B"], "xi": [1, 4]}).places
    ('row 2', 'row 3')
    """
    refuse_cases(frame)
    header = tuple(str(name) for name in frame)
    refuse_repeated(header)
    columns = [list(frame[name]) for name in frame]
    if len({len(column) for column in columns}) > 1:
        lengths = ", ".join(
            f"{name} {len(column)}" for name, column in zip(header, columns, strict=True)
        )
        raise SynthesisError(f"columns of unequal length found: {lengths}; allowed: equal lengths")
    rows = tuple(zip(*columns, strict=True))
    index = list(getattr(frame, "index", range(len(rows))))
    places = tuple(f"row {line + 2 if isinstance(line, int) else line}" for line in index)
    return without_empty(Sheet(header, rows, places))


def refuse_repeated(header: Sequence[str]) -> None:
    """Refuse a header with a name twice, also where pandas has numbered the second (``n.1``).

    >>> refuse_repeated(["study", "n", "n.1"])
    Traceback (most recent call last):
    evidence.synthesis.errors.SynthesisError: column 'n' found twice (the second as 'n.1'); ...
    """
    repeated = sorted({name for name in header if name.strip() and header.count(name) > 1})
    problems = [f"column {name!r} found twice; allowed: once" for name in repeated]
    problems += [
        f"column {name!r} found twice (the second as {name + '.1'!r}); allowed: once"
        for name in header
        if name + ".1" in header
    ]
    unnamed = [name for name in header if name.startswith("Unnamed: ") and name != "Unnamed: 0"]
    if len(unnamed) > 1:
        problems.append(
            f"columns {', '.join(unnamed)} found: a title line or a merged header stands above "
            "the names; allowed: one row of names"
        )
    if problems:
        raise SynthesisError("; ".join(problems))


def without_empty(sheet: Sheet) -> Sheet:
    """Return the sheet without empty rows and columns, which are noted; those at the end are not.

    >>> without_empty(Sheet(("a", "b"), ((1, ""), ("", ""), (2, "")), ("row 2", "row 3", "row 4")))
    Sheet(header=('a',), rows=((1,), (2,)), places=('row 2', 'row 4'), notes=('row 3 empty, ...
    """
    filled = [i for i, row in enumerate(sheet.rows) if any(not blank(cell) for cell in row)]
    missing = sorted(set(range(max(filled, default=0))) - set(filled))
    empty = [sheet.places[i] for i in missing]
    rows = [sheet.rows[i] for i in filled]
    used = [
        j for j in range(len(sheet.header)) if not rows or any(not blank(row[j]) for row in rows)
    ]
    unused = [name for j, name in enumerate(sheet.header) if j not in used and name.strip()]
    notes = (
        *sheet.notes,
        *([f"{listed(empty)} empty, left out"] if empty else []),
        *([f"column {listed(unused)} empty, left out"] if unused else []),
    )
    return replace(
        sheet,
        header=tuple(sheet.header[j] for j in used),
        rows=tuple(tuple(row[j] for j in used) for row in rows),
        places=tuple(sheet.places[i] for i in filled),
        notes=notes,
    )


def blank(cell: Any) -> bool:
    """Return whether a cell holds nothing, or nothing but blanks.

    >>> blank(None), blank("  "), blank(0)
    (True, True, False)
    """
    return is_missing(cell) or (isinstance(cell, str) and not cell.strip())


def listed(items: Iterable[str]) -> str:
    """Return the items separated by commas, at most eight of them.

    >>> listed(["row 3", "row 4"])
    'row 3, row 4'
    """
    items = list(items)
    return ", ".join(items[:8]) + (f" and {len(items) - 8} more" if len(items) > 8 else "")
