"""The review from coded tables to executed notebooks, doing only what changed.

tables -> figures -> manuscript tables -> notebooks. Each step writes aside and replaces, so that
a build that stops leaves the last good outputs.
"""

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from evidence.errors import EvidenceError
from evidence.files.lock import sole_writer
from evidence.review.core.notebook_files import NotebookProblem, read_cells
from evidence.review.core.project import Project
from evidence.review.core.stamps import Stamps, data_digest, digest_of

if TYPE_CHECKING:  # its packages are heavy, and a build in which nothing changed needs none
    from evidence.review.core.open_review import Review

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


def _derive(project: Project, stamps: Stamps, inputs: str, read: Read, say: Say) -> None:
    if stamps.fresh("tables", inputs):
        return say("tables: nothing changed")
    say("tables: reading, validating, deriving ...")
    from evidence.review.core.open_review import write_derived

    written = write_derived(project, read())
    stamps.record("tables", inputs, written)
    say(f"tables: {len(written)} files in data/derived")


def _draw(project: Project, stamps: Stamps, inputs: str, read: Read, say: Say) -> None:
    if stamps.fresh("figures", inputs):
        return say("figures: nothing changed")
    from evidence.review.build.figures import draw_gallery

    review = read()
    done = _counted(say, "figures", len(review.figures))
    written = draw_gallery(project, review, side_by_side=_workers(), done=done)
    stamps.record("figures", inputs, written)


def _tabulate(project: Project, stamps: Stamps, inputs: str, read: Read, say: Say) -> None:
    if stamps.fresh("manuscript", inputs):
        return say("manuscript tables: nothing changed")
    from evidence.review.build.tables import write_tables

    review = read()
    written = write_tables(review, project.root / "docs" / "tables")
    stamps.record("manuscript", inputs, written)
    left_out = [*review.manuscript_tables.keys() - {path.stem for path in written}]
    if left_out:
        say(f"manuscript tables left out, nothing coded: {', '.join(left_out)}")
    say(f"manuscript tables: {len(written)} files in docs/tables")


def _notebook_inputs(path: Path, inputs: str) -> str:
    return digest_of(inputs, *(cell["source"] for cell in read_cells(path)))


def _execute(project: Project, stamps: Stamps, inputs: str, say: Say) -> None:
    paths = sorted(project.notebooks.glob("*.ipynb"))
    asked = {path: _notebook_inputs(path, inputs) for path in paths}
    stale = [path for path in paths if not stamps.fresh(path.stem, asked[path])]
    if not stale:
        return say("notebooks: nothing changed")
    from evidence.files.atomic_write import staging_folder
    from evidence.review.build.notebooks import execute_notebooks

    try:
        with staging_folder(project.notebooks) as aside:
            execute_notebooks(stale, aside, _workers(), done=_counted(say, "notebooks", len(stale)))
    except NotebookProblem as error:
        raise BuildFailed(f"a notebook failed; none was replaced\n{error}") from None
    for path in stale:
        stamps.record(path.stem, asked[path], [path])


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
    stamps, inputs, read = (
        Stamps(project.stamps, project.root),
        data_digest(project),
        _reader(project),
    )
    for step in (_derive, _draw, _tabulate):
        step(project, stamps, inputs, read, say)
    _execute(project, stamps, inputs, say)
