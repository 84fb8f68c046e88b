"""The Bayesian normal-normal model by numerical integration, without simulation.

y_i ~ N(m, v_i + t^2) with a prior for the between-study standard deviation t and a
normal, or improper uniform, prior for the mean m. Given t, m is normal (Roever 2020,
doi:10.18637/jss.v093.i06, eq. 13-14), so the posterior is a mixture over t alone, whose
density is integrated by Gauss-Legendre panels laid where it is not negligible. The
panels live on t / (t + s), s the typical standard error, which represents heavy tails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.bayes.normal_mixture import NormalMixture
from evidence.synthesis.bayes.priors import HalfCauchy, HalfNormal, NormalMean, TauPrior, Uniform
from evidence.synthesis.bayes.tau_panels import given_tau, panel_edges, panel_nodes
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels
from evidence.synthesis.results import Effects, Numbers, percent, shown

__all__ = ["HalfCauchy", "HalfNormal", "NormalMean", "Posterior", "Uniform", "bayesian"]


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Posterior of one meta-analysis, or of n along a leading axis.

    ``estimate``, ``std_error``: posterior mean and sd of m; the interval is central.
    ``tau_*`` describe t, ``study_means`` and ``study_sds`` (..., k) the shrunken effects,
    ``predictive_sd`` a new study's effect (its mean is that of m). A moment that does not
    exist is inf (a mean that does not, NaN). ``log_marginal_likelihood`` is NaN under the
    improper prior. ``mixture`` is the posterior itself.
    """

    estimate: Any
    median: Any
    std_error: Any
    ci_low: Any
    ci_high: Any
    tau_mean: Any
    tau_median: Any
    tau_sd: Any
    tau_ci_low: Any
    tau_ci_high: Any
    study_means: Any
    study_sds: Any
    predictive_sd: Any
    predictive_low: Any
    predictive_high: Any
    log_marginal_likelihood: Any
    level: float
    k: int
    tau_prior: object
    mean_prior: NormalMean
    mixture: NormalMixture = field(repr=False)
    single: bool = field(repr=False, default=True)
    measure: str = "GEN"
    model: str = "Bayesian normal-normal"

    @property
    def convention(self) -> str:
        mean = "improper uniform" if np.isinf(self.mean_prior.sd) else f"{self.mean_prior}"
        return "; ".join(
            [
                f"measure {self.measure}",
                f"{self.model} by numerical integration",
                f"prior of tau {self.tau_prior}, of the mean {mean}",
                f"central {percent(self.level)} interval",
                f"k = {self.k}",
            ]
        )

    def __str__(self) -> str:
        return (
            f"{shown(self.estimate)} [{shown(self.ci_low)}, {shown(self.ci_high)}]"
            f", tau {shown(self.tau_median)} ({self.convention})"
        )

    def tau_quantile(self, probability: float) -> Numbers:
        """Quantile of the between-study standard deviation."""
        return self._plain(self.mixture.tau_quantile(probability))

    def probability_below(self, threshold: float) -> Numbers:
        """Probability that the true effect of a new study is below ``threshold``."""
        return self._plain(self.mixture.new_below(threshold))

    def _plain(self, value: np.ndarray) -> Numbers:
        return value[0].item() if self.single else value


def _tau_prior(value: Any, name: str) -> TauPrior:
    if not isinstance(value, TauPrior):
        raise SynthesisError(
            f"{name}: {type(value).__name__} found, no prior; a HalfNormal, HalfCauchy or "
            "Uniform is needed"
        )
    return value


def _mean_prior(value: Any, name: str) -> NormalMean:
    if not isinstance(value, NormalMean):
        raise SynthesisError(f"{name}: {type(value).__name__} found; a NormalMean is needed")
    return value


FLAT = NormalMean()  # the default prior of the mean: improper, flat


