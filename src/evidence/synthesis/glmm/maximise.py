"""Maximum likelihood of models with one normal random effect a study.

The parameters of one data set are the coefficients b of the mean effect, a = X b,
and the between-study standard deviation t. The likelihood is even in t, so t = 0
is an ordinary stationary point of it: an ascent over t can end there smoothly, and
the result is compared with the common-effect model all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from evidence.synthesis.glmm.newton import Derivatives, Maximum, maximise
from evidence.synthesis.glmm.quadrature.rules import gauss_hermite, stretched
from evidence.synthesis.progress import on_a_terminal

if TYPE_CHECKING:
    from evidence.synthesis.glmm.quadrature.rules import Rule

TAU_STARTS = (0.006, 0.03, 0.15, 0.5, 1.5)  # the least for studies of 100 000
NODES = 21  # Gauss-Hermite; tests: within 1e-6 of 101 nodes for all reference data sets
FINER = gauss_hermite(63), stretched(201)
# Between-study standard deviation on the scale of the linear predictor; a narrower distribution
# of effects does not need a finer rule (see `refined`).
WIDE_TAU = 1.0
REFIT_BLOCK = 16  # data sets refitted together: a finer rule has 3 to 10 times the nodes
SAME_QUADRATURE = 1e-6  # log likelihood: two rules that differ by less are the same
BLOCK = 128  # data sets fitted together: their nodes fit a core's cache
# Standard error, log scale, that no data could have: outcomes are separated.
SEPARATED_ERROR = 1e3
# Log likelihood above that of tau = 0: by more, a single ascent has found the highest of the
# maxima (tests/unit/synthesis/glmm/test_maximise.py compares with all starts).
CLEAR_GAIN = 8.0
SINGULAR = 1e-12  # of the largest eigenvalue: information below is rounding
SAME_LIKELIHOOD = 1e-10  # an interior optimum must beat tau = 0 by more than this


class Likelihood(Protocol):
    """A model of n data sets, evaluated at points of some of them (``rows``)."""

    def __call__(self, points: np.ndarray, rows: np.ndarray) -> Derivatives:
        """Log likelihood with gradient and Hessian in (coefficients, tau)."""

    def homogeneous(self, points: np.ndarray, rows: np.ndarray) -> Derivatives:
        """The same at tau = 0, in the coefficients alone."""

    def nearby(self, start: np.ndarray) -> np.ndarray:
        """Points closer to the maxima at less cost, or ``start`` itself."""


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
            np.full((n, p), np.nan),
            np.full(n, np.nan),
            np.full((n, p + 1, p + 1), np.nan),
            np.full(n, np.nan),
            np.zeros(n, dtype=bool),
        )

    def chosen_over(self, other: Optimum, better: np.ndarray) -> Optimum:
        """This optimum in the rows where ``better`` is true, the other one elsewhere."""
        if better.all():
            return self

        def pick(first: np.ndarray, second: np.ndarray) -> np.ndarray:
            return np.where(better.reshape((-1,) + (1,) * (first.ndim - 1)), first, second)

        return Optimum(*(pick(getattr(self, f), getattr(other, f)) for f in self.__slots__))


def fit_in_blocks(
    build: Callable[[np.ndarray], Likelihood],
    start: np.ndarray,
    common_start: np.ndarray,
    limit: np.ndarray,
    finer: Sequence[Rule] = FINER,
    block: int = BLOCK,
) -> tuple[Optimum, Optimum]:
    """Fit both models to every data set with ``limit`` 0, a block of them at a time.

    ``build(rows)`` returns the model of those rows; ``start`` (n, p + 1) and
    ``common_start`` (n, p) are where the ascents begin; ``finer``: see :func:`refined`.
    Returns the random-effects and the common-effect :class:`Optimum`, with NaN in the
    rows that were not fitted.
    """
    rows = np.flatnonzero(limit == 0)
    pairs, progress = [], on_a_terminal("likelihoods")
    for first in range(0, rows.size, block):
        some = rows[first : first + block]
        model = build(some)
        common = common_effect(model, common_start[some])
        found = random_effects(model, start[some], common)
        pairs.append((refined(model, found, common, finer), common))
        progress(first + some.size, rows.size)
    n, p = common_start.shape
    if not pairs:
        return Optimum.missing(n, p), Optimum.missing(n, p)
    found, common = (_spread(parts, rows, n, p) for parts in zip(*pairs, strict=True))
    return found, common


def _spread(parts: Sequence[Optimum], rows: np.ndarray, n: int, p: int) -> Optimum:
    """Put the blocks' optima in their rows among all n."""
    if len(parts) == 1 and rows.size == n:
        return parts[0]
    whole = Optimum.missing(n, p)
    for name in Optimum.__slots__:
        getattr(whole, name)[rows] = np.concatenate([getattr(part, name) for part in parts])
    return whole


