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
``derivatives(predictor, order)`` with the tuple (log f, 1st, ..., order-th).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np
from scipy.special import roots_hermitenorm

MODE_TOLERANCE = 1e-9  # a Newton step below it leaves an error of its square
MODE_STEPS = 200


class Arm(NamedTuple):
    """One factor of a study's likelihood and its slope c in the effect."""

    family: object
    slope: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Marginal:
    """Log marginal likelihood of each study, shape (..., k), with its derivatives.

    ``gradient`` is (..., k, P) and ``hessian`` (..., k, P, P); the P parameters are
    (a, t), or (m, a, t) where the study has an intercept of its own.
    """

    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray


class _Point(NamedTuple):
    """The node position u, and how u moves with the parameters (first, second)."""

    u: np.ndarray
    first: list
    second: dict


@lru_cache(maxsize=32)
def gauss_hermite(nodes: int) -> tuple[np.ndarray, np.ndarray]:
    """Return abscissae z and log weights for the standard normal, each of shape (nodes,).

    The sum of w_j g(z_j) is E g(Z), exact for polynomials g of degree < 2 nodes
    (Abramowitz & Stegun 1964, 25.4.46). Raises ValueError for nodes < 1.

    >>> z, log_weights = gauss_hermite(5)
    >>> float(np.round(np.sum(np.exp(log_weights) * z**4), 12))
    3.0
    """
    if nodes < 1:
        raise ValueError(f"quadrature needs at least 1 node, not {nodes}")
    z, weights = roots_hermitenorm(nodes)
    return z, np.log(weights) - 0.5 * np.log(2 * np.pi)


def integrate(arms, mean, scale, nodes: int, intercept=None) -> Marginal:
    """Return the log marginal likelihood of every study with gradient and Hessian.

    ``arms``: sequence of :class:`Arm`. ``mean`` (a): shape (..., k). ``scale`` (t):
    broadcast against it, 0 allowed (the integrand is then the normal density and the
    answer the likelihood at a). ``intercept`` (m): shape (..., k) or None.

    >>> class Square:  # log f = -x^2 / 2: the integral is normal, sd sqrt(1 + t^2)
    ...     def derivatives(self, x, order):
    ...         return (-x * x / 2, -x, -np.ones_like(x), 0 * x, 0 * x)[: order + 1]
    >>> answer = integrate([Arm(Square())], np.array([1.0]), np.array([2.0]), nodes=3)
    >>> float(answer.value[0]), float(-0.5 * np.log(5) - 1 / 10)  # doctest: +ELLIPSIS
    (-0.9047189..., -0.9047189...)
    """
    scale = np.broadcast_to(scale, np.shape(mean))
    mode = _mode(arms, intercept, mean, scale)
    centre, log_width = _centre(arms, intercept, mean, scale, mode)
    return _sum_nodes(arms, intercept, mean, scale, centre, log_width, nodes)


def _predictor(arm, intercept, mean, scale, u):
    shift = arm.slope * (mean + scale * u)
    return shift if intercept is None else intercept + shift


def _mode(arms, intercept, mean, scale):
    """Maximise sum_r log f_r - u^2 / 2; it is at least 1-concave, so |u| <= |slope at 0|."""
    u = np.zeros(np.shape(mean))
    low, high = np.full(u.shape, -np.inf), np.full(u.shape, np.inf)
    for _ in range(MODE_STEPS):
        slope, curvature = -u, np.ones(u.shape)
        for arm in arms:
            _, first, second = arm.family.derivatives(
                _predictor(arm, intercept, mean, scale, u), 2
            )
            slope = slope + arm.slope * scale * first
            curvature = curvature - (arm.slope * scale) ** 2 * second
        # strong concavity brackets the mode between u and u + slope
        low = np.maximum(low, np.where(slope >= 0, u, u + slope))
        high = np.minimum(high, np.where(slope >= 0, u + slope, u))
        step = slope / curvature
        if np.all(np.abs(step) <= MODE_TOLERANCE * (1 + np.abs(u))):
            return u + step
        tried = u + step
        u = np.where((tried < low) | (tried > high), 0.5 * (low + high), tried)
    return u


def _pairs(count):
    return combinations_with_replacement(range(count), 2)


def _explicit(arm, intercept, u):
    """Derivatives of the predictor in the parameters, u held fixed."""
    own = [arm.slope, arm.slope * u]
    return own if intercept is None else [1.0, *own]


def _moving(arm, scale, intercept, point):
    """First and second derivatives of the predictor when u moves with the parameters."""
    last = len(point.first) - 1
    first = [
        explicit + arm.slope * scale * moved
        for explicit, moved in zip(_explicit(arm, intercept, point.u), point.first, strict=True)
    ]
    second = {}
    for p, q in point.second:
        mixed = scale * point.second[p, q]
        if q == last:
            mixed = mixed + point.first[p] * (2.0 if p == last else 1.0)
        second[p, q] = arm.slope * mixed
    return first, second


