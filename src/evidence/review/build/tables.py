"""The tables of the manuscript, written whole or not at all."""

from collections.abc import Callable, Collection
from pathlib import Path

from evidence.errors import EvidenceError
from evidence.files.atomic_write import staging_folder
from evidence.files.lock import sole_writer
from evidence.review.core.open_review import Review, read_review
from evidence.review.core.project import Project
from evidence.tables.make_tables import make_tables
from evidence.tables.writers.write_files import FORMATS, write_files


class TablesRefused(EvidenceError, ValueError):
    """What was asked for cannot be made; the message says what is allowed."""


def _refusals(review: Review, only: Collection[str], formats: Collection[str]) -> list[str]:
    known = {"--only: no table": (review.manuscript_tables, only), "--format:": (FORMATS, formats)}
    return [
        f"{what} {name!r}; allowed: {', '.join(allowed)}"
        for what, (allowed, asked) in known.items()
        for name in asked
        if name not in allowed
    ]


def write_tables(
    review: Review,
    folder: Path,
    done: Callable[[str], None] = lambda name: None,
    *,
    only: Collection[str] = (),
    formats: Collection[str] = FORMATS,
) -> list[Path]:
    """Write the tables (or those in ``only``) and their references to ``folder``; the paths
    written.

    Raises
    ------
    TablesRefused : an unknown table or format, all at once.
    """
    refusals = _refusals(review, only, formats)
    if refusals:
        raise TablesRefused("\n".join(refusals))
    tables = make_tables(review.manuscript_tables, review.coded, review.derived, only)
    with staging_folder(Path(folder)) as aside:
        written = write_files(tables, review.coded, aside, formats=formats, done=done)
    return [Path(folder) / path.name for path in written]


def export_tables(
    project: Project,
    folder: Path,
    done: Callable[[str], None] = lambda name: None,
    *,
    only: Collection[str] = (),
    formats: Collection[str] = FORMATS,
) -> list[Path]:
    """The same for a project whose tables are read afresh.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    TablesRefused : an unknown table or format.
    """
    review = read_review(project)
    with sole_writer(project.lock, "evidence tables"):
        return write_tables(review, folder, done, only=only, formats=formats or FORMATS)
