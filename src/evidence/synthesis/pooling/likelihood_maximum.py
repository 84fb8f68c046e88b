"""The tau2 of greatest (restricted) likelihood, sure to be the highest of all maxima.

The likelihood of tau2 can have several maxima when variances differ by orders of magnitude.
All places where its score falls through 0 are found (`score_signs`), each is refined by Newton's
method, and the likelihood decides between them and the boundary tau2 = 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from evidence.synthesis.pooling.model import Model
from evidence.synthesis.pooling.roots import root_of_many, root_of_one
from evidence.synthesis.pooling.score_signs import (
    Falls,
    Terms,
    falls_of,
    falls_throughout,
)

# Of the first grid: the ratio of neighbouring v_min + tau2, and a number of values that spans 18
# decades. Both decide about speed only: what the grid leaves open is searched further.
LOG_GRID_RATIO = float(np.log(3.0))
MOST_GRID_VALUES = 40
SLACK = 1e-3  # beyond the bound of tau2, so that rounding leaves no maximum outside


def limits(model: Model) -> tuple[Any, Any, Any]:
    """Return the least and the greatest variance, and a tau2 beyond which no maximum lies.

    With s = SS/(k - p), y'PPy <= SS/(v_min + t)^2 and tr P >= (k - p)/(v_max + t), so the
    score is negative once (v_min + t)^2 > s (v_max + t).

    >>> from evidence.synthesis.pooling.mean_model import MeanModel
    >>> model = MeanModel(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25))
    >>> least, most, bound = limits(model)
    >>> float(least), float(most), round(float(bound), 6)
    (0.25, 0.25, 0.75075)
    """
    total, least, most = model.spread()
    s = total / np.maximum(model.df, 1)
    bound = 0.5 * (s + np.sqrt(s * s + 4 * s * (most - least))) - least
    return least, most, np.maximum(bound, 0.0) * (1 + SLACK)


def peak(model: Model, restricted: bool) -> tuple[Any, Any, Any]:
    """Return ``(tau2, converged, peaks)``: arrays of n, or scalars for one meta-analysis.

    ``peaks`` counts the maxima of the likelihood.

    >>> from evidence.synthesis.pooling.mean_model import MeanModel
    >>> model = MeanModel(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25))
    >>> tau2, converged, peaks = peak(model, restricted=True)
    >>> round(float(tau2), 9), converged, peaks
    (0.75, True, 1)
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if model.y.ndim == 1:
            return _peak_of_one(model, restricted)
        return _peak_of_many(model, restricted)


def falling(terms: Terms) -> tuple[Any, Any]:
    """Return 1 - trace / quad, of the sign and the roots of the score, and its slope in tau2.

    It is close to linear in tau2, exactly so when all variances are equal.

    >>> falling((1.0, 1.0, 2.0, 2.0))
    (0.5, -0.5)
    """
    trace, trace2, quad, quad3 = terms
    return 1 - trace / quad, (trace2 * quad - 2 * trace * quad3) / (quad * quad)


def _peak_of_one(model: Model, restricted: bool) -> tuple[float, bool, int]:
    least, most, bound = limits(model)
    if not bound > 0:
        return 0.0, True, 1
    grid = _grid(least, bound)
    at_grid = model.terms_on(grid, restricted)

    def slope(tau2: float) -> tuple[Any, Any]:
        return falling(model.terms(tau2, restricted))

    found = [(0.0, True)] if not at_grid[2][0] > at_grid[0][0] else []
    for low, high, start in _falls_of_one(model, restricted, grid, at_grid, least, most):
        found.append(root_of_one(slope, low, high, start, least))
    if len(found) <= 1:  # none at all only if rounding hides the fall before the bound
        return *(found or [(float(bound), False)])[0], 1
    best = max(found, key=lambda maximum: model.log_likelihood(maximum[0], restricted))
    return *best, len(found)


