"""The random-effects model of a regression: its likelihood and Q at a given tau2.

The same quantities as `mean_model`, for P = W - WX(X'WX)^-1 X'W (Viechtbauer 2005,
doi:10.3102/10769986030003261). The design enters as a basis of its columns in which the most
precise studies are unit vectors, so that neither a badly scaled moderator (a year, uncentred)
nor variances that span many decades cost digits.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from evidence.synthesis.pooling.mean_model import LOG_2PI, dot_of


class RegressionModel:
    """Effects y, variances v, shape (k,) or (k, n); basis (k, p), or (p, k, n) if it varies.

    ``present`` marks studies that take part; an absent one has v = inf, so weight 0. ``lead``
    numbers p studies whose rows of the basis are the identity (`contrasts`), or none: they are
    kept apart in traces, and effects are counted from the ``origin`` (p,) or (p, n) they give.
    """

    __slots__ = ("basis", "dot", "k", "lead", "origin", "p", "present", "v", "y")

    def __init__(
        self,
        y: np.ndarray,
        v: np.ndarray,
        basis: np.ndarray,
        present: np.ndarray | None = None,
        lead: np.ndarray | None = None,
        origin: Any = None,
    ) -> None:
        self.lead = np.empty(0, int) if lead is None else lead
        if origin is None and self.lead.size:
            origin = y[self.lead]
            y = y - basis @ origin if present is None else np.where(present, y - basis @ origin, 0)
            y[self.lead] = 0.0
        self.y, self.v, self.basis, self.present, self.origin = y, v, basis, present, origin
        self.dot = dot_of(y)
        self.k = len(y) if present is None else present.sum(0)
        self.p = basis.shape[1] if basis.ndim == 2 else basis.shape[0]

    @property
    def df(self) -> Any:
        """Residual degrees of freedom, k - p."""
        return self.k - self.p

    def take(self, rows: np.ndarray) -> RegressionModel:
        """Return the model of some of the n meta-analyses."""
        present = None if self.present is None else self.present[:, rows]
        basis = self.basis if self.basis.ndim == 2 else self.basis[:, :, rows]
        origin = None if self.origin is None else self.origin[:, rows]
        return RegressionModel(self.y[:, rows], self.v[:, rows], basis, present, self.lead, origin)

    def gram(self, w: np.ndarray) -> np.ndarray:
        """Return X' diag(w) X, shape (p, p) or (n, p, p)."""
        if self.basis.ndim == 3:
            return np.einsum("akn,bkn->nab", self.basis * w, self.basis)
        if w.ndim == 1:
            return (self.basis.T * w) @ self.basis
        products = (self.basis[:, :, None] * self.basis[:, None, :]).reshape(len(w), -1)
        return (w.T @ products).reshape(-1, self.p, self.p)

    def cross(self, z: np.ndarray) -> np.ndarray:
        """Return X' z, shape (p,) or (n, p)."""
        return np.einsum("akn,kn->na", self.basis, z) if self.basis.ndim == 3 else z.T @ self.basis

    def fitted(self, coefficients: np.ndarray) -> np.ndarray:
        """Return X b, shape (k,) or (k, n)."""
        if self.basis.ndim == 3:
            return np.einsum("akn,na->kn", self.basis, coefficients)
        return self.basis @ coefficients.T

    def fit(self, tau2: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return weights, (X'WX)^-1, coefficients of the basis, and residuals at tau2."""
        w = 1.0 / (self.v + tau2)
        inverse = np.linalg.inv(self.gram(w))
        away = (inverse @ self.cross(w * self.y)[..., None])[..., 0]
        coefficients = away if self.origin is None else self.origin.T + away
        return w, inverse, coefficients, self.y - self.fitted(away)

    def cochran(self, tau2: Any) -> tuple[Any, Any]:
        """Return y'Py and y'PPy, that is Q and minus its slope, at tau2."""
        w, _, _, r = self.fit(tau2)
        wr = w * r
        return self.dot(wr, r), self.dot(wr, wr)

    def traces(self, tau2: Any) -> tuple[Any, Any, Any, Any]:
        """Return tr P, tr PP, tr W and tr WW at tau2."""
        w = 1.0 / (self.v + tau2)
        trace, trace2 = self._traces(w, np.linalg.inv(self.gram(w)))
        return trace, trace2, w.sum(0), (w * w).sum(0)

    def _apart(self, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the weights with those of the leading studies 0, and these, (p, 1) or (n, p, 1).

        P of the leading studies is W - W G^-1 W with G = X'WX = W + R, R being X'WX of the
        others; written as W G^-1 R it has no difference of large numbers.
        """
        rest = w.copy()
        rest[self.lead] = 0.0
        leading = w[self.lead].T if self.lead.size else np.zeros((*w.shape[1:], self.p))
        return rest, leading[..., None]

    def _traces(self, w: np.ndarray, inverse: np.ndarray) -> tuple[Any, Any]:
        rest, leading = self._apart(w)
        squares = rest * rest
        hat = inverse @ self.gram(squares)
        inner = leading * (inverse @ self.gram(rest))
        across = leading * (hat @ inverse) * np.swapaxes(leading, -1, -2)
        trace = rest.sum(0) - _trace(hat) + _trace(inner)
        others = squares.sum(0) - 2 * _trace(inverse @ self.gram(squares * rest))
        return trace, others + _trace(hat @ hat) + 2 * _trace(across) + _trace(inner @ inner)

    def terms(self, tau2: Any, restricted: bool) -> tuple[Any, Any, Any, Any]:
        """Return tr P, tr PP (tr W, tr WW under ML), y'PPy and y'PPPy at tau2."""
        w, inverse, _, r = self.fit(tau2)
        wr = w * r
        quad, quad3 = self.dot(wr, wr), self._quad3(w, inverse, wr)
        trace = self._traces(w, inverse) if restricted else (w.sum(0), (w * w).sum(0))
        return trace[0], trace[1], quad, quad3

    def _quad3(self, w: np.ndarray, inverse: np.ndarray, wr: np.ndarray) -> Any:
        """Return g'Pg of g = Wr = Py, the leading studies apart as in `_apart`."""
        rest, leading = self._apart(w)
        cross = self.cross(rest * wr)[..., None]
        leading_residual = wr[self.lead].T[..., None] if self.lead.size else 0.0 * leading
        inner = leading * (inverse @ (self.gram(rest) @ leading_residual - 2 * cross))
        found = (leading_residual * inner - cross * (inverse @ cross)).sum((-2, -1))
        return self.dot(rest * wr, wr) + found

    def terms_on(self, grid: np.ndarray, restricted: bool) -> tuple[Any, Any, Any, Any]:
        """Return the terms of this one meta-analysis at each tau2 of a grid, (g,)."""
        origin = np.zeros((self.p, 1))
        column = RegressionModel(
            self.y[:, None], self.v[:, None], self.basis, None, self.lead, origin
        )
        return column.terms(grid, restricted)

    def quad_and_trace_on(
        self, grid: np.ndarray, restricted: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return y'PPy and tr P (tr W under ML) at each tau2 of a grid, (g, n)."""
        found = [self.terms(t, restricted) for t in grid]
        return np.array([terms[2] for terms in found]), np.array([terms[0] for terms in found])

    def log_likelihood(self, tau2: Any, restricted: bool) -> Any:
        """Return the (restricted) log likelihood, constants included, at tau2."""
        w, inverse, _, r = self.fit(tau2)
        logs = np.log(w if self.present is None else np.where(self.present, w, 1.0)).sum(0)
        inner = logs - self.dot(w * r, r) - (self.k - restricted * self.p) * LOG_2PI
        if restricted:
            inner = inner + np.linalg.slogdet(self._plain_gram())[1] + np.linalg.slogdet(inverse)[1]
        return 0.5 * inner

    def spread(self) -> tuple[Any, Any, Any]:
        """Return the residual squares of the plain fit, least and greatest variance."""
        ones = self._ones()
        inverse = np.linalg.inv(self.gram(ones))
        y = ones * self.y  # their residuals do not depend on the origin
        coefficients = (inverse @ self.cross(y)[..., None])[..., 0]
        residual = ones * (self.y - self.fitted(coefficients))
        v = self.v if self.present is None else np.where(self.present, self.v, 0.0)
        return self.dot(residual, residual), self.v.min(0), v.max(0)

    def crude_variance(self) -> Any:
        """Return the variance of y about its plain mean, with k as divisor."""
        ones = self._ones()
        y = self.y if self.origin is None else self.y + self.fitted(self.origin.T)
        centred = ones * (y - (ones * y).sum(0) / self.k)
        return self.dot(centred, centred) / self.k

    def unweighted(self) -> tuple[Any, Any]:
        """Return the residual sum of squares without weights, and tr P V of that fit."""
        v = self.v if self.present is None else np.where(self.present, self.v, 0.0)
        hat = np.linalg.inv(self._plain_gram()) @ self.gram(v)
        return self.spread()[0], v.sum(0) - _trace(hat)

    def std_error_of_unweighted(self, tau2: Any, method: str) -> Any:
        """Return the standard error of the HE or SJ estimate of tau2."""
        crude = self.crude_variance()
        vv, v, pp = self._products(self._ones() if method == "HE" else 1 / (self.v + crude))
        inner = np.sqrt(2 * vv + 4 * tau2 * v + 2 * tau2 * tau2 * pp)
        return (inner if method == "HE" else inner * crude) / self.df

    def _products(self, w: np.ndarray) -> tuple[Any, Any, Any]:
        """Return tr PVPV, tr PVP and tr PP for the weights w."""
        v = self.v if self.present is None else np.where(self.present, self.v, 0.0)
        inverse = np.linalg.inv(self.gram(w))
        plain, varied = inverse @ self.gram(w * w), inverse @ self.gram(w * w * v)
        cubes = w * w * w
        return (
            (w * v * w * v).sum(0)
            - 2 * _trace(inverse @ self.gram(cubes * v * v))
            + _trace(varied @ varied),
            (w * w * v).sum(0)
            - 2 * _trace(inverse @ self.gram(cubes * v))
            + _trace(plain @ varied),
            (w * w).sum(0) - 2 * _trace(inverse @ self.gram(cubes)) + _trace(plain @ plain),
        )

    def _ones(self) -> np.ndarray:
        return np.ones(self.y.shape) if self.present is None else self.present.astype(float)

    def _plain_gram(self) -> np.ndarray:
        return self.gram(self._ones())


def _trace(matrix: np.ndarray) -> Any:
    return np.trace(matrix, axis1=-2, axis2=-1)
