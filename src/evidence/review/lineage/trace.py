"""The chain behind a figure, a derived row or a sentence, as a tree that can be reported."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from evidence.errors import EvidenceError
from evidence.review.core.definitions import definitions_in
from evidence.review.core.notebook_files import read_cells
from evidence.review.core.project import Project
from evidence.review.lineage.lineage import (
    CODED,
    Lineage,
    Source,
    derived_text,
    is_number,
    key_columns,
    read_lineage,
    row_keys,
)
from evidence.review.lineage.notebook_outputs import Output, said, unfounded

NOTHING = "names no sources"


class TraceProblem(EvidenceError, ValueError):
    """What was asked for is not there; the message says what is."""


@dataclass(frozen=True)
class Link:
    """One step of a chain: what it is, its name, what is to be known of it,
    and what it rests on.
    """

    kind: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)
    origins: tuple["Link", ...] = ()

    def as_dict(self) -> dict:
        """The chain as plain dictionaries and lists."""
        return {
            "kind": self.kind,
            "name": self.name,
            "facts": self.facts,
            "origins": [link.as_dict() for link in self.origins],
        }


def numbers_of(cells: dict[str, str]) -> dict[str, str]:
    """The cells of a row that hold a number."""
    return {name: cell for name, cell in cells.items() if is_number(cell)}


def _rows_holding(numbers: set[str], cells: dict[Source, set[str]]) -> list[Source]:
    """Few rows that hold the numbers together: each time the one that holds most of the rest."""
    found: list[Source] = []
    rest = set(numbers)
    while rest:
        row = max(cells, key=lambda row: len(cells[row] & rest), default=None)
        if row is None or not cells[row] & rest:
            break
        found.append(row)
        rest -= cells[row]
    return found


@dataclass(frozen=True)
class Tracer:
    """Chains in one project."""

    lineage: Lineage

    @cached_property
    def by_sources(self) -> dict[frozenset[str], list[Source]]:
        """The derived rows by the set of sources that they name."""
        found: dict[frozenset[str], list[Source]] = {}
        for row, cells in self.lineage.rows.items():
            if row.side != CODED:
                found.setdefault(frozenset(cells.get("sources", "").split()), []).append(row)
        return found

    def coded(self, row: Source) -> Link:
        """A coded row: document, locator, address, and the figures as reported."""
        cells = self.lineage.rows[row]
        study = self.lineage.rows.get(Source(CODED, "studies", cells.get("study_id", "")), {})
        place = {
            "document": cells.get("document_id") or study.get("document_id", ""),
            "locator": cells.get("locator", ""),
            "address": cells.get("address", ""),
        }
        reported = {name: cell for name, cell in cells.items() if name.endswith("as_reported")}
        values = reported | numbers_of(cells) or dict(list(cells.items())[1:])
        return Link(
            "coded row",
            f"data/coded {row}",
            {name: cell for name, cell in (place | values).items() if cell},
        )

    def derived(self, row: Source) -> Link:
        """A derived row: the version of the rule that made it, its numbers, and the rows it rests
        on.
        """
        cells = self.lineage.rows[row]
        facts = {name: cells[name] for name in ("rule", "method") if cells.get(name)}
        return Link(
            "derived row", f"data/derived {row}", facts | numbers_of(cells), self._behind(row)
        )

    def _behind(self, row: Source) -> tuple[Link, ...]:
        if not self.lineage.rows[row].get("sources", "").split():
            return (Link("nothing", NOTHING),)
        return tuple(map(self.link, self.lineage.behind(row)))

    def link(self, row: Source) -> Link:
        """A row with everything behind it."""
        return self.coded(row) if row.side == CODED else self.derived(row)

    def drawn(self, cells: dict[str, str]) -> tuple[Link, ...]:
        """What a drawn row rests on: the derived row that names the same sources and holds its
        numbers, or the few rows that hold them together; else its sources.

        Of several such rows those that have most of its other cells too.
        """
        names, drawn = cells.get("sources", "").split(), set(numbers_of(cells).values())
        alike = {
            row: set(self.lineage.rows[row].values())
            for row in self.by_sources.get(frozenset(names), ())
        }
        exact = {row: values for row, values in alike.items() if drawn <= values}
        if not exact and (together := _rows_holding(drawn, alike)):
            return self._links(together, names)
        shared = {
            row: len(values & set(cells.values())) for row, values in (exact or alike).items()
        }
        return self._links(
            [row for row, count in shared.items() if count == max(shared.values())], names
        )

    def said(self, output: Output) -> tuple[Link, ...]:
        """What an output rests on: the derived rows that name the same sources and hold all numbers
        of a sentence, else its sources.
        """
        has_number = output.kind == "sentence" and any(map(str.isdigit, output.words))
        alike = self.by_sources.get(frozenset(output.sources), []) if has_number else []
        exact = [
            row
            for row in alike
            if not unfounded(output.words, output.code, list(self.lineage.rows[row].values()))
        ]
        return self._links(exact, output.sources)

    def _links(self, rows: list[Source], names: Iterable[str]) -> tuple[Link, ...]:
        return tuple(map(self.link, rows or map(self.lineage.source, names)))


def _read_figure(folder: Path, name: str) -> tuple[str, pd.DataFrame]:
    if not (folder / f"{name}.json").is_file():
        known = ", ".join(sorted(path.stem for path in folder.glob("*.json"))) or "none"
        raise TraceProblem(f"figures/{name}: no such figure; allowed: {known}")
    path = folder / f"{name}.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        title, data = record["title"], folder / record["data"]["file"]
    except (ValueError, LookupError, TypeError):
        raise TraceProblem(
            f"{path}: not the record of a figure: a title and the file of its data are expected"
        ) from None
    try:
        return title, pd.read_csv(data, dtype=str, keep_default_na=False)
    except ValueError as error:
        reason = str(error).strip().partition("\n")[0]
        raise TraceProblem(f"{data}: no CSV in UTF-8 ({reason})") from None


def trace_figure(project: Project, tracer: Tracer, name: str) -> Link:
    """The chain of every drawn row of a figure."""
    title, data = _read_figure(project.figures, name)
    rows = data.to_dict("records")
    links = [
        Link(
            "drawn row",
            f"row {number}: {cells.get('label') or next(iter(cells.values()))}",
            numbers_of(cells),
            tracer.drawn(cells),
        )
        for number, cells in enumerate(rows, 1)
        if cells.get("sources", "").split()
    ]
    return Link("figure", f"figures/{name}", {"title": title}, tuple(links))


def trace_notebook(project: Project, tracer: Tracer, name: str) -> Link:
    """The chain of everything that a notebook says and shows."""
    links = [
        Link("output", f"cell {output.cell}: {output.words}", {}, tracer.said(output))
        for output in said(_notebook_path(project, name))
        if output.sources
    ]
    return Link("notebook", f"notebooks/{name}", {}, tuple(links))


def _notebook_path(project: Project, name: str) -> Path:
    path = project.notebooks / f"{name}.ipynb"
    if not path.is_file():
        known = ", ".join(sorted(path.stem for path in project.notebooks.glob("*.ipynb"))) or "none"
        raise TraceProblem(f"notebooks/{name}: no such notebook; allowed: {known}")
    return path


def trace_table(tracer: Tracer, table: str, key: str | None) -> Link:
    """The chain of one row of a derived table, or of all its rows."""
    rows = [row for row in tracer.lineage.rows if row.side != CODED and row.table == table]
    if key is not None:
        return tracer.derived(next(row for row in rows if row.key == key))
    links = tuple(map(tracer.derived, rows))
    return Link("derived table", f"data/derived/{table}.csv", {}, links)


def _refuse_unknown_row(project: Project, table: str, key: str | None) -> None:
    """Raise where there is no such derived table, or no row of that key, for which one is read."""
    known = definitions_in(project.root).derived_tables
    if table not in known:
        raise TraceProblem(
            f"{table}: no such derived table; allowed: figures/<id>, notebooks/<name>, "
            f"{', '.join(sorted(known))}"
        )
    if key is None:
        return
    frame = derived_text(project, [table])[table]
    keys = row_keys(frame, key_columns(frame))
    if key not in keys:
        raise TraceProblem(f"{table}: no row {key!r}; allowed: {', '.join(keys)}")


def chain(project: Project, tracer: Tracer, target: str, key: str | None = None) -> Link:
    """The chain behind ``figures/<id>``, ``notebooks/<name>``, or a derived table with or without
    the key of a row, each of which is there.

    Raises
    ------
    LineageProblem : a source that does not exist.
    """
    folder, _, name = target.partition("/")
    if folder == "figures" and name:
        return trace_figure(project, tracer, Path(name).stem)
    if folder == "notebooks" and name:
        return trace_notebook(project, tracer, Path(name).stem)
    return trace_table(tracer, target, key)


def trace(project: Project, target: str, key: str | None = None) -> Link:
    """:func:`chain` in the lineage of a project as it stands.

    What is not there is refused before the lineage is read, which takes seconds.

    Raises
    ------
    TraceProblem : there is no such thing, or its file is broken. ProblemsFound : the coded tables
    are not what the dictionary promises.
    """
    folder, _, name = target.partition("/")
    if folder == "figures" and name:
        _read_figure(project.figures, Path(name).stem)
    elif folder == "notebooks" and name:
        read_cells(_notebook_path(project, Path(name).stem))
    else:
        _refuse_unknown_row(project, target, key)
    return chain(project, Tracer(read_lineage(project)), target, key)


def as_tree(link: Link, trunk: Tree | None = None) -> Tree:
    """The chain as a tree for the terminal; of a coded row each fact has a line."""
    if link.kind == "coded row":
        facts = "".join(
            f"\n  [dim]{escape(name)}:[/dim] {escape(cell)}" for name, cell in link.facts.items()
        )
    else:
        facts = "  " + escape(", ".join(f"{name} {cell}" for name, cell in link.facts.items()))
    words = f"[bold]{escape(link.name)}[/bold]{facts}"
    branch = Tree(words) if trunk is None else trunk.add(words)
    for origin in link.origins:
        as_tree(origin, branch)
    return branch


def show(link: Link, as_json: bool = False) -> None:
    """Print a chain: a tree to read, or JSON for programs."""
    if as_json:
        print(json.dumps(link.as_dict(), indent=2))
    else:
        Console(highlight=False).print(as_tree(link))
