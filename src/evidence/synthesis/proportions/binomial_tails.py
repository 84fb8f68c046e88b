"""Lower limits of a binomial proportion by inverting its tails; arrays of one shape throughout.

``x`` of ``n`` had the event; ``tail`` is the probability of one tail. Upper limits are
mirror images: 1 minus the lower limit of n - x.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.special import betainc, betaincinv

HALVINGS = 64  # more than the 53 bits of a double, so a root is found to its last place


def exact_low(x: np.ndarray, n: np.ndarray, tail: float) -> np.ndarray:
    """Return the p at which P(X >= x) = tail; 0 where x is 0."""
    return np.where(x > 0, betaincinv(np.maximum(x, 1), n - x + 1, tail), 0.0)


def _at_least(x: np.ndarray, n: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return P(X >= x) for X binomial(n, p); 1 where x is 0 or below, 0 above n."""
    inside = betainc(np.clip(x, 1, n), n - np.clip(x, 1, n) + 1, p)
    return np.where(x <= 0, 1.0, np.where(x > n, 0.0, inside))


def _first_root(
    rising: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return, elementwise, where ``rising`` passes from below 0 to above it."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = rising(middle) >= 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return high


def mid_p_low(x: np.ndarray, n: np.ndarray, tail: float) -> np.ndarray:
    """Return the p at which P(X > x) + P(X = x)/2 = tail; 0 where x is 0."""
    low, high = (
        exact_low(x, n, tail),
        np.where(x < n, exact_low(np.minimum(x + 1, n), n, tail), 1.0),
    )

    def rising(p: np.ndarray) -> np.ndarray:
        return (_at_least(x, n, p) + _at_least(x + 1, n, p)) / 2 - tail

    return np.where(x == 0, 0.0, _first_root(rising, low, high))


def blaker_low(x: np.ndarray, n: np.ndarray, tail: float) -> np.ndarray:
    """Return the smallest p of acceptability 2 tail or more.

    With y fixed, f_y(p) = P(X >= x) + P(X <= y) counts from p_y on, where the two
    tails are equal, and has one minimum, so it passes 2 tail upwards at most once
    beyond p_y. The limit is the least of these points over y; y need only run
    from the tail at the Clopper-Pearson limit until p_y has passed the best.
    """
    start, stop = exact_low(x, n, tail), exact_low(x, n, 2 * tail)
    y, best = _tail_below(x, n, start, tail), stop
    while True:
        equal = _first_root(partial(_tail_difference, x, n, y), start, stop)
        crossing = _first_root(partial(_acceptability, x, n, y, 2 * tail), equal, stop)
        root = np.where(_acceptability(x, n, y, 2 * tail, equal) >= 0, equal, crossing)
        reached = _tail_difference(x, n, y, equal) >= 0
        best = np.where(reached, np.minimum(best, root), best)
        if np.all((equal >= best) | (y >= x - 1)):
            return np.where(x == 0, 0.0, best)
        y = np.minimum(y + 1, x - 1)


def _tail_difference(x: np.ndarray, n: np.ndarray, y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return P(X >= x) - P(X <= y), which rises with p."""
    return _at_least(x, n, p) - _below(y, n, p)


def _acceptability(
    x: np.ndarray, n: np.ndarray, y: np.ndarray, least: float, p: np.ndarray
) -> np.ndarray:
    """Return how far P(X >= x) + P(X <= y) is above ``least``."""
    return _at_least(x, n, p) + _below(y, n, p) - least


def _below(y: np.ndarray, n: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return P(X <= y), the mirror image of P(X >= n - y); 0 where y is -1."""
    return _at_least(n - y, n, 1 - p)


def _tail_below(x: np.ndarray, n: np.ndarray, p: np.ndarray, tail: float) -> np.ndarray:
    """Return the largest y with P(X <= y) <= tail at p, or -1."""
    low, high = np.full(x.shape, -1.0), np.maximum(x - 1, -1.0) + 1
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        fits = (_below(middle, n, p) <= tail) & (high - low > 1)
        low, high = np.where(fits, middle, low), np.where(fits | (high - low <= 1), high, middle)
    return low
