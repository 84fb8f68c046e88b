"""Damped Newton ascent for many small problems at once.

Each row of the leading axis is a problem of its own: it takes its own steps and
leaves the batch as soon as it has converged. Where the Hessian is not negative
definite, the signs of its eigenvalues are turned (Nocedal & Wright 2006, Numerical
Optimization, 2nd ed., section 3.4), so every step climbs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DECREMENT = 1e-12  # a step that gains no more is taken, and is the last: it errs by its square
ROUNDING = 1e-9  # a gain that cannot be realised below this is rounding, not failure
ITERATIONS = 100
LONGEST_STEP = 2.0
HALVINGS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Summit:
    """Where the climb ended: ``point``, ``gradient`` (n, P), ``hessian`` (n, P, P), others (n,)."""

    point: np.ndarray
    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray
    converged: np.ndarray


def climb(evaluate, start) -> Summit:
    """Return the local maximum above each row of ``start``, shape (n, P).

    ``evaluate(points, rows)`` answers (value, gradient, hessian) of the problems
    ``rows`` at ``points``, shapes (m,), (m, P), (m, P, P). A row that finds no
    summit within the limit of iterations has ``converged`` false; nothing is raised.

    >>> def bowl(points, rows):
    ...     return -(points[:, 0] - 3.0) ** 2, -2 * (points - 3.0), np.full((len(rows), 1, 1), -2.0)
    >>> climb(bowl, np.zeros((2, 1))).point.ravel().tolist()
    [3.0, 3.0]
    """
    point = np.array(start, dtype=float)
    rows = np.arange(len(point))
    value, gradient, hessian = (np.array(part) for part in evaluate(point, rows))
    converged = np.zeros(len(point), dtype=bool)
    for _ in range(ITERATIONS):
        step, gain = _direction(gradient[rows], hessian[rows])
        last = gain <= DECREMENT
        converged[rows] = last
        point[rows[last]] += step[last]
        rows, step, gain = rows[~last], step[~last], gain[~last]
        if not rows.size:
            break
        moved, stuck = _line_search(evaluate, point, value, gradient, hessian, rows, step, gain)
        converged[stuck] = True
        rows = moved
    return Summit(point, value, gradient, hessian, converged)


def _direction(gradient, hessian):
    """The Newton step on the negated, definite Hessian, and twice the gain it promises."""
    size, axes = np.linalg.eigh(-hessian)
    size = np.maximum(np.abs(size), 1e-8 * np.maximum(np.abs(size).max(axis=-1), 1e-8)[:, None])
    along = (gradient[:, None] @ axes)[:, 0] / size
    step = (axes @ along[..., None])[..., 0]
    length = np.sqrt((step * step).sum(axis=-1))
    gain = (step * gradient).sum(axis=-1)
    return step * np.minimum(1, LONGEST_STEP / np.maximum(length, 1e-300))[:, None], gain


def _line_search(evaluate, point, value, gradient, hessian, rows, step, gain):
    """Halve the steps that do not climb; write the accepted ones into the arrays.

    Returns the rows still to iterate and those that stand on a summit as flat as rounding.
    """
    won = np.zeros(rows.size, dtype=bool)
    waiting, fraction = np.arange(rows.size), 1.0
    for _ in range(HALVINGS):
        here = rows[waiting]
        tried = point[here] + fraction * step[waiting]
        new = evaluate(tried, here)
        better = new[0] >= value[here] - 1e-14 * np.abs(value[here])
        for old, found in zip((point, value, gradient, hessian), (tried, *new), strict=True):
            old[here[better]] = found[better]
        won[waiting[better]] = True
        waiting = waiting[~better]
        waiting = waiting[(gain[waiting] > ROUNDING) | (fraction > 0.01)]
        if not waiting.size:
            break
        fraction /= 2
    return rows[won], rows[~won & (gain <= ROUNDING)]
