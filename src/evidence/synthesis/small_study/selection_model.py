"""Step-function selection model: studies are published with a probability set by their p value.

Vevea & Hedges 1995 (doi:10.1007/BF02294384). A study whose
one-sided p value lies in interval j is delta_j times as likely to be seen as one in
the first interval. Fitted by maximum likelihood. It is a sensitivity analysis: with
few studies an interval the deltas are hardly determined, which their errors show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, ndtri

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import check_level, quantile, two_sided_p
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.results import Effects, shown
from evidence.synthesis.small_study.egger_begg import usable
from evidence.synthesis.small_study.selection_steps import checked_steps, refuse_empty

ALTERNATIVES = ("greater", "less", "two_sided")
FLAT = 1e-5  # largest slope of the log-likelihood at what counts as its maximum
STARTS = (0.0, -1.5, 1.0)  # of log delta in the last interval; those between are interpolated


@dataclass(frozen=True, slots=True, eq=False)
class SelectionModel:
    """The mean effect and tau2 allowing for selection, and the selection itself.

    ``delta`` (intervals,) is relative to the first interval, whose value is 1 (its
    error is NaN); ``counts`` says how many studies each interval holds. The likelihood
    ratio test compares with ``log_likelihood_unselected``, all deltas being 1.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    level: float
    p_value: float
    tau2: float
    tau2_std_error: float
    delta: np.ndarray
    delta_std_error: np.ndarray
    steps: tuple[float, ...]
    counts: tuple[int, ...]
    log_likelihood: float
    log_likelihood_unselected: float
    ratio_test: float
    ratio_df: int
    ratio_p_value: float
    k: int
    alternative: str
    converged: bool
    note: str = ""

    @property
    def convention(self) -> str:
        cuts = ", ".join(f"{step:g}" for step in self.steps[:-1])
        text = f"step function at p = {cuts}, alternative {self.alternative}"
        return "; ".join(
            filter(None, [text, "maximum likelihood", f"k = {shown(self.k)}", self.note])
        )


@checked_arguments()
@along_sets
def step_selection(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    steps: ArrayLike = (0.025,),
    *,
    alternative: str = "greater",
    level: float = 0.95,
    labels: Sequence[str] | None = None,
) -> SelectionModel:
    """Return the step-function selection model of k effects.

    ``yi``, ``vi``: shape (k,) or (..., k); NaN marks an absent study; or one ``Effects`` for
    both, whose measure must not be of one arm. ``steps``: cut points of the p value, rising,
    between 0 and 1. ``alternative``: the direction in which a small p
    value is sought, ``greater``, ``less`` or ``two_sided``. The log-likelihood is
    sum_i log delta_j(i) + log phi(y_i; mu, v_i + tau2) - log sum_j delta_j P_ij (Vevea &
    Hedges 1995), P_ij being the probability of interval j.
    It may have several maxima; it is climbed from several starts and along tau2 = 0.

    Raises :class:`SynthesisError` for unusable studies, steps that do not rise, and
    intervals without a study, whose delta cannot be estimated.

    >>> found = step_selection([0.1, 0.3, 0.9, 0.6, 0.2, 0.5], [0.01, 0.04, 0.05, 0.09, 0.02, 0.03])
    >>> found.counts, found.delta.round(2)
    ((3, 3), array([1.  , 1.34]))
    """
    check_level(level)
    if isinstance(yi, Effects):
        effects = usable(yi)
        yi, vi, labels = effects.yi, effects.vi, effects.labels
    likelihood = _Likelihood(*_usable(yi, vi, labels), checked_steps(steps), alternative)
    unselected = pool(likelihood.y, likelihood.v, tau2_method="ML")
    inside = _best(likelihood, float(unselected.estimate), float(unselected.tau2), at_zero=False)
    edge = _best(likelihood, float(unselected.estimate), 0.0, at_zero=True)
    at_zero = edge.fun <= inside.fun + 1e-9
    return _record(
        likelihood,
        (edge if at_zero else inside).x,
        at_zero,
        float(unselected.log_likelihood),
        level,
    )


