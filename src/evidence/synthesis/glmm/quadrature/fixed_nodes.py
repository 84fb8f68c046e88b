"""Quadrature by fixed nodes: a likelihood's value, or rough derivatives, at a fraction of the cost.

The nodes are placed as in :mod:`evidence.synthesis.glmm.quadrature.adaptive`, at the mode of
each study's integrand and as wide as its curvature there, but then they stay while the
parameters move: the integral is differentiated, not its approximation. With many nodes the two
agree; with few, only the moving ones lead to the maximum of the approximation itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from evidence.synthesis.glmm.integrand import MODE_TOLERANCE, highest, lines_of
from evidence.synthesis.glmm.quadrature.adaptive import Marginal
from evidence.synthesis.glmm.quadrature.rules import Rule, log_sum

if TYPE_CHECKING:
    from evidence.synthesis.glmm.integrand import Arm, Line

LOOSE_MODE = 0.3  # in standard deviations of the effect: nodes need not sit at the very top


def log_marginal(
    arms: Sequence[Arm],
    mean: np.ndarray,
    scale: np.ndarray | float,
    rule: Rule,
    intercept: np.ndarray | None = None,
    mode_start: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Return the value alone of :func:`.adaptive.integrate`, shape (..., k)."""
    lines = lines_of(arms, intercept, mean, scale)
    _, u, term = _placed(lines, mode_start + np.zeros_like(mean), rule, MODE_TOLERANCE)
    for line in lines:
        term = term + line.family.derivatives(line.predictor(u), 0)[0]
    return log_sum(term)[0]


def rough_derivatives(
    arms: Sequence[Arm],
    mean: np.ndarray,
    scale: np.ndarray | float,
    rule: Rule,
    mode_start: np.ndarray | float = 0.0,
) -> Marginal:
    """Return about what ``integrate`` has, by fixed nodes around a loosely sought mode.

    With T' and T'' the log integrand's derivatives in (a, t), the log of the integral has
    the gradient E[T'] and the Hessian E[T'' + T' (T')^t] - E[T'] E[T']^t over the effects
    given the data (Louis 1982, Journal of the Royal Statistical Society B 44:226).

    >>> from evidence.synthesis.glmm.families import Binomial
    >>> from evidence.synthesis.glmm.integrand import Arm
    >>> from evidence.synthesis.glmm.quadrature.rules import gauss_hermite
    >>> arms = [Arm(Binomial.of([3.0], [9.0]))]
    >>> rough_derivatives(arms, np.array([0.1]), 0.8, gauss_hermite(21)).gradient.round(4).tolist()
    [[-0.731, -0.2815]]
    """
    lines = lines_of(arms, None, mean, scale)
    mode, u, term = _placed(lines, mode_start, rule, LOOSE_MODE)
    slope = bend = np.zeros(())
    for line in lines:
        log_f, f1, f2 = line.family.derivatives(line.predictor(u), 2)
        term, slope = term + log_f, slope + line.slope * f1
        bend = bend + line.slope**2 * f2
    value, share = log_sum(term)
    gradient, hessian = np.empty((*value.shape, 2)), np.empty((*value.shape, 2, 2))
    gradient[..., 0], gradient[..., 1] = _moments(share * slope, u, 1)
    flat, mixed, steep = _moments(share * (bend + slope * slope), u, 2)
    hessian[..., 0, 0], hessian[..., 1, 1] = flat, steep
    hessian[..., 0, 1] = hessian[..., 1, 0] = mixed
    hessian -= gradient[..., :, None] * gradient[..., None, :]
    return Marginal(value, gradient, hessian, mode)


def _placed(
    lines: list[Line], mode_start: np.ndarray | float, rule: Rule, tolerance: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mode of each integrand, the nodes u around it, and their log weights with phi(u)."""
    mode = highest(lines, mode_start, tolerance)
    curvature: Any = 1.0
    for line in lines:
        curvature = curvature - line.pull**2 * line.family.slopes(line.predictor(mode))[1]
    z, log_weights = rule.beside(mode)
    u = mode + z / np.sqrt(curvature)
    return mode, u, log_weights - 0.5 * np.log(curvature) - 0.5 * u * u


def _moments(weight: np.ndarray, u: Any, power: int) -> Iterator[np.ndarray]:
    """Sums over the nodes of weight u^j for j = 0, ..., power."""
    yield weight.sum(axis=0)
    for _ in range(power):
        weight *= u
        yield weight.sum(axis=0)
