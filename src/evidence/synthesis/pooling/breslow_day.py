"""Tests of stratified tables: Cochran-Mantel-Haenszel, Breslow-Day, Tarone.

Cells a, b, c, d have shape (..., k); every test is ``(chi-square, df, p)``.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from evidence.synthesis.effect_sizes.formulas import observed_minus_expected
from evidence.synthesis.results import Numbers


def cochran_mantel_haenszel(
    a: Numbers, b: Numbers, c: Numbers, d: Numbers, continuity: bool
) -> tuple[Numbers, Numbers, Numbers]:
    """Return Mantel and Haenszel's (1959) test that the common odds ratio is 1.

    >>> stat, df, p = cochran_mantel_haenszel(*(np.array([x]) for x in (4.0, 6.0, 1.0, 9.0)), False)
    >>> round(float(stat), 3), df
    (2.28, 1)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        expected, variance = observed_minus_expected(a, b, c, d)
    used = variance > 0
    gap = np.abs(np.where(used, a - expected, 0.0).sum(-1))
    return _score(gap, np.where(used, variance, 0.0).sum(-1), continuity)


def rate_score_test(
    x1: Numbers, t1: Numbers, x2: Numbers, t2: Numbers, continuity: bool
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the score test that the common rate ratio is 1 (Rothman et al. 2008, chapter 15).

    >>> stat, _, _ = rate_score_test(*(np.array([x]) for x in (10.0, 1.0, 5.0, 1.0)), False)
    >>> round(float(stat), 3)
    1.667
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = t1 / (t1 + t2)
    used = t1 + t2 > 0
    events = x1 + x2
    gap = np.abs(np.where(used, x1 - events * share, 0.0).sum(-1))
    return _score(gap, np.where(used, events * share * (1 - share), 0.0).sum(-1), continuity)


def _score(gap: Numbers, variance: Numbers, continuity: bool) -> tuple[Numbers, Numbers, Numbers]:
    with np.errstate(divide="ignore", invalid="ignore"):
        stat = (gap - (0.5 if continuity else 0.0)) ** 2 / variance
    return stat, 1, chdtrc(1, stat)


def breslow_day(
    a: Numbers, b: Numbers, c: Numbers, d: Numbers, log_odds_ratio: Numbers
) -> tuple[tuple[Numbers, Numbers, Numbers], tuple[Numbers, Numbers, Numbers]]:
    """Return the Breslow-Day test of one common odds ratio, and Tarone's corrected one.

    The expected first cell solves E (N2 - M + E) = OR (M - E)(N1 - E) (Breslow and Day
    1980); Tarone 1985, doi:10.1093/biomet/72.1.91. Tables with a zero margin
    have no information.

    >>> alike = (np.array([x, x]) for x in (6.0, 4.0, 3.0, 7.0))
    >>> (stat, df, p), _ = breslow_day(*alike, np.log(3.5))
    >>> round(float(stat), 9), int(df), round(float(p), 9)
    (0.0, 1, 1.0)
    """
    ratio = np.exp(np.asarray(log_odds_ratio))[..., None]
    n1, n2, m = a + b, c + d, a + c
    used = (n1 > 0) & (n2 > 0) & (m > 0) & (m < n1 + n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = _expected(ratio, n1, n2, m)
        variance = 1 / (
            1 / expected + 1 / (n1 - expected) + 1 / (m - expected) + 1 / (n2 - m + expected)
        )
        variance = np.where(used, variance, 0.0)
        gap = np.where(used, a - expected, 0.0)
        day = np.where(used, gap**2 / variance, 0.0).sum(-1)
        tarone = day - gap.sum(-1) ** 2 / variance.sum(-1)
    df = np.maximum(used.sum(-1) - 1, 0)
    return _test(day, df), _test(tarone, df)


def _expected(ratio: Numbers, n1: Numbers, n2: Numbers, m: Numbers) -> Numbers:
    """The root of (1 - OR) E^2 + (n2 - m + OR (n1 + m)) E - OR n1 m = 0 within the margins."""
    first, second, third = 1 - ratio, n2 - m + ratio * (n1 + m), -ratio * n1 * m
    # this form of the root has no cancellation, also where the ratio is 1
    return -2 * third / (second + np.sqrt(second**2 - 4 * first * third))


def _test(stat: Numbers, df: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    return stat, df, np.where(df > 0, chdtrc(np.maximum(df, 1), np.maximum(stat, 0.0)), 1.0)[()]
