"""Maximum likelihood of models with one normal random effect a study.

The parameters of one data set are the coefficients b of the mean effect, a = X b,
and the between-study standard deviation t. The likelihood is even in t, so t = 0
is an ordinary stationary point of it: a climb over t can end there smoothly, and
the result is compared with the common-effect model all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .newton import Summit, climb
from .quadrature import Arm, Marginal, integrate

TAU_STARTS = (0.4, 1.6)
SAME_LIKELIHOOD = 1e-10  # an interior optimum must beat tau = 0 by more than this


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Maximum likelihood of n data sets with p coefficients.

    ``coefficients`` (n, p); ``covariance`` (n, p, p) from the joint Hessian of all
    parameters; ``tau`` (n,) and its standard error (NaN at the boundary);
    ``log_likelihood`` (n,); ``converged`` (n,).
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    tau: np.ndarray
    tau_std_error: np.ndarray
    log_likelihood: np.ndarray
    converged: np.ndarray

    def chosen_over(self, other: Optimum, better: np.ndarray) -> Optimum:
        """This optimum in the rows where ``better`` is true, the other one elsewhere."""
        def pick(mine, theirs):
            return np.where(better.reshape((-1,) + (1,) * (mine.ndim - 1)), mine, theirs)

        return Optimum(*(pick(getattr(self, f), getattr(other, f)) for f in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class EffectOnly:
    """Studies whose likelihood depends on their effect alone (one arm, or conditional)."""

    arms: tuple[Arm, ...]
    design: np.ndarray
    nodes: int

    def __call__(self, points, rows):
        arms = [Arm(arm.family.take(rows), arm.slope) for arm in self.arms]
        marginal = integrate(arms, points[:, :-1] @ self.design.T, points[:, -1:], self.nodes)
        return _shared(marginal, self.design)


@dataclass(frozen=True, slots=True, eq=False)
class OwnIntercepts:
    """Studies with a free intercept each, maximised out: the profile likelihood.

    ``intercepts`` (n, k) holds the last optimum of each study, where the next search starts.
    """

    arms: tuple[Arm, ...]
    design: np.ndarray
    nodes: int
    intercepts: np.ndarray

    def __call__(self, points, rows):
        arms = [Arm(arm.family.take(rows), arm.slope) for arm in self.arms]
        mean = points[:, :-1] @ self.design.T
        scale = np.broadcast_to(points[:, -1:], mean.shape)
        self.intercepts[rows] = self._best(arms, mean, scale, self.intercepts[rows])
        full = integrate(arms, mean, scale, self.nodes, self.intercepts[rows])
        return _shared(_profiled(full), self.design)

    def _best(self, arms, mean, scale, start):
        """Each study's intercept at the given mean and scale, every study a climb of its own."""
        flat = [Arm(arm.family.studies(), arm.slope) for arm in arms]
        mean, scale = mean.reshape(-1, 1), scale.reshape(-1, 1)

        def one(points, rows):
            here = [Arm(arm.family.take(rows), arm.slope) for arm in flat]
            answer = integrate(here, mean[rows], scale[rows], self.nodes, points)
            return answer.value[:, 0], answer.gradient[:, 0, :1], answer.hessian[:, 0, :1, :1]

        return climb(one, start.reshape(-1, 1)).point.reshape(start.shape)


@dataclass(frozen=True, slots=True, eq=False)
class Homogeneous:
    """A model held at tau = 0; its parameters are the coefficients."""

    model: object

    def __call__(self, points, rows):
        padded = np.column_stack([points, np.zeros(len(points))])
        value, gradient, hessian = self.model(padded, rows)
        return value, gradient[:, :-1], hessian[:, :-1, :-1]


def _profiled(full: Marginal) -> Marginal:
    """Maximise a study's own intercept (the first parameter) out of its likelihood."""
    cross = full.hessian[..., 0, 1:] / full.hessian[..., :1, 0]
    gradient = full.gradient[..., 1:] - cross * full.gradient[..., :1]
    hessian = full.hessian[..., 1:, 1:] - cross[..., None] * full.hessian[..., None, 0, 1:]
    return Marginal(full.value, gradient, hessian)


def _shared(marginal: Marginal, design):
    """Sum over studies: from each study's (a, t) to the shared (b, t)."""
    gradient = marginal.gradient
    slope = np.column_stack([gradient[..., 0] @ design, gradient[..., 1].sum(axis=-1)])
    p = design.shape[1]
    hessian = np.empty(slope.shape + (p + 1,))
    hessian[:, :p, :p] = np.einsum("nk,kp,kq->npq", marginal.hessian[..., 0, 0], design, design)
    hessian[:, p, :p] = hessian[:, :p, p] = marginal.hessian[..., 0, 1] @ design
    hessian[:, p, p] = marginal.hessian[..., 1, 1].sum(axis=-1)
    return marginal.value.sum(axis=-1), slope, hessian


def common_effect(model, start) -> Optimum:
    """Maximise the likelihood at tau = 0 from coefficients ``start``, shape (n, p)."""
    summit = climb(Homogeneous(model), start)
    zero = np.zeros(len(start))
    return Optimum(
        summit.point, _inverse(-summit.hessian), zero, zero * np.nan, summit.value, summit.converged
    )


def random_effects(model, common: Optimum) -> Optimum:
    """Maximise over coefficients and tau; where tau = 0 is as likely, return the common effect."""
    best = None
    for tau in TAU_STARTS:
        start = np.column_stack([common.coefficients, np.full(len(common.tau), tau)])
        found = _interior(climb(model, start))
        better = best is None or (found.log_likelihood > best.log_likelihood)
        best = found if best is None else found.chosen_over(best, better)
    above = best.log_likelihood > common.log_likelihood + SAME_LIKELIHOOD
    return best.chosen_over(common, above)


def _interior(summit: Summit) -> Optimum:
    covariance = _inverse(-summit.hessian)
    tau = np.abs(summit.point[:, -1])
    return Optimum(
        summit.point[:, :-1],
        covariance[:, :-1, :-1],
        tau,
        np.sqrt(np.maximum(covariance[:, -1, -1], 0)),
        summit.value,
        summit.converged,
    )


def _inverse(information):
    """Inverse of each matrix, NaN where it is not positive definite."""
    size, axes = np.linalg.eigh(information)
    size = np.where(size > 1e-12 * size[:, -1:], size, np.nan)
    return np.einsum("npr,nr,nqr->npq", axes, 1 / size, axes)
