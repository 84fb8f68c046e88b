"""Files written whole or not at all.

A file is written under a temporary name in the folder where it belongs and then renamed, which
file systems do in one step: a process that is killed, or a disk that is full, leaves the file that
was there before.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from evidence.errors import EvidenceError

STAGING_PREFIX = ".writing-"


class WriteProblem(EvidenceError, OSError):
    """Something that could not be written; the message says what, where and why."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """A block that writes ``path``; the system's refusal becomes a sentence about that path.

    Raises
    ------
    WriteProblem : no space, no permission, a file-size limit, a file where a folder should be.
    """
    try:
        yield
    except WriteProblem:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteProblem(f"{_final(path)}: cannot be written: {reason}") from None


def _final(path: Path) -> Path:
    """Where a file in a staging folder will stand in the end."""
    staged = path.parent.name.startswith(STAGING_PREFIX)
    return path.parent.parent / path.name if staged else path


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are not there yet.

    Raises
    ------
    WriteProblem : it cannot be made.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write_all(folder: Path, contents: Mapping[str, bytes | str]) -> list[Path]:
    """Write files by name into a folder, all or none; the paths written. Text becomes UTF-8.

    Parameters
    ----------
    folder : made if it is not there. contents : name of the file, or its path below ``folder``, to
    what it holds.

    Raises
    ------
    WriteProblem : a file cannot be written; those that were there before stay as they were.

    >>> folder = Path(tempfile.mkdtemp())
    >>> write_all(folder, {"a.txt": "α"})[0].read_bytes()
    b'\\xce\\xb1'
    """
    paths = [folder / name for name in contents]
    for parent in {folder, *(path.parent for path in paths)}:
        make_folder(parent)
    staged = {path: path.with_name(f"{STAGING_PREFIX}{os.getpid()}-{path.name}") for path in paths}
    try:
        for (path, part), content in zip(staged.items(), contents.values(), strict=True):
            with writing(path):
                part.write_bytes(content.encode() if isinstance(content, str) else content)
        _refuse_folders(staged)
        for path, part in staged.items():
            with writing(path):
                part.replace(path)
    finally:
        for part in staged.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return list(staged)


def _refuse_folders(paths: Iterable[Path]) -> None:
    """Raise for a folder where a file is to be put in place, before any file is."""
    for path in sorted(paths):
        if path.is_dir():
            raise WriteProblem(f"{path}: cannot be written: {os.strerror(errno.EISDIR)}")


def write_file(path: Path, content: bytes | str) -> Path:
    """Write one file, whole or not at all; its path.

    Raises
    ------
    WriteProblem : it cannot be written; what was there before stays.
    """
    return write_all(path.parent, {path.name: content})[0]


def _remove_left_overs(folder: Path) -> None:
    """Remove what a process that was killed had not put in place."""
    for left_over in folder.glob(f"{STAGING_PREFIX}*"):
        shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()


@contextmanager
def staging_folder(
    folder: Path, obsolete: Callable[[str], bool] = lambda name: False
) -> Iterator[Path]:
    """A folder to write in; its files take the place of ``folder``'s only when all went well.

    Only the process that holds the project's lock may call it: what others are writing is removed.

    Parameters
    ----------
    obsolete : whether a file of ``folder`` that was not written anew, given by name, is removed.

    Raises
    ------
    WriteProblem : ``folder`` cannot be written.
    """
    make_folder(folder)
    with writing(folder):
        _remove_left_overs(folder)
        aside = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=folder))
    try:
        yield aside
        _put_in_place(aside, folder, obsolete)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put_in_place(aside: Path, folder: Path, obsolete: Callable[[str], bool]) -> None:
    staged = sorted(aside.iterdir())
    written = {path.name for path in staged}
    _refuse_folders(folder / name for name in written)
    for path in staged:
        with writing(folder / path.name):
            path.replace(folder / path.name)
    for path in folder.iterdir():
        if path.is_file() and path.name not in written and obsolete(path.name):
            with writing(path):
                path.unlink()
