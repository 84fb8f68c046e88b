"""The tau2 of greatest (restricted) likelihood, sure to be the highest of all maxima found.

The likelihood of tau2 can have several maxima when variances differ by orders of
magnitude. Its slope is therefore looked at on a grid that is even in log(v_min + tau2)
from 0 to a value beyond which the slope is provably negative; each fall through zero is
climbed, and the highest of those peaks and of the boundary tau2 = 0 is taken.
"""

from __future__ import annotations

import numpy as np

from evidence.synthesis.pooling.roots import root_of_many, root_of_one

FACTOR = 3.0  # between neighbours of the grid, in v_min + tau2
MOST = 40  # points of the grid


def limits(model):
    """Return (scale, bound): the least variance, and a tau2 beyond which no maximum lies.

    With s = SS/(k - p), y'PPy <= SS/(v_min + t)^2 and tr P >= (k - p)/(v_max + t), so the
    slope is negative once (v_min + t)^2 > s (v_max + t).

    >>> from evidence.synthesis.pooling.mean_model import MeanModel
    >>> model = MeanModel(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25))
    >>> least, bound = limits(model)
    >>> float(least), round(float(bound), 6)
    (0.25, 0.75075)
    """
    total, least, most, _ = model.spread()
    s = total / np.maximum(model.df, 1)
    bound = 0.5 * (s + np.sqrt(s * s + 4 * s * (most - least))) - least
    return least, np.maximum(bound, 0.0) * 1.001


def peak(model, restricted: bool):
    """Return ``(tau2, converged, peaks)``: arrays of n, or scalars for one meta-analysis.

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


def _peak_of_one(model, restricted):
    least, bound = limits(model)
    if not bound > 0:
        return 0.0, True, 1
    grid = _grid(least, bound)
    heights = model.heights_on(grid, restricted)
    found = [(0.0, True)] if not heights[0] > 0 else []
    for j in np.flatnonzero((heights[:-1] > 0) & ~(heights[1:] > 0)):
        low, high = float(grid[j]), float(grid[j + 1])
        start = low + (high - low) * _share(heights[j], heights[j + 1])
        found.append(root_of_one(lambda t: model.slope(t, restricted), low, high, start, least))
    if len(found) <= 1:  # none at all only if rounding hides the fall before the bound
        return *(found or [(float(bound), False)])[0], 1
    best = max(found, key=lambda one: model.log_likelihood(one[0], restricted))
    return *best, len(found)


def _grid(least, bound):
    """Return values of tau2 from 0 to the bound, (g,) or (g, n), even in log(v_min + tau2)."""
    reach = np.log1p(bound / least)
    points = min(MOST, int(np.max(reach) / np.log(FACTOR)) + 4)
    return least * np.expm1(np.multiply.outer(np.arange(points) / (points - 1), reach))


def _share(above, below):
    return above / (above - below)


def _peak_of_many(model, restricted):
    least, bound = limits(model)
    grid = _grid(least, bound)
    heights = model.heights_on(grid, restricted)
    heights[:, ~(bound > 0)] = -1.0
    falls = (heights[:-1] > 0) & ~(heights[1:] > 0)
    count = falls.sum(0)
    start_at_zero = ~(heights[0] > 0)
    # no fall at all, only if rounding hides it before the bound, is not convergence
    lost = (count == 0) & ~start_at_zero
    tau2, converged = np.where(lost, bound, 0.0), ~lost
    rows = np.flatnonzero(count > 0)
    tau2[rows], converged[rows] = _climb(model, grid, heights, falls, rows, least, restricted)
    several = np.flatnonzero(count + start_at_zero > 1)
    if several.size:
        first = tau2[several]
        tau2[several] = _best(model, grid, heights, falls, several, first, least, restricted)
    return tau2, converged, count + start_at_zero


def _climb(model, grid, heights, falls, rows, least, restricted):
    j = falls[:, rows].argmax(0)
    low, high = grid[j, rows], grid[j + 1, rows]
    above, below = heights[j, rows], heights[j + 1, rows]
    start = low + (high - low) * np.where(np.isfinite(below), _share(above, below), 0.5)

    def falling(t, some):
        return model.take(rows[some]).slope(t, restricted)

    return root_of_many(falling, low, high, start, least[rows])


def _best(model, grid, heights, falls, rows, first, least, restricted):
    """Return the highest of all peaks of the few rows that have several; the ``first`` is known."""
    part, best = model.take(rows), first.copy()
    height, at_zero = (part.log_likelihood(t, restricted) for t in (first, 0.0 * first))
    zero = ~(heights[0, rows] > 0) & (at_zero > height)
    best[zero], height = 0.0, np.where(zero, at_zero, height)
    falls = _without_first(falls, rows)
    while (left := np.flatnonzero(falls[:, rows].any(0))).size:
        some = rows[left]
        tau2, _ = _climb(model, grid, heights, falls, some, least, restricted)
        here = model.take(some).log_likelihood(tau2, restricted)
        higher = here > height[left]
        best[left[higher]], height[left[higher]] = tau2[higher], here[higher]
        falls = _without_first(falls, some)
    return best


def _without_first(falls, rows):
    falls = falls.copy()
    falls[falls[:, rows].argmax(0), rows] = False
    return falls
