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
with the parameters: implicit differentiation gives them in closed form. They need
each factor's first four derivatives, so a factor answers
``derivatives(predictor, order)`` with the tuple (log f, 1st, ..., order-th) and
``slopes(predictor)`` with (1st, 2nd).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from evidence.synthesis.quadrature_rules import Rule

MODE_TOLERANCE = 1e-6  # a Newton step this short leaves an error of its square
MODE_STEPS = 200


class Arm(NamedTuple):
    """One factor of a study's likelihood and its slope c in the effect."""

    family: object
    slope: float = 1.0


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


class _Path(NamedTuple):
    """A node position u and its derivatives in the P parameters: (...), (P, ...), (P, P, ...)."""

    u: np.ndarray
    first: np.ndarray
    second: np.ndarray


def integrate(arms, mean, scale, rule: Rule, intercept=None, near=0.0) -> Marginal:
    """Return the log marginal likelihood of every study with gradient and Hessian.

    ``arms``: sequence of :class:`Arm`. ``mean`` (a): shape (..., k). ``scale`` (t):
    broadcast against it, 0 allowed (the integrand is then the normal density and the
    answer the likelihood at a). ``intercept`` (m): shape (..., k) or None. ``near``:
    where to begin the search for the modes.

    >>> from evidence.synthesis.quadrature_rules import gauss_hermite
    >>> class Square:  # log f = -x^2 / 2: the integral is normal, sd sqrt(1 + t^2)
    ...     def slopes(self, x):
    ...         return -x, -np.ones_like(x)
    ...     def derivatives(self, x, order):
    ...         return (-x * x / 2, *self.slopes(x), 0 * x, 0 * x)[: order + 1]
    >>> answer = integrate([Arm(Square())], np.array([1.0]), np.array([2.0]), gauss_hermite(3))
    >>> float(answer.value[0]), float(-0.5 * np.log(5) - 1 / 10)  # doctest: +ELLIPSIS
    (-0.9047189..., -0.9047189...)
    """
    scale = np.broadcast_to(scale, np.shape(mean))
    mode = _mode(arms, intercept, mean, scale, near)
    centre, log_width = _centre(arms, intercept, mean, scale, mode)
    return _sum_nodes(arms, intercept, mean, scale, centre, log_width, rule)


def log_marginal(arms, mean, scale, rule: Rule, intercept=None, near=0.0) -> np.ndarray:
    """Return the value of :func:`integrate` alone, shape (..., k), at a fraction of its cost."""
    scale = np.broadcast_to(scale, np.shape(mean))
    u = _mode(arms, intercept, mean, scale, near)
    curvature = 1.0
    for arm in arms:
        second = arm.family.slopes(_predictor(arm, intercept, mean, scale, u))[1]
        curvature = curvature - (arm.slope * scale) ** 2 * second
    lift = (slice(None),) + (None,) * np.ndim(mean)
    at = u + rule.z[lift] / np.sqrt(curvature)
    term = rule.log_weights[lift] - 0.5 * np.log(curvature) - 0.5 * at**2
    for arm in arms:
        term = term + arm.family.derivatives(_predictor(arm, intercept, mean, scale, at), 0)[0]
    top = term.max(axis=0)
    return top + np.log(np.exp(term - top).sum(axis=0))


def without_spread(arms, mean, intercept=None) -> Marginal:
    """Return what :func:`integrate` has at t = 0, in a (and m) alone: nothing to integrate.

    >>> class Square:
    ...     def derivatives(self, x, order):
    ...         return (-x * x / 2, -x, -np.ones_like(x))
    >>> without_spread([Arm(Square())], np.array([1.0])).gradient.tolist()
    [[-1.0]]
    """
    total, gradient, hessian = 0.0, 0.0, 0.0
    for arm in arms:
        predictor = _predictor(arm, intercept, mean, 0.0, 0.0)
        value, first, second = arm.family.derivatives(predictor, 2)
        lever = np.array([arm.slope] if intercept is None else [1.0, arm.slope])
        total = total + value
        gradient = gradient + first[..., None] * lever
        hessian = hessian + second[..., None, None] * np.outer(lever, lever)
    return Marginal(total, gradient, hessian, np.zeros(np.shape(mean)))


def _predictor(arm, intercept, mean, scale, u):
    shift = arm.slope * (mean + scale * u)
    return shift if intercept is None else intercept + shift


def _mode(arms, intercept, mean, scale, near):
    """Maximise sum_r log f_r - u^2 / 2; its curvature is at least 1, which brackets the mode."""
    u, low, high = near + np.zeros(np.shape(mean)), -np.inf, np.inf
    for _ in range(MODE_STEPS):
        slope, curvature = -u, 1.0
        for arm in arms:
            pull = arm.slope * scale
            first, second = arm.family.slopes(_predictor(arm, intercept, mean, scale, u))
            slope, curvature = slope + pull * first, curvature - pull * pull * second
        step = slope / curvature
        if np.all(np.abs(step) <= MODE_TOLERANCE * (1 + np.abs(u))):
            return u + step
        low = np.maximum(low, u + np.minimum(slope, 0))
        high = np.minimum(high, u + np.maximum(slope, 0))
        tried = u + step
        u = np.where((tried < low) | (tried > high), 0.5 * (low + high), tried)
    return u


