"""Meta-regressions of one design on many arrangements of the same effects, at once.

All that Newton needs at a tau2 are sums over studies of w, w² and w³ times products of
design columns and powers of y, and those are matrix products. Arrays run over
arrangements along the last axis. Notation: w = 1 / (v + tau2), G_n = X' W^n X,
c_n = X' W^n y, s_n = y' W^n y, and P as in Viechtbauer 2005
(doi:10.3102/10769986030003261), equation (6).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.roots import root_of_many

GRID_RATIO = 3.0
TAU2_METHODS = ("EE", "DL", "REML", "ML")
TESTS = ("wald", "knapp_hartung")


class Statistics(NamedTuple):
    """Each coefficient and its z or t (p, n); the omnibus test (n,); tau2 (n,)."""

    estimates: np.ndarray
    statistics: np.ndarray
    omnibus: np.ndarray
    tau2: np.ndarray


class Sums(NamedTuple):
    """Traces and quadratic forms at one tau2: tr P, tr PP, tr W, tr WW, y'Py, y'PPy, y'PPPy."""

    trace: np.ndarray
    trace2: np.ndarray
    total: np.ndarray
    total2: np.ndarray
    quadratic: np.ndarray
    quadratic2: np.ndarray
    quadratic3: np.ndarray


class BatchRegression:
    """The regression on ``design`` (k, p), whose column 0 is an intercept if ``intercept``.

    The design is replaced by an orthonormal basis, so a badly scaled moderator costs no
    digits; effects may come less ``shift``, which then belongs to the intercept.
    """

    def __init__(
        self, design: np.ndarray, tau2_method: str, test: str, intercept: bool, shift: float = 0.0
    ) -> None:
        if tau2_method not in TAU2_METHODS or test not in TESTS:
            raise SynthesisError(
                f"tau2_method {tau2_method!r}, test {test!r} found; allowed: "
                f"{', '.join(TAU2_METHODS)} and {', '.join(TESTS)}"
            )
        self.basis, triangle = np.linalg.qr(design)
        self.back = np.linalg.inv(triangle)
        self.k, self.p = design.shape
        self.pairs = np.triu_indices(self.p)
        self.products = (self.basis[:, self.pairs[0]] * self.basis[:, self.pairs[1]]).T
        self.method, self.test, self.shift = tau2_method, test, shift
        self.moderators = slice(1, None) if intercept and self.p > 1 else slice(0, None)

    def __call__(self, y: np.ndarray, v: np.ndarray) -> Statistics:
        """Return the statistics of n arrangements, ``y`` and ``v`` of shape (k, n)."""
        tau2 = self._tau2(y, v)
        w = 1 / (v + tau2)
        inverse, wy = _inverted(self._gram(w)), w * y
        coefficients = _times(inverse, self.basis.T @ wy)
        scale = np.ones_like(tau2)
        if self.test == "knapp_hartung":
            residual = y - self.basis @ coefficients
            scale = (w * residual**2).sum(axis=0) / (self.k - self.p)
        b = self.back @ coefficients
        b[0] += self.shift
        covariance = np.einsum("ab,bcn,dc->adn", self.back, inverse, self.back) * scale
        z = b / np.sqrt(np.einsum("aan->an", covariance))
        part, some = b[self.moderators], covariance[self.moderators, self.moderators]
        omnibus = (part * _times(_inverted(some), part)).sum(axis=0)
        return Statistics(b, z, omnibus / (len(part) if self.test == "knapp_hartung" else 1), tau2)

    def _tau2(self, y: np.ndarray, v: np.ndarray) -> np.ndarray:
        if self.method == "EE":
            return np.zeros(y.shape[1])
        if self.method == "DL":
            at_zero = self._sums(y, v, np.zeros(y.shape[1]))
            return np.maximum((at_zero.quadratic - (self.k - self.p)) / at_zero.trace, 0.0)
        return self._peak(y, v)

    def _gram(self, w: np.ndarray) -> np.ndarray:
        """Return X' W X, shape (p, p, n)."""
        out = np.empty((self.p, self.p, w.shape[1]))
        out[self.pairs] = self.products @ w
        out[self.pairs[::-1]] = out[self.pairs]
        return out

    def _sums(self, y: np.ndarray, v: np.ndarray, tau2: Any) -> Sums:
        w = 1 / (v + tau2)
        w2 = w * w
        w3 = w2 * w
        wy, w2y, w3y = w * y, w2 * y, w3 * y
        g2, g3 = self._gram(w2), self._gram(w3)
        inverse = _inverted(self._gram(w))
        b = _times(inverse, self.basis.T @ wy)
        c2, c3 = self.basis.T @ w2y, self.basis.T @ w3y
        g2b, g3b, hat = _times(g2, b), _times(g3, b), np.einsum("abn,bcn->acn", inverse, g2)
        away = c2 - g2b
        total, total2 = w.sum(axis=0), w2.sum(axis=0)
        return Sums(
            total - np.einsum("aan->n", hat),
            total2 - 2 * np.einsum("abn,ban->n", inverse, g3) + np.einsum("abn,ban->n", hat, hat),
            total,
            total2,
            np.einsum("kn,kn->n", wy, y) - (b * (self.basis.T @ wy)).sum(axis=0),
            np.einsum("kn,kn->n", w2y, y) - (b * (2 * c2 - g2b)).sum(axis=0),
            np.einsum("kn,kn->n", w3y, y)
            - (b * (2 * c3 - g3b)).sum(axis=0)
            - (away * _times(inverse, away)).sum(axis=0),
        )

    def _falling(self, y: np.ndarray, v: np.ndarray, tau2: Any) -> tuple[np.ndarray, np.ndarray]:
        """Return 1 - tr P / y'PPy (tr W under ML), of the sign of the score, and its slope."""
        sums = self._sums(y, v, tau2)
        trace, trace2 = (
            (sums.total, sums.total2) if self.method == "ML" else (sums.trace, sums.trace2)
        )
        quad = np.maximum(sums.quadratic2, 1e-140)  # 0 where all effects are on the line
        return 1 - trace / quad, (trace2 * quad - 2 * trace * sums.quadratic3) / quad**2

    def _peak(self, y: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the highest of all maxima of the likelihood found on a grid and climbed."""
        grid = self._grid(y, v)
        heights = np.array([self._falling(y, v, np.full(y.shape[1], t))[0] for t in grid])
        cell, row = np.nonzero((heights[:-1] > 0) & (heights[1:] <= 0))
        above, below = heights[cell, row], heights[cell + 1, row]
        start = grid[cell] + (grid[cell + 1] - grid[cell]) * np.clip(
            above / (above - below), 0.01, 0.99
        )
        root, _ = root_of_many(
            lambda t, some: self._falling(y[:, row[some]], v[:, row[some]], t),
            grid[cell],
            grid[cell + 1],
            start,
            np.full(row.size, v.min()),
        )
        tau2 = np.zeros(y.shape[1])
        tau2[row] = root
        several = np.bincount(row, minlength=tau2.size) + (heights[0] <= 0) > 1
        for n in np.flatnonzero(several):
            choices = np.append(root[row == n], [0.0] if heights[0, n] <= 0 else [])
            tau2[n] = choices[np.argmax(self._likelihood(y[:, [n]], v[:, [n]], choices))]
        return tau2

    def _grid(self, y: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return 0 and a geometric series up to where y'PPy < tr P for every arrangement.

        With s = SS / (k - p), y'PPy <= SS / (v_min + t)² and tr P >= (k - p) / (v_max + t).
        """
        s, least, most = (y**2).sum(axis=0).max() / (self.k - self.p), v.min(), v.max()
        top = 0.5 * (s + np.sqrt(s * s + 4 * s * (most - least))) - least
        if not top > 0:
            return np.array([0.0, least])
        bottom = min(least, top) / 4
        return np.append(
            0.0,
            np.geomspace(bottom, 1.001 * top, 2 + int(np.log(top / bottom) / np.log(GRID_RATIO))),
        )

    def _likelihood(self, y: np.ndarray, v: np.ndarray, tau2: Any) -> np.ndarray:
        """Return the log-likelihood of one arrangement at several tau2, less a constant."""
        w = 1 / (v + tau2)
        quadratic = self._sums(np.broadcast_to(y, w.shape), v, tau2).quadratic
        inner = np.log(w).sum(axis=0) - quadratic
        if self.method == "REML":
            inner -= np.linalg.slogdet(np.moveaxis(self._gram(w), -1, 0))[1]
        return 0.5 * inner


def _times(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    return np.einsum("abn,bn->an", matrix, vector)


def _inverted(matrix: np.ndarray) -> np.ndarray:
    """Return the inverse of each (p, p, n); written out up to p = 2, where that is fastest."""
    if matrix.shape[0] == 1:
        return 1 / matrix
    if matrix.shape[0] > 2:
        return np.moveaxis(np.linalg.inv(np.moveaxis(matrix, -1, 0)), 0, -1)
    (a, b), (c, d) = matrix
    return np.array([[d, -b], [-c, a]]) / (a * d - b * c)
