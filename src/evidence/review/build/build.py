"""The review from coded tables to executed notebooks, doing only what changed.

tables -> figures -> manuscript tables -> notebooks. Each step writes aside and replaces, so that
a build that stops leaves the last good outputs.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from evidence.errors import EvidenceError
from evidence.files.lock import sole_writer
from evidence.review.core.notebook_files import NotebookProblem, read_cells
from evidence.review.core.project import Project
from evidence.review.core.stamps import Inputs, Stamps, data_digest, digest_of

if TYPE_CHECKING:  # its packages are heavy, and a build in which nothing changed needs none
    from evidence.review.core.open_review import Review

TABLE_PATH = re.compile(r"data/(?:derived|coded|vocabulary)/(\w+)\.csv")
Say = Callable[[str], None]
Read = Callable[[], "Review"]


class BuildFailed(EvidenceError):
    """The build stopped; the message says where and why."""


def _workers() -> int:
    return max(2, os.cpu_count() or 2)


def _counted(say: Say, what: str, total: int) -> Callable[[str], None]:
    """A function that prints each finished name with how many of how many that makes."""
    numbers = count(1)
    return lambda name: say(f"{what} {next(numbers)} of {total}: {name}")


def _reader(project: Project) -> Callable[[], "Review"]:
    """A function that reads the project, with its problems as the reason why the build stops."""

    def read() -> "Review":
        from evidence.coded.problems import ProblemsFound
        from evidence.review.core.open_review import read_review

        try:
            return read_review(project)
        except ProblemsFound as problems:
            raise BuildFailed(str(problems)) from None

    return read


@dataclass(frozen=True)
class Build:
    """One run: where, what was made when, from what, how to read it, where to say what is done."""

    project: Project
    stamps: Stamps
    inputs: Inputs
    read: Read
    say: Say

    def fresh(self, step: str) -> bool:
        """Is everything that the step made as the tables are now? Says so then."""
        fresh = self.stamps.fresh(step, self.inputs.of_all())
        if fresh:
            self.say(f"{step}: nothing changed")
        return fresh


def _derive(build: Build) -> None:
    from evidence.review.core.definitions import definitions_in

    project, stamps, inputs = build.project, build.stamps, build.inputs
    asked = data_digest(project)
    if stamps.fresh("tables", asked):
        inputs.add_derived(project)
        return build.say("tables: nothing changed")
    build.say("tables: reading, validating, deriving ...")
    from evidence.review.build.derive import write_derived

    definitions = definitions_in(project.root)
    written = write_derived(project, definitions, stamps, inputs, build.read)
    stamps.record("tables", asked, written)
    build.say(f"tables: {len(definitions.derived_tables)} files in data/derived")


def _draw(build: Build) -> None:
    if build.fresh("figures"):
        return
    from evidence.review.build.figures import draw_gallery

    numbers = count(1)
    written = draw_gallery(
        build.project,
        build.read(),
        build.stamps,
        build.inputs,
        side_by_side=_workers(),
        done=lambda name: build.say(f"figures: {next(numbers)} {name}"),
    )
    build.stamps.record("figures", build.inputs.of_all(), written)
    drawn = next(numbers) - 1
    build.say(f"figures: {drawn} drawn" if drawn else "figures: nothing changed")


def _tabulate(build: Build) -> None:
    step, stamps = "manuscript tables", build.stamps
    if stamps.fresh(step, build.inputs.of(stamps.reads(step))):
        return build.say(f"{step}: nothing changed")
    from evidence.review.build.tables import write_tables
    from evidence.review.core.reads import noted

    names: set[str] = set()
    review = noted(build.read(), names.add)
    written = write_tables(review, build.project.root / "docs" / "tables")
    stamps.record(step, build.inputs.of(names), written, names)
    left_out = [*review.manuscript_tables.keys() - {path.stem for path in written}]
    if left_out:
        build.say(f"{step} left out, nothing coded: {', '.join(left_out)}")
    build.say(f"{step}: {len(written)} files in docs/tables")


def _notebook_texts(project: Project) -> dict[Path, str]:
    """What each notebook asks: its cells, and the headings of all, which the index shows."""
    cells = {path: read_cells(path) for path in sorted(project.notebooks.glob("*.ipynb"))}
    headings = digest_of(*(found[0]["source"] for found in cells.values() if found))
    return {
        path: digest_of(headings, *(cell["source"] for cell in found))
        for path, found in cells.items()
    }


def _execute(build: Build) -> None:
    texts, stamps, inputs = _notebook_texts(build.project), build.stamps, build.inputs
    stale = [
        path
        for path, text in texts.items()
        if not stamps.fresh(path.stem, inputs.of(stamps.reads(path.stem), text))
    ]
    if not stale:
        return build.say("notebooks: nothing changed")
    from evidence.files.atomic_write import staging_folder
    from evidence.review.build.notebooks import execute_notebooks

    done = _counted(build.say, "notebooks", len(stale))
    try:
        with staging_folder(build.project.notebooks) as aside:
            reads = execute_notebooks(stale, aside, _workers(), done=done)
    except NotebookProblem as error:
        raise BuildFailed(f"a notebook failed; none was replaced\n{error}") from None
    for path, names in reads.items():
        tables = {*names, *_tables_by_path(path)}
        stamps.record(path.stem, inputs.of(tables, texts[path]), [path], tables)


def _tables_by_path(notebook: Path) -> set[str]:
    """Tables that a notebook reads by the path of their file rather than from the review."""
    return {name for cell in read_cells(notebook) for name in TABLE_PATH.findall(cell["source"])}


def build_review(project: Project) -> None:
    """Make what is not as its inputs are: derived tables, figures, manuscript tables, notebooks.

    Raises
    ------
    BuildFailed : problems in the coded tables, or a notebook that fails.
    Locked : another process writes in the project. WriteProblem : an output cannot be written.
    """
    with sole_writer(project.lock, "evidence build"):
        _make_what_changed(project)


def _make_what_changed(project: Project) -> None:
    say = Console(highlight=False, soft_wrap=True).print
    stamps = Stamps(project.stamps, project.root)
    build = Build(project, stamps, Inputs(project), _reader(project), say)
    try:
        for step in (_derive, _draw, _tabulate, _execute):
            step(build)
    finally:
        stamps.save()  # what was finished before a step failed is not made again
