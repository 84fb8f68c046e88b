"""Damped Newton ascent for many small problems at once.

Each row of the leading axis is a problem of its own: it takes its own steps and
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
ITERATIONS = 100
LONGEST_STEP = 2.0
HALVINGS = 40
STRIDES = 8

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

    ``evaluate(points, rows)`` answers (value, gradient, hessian) of the problems
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
    here = _at(evaluate, np.array(start, dtype=float), rows)
    whole, converged = [np.empty_like(part) for part in here], np.zeros(rows.size, dtype=bool)
    for _ in range(ITERATIONS):
        step, gain = _direction(*here[2:])
        last = gain <= DECREMENT
        converged[rows] = last
        if last.all():
            here[0] += step
            break
        if last.any():
            here[0][last] += step[last]
            _write(whole, rows[last], here, last)
            rows, step, gain, *here = (part[~last] for part in (rows, step, gain, *here))
        here, won = _line_search(evaluate, here, rows, step, gain)
        if not won.all():
            converged[rows[~won]] = gain[~won] <= ROUNDING  # a maximum as flat as rounding
            _write(whole, rows[~won], here, ~won)
            rows, *here = (part[won] for part in (rows, *here))
    _write(whole, rows, here, slice(None))
    point, value, gradient, hessian = whole
    return Maximum(point, value, gradient, hessian, converged)


def approach(evaluate: Evaluate, start: np.ndarray, gain_left: float) -> np.ndarray:
    """Return points nearer to the maxima, shape (n, P), by at most ``STRIDES`` undamped steps.

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
    near = point = np.array(start, dtype=float)
    rows, highest = np.arange(len(near)), np.full(len(near), -np.inf)
    for _ in range(STRIDES):
        value, gradient, hessian = evaluate(point, rows)
        step, gain = _direction(gradient, hessian)
        higher, last = value > highest, gain <= gain_left
        near[rows[higher]] = (point + step * last[:, None])[higher]
        going = higher & ~last
        if not going.any():
            break
        rows, point, highest = rows[going], (point + step)[going], value[going]
    return near


def _at(evaluate: Evaluate, point: np.ndarray, rows: np.ndarray) -> list[Any]:
    return [point, *evaluate(point, rows)]


def _write(whole: list[Any], rows: np.ndarray, here: list[Any], some: np.ndarray | slice) -> None:
    for all_rows, part in zip(whole, here, strict=True):
        all_rows[rows] = part[some]


def _direction(gradient: np.ndarray, hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Newton step on the negated, definite Hessian, and twice the gain it promises."""
    size, axes = np.linalg.eigh(-hessian)
    size = np.abs(size)
    size = np.maximum(size, 1e-8 * np.maximum(size.max(axis=-1, keepdims=True), 1e-8))
    along = (gradient[:, None] @ axes)[:, 0]
    scaled = along / size
    step, square = (axes @ scaled[..., None])[..., 0], (scaled * scaled).sum(axis=-1)
    if (long := square > LONGEST_STEP**2).any():
        step[long] *= LONGEST_STEP / np.sqrt(square[long, None])
    return step, (along * scaled).sum(axis=-1)


def _line_search(
    evaluate: Evaluate, here: list[Any], rows: np.ndarray, step: np.ndarray, gain: np.ndarray
) -> tuple[list[Any], np.ndarray]:
    """Halve the steps that do not ascend, as long as that can help.

    Returns where each row stands, and whether it moved. A promise too small to be seen in
    the rounded value is believed.
    """
    point, value = here[:2]
    least = value - np.where(gain > ROUNDING, 1e-14 * np.abs(value), ROUNDING)
    new = _at(evaluate, point + step, rows)
    won = new[1] >= least
    if won.all():
        return new, won
    fraction = 1.0
    for _ in range(HALVINGS):
        waiting = np.flatnonzero(~won & ((gain > ROUNDING) | (fraction > 0.01)))
        if not waiting.size:
            break
        fraction /= 2
        tried = _at(evaluate, point[waiting] + fraction * step[waiting], rows[waiting])
        better = tried[1] >= least[waiting]
        won[waiting[better]] = True
        _write(new, waiting[better], tried, better)
    _write(new, ~won, here, ~won)
    return new, won
