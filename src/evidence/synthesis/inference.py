"""Standard error to interval and p value: Wald, t and the Knapp-Hartung family."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from evidence.synthesis.errors import snake_case, unknown_name
from evidence.synthesis.results import Numbers

TESTS = {
    "wald": "normal quantile",
    "t": "t quantile on k - p",
    "knapp_hartung": "Knapp-Hartung, t on k - p",
    "knapp_hartung_ad_hoc": "Knapp-Hartung with its factor not below 1, t on k - p",
    "knapp_hartung_wider": "Knapp-Hartung or Wald, whichever interval is wider",
}
SCALED = ("knapp_hartung", "knapp_hartung_wider")  # whose error is 0 where effects are alike
# Mean square of residuals over their standard errors: effects are not computed to 1e-10 of those,
# so that a smaller one is rounding.
ROUNDING = 1e-20
TINY = 1e-300  # a divisor or bound that is not 0, below every number of an analysis
ALIKE = "effects alike but for rounding: Knapp-Hartung's standard error cannot be estimated"
# Names in metafor (test) and in R meta (method.random.ci)
_OTHER_NAMES = {
    "z": "wald",
    "classic": "wald",
    "hk": "knapp_hartung",
    "hakn": "knapp_hartung",
    "knha": "knapp_hartung",
    "hksj": "knapp_hartung",
    "adhoc": "knapp_hartung_ad_hoc",
    # Roever, Knapp and Friede (2015) call the factor truncated at 1 the modified method
    "knapp_hartung_modified": "knapp_hartung_ad_hoc",
}


def named_test(test: str) -> str:
    """Return the full name of a test, also from metafor's or R meta's short one, in any case.

    >>> named_test("knha"), named_test("HK")
    ('knapp_hartung', 'knapp_hartung')
    """
    name = _OTHER_NAMES.get(snake_case(test), snake_case(test))
    if name not in TESTS:
        raise unknown_name("test", test, TESTS, ", ".join([*TESTS, *_OTHER_NAMES]))
    return name


def scale_of(test: str, factor: Numbers) -> Numbers:
    """Return what the squared standard error is multiplied by under a test.

    ``factor`` is y'Py/(k - p) (Knapp and Hartung 2003,
    doi:10.1002/sim.1482); the ad hoc variant does not let it shrink the interval. NaN where the
    factor is rounding: of effects that are all alike no error can be estimated.

    >>> scale_of("knapp_hartung_ad_hoc", 0.5), float(scale_of("knapp_hartung", 1e-30))
    (1.0, nan)
    """
    if test in SCALED:
        return np.where(np.greater(factor, ROUNDING), factor, np.nan)[()]
    if test == "knapp_hartung_ad_hoc":
        return np.maximum(factor, 1.0) if np.ndim(factor) else max(float(factor), 1.0)
    return np.ones_like(factor) if np.ndim(factor) else 1.0


def quantile(level: float, df: Numbers) -> Numbers:
    """Return the two-sided quantile: normal where df is infinite, t elsewhere; NaN at df 0.

    >>> round(float(quantile(0.95, np.inf)), 4), round(float(quantile(0.95, 12)), 4)
    (1.96, 2.1788)
    """
    upper = 0.5 + 0.5 * level
    if np.ndim(df) == 0:
        if df == np.inf:
            return ndtri(upper)
        return stdtrit(df, upper) if df > 0 else np.nan
    df = np.asarray(df, float)
    return np.where(np.isinf(df), ndtri(upper), stdtrit(np.where(df > 0, df, np.nan), upper))


def two_sided_p(statistic: Numbers, df: Numbers) -> Numbers:
    """Return the two-sided p value of z (df infinite) or t.

    >>> round(float(two_sided_p(1.959964, np.inf)), 6)
    0.05
    """
    below = -np.abs(statistic)
    if np.ndim(df) == 0:
        if df == np.inf:
            return 2 * ndtr(below)
        return 2 * stdtr(df, below) if df > 0 else np.nan * below
    df = np.asarray(df, float)
    return np.where(np.isinf(df), 2 * ndtr(below), 2 * stdtr(np.where(df > 0, df, np.nan), below))


def q_p_value(q: Numbers, df: Numbers) -> Numbers:
    """Return the upper chi-square probability of Q, 1 where it has no degrees of freedom.

    >>> round(float(q_p_value(3.841459, 1)), 6)
    0.05
    """
    if np.ndim(df) == 0 and np.ndim(q) == 0:
        return chdtrc(df, max(q, 0.0)) if df > 0 else 1.0
    df = np.asarray(df, float)
    return np.where(df > 0, chdtrc(np.where(df > 0, df, 1.0), np.maximum(q, 0.0)), 1.0)


def interval(
    estimate: Numbers, std_error: Numbers, scale: Numbers, level: float, test: str, df: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return ``(std_error, df, low, high)`` after the test's scaling.

    ``df`` is k - p; the returned one is infinite under Wald.

    >>> std_error, df, low, high = interval(0.0, 1.0, 4.0, 0.95, "knapp_hartung", 10)
    >>> float(std_error), df, round(float(high), 3)
    (2.0, 10, 4.456)
    """
    scaled = std_error * np.sqrt(scale)
    used = df if test != "wald" else (np.inf if np.ndim(df) == 0 else np.full(np.shape(df), np.inf))
    half = quantile(level, used) * scaled
    if test == "knapp_hartung_wider":
        half = np.fmax(half, quantile(level, np.inf) * std_error)
    return scaled, used, estimate - half, estimate + half