def _falls_of_one(
    model: Model, restricted: bool, grid: np.ndarray, at_grid: Terms, least: float, most: float
) -> list[tuple[float, float, float]]:
    """Return low, high and a first guess of each fall."""
    trace, _, quad, _ = at_grid
    if falls_throughout(grid, at_grid):
        heights, slopes = falling(at_grid)
        first = np.count_nonzero(heights > 0) - 1  # of the cell where what falls passes 0
        if not 0 <= first < grid.size - 1:
            return []
        return [_fall(*(part[first : first + 2] for part in (grid, heights, slopes)))]

    def terms(tau2: Any, rows: np.ndarray) -> Terms:
        return model.terms_on(tau2, restricted)

    found = falls_of(grid[:, None], quad[:, None], trace[:, None], terms, least, most)
    return list(zip(*(part.tolist() for part in found[1:]), strict=True))


def _fall(tau2: np.ndarray, height: np.ndarray, slope: np.ndarray) -> tuple[float, float, float]:
    """Return the ends of a cell, and where the cubic through them is at height 0.

    The cubic is tau2 as a function of height, with the slopes at both ends (Hermite).
    """
    (low, high), rise = tau2, height[1] - height[0]
    s = -height[0] / rise
    start = (1 - s) ** 2 * ((1 + 2 * s) * low + s * rise / slope[0])
    start += s * s * ((3 - 2 * s) * high - (1 - s) * rise / slope[1])
    inside = low < start < high
    return float(low), float(high), float(start if inside else 0.5 * (low + high))


def _grid(least: Any, bound: Any) -> np.ndarray:
    """Return values of tau2 from 0 to the bound, (g,) or (g, n), even in log(v_min + tau2)."""
    reach = np.log1p(bound / least)
    points = min(MOST_GRID_VALUES, int(reach.max() / LOG_GRID_RATIO) + 4)
    total = np.empty((points, *np.shape(reach)))
    total[0], total[1:] = least, np.exp(reach / (points - 1))
    return np.multiply.accumulate(total, axis=0, out=total) - least


def _peak_of_many(model: Model, restricted: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    least, most, bound = limits(model)
    some = np.flatnonzero(bound > 0)
    if some.size < bound.size:
        tau2, converged, peaks = (
            np.zeros(bound.size),
            np.ones(bound.size, bool),
            np.ones(bound.size, int),
        )
        if some.size:
            found = _peak_of_many(model.take(some), restricted)
            tau2[some], converged[some], peaks[some] = found
        return tau2, converged, peaks
    grid = _grid(least, bound)
    quad, trace = model.quad_and_trace_on(grid, restricted)

    def terms(tau2: Any, rows: np.ndarray) -> Terms:
        return model.take(rows).terms(tau2, restricted)

    falls = falls_of(grid, quad, trace, terms, least, most)
    fallen = model.take(falls.row)

    def slope(tau2: Any, some: np.ndarray) -> tuple[Any, Any]:
        part = fallen if some.size == falls.row.size else fallen.take(some)
        return falling(part.terms(tau2, restricted))

    root, done = root_of_many(slope, *falls[1:], least[falls.row])
    at_zero = ~(quad[0] > trace[0])

    def likelihood(tau2: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return model.take(rows).log_likelihood(tau2, restricted)

    tau2, peaks = highest(falls, root, at_zero, likelihood)
    # no maximum at all, only if rounding hides the fall before the bound, is not convergence
    lost = peaks == 0
    converged = ~lost
    converged[falls.row[~done]] = False
    return np.where(lost, bound, tau2), converged, peaks


def highest(
    falls: Falls, root: np.ndarray, at_zero: np.ndarray, likelihood: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return the root of highest likelihood of each set, 0 without any, and the maxima's number.

    ``root`` (m,) are those of the falls, ``at_zero`` (n,) whether tau2 = 0 is a maximum too;
    ``likelihood(tau2, rows)`` is evaluated where a set has several.
    """
    n = at_zero.size
    peaks = np.bincount(falls.row, minlength=n) + at_zero
    tau2 = np.zeros(n)
    tau2[falls.row] = root
    several = np.flatnonzero(peaks > 1)
    if several.size:
        which = peaks[falls.row] > 1
        zero = several[at_zero[several]]
        row, value = np.append(falls.row[which], zero), np.append(root[which], np.zeros(zero.size))
        order = np.lexsort((likelihood(value, row), row))  # of each set the highest comes last
        tau2[row[order]] = value[order]
    return tau2, peaks
