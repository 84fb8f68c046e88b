"""What a generalised linear mixed model returns, and how it is put together.

Inference is from the Hessian, with z (wald) or with t on k - p degrees of freedom. Knapp-Hartung's
factor is defined by the weighted residuals of normal effects; a likelihood of counts
has none, so it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.maximise import Optimum
from evidence.synthesis.glmm.study_counts import EMPTY, UNBOUNDED
from evidence.synthesis.inference import named_test, q_p_value, quantile, two_sided_p
from evidence.synthesis.results import percent, shown

ALONE = "no degrees of freedom for t: the Wald interval"
Numbers = Any  # a float, or an array along a leading axis of meta-analyses


@dataclass(frozen=True, slots=True, eq=False)
class GlmmFit:
    """One fitted model, or many along a leading axis (every number is then an array).

    ``estimate`` and its inference are on the link scale: a number, or p numbers when
    there are moderators. ``covariance`` is (p + 1, p + 1), coefficients then tau.
    ``log_likelihood`` is marginal and complete (with the constants of the counts).
    ``q_wald`` and ``q_lrt`` test homogeneity on ``q_df`` degrees of freedom.
    ``boundary``: tau2 is 0 because no other value is more likely. ``fallback`` says in
    words what was done where the model had no ordinary answer; it is empty otherwise.
    ``left_out`` names studies that carry no information in this model.
    """

    estimate: Numbers
    std_error: Numbers
    ci_low: Numbers
    ci_high: Numbers
    level: float
    statistic: Numbers
    df: Numbers
    p_value: Numbers
    tau2: Numbers
    tau2_std_error: Numbers
    log_likelihood: Numbers
    q_wald: Numbers
    q_wald_p_value: Numbers
    q_lrt: Numbers
    q_lrt_p_value: Numbers
    q_df: Numbers
    i2_percent: Numbers
    h2: Numbers
    k: Numbers
    covariance: np.ndarray
    measure: str
    model: str
    test: str
    nodes: int
    converged: Numbers
    boundary: Numbers
    fallback: str = ""
    left_out: tuple[str, ...] = ()
    common_effect: GlmmFit | None = field(default=None, repr=False)

    @property
    def tau(self) -> Numbers:
        return np.sqrt(self.tau2)

    @property
    def convention(self) -> str:
        integral = f", at least {self.nodes} adaptive quadrature nodes" if self.nodes else ""
        parts = [
            f"measure {self.measure}",
            f"{self.model} by maximum likelihood{integral}",
            f"{self.test} {percent(self.level)} interval",
            f"k = {shown(self.k)}",
            "no correction of zero cells",
        ]
        if self.left_out:
            parts.append(f"without information: {', '.join(self.left_out)}")
        return "; ".join(parts + ([f"fallback: {self.fallback}"] if self.fallback else []))

    def __str__(self) -> str:
        return (
            f"{shown(self.estimate)} [{shown(self.ci_low)}, {shown(self.ci_high)}]"
            f", tau2 {shown(self.tau2)} ({self.convention})"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What the summary needs besides the optimum: conventions and per-study totals.

    ``k`` (n,), ``q_wald`` (n,), ``saturated`` (n,), ``typical_variance`` (n,).
    """

    measure: str
    model: str
    nodes: int
    level: float
    test: str
    k: np.ndarray
    q_wald: np.ndarray
    saturated: np.ndarray
    typical_variance: np.ndarray
    fallback: str = ""
    left_out: tuple[str, ...] = ()
    single: bool = True


def checked_test(test: str) -> str:
    """Return the full name of the test: wald (also 'z') or t.

    Raises :class:`SynthesisError` for another test.
    """
    named = named_test(test)
    if named not in ("wald", "t"):
        raise SynthesisError(
            f"test {test!r} found; allowed for a likelihood of counts: 'wald' ('z'), 't' "
            "(Knapp-Hartung is defined for normal effects only)"
        )
    return named


def degrees(test: str, df: Any) -> np.ndarray:
    """Degrees of freedom of a test's quantiles: infinite under wald, and where t has none."""
    df = np.asarray(df, float)
    return np.where((test == "wald") | (df <= 0), np.inf, df)


def without_t(test: str, df: Any, k: Any) -> str:
    """Return in how many meta-analyses t was asked for and has no degrees of freedom."""
    alone = np.ravel((np.asarray(df) <= 0) & (np.asarray(k) > 0))
    if test == "wald" or not alone.any():
        return ""
    return ALONE + (f" (in {alone.sum()} of {alone.size} meta-analyses)" if alone.size > 1 else "")


