"""One measured piece of work, and how its seconds are taken and shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A line of the table: our seconds, a peer's, what was asked, and the attainable limit.

    ``peer_seconds`` is None where the peer is not installed; ``attainable_seconds`` is
    computed from what the machine was measured to do, as ``attainable_how`` says.
    """

    work: str
    seconds: float
    peer: str = ""
    peer_seconds: float | None = None
    asked: str = ""
    attainable_seconds: float | None = None
    attainable_how: str = ""
    note: str = ""


LEAST_SECONDS = 0.5  # a machine shared with others is slow for tens of milliseconds at a time


def fastest(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the least seconds of ``repeats`` runs or more, at least half a second of them.

    One run before them is not timed.
    """
    work()
    taken: list[float] = []
    while len(taken) < repeats or sum(taken) < LEAST_SECONDS:
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def readable(seconds: float | None) -> str:
    """Return seconds in the unit that suits them.

    >>> readable(0.00042), readable(12.3), readable(None)
    ('420 µs', '12 s', 'not installed')
    """
    if seconds is None:
        return "not installed"
    for scale, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= scale:
            return f"{float(f'{seconds / scale:.2g}'):g} {unit}"
    return f"{seconds / 1e-9:.2g} ns"


def ratio(row: Row) -> str:
    """Return how many times longer the peer takes."""
    if row.peer_seconds is None:
        return ""
    return f"{float(f'{row.peer_seconds / row.seconds:.2g}'):,g}"
