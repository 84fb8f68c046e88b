"""Maximum likelihood of models with one normal random effect a study.

The parameters of one data set are the coefficients b of the mean effect, a = X b,
and the between-study standard deviation t. The likelihood is even in t, so t = 0
is an ordinary stationary point of it: a climb over t can end there smoothly, and
the result is compared with the common-effect model all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evidence.synthesis.newton import Summit, climb
from evidence.synthesis.quadrature import (
    Arm,
    Marginal,
    Rule,
    gauss_hermite,
    integrate,
    log_marginal,
    stretched,
    without_spread,
)

TAU_STARTS = (0.15, 0.5, 1.5)
NODES = 21  # Gauss-Hermite; tests: within 1e-6 of 101 nodes for all reference data sets
FINER = gauss_hermite(63), stretched(201)
WIDE = 1.0
FEW = 16  # data sets refitted together by a finer rule
SAME_QUADRATURE = 1e-6
BLOCK = 128  # data sets fitted together: their nodes fit a core's cache
RUN_AWAY = 1e3  # a standard error, on the log scale, that no data could have
SAME_LIKELIHOOD = 1e-10  # an interior optimum must beat tau = 0 by more than this


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Maximum likelihood of n data sets with p coefficients.

    ``coefficients`` (n, p); ``tau`` (n,); ``covariance`` (n, p + 1, p + 1) of both, from
    the joint Hessian of all parameters, with NaN for tau at the boundary 0;
    ``log_likelihood`` (n,); ``converged`` (n,).
    """

    coefficients: np.ndarray
    tau: np.ndarray
    covariance: np.ndarray
    log_likelihood: np.ndarray
    converged: np.ndarray

    @classmethod
    def missing(cls, n: int, p: int) -> Optimum:
        """Of n data sets with p coefficients, nothing known yet."""
        return cls(
            np.full((n, p), np.nan), np.full(n, np.nan), np.full((n, p + 1, p + 1), np.nan),
            np.full(n, np.nan), np.zeros(n, dtype=bool),
        )

    def chosen_over(self, other: Optimum, better: np.ndarray) -> Optimum:
        """This optimum in the rows where ``better`` is true, the other one elsewhere."""
        def pick(mine, theirs):
            return np.where(better.reshape((-1,) + (1,) * (mine.ndim - 1)), mine, theirs)

        return Optimum(*(pick(getattr(self, f), getattr(other, f)) for f in self.__slots__))


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

    def __call__(self, points, rows):
        mean = points[:, :-1] @ self.design.T
        marginal = integrate(
            _taken(self.arms, rows), mean, points[:, -1:], self.rule, near=self.modes[rows]
        )
        self.modes[rows] = marginal.mode
        return _shared(marginal, self.design)

    def value(self, points, rows, rule):
        """The log likelihood alone, by another rule."""
        mean, arms = points[:, :-1] @ self.design.T, _taken(self.arms, rows)
        return log_marginal(arms, mean, points[:, -1:], rule, near=self.modes[rows]).sum(axis=-1)

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
    rule: Rule
    intercepts: np.ndarray

    def __call__(self, points, rows):
        mean = points[:, :-1] @ self.design.T
        scale = np.broadcast_to(points[:, -1:], mean.shape)
        return self._profile(
            rows, mean, lambda arms, m, a, t: integrate(arms, a, t, self.rule, m), scale
        )

    def homogeneous(self, points, rows):
        """The same at tau = 0, in the coefficients alone."""
        mean = points @ self.design.T
        return self._profile(rows, mean, lambda arms, m, a, t: without_spread(arms, a, m), mean)

    def value(self, points, rows, rule):
        """The log likelihood alone, by another rule, at the last intercepts."""
        mean, arms = points[:, :-1] @ self.design.T, _taken(self.arms, rows)
        values = log_marginal(arms, mean, points[:, -1:], rule, self.intercepts[rows])
        return values.sum(axis=-1)

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
    own = full.hessian[..., :1, 0]
    cross = full.hessian[..., 0, 1:] / np.where(own < 0, own, -1.0)  # 0 in an absent study
    gradient = full.gradient[..., 1:] - cross * full.gradient[..., :1]
    hessian = full.hessian[..., 1:, 1:] - cross[..., None] * full.hessian[..., None, 0, 1:]
    return Marginal(full.value, gradient, hessian, full.mode)


def _shared(marginal: Marginal, design):
    """Sum over studies: from each study's (a) or (a, t) to the shared (b) or (b, t)."""
    p, extra = design.shape[1], marginal.gradient.shape[-1] - 1
    gradient = np.empty((len(marginal.value), p + extra))
    hessian = np.empty(gradient.shape + (p + extra,))
    gradient[:, :p] = marginal.gradient[..., 0] @ design
    hessian[:, :p, :p] = (design.T * marginal.hessian[:, None, :, 0, 0]) @ design
    if extra:
        gradient[:, p] = marginal.gradient[..., 1].sum(axis=-1)
        hessian[:, p, :p] = hessian[:, :p, p] = marginal.hessian[..., 0, 1] @ design
        hessian[:, p, p] = marginal.hessian[..., 1, 1].sum(axis=-1)
    return marginal.value.sum(axis=-1), gradient, hessian


