"""The score statistic of a two-arm effect, with the risks that are most likely under it.

Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211; it falls in the effect.
"""

from __future__ import annotations

import numpy as np


def score_statistic(
    code: str, effect: float, a: float, n1: float, c: float, n2: float, *, corrected: bool
) -> float:
    """Return (observed - expected)/standard error at an effect, for ``RD``, ``RR`` or ``OR``.

    The standard error is that under the effect; ``corrected`` multiplies its square by
    N/(N - 1). 0/0 is 0.

    >>> round(score_statistic("RD", 0.0, 10, 20, 5, 20, corrected=False), 4)
    1.633
    """
    risks = {"RD": _risks_of_difference, "RR": _risks_of_ratio, "OR": _risks_of_odds_ratio}
    p1, p2 = risks[code](effect, a, n1, c, n2)
    factor = (n1 + n2) / (n1 + n2 - 1) if corrected else 1.0
    v1, v2 = p1 * (1 - p1) / n1, p2 * (1 - p2) / n2
    if code == "RD":
        gap, variance = a / n1 - c / n2 - effect, v1 + v2
    elif code == "RR":
        gap, variance = a / n1 - effect * c / n2, v1 + effect**2 * v2
    else:
        gap, variance = (a - n1 * p1) / n1, _odds_variance(v1, v2, n1, n2)
    return float(gap / np.sqrt(factor * variance)) if variance > 0 else float(np.sign(gap)) * 1e12


def _odds_variance(v1: float, v2: float, n1: float, n2: float) -> float:
    """The variance of a/n1 given the margins: that of a, 1/(1/(n1 p1 q1) + 1/(n2 p2 q2))."""
    first, second = v1 * n1 * n1, v2 * n2 * n2
    return first * second / (first + second) / n1**2 if first + second > 0 else 0.0


def _risks_of_ratio(ratio: float, a: float, n1: float, c: float, n2: float) -> tuple[float, float]:
    """p1 = ratio p2: the root of N ratio p^2 - (ratio (n1 + c) + a + n2) p + a + c = 0."""
    second, first = (n1 + n2) * ratio, ratio * (n1 + c) + a + n2
    p2 = 2 * (a + c) / (first + np.sqrt(max(first**2 - 4 * second * (a + c), 0.0)))
    return min(ratio * p2, 1.0), min(p2, 1.0)


def _risks_of_odds_ratio(
    ratio: float, a: float, n1: float, c: float, n2: float
) -> tuple[float, float]:
    """The margins stay: p2 from n2 (ratio - 1) p^2 + (n1 ratio + n2 - (a + c)(ratio - 1)) p = a +
    c.
    """
    second, events = n2 * (ratio - 1), a + c
    first = n1 * ratio + n2 - events * (ratio - 1)
    p2 = 2 * events / (first + np.sqrt(max(first**2 + 4 * second * events, 0.0)))
    return ratio * p2 / (1 + p2 * (ratio - 1)), p2


def _risks_of_difference(
    difference: float, a: float, n1: float, c: float, n2: float
) -> tuple[float, float]:
    """The one root within range of the cubic likelihood equation in p2, by trigonometry."""
    n, events = n1 + n2, a + c
    third = n
    second = (n1 + 2 * n2) * difference - n - events
    first = (n2 * difference - n - 2 * c) * difference + events
    zeroth = c * difference * (1 - difference)
    q = second**3 / (3 * third) ** 3 - first * second / (6 * third**2) + zeroth / (2 * third)
    spread = second**2 / (3 * third) ** 2 - first / (3 * third)
    p = np.copysign(np.sqrt(max(spread, 0.0)), q)
    angle = (np.pi + np.arccos(np.clip(q / p**3 if p else 0.0, -1, 1))) / 3
    p2 = float(np.clip(2 * p * np.cos(angle) - second / (3 * third), 0.0, 1.0))
    p2 = min(max(p2, -difference, 0.0), 1.0, 1.0 - difference)
    return p2 + difference, p2
