"""Common effect, DerSimonian-Laird and REML for many subsets of the same studies at once.

Effects are shifted by their common-effect mean, so that sums of squares keep their
digits. w_i = 1 / (v_i + tau2) throughout; A_n = sum w^n, B_n = sum w^n y, C_n = sum w^n y².

The terms of `mean_model` once more, because subsets share studies: the sums of studies that a
whole strip contains are made once, and a strip stays in the processor's cache, where a model of
2^20 subsets would fill memory. The search for the maximum is that of all fits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from evidence.synthesis.pooling.likelihood_maximum import falling, highest
from evidence.synthesis.pooling.roots import root_of_many
from evidence.synthesis.pooling.score_signs import Terms, falls_of
from evidence.synthesis.sensitivity.gosh_subsets import BUFFERS, Run, Strip

METHODS = ("EE", "DL", "REML")
GRID_RATIO = 3.0  # of neighbouring tau2; it decides about speed only, see `score_signs`


class Limits(NamedTuple):
    """The least and the greatest sampling variance of all studies."""

    least: float
    most: float


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
        self.effects, self.limits = yi - self.centre, Limits(vi.min(), vi.max())

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
            _reml_strip(
                strip,
                run.sums[5:, strip.where],
                np.flatnonzero(k[strip.where] == 1),
                self.grid,
                self.limits,
            )
            for strip in run.strips
        ]
        return np.where(k > 1, np.concatenate(tau2), 0.0)


def _dersimonian_laird(q: np.ndarray, k: np.ndarray, spare: np.ndarray) -> np.ndarray:
    """DerSimonian & Laird 1986 (doi:10.1016/0197-2456(86)90046-2)."""
    return np.maximum((q - (k - 1)) / spare, 0.0)


def _reml_strip(
    strip: Strip, sums: np.ndarray, alone: np.ndarray, grid: np.ndarray, limits: Limits
) -> np.ndarray:
    """Return the tau2 of highest restricted likelihood of each subset.

    Trace and quad of `score_signs` at each tau2 of the grid cost additions only; what they
    leave open is searched further, and each fall of the score is refined by Newton's method.
    """
    trace, quad = _trace_and_quad(sums, alone)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):

        def terms(tau2: np.ndarray, rows: np.ndarray) -> Terms:
            return _terms(strip.spread(rows), strip.all_effects, tau2)

        def slope(tau2: np.ndarray, some: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            part = variances if some.size == falls.row.size else variances[:, some]
            return falling(_terms(part, strip.all_effects, tau2))

        def likelihood(tau2: np.ndarray, rows: np.ndarray) -> np.ndarray:
            return _likelihood(strip.spread(rows), strip.all_effects, tau2)

        column = grid[:, None]
        falls = falls_of(column, quad, trace, terms, *limits)
        variances = strip.spread(falls.row)
        scale = np.full(falls.row.size, limits.least)
        root, _ = root_of_many(slope, falls.low, falls.high, falls.start, scale)
        return highest(falls, root, ~(quad[0] > trace[0]), likelihood)[0]


def _terms(variances: np.ndarray, effects: np.ndarray, tau2: np.ndarray) -> Terms:
    """Return tr P, tr PP, y'PPy and y'PPPy of subsets whose variances are (k, m)."""
    powers = np.array([np.ones_like(effects), effects, effects**2])
    w = BUFFERS.array(0, variances.shape)
    np.add(variances, tau2, out=w)
    np.divide(1.0, w, out=w)
    a1, b1 = powers[:2] @ w
    square = np.multiply(w, w, out=BUFFERS.array(1, w.shape))
    a2, b2, c2 = powers @ square
    a3, b3, c3 = powers @ np.multiply(square, w, out=w)
    mean, share = b1 / a1, a2 / a1
    quad, quad3 = (c - mean * (2 * b - mean * a) for a, b, c in ((a2, b2, c2), (a3, b3, c3)))
    trace2 = a2 - 2 * a3 / a1 + share**2
    return a1 - share, trace2, quad, quad3 - (b2 - mean * a2) ** 2 / a1


def _trace_and_quad(sums: np.ndarray, alone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return tr P and y'PPy at each tau2 of the grid, (grid, m), from the summed rows.

    Of one study ``alone`` both are 0 but for rounding; its tau2 is 0.
    """
    a1, b1, a2, b2, c2 = np.moveaxis(sums.reshape(-1, 5, sums.shape[1]), 1, 0)
    mean = b1 / a1
    trace, quad = a1 - a2 / a1, np.maximum(c2 - mean * (2 * b2 - mean * a2), 0.0)
    trace[:, alone], quad[:, alone] = 1.0, 0.0
    return trace, quad


def _likelihood(v: np.ndarray, y: np.ndarray, tau2: np.ndarray) -> np.ndarray:
    """Return the restricted log likelihood of subsets, (m,), less a constant, at their tau2."""
    w = 1 / (v + tau2)
    total = w.sum(axis=0)
    away = y[:, None] - y @ w / total
    logs = np.log(w, where=w > 0, out=np.zeros_like(w)).sum(axis=0)
    return 0.5 * (logs - np.log(total) - (w * away**2).sum(axis=0))


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
