"""How every command of the command line ends: its status, and one message where it fails."""

import errno
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from evidence.errors import EvidenceError

FAILED = 1
# A shell's status for a process that a signal ended: 128 and the signal's number.
INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM), which is treated like an interrupt by the user."""


def _raise_terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


@contextmanager
def _terminable() -> Iterator[None]:
    """A block that SIGTERM ends as Ctrl-C does, so that what it started is ended too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _raise_terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _fail(message: str, status: int) -> typer.Exit:
    print(message, file=sys.stderr)
    return typer.Exit(status)


class CommandGroup(TyperGroup):
    """All commands; an error that is a message to a reviewer is reported, without a traceback."""

    def invoke(self, ctx: Any) -> Any:  # a context of click, which typer does not export
        try:
            with _terminable():
                return super().invoke(ctx)
        except EvidenceError as error:
            raise _fail(str(error), FAILED) from None
        except Terminated:
            raise _fail("terminated; nothing was left half-written", TERMINATED) from None
        except KeyboardInterrupt:
            raise _fail("interrupted; nothing was left half-written", INTERRUPTED) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has gone; typer knows that
                raise
            raise _fail(_refused_file(error), FAILED) from None


def _refused_file(error: OSError) -> str:
    """What the operating system refused, for a file that no part of the package asked for."""
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}cannot be read or written: {error.strerror or error}"
