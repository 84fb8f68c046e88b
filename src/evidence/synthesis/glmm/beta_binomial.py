"""The beta-binomial model of one-arm proportions: a mean and an intra-class correlation.

Given study i, x_i ~ Binomial(n_i, p_i) with p_i ~ Beta of mean m and intra-class
correlation r. With d = r / (1 - r) its log likelihood is, up to binomial coefficients,

    sum_i [ sum_{j < x_i} log(m + j d) + sum_{j < n_i - x_i} log(1 - m + j d)
            - sum_{j < n_i} log(1 + j d) ]

(Griffiths 1973, doi:10.2307/2529131, eq. 2.2; Smith 1983, doi:10.2307/2347299). The
sums depend on the data only through how many studies have more than j events, others
and subjects, and stay exact as d goes to 0, where gamma functions would cancel
(`count_sums`). The
mean is that of the population of studies (marginal), not of the median study.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, gammaln, logit

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.glmm.count_sums import HEAD, NODES, CountSums, count_sums
from evidence.synthesis.glmm.inference import checked_test, degrees, stated_fallback, without_t
from evidence.synthesis.glmm.maximise import BLOCK, fit_in_blocks
from evidence.synthesis.glmm.one_arm import impossible_proportions, no_finite_answer
from evidence.synthesis.glmm.study_counts import Counts
from evidence.synthesis.inference import quantile
from evidence.synthesis.results import percent, shown

if TYPE_CHECKING:
    from evidence.synthesis.glmm.maximise import Optimum

START = 0.4  # root of the dispersion, an icc of 0.14: away from the boundary at 0
# Numbers that one array of the likelihood may hold, 8 MB: beyond, data sets are fitted in turn.
MOST_NUMBERS = 2**20
# Subjects of a study: sums of so many terms have a rounding error of 1e-7; beyond, no maximum is
# distinguished from its neighbours.
MOST_SUBJECTS = 1_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class BetaBinomialFit:
    """One fitted model, or many along a leading axis (every number is then an array).

    ``estimate`` with its interval is the logit of the mean proportion; ``mean`` with its
    own is back on the scale of proportions. ``icc`` is the intra-class correlation, 0
    where ``boundary`` is true; its standard error is NaN there.
    """

    estimate: Any
    std_error: Any
    ci_low: Any
    ci_high: Any
    mean: Any
    mean_ci_low: Any
    mean_ci_high: Any
    icc: Any
    icc_std_error: Any
    log_likelihood: Any
    k: Any
    converged: Any
    boundary: Any
    level: float
    test: str
    fallback: str = ""
    left_out: tuple[str, ...] = ()
    measure: str = "PLO"
    model: str = "beta-binomial"

    @property
    def convention(self) -> str:
        parts = [
            f"measure {self.measure}, marginal mean",
            f"{self.model} by maximum likelihood",
            f"{self.test} {percent(self.level)} interval",
            f"k = {shown(self.k)}",
        ]
        return "; ".join(parts + ([f"fallback: {self.fallback}"] if self.fallback else []))

    def __str__(self) -> str:
        return (
            f"{shown(self.mean)} [{shown(self.mean_ci_low)}, {shown(self.mean_ci_high)}]"
            f", icc {shown(self.icc)} ({self.convention})"
        )


@checked_arguments()
def beta_binomial(
    events: ArrayLike,
    totals: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    test: str = "wald",
) -> BetaBinomialFit:
    """Return the beta-binomial model fitted by maximum likelihood.

    The likelihood is that at the head of this module, of m = expit(``estimate``) and
    r = ``icc``. ``events``, ``totals``: whole numbers, (k,) or (n, k), NaN where absent;
    0 <= events <= totals, totals from 1 to 1,000,000,000. Numbers of the fit are floats, or
    (n,). ``level``: between 0 and 1. ``test``: 'wald', or 't' on k - 1 degrees of freedom. Raises
    :class:`~evidence.synthesis.errors.SynthesisError`, and treats batches, as
    :func:`evidence.synthesis.glmm.one_arm.binomial_normal` does: impossible counts, level or test,
    and counts that no finite mean or correlation makes most likely.

    >>> print(beta_binomial([1, 15, 1, 28], [20, 22, 15, 30]))  # doctest: +ELLIPSIS
    0.437115 [0.179298, 0.734067], icc 0.448552 (measure PLO, marginal mean; ...)
    """
    test = checked_test(test)
    counts = Counts.checked((events, totals), _impossible, ("events", "totals"), labels, None)
    x, n = counts.parts
    share = counts.total(x) / np.maximum(counts.total(n), 1)
    limit = counts.limit(x == 0, x == n, n > 1)
    counts.refuse_limit(limit, no_finite_answer(counts.total(n)[0]))
    constant = (gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)).sum(axis=-1)
    middle = logit(np.where(limit == 0, share, 0.5))[:, None]
    start = np.column_stack([middle, np.full(len(middle), START)])

    def model(rows: np.ndarray) -> BetaBinomial:
        events, others, subjects = (count_sums(part[rows]) for part in (x, n - x, n))
        return BetaBinomial(events, others, subjects, constant[rows])

    terms = min(int(n.max(initial=1)), HEAD + NODES * n.shape[1])
    block = min(BLOCK, max(1, MOST_NUMBERS // terms))
    optimum, _ = fit_in_blocks(model, start, middle, limit, finer=(), block=block)
    return _summary(counts, limit, optimum, level, test)


def _impossible(x: np.ndarray, n: np.ndarray) -> Iterator[tuple[np.ndarray, str, np.ndarray]]:
    yield from impossible_proportions(x, n)
    yield n > MOST_SUBJECTS, f"total above {MOST_SUBJECTS:,}, the most that this model takes", n


@dataclass(frozen=True, slots=True, eq=False)
class BetaBinomial:
    """The model for the optimisation: points (logit m, s) with d = s^2, so that s = 0 is smooth.

    ``events``, ``others``, ``subjects``: the terms of the three sums.
    """

    events: CountSums
    others: CountSums
    subjects: CountSums
    constant: np.ndarray

    def __call__(
        self, points: np.ndarray, rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        m, s = expit(points[:, :1]), points[:, 1:]
        d, q = s**2, expit(-points[:, :1])
        value = self.constant[rows]
        gradient, hessian = np.zeros((len(rows), 2)), np.zeros((len(rows), 2, 2))
        for sums, base, sign in ((self.events, m, 1), (self.others, q, -1), (self.subjects, 1, 0)):
            weight = sums.weights[rows] if sign else -sums.weights[rows]
            j = sums.positions[rows]
            here = base + j * d
            value = value + (weight * np.log(here)).sum(axis=-1)
            moved = np.stack([np.broadcast_to(sign, here.shape), np.broadcast_to(j, here.shape)])
            gradient += (weight / here * moved).sum(axis=-1).T
            curved = weight / here**2 * moved[:, None] * moved
            hessian -= np.moveaxis(curved.sum(axis=-1), -1, 0)
        return value, *_chained(gradient, hessian, (m * q)[:, 0], (q - m)[:, 0], s[:, 0])

    def nearby(self, start: np.ndarray) -> np.ndarray:
        """The points themselves: there is no integral to shorten."""
        return start

    def homogeneous(
        self, points: np.ndarray, rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The binomial model, in logit m alone."""
        value, gradient, hessian = self(np.column_stack([points, np.zeros(len(points))]), rows)
        return value, gradient[:, :1], hessian[:, :1, :1]