def _outer(left, right):
    return left[:, None] * right[None, :]


def _add_scale(matrix, vector):
    """Add e vector' + vector e', e being the unit vector of t, the last parameter."""
    matrix[-1] += vector
    matrix[:, -1] += vector
    return matrix


def _moving(arm, scale, intercept, path):
    """The predictor's first and second derivatives while u moves along its path."""
    pull = arm.slope * scale
    first = pull * path.first
    first[-2] += arm.slope
    first[-1] += arm.slope * path.u
    if intercept is not None:
        first[0] += 1.0
    return first, _add_scale(pull * path.second, arm.slope * path.first)


def _centre(arms, intercept, mean, scale, mode):
    """The mode and the log width of the integrand, and how both move (implicit derivatives)."""
    jets = [a.family.derivatives(_predictor(a, intercept, mean, scale, mode), 4) for a in arms]
    curvature = 1 - sum((a.slope * scale) ** 2 * j[2] for a, j in zip(arms, jets, strict=True))
    slope = np.zeros((2 if intercept is None else 3, *mode.shape))
    for arm, jet in zip(arms, jets, strict=True):
        pulled = arm.slope * scale * jet[2]
        slope[-2] += pulled * arm.slope
        slope[-1] += pulled * arm.slope * mode + arm.slope * jet[1]
        if intercept is not None:
            slope[0] += pulled
    path = _Path(mode, slope / curvature, np.zeros((len(slope), *slope.shape)))
    bend = np.zeros_like(path.second)
    for arm, jet in zip(arms, jets, strict=True):
        first, second = _moving(arm, scale, intercept, path)
        bend += arm.slope * scale * (jet[3] * _outer(first, first) + jet[2] * second)
        _add_scale(bend, arm.slope * jet[2] * first)
    path = path._replace(second=bend / curvature)
    return path, _log_width(arms, jets, scale, intercept, path, curvature)


def _log_width(arms, jets, scale, intercept, path, curvature):
    """Log of curvature^(-1/2) at the mode with its total derivatives, as a path of its own."""
    slope, bend = np.zeros_like(path.first), np.zeros_like(path.second)
    for arm, jet in zip(arms, jets, strict=True):
        first, second = _moving(arm, scale, intercept, path)
        square, lever = arm.slope**2, (arm.slope * scale) ** 2
        slope -= lever * jet[3] * first
        slope[-1] -= 2 * square * scale * jet[2]
        bend -= lever * (jet[4] * _outer(first, first) + jet[3] * second)
        _add_scale(bend, -2 * square * scale * jet[3] * first)
        bend[-1, -1] -= 2 * square * jet[2]
    slope /= -2 * curvature
    return _Path(-0.5 * np.log(curvature), slope, 2 * _outer(slope, slope) - 0.5 * bend / curvature)


def _sum_nodes(arms, intercept, mean, scale, centre, log_width, rule):
    """Add up the nodes u_j = mode + z_j width; the node axis comes before the studies'."""
    lift = (slice(None),) + (None,) * np.ndim(mean)
    z, log_weights = rule.z[lift], rule.log_weights[lift]
    spread = z * np.exp(log_width.u)
    w1, w2 = log_width.first[:, None], log_width.second[:, :, None]
    path = _Path(
        centre.u + spread,
        centre.first[:, None] + spread * w1,
        centre.second[:, :, None] + spread * (w2 + _outer(w1, w1)),
    )
    term = log_weights + log_width.u - 0.5 * path.u**2
    slope = w1 - path.u * path.first
    bend = w2 - _outer(path.first, path.first) - path.u * path.second
    for arm in arms:
        log_f, f1, f2 = arm.family.derivatives(
            _predictor(arm, intercept, mean, scale, path.u), 2
        )
        first, second = _moving(arm, scale, intercept, path)
        term = term + log_f
        slope += f1 * first
        bend += f2 * _outer(first, first) + f1 * second
    return Marginal(*_log_sum(term, slope, bend), centre.u)


def _log_sum(term, slope, bend):
    """Log of the sum over nodes of exp(term), with its derivatives; parameters go last."""
    top = term.max(axis=0)
    share = np.exp(term - top)
    total = share.sum(axis=0)
    share /= total
    gradient = (share * slope).sum(axis=1)
    hessian = (share * (bend + _outer(slope, slope))).sum(axis=2) - _outer(gradient, gradient)
    return top + np.log(total), np.moveaxis(gradient, 0, -1), np.moveaxis(hessian, (0, 1), (-2, -1))
