"""The tables of the manuscript, written whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from evidence.coded.dictionary import Table, read_dictionary
from evidence.errors import EvidenceError
from evidence.files.atomic_write import staging_folder
from evidence.files.lock import sole_writer
from evidence.review.core.open_review import Review, read_review
from evidence.review.core.project import Project
from evidence.tables.make_tables import NAMES, make_tables
from evidence.tables.writers.write_files import FORMATS, write_files


class TablesRefused(EvidenceError, ValueError):
    """What was asked for cannot be made; the message says what is allowed."""


def _refusals(review: Review, only, formats) -> list[str]:
    missing = [
        name
        for name in only
        if name == "claims_audit" and "claim_verdicts" not in set(review.derived)
    ]
    return (
        [
            f"--only: no table {name!r}; allowed: {', '.join(NAMES)}"
            for name in only
            if name not in NAMES
        ]
        + [
            f"--only: {name} needs the verdicts of the audit, which this review has not"
            for name in missing
        ]
        + [
            f"--format: {kind!r} is not one of {', '.join(FORMATS)}"
            for kind in formats
            if kind not in FORMATS
        ]
    )


def write_tables(
    review: Review,
    folder: Path,
    done: Callable[[str], None] = lambda name: None,
    *,
    dictionary: dict[str, Table],
    only=(),
    formats=FORMATS,
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
    tables = make_tables(review.coded, review.derived, dictionary, only)
    with staging_folder(Path(folder)) as aside:
        written = write_files(tables, review.coded, aside, formats=formats, done=done)
    return [Path(folder) / path.name for path in written]


def export_tables(
    project: Project,
    folder: Path,
    done: Callable[[str], None] = lambda name: None,
    *,
    only=(),
    formats=FORMATS,
) -> list[Path]:
    """The same for a project whose tables are read afresh.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    TablesRefused : an unknown table or format.
    """
    review, dictionary = read_review(project), read_dictionary(project.data)
    with sole_writer(project.lock, "evidence tables"):
        return write_tables(
            review, folder, done, dictionary=dictionary, only=only, formats=formats or FORMATS
        )
