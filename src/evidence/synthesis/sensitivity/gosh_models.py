"""Common effect, DerSimonian-Laird and REML for many subsets of the same studies at once.

Effects are shifted by their common-effect mean, so that sums of squares keep their
digits. w_i = 1 / (v_i + tau2) throughout; A_n = sum w^n, B_n = sum w^n y, C_n = sum w^n y².
"""

from __future__ import annotations

from typing import Any

import numpy as np

from evidence.synthesis.sensitivity.gosh_subsets import BUFFERS, Run, Strip

METHODS = ("EE", "DL", "REML")
GRID_RATIO = 3.0  # neighbouring tau2 of the scan; modes of a REML likelihood are wider apart
STEPS = 100  # of Newton; five are usual, and a bisection needs no more than this


def rows_needed(yi: np.ndarray, vi: np.ndarray, method: str) -> np.ndarray:
    """Return the values, shape (rows, k), whose sums over subsets a method needs.

    Rows 0 to 4 are 1, w, wy, wy², w² at tau2 = 0. REML adds, for each tau2 of
    :func:`tau2_grid`, the five rows w, wy, w², w²y, w²y².
    """
    y, w = yi - _mean(yi, vi), 1 / vi
    rows = [np.ones_like(w), w, w * y, w * y**2, w**2]
    for tau2 in tau2_grid(yi, vi) if method == "REML" else ():
        w = 1 / (vi + tau2)
        rows += [w, w * y, w**2, w**2 * y, w**2 * y**2]
    return np.array(rows)


def tau2_grid(yi: np.ndarray, vi: np.ndarray) -> np.ndarray:
    """Return 0 and a geometric series of tau2 that encloses every REML optimum.

    A stationary point needs tau2 <= range(y)² / 2: beyond it sum w² (y - mu)² is less
    than A1 - A2 / A1, because a weighted variance is at most range² p (1 - p), p being
    the largest share of the weight.
    """
    top = np.ptp(yi) ** 2 / 2
    if top == 0:
        return np.array([0.0, vi.min()])
    bottom = min(vi.min(), top) / 4
    return np.append(
        0.0, np.geomspace(bottom, top, 2 + int(np.log(top / bottom) / np.log(GRID_RATIO)))
    )