def stated_fallback(optimum: Optimum, limit: np.ndarray) -> str:
    """Say in words which meta-analyses have no ordinary answer; empty where all have one."""
    if optimum.converged.all() and not limit.any():
        return ""
    reasons = {
        "the most likely effect is infinite": np.abs(limit) == 1,
        "the likelihood rises with tau2 without end": limit == UNBOUNDED,
        "no study is present": limit == EMPTY,
        "no maximum of the likelihood was found, and the highest point met from four starts is "
        "given (moderators may separate the outcomes)": ~optimum.converged & (limit == 0),
    }
    return "; ".join(
        reason + (f" (in {rows.sum()} of {rows.size} meta-analyses)" if rows.size > 1 else "")
        for reason, rows in reasons.items()
        if rows.any()
    )


def summarise(optimum: Optimum, common: Optimum, report: Report) -> GlmmFit:
    """Return the fit with its inference; the common-effect model comes along inside."""
    df = np.maximum(report.k - common.coefficients.shape[1], 0)
    alike = _plain(report.single, 0, **_homogeneity(common, df, report))
    at_zero = _fit(common, df, alike, report, random=False)
    return _fit(optimum, df, alike, report, random=True, inside=at_zero)


def _fit(
    optimum: Optimum,
    df: Any,
    alike: dict[str, Any],
    report: Report,
    random: bool,
    inside: GlmmFit | None = None,
) -> GlmmFit:
    """One of the two models, with the numbers ``alike`` in both."""
    p = optimum.coefficients.shape[1]
    error = np.sqrt(np.maximum(optimum.covariance.diagonal(axis1=1, axis2=2), 0.0))
    return GlmmFit(
        **alike,
        **_plain(report.single, p, **_inference(optimum, error[:, :p], df, report)),
        **_plain(
            report.single,
            0,
            **_heterogeneity(optimum, error[:, p], report),
            covariance=optimum.covariance,
            converged=optimum.converged,
            boundary=optimum.tau == 0,
        ),
        level=report.level,
        measure=report.measure,
        model=report.model if random else f"{report.model.split(',')[0]}, common effect",
        test=report.test,
        nodes=report.nodes if random else 0,
        fallback="; ".join(filter(None, (report.fallback, without_t(report.test, df, report.k)))),
        left_out=report.left_out,
        common_effect=inside,
    )


def _inference(optimum: Optimum, std_error: np.ndarray, df: Any, report: Report) -> dict[str, Any]:
    """Estimate, interval and p value of each coefficient, (n, p); Wald where k - p is 0."""
    used = degrees(report.test, df)[:, None]
    estimate = optimum.coefficients
    with np.errstate(invalid="ignore"):
        statistic = estimate / std_error
        span = quantile(report.level, used) * std_error
    return {
        "estimate": estimate,
        "std_error": std_error,
        "ci_low": estimate - span,
        "ci_high": estimate + span,
        "statistic": statistic,
        "p_value": two_sided_p(statistic, used),
    }


def _heterogeneity(optimum: Optimum, tau_error: np.ndarray, report: Report) -> dict[str, Any]:
    """tau2, the likelihood, and the shares of variance, (n,)."""
    tau2, typical = optimum.tau**2, report.typical_variance
    return {
        "tau2": tau2,
        "tau2_std_error": 2 * optimum.tau * tau_error,
        "log_likelihood": optimum.log_likelihood,
        "i2_percent": 100 * tau2 / (typical + tau2),
        "h2": tau2 / typical + 1,
    }


def _homogeneity(common: Optimum, df: Any, report: Report) -> dict[str, Any]:
    """The tests of homogeneity and the sizes of the data, (n,)."""
    q_lrt = np.maximum(2 * (report.saturated - common.log_likelihood), 0)
    return {
        "q_wald": report.q_wald,
        "q_wald_p_value": q_p_value(report.q_wald, df),
        "q_lrt": q_lrt,
        "q_lrt_p_value": q_p_value(q_lrt, df),
        "q_df": df,
        "df": degrees(report.test, df),
        "k": report.k,
    }


def _plain(single: bool, p: int, **columns: Any) -> dict[str, Any]:
    """Drop the coefficient axis where there is one coefficient, and the leading axis of one fit."""
    if single:
        return {name: v.item() if v.size == 1 else v[0] for name, v in columns.items()}
    return {name: v[:, 0] for name, v in columns.items()} if p == 1 else columns
