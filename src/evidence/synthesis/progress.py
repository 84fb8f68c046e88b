"""How far long work has come, said on a terminal once it has taken two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Progress = Callable[[int, int], None]  # called with what is done and the total
SHOWN_AFTER_SECONDS = 2.0


def on_a_terminal(what: str) -> Progress:
    """Return a ``progress(done, total)`` that writes a percentage to the terminal's error stream.

    Nothing is written within the first two seconds, nor where there is no terminal (in a
    notebook, a pipe, a test).

    >>> on_a_terminal("subsets")(1, 2)
    """
    begun = time.monotonic()

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - begun > SHOWN_AFTER_SECONDS:
            end = "\n" if done >= total else ""
            print(f"\r{what}: {done / total:.0%}", end=end, file=sys.stderr, flush=True)

    return progress