class _Likelihood:
    """Parameters are (mu, log tau2, log delta_2 ...), or without log tau2 where tau2 is 0."""

    def __init__(
        self, y: np.ndarray, v: np.ndarray, steps: tuple[float, ...], alternative: str
    ) -> None:
        if alternative not in ALTERNATIVES:
            raise SynthesisError(
                f"alternative {alternative!r} found; allowed: {', '.join(ALTERNATIVES)}"
            )
        self.sign = -1.0 if alternative == "less" else 1.0
        self.alternative, self.steps, self.y, self.v = alternative, steps, y, v
        z = self.sign * y / np.sqrt(v)
        sides = 2 if alternative == "two_sided" else 1
        p_value = 2 * ndtr(-np.abs(z)) if sides == 2 else ndtr(-z)
        self.interval = np.searchsorted(steps, p_value)  # p = step belongs to the interval below it
        self.counts = np.bincount(self.interval, minlength=len(steps))
        last = 0.0 if sides == 2 else -np.inf
        cuts = np.append(-ndtri(np.array(steps[:-1]) / sides), last)
        self.cuts = np.concatenate([np.full((1, y.size), np.inf), cuts[:, None] * np.sqrt(v)])
        refuse_empty(self.counts, steps)

    def split(self, point: np.ndarray, at_zero: bool) -> tuple[float, float, np.ndarray]:
        mu, rest = point[0], point[1:]
        tau2, logs = (0.0, rest) if at_zero else (float(np.exp(rest[0])), rest[1:])
        return mu, tau2, np.concatenate([[0.0], logs])

    def minus(self, point: np.ndarray, at_zero: bool) -> tuple[float, np.ndarray]:
        """Return minus the log-likelihood and its gradient."""
        mu, tau2, logs = self.split(point, at_zero)
        total, delta = self.v + tau2, np.exp(logs)
        chance, by_mu, by_total = self._chances(mu, total)
        seen, away = delta @ chance, self.y - mu
        value = (
            logs[self.interval].sum()
            - 0.5 * (np.log(2 * np.pi * total) + away**2 / total).sum()
            - np.log(seen).sum()
        )
        slope_mu = (away / total).sum() - ((delta @ by_mu) / seen).sum()
        slope_total = (
            0.5 * (away**2 / total**2 - 1 / total).sum() - ((delta @ by_total) / seen).sum()
        )
        slope_logs = self.counts - ((delta[:, None] * chance) / seen).sum(axis=1)
        tau = [] if at_zero else [tau2 * slope_total]
        return -value, -np.concatenate([[slope_mu], tau, slope_logs[1:]])

    def _chances(self, mu: float, total: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return P_ij, shape (intervals, k), and its derivatives in mu and total variance."""
        chance, by_mu, by_total = _between(self.cuts, self.sign * mu, total)
        if self.alternative == "two_sided":
            other = _between(self.cuts, -mu, total)
            return chance + other[0], by_mu - other[1], by_total + other[2]
        return chance, self.sign * by_mu, by_total


def _between(
    cuts: np.ndarray, mu: float, total: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return P(cut_j < Y < cut_(j-1)) for Y normal(mu, total), and its derivatives."""
    u = (cuts - mu) / np.sqrt(total)
    density = np.exp(-0.5 * u**2) / np.sqrt(2 * np.pi)
    moment = density * np.where(np.isfinite(u), u, 0.0)
    # differences of the smaller tail keep their digits
    chance = np.where(u[1:] > 0, ndtr(-u[1:]) - ndtr(-u[:-1]), ndtr(u[:-1]) - ndtr(u[1:]))
    return chance, np.diff(density, axis=0) / np.sqrt(total), np.diff(moment, axis=0) / (2 * total)


def _best(likelihood: _Likelihood, mu: float, tau2: float, *, at_zero: bool) -> Any:
    """Return the lowest minimum reached from several starts."""
    from scipy.optimize import minimize  # costs a quarter of a second, so only where it is used

    tau = [] if at_zero else [np.log(max(tau2, 0.1 * np.median(likelihood.v)))]
    inner = len(likelihood.steps) - 1
    starts = [
        np.concatenate([[mu], tau, np.linspace(last / inner, last, inner)]) for last in STARTS
    ]
    bounds = (
        [(None, None)] + [(np.log(likelihood.v.min()) - 40, None)] * len(tau) + [(-30, 30)] * inner
    )
    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000}
    found = [
        minimize(
            likelihood.minus,
            start,
            args=(at_zero,),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options=options,
        )
        for start in starts
    ]
    return min(found, key=lambda one: one.fun)