def _centre(arms, intercept, mean, scale, mode):
    """The mode, the log of the node spacing, and how both move (implicit differentiation)."""
    count = 2 if intercept is None else 3
    last = count - 1
    jets = [
        arm.family.derivatives(_predictor(arm, intercept, mean, scale, mode), 4) for arm in arms
    ]
    curvature = 1 - sum((a.slope * scale) ** 2 * jet[2] for a, jet in zip(arms, jets, strict=True))
    pull = sum(arm.slope * jet[1] for arm, jet in zip(arms, jets, strict=True))
    explicit = [_explicit(arm, intercept, mode) for arm in arms]
    first = []
    for p in range(count):
        moved = sum(a.slope * scale * jet[2] * e[p] for a, jet, e in zip(arms, jets, explicit))
        first.append((moved + (pull if p == last else 0.0)) / curvature)
    # with the first derivatives known, everything of second order but t * u_pq is known
    still = _Point(mode, first, {pair: 0.0 for pair in _pairs(count)})
    second = {}
    for p, q in _pairs(count):
        total = 0.0
        for arm, jet in zip(arms, jets, strict=True):
            d1, d2 = _moving(arm, scale, intercept, still)
            total = total + arm.slope * scale * (jet[3] * d1[p] * d1[q] + jet[2] * d2[p, q])
            for this, other in ((p, q), (q, p)):
                if this == last:
                    total = total + arm.slope * jet[2] * d1[other]
        second[p, q] = total / curvature
    point = _Point(mode, first, second)
    return point, _log_width(arms, jets, scale, intercept, point, curvature)


def _log_width(arms, jets, scale, intercept, point, curvature):
    """Log of curvature^(-1/2) at the mode, with its total derivatives."""
    last = len(point.first) - 1
    moved = [_moving(arm, scale, intercept, point) for arm in arms]
    h1, h2 = [0.0] * (last + 1), dict.fromkeys(point.second, 0.0)
    for arm, jet, (d1, d2) in zip(arms, jets, moved, strict=True):
        square = arm.slope**2
        for p in range(last + 1):
            own = 2 * scale * jet[2] if p == last else 0.0
            h1[p] = h1[p] - square * (own + scale**2 * jet[3] * d1[p])
        for p, q in h2:
            term = scale**2 * (jet[4] * d1[p] * d1[q] + jet[3] * d2[p, q])
            for this, other in ((p, q), (q, p)):
                if this == last:
                    term = term + 2 * scale * jet[3] * d1[other]
            if p == q == last:
                term = term + 2 * jet[2]
            h2[p, q] = h2[p, q] - square * term
    first = [-0.5 * h / curvature for h in h1]
    second = {(p, q): -0.5 * h2[p, q] / curvature + 2 * first[p] * first[q] for p, q in h2}
    return -0.5 * np.log(curvature), first, second


def _sum_nodes(arms, intercept, mean, scale, centre, log_width, nodes):
    """Add up the nodes u_j = mode + z_j width; the node axis comes first."""
    z, log_weights = gauss_hermite(nodes)
    lift = (slice(None),) + (None,) * np.ndim(mean)
    z, log_weights = z[lift], (log_weights + 0.5 * z**2)[lift]
    log_w, w1, w2 = log_width
    width = np.exp(log_w)
    pairs = list(centre.second)
    u1 = [c + z * (width * w) for c, w in zip(centre.first, w1, strict=True)]
    u2 = {
        (p, q): centre.second[p, q] + z * (width * (w2[p, q] + w1[p] * w1[q])) for p, q in pairs
    }
    point = _Point(centre.u + z * width, u1, u2)
    terms = log_weights + log_w - 0.5 * point.u**2
    slopes = [w - point.u * u for w, u in zip(w1, u1, strict=True)]
    bends = {(p, q): w2[p, q] - u1[p] * u1[q] - point.u * u2[p, q] for p, q in pairs}
    for arm in arms:
        log_f, f1, f2 = arm.family.derivatives(
            _predictor(arm, intercept, mean, scale, point.u), 2
        )
        d1, d2 = _moving(arm, scale, intercept, point)
        terms = terms + log_f
        slopes = [s + f1 * d for s, d in zip(slopes, d1, strict=True)]
        bends = {(p, q): bends[p, q] + f2 * d1[p] * d1[q] + f1 * d2[p, q] for p, q in pairs}
    return _log_sum(terms, slopes, bends)


def _log_sum(terms, slopes, bends):
    """Log of the summed exponentials over the first axis, with its derivatives."""
    top = terms.max(axis=0)
    share = np.exp(terms - top)
    total = share.sum(axis=0)
    share = share / total
    gradient = np.stack([(share * slope).sum(axis=0) for slope in slopes], axis=-1)
    hessian = np.empty(gradient.shape + (len(slopes),))
    for (p, q), bend in bends.items():
        raw = (share * (bend + slopes[p] * slopes[q])).sum(axis=0)
        hessian[..., p, q] = hessian[..., q, p] = raw - gradient[..., p] * gradient[..., q]
    return Marginal(top + np.log(total), gradient, hessian)
