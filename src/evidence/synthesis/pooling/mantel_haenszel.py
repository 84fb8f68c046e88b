"""Stratified pooling of counts: Mantel-Haenszel and Peto, which need no study variances.

Sums run over studies on the last axis, shape (..., k); a study with NaN is absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes.columns import check_columns
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.effect_sizes.formulas import observed_minus_expected
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.effect_sizes.zero_cells import check_policy, two_by_two, with_constant
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import quantile, two_sided_p
from evidence.synthesis.pooling.breslow_day import (
    breslow_day,
    cochran_mantel_haenszel,
    rate_score_test,
)
from evidence.synthesis.pooling.mantel_haenszel_sums import SUMS, WEIGHTS, total
from evidence.synthesis.pooling.tau2_estimators import i2_and_h2_from_q
from evidence.synthesis.results import Effects, Numbers, Pooled


@checked_arguments()
def mantel_haenszel(
    measure: str,
    *,
    zero_policy: str = "none",
    correction: float = 0.5,
    study_zero_policy: str = "only0",
    level: float = 0.95,
    continuity: bool = True,
    labels: Sequence[str] | None = None,
    **columns: ArrayLike,
) -> Pooled:
    """Return the Mantel-Haenszel pooled effect of 2 x 2 tables or of event rates.

    Parameters
    ----------
    measure : ``risk_ratio``, ``odds_ratio``, ``risk_difference`` (columns ``ai n1i ci
        n2i``), ``rate_ratio`` or ``rate_difference`` (``x1i t1i x2i t2i``), shape (..., k).
    zero_policy : of the pooled sums (see `zero_cells`); they need none.
    study_zero_policy : of the study effects that enter Q, where double zeros are dropped.
    continuity : whether the Cochran-Mantel-Haenszel test subtracts a half.

    Variances: RR Greenland and Robins 1985, doi:10.2307/2530643; OR Robins, Breslow and
    Greenland 1986, doi:10.2307/2531052; RD Sato, Greenland and Robins 1989,
    Biometrics 45:1323; rates Rothman, Greenland and Lash 2008, chapter 15. ``extra`` holds
    the Cochran-Mantel-Haenszel test and, for odds ratios, Breslow-Day and Tarone tests,
    each ``(chi-square, df, p)``. ``weights`` are those with which the studies' ratios (not their
    logarithms) or differences have the pooled one as their mean, NaN for an absent study.

    Raises `SynthesisError`: impossible counts, or no estimate (no events at all, or in one
    arm only for a ratio); along a leading axis such sets are NaN and counted in ``fallback``.

    >>> fit = mantel_haenszel("risk_ratio", ai=[4, 6], n1i=[100, 100], ci=[8, 10], n2i=[100, 90])
    >>> round(float(np.exp(fit.estimate)), 4), fit.weights.round(1)
    (0.5227, array([43.2, 56.8]))
    """
    chosen = measure_named(measure)
    if chosen.code not in SUMS:
        raise SynthesisError(
            f"measure {measure!r} found; allowed: risk_ratio, odds_ratio, "
            "risk_difference, rate_ratio, rate_difference"
        )
    check_policy(zero_policy, correction)
    checked, names = check_columns(chosen, columns, labels)
    cells = _zeroed(_corrected(checked, zero_policy, correction))
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate, std_error = SUMS[chosen.code](*cells)
        weights = WEIGHTS[chosen.code](*cells)
    single = effect_sizes(
        measure,
        zero_policy=study_zero_policy,
        correction=correction,
        double_zero="drop",
        labels=names,
        **checked,
    )
    extra = _tests(chosen.code, cells, estimate, continuity)
    q, q_df = _q_of_studies(single, estimate)
    k = np.sum(~np.isnan(reduce(np.add, checked.values())), axis=-1)
    fit = _record(
        estimate, std_error, q, q_df, k, chosen.code, "Mantel-Haenszel", zero_policy, level, extra
    )
    return fit.replace(weights=_percent(weights, checked))


@checked_arguments()
def peto(
    *, level: float = 0.95, labels: Sequence[str] | None = None, **columns: ArrayLike
) -> Pooled:
    """Return Peto's pooled log odds ratio of 2 x 2 tables (``ai n1i ci n2i``), shape (..., k).

    estimate = sum(O - E)/sum(V), variance 1/sum(V) (Yusuf et al. 1985,
    doi:10.1016/S0033-0620(85)80003-7); Q = sum((O - E)^2/V) - sum(O - E)^2/sum(V) over the
    studies with events and non-events. No zero correction is needed or made.
    Raises `SynthesisError` for impossible counts or if no study has information.

    >>> fit = peto(ai=[4, 6], n1i=[100, 100], ci=[8, 10], n2i=[100, 90])
    >>> round(float(fit.estimate), 4)
    -0.6795
    """
    checked, _ = check_columns(measure_named("PETO"), columns, labels)
    a, _b, _c, _d = cells = _zeroed(_corrected(checked, "none", 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        expected, variance = observed_minus_expected(*cells)
        informed = variance > 0
        gap, variance = np.where(informed, a - expected, 0.0), np.where(informed, variance, 0.0)
        information = variance.sum(-1)
        estimate, std_error = gap.sum(-1) / information, np.sqrt(1 / information)
        q = np.where(informed, gap**2 / variance, 0.0).sum(-1) - gap.sum(-1) ** 2 / information
    k = np.sum(~np.isnan(reduce(np.add, checked.values())), axis=-1)
    fit = _record(
        estimate,
        std_error,
        q,
        np.maximum(informed.sum(-1) - 1, 0),
        k,
        "PETO",
        "Peto",
        "none",
        level,
        {},
    )
    return fit.replace(weights=_percent(variance, checked))


def _percent(weights: np.ndarray, columns: dict[str, np.ndarray]) -> np.ndarray:
    """Shares of 100, NaN for studies that are absent."""
    absent = np.isnan(reduce(np.add, columns.values()))
    with np.errstate(invalid="ignore"):
        shares = 100 * weights / total(weights)[..., None]
    return np.where(absent, np.nan, shares)


def _corrected(columns: dict, policy: str, constant: float) -> Any:
    first, second, third, fourth = columns.values()
    if "ai" in columns:
        return two_by_two(first, second, third, fourth, policy, constant)[0]
    x1, t1, x2, t2 = first, second, third, fourth
    (x1, x2), _ = with_constant((x1, x2), policy, constant)
    return x1, t1, x2, t2


def _zeroed(cells: Any) -> Any:
    """Absent studies take no part in any sum."""
    absent = np.isnan(reduce(np.add, cells))
    return tuple(np.where(absent, 0.0, cell) for cell in cells)


def _tests(code: str, cells: Any, estimate: Numbers, continuity: bool) -> dict:
    a, b, c, d = cells
    if code == "IRR":
        return {"cochran_mantel_haenszel": rate_score_test(a, b, c, d, continuity)}
    if code != "OR":
        return {}
    day, tarone = breslow_day(a, b, c, d, estimate)
    return {
        "cochran_mantel_haenszel": cochran_mantel_haenszel(a, b, c, d, continuity),
        "breslow_day": day,
        "tarone": tarone,
    }


def _q_of_studies(single: Effects, estimate: Numbers) -> tuple[Numbers, Numbers]:
    present = ~np.isnan(single.yi) & (single.vi > 0)
    gap = single.yi - np.asarray(estimate)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        q = np.where(present, gap**2 / single.vi, 0.0).sum(-1)
    q_df = np.maximum(present.sum(-1) - 1, 0)
    return np.where(q_df > 0, q, 0.0)[()], q_df


def _record(
    estimate: Numbers,
    std_error: Numbers,
    q: Numbers,
    q_df: Numbers,
    k: Numbers,
    code: str,
    model: str,
    policy: str,
    level: float,
    extra: dict,
) -> Pooled:
    lost = ~(np.isfinite(estimate) & np.isfinite(std_error) & (np.asarray(std_error) > 0))
    if np.ndim(lost) == 0 and lost:
        raise SynthesisError(
            f"{model} {code}: no estimate; there are no events (or no "
            "non-events) in one arm, or in both, over all studies"
        )
    estimate, std_error = np.where(lost, np.nan, estimate), np.where(lost, np.nan, std_error)
    half = quantile(level, np.inf) * std_error
    z = estimate / std_error
    i2, h2 = i2_and_h2_from_q(q, q_df)
    p_q = np.where(q_df > 0, chdtrc(np.maximum(q_df, 1), np.maximum(q, 0.0)), 1.0)
    return Pooled(
        estimate[()],
        std_error[()],
        estimate - half,
        estimate + half,
        level,
        z,
        np.inf if np.ndim(z) == 0 else np.full(np.shape(z), np.inf),
        two_sided_p(z, np.inf),
        np.abs(0.0 * z),
        "",
        q,
        q_df,
        p_q[()],
        i2,
        h2,
        k,
        code,
        model,
        "wald",
        policy,
        extra=extra,
        fallback=f"{lost.sum()} sets without an estimate are NaN" if np.any(lost) else "",
    )