def common_effect(model: Likelihood, start: np.ndarray) -> Optimum:
    """Maximise the likelihood at tau = 0 from coefficients ``start``, shape (n, p)."""
    maximum = maximise(model.homogeneous, start)
    n, p = maximum.point.shape
    covariance = np.full((n, p + 1, p + 1), np.nan)
    covariance[:, :p, :p] = _inverse(-maximum.hessian)
    met = maximum.converged & _bounded(covariance)
    return Optimum(maximum.point, np.zeros(n), covariance, maximum.value, met)


def random_effects(model: Likelihood, start: np.ndarray, common: Optimum) -> Optimum:
    """Maximise over coefficients and tau; where tau = 0 is as likely, return the common effect.

    ``start``: shape (n, p + 1). Uneven sizes can give the likelihood several maxima, one of
    them often at tau = 0. So a data set that has not converged, or whose likelihood is little
    above that of tau = 0, is tried again from the common effect with each of ``TAU_STARTS``,
    and the highest point is returned.
    """
    best = _interior(maximise(model, model.nearby(start)))
    doubtful = np.flatnonzero(~best.converged | ~_higher(best, common, CLEAR_GAIN))
    if doubtful.size:
        _try_again(model, best, common, doubtful)
    return best.chosen_over(common, _higher(best, common))


def _try_again(model: Likelihood, best: Optimum, common: Optimum, rows: np.ndarray) -> None:
    """Ascend from each of ``TAU_STARTS``, and write what is higher, or converged at last."""
    for tau in TAU_STARTS:
        start = np.column_stack([common.coefficients[rows], np.full(rows.size, tau)])
        again = _interior(maximise(lambda points, these: model(points, rows[these]), start))
        higher = again.log_likelihood > best.log_likelihood[rows] + SAME_LIKELIHOOD
        lost = ~best.converged[rows]
        _write(
            best, rows, again, np.where(lost, again.converged | higher, again.converged & higher)
        )


def _higher(optimum: Optimum, other: Optimum, by: Any = SAME_LIKELIHOOD) -> Any:
    return optimum.log_likelihood > other.log_likelihood + by


def _write(whole: Optimum, rows: np.ndarray, part: Optimum, better: np.ndarray) -> None:
    """Put the rows of ``part`` that are better in their places."""
    for name in Optimum.__slots__:
        getattr(whole, name)[rows[better]] = getattr(part, name)[better]


def refined(model: Any, found: Optimum, common: Optimum, finer: Sequence[Rule]) -> Optimum:
    """Refit by finer rules the data sets that have too few Gauss-Hermite nodes.

    That happens only for a wide distribution of effects over sparse studies, so only tau
    above ``WIDE_TAU`` is looked at; each of the ``finer`` rules takes those it would change.
    """
    rows = np.flatnonzero(found.tau > WIDE_TAU)
    for rule in finer:
        for few in np.array_split(rows, -(-rows.size // REFIT_BLOCK)) if rows.size else ():
            points = np.column_stack([found.coefficients, found.tau])[few]
            change = np.abs(model.value(points, few, rule) - found.log_likelihood[few])
            _refit(replace(model, rule=rule), found, few[change > SAME_QUADRATURE])
    return found.chosen_over(common, _higher(found, common))


def _refit(model: Likelihood, found: Optimum, rows: np.ndarray) -> None:
    """Ascend further from what was found for ``rows``, and write the maximum there."""
    if rows.size:
        start = np.column_stack([found.coefficients, found.tau])[rows]
        again = _interior(maximise(lambda points, these: model(points, rows[these]), start))
        _write(found, rows, again, np.ones(rows.size, dtype=bool))


def _interior(maximum: Maximum) -> Optimum:
    covariance = _inverse(-maximum.hessian)
    turned = maximum.point[:, -1] < 0  # the likelihood is even in tau
    covariance[turned, -1, :-1] *= -1
    covariance[turned, :-1, -1] *= -1
    return Optimum(
        maximum.point[:, :-1],
        np.abs(maximum.point[:, -1]),
        covariance,
        maximum.value,
        maximum.converged & _bounded(covariance),
    )


def _bounded(covariance: np.ndarray) -> Any:
    """False where a coefficient has run away: separated outcomes leave no curvature behind."""
    variances = covariance.diagonal(axis1=1, axis2=2)[:, :-1]
    return (variances < SEPARATED_ERROR**2).all(axis=-1)


def _inverse(information: np.ndarray) -> np.ndarray:
    """Inverse of each matrix, NaN where it is not positive definite."""
    size, axes = np.linalg.eigh(information)
    size = np.where(size > SINGULAR * size[:, -1:], size, np.nan)
    return (axes / size[:, None, :]) @ axes.swapaxes(-1, -2)
