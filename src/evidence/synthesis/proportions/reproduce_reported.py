"""Which method and level reproduces a reported interval of a proportion?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from evidence.synthesis.proportions.intervals import METHODS, intervals

ROUNDING = 1e-9  # what double precision adds to a difference of two numbers
LEVELS = (0.95, 0.975, 0.90, 0.99)
TRIED = tuple(
    name
    for name in ("clopper_pearson", "wilson", "wald", "agresti_coull", "logit", "jeffreys", "mid_p")
    if name in METHODS
)


class Reproduction(NamedTuple):
    """The method and level that give the reported limits; empty and missing where none does."""

    method: str
    level: float


def decimals(reported: str) -> int:
    """Number of decimals of a reported figure.

    >>> decimals("72.1"), decimals("59")
    (1, 0)
    """
    return len(reported.partition(".")[2])


def agrees(value: float, reported: str) -> bool:
    """Would the value be reported so, at that number of decimals?

    Half a unit of the last decimal either way, so that a tie passes rounded up or down.

    >>> agrees(72.149, "72.1"), agrees(72.16, "72.1")
    (True, False)
    """
    return bool(abs(value - float(reported)) <= 0.5 * 10.0 ** -decimals(reported) + ROUNDING)


def reproduce(
    events: int, n: int, low: str, high: str, levels: Sequence[float] = LEVELS
) -> Reproduction:
    """The first method and level whose interval of events/n prints as the given limits (percent).

    Levels are tried in the order given, and for each level the methods in the order of
    TRIED, so a 95% interval is preferred and the exact one before the others.

    >>> reproduce(88, 109, "72.1", "87.7")
    Reproduction(method='clopper_pearson', level=0.95)
    >>> reproduce(28, 48, "46.5", "69.3")
    Reproduction(method='wilson', level=0.9)
    """
    for level in levels:
        for method in TRIED:
            found = intervals(events, n, method=method, level=level)
            if agrees(100 * float(found.low), low) and agrees(100 * float(found.high), high):
                return Reproduction(method, level)
    return Reproduction("", np.nan)
