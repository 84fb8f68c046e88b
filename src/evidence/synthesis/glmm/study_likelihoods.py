"""Likelihoods of a set of studies, each with one normal random effect, for the optimisation.

The parameters of one data set are the coefficients b of the mean effect, a = X b, and
the between-study standard deviation t, in this order. A model returns its log
likelihood, gradient and Hessian at points (m, p + 1) of the data sets ``rows``;
``homogeneous`` is the same at t = 0, in the coefficients alone, ``value`` is the log
likelihood alone by another rule of quadrature, and ``nearby`` brings points close to their
maxima at less cost, where there is a way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import numpy as np

from evidence.synthesis.glmm.integrand import CountFamily
from evidence.synthesis.glmm.maximise import NODES
from evidence.synthesis.glmm.newton import approach, maximise
from evidence.synthesis.glmm.quadrature.adaptive import Arm, Marginal, integrate, without_spread
from evidence.synthesis.glmm.quadrature.fixed_nodes import log_marginal, rough_derivatives
from evidence.synthesis.glmm.quadrature.rules import Rule, gauss_hermite

ROUGH_GAIN = 1e-6  # a gain of the log likelihood: from there one exact step is enough


@dataclass(frozen=True, slots=True, eq=False)
class EffectOnly:
    """Studies whose likelihood depends on their effect alone (one arm, or conditional).

    Called with points (m, p + 1), coefficients then tau, for the data sets ``rows``.
    ``modes`` (n, k) holds the last mode of each integrand, where the next search starts.
    """

    arms: tuple[Arm, ...]
    design: np.ndarray
    rule: Rule
    modes: np.ndarray

    def __call__(
        self, points: np.ndarray, rows: np.ndarray, marginal_by: Callable[..., Any] = integrate
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        mean, arms = points[:, :-1] @ self.design.T, _taken(self.arms, rows, self.modes)
        marginal = marginal_by(arms, mean, points[:, -1:], self.rule, mode_start=self.modes[rows])
        self.modes[rows] = marginal.mode
        return _shared(marginal, self.design)

    def nearby(self, start: np.ndarray) -> np.ndarray:
        """Points nearer to the maxima, by fixed nodes."""
        return approach(partial(self, marginal_by=rough_derivatives), start, ROUGH_GAIN)

    def value(self, points: np.ndarray, rows: np.ndarray, rule: Rule) -> np.ndarray:
        """The log likelihood alone, by another rule."""
        mean, arms = points[:, :-1] @ self.design.T, _taken(self.arms, rows, self.modes)
        return log_marginal(arms, mean, points[:, -1:], rule, mode_start=self.modes[rows]).sum(
            axis=-1
        )

    def homogeneous(
        self, points: np.ndarray, rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same at tau = 0, in the coefficients alone."""
        mean = points @ self.design.T
        return _shared(without_spread(_taken(self.arms, rows, self.modes), mean), self.design)


@dataclass(frozen=True, slots=True, eq=False)
class FixedIntercepts:
    """Studies with a free intercept each, maximised out: the profile likelihood.

    ``intercepts`` (n, k) holds the last optimum of each study, where the next search starts.
    """

    arms: tuple[Arm, ...]
    design: np.ndarray
    rule: Rule
    intercepts: np.ndarray

    def __call__(
        self, points: np.ndarray, rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        mean = points[:, :-1] @ self.design.T
        scale = np.broadcast_to(points[:, -1:], mean.shape)
        return self._profile(
            rows, mean, lambda arms, m, a, t: integrate(arms, a, t, self.rule, m), scale
        )

    def homogeneous(
        self, points: np.ndarray, rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same at tau = 0, in the coefficients alone."""
        mean = points @ self.design.T
        return self._profile(rows, mean, lambda arms, m, a, t: without_spread(arms, a, m), mean)

    def value(self, points: np.ndarray, rows: np.ndarray, rule: Rule) -> np.ndarray:
        """The log likelihood alone, by another rule, at the last intercepts."""
        mean = points[:, :-1] @ self.design.T
        arms = _taken(self.arms, rows, self.intercepts)
        values = log_marginal(arms, mean, points[:, -1:], rule, self.intercepts[rows])
        return values.sum(axis=-1)

    def nearby(self, start: np.ndarray) -> np.ndarray:
        """The points themselves: a profile has no nodes to hold still."""
        return start

    def _profile(
        self,
        rows: np.ndarray,
        mean: np.ndarray,
        likelihood: Callable[..., Any],
        scale: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Maximise the likelihood in the intercepts; each study is a separate problem."""
        arms = _taken(self.arms, rows, self.intercepts)
        flat = tuple(Arm(cast(CountFamily, arm.family).studies(), arm.slope) for arm in arms)
        a, t = mean.reshape(-1, 1), scale.reshape(-1, 1)

        def intercept_likelihood(
            points: np.ndarray, studies: np.ndarray
        ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            marginal = likelihood(_taken(flat, studies, a), points, a[studies], t[studies])
            return marginal.value[:, 0], marginal.gradient[:, 0, :1], marginal.hessian[:, 0, :1, :1]

        best = maximise(intercept_likelihood, self.intercepts[rows].reshape(-1, 1)).point.reshape(
            mean.shape
        )
        self.intercepts[rows] = best
        full = likelihood(arms, best, mean, scale)
        return _shared(_profiled(full), self.design)


def _taken(arms: Sequence[Arm], rows: np.ndarray, all_rows: np.ndarray) -> Sequence[Arm]:
    """The arms of some data sets; as they are where ``rows`` (distinct, in order) are all."""
    if len(rows) == len(all_rows):
        return arms
    return tuple(Arm(arm.family.take(rows), arm.slope) for arm in arms)


def _profiled(full: Marginal) -> Marginal:
    """Maximise a study's intercept (the first parameter) out of its likelihood."""
    curvature = full.hessian[..., :1, 0]
    cross = full.hessian[..., 0, 1:] / np.where(
        curvature < 0, curvature, -1.0
    )  # 0 in an absent study
    gradient = full.gradient[..., 1:] - cross * full.gradient[..., :1]
    hessian = full.hessian[..., 1:, 1:] - cross[..., None] * full.hessian[..., None, 0, 1:]
    return Marginal(full.value, gradient, hessian, full.mode)


def _shared(marginal: Marginal, design: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sum over studies: from each study's (a) or (a, t) to the shared (b) or (b, t)."""
    p, extra = design.shape[1], marginal.gradient.shape[-1] - 1
    gradient = np.empty((len(marginal.value), p + extra))
    hessian = np.empty((*gradient.shape, p + extra))
    gradient[:, :p] = marginal.gradient[..., 0] @ design
    hessian[:, :p, :p] = (design.T * marginal.hessian[:, None, :, 0, 0]) @ design
    if extra:
        gradient[:, p] = marginal.gradient[..., 1].sum(axis=-1)
        hessian[:, p, :p] = hessian[:, :p, p] = marginal.hessian[..., 0, 1] @ design
        hessian[:, p, p] = marginal.hessian[..., 1, 1].sum(axis=-1)
    return marginal.value.sum(axis=-1), gradient, hessian


def fixed_intercepts(
    arms: Sequence[Arm],
    design: np.ndarray,
    nodes: int | None,
    intercepts: np.ndarray,
    rows: np.ndarray,
) -> FixedIntercepts:
    taken = tuple(Arm(arm.family.take(rows), arm.slope) for arm in arms)
    return FixedIntercepts(taken, design, gauss_hermite(nodes or NODES), intercepts[rows])
