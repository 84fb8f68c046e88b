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
    t, low, high, scale = (np.asarray(a, float) for a in (start, low, high, scale))
    rows, root, converged = np.arange(t.size), t.copy(), np.ones(t.size, bool)
    for _ in range(STEPS):
        if not rows.size:
            break
        value, slope = falling(t, rows)
        low, high = np.where(value > 0, t, low), np.where(value > 0, high, t)
        new, precision = _step(t, value, slope, low, high)
        going = np.abs(new - t) > precision * (new + scale)
        t = root[rows] = new
        if not going.all():
            rows, t, low, high, scale = (part[going] for part in (rows, t, low, high, scale))
    converged[rows] = False
    return root, converged


def _step(
    t: Numbers, value: Numbers, slope: Numbers, low: Numbers, high: Numbers
) -> tuple[np.ndarray, np.ndarray]:
    """Return the next values, and how small a step from there is the last."""
    with np.errstate(divide="ignore", invalid="ignore"):
        new = t - value / slope
    inside = (slope < 0) & (low <= new) & (new <= high)
    return np.where(inside, new, 0.5 * (low + high)), np.where(inside, NEWTON, BISECTION)
