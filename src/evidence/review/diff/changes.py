"""What changed between two states of the data, and which results moved because of it."""

import json
from dataclasses import asdict, dataclass

import pandas as pd

from evidence.review.core.project import Project
from evidence.review.core.stamps import digest_of_files
from evidence.review.diff.snapshots import State, read_state, refuse_problems, state_at
from evidence.review.lineage.lineage import Frames, is_number, key_columns, row_keys
from evidence.review.lineage.notebook_outputs import Moved, Sentence, sentences_showing


@dataclass(frozen=True)
class Cell:
    """One cell that changed; ``difference`` is after minus before where both are numbers."""

    row: str
    column: str
    before: str
    after: str

    @property
    def difference(self) -> float | None:
        """How far a number moved."""
        both = is_number(self.before) and is_number(self.after)
        return float(self.after) - float(self.before) if both else None


@dataclass(frozen=True)
class TableChange:
    """Rows of one table that were added or removed, and cells that changed."""

    table: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> set[str]:
        """The rows that differ in any way."""
        return {*self.added, *self.removed, *(cell.row for cell in self.cells)}


@dataclass(frozen=True)
class Changes:
    """What changed in the coded tables, the results that moved, the figures and the sentences that
    show them.
    """

    coded: tuple[TableChange, ...]
    results: tuple[TableChange, ...]
    figures: tuple[TableChange, ...]
    sentences: tuple[Sentence, ...]

    def as_dict(self) -> dict:
        """The changes as plain dictionaries and lists, numbers with their difference."""
        tables = {
            name: [_change_as_dict(change) for change in getattr(self, name)]
            for name in ("coded", "results", "figures")
        }
        return tables | {"sentences": [asdict(sentence) for sentence in self.sentences]}


def _change_as_dict(change: TableChange) -> dict:
    cells = [asdict(cell) | {"difference": cell.difference} for cell in change.cells]
    return {
        "table": change.table,
        "added": list(change.added),
        "removed": list(change.removed),
        "changed": cells,
    }


def _cells(table_before: dict, table_after: dict, key: str) -> list[Cell]:
    before, after = table_before[key], table_after[key]
    columns = [name for name in dict.fromkeys([*before, *after]) if name != "sources"]
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in columns)
    return [Cell(key, name, old, new) for name, old, new in pairs if old != new]


def compare(
    table: str, before: pd.DataFrame, after: pd.DataFrame, keys: list[str] | None = None
) -> TableChange:
    """The difference between two states of one table, row by row and cell by cell; ``sources`` is
    no result.

    Parameters
    ----------
    before, after : as text. keys : the columns that name a row; found from both frames if not
    given.

    >>> before = pd.DataFrame({"arm": ["a", "b"], "events": ["1", "2"]})
    >>> compare("outcomes", before, before.replace("2", "3")).cells[0].difference
    1.0
    """
    columns = key_columns(before, after) if keys is None else keys
    old, new = (
        dict(zip(row_keys(frame, columns), frame.to_dict("records"), strict=True))
        for frame in (before, after)
    )
    added, removed = (
        tuple(key for key in new if key not in old),
        tuple(key for key in old if key not in new),
    )
    cells = tuple(cell for key in old if key in new for cell in _cells(old, new, key))
    return TableChange(table, added, removed, cells)


def _compare_all(
    before: Frames, after: Frames, keys: dict[str, list[str]] | None = None
) -> tuple[TableChange, ...]:
    """The tables that differ; one that only one state has is all added or all removed."""
    changes = []
    for table in dict.fromkeys([*before, *after]):
        old, new = (frames.get(table, pd.DataFrame()) for frames in (before, after))
        old, new = (
            frame if len(frame.columns) else other.iloc[:0]
            for frame, other in ((old, new), (new, old))
        )
        known = (keys or {}).get(table, [])
        change = compare(table, old, new, known if known and {*known} <= {*old} & {*new} else None)
        if change.rows:
            changes.append(change)
    return tuple(changes)


def _moved(before: State, after: State, change: TableChange) -> set[Moved]:
    """The rows of a change, with the sources that they had and have."""
    frames = [
        state.derived[change.table] for state in (before, after) if change.table in state.derived
    ]
    columns, cells = key_columns(*frames), {key: set() for key in change.rows}
    for cell in change.cells:
        cells[cell.row] |= {cell.before, cell.after}
    rows = (
        (key, names)
        for frame in frames
        for key, names in zip(row_keys(frame, columns), frame["sources"], strict=True)
    )
    return {
        Moved(frozenset(names.split()), frozenset(cells[key]))
        for key, names in rows
        if key in cells and names
    }


def changes_between(before: State, after: State, project: Project) -> Changes:
    """From one state of the data to another, with the sentences of a project's notebooks that show
    it.
    """
    results = _compare_all(before.derived, after.derived)
    moved = {row for change in results for row in _moved(before, after, change)}
    coded = _compare_all(before.coded, after.coded, before.coded_keys | after.coded_keys)
    return Changes(
        coded, results, _compare_all(before.drawn, after.drawn), sentences_showing(project, moved)
    )


def _same_data(*projects: Project) -> bool:
    """Are coded tables, code lists and dictionary the same byte for byte, so that nothing need be
    derived?
    """
    return (
        len(
            {
                digest_of_files(project.data, "datapackage.json", "coded/*.csv", "vocabulary/*.csv")
                for project in projects
            }
        )
        == 1
    )


def changes_since(project: Project, revision: str) -> Changes:
    """From a git revision or a folder to the project as it stands, uncommitted changes included.

    Raises
    ------
    DiffProblem : one of the two states cannot be read or derived.
    """
    with state_at(project, revision) as earlier:
        if _same_data(earlier, project):
            return Changes((), (), (), ())
        for state, name in ((earlier, revision), (project, str(project.root))):
            refuse_problems(state, name)  # before anything is derived, which takes seconds
        before = read_state(earlier, revision)
    return changes_between(before, read_state(project, str(project.root)), project)


def changes_as_json(changes: Changes) -> str:
    """The changes as JSON."""
    return json.dumps(changes.as_dict(), indent=2)
