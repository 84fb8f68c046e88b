"""The integrand of one study along its random effect: its highest point, its width, their moves.

In u, standard normal, each arm's likelihood f_r has the predictor level + pull u, where
level = m + c_r a and pull = c_r t (m: a study's intercept, a: mean effect, t: between-study
standard deviation, c_r: the arm's slope). Derivatives in the parameters (a, t), or
(m, a, t), are on leading axes. The mode solves an equation in them, so it moves with them
by implicit differentiation, in closed form, and so does the curvature there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

MODE_TOLERANCE = 1e-5  # a Newton step this short leaves an error of its square
MODE_STEPS = 200


class Family(Protocol):
    """Log likelihood of one arm in its linear predictor; the families of :mod:`.families`."""

    def derivatives(self, predictor: np.ndarray, order: int) -> tuple[np.ndarray, ...]:
        """Log likelihood and its first ``order`` derivatives."""

    def slopes(self, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The first two derivatives."""

    def take(self, rows: np.ndarray) -> Family:
        """The arms of some data sets."""


class CountFamily(Family, Protocol):
    """A family of observed counts, which has a saturated model and can be split by study."""

    @property
    def saturated(self) -> np.ndarray:
        """The highest log likelihood of each study."""

    def take(self, rows: np.ndarray) -> CountFamily:
        """The arms of some data sets."""

    def studies(self) -> CountFamily:
        """Every study as a separate data set."""


class Arm(NamedTuple):
    """One factor of a study's likelihood and its slope c in the effect."""

    family: Family
    slope: float = 1.0


class Line(NamedTuple):
    """One factor along u: its ``family`` at the predictor ``level`` + ``pull`` u."""

    family: Family
    slope: float
    level: np.ndarray
    pull: np.ndarray | float

    def predictor(self, u: Any) -> np.ndarray:
        """The predictor at u."""
        return self.level + self.pull * u

    def moved(self, u: Any, first: Any) -> np.ndarray:
        """Derivatives of the predictor while u moves by its own derivatives ``first``, (P, ...)."""
        move = self.pull * first
        move[-2] += self.slope
        move[-1] += self.slope * u
        if len(first) == 3:
            move[0] += 1.0
        return move


class Path(NamedTuple):
    """A number a study and its derivatives in the P parameters: (...), (P, ...), (P, P, ...)."""

    u: np.ndarray
    first: np.ndarray
    second: np.ndarray


def lines_of(
    arms: Sequence[Arm], intercept: np.ndarray | None, mean: np.ndarray, scale: np.ndarray | float
) -> list[Line]:
    """Return the arms' lines at the parameters; ``intercept`` may be None."""
    base = 0.0 if intercept is None else intercept
    return [Line(family, c, base + c * mean, c * scale) for family, c in arms]


def highest(lines: list[Line], u: Any, tolerance: float = MODE_TOLERANCE) -> np.ndarray:
    """Return the u where sum_r log f_r - u^2 / 2 is highest, searched from ``u``.

    The last step is no longer than ``tolerance``. The curvature is at least 1, so every slope
    brackets the mode, and Newton's step stays inside the bracket.

    >>> class Square:
    ...     def slopes(self, x):
    ...         return -x, -np.ones_like(x)
    >>> highest([Line(Square(), 1.0, np.array([1.0]), 2.0)], np.zeros(1)).tolist()
    [-0.4]
    """
    low: Any = -np.inf
    high: Any = np.inf
    for _ in range(MODE_STEPS):
        slope: Any = -u
        curvature: Any = 1.0
        for line in lines:
            first, second = line.family.slopes(line.predictor(u))
            slope = slope + line.pull * first
            curvature = curvature - line.pull**2 * second
        step = slope / curvature
        tried, reach = u + step, u + slope
        if np.abs(step).max(initial=0.0) <= tolerance:
            return tried
        low, high = np.maximum(low, np.minimum(u, reach)), np.minimum(high, np.maximum(u, reach))
        outside = (tried < low) | (tried > high)
        u = np.where(outside, 0.5 * (low + high), tried) if outside.any() else tried
    return u


def outer(left: Any, right: Any) -> np.ndarray:
    """Products of all pairs on two leading axes."""
    return left[:, None] * right[None, :]


def add_scale(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Add e vector' + vector e' in place, e being the unit vector of t, the last parameter."""
    matrix[-1] += vector
    matrix[:, -1] += vector
    return matrix


def centre(lines: list[Line], mode: np.ndarray, parameters: int) -> tuple[Path, Path]:
    """Return the paths of the ``mode`` and of the log width there, curvature^(-1/2)."""
    jets = [line.family.derivatives(line.predictor(mode), 4) for line in lines]
    still = np.zeros((parameters, *mode.shape))
    curvature: Any = 1.0
    slope: Any = 0.0
    for line, (_, f1, f2, _, _) in zip(lines, jets, strict=True):
        pulled = line.pull * f2
        curvature = curvature - line.pull * pulled
        slope = slope + pulled * line.moved(mode, still)
        slope[-1] += line.slope * f1
    first: Any = slope / curvature
    bend: Any = 0.0
    moves = [line.moved(mode, first) for line in lines]
    squares = [outer(move, move) for move in moves]
    for line, (_, _, f2, f3, _), move, square in zip(lines, jets, moves, squares, strict=True):
        bend = bend + line.pull * f3 * square
        add_scale(bend, line.slope * f2 * (move + line.pull * first))
    path = Path(mode, first, bend / curvature)
    return path, _log_width(lines, jets, moves, squares, path, curvature)


def _log_width(
    lines: list[Line],
    jets: list[tuple[np.ndarray, ...]],
    moves: list[np.ndarray],
    squares: list[np.ndarray],
    path: Path,
    curvature: Any,
) -> Path:
    slope: Any = 0.0  # total derivatives of minus the curvature
    bend: Any = 0.0
    for line, (_, _, f2, f3, f4), move, square in zip(lines, jets, moves, squares, strict=True):
        lever = line.pull * f3
        slope = slope + line.pull * lever * move
        slope[-1] += 2 * line.slope * line.pull * f2
        bend = bend + line.pull**2 * (f4 * square + lever * path.second)
        add_scale(bend, line.slope * lever * (2 * move + line.pull * path.first))
        bend[-1, -1] += 2 * line.slope**2 * f2
    half = 0.5 / curvature
    slope = half * slope
    return Path(-0.5 * np.log(curvature), slope, half * bend + 2 * outer(slope, slope))
