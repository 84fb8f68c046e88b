"""The archive of a review, with its metadata and checksums; the same bytes every time."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from evidence.bundle.citation import read_citation
from evidence.bundle.crate import FILE as METADATA
from evidence.bundle.crate import crate
from evidence.bundle.members import members
from evidence.errors import EvidenceError
from evidence.files.atomic_write import write_file
from evidence.review.commands.check import check_project
from evidence.review.core.open_review import read_review
from evidence.review.core.project import Project
from evidence.review.lineage.lineage import derived_text

CHECKSUMS = "checksums.sha256"  # as `sha256sum --check` reads it
ENTRY_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
READABLE = 0o644 << 16  # rights of an unpacked file


class BundleRefused(EvidenceError, ValueError):
    """The review is not as the last build left it; the message says what differs."""


def write_bundle(project: Project, path: Path) -> Path:
    """Write the archive of a review that is built; its path.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    CitationProblem : CITATION.cff lacks what a deposit needs.
    BundleRefused : derived tables are not what the coded tables give.
    """
    settings = check_project(project).settings
    citation = read_citation(project.root)
    _refuse_stale(project)
    contents = {
        name.as_posix(): (project.root / name).read_bytes() for name in members(project.root)
    }
    contents[METADATA] = crate(settings.title, citation, contents)
    contents[CHECKSUMS] = checksums(contents)
    return write_file(path, archive(contents))


def _refuse_stale(project: Project) -> None:
    names = list(read_review(project).derived)
    fresh = derived_text(project, names)
    stale = [name for name in names if not _same(project.derived / f"{name}.csv", fresh[name])]
    if stale:
        raise BundleRefused(
            f"data/derived: {', '.join(stale)} not as the coded tables give; run evidence build"
        )


def _same(path: Path, fresh: pd.DataFrame) -> bool:
    if not path.is_file():
        return False
    return pd.read_csv(path, dtype=str, keep_default_na=False).equals(fresh)


def checksums(contents: Mapping[str, bytes]) -> bytes:
    """One line per file: its SHA-256, two spaces, its path.

    >>> checksums({"a": b""})[:8]
    b'e3b0c442'
    """
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()
    )
    return "".join(lines).encode()


def archive(contents: Mapping[str, bytes]) -> bytes:
    """A zip file with the contents by name, without a clock in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, ENTRY_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = READABLE
            package.writestr(entry, contents[name])
    return written.getvalue()
