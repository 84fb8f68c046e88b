"""Damped Newton ascent for many small problems at once.

Each row of the leading axis is a separate problem: it takes its steps and
leaves the batch as soon as it has converged. Where the Hessian is not negative
definite, the signs of its eigenvalues are turned (Nocedal & Wright 2006, Numerical
Optimization, 2nd ed., section 3.4), so every step ascends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

DECREMENT = 1e-12  # a step that gains no more is taken, and is the last: it errs by its square
ROUNDING = 1e-9  # a gain that cannot be realised below this is rounding, not failure
VALUE_ROUNDING = 1e-14  # of the value itself, relative: 50 times double precision
ROUGH_FRACTION = 0.01  # of a step: a gain below rounding is sought no further down
# Eigenvalues of the Hessian are taken for at least this part of the largest, which is taken for at
# least as much: a flat direction gets a long step, not an infinite one.
LEAST_CURVATURE = 1e-8
ITERATIONS = 100  # of Newton; most data sets need less than ten
LONGEST_STEP = 2.0  # in the parameters: logits and standard deviations of logits
HALVINGS = 40  # of one step: 2^-40 of it is below its rounding
ROUGH_STEPS = 8  # from which the exact search starts; more cost what they save

Derivatives = tuple[np.ndarray, np.ndarray, np.ndarray]  # value (m,), gradient, Hessian
Evaluate = Callable[[np.ndarray, np.ndarray], Derivatives]  # of points (m, P) and their rows


@dataclass(frozen=True, slots=True, eq=False)
class Maximum:
    """Where the ascent ended: ``point``, ``gradient`` (n, P), ``hessian`` (n, P, P), rest (n,)."""

    point: np.ndarray
    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray
    converged: np.ndarray


def maximise(evaluate: Evaluate, start: np.ndarray) -> Maximum:
    """Return the local maximum above each row of ``start``, shape (n, P).

    ``evaluate(points, rows)`` returns (value, gradient, hessian) of the problems
    ``rows`` at ``points``, shapes (m,), (m, P), (m, P, P). A row that finds no
    maximum within the limit of iterations has ``converged`` false; nothing is raised.

    >>> def bowl(points, rows):
    ...     return (
    ...         -((points[:, 0] - 3.0) ** 2),
    ...         -2 * (points - 3.0),
    ...         np.full((len(rows), 1, 1), -2.0),
    ...     )
    >>> maximise(bowl, np.zeros((2, 1))).point.ravel().tolist()
    [3.0, 3.0]
    """
    rows = np.arange(len(start))
    current = _evaluated(evaluate, np.array(start, dtype=float), rows)
    whole, converged = [np.empty_like(part) for part in current], np.zeros(rows.size, dtype=bool)
    for _ in range(ITERATIONS):
        step, gain = _direction(*current[2:])
        last = gain <= DECREMENT
        converged[rows] = last
        if last.all():
            current[0] += step
            break
        if last.any():
            current[0][last] += step[last]
            _write(whole, rows[last], current, last)
            rows, step, gain, *current = (part[~last] for part in (rows, step, gain, *current))
        current, ascended = _line_search(evaluate, current, rows, step, gain)
        if not ascended.all():
            converged[rows[~ascended]] = (
                gain[~ascended] <= ROUNDING
            )  # a maximum as flat as rounding
            _write(whole, rows[~ascended], current, ~ascended)
            rows, *current = (part[ascended] for part in (rows, *current))
    _write(whole, rows, current, slice(None))
    point, value, gradient, hessian = whole
    return Maximum(point, value, gradient, hessian, converged)


def approach(evaluate: Evaluate, start: np.ndarray, gain_left: float) -> np.ndarray:
    """Return points closer to the maxima, shape (n, P), by at most ``ROUGH_STEPS`` undamped steps.

    ``evaluate`` as in :func:`maximise`, but it may be rough. A row stops before the first step
    that does not ascend, and after one that promises at most ``gain_left``.

    >>> def bowl(points, rows):
    ...     return (
    ...         -((points[:, 0] - 3.0) ** 2),
    ...         -2 * (points - 3.0),
    ...         np.full((len(rows), 1, 1), -2.0),
    ...     )
    >>> approach(bowl, np.full((1, 1), 2.0), 1e-6).tolist()
    [[3.0]]
    """
    reached = point = np.array(start, dtype=float)
    rows, highest = np.arange(len(reached)), np.full(len(reached), -np.inf)
    for _ in range(ROUGH_STEPS):
        value, gradient, hessian = evaluate(point, rows)
        step, gain = _direction(gradient, hessian)
        higher, last = value > highest, gain <= gain_left
        reached[rows[higher]] = (point + step * last[:, None])[higher]
        going = higher & ~last
        if not going.any():
            break
        rows, point, highest = rows[going], (point + step)[going], value[going]
    return reached


def _evaluated(evaluate: Evaluate, point: np.ndarray, rows: np.ndarray) -> list[Any]:
    return [point, *evaluate(point, rows)]


def _write(
    whole: list[Any], rows: np.ndarray, current: list[Any], some: np.ndarray | slice
) -> None:
    for all_rows, part in zip(whole, current, strict=True):
        all_rows[rows] = part[some]


def _direction(gradient: np.ndarray, hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Newton step on the negated, definite Hessian, and twice the gain it promises."""
    size, axes = np.linalg.eigh(-hessian)
    size = np.abs(size)
    largest = np.maximum(size.max(axis=-1, keepdims=True), LEAST_CURVATURE)
    size = np.maximum(size, LEAST_CURVATURE * largest)
    along = (gradient[:, None] @ axes)[:, 0]
    scaled = along / size
    step, square = (axes @ scaled[..., None])[..., 0], (scaled * scaled).sum(axis=-1)
    if (long := square > LONGEST_STEP**2).any():
        step[long] *= LONGEST_STEP / np.sqrt(square[long, None])
    return step, (along * scaled).sum(axis=-1)


def _line_search(
    evaluate: Evaluate, current: list[Any], rows: np.ndarray, step: np.ndarray, gain: np.ndarray
) -> tuple[list[Any], np.ndarray]:
    """Halve the steps that do not ascend, as long as that can help.

    Returns the point of each row, and whether it moved. A promise too small to be seen in
    the rounded value is believed.
    """
    point, value = current[:2]
    least = value - np.where(gain > ROUNDING, VALUE_ROUNDING * np.abs(value), ROUNDING)
    new = _evaluated(evaluate, point + step, rows)
    ascended = new[1] >= least
    if ascended.all():
        return new, ascended
    fraction = 1.0
    for _ in range(HALVINGS):
        waiting = np.flatnonzero(~ascended & ((gain > ROUNDING) | (fraction > ROUGH_FRACTION)))
        if not waiting.size:
            break
        fraction /= 2
        tried = _evaluated(evaluate, point[waiting] + fraction * step[waiting], rows[waiting])
        better = tried[1] >= least[waiting]
        ascended[waiting[better]] = True
        _write(new, waiting[better], tried, better)
    _write(new, ~ascended, current, ~ascended)
    return new, ascended
