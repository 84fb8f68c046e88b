"""Likelihoods of one arm in its linear predictor, with the derivatives quadrature needs.

Every family has ``derivatives(predictor, order)``: log likelihood and its first
``order`` derivatives in the predictor (at most four), broadcast over leading axes,
``slopes(predictor)``, the first two alone, ``take(rows)``, the same family for some of
the data sets of a leading axis, and ``saturated``, the highest log likelihood of each
study. Data are of shape (n, k).
An absent study has no events among no subjects (or no time) and contributes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, gammaln, xlogy

LARGEST_LOGIT = 700.0  # beyond, odds overflow and log(1 + odds) is the logit itself
# Beyond exp(300) only the sign of the slope matters; infinities would spoil sums.
LARGEST_LOG_RATE = 300.0


@dataclass(frozen=True, slots=True, eq=False)
class Binomial:
    """x events among n with a logit link; the predictor may carry an offset.

    log f = log C(n, x) + x e - n log(1 + exp e), e = predictor + offset
    (McCullagh & Nelder 1989, Generalized Linear Models, 2nd ed., section 4.3.1).

    >>> fair = Binomial.of([1.0], [2.0])
    >>> float(np.exp(fair.derivatives(np.array([0.0]), 0)[0][0]))
    0.5
    """

    events: np.ndarray
    totals: np.ndarray
    offset: np.ndarray
    constant: np.ndarray

    @classmethod
    def of(cls, events: ArrayLike, totals: ArrayLike, offset: Any = 0.0) -> Binomial:
        """The family for counts, totals and offsets of one shape, (k,) or (n, k)."""
        x, n = np.asarray(events, float), np.asarray(totals, float)
        offset = offset + np.zeros_like(x)
        return cls(x, n, offset, gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1))

    @property
    def saturated(self) -> np.ndarray:
        """Highest log likelihood of each study, reached at its observed proportion."""
        x, n = self.events, self.totals
        share = x / np.maximum(n, 1)
        return self.constant + xlogy(x, share) + xlogy(n - x, 1 - share)

    def take(self, rows: np.ndarray) -> Binomial:
        return Binomial(*(part[rows] for part in self._parts))

    def studies(self) -> Binomial:
        """The same studies, each as a separate data set."""
        return Binomial(*(part.reshape(-1, 1) for part in self._parts))

    @property
    def _parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        return self.events, self.totals, self.offset, self.constant

    def slopes(self, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        p = expit(predictor + self.offset)
        expected = self.totals * p
        return self.events - expected, expected * (p - 1)

    def derivatives(self, predictor: np.ndarray, order: int) -> tuple[np.ndarray, ...]:
        eta = predictor + self.offset
        bounded = np.minimum(eta, LARGEST_LOGIT)
        odds = np.exp(bounded)
        softplus = np.log1p(odds) + (eta - bounded)
        value = self.constant + self.events * eta - self.totals * softplus
        if order == 0:
            return (value,)
        p = odds / (1 + odds)
        expected = self.totals * p
        second = -expected / (1 + odds)
        answer: tuple[np.ndarray, ...] = (value, self.events - expected, second)
        if order > 2:
            answer = (*answer, second * (1 - 2 * p), second * (1 - 6 * p / (1 + odds)))
        return answer[: order + 1]


@dataclass(frozen=True, slots=True, eq=False)
class Poisson:
    """x events in person-time t with a log link.

    log f = x e - exp e - log x!, e = predictor + log t
    (McCullagh & Nelder 1989, section 6.2.1).

    >>> quiet = Poisson.of([0.0], [2.0])
    >>> float(quiet.derivatives(np.array([0.0]), 0)[0][0])
    -2.0
    """

    events: np.ndarray
    time: np.ndarray
    constant: np.ndarray

    @classmethod
    def of(cls, events: ArrayLike, time: ArrayLike) -> Poisson:
        """The family for counts and person-time of one shape, (k,) or (n, k)."""
        x, t = np.broadcast_arrays(np.asarray(events, float), np.asarray(time, float))
        return cls(x, t, xlogy(x, t) - gammaln(x + 1))

    @property
    def saturated(self) -> np.ndarray:
        """Highest log likelihood of each study, reached at its observed rate."""
        return xlogy(self.events, self.events) - self.events - gammaln(self.events + 1)

    def take(self, rows: np.ndarray) -> Poisson:
        return Poisson(*(part[rows] for part in self._parts))

    def studies(self) -> Poisson:
        """The same studies, each as a separate data set."""
        return Poisson(*(part.reshape(-1, 1) for part in self._parts))

    @property
    def _parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.events, self.time, self.constant

    def slopes(self, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        expected = self._expected(predictor)
        return self.events - expected, -expected

    def _expected(self, predictor: np.ndarray) -> np.ndarray:
        return self.time * np.exp(np.minimum(predictor, LARGEST_LOG_RATE))

    def derivatives(self, predictor: np.ndarray, order: int) -> tuple[np.ndarray, ...]:
        expected = self._expected(predictor)
        answer = [self.constant + self.events * predictor - expected]
        if order >= 1:
            answer.append(self.events - expected)
        return tuple(answer + [-expected] * (order - 1))
