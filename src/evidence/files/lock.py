"""One writer at a time: a lock that names the process which holds it.

The operating system releases the lock of a process that ends in any manner, so that none is left
behind by a process that was killed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evidence.errors import EvidenceError
from evidence.files.atomic_write import make_folder, writing

LONGEST_NAME = 1000  # bytes; more than any action and process number has
BEYOND_THE_NAME = 2 * LONGEST_NAME  # Windows forbids reading what is locked


class Locked(EvidenceError):
    """Another process is writing; the message names it."""


@contextmanager
def sole_writer(path: Path, action: str) -> Iterator[None]:
    """A block during which no other process enters a block with the same lock.

    Parameters
    ----------
    path : the lock file, made if it is not there and never removed. action : what this process
    does, for the message to another one.

    Raises
    ------
    Locked : another process is in such a block. WriteProblem : the lock file cannot be made.
    """
    make_folder(path.parent)
    with writing(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _acquire(descriptor):
            raise Locked(_refusal(path, descriptor))
        _name_holder(descriptor, f"{action}, process {os.getpid()}")
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int) -> bool:
    """Take the lock if it is free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, BEYOND_THE_NAME, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _name_holder(descriptor: int, holder: str) -> None:
    """Say who holds the lock; on a full disk it holds without a name."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, holder.encode())


def _refusal(path: Path, descriptor: int) -> str:
    holder = os.read(descriptor, LONGEST_NAME).decode(errors="replace")
    return (
        f"{path.parent.parent}: another process is writing there"
        f"{f' ({holder})' if holder else ''}; try again when it has ended"
    )