def fit_in_blocks(build, start, common_start, limit, refine=True):
    """Fit both models to every data set with ``limit`` 0, a block of them at a time.

    ``build(rows)`` answers the model of those rows; ``start`` (n, p + 1) and
    ``common_start`` (n, p) are where the climbs begin; ``refine``: see :func:`refined`. Returns the random-effects and
    the common-effect :class:`Optimum`, with NaN in the rows that were not fitted.
    """
    rows = np.flatnonzero(limit == 0)
    pairs = []
    for block in np.split(rows, range(BLOCK, rows.size, BLOCK)) if rows.size else ():
        model = build(block)
        common = common_effect(model, common_start[block])
        found = random_effects(model, start[block], common)
        pairs.append((refined(model, found, common) if refine else found, common))
    n, p = common_start.shape
    return tuple(_spread(found, rows, n, p) for found in zip(*pairs, strict=True)) or (
        Optimum.missing(n, p), Optimum.missing(n, p)
    )


def _spread(parts, rows, n, p) -> Optimum:
    """Put the blocks' answers in their rows among all n."""
    whole = Optimum.missing(n, p)
    for name in Optimum.__slots__:
        getattr(whole, name)[rows] = np.concatenate([getattr(part, name) for part in parts])
    return whole


def common_effect(model, start) -> Optimum:
    """Maximise the likelihood at tau = 0 from coefficients ``start``, shape (n, p)."""
    summit = climb(model.homogeneous, start)
    n, p = summit.point.shape
    covariance = np.full((n, p + 1, p + 1), np.nan)
    covariance[:, :p, :p] = _inverse(-summit.hessian)
    met = summit.converged & _bounded(covariance)
    return Optimum(summit.point, np.zeros(n), covariance, summit.value, met)


def random_effects(model, start, common: Optimum) -> Optimum:
    """Maximise over coefficients and tau; where tau = 0 is as likely, return the common effect.

    ``start``: shape (n, p + 1). A data set that has not converged from there is tried
    from the common effect with each of ``TAU_STARTS``, and the highest point is kept.
    """
    best = _interior(climb(model, start))
    for tau in TAU_STARTS:
        if best.converged.all():
            break
        padded = np.column_stack([common.coefficients, np.full(len(start), tau)])
        again = _interior(climb(model, padded))
        higher = again.log_likelihood > best.log_likelihood + SAME_LIKELIHOOD
        best = again.chosen_over(best, ~best.converged & (again.converged | higher))
    return best.chosen_over(common, best.log_likelihood > common.log_likelihood + SAME_LIKELIHOOD)


def refined(model, found: Optimum, common: Optimum) -> Optimum:
    """Refit by finer rules the data sets that have too few Gauss-Hermite nodes.

    That happens only for a wide distribution of effects over sparse studies, so only tau
    above ``WIDE`` is looked at; each finer rule takes the data sets it would change.
    """
    rows = np.flatnonzero(found.tau > WIDE)
    for rule in FINER:
        for few in np.array_split(rows, -(-rows.size // FEW)) if rows.size else ():
            points = np.column_stack([found.coefficients, found.tau])[few]
            change = np.abs(model.value(points, few, rule) - found.log_likelihood[few])
            _refit(replace(model, rule=rule), found, few[change > SAME_QUADRATURE])
    higher = found.log_likelihood > common.log_likelihood + SAME_LIKELIHOOD
    return found.chosen_over(common, higher)


def _refit(model, found: Optimum, rows) -> None:
    """Climb on from what was found for ``rows``, and write the summit there."""
    if rows.size:
        start = np.column_stack([found.coefficients, found.tau])[rows]
        again = _interior(climb(lambda at, these: model(at, rows[these]), start))
        for name in Optimum.__slots__:
            getattr(found, name)[rows] = getattr(again, name)


def _interior(summit: Summit) -> Optimum:
    covariance = _inverse(-summit.hessian)
    turned = np.where(summit.point[:, -1] < 0, -1.0, 1.0)  # the likelihood is even in tau
    covariance[:, -1] *= turned[:, None]
    covariance[:, :, -1] *= turned[:, None]
    return Optimum(
        summit.point[:, :-1],
        np.abs(summit.point[:, -1]),
        covariance,
        summit.value,
        summit.converged & _bounded(covariance),
    )


def _bounded(covariance):
    """False where a coefficient has run away: separated outcomes leave no curvature behind."""
    variances = np.diagonal(covariance, axis1=1, axis2=2)[:, :-1]
    return np.all(variances < RUN_AWAY**2, axis=-1)


def _inverse(information):
    """Inverse of each matrix, NaN where it is not positive definite."""
    size, axes = np.linalg.eigh(information)
    size = np.where(size > 1e-12 * size[:, -1:], size, np.nan)
    return (axes / size[:, None, :]) @ np.swapaxes(axes, -1, -2)
