"""A pooled proportion or rate on its own scale, and of which population it is the mean.

A mixed model on the logit (or log) scale estimates the effect of the median study.
Averaging the proportions over studies gives another number, nearer to one half; a
report says which of the two it prints.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, logit

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.inference import GlmmFit
from evidence.synthesis.glmm.quadrature.rules import stretched
from evidence.synthesis.inference import quantile
from evidence.synthesis.results import shown

AVERAGING_NODES = 401


@dataclass(frozen=True, slots=True, eq=False)
class PopulationMean:
    """A proportion or rate on its own scale, ``kind`` saying which population it is of.

    ``estimate``, ``std_error``, ``ci_low`` and ``ci_high`` are floats, or arrays (n,) of n
    meta-analyses: proportions from 0 to 1, or rates per unit of person-time.
    """

    estimate: Any
    std_error: Any
    ci_low: Any
    ci_high: Any
    level: float
    kind: str
    measure: str

    def __str__(self) -> str:
        return f"{shown(self.estimate)} [{shown(self.ci_low)}, {shown(self.ci_high)}] ({self.kind})"


@checked_arguments()
def conditional_mean(fit: GlmmFit) -> PopulationMean:
    """Return the proportion (or rate) of the median study, with the back-transformed interval.

    ``fit``: of one meta-analysis, or of n; the numbers returned are then floats, or (n,).
    expit(b) of a proportion, exp(b) of a rate, b being the fit's estimate, and the same of its
    limits. ``std_error`` is by the delta method: that of b times the slope of expit or exp
    at b. Raises :class:`SynthesisError` for other measures and with moderators.

    >>> from evidence.synthesis.glmm.one_arm import binomial_normal
    >>> print(conditional_mean(binomial_normal([3, 5, 1, 8], [20, 22, 15, 30])))
    0.195402 [0.125074, 0.292074] (conditional: the median study)
    """
    back, slope = _inverse_link(fit)
    middle = np.asarray(fit.estimate)
    return _population(
        fit,
        back(middle),
        fit.std_error * slope(middle),
        back(np.asarray(fit.ci_low)),
        back(np.asarray(fit.ci_high)),
        "conditional: the median study",
    )


@checked_arguments()
def marginal_mean(fit: GlmmFit) -> PopulationMean:
    """Return the proportion (or rate) averaged over the population of studies.

    The mean of expit(b + tau u) over normal u by quadrature, or
    exp(b + tau2 / 2) (Zeger, Liang & Albert 1988, doi:10.2307/2531734, section 2.2). The
    interval is by the delta method from the joint covariance of b and tau, on the link scale.
    ``fit`` and the shapes returned are as in :func:`conditional_mean`.
    Raises :class:`SynthesisError` for other measures and with moderators.

    >>> from evidence.synthesis.glmm.one_arm import binomial_normal
    >>> print(marginal_mean(binomial_normal([1, 15, 1, 28], [20, 22, 15, 30])))
    0.426647 [0.161691, 0.741659] (marginal: averaged over studies)
    """
    back, slope = _inverse_link(fit)
    z, log_weights = stretched(AVERAGING_NODES)
    tau = np.asarray(fit.tau)[..., None]
    predictor = np.asarray(fit.estimate)[..., None] + tau * z
    if fit.measure == "PLO":
        parts = back(predictor), slope(predictor), slope(predictor) * z
        weights = np.exp(log_weights - 0.5 * z**2)
        mean, in_b, in_tau = ((weights * part).sum(axis=-1) for part in parts)
        link, steepness = logit(mean), mean * (1 - mean)
    else:
        mean = np.exp(fit.estimate + np.asarray(fit.tau2) / 2)
        in_b, in_tau = mean, mean * tau[..., 0]
        link, steepness = np.log(mean), mean
    cov = np.nan_to_num(fit.covariance)  # at the boundary the mean does not move with tau
    variance = in_b**2 * cov[..., 0, 0] + 2 * in_b * in_tau * cov[..., 0, 1]
    error = np.sqrt(variance + in_tau**2 * cov[..., 1, 1])
    span = quantile(fit.level, fit.df) * error / steepness
    low, high = back(link - span), back(link + span)
    return _population(fit, mean, error, low, high, "marginal: averaged over studies")


def _population(
    fit: Any, estimate: float, std_error: float, low: float, high: float, kind: str
) -> PopulationMean:
    numbers = map(np.asarray, (estimate, std_error, low, high))
    mean, error, lower, upper = (v.item() if v.ndim == 0 else v for v in numbers)
    return PopulationMean(mean, error, lower, upper, fit.level, kind, fit.measure)


def _inverse_link(fit: Any) -> tuple[Any, Callable[..., Any]]:
    if fit.measure not in ("PLO", "IRLN") or np.shape(fit.estimate) != np.shape(fit.tau2):
        raise SynthesisError(
            f"measure {fit.measure} found; a mean over studies is defined here for one-arm "
            "proportions (PLO) and rates (IRLN) without moderators"
        )
    if fit.measure == "PLO":
        return expit, lambda a: expit(a) * expit(-a)
    return np.exp, np.exp
