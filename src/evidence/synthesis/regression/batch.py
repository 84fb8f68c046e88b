"""Meta-regressions of one design on many arrangements of the same effects, at once.

All that Newton needs at a tau2 are sums over studies of w, w² and w³ times products of
design columns and powers of y, and those are matrix products. Arrays run over
arrangements along the last axis. Notation: w = 1 / (v + tau2), G_n = X' W^n X,
c_n = X' W^n y, s_n = y' W^n y, and P as in Viechtbauer 2005
(doi:10.3102/10769986030003261), equation (6).

The terms of `regression.model` once more, because permutations share one design, so that sums
over studies are matrix products of all arrangements: less than half the time, as measured for
20,000 permutations of 13 studies. The search for the maximum is that of all fits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.likelihood_maximum import SLACK, falling, highest
from evidence.synthesis.pooling.roots import root_of_many
from evidence.synthesis.pooling.score_signs import Terms, falls_of

GRID_RATIO = 3.0  # of neighbouring tau2; it decides about speed only, see `score_signs`
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

    def _terms(self, y: np.ndarray, v: np.ndarray, tau2: Any) -> Terms:
        """Return trace, trace2, quad and quad3 of `score_signs`."""
        sums = self._sums(y, v, tau2)
        if self.method == "ML":
            return sums.total, sums.total2, sums.quadratic2, sums.quadratic3
        return sums.trace, sums.trace2, sums.quadratic2, sums.quadratic3

    def _trace_and_quad(self, y: np.ndarray, v: np.ndarray, tau2: float) -> tuple[Any, Any]:
        """Return the first and the third of the terms, without the sums of the others."""
        w = 1 / (v + tau2)
        wy, square = w * y, w * w
        inverse, g2 = _inverted(self._gram(w)), self._gram(square)
        b, total = _times(inverse, self.basis.T @ wy), w.sum(axis=0)
        c2 = self.basis.T @ (square * y)
        quad = np.einsum("kn,kn->n", wy, wy) - (b * (2 * c2 - _times(g2, b))).sum(axis=0)
        trace = total if self.method == "ML" else total - np.einsum("abn,ban->n", inverse, g2)
        return trace, np.maximum(quad, 0.0)

    def _peak(self, y: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the tau2 of highest likelihood of each arrangement."""
        grid = self._grid(y, v)[:, None]
        found = [self._trace_and_quad(y, v, t) for t in grid[:, 0]]
        trace, quad = (np.array(part) for part in zip(*found, strict=True))

        def terms(tau2: np.ndarray, rows: np.ndarray) -> Terms:
            return self._terms(y[:, rows], v[:, rows], tau2)

        def slope(tau2: np.ndarray, some: np.ndarray) -> tuple[Any, Any]:
            return falling(terms(tau2, falls.row[some]))

        def likelihood(tau2: np.ndarray, rows: np.ndarray) -> np.ndarray:
            return self._likelihood(y[:, rows], v[:, rows], tau2)

        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            falls = falls_of(grid, quad, trace, terms, v.min(), v.max())
            scale = np.full(falls.row.size, v.min())
            root, _ = root_of_many(slope, falls.low, falls.high, falls.start, scale)
            return highest(falls, root, ~(quad[0] > trace[0]), likelihood)[0]

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
            np.geomspace(
                bottom, (1 + SLACK) * top, 2 + int(np.log(top / bottom) / np.log(GRID_RATIO))
            ),
        )

    def _likelihood(self, y: np.ndarray, v: np.ndarray, tau2: Any) -> np.ndarray:
        """Return the log likelihood of arrangements, (n,), less a constant, at their tau2."""
        w = 1 / (v + tau2)
        inner = np.log(w).sum(axis=0) - self._sums(y, v, tau2).quadratic
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
