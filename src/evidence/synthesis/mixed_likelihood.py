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
from .quadrature import Arm, Marginal, integrate, without_spread

TAU_STARTS = (0.15, 0.5, 1.5)
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
    """Studies whose likelihood depends on their effect alone (one arm, or conditional).

    Called with points (m, p + 1), coefficients then tau, for the data sets ``rows``.
    """

    arms: tuple[Arm, ...]
    design: np.ndarray
    nodes: int

    def __call__(self, points, rows):
        mean = points[:, :-1] @ self.design.T
        return _shared(integrate(_taken(self.arms, rows), mean, points[:, -1:], self.nodes),
                       self.design)

    def homogeneous(self, points, rows):
        """The same at tau = 0, in the coefficients alone."""
        mean = points @ self.design.T
        return _shared(without_spread(_taken(self.arms, rows), mean), self.design)


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
        mean = points[:, :-1] @ self.design.T
        scale = np.broadcast_to(points[:, -1:], mean.shape)

        return self._profile(
            rows, mean, lambda arms, m, a, t: integrate(arms, a, t, self.nodes, m), scale
        )

    def homogeneous(self, points, rows):
        """The same at tau = 0, in the coefficients alone."""
        mean = points @ self.design.T
        return self._profile(rows, mean, lambda arms, m, a, t: without_spread(arms, a, m), mean)

    def _profile(self, rows, mean, likelihood, scale):
        """Maximise the likelihood in the intercepts; each study is a climb of its own."""
        flat = tuple(Arm(arm.family.studies(), arm.slope) for arm in _taken(self.arms, rows))
        a, t = mean.reshape(-1, 1), scale.reshape(-1, 1)

        def one(points, studies):
            answer = likelihood(_taken(flat, studies), points, a[studies], t[studies])
            return answer.value[:, 0], answer.gradient[:, 0, :1], answer.hessian[:, 0, :1, :1]

        best = climb(one, self.intercepts[rows].reshape(-1, 1)).point.reshape(mean.shape)
        self.intercepts[rows] = best
        full = likelihood(_taken(self.arms, rows), best, mean, scale)
        return _shared(_profiled(full), self.design)


def _taken(arms, rows):
    return tuple(Arm(arm.family.take(rows), arm.slope) for arm in arms)


def _profiled(full: Marginal) -> Marginal:
    """Maximise a study's own intercept (the first parameter) out of its likelihood."""
    cross = full.hessian[..., 0, 1:] / full.hessian[..., :1, 0]
    gradient = full.gradient[..., 1:] - cross * full.gradient[..., :1]
    hessian = full.hessian[..., 1:, 1:] - cross[..., None] * full.hessian[..., None, 0, 1:]
    return Marginal(full.value, gradient, hessian)


def _shared(marginal: Marginal, design):
    """Sum over studies: from each study's (a) or (a, t) to the shared (b) or (b, t)."""
    p, extra = design.shape[1], marginal.gradient.shape[-1] - 1
    gradient = np.empty((len(marginal.value), p + extra))
    hessian = np.empty(gradient.shape + (p + extra,))
    gradient[:, :p] = marginal.gradient[..., 0] @ design
    hessian[:, :p, :p] = np.einsum("nk,kp,kq->npq", marginal.hessian[..., 0, 0], design, design)
    if extra:
        gradient[:, p] = marginal.gradient[..., 1].sum(axis=-1)
        hessian[:, p, :p] = hessian[:, :p, p] = marginal.hessian[..., 0, 1] @ design
        hessian[:, p, p] = marginal.hessian[..., 1, 1].sum(axis=-1)
    return marginal.value.sum(axis=-1), gradient, hessian


def common_effect(model, start) -> Optimum:
    """Maximise the likelihood at tau = 0 from coefficients ``start``, shape (n, p)."""
    summit = climb(model.homogeneous, start)
    zero = np.zeros(len(start))
    return Optimum(
        summit.point, _inverse(-summit.hessian), zero, zero * np.nan, summit.value, summit.converged
    )


def random_effects(model, common: Optimum) -> Optimum:
    """Maximise over coefficients and tau; where tau = 0 is as likely, return the common effect.

    The climb starts from the most likely of a few tau; a data set that has not converged
    from there is tried from each of the others, and the highest point is kept.
    """
    n = len(common.tau)
    starts = [np.column_stack([common.coefficients, np.full(n, tau)]) for tau in TAU_STARTS]
    height = np.stack([model(start, np.arange(n))[0] for start in starts])
    first = np.stack(starts)[height.argmax(axis=0), np.arange(n)]
    best = _interior(climb(model, first))
    for start in starts if not best.converged.all() else ():
        again = _interior(climb(model, start))
        higher = again.log_likelihood > best.log_likelihood + SAME_LIKELIHOOD
        best = again.chosen_over(best, ~best.converged & (again.converged | higher))
    return best.chosen_over(common, best.log_likelihood > common.log_likelihood + SAME_LIKELIHOOD)


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