class Fits:
    """The pooled effect of every subset of a run: call it with a run."""

    def __init__(self, yi: np.ndarray, vi: np.ndarray, method: str) -> None:
        self.centre, self.method, self.grid = _mean(yi, vi), method, tau2_grid(yi, vi)
        self.effects, self.smallest = yi - self.centre, vi.min()

    def __call__(
        self, run: Run
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return size, estimate, tau2, Q, I2 (percent) and H2 of each subset of the run."""
        k, a1, b1, c1, a2 = run.sums[:5]
        alone, mean = np.flatnonzero(k == 1), b1 / a1
        q, spare = np.maximum(c1 - b1 * mean, 0.0), a1 - a2 / a1
        q[alone], spare[alone] = 0.0, 1.0  # both are 0 but for rounding
        freedom = np.maximum(k - 1, 1)
        i2, h2 = _from_q(q, freedom, alone)
        if self.method == "EE":
            return k.astype(int), mean + self.centre, np.zeros_like(mean), q, i2, h2
        tau2 = _dersimonian_laird(q, k, spare) if self.method == "DL" else self._reml(run, k)
        mean = np.concatenate([_weighted_mean(strip, tau2[strip.where]) for strip in run.strips])
        if self.method == "REML":
            i2, h2 = _from_tau2(tau2, spare / freedom, alone)
        return k.astype(int), mean + self.centre, tau2, q, i2, h2

    def _reml(self, run: Run, k: np.ndarray) -> np.ndarray:
        tau2 = [
            _reml_strip(strip, run.sums[5:, strip.where], self.grid, 1e-13 * self.smallest)
            for strip in run.strips
        ]
        return np.where(k > 1, np.concatenate(tau2), 0.0)


def _dersimonian_laird(q: np.ndarray, k: np.ndarray, spare: np.ndarray) -> np.ndarray:
    """DerSimonian & Laird 1986 (doi:10.1016/0197-2456(86)90046-2)."""
    return np.maximum((q - (k - 1)) / spare, 0.0)


def _reml_strip(
    strip: Strip, sums: np.ndarray, grid: np.ndarray, least_step: np.ndarray
) -> np.ndarray:
    """Return the best stationary point of the restricted likelihood of each subset.

    The score is scanned on the grid, which costs additions only; each fall through
    zero brackets a local maximum, found by Newton. Where a subset has several,
    tau2 = 0 included, the restricted likelihood decides.
    """
    scores = _grid_scores(sums)
    cell, row = np.nonzero((scores[:-1] > 0) & (scores[1:] <= 0))
    above, below = scores[cell, row], scores[cell + 1, row]
    start = grid[cell] + (grid[cell + 1] - grid[cell]) * (above / (above - below))
    root = score_root(
        strip.spread(row), strip.all_effects, grid[cell], grid[cell + 1], start, least_step
    )
    tau2 = np.zeros(sums.shape[1])
    tau2[row] = root
    for subset in np.flatnonzero(np.bincount(row, minlength=tau2.size) + (scores[0] <= 0) > 1):
        choices = np.append(root[row == subset], [0.0] if scores[0, subset] <= 0 else [])
        tau2[subset] = choices[np.argmax(_likelihood(strip, subset, choices))]
    return tau2


def score_root(
    variances: np.ndarray,
    effects: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    tau2: Any,
    least_step: np.ndarray,
) -> np.ndarray:
    """Return the zero of the REML score between ``low`` and ``high``, elementwise (m,).

    Newton on score / A2, which is straight when all variances are equal; a step that
    leaves its bracket becomes a bisection. Subsets that have arrived are put away.
    """
    answer, still = np.empty_like(tau2), np.arange(tau2.size)
    for _ in range(STEPS):
        if not still.size:
            break
        score, slope = _score_and_slope(variances, effects, tau2)
        low, high = np.where(score > 0, tau2, low), np.where(score > 0, high, tau2)
        moved = tau2 - score / np.where(slope < 0, slope, np.nan)  # uphill is never inside
        moved = np.where((moved >= low) & (moved <= high), moved, (low + high) / 2)
        going = np.abs(moved - tau2) > 1e-8 * tau2 + least_step
        answer[still] = tau2 = moved
        if not going.all():
            variances, still = variances[:, going], still[going]
            tau2, low, high = tau2[going], low[going], high[going]
    return answer


def _score_and_slope(
    variances: np.ndarray, effects: np.ndarray, tau2: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return score / A2 and its derivative in tau2.

    The score is -A1 + A2/A1 + sum w²r² with r = y - B1/A1 (twice that of Harville 1977,
    doi:10.1080/01621459.1977.10480998). With D = sum w²r its derivative is
    A2 - 2 A3/A1 + (A2/A1)² - 2 sum w³r² + 2 D²/A1.
    """
    powers = np.array([np.ones_like(effects), effects, effects**2])
    w = BUFFERS.array(0, variances.shape)
    np.add(variances, tau2, out=w)
    np.divide(1.0, w, out=w)
    a1, b1 = powers[:2] @ w
    square = np.multiply(w, w, out=BUFFERS.array(1, w.shape))
    a2, b2, c2 = powers @ square
    a3, b3, c3 = powers @ np.multiply(square, w, out=w)
    mean = b1 / a1
    score = a2 / a1 - a1 + c2 - mean * (2 * b2 - mean * a2)
    slope = a2 - 2 * a3 / a1 + (a2 / a1) ** 2 + 2 * (b2 - mean * a2) ** 2 / a1
    slope -= 2 * (c3 - mean * (2 * b3 - mean * a3))
    return score / a2, (slope + 2 * score * a3 / a2) / a2


def _grid_scores(sums: np.ndarray) -> np.ndarray:
    """Return score / A2 at each tau2 of the grid, shape (grid, m), from the summed rows."""
    a1, b1, a2, b2, c2 = np.moveaxis(sums.reshape(-1, 5, sums.shape[1]), 1, 0)
    mean = b1 / a1
    return (a2 / a1 - a1 + c2 - mean * (2 * b2 - mean * a2)) / a2


def _likelihood(strip: Strip, subset: Any, tau2: np.ndarray) -> np.ndarray:
    """Return the restricted log-likelihood of one subset, less a constant, at each tau2."""
    v = strip.spread(np.array([subset])) + tau2
    y, v = strip.all_effects[np.isfinite(v[:, 0]), None], v[np.isfinite(v[:, 0])]
    mean = (y / v).sum(axis=0) / (1 / v).sum(axis=0)
    return -0.5 * (
        np.log(v).sum(axis=0) + np.log((1 / v).sum(axis=0)) + ((y - mean) ** 2 / v).sum(axis=0)
    )


def _weighted_mean(strip: Strip, tau2: np.ndarray) -> np.ndarray:
    """Return B1 / A1 at ``tau2``."""
    effects, n = strip.all_effects, strip.effects.size
    w = BUFFERS.array(0, (effects.size, tau2.size))
    np.add(strip.variances, tau2, out=w[:n])
    np.add(strip.shared_variances[:, None], tau2, out=w[n:])
    np.divide(1.0, w, out=w)  # twice as fast as np.reciprocal, which is not vectorised
    a1, b1 = np.array([np.ones_like(effects), effects]) @ w
    return b1 / a1


def _mean(yi: np.ndarray, vi: np.ndarray) -> float:
    return float(np.sum(yi / vi) / np.sum(1 / vi))


def _from_q(q: np.ndarray, freedom: np.ndarray, alone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Higgins & Thompson 2002 (doi:10.1002/sim.1186)."""
    h2 = q / freedom
    h2[alone] = 1.0
    return 100 * np.maximum(1 - 1 / np.maximum(h2, 1.0), 0.0), h2


def _from_tau2(
    tau2: Any, precision: np.ndarray, alone: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same from tau2 and the typical sampling variance, 1 / precision (their equation (9))."""
    ratio = tau2 * precision
    ratio[alone] = 0.0
    h2 = 1 + ratio
    return 100 * ratio / h2, h2