def _chained(
    gradient: np.ndarray, hessian: np.ndarray, slope: np.ndarray, skew: np.ndarray, s: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """From derivatives in (m, d) to those in (logit m, s)."""
    outer = np.stack([slope, 2 * s], axis=-1)
    turned = hessian * outer[:, :, None] * outer[:, None, :]
    turned[:, 0, 0] += gradient[:, 0] * slope * skew
    turned[:, 1, 1] += 2 * gradient[:, 1]
    return gradient * outer, turned


def _summary(
    counts: Counts, limit: np.ndarray, optimum: Optimum, level: float, test: str
) -> BetaBinomialFit:
    fitted = counts.original(optimum, limit)
    estimate, d = fitted.coefficients[:, 0], fitted.tau**2
    error = np.sqrt(np.maximum(np.diagonal(fitted.covariance, axis1=1, axis2=2), 0.0))
    span = quantile(level, degrees(test, counts.k - 1)) * error[:, 0]
    columns = {
        "estimate": estimate,
        "std_error": error[:, 0],
        "ci_low": estimate - span,
        "ci_high": estimate + span,
        "mean": expit(estimate),
        "mean_ci_low": expit(estimate - span),
        "mean_ci_high": expit(estimate + span),
        "icc": d / (1 + d),
        "icc_std_error": 2 * fitted.tau * error[:, 1] / (1 + d) ** 2,
        "log_likelihood": fitted.log_likelihood,
        "k": counts.k,
        "converged": fitted.converged,
        "boundary": d == 0,
    }
    plain = {name: value[0].item() if counts.single else value for name, value in columns.items()}
    return BetaBinomialFit(
        **plain,
        level=level,
        test=test,
        fallback="; ".join(
            filter(None, (stated_fallback(optimum, limit), without_t(test, counts.k - 1, counts.k)))
        ),
        left_out=counts.left_out,
    )