@checked_arguments(tau_prior=_tau_prior, mean_prior=_mean_prior)
def bayesian(
    yi: ArrayLike | Effects,
    vi: ArrayLike | None = None,
    *,
    tau_prior: TauPrior,
    mean_prior: NormalMean = FLAT,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    measure: str = "GEN",
) -> Posterior:
    """Return the posterior of the normal-normal model.

    ``yi``, ``vi``: effects and sampling variances, (k,) or (n, k) without gaps, or an ``Effects``.
    The priors
    are on the scale of ``yi``; ``tau_prior`` has no default, since with few studies it
    decides much of the answer. Raises :class:`SynthesisError` for impossible numbers or
    priors, each named.

    >>> posterior = bayesian([0.1, 0.3, 0.5], [0.04, 0.04, 0.04], tau_prior=HalfNormal(0.5))
    >>> round(posterior.estimate, 6), round(posterior.tau_median, 3)
    (0.3, 0.188)
    """
    if isinstance(yi, Effects):
        vi, labels, measure = yi.vi, yi.labels, yi.measure
        yi = yi.yi
    y, v, single = _checked(yi, vi, tau_prior, mean_prior, labels)
    scale = np.sqrt(1 / np.mean(1 / v, axis=-1))[:, None]
    edges = panel_edges(y, v, tau_prior, mean_prior, scale)
    tau, log_weight = panel_nodes(edges, scale)
    log_density, means, sds = given_tau(y, v, tau, tau_prior, mean_prior)
    mass = log_density + log_weight
    top = mass.max(axis=-1, keepdims=True)
    total = np.exp(mass - top).sum(axis=-1, keepdims=True)
    weights = np.exp(mass - top) / total
    evidence = (top + np.log(total))[:, 0] + (0.0 if mean_prior.precision else np.nan)
    mixture = NormalMixture(weights, tau, means, sds, edges, scale)
    numbers = _described(y, v, mixture, tau_prior, mean_prior, level)
    plain = {
        name: (value[0].item() if value.ndim == 1 else value[0]) if single else value
        for name, value in (numbers | {"log_marginal_likelihood": evidence}).items()
    }
    return Posterior(
        **plain,
        mixture=mixture,
        level=level,
        k=y.shape[1],
        tau_prior=tau_prior,
        mean_prior=mean_prior,
        single=single,
        measure=measure,
    )


def _checked(
    yi: ArrayLike,
    vi: ArrayLike | None,
    tau_prior: TauPrior,
    mean_prior: NormalMean,
    labels: Sequence[str] | None,
) -> tuple[np.ndarray, np.ndarray, bool]:
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    if y.ndim not in (1, 2) or y.shape != v.shape:
        raise SynthesisError(f"yi {y.shape} and vi {v.shape} must share one shape, (k,) or (n, k)")
    wrong = [
        f"{name} {prior}: {line}"
        for name, prior in (("tau_prior", tau_prior), ("mean_prior", mean_prior))
        for line in prior.problems()
    ]
    names = study_labels(labels, y.shape[-1])
    wrong += offenders(
        np.isnan(y) | np.isnan(v), "effect or variance missing: leave the study out", names
    )
    raise_all(wrong, "Bayesian model")
    for row, variances in zip(np.atleast_2d(y), np.atleast_2d(v), strict=True):
        check_studies(row, variances, labels, what="Bayesian model")
    return np.atleast_2d(y), np.atleast_2d(v), y.ndim == 1


def _described(
    y: np.ndarray,
    v: np.ndarray,
    mixture: NormalMixture,
    tau_prior: TauPrior,
    mean_prior: NormalMean,
    level: float,
) -> dict[str, np.ndarray]:
    """The numbers of a :class:`Posterior`; moments that do not exist are inf, such a mean NaN."""
    tau, means, tail = mixture.tau, mixture.means, 0.5 - level / 2
    exists = tau_prior.moments(y.shape[1], bool(mean_prior.precision))

    def moment(order: int, value: np.ndarray) -> np.ndarray:
        return mixture.average(value) if order < exists else np.full(len(y), np.inf)

    centre, tau_mean = mixture.average(means), mixture.average(tau)
    growth = 0 if mean_prior.precision else 1  # how fast the sd of the mean grows with tau
    about = (means - centre[:, None]) ** 2
    study_means, study_sds = _shrunken(y, v, mixture)
    return {
        "estimate": centre if growth < exists else np.full(len(y), np.nan),
        "median": mixture.mean_quantile(0.5),
        "std_error": np.sqrt(moment(2 * growth, mixture.sds**2 + about)),
        "ci_low": mixture.mean_quantile(tail),
        "ci_high": mixture.mean_quantile(1 - tail),
        "tau_mean": moment(1, tau),
        "tau_median": mixture.tau_quantile(0.5),
        "tau_sd": np.sqrt(moment(2, (tau - tau_mean[:, None]) ** 2)),
        "tau_ci_low": mixture.tau_quantile(tail),
        "tau_ci_high": mixture.tau_quantile(1 - tail),
        "study_means": study_means,
        "study_sds": study_sds,
        "predictive_sd": np.sqrt(moment(2, mixture.new_sds**2 + about)),
        "predictive_low": mixture.new_quantile(tail),
        "predictive_high": mixture.new_quantile(1 - tail),
    }


def _shrunken(
    y: np.ndarray, v: np.ndarray, mixture: NormalMixture
) -> tuple[np.ndarray, np.ndarray]:
    """Posterior mean and sd of each study's effect (Roever 2020, section 2.5), (n, k)."""
    square, weights = mixture.tau[..., None] ** 2, mixture.weights[..., None]
    share = square / (square + v[:, None, :])
    shrunken = share * y[:, None, :] + (1 - share) * mixture.means[..., None]
    within = share * v[:, None, :] + ((1 - share) * mixture.sds[..., None]) ** 2
    mean = (weights * shrunken).sum(axis=1)
    variance = (weights * (within + (shrunken - mean[:, None, :]) ** 2)).sum(axis=1)
    return mean, np.sqrt(variance)
