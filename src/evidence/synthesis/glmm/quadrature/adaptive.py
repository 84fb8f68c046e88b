"""Adaptive Gauss-Hermite quadrature of one normal random effect, with exact derivatives.

For one study the marginal likelihood is

    L(a, t, m) = integral of prod_r f_r(m + c_r (a + t u)) phi(u) du

with one factor f_r for each arm r of slope c_r, mean effect a, between-study
standard deviation t and, where there is one, an intercept m of the study. The
nodes sit at the mode of the integrand and are scaled by its curvature there
(Liu & Pierce 1994, doi:10.1093/biomet/81.3.624, eq. 2-4; Pinheiro & Bates 1995,
doi:10.1080/10618600.1995.10474663, eq. 3.6); one node is the Laplace approximation.
Nodes that stay where the normal density is miss the narrow integrand of a large
trial altogether.

The derivatives are those of the approximation itself, since mode and scale move
with the parameters (:mod:`evidence.synthesis.glmm.integrand`). They need each factor's
first four derivatives, so a factor has ``derivatives(predictor, order)`` with the
tuple (log f, 1st, ..., order-th) and ``slopes(predictor)`` with (1st, 2nd).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evidence.synthesis.glmm.integrand import Arm, add_scale, centre, highest, lines_of, outer
from evidence.synthesis.glmm.quadrature.rules import Rule, log_sum

if TYPE_CHECKING:
    from evidence.synthesis.glmm.integrand import Line, Path


@dataclass(frozen=True, slots=True, eq=False)
class Marginal:
    """Log marginal likelihood of each study, shape (..., k), with its derivatives.

    ``gradient`` is (..., k, P) and ``hessian`` (..., k, P, P); the P parameters are
    (a, t), or (m, a, t) where the study has an intercept of its own. ``mode`` is the
    u, shape (..., k), at which each study's integrand is highest.
    """

    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray
    mode: np.ndarray


def integrate(
    arms: Sequence[Arm],
    mean: np.ndarray,
    scale: np.ndarray | float,
    rule: Rule,
    intercept: np.ndarray | None = None,
    mode_start: np.ndarray | float = 0.0,
) -> Marginal:
    """Return the log marginal likelihood of every study with gradient and Hessian.

    ``arms``: sequence of :class:`Arm`. ``mean`` (a): shape (..., k). ``scale`` (t):
    broadcast against it, 0 allowed (the integrand is then the normal density and the
    give the likelihood at a). ``intercept`` (m): shape (..., k) or None. ``mode_start``:
    where to begin the search for the modes.

    >>> from evidence.synthesis.glmm.quadrature.rules import gauss_hermite
    >>> class Square:  # log f = -x^2 / 2: the integral is normal, sd sqrt(1 + t^2)
    ...     def slopes(self, x):
    ...         return -x, -np.ones_like(x)
    ...
    ...     def derivatives(self, x, order):
    ...         return (-x * x / 2, *self.slopes(x), 0 * x, 0 * x)[: order + 1]
    >>> answer = integrate([Arm(Square())], np.array([1.0]), np.array([2.0]), gauss_hermite(3))
    >>> float(answer.value[0]), float(-0.5 * np.log(5) - 1 / 10)  # doctest: +ELLIPSIS
    (-0.9047189..., -0.9047189...)
    """
    lines = lines_of(arms, intercept, mean, scale)
    mode = highest(lines, mode_start + np.zeros_like(mean))
    return _sum_nodes(lines, *centre(lines, mode, 2 if intercept is None else 3), rule)


def without_spread(
    arms: Sequence[Arm], mean: np.ndarray, intercept: np.ndarray | None = None
) -> Marginal:
    """Return what :func:`integrate` has at t = 0, in a (and m) alone: nothing to integrate.

    >>> class Square:
    ...     def derivatives(self, x, order):
    ...         return (-x * x / 2, -x, -np.ones_like(x))
    >>> without_spread([Arm(Square())], np.array([1.0])).gradient.tolist()
    [[-1.0]]
    """
    total = gradient = hessian = np.zeros(())
    for line in lines_of(arms, intercept, mean, 0.0):
        value, first, second = line.family.derivatives(line.level, 2)
        lever = np.array([line.slope] if intercept is None else [1.0, line.slope])
        total = total + value
        gradient = gradient + first[..., None] * lever
        hessian = hessian + second[..., None, None] * np.outer(lever, lever)
    return Marginal(total, gradient, hessian, np.zeros_like(mean))


def _sum_nodes(lines: list[Line], mode: Path, log_width: Path, rule: Rule) -> Marginal:
    """Add up the nodes u = mode + z width; the node axis comes before the studies'.

    The sum's log has the Hessian E[T'' + T' (T')^t] - E[T'] E[T']^t, over nodes that weigh
    exp T each. A product of two first derivatives is averaged without being formed, and
    what T'' owes to the second derivatives of u enters by its mean slope alone.
    """
    z, log_weights = rule.beside(mode.u)
    spread = z * np.exp(log_width.u)
    u, first = mode.u + spread, mode.first[:, None] + spread * log_width.first[:, None]
    term, drift = log_weights + log_width.u - 0.5 * u * u, -u
    slope = log_width.first[:, None] - u * first
    parts = []
    for line in lines:
        log_f, f1, f2 = line.family.derivatives(line.predictor(u), 2)
        move = line.moved(u, first)
        term, drift = term + log_f, drift + line.pull * f1
        slope += f1 * move
        parts.append((line.slope, f1, f2, move))
    value, share = log_sum(term)
    gradient, hessian = _mean(share, slope), _mean_outer(share, slope, slope)
    hessian -= _mean_outer(share, first, first) + outer(gradient, gradient)
    for c, f1, f2, move in parts:
        hessian += _mean_outer(share * f2, move, move)
        add_scale(hessian, c * _mean(share * f1, first))
    drift *= share
    widening = log_width.second + outer(log_width.first, log_width.first)
    hessian += log_width.second + drift.sum(axis=0) * mode.second
    hessian += (drift * spread).sum(axis=0) * widening
    return Marginal(value, _last(gradient, 1), _last(hessian, 2), mode.u)


def _mean(share: np.ndarray, first: np.ndarray) -> np.ndarray:
    return np.einsum("j...,pj...->p...", share, first)


def _mean_outer(share: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.einsum("pj...,qj...->pq...", share * left, right)


def _last(array: np.ndarray, axes: int) -> np.ndarray:
    """Move the leading axes, of parameters, behind those of the studies."""
    return array.transpose(*range(axes, array.ndim), *range(axes))