def _polished(
    likelihood: _Likelihood, point: np.ndarray, at_zero: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the point after Newton steps, and the Hessian there."""
    for _ in range(5):
        hessian = _hessian(likelihood, point, at_zero)
        try:
            moved = point - np.linalg.solve(hessian, likelihood.minus(point, at_zero)[1])
        except np.linalg.LinAlgError:
            break
        if not likelihood.minus(moved, at_zero)[0] <= likelihood.minus(point, at_zero)[0]:
            break
        point = moved
    return point, _hessian(likelihood, point, at_zero)


def _hessian(likelihood: _Likelihood, point: np.ndarray, at_zero: bool) -> np.ndarray:
    """Return central differences of the exact gradient, made symmetric."""
    steps = 1e-5 * np.maximum(np.abs(point), 1e-2)
    rows = [
        (likelihood.minus(point + step, at_zero)[1] - likelihood.minus(point - step, at_zero)[1])
        / (2 * size)
        for step, size in zip(np.diag(steps), steps, strict=True)
    ]
    return (np.array(rows) + np.array(rows).T) / 2


def _std_errors(hessian: np.ndarray) -> np.ndarray:
    """Return the roots of the inverse's diagonal; NaN where the likelihood is flat."""
    try:
        variances = np.diag(np.linalg.inv(hessian))
    except np.linalg.LinAlgError:
        variances = np.full(len(hessian), np.nan)
    return np.sqrt(np.where(variances > 0, variances, np.nan))


def _record(
    likelihood: _Likelihood, start: np.ndarray, at_zero: bool, unselected: float, level: float
) -> SelectionModel:
    point, hessian = _polished(likelihood, start, at_zero)
    mu, tau2, logs = likelihood.split(point, at_zero)
    errors, delta = _std_errors(hessian), np.exp(logs)
    lowest, gradient = likelihood.minus(point, at_zero)
    half, value = quantile(level, np.inf) * errors[0], -lowest
    ratio, df = max(2 * (value - unselected), 0.0), len(delta) - 1
    return SelectionModel(
        estimate=float(mu),
        std_error=errors[0],
        ci_low=mu - half,
        ci_high=mu + half,
        level=level,
        p_value=float(two_sided_p(mu / errors[0], np.inf)),
        tau2=tau2,
        tau2_std_error=np.nan if at_zero else tau2 * errors[1],
        delta=delta,
        delta_std_error=np.concatenate([[np.nan], delta[1:] * errors[-df:]]),
        steps=likelihood.steps,
        counts=tuple(int(n) for n in likelihood.counts),
        log_likelihood=value,
        log_likelihood_unselected=unselected,
        ratio_test=ratio,
        ratio_df=df,
        ratio_p_value=float(chdtrc(df, ratio)),
        k=likelihood.y.size,
        alternative=likelihood.alternative,
        converged=bool(np.abs(gradient).max() < FLAT),
        note="tau2 is at its boundary 0; errors hold it there" if at_zero else "",
    )


def _usable(yi: Any, vi: Any, labels: Sequence[str] | None) -> tuple[np.ndarray, np.ndarray]:
    check_studies(yi, vi, labels, least=2, what="selection model")
    yi, vi = np.asarray(yi, float), np.asarray(vi, float)
    present = ~np.isnan(yi) & ~np.isnan(vi)
    return yi[present], vi[present]
