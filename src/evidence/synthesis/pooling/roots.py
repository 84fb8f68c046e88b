"""Roots of functions that fall through zero once in a bracket, for one problem or many.

A *falling* function returns its value and slope, is positive at ``low`` and not
positive at ``high``. Newton steps that leave the bracket, or that go uphill,
are replaced by bisection, so the root is always found.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from evidence.synthesis.results import Numbers

STEPS = 100  # at most; a bisection alone takes 50 to the last digit of a bracket
# a step this small, relative to the root plus the scale, is the last: the error after a Newton
# step is of the order of its square, after a bisection of its size
NEWTON, BISECTION = 1e-8, 1e-12


def root_of_one(
    falling: Callable[[float], tuple[float, float]],
    low: float,
    high: float,
    start: float,
    scale: float,
) -> tuple[float, bool]:
    """Return ``(root, converged)`` of one falling function of a float.

    >>> root_of_one(lambda t: (1 - t, -1.0), 0.0, 3.0, 2.0, 1.0)
    (1.0, True)
    """
    t = start
    for _ in range(STEPS):
        value, slope = falling(t)
        if value > 0:
            low = t
        else:
            high = t
        new, precision = t - value / slope if slope < 0 else low - 1.0, NEWTON
        if not low <= new <= high:
            new, precision = 0.5 * (low + high), BISECTION
        step, t = abs(new - t), new
        if step <= precision * (t + scale):
            return t, True
    return t, False


def root_of_many(
    falling: Callable, low: Numbers, high: Numbers, start: Numbers, scale: Numbers
) -> tuple[np.ndarray, np.ndarray]:
    """Return ``(roots, converged)``, shape (n,), of n falling functions.

    ``falling(t, rows)`` returns values and slopes of the functions numbered
    ``rows`` at ``t``; the rows that have converged are not evaluated again.

    >>> root_of_many(
    ...     lambda t, rows: (1 + rows - t, -1 + 0 * t),
    ...     np.zeros(2),
    ...     np.full(2, 9.0),
    ...     np.ones(2),
    ...     np.ones(2),
    ... )[0]
    array([1., 2.])
    """
    t, low, high = (np.array(a, float) for a in (start, low, high))
    rows = np.arange(t.size)
    for _ in range(STEPS):
        if not rows.size:
            break
        new, precision = _step(falling, t, low, high, rows)
        moved = np.abs(new - t[rows])
        t[rows] = new
        rows = rows[moved > precision * (new + scale[rows])]
    converged = np.ones(t.size, bool)
    converged[rows] = False
    return t, converged


def _step(
    falling: Callable, t: Numbers, low: Numbers, high: Numbers, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    now = t[rows]
    value, slope = falling(now, rows)
    low[rows] = np.where(value > 0, now, low[rows])
    high[rows] = np.where(value > 0, high[rows], now)
    with np.errstate(divide="ignore", invalid="ignore"):
        new = now - value / slope
    inside = (slope < 0) & (low[rows] <= new) & (new <= high[rows])
    middle = 0.5 * (low[rows] + high[rows])
    return np.where(inside, new, middle), np.where(inside, NEWTON, BISECTION)
